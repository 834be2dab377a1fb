// Giving, passing on, taking back; roles; what the explanation says.
#include <gtest/gtest.h>

#include "kernel/rights/grants.h"
#include "kernel/rights/words.h"
#include "kernel/store/order.h"
#include "kernel/store/testing/test_world.h"

namespace yc::rights {
namespace {

using base::ErrorCode;
using store::MemberRole;
using store::Role;
using store::SubjectKind;
using store::Tier;
using store::testing::TestWorld;

constexpr base::SpaceId kHome{7};
constexpr Where kAtHome{kHome, {}, {}, {}, {}};
constexpr std::int64_t kDayMs = 24 * 3600 * 1000;

class Grants : public ::testing::Test {
 protected:
  Grants() {
    world_.open();
    rights_ = Rights::open(*world_.store, world_.scheduler).value();
    owner_ = citizen("Ming");
    friend_ = citizen("Lan");
    other_ = citizen("Hong");
    founding_ = {world_.store->new_id().value()};
    put(Rights::founding_grant(founding_, home_, {SubjectKind::person, owner_.person.value}));
  }

  void put(store::NewEvent event) { YC_ASSERT(world_.store->append_now({{std::move(event)}, {}})); }
  Actor citizen(const std::string& name, Tier tier = Tier::citizen) {
    const base::PrincipalId person = world_.admit(name);
    YC_ASSERT(world_.put(store::person_stream(person), store::TierSet{person, tier, {}}));
    return {person, {}, {}, {}};
  }
  Actor administrator() {
    Actor who = citizen("Crane");
    who.because = "a test";
    YC_ASSERT(world_.put(store::person_stream(who.person),
                         store::RoleGranted{who.person, Role::administrator}));
    return who;
  }
  static Subject person(const Actor& who) { return {SubjectKind::person, who.person.value}; }

  GrantRequest create_for(const Actor& who, bool delegable = false) const {
    return {home_, person(who), kCreate, delegable, {}, {}};
  }
  base::Result<base::GrantId> give(const Actor& who, GrantRequest request) {
    std::optional<base::Result<base::GrantId>> outcome;
    rights_->give_grant(who, request, *world_.executor,
                        [&](base::Result<base::GrantId> r) { outcome = std::move(r); });
    world_.run();
    return outcome.value();
  }
  // The error's code, or nothing.
  std::optional<ErrorCode> revoke(const Actor& who, base::GrantId grant) {
    std::optional<base::Result<store::Appended>> outcome;
    rights_->revoke_grant(who, grant, *world_.executor, [&](auto r) { outcome = std::move(r); });
    world_.run();
    if (outcome.value()) return std::nullopt;
    return outcome->error().code;
  }
  bool builds(const Actor& who, Where where = kAtHome) {
    return rights_->decide(who, Act::edit_scene, where).allowed;
  }
  void restart() {
    rights_.reset();
    world_.open();
    rights_ = Rights::open(*world_.store, world_.scheduler).value();
  }

