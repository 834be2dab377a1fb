#include "kernel/base/settings.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include "kernel/base/assert.h"

namespace yc::base {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

// 3.5 as "3.5", 20 as "20".
std::string number_text(double value) {
  char buffer[32];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  return error == std::errc{} ? std::string(buffer, end) : std::string("?");
}

std::string range_text(const Setting& setting) {
  return number_text(setting.min) + " to " + number_text(setting.max);
}

Result<double> parse_flag(const Setting& setting, std::string_view value) {
  if (value == "on" || value == "true" || value == "1") return 1;
  if (value == "off" || value == "false" || value == "0") return 0;
  return fail(ErrorCode::bad_input, std::string(setting.name) + " must be on or off",
              "write on or off");
}

Result<double> parse_number(const Setting& setting, std::string_view value) {
  double number = 0;
  const char* const end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, number);
  const bool whole = setting.kind == SettingKind::integer;
  if (error != std::errc{} || stop != end || !std::isfinite(number) ||
      (whole && number != std::floor(number))) {
    return fail(ErrorCode::bad_input,
                std::string(setting.name) + " must be a " + (whole ? "whole " : "") + "number",
                "give one from " + range_text(setting));
  }
  if (number < setting.min || number > setting.max) {
    return fail(ErrorCode::bad_input, std::string(setting.name) + " is out of range",
                "give a number from " + range_text(setting));
  }
  return number;
}

Result<double> parse_value(const Setting& setting, std::string_view value) {
  if (setting.kind == SettingKind::flag) return parse_flag(setting, value);
  if (setting.kind != SettingKind::text) return parse_number(setting, value);
  const auto length = static_cast<double>(value.size());
  const bool printable = std::none_of(value.begin(), value.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
  if (length < setting.min || length > setting.max || !printable) {
    return fail(
        ErrorCode::bad_input,
        std::string(setting.name) + " must be printable text of " + range_text(setting) + " bytes",
        "correct its value");
  }
  return 0;
}

std::string name_in_files(const Setting& setting) {
  return std::string(setting.name);
}

// The known name nearest to a mistyped one, by shared beginning, as a remedy. All names share
// `prefix`, which is no likeness.
std::string did_you_mean(std::string_view name, std::string (*spelled)(const Setting&),
                         std::string_view prefix = {}) {
  constexpr std::size_t kLeastLetters = 3;
  std::string best;
  auto best_length = static_cast<std::ptrdiff_t>(prefix.size() + kLeastLetters - 1);
  for (const Setting& setting : all_settings()) {
    const std::string known = spelled(setting);
    const auto [end, unused] = std::mismatch(name.begin(), name.end(), known.begin(), known.end());
    if (end - name.begin() <= best_length) continue;
    best = known;
    best_length = end - name.begin();
  }
  return best.empty() ? "see --help for all settings"
                      : "did you mean " + best + "? --help shows all";
}

Error at_line(std::string_view file_name, int line, Error error) {
  error.cause = std::string(file_name) + ", line " + std::to_string(line) + ": " + error.cause;
  return error;
}

}  // namespace

const Setting* find_setting(std::string_view name) {
  const auto rows = all_settings();
  const auto found = std::ranges::find(rows, name, &Setting::name);
  return found == rows.end() ? nullptr : &*found;
}

