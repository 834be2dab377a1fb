// The repository's city under a walker's feet: what looks walkable is.

#include <gtest/gtest.h>

#include <cmath>

#include "kernel/geometry/walk.h"
#include "kernel/import/bake.h"
#include "kernel/import/city_fixture.h"
#include "kernel/import/land.h"
#include "kernel/import/manifest.h"

namespace yc::import {
namespace {

class CityWalk : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    soup_ = new std::vector<geometry::Triangle>(collision_soup(repository_city()));
    world_ = new geometry::CollisionWorld;
    auto cells = geometry::cut_into_cells(*soup_);
    ASSERT_TRUE(cells) << cells.error().text();
    for (auto& cell : *cells) world_->add(std::move(cell));
    land_ = new Land(repository_city());
  }
  static void TearDownTestSuite() {
    delete soup_;
    delete world_;
    delete land_;
  }

  // A point of an entity's own frame, in the city frame.
  static Vec3 of(std::uint64_t id, Vec3 local) {
    const scene::Placement& place = *repository_city().find({id})->placement;
    const Vec3 at = land_->plan(place.at);
    return land_->stand(at.x, at.z, place.height_m, place.yaw_deg).point(local);
  }

  static geometry::WalkState standing(Vec3 at) {
    return {{at.x, settle(*soup_, at.x, at.z, at.y + 1.0) + 0.01, at.z}, 0.0, true};
  }

  // Runs straight towards `to`; how far it stays away at the end, over the ground.
  static double run(geometry::WalkState& state, Vec3 to) {
    double left = 1e9;
    for (int tick = 0; tick < 2400; ++tick) {
      const double dx = to.x - state.feet.x, dz = to.z - state.feet.z;
      left = std::hypot(dx, dz);
      if (left < 0.4) break;
      state = geometry::step(*world_, state, {5.0 * dx / left, 5.0 * dz / left, false}, 0.05);
    }
    return left;
  }

  inline static std::vector<geometry::Triangle>* soup_ = nullptr;
  inline static geometry::CollisionWorld* world_ = nullptr;
  inline static Land* land_ = nullptr;
};

constexpr std::uint64_t kCrane = 1001, kWestApproach = 1003, kPavilion = 1007, kPlaza = 2001;

TEST_F(CityWalk, AcrossThePlazaToItsStage) {
  auto state = standing(of(kPlaza, {20, 0, -95}));
  EXPECT_LT(run(state, of(kPlaza, {20, 0, 60})), 0.5);
  EXPECT_LT(run(state, of(kPlaza, {8, 0, 62})), 0.5);
  EXPECT_LT(run(state, of(kPlaza, {8, 0, 76})), 0.5);  // up its steps
  EXPECT_NEAR(state.feet.y, 1.32, 0.3);
}

TEST_F(CityWalk, FromTheQuayUpTheStairsOntoTheBridge) {
  auto state = standing(of(kWestApproach, {97, 0, 14.2}));
  EXPECT_LT(state.feet.y, 1.0);
  EXPECT_LT(run(state, of(kWestApproach, {38.6, 0, 14.2})), 0.5);
  EXPECT_LT(run(state, of(kWestApproach, {38.6, 0, 8.0})), 0.5);
  EXPECT_NEAR(state.feet.y, 25.9, 0.4);
  EXPECT_LT(run(state, of(1002, {-540, 0, 6.0})), 0.5);
  EXPECT_LT(run(state, of(1002, {0, 0, 6.0})), 0.5);
  EXPECT_NEAR(state.feet.y, 25.9, 0.6);
}

TEST_F(CityWalk, OffTheBridgeDownItsRamp) {
  auto state = standing(of(kWestApproach, {200, 26, 5}));
  EXPECT_NEAR(state.feet.y, 25.9, 0.6);
  EXPECT_LT(run(state, of(kWestApproach, {17 * 17.8 + 425, 0, 5})), 0.5);
  EXPECT_LT(state.feet.y, 2.0);
}

TEST_F(CityWalk, UpTheStepsOfTheCraneTower) {
  auto state = standing(of(kCrane, {0, -2.3, -40}));
  EXPECT_LT(run(state, of(kCrane, {0, 0, -17.0})), 0.5);
  EXPECT_NEAR(state.feet.y, of(kCrane, {0, 0, -17.0}).y, 0.3);
}

TEST_F(CityWalk, UpToQingchuanPavilion) {
  auto state = standing(of(kPavilion, {0, -2.4, -19.5}));
  EXPECT_LT(run(state, of(kPavilion, {0, 0, -8.6})), 0.5);
  EXPECT_NEAR(state.feet.y, of(kPavilion, {0, 1.4, 0}).y, 0.3);
}

TEST_F(CityWalk, WhoeverFallsIntoTheRiverWadesOut) {
  const Shore& shore = land_->shores().front();
  const Vec3 a = shore.line[4], b = shore.line[5];
  const Vec3 along = geometry::normalized(b - a), inland{along.z, 0, -along.x};
  const Vec3 middle = geometry::lerp(a, b, 0.35);
  auto state = standing(middle - inland * 20.0 + Vec3{0, -5, 0});
  EXPECT_NEAR(state.feet.y, land_->water_m() - 0.6, 0.2);
  EXPECT_LT(run(state, middle + inland * 5.0), 0.6);
  EXPECT_GT(state.feet.y, land_->water_m() + 1.0);
}

TEST_F(CityWalk, EveryPlaceAndLanternHasRoomToStand) {
  for (const scene::Entity& entity : repository_city().entities) {
    Vec3 at;
    if (const auto* place = entity.find(scene::ComponentKind::place)) {
      at = land_->plan(place->values.geo_point("stand"));
      at.y = place->values.number("stand_height") +
             (place->values.flag("stand_on_ground") ? land_->hill_height(at.x, at.z) : 0.0);
    } else if (entity.find(scene::ComponentKind::lantern) != nullptr) {
      at = land_->plan(entity.placement->at) + Vec3{1.2, entity.placement->height_m, 0};
    } else {
      continue;
    }
    auto state = standing(land_->lift(at));
    const double start = state.feet.y;
    for (int tick = 0; tick < 10; ++tick) state = geometry::step(*world_, state, {}, 0.05);
    EXPECT_TRUE(state.grounded) << entity.key;
    EXPECT_NEAR(state.feet.y, start, 0.3) << entity.key;
    EXPECT_NEAR(state.feet.y, land_->lift(at).y, 1.5) << entity.key;
    double farthest = 0.0;
    for (const Vec3 way : {Vec3{4, 0, 0}, Vec3{-4, 0, 0}, Vec3{0, 0, 4}, Vec3{0, 0, -4}}) {
      auto walker = state;
      for (int tick = 0; tick < 20; ++tick)
        walker = geometry::step(*world_, walker, {way.x, way.z, false}, 0.05);
      farthest = std::max(farthest,
                          std::hypot(walker.feet.x - state.feet.x, walker.feet.z - state.feet.z));
    }
    EXPECT_GT(farthest, 2.5) << entity.key;
  }
}

}  // namespace
}  // namespace yc::import
