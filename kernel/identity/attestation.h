#pragma once
// What a new passkey sends: the attestation object of WebAuthn Level 3 (section 6.5), CBOR around
// the authenticator's data. Any format of statement is taken and none is believed: we do not ask
// who made the authenticator, only for a key that it proves to hold at each sign-in.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kernel/base/result.h"
#include "kernel/base/sha256.h"

namespace yc::identity {

using ByteSpan = std::span<const std::byte>;
using ByteVector = std::vector<std::byte>;

// COSE numbers of the signatures that we verify (RFC 9053, RFC 8812).
inline constexpr std::int64_t kEs256 = -7;
inline constexpr std::int64_t kEdDsa = -8;
inline constexpr std::int64_t kRs256 = -257;

inline constexpr std::size_t kMaxCredentialIdBytes = 1023;      // WebAuthn section 4
inline constexpr std::size_t kMaxAttestationBytes = 32 * 1024;  // certificates included
inline constexpr std::size_t kMaxAuthenticatorDataBytes = 4096;

struct CredentialKey {
  std::int64_t algorithm = 0;
  ByteVector bytes;  // ES256: x and y; EdDSA: 32 bytes; RS256: 256 of the modulus, 3 of exponent
};

// The first 37 bytes of authenticator data (section 6.1).
struct AuthenticatorData {
  base::Digest rp_id_hash{};
  bool user_present = false;
  bool user_verified = false;
  bool has_credential = false;
  bool has_extensions = false;
  std::uint32_t counter = 0;
};

struct Attestation {
  AuthenticatorData data;
  ByteVector credential_id;
  CredentialKey key;
};

// bad_input, passkey_malformed; passkey_algorithm for a key that is none of the three.
base::Result<AuthenticatorData> read_authenticator_data(ByteSpan bytes);
base::Result<Attestation> read_attestation(ByteSpan object);

}  // namespace yc::identity
