#include "kernel/identity/sign_in.h"

#include <chrono>

#include "kernel/base/address.h"
#include "kernel/base/base64url.h"
#include "kernel/identity/credential_rules.h"
#include "kernel/identity/name.h"
#include "kernel/identity/refuse.h"

namespace yc::identity {
namespace {

using base::ErrorCode;
using schema::Reason;

constexpr std::chrono::minutes kDeviceLinkLifetime{10};

std::unexpected<base::Error> wrong_credentials() {
  return refuse(Reason::wrong_credentials, ErrorCode::denied,
                "account name and password do not belong together",
                "try again, or use a passkey or a recovery code");
}

std::unexpected<base::Error> unknown_passkey() {
  return refuse(Reason::passkey_unknown, ErrorCode::not_found,
                "no account has this passkey (any more)",
                "use another passkey, a password or a recovery code");
}

std::unexpected<base::Error> unknown_code() {
  return refuse(Reason::recovery_code_unknown, ErrorCode::not_found,
                "the recovery code is not known here, was replaced or used already",
                "use another one of the newest list");
}

std::unexpected<base::Error> useless_link() {
  return refuse(Reason::link_unknown, ErrorCode::not_found,
                "the link is unknown, used already or expired", "make a new one");
}

base::Error raced_error(Reason reason) {
  if (reason == Reason::recovery_code_unknown) return unknown_code().error();
  if (reason == Reason::link_unknown) return useless_link().error();
  return changed_meanwhile().error();
}

}  // namespace

SignIn::SignIn(SignInParts parts)
    : parts_(parts),
      webauthn_(parts.clock, parts.random, parts.limits.open_challenges),
      by_account_(parts.clock, parts.limits.by_account),
      by_address_(parts.clock, parts.limits.by_address) {}

base::Result<PasskeyRequest> SignIn::begin_sign_in(const Site& site) {
  PasskeyRequest request;
  YC_TRY(request.challenge, webauthn_.make_challenge({Purpose::sign_in, site, {}}));
  return request;
}

base::Result<PasskeyRequest> SignIn::begin_adding(base::PrincipalId person, const Site& site) {
  PasskeyRequest request;
  YC_TRY(const auto passkeys, parts_.store.passkeys_of(person));
  YC_CHECK(room_for_another(passkeys.size()));
  for (const store::Passkey& passkey : passkeys) request.exclude.push_back(passkey.credential_id);
  request.user_handle = user_handle(person);
  YC_TRY(request.challenge, webauthn_.make_challenge({Purpose::add_passkey, site, person}));
  return request;
}

// The session counts only if nothing that it was decided on has changed meanwhile: the batch
// expects so, and says `when_raced` if it has.
void SignIn::enter(store::Batch batch, base::Result<OpenedSession> session, Reason when_raced,
                   base::Executor& reply_on, Done<OpenedSession> done) {
  if (!session) return reply<OpenedSession>(reply_on, std::move(done), std::move(session));
  parts_.store.append(std::move(batch), reply_on,
                      [done = std::move(done), session = *std::move(session),
                       when_raced](base::Result<store::Appended> appended) mutable {
                        if (appended) return done(std::move(session));
                        const bool raced = appended.error().code == ErrorCode::conflict;
                        done(std::unexpected(raced ? raced_error(when_raced) : appended.error()));
                      });
}

// --- Passkey ---------------------------------------------------------------------------------

base::Result<OpenedSession> SignIn::prepare_by_passkey(const PasskeyAssertion& assertion,
                                                       const Caller& caller, store::Batch& batch) {
  YC_TRY(const Challenge challenge, webauthn_.begin_assertion(assertion));
  const auto passkey = parts_.store.passkey_by_credential_id(assertion.credential_id);
  if (!passkey && passkey.error().code == ErrorCode::not_found) return unknown_passkey();
  if (!passkey) return std::unexpected(passkey.error());
  const base::StreamId account = store::account_stream(passkey->person);
  YC_TRY(const std::uint64_t sequence, parts_.store.last_sequence(account));
  if (!parts_.store.passkey(passkey->id))
    return unknown_passkey();  // removed before the line above
  auto key = base::from_base64url(passkey->public_key);
  if (!key) return unknown_passkey();
  YC_TRY(const std::uint32_t counter,
         WebAuthn::check_assertion(challenge, {passkey->algorithm, *std::move(key)},
                                   passkey->counter, assertion));
  const base::StreamId uses = store::credential_stream(passkey->id);
  batch.expected = {{account, sequence}, {uses, passkey->uses}};
  batch.events.push_back(
      {uses, passkey->person, store::CredentialUsed{passkey->id, passkey->person, counter}});
  return parts_.sessions.open(batch, passkey->person, store::SessionWay::passkey, passkey->id,
                              caller);
}

void SignIn::sign_in(const PasskeyAssertion& assertion, const Caller& caller,
                     base::Executor& reply_on, Done<OpenedSession> done) {
  store::Batch batch;
  auto session = prepare_by_passkey(assertion, caller, batch);
  enter(std::move(batch), std::move(session), Reason::changed_meanwhile, reply_on, std::move(done));
}

// --- Password --------------------------------------------------------------------------------

// An account that is not there costs the same as a wrong password, and is told so.
void SignIn::sign_in(const std::string& account_name, std::string password, const Caller& caller,
                     base::Executor& reply_on, Done<OpenedSession> done) {
  const std::string name = clean_account_name(account_name).value_or("");
  const std::string skeleton = name_skeleton(name);
  base::Status allowed = by_address_.take(base::address_group(caller.address));
  if (allowed) allowed = by_account_.take(skeleton);
  if (!allowed)
    return reply<OpenedSession>(reply_on, std::move(done), std::unexpected(allowed.error()));
  store::Password kept;
  std::uint64_t sequence = 0;
  if (const auto account = parts_.store.account_by_skeleton(skeleton)) {
    sequence = parts_.store.last_sequence(store::account_stream(account->person)).value_or(0);
    kept = parts_.store.password_of(account->person).value_or(store::Password{});
  }
  if (count_characters(password) > kPasswordMaxCharacters) password.clear();
  parts_.passwords.check(kept.hash, std::move(password), reply_on,
                         [this, kept, sequence, skeleton, caller, &reply_on,
                          done = std::move(done)](base::Result<PasswordCheck> check) mutable {
                           if (!check) return done(std::unexpected(check.error()));
                           if (!check->matches) return done(wrong_credentials());
                           by_address_.give_back(base::address_group(caller.address));
                           by_account_.give_back(skeleton);
                           password_checked(kept, sequence, caller, *std::move(check), reply_on,
                                            std::move(done));
                         });
}

void SignIn::password_checked(const store::Password& password, std::uint64_t account_sequence,
                              const Caller& caller, PasswordCheck check, base::Executor& reply_on,
                              Done<OpenedSession> done) {
  store::Batch batch;
  batch.expected = {{store::account_stream(password.person), account_sequence}};
  batch.events.push_back({store::credential_stream(password.id), password.person,
                          store::CredentialUsed{password.id, password.person, 0}});
  auto session = parts_.sessions.open(batch, password.person, store::SessionWay::password,
                                      password.id, caller);
  enter(std::move(batch), std::move(session), Reason::changed_meanwhile, reply_on, std::move(done));
  if (!check.rehashed.empty()) renew_hash(password, account_sequence, std::move(check.rehashed));
}

// After the session's batch, in its own: a password changed meanwhile stays, and nobody is kept
// out. The next sign-in tries again.
void SignIn::renew_hash(const store::Password& password, std::uint64_t account_sequence,
                        std::string hash) {
  const base::StreamId account = store::account_stream(password.person);
  store::Batch batch;
  batch.expected = {{account, account_sequence}};
  batch.events = {
      {account, password.person, store::PasswordSet{password.id, password.person, std::move(hash)}},
      {store::city_stream(), password.person,
       store::TextsErased{store::ErasureReason::retention, {{password.hash_entry}}}},
  };
  parts_.store.append_unanswered(std::move(batch));
}

// --- Recovery code ---------------------------------------------------------------------------

base::Result<OpenedSession> SignIn::prepare_by_code(const std::string& code, const Caller& caller,
                                                    store::Batch& batch) {
  YC_CHECK(by_address_.take(base::address_group(caller.address)));
  const auto kept = parts_.store.recovery_code(recovery_hash(code));
  if (!kept && kept.error().code != ErrorCode::not_found) return std::unexpected(kept.error());
  if (!kept || kept->used) return unknown_code();
  const base::StreamId account = store::account_stream(kept->person);
  YC_TRY(const std::uint64_t sequence, parts_.store.last_sequence(account));
  if (!parts_.store.recovery_code(recovery_hash(code))) return unknown_code();  // replaced before
  by_address_.give_back(base::address_group(caller.address));
  batch.expected = {{account, sequence}};  // of two who use it one wins
  batch.events.push_back(
      {account, kept->person, store::RecoveryCodeUsed{kept->set, kept->person, kept->number}});
  return parts_.sessions.open(batch, kept->person, store::SessionWay::recovery_code, 0, caller);
}

void SignIn::sign_in_by_recovery_code(const std::string& code, const Caller& caller,
                                      base::Executor& reply_on, Done<OpenedSession> done) {
  store::Batch batch;
  auto session = prepare_by_code(code, caller, batch);
  enter(std::move(batch), std::move(session), Reason::recovery_code_unknown, reply_on,
        std::move(done));
}

// --- Another device --------------------------------------------------------------------------

void SignIn::make_device_link(base::PrincipalId person, base::Executor& reply_on,
                              Done<MadeLink> done) {
  const auto link = parts_.store.new_id();
  if (!link) return reply<MadeLink>(reply_on, std::move(done), std::unexpected(link.error()));
  MadeLink made{new_secret(parts_.random), after(parts_.clock.wall(), kDeviceLinkLifetime)};
  const base::StreamId stream = store::link_stream(*link);
  store::LinkMade event{*link, base::sha256(made.token), made.expires.unix_ms, person};
  parts_.store.append({{{stream, person, event}}, {{stream, 0}}}, reply_on,
                      then_give(std::move(done), std::move(made)));
}

base::Result<OpenedSession> SignIn::prepare_by_link(const std::string& token, const Caller& caller,
                                                    store::Batch& batch) {
  YC_CHECK(by_address_.take(base::address_group(caller.address)));
  const auto link = parts_.store.link_by_token(base::sha256(token));
  if (!link && link.error().code != ErrorCode::not_found) return std::unexpected(link.error());
  if (!link || link->used || !link->person || link->expires <= parts_.clock.wall())
    return useless_link();
  const base::StreamId account = store::account_stream(link->person);
  YC_TRY(const std::uint64_t sequence, parts_.store.last_sequence(account));
  YC_TRY(const bool closed, parts_.store.is_closed(link->person));
  if (closed) return useless_link();
  by_address_.give_back(base::address_group(caller.address));
  const base::StreamId stream = store::link_stream(link->id);
  batch.expected = {{stream, 1}, {account, sequence}};  // made, not used
  batch.events.push_back({stream, link->person, store::LinkUsed{link->id, link->person}});
  return parts_.sessions.open(batch, link->person, store::SessionWay::second_device, 0, caller);
}

void SignIn::sign_in_by_device_link(const std::string& token, const Caller& caller,
                                    base::Executor& reply_on, Done<OpenedSession> done) {
  store::Batch batch;
  auto session = prepare_by_link(token, caller, batch);
  enter(std::move(batch), std::move(session), Reason::link_unknown, reply_on, std::move(done));
}

}  // namespace yc::identity
