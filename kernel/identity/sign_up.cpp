// Signing up: SignIn's part that makes a person a citizen.

#include <algorithm>

#include "kernel/base/address.h"
#include "kernel/identity/credential_rules.h"
#include "kernel/identity/name.h"
#include "kernel/identity/profile.h"
#include "kernel/identity/refuse.h"
#include "kernel/identity/sign_in.h"

namespace yc::identity {
namespace {

using base::ErrorCode;
using schema::Reason;

std::unexpected<base::Error> name_taken() {
  return refuse(Reason::account_name_taken, ErrorCode::conflict,
                "this account name, or one that looks the same, is taken",
                "choose another account name");
}

}  // namespace

// What a sign-up has decided so far.
struct SignIn::Entrance {
  base::PrincipalId person;
  bool is_new = false;
  std::string account_name;
  std::string password;
  std::uint64_t credential = 0;
  std::string credential_id;  // of a passkey
  Caller caller;
  store::Batch batch;

  void add(base::StreamId stream, store::Payload payload) {
    batch.events.push_back({stream, person, std::move(payload)});
  }
};

// Zero: nobody yet.
base::Result<base::PrincipalId> SignIn::newcomer(const Newcomer& who) {
  base::PrincipalId person = who.signed_in;
  if (!person && !who.guest_token.empty()) {
    YC_TRY(const store::Person guest, parts_.identity.guest_of(who.guest_token));
    person = guest.id;
  }
  if (!person) return person;
  const auto account = parts_.store.account(person);
  if (account)
    return refuse(Reason::already_citizen, ErrorCode::conflict,
                  "this person has an account already", "sign in");
  if (account.error().code != ErrorCode::not_found) return std::unexpected(account.error());
  return person;
}

base::Result<PasskeyRequest> SignIn::begin_sign_up(const Newcomer& who, const Site& site) {
  YC_TRY(base::PrincipalId person, newcomer(who));
  if (!person) {
    YC_TRY(person.value, parts_.store.new_id());
  }
  PasskeyRequest request;
  request.user_handle = user_handle(person);
  YC_TRY(request.challenge, webauthn_.make_challenge({Purpose::sign_up, site, person}));
  return request;
}

base::Status SignIn::add_first_passkey(const SignUp& request, Entrance& entrance) {
  YC_TRY(const NewPasskey passkey, webauthn_.finish_creation(Purpose::sign_up, *request.passkey));
  const base::PrincipalId asked = passkey.challenge.person;
  if (entrance.person && entrance.person != asked) return changed_meanwhile();
  entrance.person = asked;
  store::PasskeyAdded added =
      passkey_event(entrance.credential, asked, passkey, request.passkey_label);
  entrance.credential_id = added.credential_id.text;
  if (parts_.store.passkey_by_credential_id(entrance.credential_id)) return passkey_exists();
  entrance.add(store::account_stream(asked), std::move(added));
  return {};
}

base::Status SignIn::prepare_sign_up(const SignUp& request, Entrance& entrance) {
  YC_TRY(entrance.account_name, clean_account_name(request.account_name));
  const std::string skeleton = name_skeleton(entrance.account_name);
  if (parts_.store.account_by_skeleton(skeleton)) return name_taken();
  YC_TRY(entrance.person, newcomer(request.who));
  entrance.is_new = !entrance.person;
  YC_TRY(const std::string shown,
         parts_.identity.allowed_name(request.display_name, entrance.person));
  YC_TRY(const std::string languages, clean_languages(request.languages));
  YC_TRY(entrance.credential, parts_.store.new_id());
  if (request.passkey) {
    YC_CHECK(add_first_passkey(request, entrance));
  } else {
    YC_CHECK(check_password(request.password, entrance.account_name));
    entrance.password = request.password;
    if (entrance.is_new) {
      YC_TRY(entrance.person.value, parts_.store.new_id());
    }
  }
  const base::PrincipalId person = entrance.person;
  const base::StreamId account = store::account_stream(person);
  const base::StreamId self = store::person_stream(person);
  entrance.batch.expected = {{account, 0}};
  if (entrance.is_new) {
    entrance.batch.expected.push_back({self, 0});
    const base::Digest nobodys = base::sha256(new_secret(parts_.random));
    entrance.add(self, store::GuestAdmitted{person, request.look, nobodys, shown});
  } else {
    YC_TRY(const store::Person known, parts_.store.person(person));
    if (known.name != shown) entrance.add(self, store::PersonRenamed{person, shown});
    if (known.look != request.look) entrance.add(self, store::LookChanged{person, request.look});
  }
  entrance.add(self, store::TokenRevoked{person});
  entrance.add(self, store::TierSet{person, store::Tier::citizen, person});
  entrance.add(account, store::CitizenEnrolled{person, entrance.account_name, skeleton});
  entrance.add(account, store::ProfileChanged{person, languages});
  return {};
}

void SignIn::finish_sign_up(Entrance entrance, base::Executor& reply_on, Done<OpenedSession> done) {
  auto session = parts_.sessions.open(entrance.batch, entrance.person, store::SessionWay::sign_up,
                                      entrance.credential, entrance.caller);
  if (!session) return reply<OpenedSession>(reply_on, std::move(done), std::move(session));
  const std::string skeleton = name_skeleton(entrance.account_name);
  parts_.store.append(
      std::move(entrance.batch), reply_on,
      [this, done = std::move(done), session = *std::move(session), skeleton,
       credential_id = entrance.credential_id](base::Result<store::Appended> appended) mutable {
        if (appended) return done(std::move(session));
        if (appended.error().code != ErrorCode::conflict)
          return done(std::unexpected(appended.error()));
        if (parts_.store.account_by_skeleton(skeleton)) return done(name_taken());
        if (!credential_id.empty() && parts_.store.passkey_by_credential_id(credential_id))
          return done(passkey_exists());
        done(changed_meanwhile());
      });
}

void SignIn::sign_up(SignUp request, const Caller& caller, base::Executor& reply_on,
                     Done<OpenedSession> done) {
  Entrance entrance;
  entrance.caller = caller;
  base::Status prepared = by_address_.take(base::address_group(caller.address));
  if (prepared) prepared = prepare_sign_up(request, entrance);
  if (!prepared)
    return reply<OpenedSession>(reply_on, std::move(done), std::unexpected(prepared.error()));
  if (request.passkey) return finish_sign_up(std::move(entrance), reply_on, std::move(done));
  std::string password = std::move(entrance.password);
  parts_.passwords.hash(
      std::move(password), reply_on,
      [this, entrance = std::move(entrance), &reply_on,
       done = std::move(done)](base::Result<std::string> hash) mutable {
        if (!hash) return done(std::unexpected(hash.error()));
        entrance.add(store::account_stream(entrance.person),
                     store::PasswordSet{entrance.credential, entrance.person, *std::move(hash)});
        finish_sign_up(std::move(entrance), reply_on, std::move(done));
      });
}

}  // namespace yc::identity
