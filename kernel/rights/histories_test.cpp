// Random histories of grants, as events, against a reference model that keeps everything and looks
// through all of it.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "kernel/base/random.h"
#include "kernel/rights/table.h"

namespace yc::rights {
namespace {

using store::SubjectKind;

constexpr int kHistories = 10'000;
constexpr std::uint64_t kPeople = 4;
constexpr std::uint64_t kClubs = 2;  // ids after those of people
constexpr std::uint64_t kSpaces = 2;

// Naive on purpose: what docs/rights.md says of grants, word by word.
struct Reference {
  std::vector<store::GrantGiven> given;
  std::vector<std::uint64_t> revoked;
  std::map<std::pair<std::uint64_t, std::uint64_t>, store::MemberRole> member;  // club, person

  const store::GrantGiven* find(std::uint64_t id) const {
    for (const auto& grant : given) {
      if (grant.grant == id) return &grant;
    }
    return nullptr;
  }
  bool holds(const store::GrantGiven& grant, std::int64_t now) const {
    if (std::ranges::count(revoked, grant.grant) != 0 || now < grant.from_ms) return false;
    if (grant.until_ms != 0 && now >= grant.until_ms) return false;
    return grant.parent == 0 || holds(*find(grant.parent), now);
  }
  unsigned held(std::uint64_t person, const Object& place, std::int64_t now) const {
    unsigned all = 0;
    for (const auto& grant : given) {
      const Object on{grant.space, {grant.parcel}, {grant.entity}, {grant.work}};
      if (!holds(grant, now) || !on.covers(place)) continue;
      unsigned rights = grant.rights | (grant.delegable ? kDelegable : 0);
      if (grant.subject_kind == SubjectKind::person && grant.subject != person) continue;
      if (grant.subject_kind == SubjectKind::organisation) {
        const auto at = member.find({grant.subject, person});
        if (at == member.end()) continue;
        if (at->second == store::MemberRole::member) {
          if (rights & kManage) rights |= kCreate;
          rights &= ~(kManage | kDelegable);
        }
      }
      if (rights & kManage) rights |= kVisit | kCreate | kModerate;
      if (rights & (kCreate | kModerate)) rights |= kVisit;
      all |= rights;
    }
    return all;
  }
};

class History {
 public:
  explicit History(std::uint64_t seed) : random_(seed) {}

  void step() {
    const auto kind = random_.below(10);
    if (kind < 3) return give(0);
    if (kind < 6 && !model_.given.empty())
      return give(model_.given[random_.below(model_.given.size())].grant);
    if (kind < 7 && !model_.given.empty()) return revoke();
    if (kind < 8) return change_member();
    now_ += static_cast<std::int64_t>(random_.below(40));
  }

  void compare() {
    for (std::uint64_t person = 1; person <= kPeople; ++person) {
      for (std::uint64_t space = 0; space <= kSpaces; ++space) {
        const Object place{{space}, {space != 0 ? space % 2 : 0}, {space}, {}};
        unsigned held = 0;
        table_.grants.each(table_.holder_of({person}), place, {now_},
                           [&](const Grant&, unsigned bits) {
                             held |= bits;
                             return false;
                           });
        ASSERT_EQ(held, model_.held(person, place, now_)) << "person " << person << " at " << now_;
      }
    }
  }

 private:
  void tell(store::Payload payload) { table_.follow({0, {}, 0, {now_}, {}, std::move(payload)}); }

  void give(std::uint64_t parent) {
    store::GrantGiven grant;
    grant.grant = ++last_id_;
    if (const store::GrantGiven* above = model_.find(parent)) grant.space = above->space;
    if (!grant.space) grant.space = {random_.below(kSpaces + 1)};
    if (grant.space && random_.chance(0.3)) grant.parcel = random_.below(2);
    if (grant.space && random_.chance(0.2)) grant.entity = random_.below(kSpaces + 1);
    const auto whom = random_.below(kPeople + kClubs + 1);
    grant.subject = whom;
    grant.subject_kind = whom == 0         ? SubjectKind::everyone
                         : whom <= kPeople ? SubjectKind::person
                                           : SubjectKind::organisation;
    grant.rights = static_cast<std::uint8_t>(1 + random_.below(kAllRights));
    grant.delegable = random_.chance(0.5);
    if (random_.chance(0.3)) grant.from_ms = now_ + static_cast<std::int64_t>(random_.below(50));
    if (random_.chance(0.3))
      grant.until_ms = now_ + 1 + static_cast<std::int64_t>(random_.below(100));
    grant.parent = parent;
    model_.given.push_back(grant);
    tell(grant);
  }

  void revoke() {
    const std::uint64_t id = model_.given[random_.below(model_.given.size())].grant;
    model_.revoked.push_back(id);
    tell(store::GrantRevoked{id, {}});
  }

  void change_member() {
    const std::uint64_t club = kPeople + 1 + random_.below(kClubs);
    const std::uint64_t person = 1 + random_.below(kPeople);
    if (random_.chance(0.3)) {
      model_.member.erase({club, person});
      return tell(store::MemberRemoved{{club}, {person}});
    }
    const auto role = static_cast<store::MemberRole>(1 + random_.below(3));
    model_.member[{club, person}] = role;
    tell(store::MemberAdded{{club}, {person}, role});
  }

  base::SeededRandom random_;
  Reference model_;
  Rights::Table table_;
  std::int64_t now_ = 1000;
  std::uint64_t last_id_ = 0;
};

TEST(Histories, TenThousandAgreeWithTheReferenceModel) {
  for (int seed = 0; seed < kHistories; ++seed) {
    History history(static_cast<std::uint64_t>(seed) + 1);
    for (int i = 0; i < 24; ++i) {
      history.step();
      if (i % 4 == 3) history.compare();
      if (::testing::Test::HasFatalFailure()) FAIL() << "seed " << seed + 1;
    }
  }
}

}  // namespace
}  // namespace yc::rights
