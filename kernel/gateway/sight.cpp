#include "kernel/gateway/sight.h"

#include <algorithm>

namespace yc::gateway {

bool Sight::may(rights::Act act, base::SpaceId space) const {
  return parts_.rights.decide(who_, act, {space, {}}).allowed;
}

bool Sight::of_space(const store::MadeSpace& space) const {
  const bool unlisted = space.visibility == store::Visibility::unlisted;
  return may(unlisted ? rights::Act::change_space : rights::Act::visit_space, space.id);
}

Sight::Seen Sight::seen(base::SpaceId space) {
  if (space == parts_.sessions.spaces.city().premises().id) return Seen::listed;
  const auto known = spaces_.find(space);
  if (known != spaces_.end()) return known->second;
  const auto row = parts_.store.made_space(space);
  Seen seen = Seen::never;
  if (row && row->archived.unix_ms == 0 && may(rights::Act::visit_space, space))
    seen = of_space(*row) ? Seen::listed : Seen::named;
  return spaces_[space] = seen;
}

bool Sight::is_blocked(base::PrincipalId other) {
  if (!who_.person) return false;
  const auto known = blocked_.find(other);
  if (known != blocked_.end()) return known->second;
  const auto one_way = [this](base::PrincipalId from, base::PrincipalId to) {
    const auto blocked = parts_.store.blocked_by(from);
    return blocked && std::ranges::binary_search(*blocked, to);
  };
  return blocked_[other] = one_way(who_.person, other) || one_way(other, who_.person);
}

bool Sight::of_event(const store::Gathering& event, bool named) {
  if (who_.person && event.organiser == who_.person) return true;
  if (is_blocked(event.organiser)) return false;
  switch (seen(event.space)) {
    case Seen::never:
      return false;
    case Seen::named:
      return named || event.attended;
    case Seen::listed:
      break;
  }
  return true;
}

}  // namespace yc::gateway
