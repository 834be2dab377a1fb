#pragma once
// What a profile may say.

#include <string>
#include <string_view>

#include "kernel/base/result.h"

namespace yc::identity {

inline constexpr std::size_t kMaxLanguages = 8;

// Tags such as "zh" or "en-GB" in the order wished, joined by commas without spaces; empty is fine.
// bad_input for anything that cannot be a tag (BCP 47: letters, digits, hyphens), or too many.
base::Result<std::string> clean_languages(std::string_view text);

}  // namespace yc::identity
