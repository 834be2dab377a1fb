#include "tests/powercut/power_cut.h"

#include <gtest/gtest.h>

namespace yc::powercut {
namespace {

// The long run (./dev test --long) takes a thousand.
constexpr std::uint64_t kSeeds = 40;

TEST(PowerCut, NothingAcknowledgedIsLost) {
  std::uint64_t acknowledged = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const Outcome outcome = run({.seed = seed});
    ASSERT_EQ(outcome.failure, "");
    acknowledged += outcome.acknowledged;
  }
  EXPECT_GT(acknowledged, kSeeds * 20) << "the runs must do real work";
}

// Proves that a run notices: on a disk whose syncs do nothing most seeds must fail.
TEST(PowerCut, ALyingDiskIsFoundOut) {
  int failed = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed)
    failed += run({.seed = seed, .lying_disk = true}).failure.empty() ? 0 : 1;
  EXPECT_GE(failed, 5);
}

TEST(PowerCut, TheSameSeedDoesTheSame) {
  const Outcome first = run({.seed = 7});
  const Outcome second = run({.seed = 7});
  EXPECT_EQ(first.acknowledged, second.acknowledged);
  EXPECT_EQ(first.recovered_unacknowledged, second.recovered_unacknowledged);
}

}  // namespace
}  // namespace yc::powercut
