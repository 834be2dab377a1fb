#pragma once
// People, grants and sanctions in force, in memory, following the log.

#include <array>
#include <map>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "kernel/rights/grants.h"
#include "kernel/rights/minor_book.h"
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
    base::SpaceId space;  // zero = the whole city

    bool in_force(base::WallTime now) const { return until.unix_ms == 0 || until > now; }
  };

  mutable std::shared_mutex mutex;
  std::unordered_map<base::PrincipalId, PersonFacts> people;  // and tiers of organisations
  GrantBook grants;
  std::map<std::array<std::uint64_t, 4>, base::GrantId> open;  // by what is open
  std::uint64_t next_open = 0;
  std::set<base::PrincipalId> leaving;  // administrators whose removal is under way
  std::unordered_map<base::CaseId, Active> sanctions;
  std::unordered_map<base::PrincipalId, std::vector<base::CaseId>> by_person;
  std::unordered_map<std::string, std::vector<base::CaseId>> by_address;
  std::unordered_map<std::string, std::vector<base::CaseId>> by_device;
  MinorBook minors;
  // Warnings and kicks placed on people who have not been in the city since.
  std::unordered_map<base::PrincipalId, std::vector<Untold>> untold;

  // Callers of what follows hold the mutex.
  void follow(const store::Event& event);
  void follow_people(const store::Payload& payload);
  void follow_minors(const store::Payload& payload);
  void give_role(base::PrincipalId person, store::Role role);
  void add_member(const store::Membership& membership);
  void remove_member(base::PrincipalId organisation, base::PrincipalId person);
  void add_grant(const store::GrantGiven& given, base::WallTime now);
  void set_open(const Object& object, unsigned rights);
  void add(base::CaseId id, Active active);
  void remove(base::CaseId id);
  void forget_lapsed(base::WallTime now);

  Holder holder_of(base::PrincipalId person) const;
  // How much somebody manages a place: 0 not at all, then moderates or manages it, then moderator
  // and administrator of the city.
  int rank_of(const Holder& holder, const Object& object, base::WallTime now) const;
  std::size_t administrators_staying() const;

  struct Binding {
    base::CaseId id;
    const Active* active = nullptr;
  };
  // The hardest sanction that stops an act of this kind there and binds the actor now.
  // for_manager: those of one space only where they name the person.
  Binding binding(const Actor& who, StoppedBy stopped_by, base::SpaceId space, base::WallTime now,
                  bool for_manager = false) const;
  std::vector<base::CaseId> of_person(base::PrincipalId person, store::SanctionKind kind,
                                      base::WallTime now) const;
};

// Grants that nobody gave: what set_open says.
constexpr std::uint64_t kOpenGrants = std::uint64_t{1} << 63;

inline bool is_open_grant(base::GrantId id) {
  return (id.value & kOpenGrants) != 0;
}

}  // namespace yc::rights
