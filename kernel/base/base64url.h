#pragma once
// Base64url without padding (RFC 4648 section 5), by libsodium.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yc::base {

std::string to_base64url(std::span<const std::byte> bytes);
// Nothing for any other letter, for padding, and for bits after the last byte that are not zero.
std::optional<std::vector<std::byte>> from_base64url(std::string_view text);

}  // namespace yc::base
