#include "kernel/space/door.h"

#include <utility>

#include "kernel/base/sha256.h"

namespace yc::space {
namespace {

using schema::Reason;

void close(const OutletRef& outlet, schema::Refused why) {
  why.closing = true;
  if (const auto alive = outlet.outlet.lock()) alive->close(why);
}

schema::Refused refused_guest(const base::Error& error) {
  switch (error.code) {
    case base::ErrorCode::bad_input:
      return refused(Reason::name_invalid, error.cause, error.remedy);
    case base::ErrorCode::not_found:
      return refused(Reason::token_unknown, error.cause, error.remedy);
    default:
      return not_durable(error);
  }
}

schema::Refused refused_space(const base::Error& error) {
  if (error.code == base::ErrorCode::not_found)
    return refused(Reason::no_such_space, error.cause, error.remedy);
  return not_durable(error);
}

// Only this reaches memory and disk.
std::string device_of(const std::string& hint) {
  if (hint.empty()) return {};
  return base::to_hex(base::sha256(hint));
}

}  // namespace

Door::Door(Spaces& spaces, store::Store& store, identity::Identity& identity)
    : spaces_(spaces), store_(store), identity_(identity) {}

void Door::knock(const schema::Hello& hello, const Caller& caller, OutletRef outlet) {
  if (hello.protocol != schema::kProtocolVersion) {
    return close(outlet, refused(Reason::wrong_version,
                                 "this server speaks protocol version " +
                                     std::to_string(schema::kProtocolVersion),
                                 "reload the page"));
  }
  EnterRequest request;
  request.actor = {caller.person, caller.address, device_of(hello.device_hint), {}};
  request.place = hello.place;
  request.outlet = outlet;
  const auto space = spaces_.find(hello.space);
  if (!space) return close(outlet, refused_space(space.error()));
  // Before anything is written for somebody who may not come in. A closed space knows whom it lets
  // in only by who they are, so admit() asks again.
  const bool by_person = space->record.visibility == store::Visibility::closed && space->record.id;
  if (schema::Refused why = spaces_.why_not(request.actor, *space);
      why.closing && !(by_person && !hello.token.empty())) {
    return close(outlet, std::move(why));
  }
  identity::Done<identity::Guest> admitted = [this, request = std::move(request), id = space->id](
                                                 base::Result<identity::Guest> guest) mutable {
    admit(std::move(request), id, std::move(guest));
  };
  if (caller.person) {
    identity_.admit_known(caller.person, hello.name, hello.look, *outlet.shard,
                          std::move(admitted));
  } else {
    identity_.admit_guest({hello.name, hello.look, hello.token}, *outlet.shard,
                          std::move(admitted));
  }
}

void Door::admit(EnterRequest request, base::SpaceId id, base::Result<identity::Guest> guest) {
  if (!guest) return close(request.outlet, refused_guest(guest.error()));
  base::Result<std::vector<base::PrincipalId>> blocked = store_.blocked_by(guest->id);
  if (!blocked) return close(request.outlet, not_durable(blocked.error()));
  request.actor.person = guest->id;
  const auto space = spaces_.find(id);
  if (!space) return close(request.outlet, refused_space(space.error()));
  if (schema::Refused why = spaces_.why_not(request.actor, *space); why.closing) {
    return close(request.outlet, std::move(why));
  }
  request.name = std::move(guest->name);
  request.look = guest->look;
  request.token = std::move(guest->token);
  request.blocked = std::move(*blocked);
  spaces_.enter(id, std::move(request));
}

void Door::travel(std::string_view key, const std::string& place, const rights::Actor& who,
                  OutletRef outlet) {
  EnterRequest request;
  request.actor = who;
  request.place = place;
  request.outlet = outlet;
  request.travels = true;
  const auto space = spaces_.find(key);
  if (!space) return turn_away(request, refused_space(space.error()));
  if (schema::Refused why = spaces_.why_not(who, *space); why.closing) {
    return turn_away(request, std::move(why));
  }
  const auto person = store_.person(who.person);
  if (!person) return turn_away(request, not_durable(person.error()));
  base::Result<std::vector<base::PrincipalId>> blocked = store_.blocked_by(who.person);
  if (!blocked) return turn_away(request, not_durable(blocked.error()));
  request.name = person->name;
  request.look = person->look;
  request.blocked = std::move(*blocked);
  spaces_.enter(space->id, std::move(request));
}

}  // namespace yc::space
