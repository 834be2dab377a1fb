#pragma once
// What a signed-in person does with their account: passkeys, password, recovery codes, API keys,
// profile, consents, export, and the end of it. The caller has asked rights::decide; here only the
// account's own rules hold. Refusals name their reason (schema/reasons.json in Error::reason).

#include <optional>
#include <string>
#include <vector>

#include "kernel/identity/credential_rules.h"
#include "kernel/identity/password_worker.h"
#include "kernel/identity/sessions.h"
#include "kernel/identity/sign_in.h"

namespace yc::identity {

inline constexpr std::size_t kRecoveryCodes = 10;
inline constexpr std::size_t kMaxApiKeys = 20;
inline constexpr std::string_view kApiKeyPrefix = "yck_";
inline constexpr std::size_t kMaxConsentPurposeBytes = 32;

// Bits of an API key. A key never does more than its person may.
enum class Scope : std::uint32_t { look = 1, speak = 2, create = 4, manage = 8, account = 16 };
inline constexpr std::uint32_t kAllScopes = 31;

// The account of a name as typed, with or without its @; a look-alike is somebody else's and is not
// found. bad_input, not_found.
base::Result<store::Account> account_called(store::Store& store, std::string_view typed);

struct AccountFacts {
  store::Person person;
  std::optional<store::Account> account;  // none: a guest, or an administrator by link
  store::Profile profile;
  std::vector<store::Passkey> passkeys;
  std::optional<store::Password> password;  // without its hash
  std::size_t recovery_codes_left = 0;
};

struct MadeApiKey {
  std::uint64_t id = 0;
  std::string token;       // shown once
  base::WallTime expires;  // unix_ms 0 = never
};

struct ApiKeyRequest {
  std::string label;
  std::uint32_t scopes = 0;
  base::Duration lifetime{0};  // 0 = never expires
};

struct AccountsParts {
  store::Store& store;
  const base::Clock& clock;
  base::Random& random;
  Sessions& sessions;
  SignIn& sign_in;
  PasswordWorker& passwords;
  base::Executor& slow;  // erases and exports: not a shard, not the tick
};

// Thread-safe; not for the tick thread. What it has under way must be over before it goes.
class Accounts {
 public:
  explicit Accounts(AccountsParts parts);

  base::Result<AccountFacts> facts(base::PrincipalId person);
  // With an account name, or any passkey or password: more than a guest.
  base::Result<bool> is_citizen(base::PrincipalId person);
  void change_languages(base::PrincipalId person, const std::string& languages,
                        base::Executor& reply_on, Done<store::Appended> done);

  // --- Credentials -----------------------------------------------------------------------------
  // Answers the new credential's id. Challenge: SignIn::begin_adding.
  void add_passkey(base::PrincipalId person, const PasskeyCreation& creation,
                   const std::string& label, base::Executor& reply_on, Done<std::uint64_t> done);
  // The first password, or a new one for the old. A person without an account name has none: they
  // sign up. Sessions that the old one opened end, but for `kept`.
  void set_password(base::PrincipalId person, std::string password, std::uint64_t kept_session,
                    base::Executor& reply_on, Done<std::uint64_t> done);
  void rename_passkey(base::PrincipalId person, std::uint64_t credential, const std::string& label,
                      base::Executor& reply_on, Done<store::Appended> done);
  // A passkey or the password, and the sessions that it opened. last_way_in: the last one stays;
  // recovery codes do not count as a way in.
  void remove_credential(base::PrincipalId person, std::uint64_t credential,
                         base::Executor& reply_on, Done<store::Appended> done);
  // Ten codes of 100 random bits, shown now and never again; older ones open nothing any more.
  void make_recovery_codes(base::PrincipalId person, base::Executor& reply_on,
                           Done<std::vector<std::string>> done);

  // --- API keys ----------------------------------------------------------------------------------
  void make_api_key(base::PrincipalId person, const ApiKeyRequest& request,
                    base::Executor& reply_on, Done<MadeApiKey> done);
  base::Result<std::vector<store::ApiKey>> api_keys(base::PrincipalId person);
  void revoke_api_key(base::PrincipalId person, std::uint64_t key, base::Executor& reply_on,
                      Done<store::Appended> done);
  // not_found: none, revoked or expired.
  base::Result<store::ApiKey> find_by_key(std::string_view token);

  // --- Consents ----------------------------------------------------------------------------------
  void change_consent(base::PrincipalId person, const std::string& purpose,
                      std::uint32_t text_version, bool given, base::Executor& reply_on,
                      Done<store::Appended> done);
  base::Result<std::vector<store::Consent>> consents(base::PrincipalId person);

  // --- Export and deletion -----------------------------------------------------------------------
  // One JSON object of all that the store holds of the person, without secrets.
  void export_json(base::PrincipalId person, base::Executor& reply_on, Done<std::string> done);
  // Closes the account: token, sessions, keys, credentials and roles end at once (Sessions::watch
  // tells), then every text of the person is erased. `done` comes after the last. What a crash
  // leaves, finish_deletions does at the next start. conflict: the last administrator; last_owner:
  // the only owner of an organisation with other members.
  void close(base::PrincipalId person, base::Executor& reply_on, Done<std::uint64_t> done);
  base::Status finish_deletions();

 private:
  base::Result<std::string> make_export(base::PrincipalId person);
  base::Result<std::uint64_t> sequence_of(base::PrincipalId person);
  base::Status end_sessions_of(base::PrincipalId person, std::uint64_t credential,
                               std::uint64_t kept, store::Batch& batch);
  base::Status erase_texts_of(base::PrincipalId person, std::uint64_t credential,
                              store::Batch& batch);
  base::Result<store::Batch> prepare_removal(base::PrincipalId person, std::uint64_t credential);
  base::Result<store::Batch> prepare_passkey(base::PrincipalId person,
                                             const PasskeyCreation& creation,
                                             const std::string& label, std::uint64_t id);
  base::Result<store::Batch> prepare_password(base::PrincipalId person, std::uint64_t kept_session,
                                              std::uint64_t id);
  base::Result<store::Batch> prepare_closing(base::PrincipalId person);
  base::Result<std::uint64_t> erase_closed(base::PrincipalId person);
  // Answers `value` once the batch is durable; changed_meanwhile where what it expects is not so.
  template <typename T>
  void commit(base::Result<store::Batch> batch, T value, base::Executor& reply_on, Done<T> done) {
    if (!batch) return reply<T>(reply_on, std::move(done), std::unexpected(batch.error()));
    parts_.store.append(*std::move(batch), reply_on,
                        unless_raced(then_give(std::move(done), std::move(value))));
  }

  AccountsParts parts_;
};

}  // namespace yc::identity
