#include "kernel/gateway/presence.h"

namespace yc::gateway {

void Presence::add(Stay stay, PresentPerson person) {
  const std::lock_guard lock(mutex_);
  people_[stay] = std::move(person);
}

void Presence::remove(Stay stay) {
  const std::lock_guard lock(mutex_);
  people_.erase(stay);
}

std::vector<PresentPerson> Presence::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<PresentPerson> out;
  out.reserve(people_.size());
  for (const auto& [stay, person] : people_) out.push_back(person);
  return out;
}

std::size_t Presence::size() const {
  const std::lock_guard lock(mutex_);
  return people_.size();
}

}  // namespace yc::gateway
