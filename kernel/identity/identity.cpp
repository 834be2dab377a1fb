#include "kernel/identity/identity.h"

#include <algorithm>

#include "kernel/identity/name.h"
#include "kernel/identity/sessions.h"

namespace yc::identity {
namespace {

using base::ErrorCode;
using base::fail;

std::unexpected<base::Error> unknown_token() {
  return fail(ErrorCode::not_found, "the kept token is not known here",
              "enter again as a new guest");
}

std::unexpected<base::Error> useless_link() {
  return fail(ErrorCode::not_found, "this link is unknown, used already or expired",
              "make a new one: yuancheng link --data DIR");
}

}  // namespace

Identity::Identity(store::Store& store, const base::Clock& clock, base::Random& random)
    : store_(store), clock_(clock), random_(random) {}

// A name that could be taken for that of someone who manages the city is theirs alone.
base::Result<std::string> Identity::allowed_name(std::string_view text, base::PrincipalId person) {
  YC_TRY(std::string name, clean_name(text));
  const std::string skeleton = name_skeleton(name);
  YC_TRY(const auto roles, store_.roles());
  for (const store::RoleGrant& grant : roles) {
    if (grant.person == person) continue;
    const auto holder = store_.person(grant.person);
    if (holder && name_skeleton(holder->name) == skeleton)
      return fail(ErrorCode::bad_input,
                  "this name is too like that of someone who manages the city",
                  "choose another name");
  }
  return name;
}

void Identity::admit_guest(GuestRequest request, base::Executor& reply_on, Done<Guest> done) {
  if (!request.token.empty()) return admit_returning(std::move(request), reply_on, std::move(done));
  auto name = allowed_name(request.name, {});
  if (!name) return reply<Guest>(reply_on, std::move(done), std::unexpected(name.error()));
  const auto id = store_.new_id();
  if (!id) return reply<Guest>(reply_on, std::move(done), std::unexpected(id.error()));
  Guest guest{{*id}, *std::move(name), request.look, new_secret(random_), true};
  store::GuestAdmitted admitted{guest.id, guest.look, base::sha256(guest.token), guest.name};
  const base::StreamId stream = store::person_stream(guest.id);
  store_.append({{{stream, guest.id, std::move(admitted)}}, {{stream, 0}}}, reply_on,
                then_give(std::move(done), std::move(guest)));
}

// Whom a kept token opens: nobody who can do more than a guest.
base::Result<store::Person> Identity::guest_of(std::string_view token) {
  auto known = store_.person_by_token(base::sha256(token));
  if (!known && known.error().code == ErrorCode::not_found) return unknown_token();
  if (!known) return known;
  YC_TRY(const auto roles, store_.roles());
  const bool manages = std::ranges::any_of(
      roles, [&](const store::RoleGrant& grant) { return grant.person == known->id; });
  if (manages) return unknown_token();
  return known;
}

void Identity::admit_returning(GuestRequest request, base::Executor& reply_on, Done<Guest> done) {
  const auto known = guest_of(request.token);
  if (!known) return reply<Guest>(reply_on, std::move(done), std::unexpected(known.error()));
  update(*known, request.name, request.look, std::move(request.token), reply_on, std::move(done));
}

void Identity::admit_known(base::PrincipalId person, std::string name, std::uint64_t look,
                           base::Executor& reply_on, Done<Guest> done) {
  change_look(person, std::move(name), look, reply_on, std::move(done));
}

void Identity::change_look(base::PrincipalId person, std::string name, std::uint64_t look,
                           base::Executor& reply_on, Done<Guest> done) {
  auto known = store_.person(person);
  if (!known) return reply<Guest>(reply_on, std::move(done), std::unexpected(known.error()));
  update(*known, name, look, "", reply_on, std::move(done));
}

void Identity::update(const store::Person& known, const std::string& name, std::uint64_t look,
                      std::string token, base::Executor& reply_on, Done<Guest> done) {
  auto cleaned = allowed_name(name, known.id);
  if (!cleaned) return reply<Guest>(reply_on, std::move(done), std::unexpected(cleaned.error()));
  Guest guest{known.id, *std::move(cleaned), look, std::move(token), false};
  const base::StreamId stream = store::person_stream(known.id);
  store::Batch batch;
  if (guest.name != known.name)
    batch.events.push_back({stream, known.id, store::PersonRenamed{known.id, guest.name}});
  if (guest.look != known.look)
    batch.events.push_back({stream, known.id, store::LookChanged{known.id, guest.look}});
  if (batch.events.empty()) return reply<Guest>(reply_on, std::move(done), std::move(guest));
  store_.append(std::move(batch), reply_on, then_give(std::move(done), std::move(guest)));
}

base::Result<bool> Identity::has_administrator() {
  YC_TRY(const auto roles, store_.roles());
  return std::ranges::any_of(roles, [](const store::RoleGrant& grant) {
    return grant.role == store::Role::administrator;
  });
}

base::Result<MadeLink> Identity::make_administrator_link(base::Duration lifetime,
                                                         const store::By& by) {
  YC_TRY(const std::uint64_t link, store_.new_id());
  MadeLink made{new_secret(random_), after(clock_.wall(), lifetime)};
  const base::StreamId stream = store::link_stream(link);
  store::LinkMade event{link, base::sha256(made.token), made.expires.unix_ms, {}};
  store::Batch batch{{{stream, by.person, event}}, {{stream, 0}}};
  store::add_record(batch, by);
  YC_TRY([[maybe_unused]] const store::Appended appended, store_.append_now(std::move(batch)));
  return made;
}

void Identity::enter_by_link(std::string token, std::string name, base::Duration session_lifetime,
                             base::Executor& reply_on, Done<OpenedSession> done) {
  const auto refuse = [&](base::Error error) {
    reply<OpenedSession>(reply_on, std::move(done), std::unexpected(std::move(error)));
  };
  const auto link = store_.link_by_token(base::sha256(token));
  if (!link && link.error().code != ErrorCode::not_found) return refuse(link.error());
  if (!link || link->used || link->person || link->expires <= clock_.wall())
    return refuse(useless_link().error());
  const auto cleaned = clean_name(name);
  if (!cleaned) return refuse(cleaned.error());
  const auto person_id = store_.new_id();
  if (!person_id) return refuse(person_id.error());
  const auto session_id = store_.new_id();
  if (!session_id) return refuse(session_id.error());

  const base::PrincipalId person{*person_id};
  const base::WallTime expires = after(clock_.wall(), session_lifetime);
  OpenedSession session{*session_id, person, new_secret(random_), expires};
  const base::StreamId link_stream = store::link_stream(link->id);
  const base::StreamId person_stream = store::person_stream(person);
  store::Batch batch;
  batch.expected = {{link_stream, 1}};  // made, not used: two who race cannot both win
  batch.events = {
      {link_stream, person, store::LinkUsed{link->id, person}},
      // Comes back by link or session, never by a guest's token: this one is thrown away.
      {person_stream, person,
       store::GuestAdmitted{person, 0, base::sha256(new_secret(random_)), *cleaned}},
      {person_stream, person, store::RoleGranted{person, store::Role::administrator}},
      {store::session_stream(session.id), person,
       store::SessionOpened{session.id, person, base::sha256(session.token), expires.unix_ms}},
  };
  store_.append(std::move(batch), reply_on,
                [done = std::move(done), session](base::Result<store::Appended> appended) mutable {
                  if (appended) return done(std::move(session));
                  const bool raced = appended.error().code == ErrorCode::conflict;
                  done(std::unexpected(raced ? useless_link().error() : appended.error()));
                });
}

base::Result<store::Session> Identity::find_session(std::string_view token) {
  YC_TRY(const store::Session session, store_.session_by_token(base::sha256(token)));
  if (session.revoked || session.expires <= clock_.wall())
    return fail(ErrorCode::not_found, "the session is over", "sign in again");
  return session;
}

void Identity::revoke_session(std::uint64_t session, base::PrincipalId by, base::Executor& reply_on,
                              Done<store::Appended> done) {
  store_.append({{{store::session_stream(session), by, store::SessionRevoked{session}}}, {}},
                reply_on, std::move(done));
}

}  // namespace yc::identity
