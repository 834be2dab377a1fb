#pragma once
// Passkeys (WebAuthn Level 3, sections 7.1 and 7.2): challenges, and the checks of what a passkey
// answers. Ours are type, challenge, origin, RP id, presence and counter; attestation.h reads the
// object, assertion.h verifies the signature. Each fault has its own reason.

#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "kernel/base/clock.h"
#include "kernel/base/ids.h"
#include "kernel/base/random.h"
#include "kernel/identity/attestation.h"

namespace yc::identity {

enum class Purpose { sign_up, sign_in, add_passkey };

// Where the page is: both are bound to the challenge. A passkey works on https with a domain name,
// and on http://localhost; never on a bare IP address (there, a password).
struct Site {
  std::string origin;                 // "https://city.example", as the browser writes it
  std::string rp_id;                  // "city.example"
  bool require_verification = false;  // PIN, fingerprint or face, not presence alone
  friend bool operator==(const Site&, const Site&) = default;
};

struct Challenge {
  Purpose purpose = Purpose::sign_in;
  Site site;
  base::PrincipalId person;  // who may answer; zero = anybody
};

// What navigator.credentials.create and get answer, decoded from base64url.
struct PasskeyCreation {
  ByteVector client_data_json;
  ByteVector attestation_object;
};
struct PasskeyAssertion {
  std::string credential_id;  // base64url
  ByteVector client_data_json;
  ByteVector authenticator_data;
  ByteVector signature;
};

struct NewPasskey {
  Challenge challenge;
  ByteVector credential_id;
  CredentialKey key;
  std::uint32_t counter = 0;
};

inline constexpr std::chrono::minutes kChallengeLifetime{5};
inline constexpr std::size_t kMaxClientDataBytes = 4096;

// Thread-safe.
class WebAuthn {
 public:
  // max_open: challenges that wait for their answer (setting limits.passkey-challenges).
  WebAuthn(const base::Clock& clock, base::Random& random, std::size_t max_open);

  // 32 random bytes in base64url, good once, for 5 minutes. full: too many are open.
  base::Result<std::string> make_challenge(Challenge challenge);

  // Uses up the challenge, right or wrong.
  base::Result<NewPasskey> finish_creation(Purpose purpose, const PasskeyCreation& creation);
  // Takes type, challenge and origin; who signs is not known yet. For check_assertion.
  base::Result<Challenge> begin_assertion(const PasskeyAssertion& assertion);
  // The counter to keep. passkey_wrong_site, passkey_user_absent, passkey_user_unverified,
  // passkey_wrong_key, passkey_counter.
  static base::Result<std::uint32_t> check_assertion(const Challenge& challenge,
                                                     const CredentialKey& key,
                                                     std::uint32_t kept_counter,
                                                     const PasskeyAssertion& assertion);

 private:
  struct Open {
    Challenge challenge;
    base::MonotonicTime expires;
  };
  base::Result<Challenge> check_client_data(ByteSpan json, std::string_view type);
  base::Result<Challenge> take(const std::string& text);
  void drop_expired();

  const base::Clock& clock_;
  base::Random& random_;
  const std::size_t max_open_;
  std::mutex mutex_;
  std::map<std::string, Open> open_;
};

}  // namespace yc::identity
