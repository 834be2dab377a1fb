#pragma once
// What the people of one simulated city were promised and saw, and the check of it. Everybody tells
// the witness; it knows who holds which handle, so it sees a lie that no single visitor could see.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "kernel/base/clock.h"
#include "kernel/base/random.h"
#include "kernel/base/sha256.h"
#include "kernel/geometry/box.h"
#include "kernel/space/manifest.h"
#include "kernel/store/store.h"
#include "schema/messages.h"

namespace yc::simulation {

// A house without a door: nobody may ever be in it.
inline constexpr geometry::Box kHouse{{20.0, 0.0, -10.0}, {40.0, 5.0, 10.0}};

// What the witness must find out: a deliberately broken city, or a deliberately broken promise.
enum class Sabotage {
  none,
  lying_disk,        // acknowledges before the bytes are safe
  open_walls,        // the server judges poses in a world without the house
  unsent_blocks,     // people believe in blocks ...
  unsent_sanctions,  // ... and the manager in sanctions that never reached the server
};

class Witness {
 public:
  Witness(const space::Premises& given_premises, base::Random& given_random,
          const base::Clock& given_clock, Sabotage given_sabotage)
      : premises(given_premises),
        random(given_random),
        clock(given_clock),
        sabotage(given_sabotage) {}

  // Who sits under a handle in this life of the server. Tokens are people: a new token, another
  // person, whatever the name.
  struct Seat {
    int index = 0;
    std::string token;
  };
  void seated(std::int64_t handle, Seat seat) { seats_[handle] = std::move(seat); }
  const Seat* seat(std::int64_t handle) const;
  std::int64_t some_handle();          // 0 when nobody has come yet
  void new_life() { seats_.clear(); }  // a new server gives handles anew

  // A sanction that was called durable now; all last longer than a simulation checks them.
  void sanctioned(schema::ModerateAct act, const std::string& token);
  // Whether it was called durable that long before the given time.
  bool bound(schema::ModerateAct act, const std::string& token, base::MonotonicTime at,
             base::Duration before) const;

  // When it was called durable last, if ever.
  std::optional<base::MonotonicTime> bound_at(schema::ModerateAct act,
                                              const std::string& token) const;

  void broke(std::string what) {
    if (failure.empty()) failure = std::move(what);
  }

  // Against what a newly opened store, or one at rest, holds.
  void check_promises(store::Store& store);

  const space::Premises& premises;
  base::Random& random;
  const base::Clock& clock;
  const Sabotage sabotage;
  std::set<std::string> acknowledged_chat;  // texts that were answered with said
  // The most that one visitor saw: how often each lantern was lit, how often all went dark.
  std::map<std::string, std::uint64_t> lit;
  std::uint64_t darkened = 0;
  std::uint64_t crowd_frames = 0;
  std::uint64_t hands = 0;
  std::uint64_t corrections = 0;
  std::uint64_t expelled = 0;
  std::uint64_t welcomes = 0;
  std::uint64_t blocks = 0;     // known to be durable
  std::uint64_t sanctions = 0;  // called durable
  std::uint64_t bans_ordered = 0;
  base::Sha256 hash;    // of all that everyone received, in order
  std::string failure;  // the first promise that was broken

 private:
  void check_chat(store::Store& store);
  void check_lanterns(store::Store& store);

  std::map<std::int64_t, Seat> seats_;
  std::map<std::pair<schema::ModerateAct, std::string>, base::MonotonicTime> bound_;
};

}  // namespace yc::simulation
