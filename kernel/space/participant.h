#pragma once
// Those who are in the space now. Used by the tick only.

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "kernel/crowd/snapshot.h"
#include "kernel/rights/rights.h"
#include "kernel/space/motion.h"
#include "kernel/space/outlet.h"
#include "kernel/space/rate_limit.h"

namespace yc::space {

struct RateLimits {
  RateLimit say{1.0, 6.0};
  RateLimit say_to_all{0.2, 4.0};  // each line costs as much as there are people
  RateLimit emote{2.0, 6.0};
  RateLimit look{0.2, 4.0};
  RateLimit teleport{0.5, 4.0};
  RateLimit lantern{2.0, 6.0};
  RateLimit block{2.0, 10.0};
  RateLimit report{0.1, 5.0};
  RateLimit caption{1.0, 5.0};
  RateLimit moderate{5.0, 20.0};
};

struct Participant {
  Participant(ParticipantId given_id, Motion placed) : id(given_id), motion(placed) {}

  ParticipantId id;
  std::uint16_t handle = 0;
  std::uint8_t generation = 0;
  rights::Actor actor;
  std::string name;
  std::uint64_t look = 0;
  bool moderator = false;
  OutletRef outlet;
  Motion motion;
  std::uint8_t emote = 0;  // wire number
  base::MonotonicTime emote_until;
  std::shared_ptr<const schema::HandsRecord> hands;
  base::MonotonicTime hands_at;
  std::vector<base::PrincipalId> blocked;
  std::shared_ptr<const crowd::Handles> hidden;  // those here who are apart from this person
  RateLimits limits;
  std::optional<base::MonotonicTime> spoke;  // the last line that was taken
  bool posed = true;           // since the last snapshot: a pose was accepted, or it was put
  schema::CrowdRecord record;  // as last published
  std::uint32_t motion_tick = 0;
  std::uint32_t changed_tick = 0;
};

// One of them has blocked the other: neither sees, hears or comes to the other.
bool are_apart(const Participant& one, const Participant& other);

class Participants {
 public:
  // Handles are 1 to 65,534. A freed handle is given again only after this many others, and then
  // with another generation, so that late words about one person never reach the next.
  static constexpr std::size_t kHandlesAtRest = 256;

  // At most 65,000 at once (settings keep it so); this person may not be here yet.
  Participant& add(rights::Actor actor, Motion motion);
  void remove(ParticipantId id);  // must be present

  Participant* find(ParticipantId id);
  Participant* find_handle(std::int64_t handle);
  Participant* find_person(base::PrincipalId person);
  std::size_t size() const { return size_; }

  // In order of handles. Visit may not add or remove.
  template <typename Visit>
  void each(Visit&& visit) {
    for (const auto& slot : slots_) {
      if (slot.present != nullptr) visit(*slot.present);
    }
  }

 private:
  struct Slot {
    std::unique_ptr<Participant> present;
    std::uint8_t next_generation = 0;
  };
  std::vector<Slot> slots_ = std::vector<Slot>(1);                // by handle; 0 stays empty
  std::deque<std::uint16_t> resting_;                             // freed handles, longest first
  std::unordered_map<base::PrincipalId, std::uint16_t> handles_;  // a person is here once at most
  std::uint64_t next_serial_ = 1;
  std::size_t size_ = 0;
};

}  // namespace yc::space
