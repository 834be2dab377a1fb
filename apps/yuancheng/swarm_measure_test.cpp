#include "apps/yuancheng/swarm_measure.h"

#include <gtest/gtest.h>

namespace yc::apps {
namespace {

base::MonotonicTime at_ms(int ms) {
  return base::MonotonicTime(std::chrono::milliseconds(ms));
}

crowd::WirePosition spot(std::uint16_t number) {
  return {0, 0, number, 0, 0};
}

TEST(Staleness, of_somebody_who_walks_counts_from_when_the_held_position_was_told) {
  PoseHistory walker;
  walker.add(spot(1), at_ms(100));
  walker.add(spot(2), at_ms(150));
  const HeldSample held{spot(1), at_ms(100)};
  EXPECT_FLOAT_EQ(held.age_ms(walker, at_ms(190)), 90.0f);
}

TEST(Staleness, of_somebody_who_stands_where_they_are_seen_is_none) {
  PoseHistory walker;
  walker.add(spot(1), at_ms(100));
  for (int ms = 150; ms <= 7400; ms += 50) walker.stay(at_ms(ms));
  const HeldSample held{spot(1), at_ms(100)};
  EXPECT_FLOAT_EQ(held.age_ms(walker, at_ms(7400)), 0.0f);
}

// Once counted from the beginning of the rest: 7.3 s in the first report of 500 people.
TEST(Staleness, of_somebody_who_walks_on_after_a_rest_does_not_count_the_rest) {
  PoseHistory walker;
  walker.add(spot(1), at_ms(100));
  for (int ms = 150; ms <= 7400; ms += 50) walker.stay(at_ms(ms));
  walker.add(spot(2), at_ms(7450));
  const HeldSample held{spot(1), at_ms(100)};
  EXPECT_FLOAT_EQ(held.age_ms(walker, at_ms(7480)), 80.0f);
}

TEST(Staleness, of_somebody_who_pushes_against_a_wall_counts_from_the_last_push) {
  PoseHistory walker;
  walker.add(spot(1), at_ms(100));
  walker.add(spot(1), at_ms(150));
  walker.add(spot(1), at_ms(200));
  const HeldSample held{spot(1), at_ms(100)};
  EXPECT_FLOAT_EQ(held.age_ms(walker, at_ms(230)), 30.0f);
}

TEST(Staleness, of_a_position_told_too_long_ago_to_be_kept_still_counts) {
  PoseHistory walker;
  for (int i = 0; i < 100; ++i) walker.add(spot(static_cast<std::uint16_t>(i)), at_ms(50 * i));
  const HeldSample held{spot(0), at_ms(0)};
  EXPECT_FLOAT_EQ(held.age_ms(walker, at_ms(5000)), 5000.0f);
}

}  // namespace
}  // namespace yc::apps
