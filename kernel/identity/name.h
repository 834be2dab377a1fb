#pragma once
// Which display names are allowed, one spelling for those that look the same, and what of a text
// others get to read.

#include <string>
#include <string_view>

#include "kernel/base/result.h"

namespace yc::identity {

inline constexpr std::size_t kNameMaxCharacters = 24;  // code points after trimming

// The name as it will be shown: surrounding white space gone, inner runs of it one space,
// full-width Latin narrowed. bad_input (wire reason name_invalid) for an empty or too long name,
// bytes that are not UTF-8, control, invisible and direction-changing characters, or more than two
// combining marks in a row.
base::Result<std::string> clean_name(std::string_view text);

// Same for two names that a person could take for one another (case, full width, look-alike Latin,
// Greek and Cyrillic letters and digits): for comparing, never for showing.
std::string name_skeleton(std::string_view clean_name);

// The @name of an account: 2-24 letters of the Latin alphabet, digits, underscores and Han
// characters (full-width ones narrowed), no @ before it. bad_input, account_name_invalid.
// Its skeleton is unique in the city.
inline constexpr std::size_t kAccountNameMinCharacters = 2;
base::Result<std::string> clean_account_name(std::string_view text);

// Code points, also of bytes that are not UTF-8 (each wrong byte counts as one).
std::size_t count_characters(std::string_view text);
// The text up to so many of them.
std::string_view first_characters(std::string_view text, std::size_t count);

// What somebody writes, as others may read it: line ends, tabs and other controls become spaces;
// what turns the direction of the letters around it, and bytes that are not UTF-8, are left out; no
// space at either end. Emoji, joiners and accents stay.
std::string clean_text(std::string_view text);

}  // namespace yc::identity
