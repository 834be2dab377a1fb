#include "kernel/social/reach.h"

#include <algorithm>

#include "kernel/store/order.h"

namespace yc::social {
namespace {

store::Audience audience_of(const store::Privacy& privacy, Approach approach) {
  switch (approach) {
    case Approach::write:
      return privacy.reach;
    case Approach::see:
      return privacy.presence;
    case Approach::follow:
      return privacy.follow;
    case Approach::find:
      return privacy.found;
  }
  return store::Audience::nobody;
}

base::Result<bool> blocks(store::Store& store, base::PrincipalId who, base::PrincipalId whom) {
  YC_TRY(const auto blocked, store.blocked_by(who));
  return std::ranges::binary_search(blocked, whom);
}

// What a guardian has set for a minor narrows what the minor chose.
base::Result<store::Audience> narrowed(store::Store& store, base::PrincipalId person,
                                       store::Audience chosen) {
  store::Order order(store);
  const auto age = order.age(person);
  if (!age || age->band == store::AgeBand::adult) return chosen;
  YC_TRY(const auto guardians, order.guardians_of(person));
  for (const store::Guardian& guardian : guardians) {
    if (guardian.confirmed) chosen = std::max(chosen, guardian.contact);  // nobody is the greatest
  }
  return chosen;
}

}  // namespace

base::Result<bool> may_approach(store::Store& store, base::PrincipalId person,
                                base::PrincipalId other, Approach approach) {
  if (person == other) return true;
  YC_TRY([[maybe_unused]] const store::Person known, store.person(other));
  YC_TRY(const bool blocked, blocks(store, other, person));
  YC_TRY(const bool blocking, blocks(store, person, other));
  if (blocked || blocking) return false;
  store::Social social(store);
  YC_TRY(const store::Privacy privacy, social.privacy(other));
  YC_TRY(const store::Audience audience, narrowed(store, other, audience_of(privacy, approach)));
  if (audience != store::Audience::friends) return audience == store::Audience::everyone;
  const auto state = social.friendship(person, other);
  if (!state && state.error().code != base::ErrorCode::not_found)
    return std::unexpected(state.error());
  return state && *state == store::FriendState::friends;
}

base::Status check_approach(store::Store& store, base::PrincipalId person, base::PrincipalId other,
                            Approach approach) {
  YC_TRY(const bool may, may_approach(store, person, other, approach));
  if (may) return {};
  return base::fail(base::ErrorCode::denied, "this person cannot be reached by you",
                    "they choose who may reach them");
}

}  // namespace yc::social
