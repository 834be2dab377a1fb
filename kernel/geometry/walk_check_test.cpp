#include "kernel/geometry/walk_check.h"

#include <gtest/gtest.h>

#include "kernel/base/random.h"
#include "kernel/geometry/walk_vectors.h"
#include "schema/walk.h"

namespace yc::geometry {
namespace {

const std::string kFolder = YC_SOURCE_DIR "/tests/vectors/walk";

WalkVector scene(const std::string& name) {
  for (WalkVector& vector : load_walk_vectors(kFolder)) {
    if (vector.name == name) return vector;
  }
  ADD_FAILURE() << "no scene " << name;
  return {};
}

CheckedWalk standing(Vec3 feet) {
  CheckedWalk walk;
  walk.feet = feet;
  return walk;
}

// As the wire rounds it (docs/protocol.md): 1/1024 m along, 1/64 m up.
Vec3 rounded(Vec3 p) {
  return {std::round(p.x * 1024.0) / 1024.0, std::round(p.y * 64.0) / 64.0,
          std::round(p.z * 1024.0) / 1024.0};
}

// An honest client: walks by the solver at 60 Hz with changing mind, reports every
// `steps_per_report` steps.
void expect_honest_walk_is_accepted(const WalkVector& vector, std::uint64_t seed,
                                    int steps_per_report) {
  const CollisionWorld world = make_world(vector.triangles);
  base::SeededRandom random(seed);
  WalkState state = vector.start;
  for (int i = 0; i < 120; ++i) state = step(world, state, {}, 1.0 / 60.0);  // come to rest
  CheckedWalk walk = standing(state.feet);
  WalkInput input;
  for (int report = 0; report < 400; ++report) {
    if (random.chance(0.1)) {
      input = {.x_m_s = (random.unit() - 0.5) * 12.0,
               .z_m_s = (random.unit() - 0.5) * 12.0,
               .jump = false};
    }
    input.jump = random.chance(0.1);
    for (int i = 0; i < steps_per_report; ++i) state = step(world, state, input, 1.0 / 60.0);
    if (state.feet.y < -20.0) return;  // walked over the rim of the scene
    const Vec3 before = walk.feet;
    ASSERT_EQ(check_step(world, walk, rounded(state.feet), steps_per_report / 60.0),
              StepVerdict::ok)
        << vector.name << " seed " << seed << " report " << report << " from " << before.x << " "
        << before.y << " " << before.z << " to " << state.feet.x << " " << state.feet.y << " "
        << state.feet.z << (state.grounded ? " grounded" : " in the air");
  }
}

TEST(CheckStep, HonestWalksAreAcceptedTenTimesASecond) {
  for (const WalkVector& vector : load_walk_vectors(kFolder)) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
      expect_honest_walk_is_accepted(vector, seed, 6);
  }
}

// Clients report ten times a second. With fewer reports, only leaps between the obstacles of the
// random scene are lost between two of them.
TEST(CheckStep, HonestWalksAreAcceptedFourTimesASecond) {
  for (const WalkVector& vector : load_walk_vectors(kFolder)) {
    if (vector.name == "soup") continue;
    for (std::uint64_t seed = 1; seed <= 20; ++seed)
      expect_honest_walk_is_accepted(vector, seed, 15);
  }
}

TEST(CheckStep, NobodyWalksThroughAWall) {
  const CollisionWorld world =
      make_world(scene("tunnel").triangles);  // a wall without thickness at x = 20
  CheckedWalk walk = standing({19.0, 0.0, 10.0});
  EXPECT_EQ(check_step(world, walk, {20.5, 0.0, 10.0}, 0.25), StepVerdict::wall);
  // Told to stand where the walk ends: one radius before the wall, or 1 cm less.
  EXPECT_LE(walk.feet.x, 19.7102);
  EXPECT_GE(walk.feet.x, 19.69);
}

TEST(CheckStep, RepeatedSmallLiesDoNotPassAWall) {
  const CollisionWorld world = make_world(scene("tunnel").triangles);
  CheckedWalk walk = standing({19.0, 0.0, 10.0});
  for (int i = 0; i < 200; ++i) {
    check_step(world, walk, walk.feet + Vec3{0.1, 0.0, 0.0}, 0.1);
    ASSERT_LE(walk.feet.x, 19.83);  // a radius before the wall, and the tolerance of 0.12 m
  }
}

TEST(CheckStep, ARunIsTheFastest) {
  const CollisionWorld world = make_world(scene("flat").triangles);
  CheckedWalk walk = standing({10.0, 0.0, 10.0});
  EXPECT_EQ(check_step(world, walk, {10.6, 0.0, 10.0}, 0.1), StepVerdict::ok);
  EXPECT_EQ(check_step(world, walk, {12.6, 0.0, 10.0}, 0.1), StepVerdict::speed);
  EXPECT_EQ(walk.feet, (Vec3{10.6, 0.0, 10.0}));
}

TEST(CheckStep, ASlightlyFastPaceIsStoppedInTheEnd) {
  const CollisionWorld world = make_world(scene("flat").triangles);
  CheckedWalk walk = standing({5.0, 0.0, 10.0});
  int accepted = 0;  // 7 m/s: 0.088 m too far each time, 0.5 m in all are forgiven
  while (check_step(world, walk, walk.feet + Vec3{0.7, 0.0, 0.0}, 0.1) == StepVerdict::ok)
    ++accepted;
  EXPECT_EQ(accepted, 5);
}

TEST(CheckStep, NobodyHangsInTheAir) {
  const CollisionWorld world =
      make_world(scene("ledge").triangles);  // a platform at 3 m ends at x = 12
  CheckedWalk walk = standing({11.5, 3.0, 10.0});
  ASSERT_EQ(check_step(world, walk, {12.6, 3.0, 10.0}, 0.2), StepVerdict::ok);
  ASSERT_EQ(check_step(world, walk, {13.6, 3.0, 10.0}, 0.2), StepVerdict::ok);
  StepVerdict verdict = StepVerdict::ok;
  int reports = 0;
  while (verdict == StepVerdict::ok && reports < 100) {
    verdict = check_step(world, walk, {13.6, 3.0, 10.0}, 0.1);
    ++reports;
  }
  EXPECT_EQ(verdict, StepVerdict::air);
  EXPECT_LT(reports, 15);               // a jump's 0.92 s, and the tolerances
  EXPECT_NEAR(walk.feet.y, 0.0, 1e-3);  // brought down
  EXPECT_TRUE(walk.grounded);
}

TEST(CheckStep, NobodyFlies) {
  const CollisionWorld world = make_world(scene("flat").triangles);
  CheckedWalk walk = standing({10.0, 0.0, 10.0});
  EXPECT_EQ(check_step(world, walk, {10.0, 2.0, 10.0}, 0.25), StepVerdict::air);
}

TEST(CheckStep, NobodySinksIntoTheGround) {
  const CollisionWorld world = make_world(scene("flat").triangles);
  CheckedWalk walk = standing({10.0, 0.0, 10.0});
  EXPECT_EQ(check_step(world, walk, {10.0, -1.0, 10.0}, 0.25), StepVerdict::wall);
  EXPECT_NEAR(walk.feet.y, 0.0, 1e-3);
  for (int i = 0; i < 50; ++i) {
    check_step(world, walk, walk.feet - Vec3{0.0, 0.09, 0.0}, 0.1);
    ASSERT_GE(walk.feet.y, -0.31);
  }
}

TEST(CheckStep, WithoutACityOnlyTheSpeedIsJudged) {
  const CollisionWorld world;
  CheckedWalk walk = standing({0.0, 0.0, 0.0});
  EXPECT_EQ(check_step(world, walk, {0.5, 0.0, 0.0}, 0.1), StepVerdict::ok);
  EXPECT_EQ(walk.feet.x, 0.5);
  EXPECT_EQ(check_step(world, walk, {9.0, 0.0, 0.0}, 0.1), StepVerdict::speed);
  EXPECT_EQ(walk.feet.x, 0.5);
}

// Level ground from x = 0 to 10 and from 10 + gap on, and a floor far under it.
std::vector<Triangle> banks(double gap_m) {
  std::vector<Triangle> out;
  const auto floor = [&](double x, double end, double y) {
    out.push_back({{x, y, 0}, {x, y, 20}, {end, y, 20}});
    out.push_back({{x, y, 0}, {end, y, 20}, {end, y, 0}});
  };
  floor(0.0, 10.0, 0.0);
  floor(10.0 + gap_m, 40.0, 0.0);
  floor(0.0, 40.0, -8.0);
  return out;
}

bool is_plain_over(const std::vector<Triangle>& triangles, Vec3 from, Vec3 to) {
  const CollisionWorld world = make_world(triangles);
  return Mover(world, schema::walk::kCapsuleRadiusM)
      .is_plain_walk(from, to, schema::walk::kStepHeightM, 0.1);
}

constexpr double kLongClaimS = 3.25;  // in which a run gets 19.5 m far

TEST(CheckStep, NobodyCrossesAGapInOnePose) {
  const CollisionWorld world = make_world(banks(15.0));
  for (const double start : {9.9, 8.0}) {
    for (const double way : {17.2, 19.0}) {
      CheckedWalk walk = standing({start, 0.0, 10.0});
      EXPECT_EQ(check_step(world, walk, {start + way, 0.0, 10.0}, kLongClaimS), StepVerdict::wall);
      EXPECT_NEAR(walk.feet.y, -8.0, 1e-3) << "fallen in";
      EXPECT_LT(walk.feet.x, 10.0 + 15.0);
    }
  }
  EXPECT_FALSE(is_plain_over(banks(3.0), {9.0, 0.0, 10.0}, {28.0, 0.0, 10.0}));
  EXPECT_FALSE(is_plain_over(banks(3.0), {9.5, 0.0, 10.0}, {13.5, 0.0, 10.0}));
  EXPECT_FALSE(is_plain_over(banks(15.0), {9.0, 0.0, 10.0}, {28.0, 0.0, 10.0}));
}

TEST(CheckStep, AGapThatAJumpSpansMayBeCrossedInOnePose) {
  const CollisionWorld world = make_world(banks(3.0));  // of 5.5 m: 0.92 s at 6 m/s
  CheckedWalk walk = standing({9.0, 0.0, 10.0});
  EXPECT_EQ(check_step(world, walk, {28.0, 0.0, 10.0}, kLongClaimS), StepVerdict::ok);
}

TEST(CheckStep, ALongWayOverGroundMayBeWalkedInOnePose) {
  std::vector<Triangle> ground = banks(0.0);
  EXPECT_TRUE(is_plain_over(ground, {9.0, 0.0, 10.0}, {28.0, 0.0, 10.0}));
  // A post beside the way: the squares are not plain, the way is.
  ground.push_back({{15.0, 0.0, 10.5}, {15.0, 2.0, 10.5}, {15.1, 0.0, 10.5}});
  EXPECT_TRUE(is_plain_over(ground, {9.0, 0.0, 10.0}, {28.0, 0.0, 10.0}));
  EXPECT_TRUE(is_plain_over(banks(0.5), {9.0, 0.0, 10.0}, {28.0, 0.0, 10.0})) << "bears a body";
  const CollisionWorld world = make_world(ground);
  CheckedWalk walk = standing({9.0, 0.0, 10.0});
  EXPECT_EQ(check_step(world, walk, {28.0, 0.0, 10.0}, kLongClaimS), StepVerdict::ok);
  EXPECT_EQ(check_step(world, walk, {9.5, 0.0, 10.0}, kLongClaimS), StepVerdict::ok);
}

// Whatever is claimed, the walker stays in the yard of the random scene and over its floor.
TEST(CheckStep, RandomLiesNeverLeaveTheYard) {
  const WalkVector yard = scene("soup");
  const CollisionWorld world = make_world(yard.triangles);
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    base::SeededRandom random(seed);
    CheckedWalk walk = standing({20.0, 0.0, 20.0});
    check_step(world, walk, {20.0, 0.0, 20.0}, 0.1);
    for (int report = 0; report < 500; ++report) {
      const double reach = random.chance(0.1) ? 40.0 : 1.0;
      const auto offset = [&] { return (random.unit() - 0.5) * reach; };
      const double x = offset();
      const double y = offset() * 0.3;
      check_step(world, walk, walk.feet + Vec3{x, y, offset()}, random.unit() * 0.5);
      // Walls end at 5 and 35 m: less a radius, plus the tolerances of the check.
      ASSERT_TRUE(walk.feet.x > 5.1 && walk.feet.x < 34.9)
          << seed << " " << report << " x " << walk.feet.x;
      ASSERT_TRUE(walk.feet.z > 5.1 && walk.feet.z < 34.9)
          << seed << " " << report << " z " << walk.feet.z;
      ASSERT_TRUE(walk.feet.y > -0.35 && walk.feet.y < 6.0)
          << seed << " " << report << " y " << walk.feet.y;
    }
  }
}

}  // namespace
}  // namespace yc::geometry
