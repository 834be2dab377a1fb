#include "kernel/rights/table.h"

#include <algorithm>

#include "kernel/base/address.h"

namespace yc::rights {
namespace {

unsigned bit_of(store::Role role) {
  return 1u << static_cast<unsigned>(role);
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
  if (const auto* granted = std::get_if<store::RoleGranted>(&event.payload)) {
    grant(granted->person, granted->role);
  } else if (const auto* removed = std::get_if<store::RoleRemoved>(&event.payload)) {
    roles[removed->person] &= ~bit_of(removed->role);
  } else if (const auto* placed = std::get_if<store::SanctionPlaced>(&event.payload)) {
    if (placed->kind == store::SanctionKind::kick) return;
    forget_lapsed(event.at);
    add(placed->sanction, {placed->kind,
                           placed->person,
                           base::address_group(placed->address.text),
                           placed->device.text,
                           placed->reason.text,
                           {placed->until_ms}});
  } else if (const auto* lifted = std::get_if<store::SanctionLifted>(&event.payload)) {
    remove(lifted->sanction);
  }
}

void Rights::Table::grant(base::PrincipalId person, store::Role role) {
  roles[person] |= bit_of(role);
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

Standing Rights::Table::standing_of(base::PrincipalId person) const {
  const auto found = roles.find(person);
  if (found == roles.end()) return Standing::visitor;
  if (found->second & bit_of(store::Role::administrator)) return Standing::administrator;
  return found->second ? Standing::moderator : Standing::visitor;
}

std::optional<Rights::Table::Binding> Rights::Table::binding(const Actor& who,
                                                             store::SanctionKind kind,
                                                             base::WallTime now) const {
  const auto search = [&](const auto& index, const auto& key) -> std::optional<Binding> {
    const auto found = index.find(key);
    if (found == index.end()) return std::nullopt;
    for (const base::CaseId id : found->second) {
      const Active& active = sanctions.at(id);
      if (active.kind == kind && active.in_force(now)) return Binding{id, &active};
    }
    return std::nullopt;
  };
  if (who.person) {
    if (const auto found = search(by_person, who.person)) return found;
  }
  if (!who.device.empty()) {
    if (const auto found = search(by_device, who.device)) return found;
  }
  if (!who.address.empty()) return search(by_address, base::address_group(who.address));
  return std::nullopt;
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
