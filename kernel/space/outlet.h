#pragma once
// What a space tells one participant. The gateway's session implements it; a simulation too.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kernel/base/executor.h"
#include "kernel/base/ids.h"
#include "kernel/rights/rights.h"
#include "schema/messages.h"

namespace yc::space {

// One stay of one person in a space; never reused, unlike the wire handle.
using ParticipantId = base::Id<struct ParticipantTag>;

using SharedText = std::shared_ptr<const std::string>;  // one JSON message, shared by its hearers

class Space;

struct Entered {
  std::shared_ptr<Space> space;
  ParticipantId id;          // for Space::submit and Space::leave
  std::uint16_t handle = 0;  // for crowd::Interest
  std::uint8_t generation = 0;
  SharedText welcome;      // to be sent first
  rights::Actor actor;     // who it is, for those who manage the city
  bool travelled = false;  // the answer to EnterRequest::travels
};

// Every call is made on the executor given with the outlet (the shard), in the order of the facts.
class Outlet {
 public:
  virtual ~Outlet() = default;
  // In this space from here on; before any other, and again for each space travelled to.
  virtual void entered(const Entered& entered) = 0;
  virtual void text(SharedText message) = 0;             // a text message
  virtual void frame(std::vector<std::byte> bytes) = 0;  // a binary message (correction)
  virtual void close(const schema::Refused& why) = 0;    // send it, then close; the last call
  // The space is full: there is a place in its line until entered, turned_away or close.
  virtual void queued(const schema::Queued&, std::shared_ptr<Space>) {}
  // The space travelled to does not let them in: they stay where they are.
  virtual void turned_away(const schema::Refused&) {}
  // They stand in a portal and asked for where it leads; zero = the city.
  virtual void leads(base::SpaceId, const std::string& /*place*/) {}
};

// A session that has gone away is skipped: the space never keeps one alive.
struct OutletRef {
  std::weak_ptr<Outlet> outlet;
  base::Executor* shard = nullptr;  // outlives the space
};
bool is_same(const OutletRef& one, const OutletRef& other);

}  // namespace yc::space
