#include "kernel/rights/rights.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "kernel/store/testing/test_world.h"

namespace yc::rights {
namespace {

using base::ErrorCode;
using store::SanctionKind;
using store::testing::TestWorld;

constexpr Where kCity{{1}, {}};

class RightsTest : public ::testing::Test {
 protected:
  RightsTest() {
    world_.open();
    rights_ = Rights::open(*world_.store, world_.scheduler).value();
    visitor_.person = world_.admit("Lotus");
    moderator_.person = grant(store::Role::moderator);
    administrator_.person = grant(store::Role::administrator);
  }

  base::PrincipalId grant(store::Role role) {
    const base::PrincipalId person = world_.admit("Crane");
    YC_ASSERT(world_.put(store::person_stream(person), store::RoleGranted{person, role}));
    return person;
  }

  base::Result<base::CaseId> place(const Actor& who, SanctionRequest request) {
    std::optional<base::Result<base::CaseId>> outcome;
    rights_->place_sanction(who, {{1}, request.person}, std::move(request), *world_.executor,
                            [&](base::Result<base::CaseId> r) { outcome = std::move(r); });
    world_.run();
    return outcome.value();
  }

  SanctionRequest sanction(SanctionKind kind, base::PrincipalId person) {
    SanctionRequest request;
    request.kind = kind;
    request.person = person;
    request.reason = "too loud";
    return request;
  }

