// Every act by every role, under both profiles, against door_table.h.
#include "kernel/rights/door_table.h"

#include <gtest/gtest.h>

#include <map>

#include "kernel/rights/rights.h"
#include "kernel/store/testing/test_world.h"

namespace yc::rights {
namespace {

using store::SanctionKind;
using store::SubjectKind;
using store::Tier;

constexpr base::SpaceId kSpace{7};
constexpr unsigned kEverything = kManage | kDistribute | kDelegable;

// A city with one person for each role of the table.
class Roles {
 public:
  explicit Roles(Profile profile) {
    world_.open();
    rights_ = Rights::open(*world_.store, world_.scheduler, profile).value();
    guest_ = world_.admit("Guest");
    actors_['g'] = {guest_, {}, {}, {}};
    actors_['c'] = person(Tier::citizen);
    actors_['v'] = person(Tier::verified_person);
    actors_['o'] = member();
    actors_['m'] = with_role(store::Role::moderator);
    actors_['a'] = with_role(store::Role::administrator);
    const std::pair<char, unsigned> holders[] = {{'V', kVisit},      {'C', kCreate},
                                                 {'M', kModerate},   {'X', kManage},
                                                 {'D', kDistribute}, {'P', kVisit | kDelegable}};
    for (const auto& [role, bits] : holders) actors_[role] = holder(Tier::citizen, bits);
    actors_['W'] = holder(Tier::verified_person, kCreate);
    const std::pair<char, SanctionKind> stopped[] = {{'b', SanctionKind::ban},
                                                     {'s', SanctionKind::suspend},
                                                     {'u', SanctionKind::mute},
                                                     {'l', SanctionKind::limit}};
    for (const auto& [role, kind] : stopped) actors_[role] = sanctioned(kind);
    for (int i = 0; i < 5; ++i) {
      Actor key = actors_['a'];
      key.scopes.bits = 1u << i;
      actors_[static_cast<char>('1' + i)] = key;
    }
  }

  // As a row of the table.
  std::string row(Act act) {
    std::string out;
    const Where where{kSpace, rule_of(act).against_person ? guest_ : base::PrincipalId{}};
    for (const char role : kRoles) {
      const bool may = role == ' ' || rights_->decide(actors_.at(role), act, where).allowed;
      out += may ? role : '.';
    }
    return out;
  }

 private:
  void put(base::StreamId stream, store::Payload payload) {
    YC_ASSERT(world_.put(stream, std::move(payload)));
  }
  Actor person(Tier tier) {
    const base::PrincipalId id = world_.admit("Crane");
    put(store::person_stream(id), store::TierSet{id, tier, {}});
    return {id, {}, {}, {}};
  }
  Actor member() {
    const Actor who = person(Tier::citizen);
    const base::PrincipalId club{world_.store->new_id().value()};
    put(store::person_stream(club), store::TierSet{club, Tier::verified_organisation, {}});
    put(store::person_stream(club),
        store::MemberAdded{club, who.person, store::MemberRole::member});
    return who;
  }
  Actor with_role(store::Role role) {
    const Actor who = person(Tier::citizen);
    put(store::person_stream(who.person), store::RoleGranted{who.person, role});
    return who;
  }
  Actor holder(Tier tier, unsigned bits) {
    const Actor who = person(tier);
    store::GrantGiven grant;
    grant.grant = world_.store->new_id().value();
    grant.space = kSpace;
    grant.subject_kind = SubjectKind::person;
    grant.subject = who.person.value;
    grant.rights = static_cast<std::uint8_t>(bits & kAllRights);
    grant.delegable = (bits & kDelegable) != 0;
    put(store::grant_stream({grant.grant}), grant);
    return who;
  }
  Actor sanctioned(SanctionKind kind) {
    const Actor who = holder(Tier::verified_person, kEverything);
    store::SanctionPlaced placed;
    placed.sanction = {world_.store->new_id().value()};
    placed.kind = kind;
    placed.person = who.person;
    placed.reason = store::PrivateText("a test");
    put(store::case_stream(placed.sanction), placed);
    return who;
  }

  store::testing::TestWorld world_;
  std::unique_ptr<Rights> rights_;
  base::PrincipalId guest_;
  std::map<char, Actor> actors_;
};

TEST(DoorTable, EveryActOfEveryRoleIsAsWritten) {
  ASSERT_EQ(std::size(kExpected), static_cast<std::size_t>(kActCount)) << "a row for each act";
  Roles open(Profile::open);
  Roles cn(Profile::cn);
  for (std::size_t i = 0; i < std::size(kExpected); ++i) {
    const ExpectedRow& expected = kExpected[i];
    ASSERT_EQ(expected.act, kRules.at(i).name);
    EXPECT_EQ(open.row(kRules.at(i).act), expected.open) << expected.act << ", profile open";
    EXPECT_EQ(cn.row(kRules.at(i).act), expected.cn) << expected.act << ", profile cn";
  }
}

}  // namespace
}  // namespace yc::rights
