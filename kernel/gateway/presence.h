#pragma once
// Who is connected and inside: the directory that the operator's page shows and acts on, and for
// each shard the sessions that want frames.

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/rights/rights.h"
#include "kernel/space/outlet.h"

namespace yc::gateway {

struct PresentPerson {
  std::uint16_t handle = 0;
  rights::Actor actor;
  base::WallTime since;
};

class Presence {  // thread-safe
 public:
  void add(space::ParticipantId id, PresentPerson person);
  void remove(space::ParticipantId id);
  std::vector<PresentPerson> all() const;  // in order of coming
  std::size_t size() const;

 private:
  mutable std::mutex mutex_;
  std::map<space::ParticipantId, PresentPerson> people_;
};

}  // namespace yc::gateway
