#include "kernel/base/argon2id.h"

#include <sodium.h>

#include <array>

#include "kernel/base/assert.h"

namespace yc::base {
namespace {

// Without it libsodium computes without the processor's vector instructions.
void prepare() {
  static const bool kReady = [] { return sodium_init() >= 0; }();
  YC_ASSERT(kReady);
}

std::size_t bytes_of(PasswordCost cost) {
  return std::size_t{cost.kilobytes} * 1024;
}

// libsodium reads up to a terminating zero.
using HashText = std::array<char, crypto_pwhash_STRBYTES>;
bool to_hash_text(std::string_view hash, HashText& text) {
  if (hash.size() >= text.size()) return false;
  text.fill('\0');
  hash.copy(text.data(), hash.size());
  return true;
}

}  // namespace

Result<std::string> hash_password(std::string_view password, PasswordCost cost) {
  prepare();
  HashText text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.passes,
                            bytes_of(cost), crypto_pwhash_ALG_ARGON2ID13) != 0)
    return fail(ErrorCode::unavailable, "there is no memory for a password hash",
                "try again in a moment");
  return std::string(text.data());
}

bool password_matches(std::string_view hash, std::string_view password) {
  prepare();
  HashText text;
  return to_hash_text(hash, text) &&
         crypto_pwhash_str_verify(text.data(), password.data(), password.size()) == 0;
}

bool needs_rehash(std::string_view hash, PasswordCost cost) {
  prepare();
  HashText text;
  return !to_hash_text(hash, text) ||
         crypto_pwhash_str_needs_rehash(text.data(), cost.passes, bytes_of(cost)) != 0;
}

}  // namespace yc::base
