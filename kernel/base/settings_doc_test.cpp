// docs/operating.md holds a table of all settings; this keeps it true.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "kernel/base/settings.h"

namespace yc::base {
namespace {

std::string range_of(const Setting& setting) {
  if (setting.kind == SettingKind::flag) return "on, off";
  if (setting.kind == SettingKind::text) return "text";
  const auto number = [](double value) {
    std::string text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
  };
  return number(setting.min) + " to " + number(setting.max);
}

std::string expected_table() {
  std::string out = "| setting | default | unit | range | what it does |\n|---|---|---|---|---|\n";
  for (const Setting& setting : all_settings()) {
    const std::string_view value =
        setting.default_value.empty() ? "(empty)" : setting.default_value;
    out += "| `" + std::string(setting.name) + "` | " + std::string(value) + " | " +
           std::string(setting.unit) + " | " + range_of(setting) + " | " +
           std::string(setting.help) + " |\n";
  }
  return out;
}

TEST(SettingsDocument, HoldsTheTableOfAllSettings) {
  std::ifstream file(std::string(YC_SOURCE_DIR) + "/docs/operating.md");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::string table = expected_table();
  EXPECT_NE(text.find(table), std::string::npos)
      << "docs/operating.md must hold exactly this table:\n"
      << table;
}

}  // namespace
}  // namespace yc::base
