#pragma once
// SHA-256 (FIPS 180-4), by libsodium.

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace yc::base {

using Digest = std::array<std::byte, 32>;

// Of several pieces, one after another.
class Sha256 {
 public:
  Sha256();
  void add(std::span<const std::byte> bytes);
  void add(std::string_view text) { add(std::as_bytes(std::span(text))); }
  Digest finish();  // once

 private:
  alignas(8) std::array<std::byte, 104> state_;
};

Digest sha256(std::span<const std::byte> bytes);
inline Digest sha256(std::string_view text) {
  return sha256(std::as_bytes(std::span(text)));
}

std::string to_hex(std::span<const std::byte> bytes);         // lower case
std::optional<Digest> digest_from_hex(std::string_view hex);  // exactly 64 lower-case digits

}  // namespace yc::base
