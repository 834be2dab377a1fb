#pragma once
// All grants in force, in memory: found by what they are on and whom they are for, so that a
// question costs the same with ten and with a hundred thousand of them.

#include <array>
#include <unordered_map>
#include <vector>

#include "kernel/rights/rights.h"

namespace yc::rights {

// What the log says of one person.
struct PersonFacts {
  struct Member {
    base::PrincipalId organisation;
    store::MemberRole role;
  };
  unsigned roles = 0;                     // bits by store::Role
  store::Tier tier = store::Tier::guest;  // the person's own
  std::vector<Member> member_of;
};

// Everything that makes a grant bind somebody.
struct Holder {
  base::PrincipalId person;
  Standing standing = Standing::visitor;
  store::Tier tier = store::Tier::guest;  // with what organisations add
  const std::vector<PersonFacts::Member>* member_of = nullptr;
};

// What bits imply (docs/rights.md): manage means visit, create and moderate; each but
// distribute means visit.
constexpr unsigned with_implied(unsigned rights) {
  if (rights & kManage) rights |= kCreate | kModerate;
  if (rights & (kCreate | kModerate)) rights |= kVisit;
  return rights;
}

class GrantBook {
 public:
  static constexpr std::size_t kMaxOnOne = 500;  // on one thing; who gives another is refused

  // A grant passed on from one that is not here counts for nothing and is not kept.
  void add(const Grant& grant, base::WallTime now);
  void revoke(base::GrantId id);  // and all passed on from it
  const Grant* find(base::GrantId id) const;
  std::size_t size() const { return grants_.size(); }
  std::vector<Grant> on(const Object& object) const;
  std::vector<Grant> of(const Subject& subject) const;

  // Calls see(grant, bits) for each grant on the object or above that binds the holder now; bits
  // are what the holder has by it, with kDelegable. Stops when see answers true.
  template <typename See>
  bool each(const Holder& holder, const Object& object, base::WallTime now, See&& see) const;

 private:
  struct Key {
    ObjectKind kind = ObjectKind::city;
    std::uint64_t space = 0;
    std::uint64_t id = 0;
    std::uint64_t subject = 0;  // person or organisation; 0 = every other kind of subject
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  struct Entry {
    Grant grant;
    base::WallTime from;   // the latest of the grant and all above
    base::WallTime until;  // the earliest; unix_ms 0 = no end
    std::vector<base::GrantId> passed_on;

    bool holds(base::WallTime now) const {
      return from <= now && (until.unix_ms == 0 || now < until);
    }
  };
  using List = std::vector<const Entry*>;

  static Key key_of(const Object& object, const Subject& subject);
  // The object and all above it, from the city down.
  static std::size_t chain_of(const Object& object, std::array<Key, 4>& chain);
  static bool binds(const Subject& subject, const Holder& holder);
  void erase(base::GrantId id);
  void forget_lapsed(base::WallTime now);
  const List* list_of(Key key, std::uint64_t subject) const;

  std::unordered_map<base::GrantId, Entry> grants_;
  std::unordered_map<Key, List, Hash> by_key_;
  std::unordered_map<base::PrincipalId, List> by_subject_;
  std::size_t sweep_at_ = 1024;
};

template <typename See>
bool GrantBook::each(const Holder& holder, const Object& object, base::WallTime now,
                     See&& see) const {
  std::array<Key, 4> chain;
  const std::size_t length = chain_of(object, chain);
  const auto look = [&](const List* list, bool plain_member) {
    if (list == nullptr) return false;
    for (const Entry* entry : *list) {
      if (!entry->holds(now) || !binds(entry->grant.subject, holder)) continue;
      unsigned bits = entry->grant.rights;
      // An organisation is managed by its owners and officers; its members may come and make.
      if (plain_member && (bits & kManage)) bits = (bits & ~kManage) | kCreate;
      bits = with_implied(bits);
      if (entry->grant.delegable && !plain_member) bits |= kDelegable;
      if (see(entry->grant, bits)) return true;
    }
    return false;
  };
  for (std::size_t i = 0; i < length; ++i) {
    if (look(list_of(chain[i], 0), false)) return true;
    if (holder.person && look(list_of(chain[i], holder.person.value), false)) return true;
    if (holder.member_of == nullptr) continue;
    for (const auto& [organisation, role] : *holder.member_of) {
      const bool plain = role == store::MemberRole::member;
      if (look(list_of(chain[i], organisation.value), plain)) return true;
    }
  }
  return false;
}

}  // namespace yc::rights
