// The city as walkers meet it. A failure here is a fault of the data or of the bake: its message
// says where.

#include <gtest/gtest.h>

#include "kernel/base/json.h"
#include "kernel/base/random.h"
#include "kernel/geometry/capsule.h"
#include "kernel/geometry/walk_check.h"
#include "kernel/import/bake.h"
#include "kernel/import/city_fixture.h"
#include "kernel/import/manifest.h"

namespace yc {
namespace {

using geometry::CheckedWalk;
using geometry::StepVerdict;
using geometry::Vec3;
using geometry::WalkInput;
using geometry::WalkState;

constexpr double kLowestM = -20.0;  // far under the bed of the rivers

struct Spot {
  std::string id;
  Vec3 feet;
};

struct City {
  geometry::CollisionWorld world;
  std::vector<Spot> spots;  // where people arrive: spawn, places, lanterns
};

Vec3 point(const base::Json& p) {
  return {p.at(0), p.at(1), p.at(2)};
}

City build_city() {
  const scene::Scene& scene = import::repository_city();
  const std::vector<geometry::Triangle> soup = import::collision_soup(scene);
  City city;
  auto cells = geometry::cut_into_cells(soup);
  EXPECT_TRUE(cells) << cells.error().text();
  for (geometry::CollisionCell& cell : *cells) city.world.add(std::move(cell));
  const base::Json manifest =
      *base::parse_json(import::manifest_json(scene, import::Land(scene), soup, {}));
  const base::Json& spawn = manifest.at("spawn");
  city.spots.push_back({"spawn", {spawn.at("x"), spawn.at("y"), spawn.at("z")}});
  for (const char* list : {"places", "lanterns"}) {
    for (const base::Json& p : manifest.at(list)) {
      city.spots.push_back({p.at("id"), point(p.at("position"))});
    }
  }
  return city;
}

const City& city() {
  static const City built = build_city();
  return built;
}

TEST(HonestWalks, TheGroundHasNoHoles) {
  const double half = import::Land(import::repository_city()).half_window() - 10.0;
  std::vector<geometry::CollisionWorld::Near> near;
  int holes = 0;
  for (double x = -half; x < half; x += 4.0) {
    for (double z = -half; z < half; z += 4.0) {
      city().world.query({{x - 0.01, kLowestM, z - 0.01}, {x + 0.01, 500.0, z + 0.01}}, near);
      const bool bears = std::ranges::any_of(near, [&](const auto& n) {
        return geometry::find_support(x, z, 0.01, n.triangle).has_value();
      });
      if (!bears && ++holes <= 20) ADD_FAILURE() << "nothing to stand on at " << x << ", " << z;
    }
  }
  EXPECT_EQ(holes, 0);
}

Vec3 as_the_wire_rounds(Vec3 p) {
  return {std::round(p.x * 1024.0) / 1024.0, std::round(p.y * 64.0) / 64.0,
          std::round(p.z * 1024.0) / 1024.0};
}

// Half a minute of a walker who changes mind and jumps now and then, ten reports a second.
void expect_honest_walk(const Spot& spot, std::uint64_t seed) {
  base::SeededRandom random(seed);
  WalkState state{.feet = spot.feet, .vertical_m_s = 0.0, .grounded = true};
  CheckedWalk judged{.feet = spot.feet};
  WalkInput input;
  for (int report = 0; report < 300; ++report) {
    if (random.chance(0.05)) {
      input.x_m_s = (random.unit() - 0.5) * 12.0;
      input.z_m_s = (random.unit() - 0.5) * 12.0;
    }
    input.jump = random.chance(0.02);
    for (int i = 0; i < 6; ++i) state = step(city().world, state, input, 1.0 / 60.0);
    const Vec3 to = as_the_wire_rounds(state.feet);
    ASSERT_GT(to.y, kLowestM) << spot.id << " seed " << seed << ": fell out near " << to.x << ", "
                              << to.z;
    ASSERT_EQ(check_step(city().world, judged, to, 0.1), StepVerdict::ok)
        << spot.id << " seed " << seed << " at " << to.x << ", " << to.y << ", " << to.z;
  }
}

TEST(HonestWalks, HonestWalksFromEveryPlaceStayInTheCityAndAreAccepted) {
  for (const Spot& spot : city().spots) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) expect_honest_walk(spot, seed);
  }
}

}  // namespace
}  // namespace yc