std::string environment_name(const Setting& setting) {
  std::string name(kEnvironmentPrefix);
  for (const char c : setting.name) {
    name += c == '-' || c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  return name;
}

std::string describe_setting(const Setting& setting) {
  std::string out(setting.help);
  std::string detail;
  if (setting.kind == SettingKind::integer || setting.kind == SettingKind::number) {
    if (!setting.unit.empty()) detail += std::string(setting.unit) + ", ";
    detail += range_text(setting) + ", ";
  } else if (setting.kind == SettingKind::flag) {
    detail += "on or off, ";
  }
  detail += "default ";
  detail += setting.default_value.empty() ? "empty" : setting.default_value;
  if (setting.live) detail += ", live";
  return out + " (" + detail + ")";
}

Settings::Settings() {
  for (const Setting& setting : all_settings()) {
    const auto number = parse_value(setting, setting.default_value);
    YC_ASSERT(number.has_value());
    values_[setting.name] =
        Value{std::string(setting.default_value), *number, SettingOrigin::default_value};
  }
}

Status Settings::set(std::string_view name, std::string_view value, SettingOrigin origin) {
  const Setting* setting = find_setting(name);
  if (setting == nullptr) {
    return fail(ErrorCode::not_found,
                "there is no setting \"" + std::string(name.substr(0, 80)) + "\"",
                did_you_mean(name, name_in_files));
  }
  YC_TRY(const double number, parse_value(*setting, value));
  Value& held = values_.find(setting->name)->second;
  if (held.origin <= origin) held = Value{std::string(value), number, origin};
  return {};
}

Status Settings::apply_file(std::string_view text, std::string_view file_name) {
  if (text.size() > kSettingsFileMaxBytes) {
    return fail(ErrorCode::bad_input, std::string(file_name) + " is larger than 64 KB",
                "is it really a settings file?");
  }
  Settings next = *this;
  std::map<std::string, int, std::less<>> seen_at_line;
  int line_number = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++line_number;
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) {
      return std::unexpected(
          at_line(file_name, line_number,
                  {ErrorCode::bad_input, "there is no '='", "write it as: name = value"}));
    }
    const std::string_view name = trimmed(line.substr(0, equals));
    if (const auto [at, fresh] = seen_at_line.emplace(name, line_number); !fresh) {
      return std::unexpected(
          at_line(file_name, line_number,
                  {ErrorCode::bad_input,
                   at->first + " was already set in line " + std::to_string(at->second),
                   "remove one of the two"}));
    }
    auto done = next.set(name, trimmed(line.substr(equals + 1)), SettingOrigin::file);
    if (!done) return std::unexpected(at_line(file_name, line_number, std::move(done).error()));
  }
  *this = std::move(next);
  return {};
}

Status Settings::apply_environment(std::span<const std::string_view> variables) {
  for (const std::string_view variable : variables) {
    const std::string_view name = variable.substr(0, variable.find('='));
    if (!name.starts_with(kEnvironmentPrefix) || name == kSettingsFileVariable) continue;
    const std::string where = "environment variable " + std::string(name.substr(0, 80));
    const auto setting = std::ranges::find(all_settings(), name, environment_name);
    if (setting == all_settings().end()) {
      return fail(ErrorCode::not_found, where + ": there is no such setting",
                  did_you_mean(name, environment_name, kEnvironmentPrefix));
    }
    const std::string_view value = variable.substr(std::min(name.size() + 1, variable.size()));
    if (auto done = set(setting->name, trimmed(value), SettingOrigin::environment); !done) {
      Error error = std::move(done).error();
      error.cause = where + ": " + error.cause;
      return std::unexpected(std::move(error));
    }
  }
  return {};
}

const Settings::Value& Settings::find(std::string_view name, SettingKind kind) const {
  const Setting* setting = find_setting(name);
  YC_ASSERT(setting != nullptr && setting->kind == kind);
  return values_.find(name)->second;
}

std::int64_t Settings::integer(std::string_view name) const {
  return static_cast<std::int64_t>(find(name, SettingKind::integer).number);
}
double Settings::number(std::string_view name) const {
  return find(name, SettingKind::number).number;
}
const std::string& Settings::text(std::string_view name) const {
  return find(name, SettingKind::text).text;
}
bool Settings::flag(std::string_view name) const {
  return find(name, SettingKind::flag).number != 0;
}
SettingOrigin Settings::origin(std::string_view name) const {
  const auto found = values_.find(name);
  YC_ASSERT(found != values_.end());
  return found->second.origin;
}

}  // namespace yc::base
