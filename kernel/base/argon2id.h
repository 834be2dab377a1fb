#pragma once
// Password hashes: Argon2id (RFC 9106) with one lane, by libsodium, in the usual text form
// "$argon2id$v=19$m=...,t=...,p=1$salt$hash", which carries its own cost and salt.

#include <cstdint>
#include <string>
#include <string_view>

#include "kernel/base/result.h"

namespace yc::base {

struct PasswordCost {
  std::uint32_t passes = 0;
  std::uint32_t kilobytes = 0;
};

// unavailable: the memory could not be had. The salt comes from libsodium's own getrandom: it is
// the one randomness that does not enter by base::Random.
Result<std::string> hash_password(std::string_view password, PasswordCost cost);
// false also for a hash that is not one.
bool password_matches(std::string_view hash, std::string_view password);
// The hash was made with another cost.
bool needs_rehash(std::string_view hash, PasswordCost cost);

}  // namespace yc::base
