#include "kernel/geometry/plain_ground.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernel/base/random.h"
#include "kernel/geometry/walk.h"
#include "kernel/geometry/walk_vectors.h"
#include "schema/walk.h"

namespace yc::geometry {
namespace {

constexpr double kFarApartM = 1000.0;

void add_quad(std::vector<Triangle>& out, Vec3 a, Vec3 b, Vec3 c, Vec3 d) {
  out.push_back({a, b, c});
  out.push_back({a, c, d});
}

// Level, from (x, z) to (x + side, z + side).
void add_floor(std::vector<Triangle>& out, double x, double z, double side, double y) {
  add_quad(out, {x, y, z}, {x, y, z + side}, {x + side, y, z + side}, {x + side, y, z});
}

std::vector<Triangle> floor_of_16_m() {
  std::vector<Triangle> out;
  add_floor(out, 0.0, 0.0, 16.0, 0.5);
  return out;
}

CollisionWorld::Heights ground_at(const std::vector<Triangle>& triangles, double x, double z) {
  return make_world(triangles).plain_ground({{x, 0.0, z}, {x, 0.0, z}});
}

bool is_plain(const std::vector<Triangle>& triangles, double x, double z) {
  const auto [low, high] = ground_at(triangles, x, z);
  return high - low < kFarApartM;
}

TEST(PlainGround, ALevelFloorIsPlainAsFarAsItCoversSquares) {
  std::vector<Triangle> floor;
  add_floor(floor, 0.0, 0.0, 15.0, 0.5);
  const auto [low, high] = ground_at(floor, 6.0, 6.0);
  EXPECT_EQ(low, 0.5);
  EXPECT_EQ(high, 0.5);
  EXPECT_FALSE(is_plain(floor, 13.0, 6.0));  // ends within this square
  EXPECT_FALSE(is_plain(floor, 300.0, 6.0));
}

TEST(PlainGround, EverySquareThatABoxTouchesCounts) {
  const CollisionWorld world = make_world(floor_of_16_m());
  const auto apart = [&](Vec3 min, Vec3 max) {
    const auto [low, high] = world.plain_ground({min, max});
    return high - low;
  };
  EXPECT_EQ(apart({1, 0, 1}, {14, 0, 14}), 0.0);
  EXPECT_GT(apart({1, 0, 1}, {17, 0, 14}), kFarApartM);
  EXPECT_GT(apart({-1, 0, 1}, {14, 0, 14}), kFarApartM);
}

TEST(PlainGround, AHoleIsNotPlain) {
  std::vector<Triangle> tiles;
  for (double x = 0.0; x < 16.0; x += 1.0) {
    for (double z = 0.0; z < 16.0; z += 1.0) {
      if (x != 5.0 || z != 6.0) add_floor(tiles, x, z, 1.0, 0.0);
    }
  }
  EXPECT_FALSE(is_plain(tiles, 5.0, 5.0));
  EXPECT_TRUE(is_plain(tiles, 2.0, 6.0));
  add_floor(tiles, 5.0, 6.0, 1.0, 0.25);
  const auto [low, high] = ground_at(tiles, 5.0, 5.0);
  EXPECT_EQ(low, 0.0);
  EXPECT_EQ(high, 0.25);
}

TEST(PlainGround, FloorsThatOverlapDoNotHideAHole) {
  std::vector<Triangle> floor;
  for (int i = 0; i < 3; ++i) floor.push_back({{0, 0, 0}, {0, 0, 16}, {16, 0, 16}});
  EXPECT_TRUE(is_plain(floor, 1.0, 14.0));
  EXPECT_FALSE(is_plain(floor, 6.0, 6.0));  // half covered, three times
}

TEST(PlainGround, AWallSpoilsOnlyTheSquaresThatItStandsIn) {
  std::vector<Triangle> walls = floor_of_16_m();
  add_quad(walls, {1.5, 0.5, 0.5}, {15.5, 0.5, 14.5}, {15.5, 1.2, 14.5}, {1.5, 1.2, 0.5});
  EXPECT_FALSE(is_plain(walls, 6.0, 6.0));
  EXPECT_TRUE(is_plain(walls, 14.0, 2.0));  // within the wall's box
  EXPECT_TRUE(is_plain(walls, 2.0, 14.0));
}

TEST(PlainGround, WhatHangsOverABodyAndAStepDoesNotMatter) {
  std::vector<Triangle> bridge = floor_of_16_m();
  bridge.push_back({{5, 0.5 + 2.25, 5}, {5, 0.5 + 2.25, 7}, {7, 0.5 + 2.25, 7}});
  EXPECT_EQ(ground_at(bridge, 6.0, 6.0).high, 0.5);
  bridge.push_back({{5, 0.5 + 2.1, 5}, {5, 0.5 + 2.1, 7}, {7, 0.5 + 2.1, 7}});
  EXPECT_FALSE(is_plain(bridge, 6.0, 6.0));
}

TEST(PlainGround, OfTwoStoreysTheUppermostIsMeant) {
  std::vector<Triangle> house = floor_of_16_m();
  add_floor(house, 0.0, 0.0, 16.0, -6.0);
  EXPECT_EQ(ground_at(house, 6.0, 6.0).low, 0.5);
}

TEST(PlainGround, WhatIsTooSteepToStandOnCoversNothing) {
  std::vector<Triangle> pit = floor_of_16_m();
  EXPECT_TRUE(is_plain(pit, 6.0, 6.0));
  pit.clear();
  for (double x = 0.0; x < 16.0; x += 0.25) {  // a saw of 51 degrees
    add_quad(pit, {x, 0, 0}, {x, 0, 16}, {x + 0.25, 0.3125, 16}, {x + 0.25, 0.3125, 0});
  }
  EXPECT_FALSE(is_plain(pit, 6.0, 6.0));
}

TEST(PlainGround, WhatHasNoAreaCoversNothing) {
  CollisionCell cell;
  cell.vertices = {{8, 0, 8}, {8, 50, 8}, {8, 90, 8}, {40, 0, 8}, {72, 0, 8}};
  cell.triangles = {{0, 1, 2}, {0, 0, 0}, {0, 3, 4}};  // upright, a point, a level line
  for (const std::uint32_t index : {0U, 1U, 2U}) {
    const PlainSquare square = find_plain_square(cell, std::span(&index, 1), 0, 0, 256);
    EXPECT_GT(square.high - square.low, 256) << index;
  }
}

// Tiles of one metre, most of one height, some missing or tilted, and walls between.
std::vector<Triangle> random_yard(base::Random& random) {
  std::vector<Triangle> yard;
  const double rough = random.unit() * 0.02;
  const double step = random.unit() * 0.3;
  for (double x = 0.0; x < 24.0; x += 1.0) {
    for (double z = 0.0; z < 24.0; z += 1.0) {
      if (random.chance(rough / 4)) continue;
      const auto y = [&] { return random.chance(rough) ? random.unit() * step : 0.0; };
      add_quad(yard, {x, y(), z}, {x, y(), z + 1}, {x + 1, y(), z + 1}, {x + 1, y(), z});
    }
  }
  for (int i = 0; i < 4; ++i) {
    const Vec3 a{random.unit() * 24.0, random.unit() * 2.5, random.unit() * 24.0};
    const double dx = (random.unit() - 0.5) * 8.0;
    const Vec3 b = a + Vec3{dx, 0.0, (random.unit() - 0.5) * 8.0};
    const Vec3 up{0.0, random.unit() * 2.0, 0.0};
    add_quad(yard, a, b, b + up, a + up);
  }
  return yard;
}

struct Way {
  Vec3 from;
  Vec3 to;
};

Way random_way(base::Random& random) {
  const Vec3 from{random.unit() * 24.0, (random.unit() - 0.5) * 0.2, random.unit() * 24.0};
  const double dx = (random.unit() - 0.5) * 4.0;
  const double dy = (random.unit() - 0.5) * 0.2;
  return {from, from + Vec3{dx, dy, (random.unit() - 0.5) * 4.0}};
}

WalkState walked_straight(const CollisionWorld& world, const Way& way) {
  Mover mover(world, schema::walk::kCapsuleRadiusM);
  WalkState state{way.from, 0.0, true};
  for (int moves = 40; moves > 0 && state.grounded; --moves) {
    const double share = 1.0 / moves;
    mover.move_on_ground(state, (way.to.x - state.feet.x) * share,
                         (way.to.z - state.feet.z) * share);
  }
  return state;
}

TEST(PlainGround, TheSolverWalksStraightOverPlainSquares) {
  constexpr double kReachM = 0.1;
  base::SeededRandom random(12);
  int plain = 0;
  for (int yard = 0; yard < 60; ++yard) {
    const CollisionWorld world = make_world(random_yard(random));
    for (int i = 0; i < 400; ++i) {
      const Way way = random_way(random);
      const Vec3 side{0.31, 0.0, 0.31};
      const auto [low, high] =
          world.plain_ground({min(way.from, way.to) - side, max(way.from, way.to) + side});
      if (low < std::max(way.from.y, way.to.y) - kReachM) continue;
      if (high > std::min(way.from.y, way.to.y) + kReachM) continue;
      ++plain;
      Mover mover(world, schema::walk::kCapsuleRadiusM);
      ASSERT_TRUE(mover.is_plain_walk(way.from, way.to, schema::walk::kStepHeightM, kReachM));
      const WalkState end = walked_straight(world, way);
      ASSERT_TRUE(end.grounded) << yard << " " << i;
      ASSERT_NEAR(end.feet.x, way.to.x, 1e-9) << yard << " " << i;
      ASSERT_NEAR(end.feet.z, way.to.z, 1e-9) << yard << " " << i;
      ASSERT_GE(end.feet.y, low - 1e-9) << yard << " " << i;
      ASSERT_LE(end.feet.y, high + 1e-9) << yard << " " << i;
    }
  }
  EXPECT_GT(plain, 1000);
}

// A diagonal wall's box covers the yard; the walk beside it is plain all the same, and one that
// comes within a body's radius of the wall is not.
TEST(PlainGround, AWalkBesideADiagonalWallIsPlain) {
  std::vector<Triangle> yard = floor_of_16_m();
  add_quad(yard, {0, 0.5, 0}, {16, 0.5, 16}, {16, 1.5, 16}, {0, 1.5, 0});
  const CollisionWorld world = make_world(yard);
  Mover mover(world, schema::walk::kCapsuleRadiusM);
  const auto plain = [&](double aside) {  // of the wall, along it
    const double x = aside * std::sqrt(2.0);
    return mover.is_plain_walk({4 + x, 0.5, 4}, {6 + x, 0.5, 6}, schema::walk::kStepHeightM, 0.1);
  };
  EXPECT_TRUE(plain(0.32));
  EXPECT_FALSE(plain(0.29));
  EXPECT_FALSE(plain(0.0));
}

}  // namespace
}  // namespace yc::geometry
