#pragma once
// Who is connected and inside: the directory that the operator's page shows and acts on.

#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/rights/rights.h"
#include "kernel/space/space.h"

namespace yc::gateway {

struct PresentPerson {
  std::shared_ptr<space::Space> space;
  std::uint16_t handle = 0;
  rights::Actor actor;
  base::WallTime since;
};

class Presence {  // thread-safe
 public:
  // One stay of somebody in a space.
  using Stay = std::pair<base::SpaceId, space::ParticipantId>;

  void add(Stay stay, PresentPerson person);
  void remove(Stay stay);
  std::vector<PresentPerson> all() const;  // by space, in order of coming
  std::size_t size() const;

 private:
  mutable std::mutex mutex_;
  std::map<Stay, PresentPerson> people_;
};

}  // namespace yc::gateway
