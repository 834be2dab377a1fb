#include "kernel/identity/attempts.h"

#include <gtest/gtest.h>

#include "kernel/base/simulation.h"

namespace yc::identity {
namespace {

using std::chrono::seconds;

TEST(Attempts, ComeAtTheirRateAfterABurst) {
  base::SimulatedScheduler world(1);
  Attempts attempts(world, {3, 0.5});
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(attempts.take("lin"));
  EXPECT_FALSE(attempts.take("lin"));
  world.run_for(seconds(2));
  EXPECT_TRUE(attempts.take("lin"));
  EXPECT_FALSE(attempts.take("lin"));
}

TEST(Attempts, ManyInventedNamesNeitherShutOutNorFreeSomebody) {
  base::SimulatedScheduler world(1);
  Attempts attempts(world, {3, 0.001}, 10);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(attempts.take("guessed at"));
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(attempts.take("invented " + std::to_string(i))) << i;
  EXPECT_TRUE(attempts.take("somebody new"));
  EXPECT_FALSE(attempts.take("guessed at"));
}

}  // namespace
}  // namespace yc::identity
