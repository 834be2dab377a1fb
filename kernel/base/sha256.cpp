#include "kernel/base/sha256.h"

#include <sodium.h>

#include <cstring>

namespace yc::base {
namespace {

static_assert(sizeof(crypto_hash_sha256_state) == 104);

crypto_hash_sha256_state* sodium_state(std::array<std::byte, 104>& state) {
  return reinterpret_cast<crypto_hash_sha256_state*>(state.data());
}

const unsigned char* bytes_of(std::span<const std::byte> bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

Sha256::Sha256() {
  crypto_hash_sha256_init(sodium_state(state_));
}

void Sha256::add(std::span<const std::byte> bytes) {
  crypto_hash_sha256_update(sodium_state(state_), bytes_of(bytes), bytes.size());
}

Digest Sha256::finish() {
  Digest digest;
  crypto_hash_sha256_final(sodium_state(state_), reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

Digest sha256(std::span<const std::byte> bytes) {
  Digest digest;
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()), bytes_of(bytes),
                     bytes.size());
  return digest;
}

std::string to_hex(std::span<const std::byte> bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::byte byte : bytes) {
    text.push_back(kDigits[std::to_integer<unsigned>(byte) >> 4]);
    text.push_back(kDigits[std::to_integer<unsigned>(byte) & 15]);
  }
  return text;
}

std::optional<Digest> digest_from_hex(std::string_view hex) {
  Digest digest;
  if (hex.size() != digest.size() * 2) return std::nullopt;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const int high = hex_value(hex[2 * i]);
    const int low = hex_value(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    digest[i] = static_cast<std::byte>(high * 16 + low);
  }
  return digest;
}

}  // namespace yc::base
