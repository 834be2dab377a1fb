#pragma once
// A passkey for tests, written after WebAuthn Level 3 and RFC 9052 on OpenSSL alone: nothing of it
// is shared with what it tests. Every part of what it sends can be made wrong.

#include <memory>
#include <string>

#include "kernel/identity/webauthn.h"

namespace yc::identity::testing {

enum class KeyKind { es256, eddsa, rs256 };

struct Ceremony {
  std::string challenge;
  std::string origin = "https://city.example";
  std::string rp_id = "city.example";
  std::string type = {};      // empty = the right one
  std::uint8_t flags = 0x05;  // user present, verified
  bool cross_origin = false;
};

class Authenticator {
 public:
  explicit Authenticator(KeyKind kind = KeyKind::es256, std::uint32_t counter = 0);
  ~Authenticator();
  Authenticator(const Authenticator&) = delete;
  Authenticator& operator=(const Authenticator&) = delete;

  PasskeyCreation create(const Ceremony& ceremony);
  // Counts one further, unless it does not count (counter 0).
  PasskeyAssertion sign(const Ceremony& ceremony);

  std::string credential_id() const;  // base64url
  ByteVector raw_credential_id() const { return id_; }
  ByteVector raw_public_key() const;   // as it lies in the COSE key: x; 32 bytes; the modulus
  std::int64_t claimed_algorithm = 0;  // in place of the real one, when not 0
  std::uint32_t counter;

 private:
  struct Key;
  ByteVector authenticator_data(const Ceremony& ceremony, bool with_credential) const;
  ByteVector cose_key() const;
  std::unique_ptr<Key> key_;
  ByteVector id_;
};

ByteVector bytes_of(std::string_view text);
ByteVector bytes_from_hex(std::string_view hex);

}  // namespace yc::identity::testing
