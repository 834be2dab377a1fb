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

// Only this reaches memory and disk.
std::string device_of(const std::string& hint) {
  if (hint.empty()) return {};
  return base::to_hex(base::sha256(hint));
}

}  // namespace

Door::Door(Space& space, store::Store& store, identity::Identity& identity, rights::Rights& rights,
           const base::Clock& clock)
    : space_(space), store_(store), identity_(identity), rights_(rights), clock_(clock) {}

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
  const rights::Where where{space_.premises().id, {}};
  // Before anything is written for somebody who may not come in.
  if (const auto decision = rights_.decide(request.actor, rights::Act::enter, where); !decision) {
    return close(outlet, refused_by(decision, clock_.wall()));
  }
  identity::Done<identity::Guest> admitted =
      [this, request = std::move(request)](base::Result<identity::Guest> guest) mutable {
        admit(std::move(request), std::move(guest));
      };
  if (caller.person) {
    identity_.admit_known(caller.person, hello.name, hello.look, *outlet.shard,
                          std::move(admitted));
  } else {
    identity_.admit_guest({hello.name, hello.look, hello.token}, *outlet.shard,
                          std::move(admitted));
  }
}

void Door::admit(EnterRequest request, base::Result<identity::Guest> guest) {
  if (!guest) return close(request.outlet, refused_guest(guest.error()));
  base::Result<std::vector<base::PrincipalId>> blocked = store_.blocked_by(guest->id);
  if (!blocked) return close(request.outlet, not_durable(blocked.error()));
  request.actor.person = guest->id;
  request.name = std::move(guest->name);
  request.look = guest->look;
  request.token = std::move(guest->token);
  request.blocked = std::move(*blocked);
  space_.enter(std::move(request));
}

}  // namespace yc::space
