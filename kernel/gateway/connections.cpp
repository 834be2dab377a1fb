#include "kernel/gateway/connections.h"

namespace yc::gateway {
namespace {

bool is_same_line(const std::weak_ptr<PersonLine>& one, const std::weak_ptr<PersonLine>& other) {
  return !one.owner_before(other) && !other.owner_before(one);
}

}  // namespace

std::optional<Connected> Connections::put(Connected now) {
  const std::lock_guard lock(mutex_);
  const base::PrincipalId person = now.actor.person;
  std::optional<Connected> before;
  if (const auto known = people_.find(person); known != people_.end()) {
    before = std::move(known->second);
    forget_place(*before);
  }
  places_[place_of(now)] = person;
  people_[person] = std::move(now);
  return before;
}

std::optional<Connected> Connections::remove(base::PrincipalId person,
                                             const std::weak_ptr<PersonLine>& line) {
  const std::lock_guard lock(mutex_);
  const auto known = people_.find(person);
  if (known == people_.end() || !is_same_line(known->second.line, line)) return std::nullopt;
  std::optional<Connected> before = std::move(known->second);
  people_.erase(known);
  forget_place(*before);
  return before;
}

void Connections::forget_place(const Connected& at) {
  const auto place = places_.find(place_of(at));
  if (place != places_.end() && place->second == at.actor.person) places_.erase(place);
}

std::optional<Connected> Connections::find(base::PrincipalId person) const {
  const std::lock_guard lock(mutex_);
  const auto known = people_.find(person);
  return known == people_.end() ? std::nullopt : std::optional(known->second);
}

bool Connections::has(base::PrincipalId person) const {
  const std::lock_guard lock(mutex_);
  return people_.contains(person);
}

base::PrincipalId Connections::at(base::SpaceId space, std::uint16_t handle) const {
  const std::lock_guard lock(mutex_);
  const auto place = places_.find({space, handle});
  return place == places_.end() ? base::PrincipalId{} : place->second;
}

void Connections::tell(base::PrincipalId person, space::SharedText message) const {
  if (const auto at = find(person)) {
    run(*at, [message = std::move(message)](PersonLine& line) { line.notify(message); });
  }
}

}  // namespace yc::gateway