  TestWorld world_;
  std::unique_ptr<Rights> rights_;
  Actor visitor_;
  Actor moderator_;
  Actor administrator_;
};

TEST_F(RightsTest, AllowedActsAreThoseDecidedSo) {
  const std::vector<Act> acts = rights_->allowed_acts(visitor_, kCity);
  for (const Rule& rule : kRules) {
    EXPECT_EQ(std::ranges::count(acts, rule.act) == 1,
              rights_->decide(visitor_, rule.act, kCity).allowed)
        << rule.name;
  }
  EXPECT_EQ(rights_->allowed_acts(administrator_, kCity).size(),
            static_cast<std::size_t>(kActCount));
}

TEST_F(RightsTest, AMuteStopsSpeakingUntilItEnds) {
  SanctionRequest request = sanction(SanctionKind::mute, visitor_.person);
  request.until = {world_.scheduler.wall().unix_ms + 60'000};
  const base::CaseId id = place(moderator_, request).value();
  for (const Act act :
       {Act::speak_near, Act::speak_space, Act::speak_direct, Act::speak_aloud, Act::change_look}) {
    const Decision decision = rights_->decide(visitor_, act, kCity);
    EXPECT_EQ(decision.reason, "muted");
    EXPECT_EQ(decision.text, "too loud");
    EXPECT_EQ(decision.until, request.until);
    EXPECT_EQ(decision.sanction, id);
  }
  EXPECT_TRUE(rights_->decide(visitor_, Act::enter, kCity));
  EXPECT_TRUE(rights_->decide(visitor_, Act::report, kCity));
  world_.scheduler.run_for(std::chrono::minutes(1));
  EXPECT_TRUE(rights_->decide(visitor_, Act::speak_near, kCity));
}

TEST_F(RightsTest, UnmuteLiftsEveryMute) {
  ASSERT_TRUE(place(moderator_, sanction(SanctionKind::mute, visitor_.person)));
  ASSERT_TRUE(place(moderator_, sanction(SanctionKind::mute, visitor_.person)));
  rights_->unmute(moderator_, {{1}, visitor_.person}, "calm again", *world_.executor,
                  [](const base::Result<store::Appended>& r) { EXPECT_TRUE(r); });
  world_.run();
  EXPECT_TRUE(rights_->decide(visitor_, Act::speak_near, kCity));
}

TEST_F(RightsTest, ABanHoldsByPersonAddressAndDevice) {
  SanctionRequest request = sanction(SanctionKind::ban, visitor_.person);
  request.address = "203.0.113.9";
  request.device = "hint";
  ASSERT_TRUE(place(moderator_, request));
  const Actor by_address{{}, "203.0.113.9", ""};
  const Actor by_mapped_address{{}, "::ffff:203.0.113.9", ""};
  const Actor by_device{{}, "198.51.100.1", "hint"};
  const Actor stranger{{}, "198.51.100.1", "other"};
  for (const Actor& who : {visitor_, by_address, by_mapped_address, by_device})
    EXPECT_EQ(rights_->decide(who, Act::enter, kCity).reason, "banned");
  EXPECT_TRUE(rights_->decide(stranger, Act::enter, kCity));
}

TEST_F(RightsTest, ABanLeavesOutTheAddressOfThisMachineWhichIsEverybodysBehindAProxy) {
  for (const char* own : {"127.0.0.1", "::1", "::ffff:127.0.0.1"}) {
    SanctionRequest request = sanction(SanctionKind::ban, visitor_.person);
    request.address = own;
    ASSERT_TRUE(place(moderator_, request));
    EXPECT_FALSE(rights_->decide(visitor_, Act::enter, kCity));
    EXPECT_TRUE(rights_->decide({{}, own, "other"}, Act::enter, kCity));
    request.person = {};
    EXPECT_FALSE(place(moderator_, request)) << "a ban of nobody";
  }
}

TEST_F(RightsTest, ABanOfAnIpv6AddressHoldsForItsNetwork) {
  SanctionRequest request = sanction(SanctionKind::ban, {});
  request.address = "2001:db8:1:2::7";
  ASSERT_TRUE(place(moderator_, request));
  EXPECT_FALSE(rights_->decide({{}, "2001:db8:1:2:aaaa::1", ""}, Act::enter, kCity));
  EXPECT_TRUE(rights_->decide({{}, "2001:db8:1:3::7", ""}, Act::enter, kCity));
}

TEST_F(RightsTest, AnAdministratorIsNotLockedOutByABannedAddress) {
  SanctionRequest request = sanction(SanctionKind::ban, {});
  request.address = "203.0.113.9";
  ASSERT_TRUE(place(moderator_, request));
  Actor chief = administrator_;
  chief.address = "203.0.113.9";
  EXPECT_TRUE(rights_->decide(chief, Act::enter, kCity));
}

TEST_F(RightsTest, WhoManagesASpaceIsNotLockedOutOfItByABannedAddress) {
  const base::SpaceId garden{77'001};
  Actor owner{world_.admit("Lin"), "203.0.113.9", "", {}};
  store::NewEvent founding =
      Rights::founding_grant({77'002}, {garden}, {store::SubjectKind::person, owner.person.value});
  ASSERT_TRUE(world_.put(founding.stream, std::move(founding.payload)));
  SanctionRequest request = sanction(SanctionKind::ban, visitor_.person);
  request.address = owner.address;
  request.space = garden;
  ASSERT_TRUE(place(moderator_, request));
  const Where there{garden, {}};
  EXPECT_TRUE(rights_->decide(owner, Act::enter, there));
  EXPECT_FALSE(rights_->decide({{}, owner.address, "", {}}, Act::enter, there));
  // What names them holds.
  SanctionRequest own = sanction(SanctionKind::mute, owner.person);
  own.space = garden;
  ASSERT_TRUE(place(moderator_, own));
  EXPECT_EQ(rights_->decide(owner, Act::speak_near, there).reason, "muted");
}

TEST_F(RightsTest, SanctionsSurviveARestart) {
  ASSERT_TRUE(place(moderator_, sanction(SanctionKind::ban, visitor_.person)));
  rights_.reset();
  world_.open();
  rights_ = Rights::open(*world_.store, world_.scheduler).value();
  EXPECT_EQ(rights_->decide(visitor_, Act::enter, kCity).text, "too loud");
  EXPECT_EQ(rights_->standing(administrator_), Standing::administrator);
}

TEST_F(RightsTest, ALiftedBanOpensTheDoorAgain) {
  const base::CaseId id = place(moderator_, sanction(SanctionKind::ban, visitor_.person)).value();
  const auto lift = [&](const Actor& who) {
    std::optional<ErrorCode> error;
    rights_->lift_sanction(who, id, "appeal", *world_.executor,
                           [&](const base::Result<store::Appended>& r) {
                             if (!r) error = r.error().code;
                           });
    world_.run();
    return error;
  };
  EXPECT_EQ(lift(visitor_), ErrorCode::denied);
  EXPECT_EQ(lift(moderator_), std::nullopt);
  EXPECT_TRUE(rights_->decide(visitor_, Act::enter, kCity));
  EXPECT_EQ(lift(moderator_), ErrorCode::not_found);
}

TEST_F(RightsTest, NobodyLiftsAMeasureAgainstThemselves) {
  const base::CaseId id =
      place(administrator_, sanction(SanctionKind::mute, moderator_.person)).value();
  const auto code = [](const base::Result<store::Appended>& r) {
    return r ? std::nullopt : std::optional(r.error().code);
  };
  std::optional<ErrorCode> lifted, unmuted, by_another;
  rights_->lift_sanction(moderator_, id, "I am calm", *world_.executor,
                         [&](const base::Result<store::Appended>& r) { lifted = code(r); });
  rights_->unmute(moderator_, {{1}, moderator_.person}, "I am calm", *world_.executor,
                  [&](const base::Result<store::Appended>& r) { unmuted = code(r); });
  world_.run();
  EXPECT_EQ(lifted, ErrorCode::denied);
  EXPECT_EQ(unmuted, ErrorCode::denied);
  EXPECT_EQ(rights_->decide(moderator_, Act::speak_near, kCity).reason, "muted");
  const Actor other{grant(store::Role::moderator), "", ""};
  rights_->lift_sanction(other, id, "they are calm", *world_.executor,
                         [&](const base::Result<store::Appended>& r) { by_another = code(r); });
  world_.run();
  EXPECT_EQ(by_another, std::nullopt);
}

TEST_F(RightsTest, ASanctionThatIsOverCannotBeLifted) {
  SanctionRequest request = sanction(SanctionKind::mute, visitor_.person);
  request.until = {world_.scheduler.wall().unix_ms + 60'000};
  const base::CaseId id = place(moderator_, request).value();
  world_.scheduler.run_for(std::chrono::minutes(1));
  std::optional<ErrorCode> error;
  rights_->lift_sanction(moderator_, id, "", *world_.executor,
                         [&](const base::Result<store::Appended>& r) { error = r.error().code; });
  world_.run();
  EXPECT_EQ(error, ErrorCode::not_found);
}

TEST_F(RightsTest, NobodySanctionsTheirEqualOrBetter) {
  const Actor other_moderator{grant(store::Role::moderator), "", ""};
  EXPECT_EQ(place(moderator_, sanction(SanctionKind::mute, other_moderator.person)).error().code,
            ErrorCode::denied);
  EXPECT_TRUE(place(administrator_, sanction(SanctionKind::mute, other_moderator.person)));
  EXPECT_FALSE(rights_->decide(moderator_, Act::kick, {{1}, administrator_.person}));
}

TEST_F(RightsTest, AKickIsARecordOnly) {
  const base::CaseId id = place(moderator_, sanction(SanctionKind::kick, visitor_.person)).value();
  EXPECT_TRUE(rights_->decide(visitor_, Act::enter, kCity));
  EXPECT_EQ(world_.store->sanction(id)->by, moderator_.person);
}

TEST_F(RightsTest, OthersHearOfGrantsAndOfAllElseOnlyThatItIsAReasonOfTheirOwn) {
  const base::SpaceId garden{77'001};
  const Where there{garden, {}};
  const base::PrincipalId person = visitor_.person;
  const auto told = [&](Act act) { return rights_->explain_to_others(person, act, there).at(0); };
  ASSERT_TRUE(place(moderator_, sanction(SanctionKind::limit, person)));
  EXPECT_EQ(told(Act::edit_scene).why, Why::no_right) << "also of a stranger who is limited";
  const Subject subject{store::SubjectKind::person, person.value};
  store::NewEvent founding = Rights::founding_grant({77'002}, {garden}, subject);
  ASSERT_TRUE(world_.put(founding.stream, std::move(founding.payload)));
  EXPECT_EQ(told(Act::visit_space).why, Why::owner) << "a limit does not stop it";
  EXPECT_EQ(rights_->explain(visitor_, Act::edit_scene, there).at(0).why, Why::limited);
  const Step step = told(Act::edit_scene);
  EXPECT_EQ(step.why, Why::own_reason);
  EXPECT_FALSE(step.allows);
  EXPECT_EQ(step.reason, "");
  EXPECT_EQ(step.sanction, base::CaseId{});
}

TEST_F(RightsTest, ASanctionOfNobodyOrWithoutReasonIsRefused) {
  EXPECT_EQ(place(moderator_, sanction(SanctionKind::ban, {})).error().code, ErrorCode::bad_input);
  SanctionRequest silent = sanction(SanctionKind::ban, visitor_.person);
  silent.reason = "";
  EXPECT_EQ(place(moderator_, silent).error().code, ErrorCode::bad_input);
}

TEST_F(RightsTest, ARemovedRoleIsGoneAtOnce) {
  ASSERT_TRUE(world_.put(store::person_stream(moderator_.person),
                         store::RoleRemoved{moderator_.person, store::Role::moderator}));
  EXPECT_EQ(rights_->standing(moderator_), Standing::visitor);
}

}  // namespace
}  // namespace yc::rights
