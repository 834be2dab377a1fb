#include <gtest/gtest.h>

#include "tests/simulation/simulated_city.h"

namespace yc::simulation {
namespace {

TEST(SimulatedCity, EveryInvariantHoldsThroughPowerCutsAndBrokenLinks) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    CityRun run;
    run.seed = seed;
    const CityOutcome outcome = simulate(run);
    EXPECT_EQ(outcome.failure, "") << "seed " << seed;
    // The faults and the work did take place.
    EXPECT_GT(outcome.welcomes, 20u);
    EXPECT_GT(outcome.crowd_frames, 1000u);
    EXPECT_GT(outcome.corrections, 0u);
    EXPECT_GT(outcome.chat_acknowledged, 10u);
    EXPECT_GT(outcome.lanterns_acknowledged, 0u);
  }
}

TEST(SimulatedCity, TheSameSeedGivesTheSameBytesAndAnotherSeedOthers) {
  CityRun run;
  run.seconds_a_life = 6;
  const std::string first = simulate(run).hash;
  EXPECT_EQ(simulate(run).hash, first);
  run.seed = 2;
  EXPECT_NE(simulate(run).hash, first);
}

}  // namespace
}  // namespace yc::simulation
