#include "kernel/gateway/ended_sessions.h"

#include <algorithm>

namespace yc::gateway {

void EndedSessions::note(const identity::Ended& ended) {
  if (ended.session == 0 && !ended.person) return;  // a key: it is asked for at each call
  {
    const std::lock_guard lock(mutex_);
    ended_.push_back(ended);
    if (ended_.size() > kKept) ended_.pop_front();
  }
  version_.fetch_add(1, std::memory_order_release);
}

bool EndedSessions::holds(std::uint64_t session, base::PrincipalId person) const {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(ended_, [&](const identity::Ended& ended) {
    return (session != 0 && ended.session == session) || (person && ended.person == person);
  });
}

}  // namespace yc::gateway
