#include "kernel/identity/accounts.h"

#include <algorithm>

#include "kernel/base/base64url.h"
#include "kernel/identity/credential_rules.h"
#include "kernel/identity/name.h"
#include "kernel/identity/profile.h"
#include "kernel/identity/refuse.h"

namespace yc::identity {
namespace {

using base::ErrorCode;
using base::fail;
using schema::Reason;

constexpr std::size_t kRecoveryLetters = 20;  // of 5 bits each
constexpr std::size_t kRecoveryGroup = 5;
// Crockford's base 32 in small letters: none is taken for another.
constexpr std::string_view kRecoveryAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

std::string recovery_code(base::Random& random) {
  std::string code;
  for (std::size_t i = 0; i < kRecoveryLetters; ++i) {
    if (i > 0 && i % kRecoveryGroup == 0) code.push_back('-');
    code.push_back(kRecoveryAlphabet[random.below(kRecoveryAlphabet.size())]);
  }
  return code;
}

std::unexpected<base::Error> not_yours(std::string what) {
  return fail(ErrorCode::not_found, "you have no such " + std::move(what),
              "look at the list again");
}

template <typename Record>
base::Result<std::optional<Record>> if_found(base::Result<Record> found) {
  if (found) return std::optional<Record>(*std::move(found));
  if (found.error().code == ErrorCode::not_found) return std::optional<Record>();
  return std::unexpected(std::move(found).error());
}

// Account names hold no other letters that have a case (clean_account_name).
std::string lower_ascii(std::string text) {
  for (char& letter : text) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return text;
}

}  // namespace

base::Result<store::Account> account_called(store::Store& store, std::string_view typed) {
  if (typed.starts_with('@')) typed.remove_prefix(1);
  YC_TRY(const std::string name, clean_account_name(typed));
  YC_TRY(store::Account account, store.account_by_skeleton(name_skeleton(name)));
  if (lower_ascii(account.name) == lower_ascii(name)) return account;
  return base::fail(base::ErrorCode::not_found, "there is no such account", "check the name");
}

Accounts::Accounts(AccountsParts parts) : parts_(parts) {}

// Every change of what opens an account expects this, read before what it decides on.
base::Result<std::uint64_t> Accounts::sequence_of(base::PrincipalId person) {
  return parts_.store.last_sequence(store::account_stream(person));
}

base::Result<AccountFacts> Accounts::facts(base::PrincipalId person) {
  AccountFacts facts;
  YC_TRY(facts.person, parts_.store.person(person));
  YC_TRY(facts.account, if_found(parts_.store.account(person)));
  YC_TRY(auto profile, if_found(parts_.store.profile(person)));
  if (profile) facts.profile = *std::move(profile);
  YC_TRY(facts.passkeys, parts_.store.passkeys_of(person));
  YC_TRY(facts.password, if_found(parts_.store.password_of(person)));
  if (facts.password) facts.password->hash.clear();
  YC_TRY(const auto codes, parts_.store.recovery_codes_of(person));
  facts.recovery_codes_left = static_cast<std::size_t>(
      std::ranges::count_if(codes, [](const store::RecoveryCode& code) { return !code.used; }));
  return facts;
}

base::Result<bool> Accounts::is_citizen(base::PrincipalId person) {
  YC_TRY(const auto account, if_found(parts_.store.account(person)));
  if (account) return true;
  YC_TRY(const auto passkeys, parts_.store.passkeys_of(person));
  return !passkeys.empty();
}

void Accounts::change_languages(base::PrincipalId person, const std::string& languages,
                                base::Executor& reply_on, Done<store::Appended> done) {
  const auto cleaned = clean_languages(languages);
  if (!cleaned)
    return reply<store::Appended>(reply_on, std::move(done), std::unexpected(cleaned.error()));
  parts_.store.append(
      {{{store::person_stream(person), person, store::ProfileChanged{person, *cleaned}}}, {}},
      reply_on, std::move(done));
}

// --- Credentials -----------------------------------------------------------------------------

base::Status Accounts::end_sessions_of(base::PrincipalId person, std::uint64_t credential,
                                       std::uint64_t kept, store::Batch& batch) {
  YC_TRY(const auto sessions, parts_.sessions.list(person));
  for (const store::Session& session : sessions) {
    if (session.credential == credential && session.id != kept)
      batch.events.push_back(
          {store::session_stream(session.id), person, store::SessionRevoked{session.id}});
  }
  return {};
}

base::Status Accounts::erase_texts_of(base::PrincipalId person, std::uint64_t credential,
                                      store::Batch& batch) {
  YC_TRY(const auto entries,
         parts_.store.texts_of(store::TextPurpose::credential, person, credential));
  store::TextsErased erased{store::ErasureReason::retention, {}};
  for (const std::uint64_t entry : entries) erased.entries.push_back({entry});
  if (!entries.empty()) batch.events.push_back({store::city_stream(), person, std::move(erased)});
  return {};
}

base::Result<store::Batch> Accounts::prepare_passkey(base::PrincipalId person,
                                                     const PasskeyCreation& creation,
                                                     const std::string& label, std::uint64_t id) {
  const base::StreamId account = store::account_stream(person);
  YC_TRY(const std::uint64_t sequence, sequence_of(person));
  YC_TRY(const NewPasskey passkey,
         parts_.sign_in.webauthn().finish_creation(Purpose::add_passkey, creation));
  if (passkey.challenge.person != person) return changed_meanwhile();
  YC_TRY(const auto held, parts_.store.passkeys_of(person));
  YC_CHECK(room_for_another(held.size()));
  store::PasskeyAdded added = passkey_event(id, person, passkey, label);
  if (parts_.store.passkey_by_credential_id(added.credential_id.text)) return passkey_exists();
  store::Batch batch;
  batch.expected = {{account, sequence}};
  batch.events.push_back({account, person, std::move(added)});
  YC_TRY(const bool citizen, is_citizen(person));
  if (citizen) return batch;
  // An administrator by link, who has no account name: the first way in makes a citizen.
  const base::StreamId self = store::person_stream(person);
  batch.events.push_back({self, person, store::TokenRevoked{person}});
  batch.events.push_back({self, person, store::TierSet{person, store::Tier::citizen, person}});
  return batch;
}

void Accounts::add_passkey(base::PrincipalId person, const PasskeyCreation& creation,
                           const std::string& label, base::Executor& reply_on,
                           Done<std::uint64_t> done) {
  const auto id = parts_.store.new_id();
  if (!id) return reply<std::uint64_t>(reply_on, std::move(done), std::unexpected(id.error()));
  commit(prepare_passkey(person, creation, label, *id), *id, reply_on, std::move(done));
}

base::Result<store::Batch> Accounts::prepare_password(base::PrincipalId person,
                                                      std::uint64_t kept_session,
                                                      std::uint64_t id) {
  store::Batch batch;
  const base::StreamId account = store::account_stream(person);
  YC_TRY(const std::uint64_t sequence, sequence_of(person));
  batch.expected = {{account, sequence}};
  YC_TRY(const auto former, if_found(parts_.store.password_of(person)));
  if (former) {
    YC_CHECK(end_sessions_of(person, former->id, kept_session, batch));
    batch.events.push_back({account, person, store::CredentialRemoved{former->id, person}});
    YC_CHECK(erase_texts_of(person, former->id, batch));
  }
  batch.events.push_back({account, person, store::PasswordSet{id, person, {}}});  // hash: below
  return batch;
}

void Accounts::set_password(base::PrincipalId person, std::string password,
                            std::uint64_t kept_session, base::Executor& reply_on,
                            Done<std::uint64_t> done) {
  const auto refuse_with = [&](const base::Error& error) {
    reply<std::uint64_t>(reply_on, std::move(done), std::unexpected(error));
  };
  const auto account = parts_.store.account(person);
  if (!account) return refuse_with(account.error());
  if (const auto good = check_password(password, account->name); !good)
    return refuse_with(good.error());
  const auto id = parts_.store.new_id();
  if (!id) return refuse_with(id.error());
  auto batch = prepare_password(person, kept_session, *id);
  parts_.passwords.hash(std::move(password), reply_on,
                        [this, id = *id, batch = std::move(batch), &reply_on,
                         done = std::move(done)](base::Result<std::string> hash) mutable {
                          if (!hash) return done(std::unexpected(hash.error()));
                          if (batch)
                            std::get<store::PasswordSet>(batch->events.back().payload).hash = *hash;
                          commit(std::move(batch), id, reply_on, std::move(done));
                        });
}

void Accounts::rename_passkey(base::PrincipalId person, std::uint64_t credential,
                              const std::string& label, base::Executor& reply_on,
                              Done<store::Appended> done) {
  const auto passkey = parts_.store.passkey(credential);
  if (!passkey || passkey->person != person)
    return reply<store::Appended>(reply_on, std::move(done), not_yours("passkey"));
  parts_.store.append({{{store::account_stream(person), person,
                         store::CredentialRenamed{credential, person, clean_label(label)}}},
                       {}},
                      reply_on, std::move(done));
}

base::Result<store::Batch> Accounts::prepare_removal(base::PrincipalId person,
                                                     std::uint64_t credential) {
  const base::StreamId account = store::account_stream(person);
  YC_TRY(const std::uint64_t sequence, sequence_of(person));
  YC_TRY(const auto passkeys, parts_.store.passkeys_of(person));
  YC_TRY(const auto password, if_found(parts_.store.password_of(person)));
  const bool held = std::ranges::any_of(
      passkeys, [credential](const store::Passkey& key) { return key.id == credential; });
  if (!held && (!password || password->id != credential)) return not_yours("passkey or password");
  if (passkeys.size() + (password ? 1 : 0) == 1)
    return refuse(Reason::last_way_in, ErrorCode::denied,
                  "without it the account could not be entered any more",
                  "add another passkey or a password first");
  store::Batch batch;
  batch.expected = {{account, sequence}};
  batch.events.push_back({account, person, store::CredentialRemoved{credential, person}});
  YC_CHECK(end_sessions_of(person, credential, 0, batch));
  YC_CHECK(erase_texts_of(person, credential, batch));
  return batch;
}

void Accounts::remove_credential(base::PrincipalId person, std::uint64_t credential,
                                 base::Executor& reply_on, Done<store::Appended> done) {
  commit(prepare_removal(person, credential), store::Appended{}, reply_on, std::move(done));
}

void Accounts::make_recovery_codes(base::PrincipalId person, base::Executor& reply_on,
                                   Done<std::vector<std::string>> done) {
  using Codes = std::vector<std::string>;
  const auto set = parts_.store.new_id();
  if (!set) return reply<Codes>(reply_on, std::move(done), std::unexpected(set.error()));
  const auto sequence = sequence_of(person);
  if (!sequence) return reply<Codes>(reply_on, std::move(done), std::unexpected(sequence.error()));
  Codes codes;
  store::RecoveryCodesSet event{*set, person, {}};
  for (std::size_t i = 0; i < kRecoveryCodes; ++i) {
    codes.push_back(recovery_code(parts_.random));
    event.codes.push_back({recovery_hash(codes.back())});
  }
  const base::StreamId account = store::account_stream(person);
  commit<Codes>(store::Batch{{{account, person, std::move(event)}}, {{account, *sequence}}},
                std::move(codes), reply_on, std::move(done));
}

// --- API keys --------------------------------------------------------------------------------

void Accounts::make_api_key(base::PrincipalId person, const ApiKeyRequest& request,
                            base::Executor& reply_on, Done<MadeApiKey> done) {
  const auto refuse_with = [&](base::Error error) {
    reply<MadeApiKey>(reply_on, std::move(done), std::unexpected(std::move(error)));
  };
  if (request.scopes == 0 || (request.scopes & ~kAllScopes) != 0)
    return refuse_with({ErrorCode::bad_input,
                        "a key needs scopes of look, speak, create, manage "
                        "and account",
                        "choose at least one",
                        {}});
  const auto sequence = sequence_of(person);
  if (!sequence) return refuse_with(sequence.error());
  const auto held = api_keys(person);
  if (!held) return refuse_with(held.error());
  if (held->size() >= kMaxApiKeys)
    return refuse_with(refuse(Reason::too_many_kept, ErrorCode::denied,
                              "you have " + std::to_string(kMaxApiKeys) + " keys already",
                              "revoke one first")
                           .error());
  const auto id = parts_.store.new_id();
  if (!id) return refuse_with(id.error());
  std::array<std::byte, 32> secret;
  parts_.random.fill(secret);
  MadeApiKey made{*id, std::string(kApiKeyPrefix) + base::to_base64url(secret), {}};
  if (request.lifetime.count() > 0) made.expires = after(parts_.clock.wall(), request.lifetime);
  store::ApiKeyMade event;
  event.key = *id;
  event.person = person;
  event.token_hash = base::sha256(made.token);
  event.scopes = request.scopes;
  event.expires_ms = made.expires.unix_ms;
  event.label = clean_label(request.label);
  const base::StreamId account = store::account_stream(person);
  commit<MadeApiKey>(store::Batch{{{account, person, std::move(event)}}, {{account, *sequence}}},
                     std::move(made), reply_on, std::move(done));
}

base::Result<std::vector<store::ApiKey>> Accounts::api_keys(base::PrincipalId person) {
  return parts_.store.api_keys_of(person);
}

void Accounts::revoke_api_key(base::PrincipalId person, std::uint64_t key, base::Executor& reply_on,
                              Done<store::Appended> done) {
  const auto held = api_keys(person);
  const bool found =
      held && std::ranges::any_of(*held, [key](const store::ApiKey& k) { return k.id == key; });
  if (!found) return reply<store::Appended>(reply_on, std::move(done), not_yours("key"));
  parts_.store.append(
      {{{store::account_stream(person), person, store::ApiKeyRevoked{key, person}}}, {}}, reply_on,
      std::move(done));
}

base::Result<store::ApiKey> Accounts::find_by_key(std::string_view token) {
  const auto unknown = [] {
    return fail(ErrorCode::not_found, "the API key is unknown, revoked or expired",
                "make a new one");
  };
  if (!token.starts_with(kApiKeyPrefix)) return unknown();
  YC_TRY(const auto key, if_found(parts_.store.api_key_by_token(base::sha256(token))));
  const bool over =
      !key || key->revoked || (key->expires.unix_ms != 0 && key->expires <= parts_.clock.wall());
  if (over) return unknown();
  return *key;
}

// --- Consents --------------------------------------------------------------------------------

void Accounts::change_consent(base::PrincipalId person, const std::string& purpose,
                              std::uint32_t text_version, bool given, base::Executor& reply_on,
                              Done<store::Appended> done) {
  const bool named = !purpose.empty() && purpose.size() <= kMaxConsentPurposeBytes &&
                     std::ranges::all_of(purpose, [](char c) {
                       return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                     });
  if (!named)
    return reply<store::Appended>(
        reply_on, std::move(done),
        fail(ErrorCode::bad_input, "a purpose is named by up to 32 small letters, digits and _",
             "ask for a purpose that the city names"));
  parts_.store.append({{{store::person_stream(person), person,
                         store::ConsentChanged{person, purpose, text_version, given}}},
                       {}},
                      reply_on, std::move(done));
}

base::Result<std::vector<store::Consent>> Accounts::consents(base::PrincipalId person) {
  return parts_.store.consents_of(person);
}

}  // namespace yc::identity
