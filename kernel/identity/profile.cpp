#include "kernel/identity/profile.h"

#include <algorithm>
#include <ranges>

namespace yc::identity {
namespace {

constexpr std::size_t kMaxTagLetters = 16;

bool is_tag(std::string_view tag) {
  return tag.size() >= 2 && tag.size() <= kMaxTagLetters && std::ranges::all_of(tag, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-';
         });
}

}  // namespace

base::Result<std::string> clean_languages(std::string_view text) {
  std::string cleaned;
  std::size_t count = 0;
  for (const auto part : std::views::split(text, ',')) {
    std::string_view tag(part.begin(), part.end());
    while (tag.starts_with(' ')) tag.remove_prefix(1);
    while (tag.ends_with(' ')) tag.remove_suffix(1);
    if (tag.empty()) continue;
    if (!is_tag(tag) || ++count > kMaxLanguages)
      return base::fail(
          base::ErrorCode::bad_input,
          "the languages are not up to " + std::to_string(kMaxLanguages) + " tags such as zh or en",
          "give tags joined by commas");
    if (!cleaned.empty()) cleaned += ',';
    cleaned += tag;
  }
  return cleaned;
}

}  // namespace yc::identity
