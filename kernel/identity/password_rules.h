#pragma once
// Which passwords are taken (after NIST SP 800-63B): long enough, not what everybody tries first,
// not the account's own name. No rule asks for signs or capitals.

#include <string_view>

#include "kernel/base/result.h"

namespace yc::identity {

inline constexpr std::size_t kPasswordMinCharacters = 10;
inline constexpr std::size_t kPasswordMaxCharacters = 128;

// bad_input: password_too_short, password_too_long, password_common.
base::Status check_password(std::string_view password, std::string_view account_name);

}  // namespace yc::identity
