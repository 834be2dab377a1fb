#include "kernel/rights/table.h"

#include <algorithm>

#include "kernel/base/address.h"

namespace yc::rights {
namespace {

unsigned bit_of(store::Role role) {
  return 1u << static_cast<unsigned>(role);
}

bool is_record_only(store::SanctionKind kind) {
  return kind == store::SanctionKind::kick || kind == store::SanctionKind::warn;
}

// 0: does not stop such an act at all.
int hardness(store::SanctionKind kind, StoppedBy stopped_by) {
  switch (kind) {
    case store::SanctionKind::ban:
      return 4;
    case store::SanctionKind::suspend:
      return 3;
    case store::SanctionKind::limit:
      return stopped_by == StoppedBy::nothing ? 0 : 2;
    case store::SanctionKind::mute:
      return stopped_by == StoppedBy::mute ? 1 : 0;
    case store::SanctionKind::kick:
    case store::SanctionKind::warn:
      break;
  }
  return 0;
}

template <typename Key>
void forget(std::unordered_map<Key, std::vector<base::CaseId>>& index, const Key& key,
            base::CaseId id) {
  const auto found = index.find(key);
  if (found == index.end()) return;
  std::erase(found->second, id);
  if (found->second.empty()) index.erase(found);
}

}  // namespace

void Rights::Table::follow(const store::Event& event) {
  if (const auto* given = std::get_if<store::GrantGiven>(&event.payload)) {
    add_grant(*given, event.at);
  } else if (const auto* revoked = std::get_if<store::GrantRevoked>(&event.payload)) {
    grants.revoke({revoked->grant});
  } else if (const auto* placed = std::get_if<store::SanctionPlaced>(&event.payload)) {
    if (is_record_only(placed->kind)) {
      if (placed->person)
        untold[placed->person].push_back(
            {placed->sanction, placed->kind, placed->reason.text, placed->space});
      return;
    }
    forget_lapsed(event.at);
    add(placed->sanction, {placed->kind,
                           placed->person,
                           base::address_group(placed->address.text),
                           placed->device.text,
                           placed->reason.text,
                           {placed->until_ms},
                           placed->space});
  } else if (const auto* lifted = std::get_if<store::SanctionLifted>(&event.payload)) {
    remove(lifted->sanction);
  } else {
    follow_people(event.payload);
  }
}

void Rights::Table::follow_people(const store::Payload& payload) {
  if (const auto* granted = std::get_if<store::RoleGranted>(&payload)) {
    give_role(granted->person, granted->role);
  } else if (const auto* removed = std::get_if<store::RoleRemoved>(&payload)) {
    people[removed->person].roles &= ~bit_of(removed->role);
  } else if (const auto* tier = std::get_if<store::TierSet>(&payload)) {
    people[tier->principal].tier = tier->tier;
  } else if (const auto* added = std::get_if<store::MemberAdded>(&payload)) {
    add_member({added->organisation, added->person, added->role});
  } else if (const auto* left = std::get_if<store::MemberRemoved>(&payload)) {
    remove_member(left->organisation, left->person);
  } else if (const auto* told = std::get_if<store::SanctionTold>(&payload)) {
    const auto found = untold.find(told->person);
    if (found == untold.end()) return;
    std::erase_if(found->second, [&](const Untold& each) { return each.id == told->sanction; });
    if (found->second.empty()) untold.erase(found);
  } else {
    follow_minors(payload);
  }
}

// Whose age changes has their friends set by Rights, which asks the store for them.
void Rights::Table::follow_minors(const store::Payload& payload) {
  if (const auto* age = std::get_if<store::AgeBandSet>(&payload)) {
    minors.set_age(age->person, age->band);
  } else if (const auto* asked = std::get_if<store::GuardianAsked>(&payload)) {
    minors.add_guardian(asked->minor, asked->guardian);
  } else if (const auto* confirmed = std::get_if<store::GuardianConfirmed>(&payload)) {
    minors.confirm_guardian(confirmed->minor, confirmed->guardian);
  } else if (const auto* set = std::get_if<store::GuardianLimitsSet>(&payload)) {
    minors.set_limits(set->minor, {set->guardian,
                                   {set->days, set->from_minute, set->to_minute, set->daily_minutes,
                                    set->contact}});
  } else if (const auto* ended = std::get_if<store::GuardianEnded>(&payload)) {
    minors.end_guardian(ended->minor, ended->guardian);
  } else if (const auto* accepted = std::get_if<store::FriendAccepted>(&payload)) {
    minors.befriend(accepted->person, accepted->other);
  } else if (const auto* apart = std::get_if<store::FriendEnded>(&payload)) {
    minors.end_friendship(apart->person, apart->other);
  } else if (const auto* spent = std::get_if<store::TimeSpent>(&payload)) {
    minors.spend(spent->person, spent->day, spent->minutes);
  }
}

void Rights::Table::give_role(base::PrincipalId person, store::Role role) {
  people[person].roles |= bit_of(role);
}

void Rights::Table::add_member(const store::Membership& membership) {
  remove_member(membership.organisation, membership.person);
  people[membership.person].member_of.push_back({membership.organisation, membership.role});
}

void Rights::Table::remove_member(base::PrincipalId organisation, base::PrincipalId person) {
  std::erase_if(people[person].member_of,
                [&](const auto& member) { return member.organisation == organisation; });
}

void Rights::Table::add_grant(const store::GrantGiven& given, base::WallTime now) {
  Grant grant;
  grant.id = {given.grant};
  grant.object = {given.space, {given.parcel}, {given.entity}, {given.work}};
  grant.subject = {given.subject_kind, given.subject};
  grant.rights = given.rights;
  grant.delegable = given.delegable;
  grant.from = {given.from_ms};
  grant.until = {given.until_ms};
  grant.by = given.by;
  grant.parent = {given.parent};
  grants.add(grant, now);
}

void Rights::Table::set_open(const Object& object, unsigned rights) {
  const std::array key{object.space.value, object.parcel.value, object.entity.value,
                       object.work.value};
  if (const auto before = open.find(key); before != open.end()) {
    grants.revoke(before->second);
    open.erase(before);
  }
  if (rights == 0) return;
  Grant grant;
  grant.id = {kOpenGrants | ++next_open};
  grant.object = object;
  grant.rights = rights;
  grants.add(grant, {});
  open.emplace(key, grant.id);
}

void Rights::Table::add(base::CaseId id, Active active) {
  if (active.person) by_person[active.person].push_back(id);
  if (!active.address.empty()) by_address[active.address].push_back(id);
  if (!active.device.empty()) by_device[active.device].push_back(id);
  sanctions.emplace(id, std::move(active));
}

void Rights::Table::remove(base::CaseId id) {
  const auto found = sanctions.find(id);
  if (found == sanctions.end()) return;
  forget(by_person, found->second.person, id);
  forget(by_address, found->second.address, id);
  forget(by_device, found->second.device, id);
  sanctions.erase(found);
}

void Rights::Table::forget_lapsed(base::WallTime now) {
  std::vector<base::CaseId> lapsed;
  for (const auto& [id, active] : sanctions) {
    if (!active.in_force(now)) lapsed.push_back(id);
  }
  for (const base::CaseId id : lapsed) remove(id);
}

Holder Rights::Table::holder_of(base::PrincipalId person) const {
  Holder holder;
  holder.person = person;
  const auto found = people.find(person);
  if (found == people.end()) return holder;
  const PersonFacts& facts = found->second;
  holder.tier = facts.tier;
  holder.member_of = &facts.member_of;
  if (facts.roles != 0) {
    const bool chief = (facts.roles & bit_of(store::Role::administrator)) != 0;
    holder.standing = chief ? Standing::administrator : Standing::moderator;
    holder.tier = std::max(holder.tier, store::Tier::verified_person);  // known to the city
  }
  for (const auto& [organisation, role] : facts.member_of) {
    const auto known = people.find(organisation);
    if (known != people.end() && known->second.tier == store::Tier::verified_organisation)
      holder.tier = store::Tier::verified_organisation;
  }
  return holder;
}

int Rights::Table::rank_of(const Holder& holder, const Object& object, base::WallTime now) const {
  if (holder.standing == Standing::administrator) return 4;
  if (holder.standing == Standing::moderator) return 3;
  int rank = 0;
  grants.each(holder, object, now, [&](const Grant&, unsigned bits) {
    rank = std::max(rank, bits & kManage ? 2 : bits & kModerate ? 1 : 0);
    return rank == 2;
  });
  return rank;
}

std::size_t Rights::Table::administrators_staying() const {
  return static_cast<std::size_t>(std::ranges::count_if(people, [&](const auto& entry) {
    return (entry.second.roles & bit_of(store::Role::administrator)) != 0 &&
           !leaving.contains(entry.first);
  }));
}

Rights::Table::Binding Rights::Table::binding(const Actor& who, StoppedBy stopped_by,
                                              base::SpaceId space, base::WallTime now,
                                              bool for_manager) const {
  Binding hardest;
  int most = 0;
  const auto search = [&](const auto& index, const auto& key) {
    const auto found = index.find(key);
    if (found == index.end()) return;
    for (const base::CaseId id : found->second) {
      const Active& active = sanctions.at(id);
      const int hard = hardness(active.kind, stopped_by);
      const bool here = !active.space || active.space == space;
      if (hard <= most || !here || !active.in_force(now)) continue;
      if (for_manager && active.space && active.person != who.person) continue;
      most = hard;
      hardest = {id, &active};
    }
  };
  if (who.person && !by_person.empty()) search(by_person, who.person);
  if (!who.device.empty() && !by_device.empty()) search(by_device, who.device);
  if (!who.address.empty() && !by_address.empty())
    search(by_address, base::address_group(who.address));
  return hardest;
}

std::vector<base::CaseId> Rights::Table::of_person(base::PrincipalId person,
                                                   store::SanctionKind kind,
                                                   base::WallTime now) const {
  std::vector<base::CaseId> ids;
  const auto found = by_person.find(person);
  if (found == by_person.end()) return ids;
  std::ranges::copy_if(found->second, std::back_inserter(ids), [&](base::CaseId id) {
    const Active& active = sanctions.at(id);
    return active.kind == kind && active.in_force(now);
  });
  return ids;
}

}  // namespace yc::rights