  const Object home_{kHome, {}, {}, {}};
  TestWorld world_;
  std::unique_ptr<Rights> rights_;
  Actor owner_;
  Actor friend_;
  Actor other_;
  base::GrantId founding_;
};

TEST_F(Grants, OneThingHasAtMostFiveHundred) {
  for (std::size_t i = 1; i < GrantBook::kMaxOnOne; ++i) {  // one founded it
    ASSERT_TRUE(give(owner_, {home_, {SubjectKind::organisation, 1000 + i}, kVisit, false, {}, {}}))
        << i;
  }
  const auto another = give(owner_, create_for(friend_));
  ASSERT_FALSE(another);
  EXPECT_EQ(another.error().code, ErrorCode::conflict);
}

TEST_F(Grants, AnOwnerHoldsEverythingOnTheirSpaceAndBelowIt) {
  for (const Act act : {Act::visit_space, Act::edit_scene, Act::change_space, Act::export_space,
                        Act::grant_rights, Act::mute})
    EXPECT_TRUE(rights_->decide(owner_, act, kAtHome)) << act_name(act);
  EXPECT_TRUE(builds(owner_, {kHome, {}, {3}, {4}, {}}));
  EXPECT_FALSE(builds(owner_, {{8}, {}, {}, {}, {}}));
  EXPECT_FALSE(builds(owner_, {}));
  EXPECT_FALSE(builds(friend_));
}

TEST_F(Grants, WhatIsPassedOnFallsWithWhatItCameFrom) {
  const base::GrantId first = give(owner_, create_for(friend_, true)).value();
  ASSERT_TRUE(give(friend_, create_for(other_)));
  EXPECT_TRUE(builds(other_));
  EXPECT_EQ(revoke(owner_, first), std::nullopt);
  EXPECT_FALSE(builds(friend_));
  EXPECT_FALSE(builds(other_));
  EXPECT_EQ(revoke(owner_, first), ErrorCode::not_found);
}

TEST_F(Grants, NobodyPassesOnMoreThanTheyHold) {
  ASSERT_TRUE(give(owner_, create_for(friend_)));
  EXPECT_EQ(give(friend_, create_for(other_)).error().code, ErrorCode::denied) << "not delegable";
  GrantRequest limited = create_for(friend_, true);
  limited.until = {world_.scheduler.wall().unix_ms + kDayMs};
  ASSERT_TRUE(give(owner_, limited));
  GrantRequest more = create_for(other_);
  more.rights = kCreate | kDistribute;
  EXPECT_EQ(give(friend_, more).error().code, ErrorCode::denied);
  GrantRequest longer = create_for(other_);
  longer.until = {limited.until.unix_ms + 1};
  EXPECT_EQ(give(friend_, longer).error().code, ErrorCode::denied);
  GrantRequest wider = create_for(other_);
  wider.object = {};
  EXPECT_EQ(give(friend_, wider).error().code, ErrorCode::denied);
  const base::GrantId given = give(friend_, create_for(other_)).value();
  EXPECT_EQ(rights_->grants_of(person(other_)).front().id, given);
  EXPECT_EQ(rights_->grants_of(person(other_)).front().until, limited.until);
}

TEST_F(Grants, AGrantHoldsFromItsBeginningUntilItsEnd) {
  GrantRequest tomorrow = create_for(friend_);
  const std::int64_t now = world_.scheduler.wall().unix_ms;
  tomorrow.from = {now + kDayMs};
  tomorrow.until = {now + 2 * kDayMs};
  ASSERT_TRUE(give(owner_, tomorrow));
  EXPECT_FALSE(builds(friend_));
  world_.scheduler.run_for(std::chrono::hours(24));
  EXPECT_TRUE(builds(friend_));
  world_.scheduler.run_for(std::chrono::hours(24));
  EXPECT_FALSE(builds(friend_));
}

TEST_F(Grants, GrantsThatSayNothingAreRefused) {
  GrantRequest none = create_for(friend_);
  none.rights = 0;
  GrantRequest over = create_for(friend_);
  over.until = {world_.scheduler.wall().unix_ms - 1};
  GrantRequest all{home_, {SubjectKind::everyone, 0}, kManage, false, {}, {}};
  for (const GrantRequest& request : {none, over, all})
    EXPECT_EQ(give(owner_, request).error().code, ErrorCode::bad_input);
  GrantRequest stranger = create_for({{999}, {}, {}, {}});
  EXPECT_EQ(give(owner_, stranger).error().code, ErrorCode::not_found);
}

TEST_F(Grants, OnlyTheCityTakesBackWhatTheCityGave) {
  GrantRequest manage{home_, person(friend_), kManage, true, {}, {}};
  const base::GrantId given = give(owner_, manage).value();
  EXPECT_EQ(revoke(friend_, founding_), ErrorCode::denied);
  EXPECT_EQ(revoke(owner_, founding_), ErrorCode::denied);
  EXPECT_EQ(revoke(other_, given), ErrorCode::denied);
  EXPECT_EQ(revoke(friend_, given), std::nullopt) << "given up";
  EXPECT_EQ(revoke(administrator(), founding_), std::nullopt);
  EXPECT_FALSE(builds(owner_));
}

TEST_F(Grants, WhatOnlyARoleAllowsNeedsAReasonThatIsKept) {
  Actor chief = administrator();
  chief.because.clear();
  EXPECT_EQ(revoke(chief, founding_), ErrorCode::bad_input);
  EXPECT_EQ(rights_->record(chief, Act::archive_space, kAtHome).error().reason, "reason_needed");
  EXPECT_TRUE(rights_->record(owner_, Act::archive_space, kAtHome)->empty()) << "their own space";
  EXPECT_TRUE(rights_->record(chief, Act::see_audit, {})->empty()) << "reading";
  EXPECT_EQ(rights_->record(owner_, Act::ban, kAtHome).error().reason, "reason_needed")
      << "against others, also by an owner";
  chief.because = "the owner asked";
  EXPECT_EQ(revoke(chief, founding_), std::nullopt);
  const auto kept = store::Order(*world_.store).audit(0, 5).value();
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept.front().act, "revoke_rights");
  EXPECT_EQ(kept.front().subject, founding_.value);
  EXPECT_EQ(kept.front().reason, "the owner asked");
}

TEST_F(Grants, AManagerTakesBackWhatOthersGaveButNotWhatTheirOwnRestsOn) {
  const base::GrantId first = give(owner_, {home_, person(friend_), kManage, true, {}, {}}).value();
  ASSERT_TRUE(give(friend_, {home_, person(other_), kManage, false, {}, {}}));
  const Actor fourth = citizen("Bai");
  const base::GrantId beside = give(owner_, create_for(fourth)).value();
  EXPECT_EQ(revoke(other_, first), ErrorCode::denied);
  EXPECT_EQ(revoke(other_, beside), std::nullopt);
}

TEST_F(Grants, AnOrganisationIsManagedByItsOfficersAndOpenToItsMembers) {
  const base::PrincipalId club{world_.store->new_id().value()};
  put(Rights::founding_grant({world_.store->new_id().value()}, {{8}, {}, {}, {}},
                             {SubjectKind::organisation, club.value}));
  const auto join = [&](const Actor& who, MemberRole role) {
    YC_ASSERT(world_.put(store::person_stream(club), store::MemberAdded{club, who.person, role}));
  };
  join(owner_, MemberRole::officer);
  join(friend_, MemberRole::member);
  const Where hall{{8}, {}, {}, {}, {}};
  EXPECT_TRUE(rights_->decide(owner_, Act::change_space, hall));
  EXPECT_TRUE(rights_->decide(owner_, Act::grant_rights, hall));
  EXPECT_TRUE(builds(friend_, hall));
  EXPECT_FALSE(rights_->decide(friend_, Act::change_space, hall));
  EXPECT_FALSE(rights_->decide(friend_, Act::grant_rights, hall));
  ASSERT_TRUE(world_.put(store::person_stream(club), store::MemberRemoved{club, friend_.person}));
  EXPECT_FALSE(builds(friend_, hall));
}

TEST_F(Grants, AnOpenPlaceIsOpenUntilItIsClosed) {
  const Actor guest{world_.admit("Guest"), {}, {}, {}};
  EXPECT_FALSE(rights_->decide(guest, Act::visit_space, kAtHome));
  rights_->set_open(home_, kVisit);
  EXPECT_EQ(rights_->decide(guest, Act::visit_space, kAtHome).source.why, Why::open);
  EXPECT_EQ(rights_->grants_on(home_).size(), 1u) << "the founding grant only";
  rights_->set_open(home_, 0);
  EXPECT_FALSE(rights_->decide(guest, Act::visit_space, kAtHome));
}

TEST_F(Grants, EverythingSurvivesARestart) {
  const base::GrantId first = give(owner_, create_for(friend_, true)).value();
  ASSERT_TRUE(give(friend_, create_for(other_)));
  const std::vector<Grant> before = rights_->grants_on(home_);
  restart();
  EXPECT_EQ(rights_->grants_on(home_), before);
  EXPECT_TRUE(builds(other_));
  ASSERT_EQ(revoke(owner_, first), std::nullopt);
  restart();
  EXPECT_FALSE(builds(other_)) << "what was passed on is over too";
  EXPECT_EQ(rights_->grants_on(home_).size(), 1u);
}

TEST_F(Grants, ExplainsInTwoLanguages) {
  GrantRequest request = create_for(friend_);
  request.until = {4'102'444'800'000};  // 2100-01-01 00:00 UTC
  ASSERT_TRUE(give(owner_, request));
  const NameOf names = [](base::PrincipalId) { return std::string("Ming"); };
  const Step why = rights_->explain(friend_, Act::edit_scene, kAtHome).front();
  EXPECT_EQ(in_words(why, Language::en, names),
            "Ming gave you create on this space until 2100-01-01 00:00 UTC.");
  EXPECT_EQ(in_words(why, Language::zh, names),
            "Ming授予您这个空间的权利：建造，至 2100-01-01 00:00 UTC。");
  const Step why_not = rights_->explain(other_, Act::edit_scene, kAtHome).front();
  EXPECT_FALSE(why_not.allows);
  EXPECT_EQ(in_words(why_not, Language::en),
            "Whoever wants to build here needs this right on this space: create.");
}

TEST_F(Grants, TheStricterProfileAsksForAVerifiedPerson) {
  rights_.reset();
  world_.open();
  rights_ = Rights::open(*world_.store, world_.scheduler, Profile::cn).value();
  const Decision refused = rights_->decide(friend_, Act::speak_near, kAtHome);
  EXPECT_EQ(refused.reason, "not_verified");
  EXPECT_EQ(refused.text, "Only verified persons may speak to people nearby.");
  ASSERT_TRUE(world_.put(store::person_stream(friend_.person),
                         store::TierSet{friend_.person, Tier::verified_person, {}}));
  EXPECT_TRUE(rights_->decide(friend_, Act::speak_near, kAtHome));
}

TEST_F(Grants, WhoModeratesOneSpaceSanctionsThereOnly) {
  ASSERT_TRUE(give(owner_, {home_, person(friend_), kModerate, false, {}, {}}));
  SanctionRequest request;
  request.kind = store::SanctionKind::limit;
  request.person = other_.person;
  request.reason = "builds towers";
  const auto place = [&](base::PrincipalId target) {
    request.person = target;
    bool placed = false;
    rights_->place_sanction(friend_, {kHome, target}, request, *world_.executor,
                            [&](const auto& r) { placed = r.has_value(); });
    world_.run();
    return placed;
  };
  EXPECT_FALSE(place(owner_.person)) << "who manages the space";
  EXPECT_FALSE(place(friend_.person)) << "their equal";
  EXPECT_TRUE(place(other_.person));
  EXPECT_EQ(rights_->decide(other_, Act::emote, kAtHome).reason, "limited");
  EXPECT_TRUE(rights_->decide(other_, Act::emote, {{8}, {}}));
  EXPECT_TRUE(rights_->decide(other_, Act::teleport, kAtHome)) << "may look";
  restart();
  EXPECT_EQ(rights_->decide(other_, Act::emote, kAtHome).text, "builds towers");
}

TEST_F(Grants, TheLastAdministratorStays) {
  const Actor first = administrator();
  const auto change = [&](bool give, base::PrincipalId who) {
    std::optional<base::Result<store::Appended>> outcome;
    const auto done = [&](base::Result<store::Appended> r) { outcome = std::move(r); };
    if (give) {
      rights_->give_role(first, who, Role::administrator, *world_.executor, done);
    } else {
      rights_->remove_role(first, who, Role::administrator, *world_.executor, done);
    }
    world_.run();
    return outcome.value().has_value();
  };
  EXPECT_FALSE(change(false, first.person));
  EXPECT_FALSE(change(true, world_.admit("Guest"))) << "has no account";
  EXPECT_TRUE(change(true, friend_.person));
  // Both at once: neither is durable when the second is asked.
  friend_.because = "a test";
  int removed = 0;
  const auto count = [&](const base::Result<store::Appended>& r) { removed += r ? 1 : 0; };
  rights_->remove_role(first, friend_.person, Role::administrator, *world_.executor, count);
  rights_->remove_role(friend_, first.person, Role::administrator, *world_.executor, count);
  world_.run();
  EXPECT_EQ(removed, 1);
}

}  // namespace
}  // namespace yc::rights
