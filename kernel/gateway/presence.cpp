#include "kernel/gateway/presence.h"

namespace yc::gateway {

void Presence::add(space::ParticipantId id, PresentPerson person) {
  const std::lock_guard lock(mutex_);
  people_[id] = std::move(person);
}

void Presence::remove(space::ParticipantId id) {
  const std::lock_guard lock(mutex_);
  people_.erase(id);
}

std::vector<PresentPerson> Presence::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<PresentPerson> out;
  out.reserve(people_.size());
  for (const auto& [id, person] : people_) out.push_back(person);
  return out;
}

std::size_t Presence::size() const {
  const std::lock_guard lock(mutex_);
  return people_.size();
}

}  // namespace yc::gateway
