#include "apps/yuancheng/swarm_measure.h"

#include <gtest/gtest.h>

#include "kernel/crowd/dead_reckoning.h"
#include "kernel/crowd/wire_position.h"

namespace yc::apps {
namespace {

base::MonotonicTime at_ms(int ms) {
  return base::MonotonicTime(std::chrono::milliseconds(ms));
}

schema::CrowdRecord motion(double x, double velocity_x) {
  schema::CrowdRecord record;
  crowd::set_position(record, crowd::to_wire({x, 0, 0}));
  record.velocity_x = crowd::velocity_to_wire(velocity_x);
  return record;
}

TEST(MotionHistory, TheNewestMotionIsNotReplacedHoweverLongAgoItWasTold) {
  MotionHistory walker;
  walker.add(motion(0, 2), at_ms(100));
  walker.add(motion(2, 0), at_ms(1100));
  EXPECT_FALSE(walker.replaced_at({2, 0, 0, 0, at_ms(9000), false}));
}

TEST(MotionHistory, AMotionIsReplacedWhenTheNextOneIsTold) {
  MotionHistory walker;
  walker.add(motion(0, 2), at_ms(100));
  walker.add(motion(2, 0), at_ms(1100));
  walker.add(motion(2, -2), at_ms(1500));
  // Held as the server moved it on: 0.1 m after 50 ms.
  EXPECT_EQ(walker.replaced_at({0.1, 0, 2, 0, at_ms(150), false}), at_ms(1100));
  EXPECT_EQ(walker.replaced_at({2, 0, 0, 0, at_ms(1150), false}), at_ms(1500));
}

TEST(MotionHistory, ACoarseMotionIsKnownByWhatItRounds) {
  MotionHistory walker;
  walker.add(motion(0, 2.2), at_ms(0));
  walker.add(motion(4.4, 0), at_ms(2000));
  EXPECT_EQ(walker.replaced_at({2.25, 0.05, 2.0, 0.3, at_ms(1000), true}), at_ms(2000));
  EXPECT_FALSE(walker.replaced_at({4.45, 0, 0, 0, at_ms(2500), true}));
}

TEST(MotionHistory, AMotionThatWasNeverToldCountsFromTheOldestThatIsRemembered) {
  MotionHistory walker;
  for (int i = 0; i < 100; ++i) walker.add(motion(i * 10.0, 0), at_ms(50 * i));
  EXPECT_EQ(walker.replaced_at({-500, 0, 0, 0, at_ms(5000), false}), at_ms(50 * 52));
}

}  // namespace
}  // namespace yc::apps
