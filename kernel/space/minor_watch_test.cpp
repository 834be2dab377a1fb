// Minors who are in the city when it closes to them.
#include <gtest/gtest.h>

#include "kernel/space/testing/space_world.h"
#include "kernel/store/order.h"

namespace yc::space {
namespace {

using std::chrono::minutes;
using testing::SpaceWorld;

constexpr int kTicksPerMinute = 60 * 20;

class MinorWatchTest : public ::testing::Test {
 protected:
  // A child whose guardian has set limits, in the city, and somebody else.
  void begin(store::Hours hours, std::uint16_t daily) {
    parent_ = world_.store_world.admit("Parent");
    other_ = world_.enter("Other");
    child_ = world_.enter("Child");
    person_ = child_->entry.actor.person;
    put(store::GuardianAsked{parent_, person_});
    put(store::GuardianConfirmed{parent_, person_});
    put(store::AgeBandSet{person_, store::AgeBand::under_16, store::AgeEvidence::guardian});
    put(store::GuardianLimitsSet{parent_, person_, hours.days, hours.from_minute, hours.to_minute,
                                 store::Audience::everyone, daily});
  }
  void put(store::Payload payload) {
    YC_ASSERT(world_.store_world.put(store::person_stream(person_), std::move(payload)));
  }
  int minute_now() { return rights::city_moment(world_.scheduler().wall()).minute; }

  SpaceWorld world_;
  base::PrincipalId parent_, person_;
  testing::GuestPtr child_, other_;
};

TEST_F(MinorWatchTest, ToldFiveMinutesBeforeTheHourAndTakenOutWhenItComes) {
  const auto closes = static_cast<std::uint16_t>(minute_now() + 9);
  ASSERT_LT(closes, 1440);
  begin({0x7f, 0, closes}, 0);
  world_.run(2 * kTicksPerMinute);
  EXPECT_TRUE(child_->heard("time_ends").empty());
  world_.run(2 * kTicksPerMinute);
  ASSERT_EQ(child_->heard("time_ends").size(), 1u) << "once";
  EXPECT_EQ(child_->heard("time_ends").front()["minutes"], 5);
  EXPECT_FALSE(child_->is_closed);
  world_.run(6 * kTicksPerMinute);
  EXPECT_TRUE(child_->is_closed);
  EXPECT_EQ(child_->closed.reason, schema::Reason::minor_time);
  EXPECT_GT(child_->closed.retry_after_s, 0);
  EXPECT_FALSE(other_->is_closed);
  schema::Hello again = SpaceWorld::hello("Child");
  again.token = child_->token;
  const auto back = world_.knock(again);
  EXPECT_FALSE(back->is_in);
  EXPECT_EQ(back->closed.reason, schema::Reason::minor_time);
}

TEST_F(MinorWatchTest, TheMinutesOfADayAreCountedAndKept) {
  begin({0x7f, 0, 1440}, 12);
  world_.run(6 * kTicksPerMinute);
  const auto half = store::Order(*world_.store_world.store).time_spent().value();
  ASSERT_EQ(half.size(), 1u);
  EXPECT_EQ(half.front().minutes, 5) << "written while they are here";
  world_.run(2 * kTicksPerMinute);
  EXPECT_EQ(child_->heard("time_ends").size(), 1u);
  world_.run(5 * kTicksPerMinute);
  EXPECT_EQ(child_->closed.reason, schema::Reason::minor_time);
  EXPECT_GE(store::Order(*world_.store_world.store).time_spent().value().front().minutes, 12);
}

TEST_F(MinorWatchTest, GoingAndComingBackGivesNoNewDay) {
  begin({0x7f, 0, 1440}, 10);
  for (int stay = 0; stay < 2; ++stay) {
    world_.run(4 * kTicksPerMinute);
    world_.space->leave(child_->entry.id);
    world_.run(20);
    schema::Hello again = SpaceWorld::hello("Child");
    again.token = child_->token;
    child_ = world_.knock(again);
    ASSERT_TRUE(child_->is_in);
  }
  world_.run(3 * kTicksPerMinute);
  EXPECT_TRUE(child_->is_closed) << "4 + 4 + 3 minutes";
}

}  // namespace
}  // namespace yc::space
