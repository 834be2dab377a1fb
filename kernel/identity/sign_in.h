#pragma once
// The ways in: signing up, and signing in with a passkey, a password, a recovery code or a link
// from another device. Each answers a session; each refusal has its own reason (schema/reasons.json
// in Error::reason).

#include <optional>
#include <string>

#include "kernel/identity/attempts.h"
#include "kernel/identity/identity.h"
#include "kernel/identity/password_worker.h"
#include "kernel/identity/sessions.h"
#include "kernel/identity/webauthn.h"
#include "schema/messages.h"

namespace yc::identity {

struct SignInLimits {
  AttemptLimit by_account{20, 1.0 / 30};  // wrong passwords
  AttemptLimit by_address{60, 0.5};       // wrong passwords, recovery codes and links
  std::size_t open_challenges = 10'000;   // setting limits.passkey-challenges
};

struct SignInParts {
  store::Store& store;
  const base::Clock& clock;
  base::Random& random;
  Identity& identity;
  Sessions& sessions;
  PasswordWorker& passwords;
  SignInLimits limits = {};
};

// Who signs up: the person of a session (an administrator who entered by link), else the guest of a
// kept token, else nobody yet.
struct Newcomer {
  base::PrincipalId signed_in;
  std::string guest_token;
};

struct SignUp {
  Newcomer who;
  std::string account_name;  // without @
  std::string display_name;
  std::uint64_t look = 0;
  std::string languages;  // "zh,en"; tags of at most 16 letters, at most 8
  // The first credential: one of the two.
  std::optional<PasskeyCreation> passkey;
  std::string passkey_label;
  std::string password;
};

// For navigator.credentials.create or get.
struct PasskeyRequest {
  std::string challenge;             // base64url
  std::string user_handle;           // base64url; of a creation
  std::vector<std::string> exclude;  // base64url ids that the person has already
};

// Thread-safe. Asks the store, and may verify a signature (0.2 ms): not for the tick thread. What
// it has under way must be over before it goes.
class SignIn {
 public:
  explicit SignIn(SignInParts parts);

  // --- Passkeys ------------------------------------------------------------------------------
  base::Result<PasskeyRequest> begin_sign_up(const Newcomer& who, const Site& site);
  base::Result<PasskeyRequest> begin_sign_in(const Site& site);
  base::Result<PasskeyRequest> begin_adding(base::PrincipalId person, const Site& site);

  // --- Entering --------------------------------------------------------------------------------
  // The guest keeps id and all they did; their kept token opens nothing any more.
  void sign_up(SignUp request, const Caller& caller, base::Executor& reply_on,
               Done<OpenedSession> done);
  void sign_in(const PasskeyAssertion& assertion, const Caller& caller, base::Executor& reply_on,
               Done<OpenedSession> done);
  void sign_in(const std::string& account_name, std::string password, const Caller& caller,
               base::Executor& reply_on, Done<OpenedSession> done);
  // Uses up the code.
  void sign_in_by_recovery_code(const std::string& code, const Caller& caller,
                                base::Executor& reply_on, Done<OpenedSession> done);
  // A link of 10 minutes for another device of a signed-in person.
  void make_device_link(base::PrincipalId person, base::Executor& reply_on, Done<MadeLink> done);
  void sign_in_by_device_link(const std::string& token, const Caller& caller,
                              base::Executor& reply_on, Done<OpenedSession> done);

  WebAuthn& webauthn() { return webauthn_; }

 private:
  struct Entrance;
  base::Result<base::PrincipalId> newcomer(const Newcomer& who);
  base::Status prepare_sign_up(const SignUp& request, Entrance& entrance);
  void finish_sign_up(Entrance entrance, base::Executor& reply_on, Done<OpenedSession> done);
  base::Status add_first_passkey(const SignUp& request, Entrance& entrance);
  base::Result<OpenedSession> prepare_by_passkey(const PasskeyAssertion& assertion,
                                                 const Caller& caller, store::Batch& batch);
  base::Result<OpenedSession> prepare_by_code(const std::string& code, const Caller& caller,
                                              store::Batch& batch);
  base::Result<OpenedSession> prepare_by_link(const std::string& token, const Caller& caller,
                                              store::Batch& batch);
  void password_checked(const store::Password& password, std::uint64_t account_sequence,
                        const Caller& caller, PasswordCheck check, base::Executor& reply_on,
                        Done<OpenedSession> done);
  void renew_hash(const store::Password& password, std::uint64_t account_sequence,
                  std::string hash);
  void enter(store::Batch batch, base::Result<OpenedSession> session, schema::Reason when_raced,
             base::Executor& reply_on, Done<OpenedSession> done);

  SignInParts parts_;
  WebAuthn webauthn_;
  Attempts by_account_;
  Attempts by_address_;
};

}  // namespace yc::identity
