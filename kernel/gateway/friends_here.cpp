#include "kernel/gateway/friends_here.h"

namespace yc::gateway {

void FriendsHere::entered(base::PrincipalId person) {
  const auto at = connections_.find(person);
  if (!at) return;
  auto friends = social_.friend_ids(person);
  if (!friends) return;
  for (const base::PrincipalId other : *friends) {
    if (const auto there = connections_.find(other)) introduce(*at, *there, true);
  }
  friends_[person] = *std::move(friends);
}

void FriendsHere::left(const Connected& place, bool gone) {
  const auto known = friends_.find(place.actor.person);
  if (known == friends_.end()) return;
  for (const base::PrincipalId other : known->second) {
    const auto there = connections_.find(other);
    if (!there || there->space_id() != place.space_id()) continue;
    Connections::run(*there, [space = place.space_id(), handle = place.handle](PersonLine& line) {
      line.note_friend(space, handle, false);
    });
  }
  if (gone) friends_.erase(known);
}

void FriendsHere::changed(base::PrincipalId one, base::PrincipalId other, bool friends) {
  for (const auto& [person, with] : {std::pair(one, other), std::pair(other, one)}) {
    const auto known = friends_.find(person);
    if (known == friends_.end()) continue;
    std::erase(known->second, with);
    if (friends) known->second.push_back(with);
  }
  const auto at = connections_.find(one);
  const auto there = connections_.find(other);
  if (at && there) introduce(*at, *there, friends);
}

// Each to the other, where both are in one space.
void FriendsHere::introduce(const Connected& one, const Connected& other, bool friends) {
  if (one.space_id() != other.space_id()) return;
  const auto note = [&](const Connected& whom, std::uint16_t handle) {
    Connections::run(whom, [space = one.space_id(), handle, friends](PersonLine& line) {
      line.note_friend(space, handle, friends);
    });
  };
  note(one, other.handle);
  note(other, one.handle);
}

}  // namespace yc::gateway
