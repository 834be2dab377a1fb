// The rules for minors, as decide() asks them: docs/rights.md.
#include <gtest/gtest.h>

#include "kernel/rights/rights.h"
#include "kernel/rights/words.h"
#include "kernel/store/order_records.h"
#include "kernel/store/testing/test_world.h"

namespace yc::rights {
namespace {

using store::AgeBand;
using store::AgeEvidence;
using store::Audience;

constexpr std::int64_t kHourMs = 3'600'000;
constexpr base::SpaceId kSpace{7};

// 2026-09-28 is a Monday; the city's clock is 8 hours before UTC.
constexpr std::int64_t kMondayMidnight = 1'790'553'600'000 - 8 * kHourMs;

class Minors : public ::testing::Test {
 protected:
  explicit Minors(Profile profile = Profile::cn) : profile_(profile) {
    world_.open();
    child_ = world_.admit("Child");
    friend_ = world_.admit("Friend");
    stranger_ = world_.admit("Stranger");
    parent_ = world_.admit("Parent");
    for (const base::PrincipalId each : {child_, friend_, stranger_, parent_})
      put(each, store::TierSet{each, store::Tier::verified_person, {}});
    put(child_, store::FriendAsked{child_, friend_});
    put(child_, store::FriendAccepted{friend_, child_});
  }
  void open() { rights_ = Rights::open(*world_.store, world_.scheduler, profile_).value(); }
  void put(base::PrincipalId stream, store::Payload payload) {
    ASSERT_TRUE(world_.put(store::person_stream(stream), std::move(payload)));
  }
  void grow(AgeBand band) { put(child_, store::AgeBandSet{child_, band, AgeEvidence::reviewer}); }
  void limit(store::Hours hours, Audience contact, std::uint16_t minutes) {
    put(child_, store::GuardianAsked{parent_, child_});
    put(child_, store::GuardianConfirmed{parent_, child_});
    put(child_, store::GuardianLimitsSet{parent_, child_, hours.days, hours.from_minute,
                                         hours.to_minute, contact, minutes});
  }
  // Of the Monday.
  void be_at(int hour, int minute = 0) {
    const std::int64_t wanted = kMondayMidnight + hour * kHourMs + minute * 60'000;
    const std::int64_t now = world_.scheduler.wall().unix_ms;
    ASSERT_GE(wanted, now);
    world_.scheduler.run_for(std::chrono::milliseconds(wanted - now));
  }
  Decision may(base::PrincipalId who, Act act, base::PrincipalId target = {}) {
    return rights_->decide({who, {}, {}, {}}, act, {kSpace, target});
  }

