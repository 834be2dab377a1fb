#pragma once
// Roles and sanctions in force, in memory, following the log.

#include <cstdint>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "kernel/rights/rights.h"

namespace yc::rights {

struct Rights::Table {
  struct Active {
    store::SanctionKind kind;
    base::PrincipalId person;
    std::string address;  // key, see base::address_group
    std::string device;
    std::string reason;
    base::WallTime until;

    bool in_force(base::WallTime now) const { return until.unix_ms == 0 || until > now; }
  };

  mutable std::shared_mutex mutex;
  std::unordered_map<base::PrincipalId, unsigned> roles;  // bits by store::Role
  std::unordered_map<base::CaseId, Active> sanctions;
  std::unordered_map<base::PrincipalId, std::vector<base::CaseId>> by_person;
  std::unordered_map<std::string, std::vector<base::CaseId>> by_address;
  std::unordered_map<std::string, std::vector<base::CaseId>> by_device;

  // Callers of what follows hold the mutex.
  void follow(const store::Event& event);
  void grant(base::PrincipalId person, store::Role role);
  void add(base::CaseId id, Active active);
  void remove(base::CaseId id);
  void forget_lapsed(base::WallTime now);
  Standing standing_of(base::PrincipalId person) const;

  struct Binding {
    base::CaseId id;
    const Active* active;
  };
  // A sanction of this kind that binds the actor now.
  std::optional<Binding> binding(const Actor& who, store::SanctionKind kind,
                                 base::WallTime now) const;
  std::vector<base::CaseId> of_person(base::PrincipalId person, store::SanctionKind kind,
                                      base::WallTime now) const;
};

}  // namespace yc::rights
