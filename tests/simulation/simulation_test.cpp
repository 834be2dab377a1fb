#include <gtest/gtest.h>

#include "tests/simulation/simulated_city.h"

namespace yc::simulation {
namespace {

TEST(SimulatedCity, EveryInvariantHoldsThroughPowerCutsAndBrokenLinks) {
  std::uint64_t sanctions = 0;  // of one seed 1 to 13: chance
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    CityRun run;
    run.seed = seed;
    run.lives = 3;
    const CityOutcome outcome = simulate(run);
    EXPECT_EQ(outcome.failure, "") << "seed " << seed;
    // The faults and the work did take place.
    EXPECT_GT(outcome.welcomes, 20u);
    EXPECT_GT(outcome.crowd_frames, 1000u);
    EXPECT_GT(outcome.corrections, 0u);
    EXPECT_GT(outcome.chat_acknowledged, 10u);
    EXPECT_GT(outcome.lanterns_lit, 4u);
    EXPECT_GT(outcome.lantern_rounds, 0u);
    EXPECT_GT(outcome.hands, 100u);
    EXPECT_GT(outcome.blocks, 0u);
    sanctions += outcome.sanctions;
  }
  EXPECT_GT(sanctions, 8u);
}

// A check that never fails checks nothing: each of these cities is broken on purpose.
std::string first_failure(Sabotage sabotage) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    CityRun run;
    run.seed = seed;
    run.sabotage = sabotage;
    const std::string failure = simulate(run).failure;
    if (!failure.empty()) return failure;
  }
  return "nothing was noticed";
}

TEST(BrokenCity, AnswersThatComeBeforeTheSyncAreNoticed) {
  const std::string failure = first_failure(Sabotage::lying_disk);
  EXPECT_TRUE(failure.contains("lost") || failure.contains("forgotten") ||
              failure.contains("never was") || failure.contains("verify"))
      << failure;
}

TEST(BrokenCity, WallsThatTheServerDoesNotKnowAreNoticed) {
  EXPECT_EQ(first_failure(Sabotage::open_walls), "somebody is inside the house");
}

TEST(BrokenCity, BlocksThatBindNobodyAreNoticed) {
  const std::string failure = first_failure(Sabotage::unsent_blocks);
  EXPECT_TRUE(failure.contains("blocked")) << failure;
}

TEST(BrokenCity, SanctionsThatBindNobodyAreNoticed) {
  const std::string failure = first_failure(Sabotage::unsent_sanctions);
  EXPECT_TRUE(failure.contains("banned") || failure.contains("muted") || failure.contains("kicked"))
      << failure;
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
