#pragma once
// The signature of a passkey that signs in, verified by libfido2.

#include <string>

#include "kernel/identity/attestation.h"

namespace yc::identity {

struct SignedAssertion {
  std::string rp_id;
  ByteSpan authenticator_data;
  base::Digest client_data_hash{};
  ByteSpan signature;
};

// False too for a key that is none: whether it is one is asked when it is added.
bool is_signed_by(const CredentialKey& key, const SignedAssertion& assertion);
bool is_valid_key(const CredentialKey& key);

}  // namespace yc::identity
