#pragma once
// Minors who are in the city: how long they have been in it today, when it closes to them. Five
// minutes before they are told, then taken out. Used on the tick executor.

#include <unordered_map>

#include "kernel/rights/rights.h"
#include "kernel/space/space.h"
#include "kernel/store/store.h"

namespace yc::space {

class MinorWatch {
 public:
  struct Parts {
    const base::Clock& clock;
    store::Store& store;
    rights::Rights& rights;
  };
  explicit MinorWatch(Parts parts) : parts_(parts) {}

  // Once a second, for everybody who is in a space (null: between two). How long it takes grows
  // with the people only where some are minors.
  void look_at(base::PrincipalId person, Space* space);
  void went(base::PrincipalId person);  // writes what they have spent

 private:
  struct Stay {
    std::uint32_t day = 0;    // of the city
    base::Duration spent{0};  // on it
    base::MonotonicTime seen;
    int written_minutes = 0;
    bool inside = true;
    bool told = false;
  };
  void write(base::PrincipalId person, Stay& stay);
  base::Duration left(const rights::MinorDay& day, const Stay& stay) const;

  Parts parts_;
  std::unordered_map<base::PrincipalId, Stay> stays_;  // of those who were here since the start
};

}  // namespace yc::space