  Profile profile_;
  store::testing::TestWorld world_;
  std::unique_ptr<Rights> rights_;
  base::PrincipalId child_, friend_, stranger_, parent_;
};

class MinorsOpen : public Minors {
 protected:
  MinorsOpen() : Minors(Profile::open) {}
};

TEST(CityTime, DaysBeginAtTheCitysMidnight) {
  const CityMoment midnight = city_moment({kMondayMidnight});
  EXPECT_EQ(midnight.minute, 0);
  EXPECT_EQ(city_moment({kMondayMidnight - 1}).day, midnight.day - 1);
  EXPECT_EQ(wall_time({midnight.day, 90}).unix_ms, kMondayMidnight + 90 * 60'000);
  EXPECT_TRUE((MinorLimits{0x01, 0, 1440, 0, Audience::everyone}.open_at(midnight)))
      << "bit 0 is Monday";
}

TEST(MinorHours, OpenAndCloseAsTheyAreSet) {
  const MinorLimits limits{0x7f, 360, 1320, 0, Audience::friends};
  const base::WallTime early{kMondayMidnight + 5 * kHourMs};
  const base::WallTime noon{kMondayMidnight + 12 * kHourMs};
  EXPECT_EQ(limits.opens(early).unix_ms, kMondayMidnight + 6 * kHourMs);
  EXPECT_EQ(limits.closes(early), early);
  EXPECT_EQ(limits.closes(noon).unix_ms, kMondayMidnight + 22 * kHourMs);
  EXPECT_EQ(limits.opens(noon).unix_ms, kMondayMidnight + 30 * kHourMs);
  const MinorLimits never{0, 0, 1440, 0, Audience::everyone};
  EXPECT_EQ(never.opens(noon).unix_ms, 0);
}

TEST_F(Minors, UnderCnTheCityIsClosedToThemAtNight) {
  open();
  grow(AgeBand::under_16);
  be_at(5, 59);
  const Decision night = may(child_, Act::enter);
  EXPECT_EQ(night.reason, "minor_time");
  EXPECT_EQ(night.until.unix_ms, kMondayMidnight + 6 * kHourMs);
  EXPECT_EQ(in_words(night.source, Language::en),
            "The city is closed to you now; it opens again at 06:00, city time.");
  EXPECT_NE(in_words(night.source, Language::zh).find("06:00"), std::string::npos);
  be_at(6);
  EXPECT_TRUE(may(child_, Act::enter));
  be_at(22);
  EXPECT_FALSE(may(child_, Act::visit_space));
  EXPECT_TRUE(may(stranger_, Act::enter)) << "an adult";
  grow(AgeBand::adult);
  EXPECT_TRUE(may(child_, Act::enter));
}

TEST_F(Minors, ADaysTimeIsUsedUpAndComesBackNextDay) {
  open();
  grow(AgeBand::under_16);
  be_at(12);
  const std::uint32_t today = city_moment(world_.scheduler.wall()).day;
  const int daily = kMinorRules[1].daily_minutes;
  put(child_, store::TimeSpent{child_, today, static_cast<std::uint16_t>(daily - 1)});
  EXPECT_TRUE(may(child_, Act::enter));
  put(child_, store::TimeSpent{child_, today, static_cast<std::uint16_t>(daily)});
  EXPECT_EQ(may(child_, Act::enter).source.why, Why::minor_played);
  open();
  EXPECT_FALSE(may(child_, Act::enter)) << "also after a restart";
  be_at(24 + 7);
  EXPECT_TRUE(may(child_, Act::enter));
}

TEST_F(Minors, TheyReachAndAreReachedByFriendsOnly) {
  open();
  be_at(12);
  EXPECT_TRUE(may(child_, Act::send_direct, stranger_)) << "not known to be a minor";
  grow(AgeBand::under_16);
  EXPECT_TRUE(may(child_, Act::send_direct, friend_)) << "friends before the age was known";
  EXPECT_EQ(may(child_, Act::send_direct, stranger_).reason, "friends_only");
  EXPECT_EQ(may(stranger_, Act::send_direct, child_).reason, "friends_only");
  EXPECT_EQ(may(stranger_, Act::send_direct, child_).source.why, Why::friends_only);
  EXPECT_FALSE(may(child_, Act::speak_near)) << "anybody may be near";
  EXPECT_FALSE(may(child_, Act::speak_aloud));
  EXPECT_TRUE(may(child_, Act::send_direct)) << "reading one's own messages";
  EXPECT_TRUE(may(child_, Act::befriend, stranger_)) << "how friends are made";
  EXPECT_EQ(may(child_, Act::make_organisation).reason, "minor_never");
  put(child_, store::FriendEnded{child_, friend_});
  EXPECT_FALSE(may(friend_, Act::send_direct, child_));
  put(child_, store::FriendAccepted{stranger_, child_});
  EXPECT_TRUE(may(stranger_, Act::send_direct, child_));
}

TEST_F(Minors, AGuardianMakesTheRulesStricterNeverLooser) {
  open();
  grow(AgeBand::under_16);
  limit({0x60, 0, 1440}, Audience::everyone, 600);  // Saturday and Sunday
  const auto day = rights_->minor_day(child_);
  ASSERT_TRUE(day);
  EXPECT_EQ(day->limits.days, 0x60);
  EXPECT_EQ(day->limits.from_minute, 360);
  EXPECT_EQ(day->limits.to_minute, 1320);
  EXPECT_EQ(day->limits.daily_minutes, kMinorRules[1].daily_minutes);
  EXPECT_EQ(day->limits.contact, Audience::friends);
  be_at(12);
  EXPECT_EQ(may(child_, Act::enter).until.unix_ms, kMondayMidnight + (5 * 24 + 6) * kHourMs);
}

TEST_F(MinorsOpen, UnderOpenNothingBindsUntilAGuardianAsks) {
  open();
  grow(AgeBand::under_16);
  be_at(3);
  EXPECT_TRUE(may(child_, Act::enter));
  EXPECT_TRUE(may(child_, Act::speak_near));
  EXPECT_FALSE(rights_->minor_day(child_));
  limit({0x7f, 480, 1200}, Audience::nobody, 30);
  EXPECT_EQ(may(child_, Act::enter).reason, "minor_time");
  EXPECT_FALSE(may(child_, Act::send_direct, friend_)) << "not even friends";
  EXPECT_FALSE(may(stranger_, Act::befriend, child_));
  open();
  EXPECT_EQ(rights_->minor_day(child_)->limits.daily_minutes, 30) << "after a restart";
  put(child_, store::GuardianEnded{parent_, child_});
  EXPECT_TRUE(may(child_, Act::enter));
}

// What binds the child, and after a restart, which must be the same.
class MinorsReopened : public MinorsOpen {
 protected:
  std::optional<MinorLimits> limits() {
    const auto followed = rights_->minor_day(child_);
    open();
    const auto loaded = rights_->minor_day(child_);
    EXPECT_EQ(followed.has_value(), loaded.has_value());
    if (!followed || !loaded) return std::nullopt;
    EXPECT_EQ(followed->limits.days, loaded->limits.days);
    EXPECT_EQ(followed->limits.daily_minutes, loaded->limits.daily_minutes);
    EXPECT_EQ(followed->limits.contact, loaded->limits.contact);
    EXPECT_EQ(followed->spent_minutes, loaded->spent_minutes);
    return loaded->limits;
  }
};

TEST_F(MinorsReopened, GuardiansStayWhenSomebodyIsTakenForAnAdultForAWhile) {
  open();
  grow(AgeBand::under_16);
  limit({0x7f, 480, 1200}, Audience::nobody, 30);
  be_at(12);
  const std::uint32_t today = city_moment(world_.scheduler.wall()).day;
  put(child_, store::TimeSpent{child_, today, 10});
  grow(AgeBand::adult);
  EXPECT_FALSE(limits()) << "they bind no adult";
  open();
  grow(AgeBand::under_18);
  ASSERT_TRUE(limits());
  EXPECT_EQ(limits()->daily_minutes, 30);
  EXPECT_EQ(rights_->minor_day(child_)->spent_minutes, 10);
  grow(AgeBand::adult);
  grow(AgeBand::under_18);  // both without a restart in between
  EXPECT_EQ(limits()->daily_minutes, 30);
}

TEST_F(MinorsReopened, WhatIsSetBeforeTheAgeIsKnownBindsOnceItIs) {
  open();
  limit({0x7f, 480, 1200}, Audience::friends, 45);
  EXPECT_FALSE(limits());
  open();
  grow(AgeBand::under_14);
  ASSERT_TRUE(limits());
  EXPECT_EQ(limits()->daily_minutes, 45);
}

TEST_F(MinorsReopened, WhoIsNoGuardianAnyMoreSetsNothing) {
  open();
  grow(AgeBand::under_16);
  put(child_, store::GuardianAsked{parent_, child_});
  put(child_, store::GuardianLimitsSet{parent_, child_, 0x7f, 0, 1440, Audience::nobody, 5});
  EXPECT_FALSE(limits()) << "not confirmed";
  put(child_, store::GuardianEnded{parent_, child_});
  put(child_, store::GuardianConfirmed{parent_, child_});
  put(child_, store::GuardianLimitsSet{parent_, child_, 0x7f, 0, 1440, Audience::nobody, 5});
  EXPECT_FALSE(limits()) << "ended in the same moment";
}

}  // namespace
}  // namespace yc::rights
