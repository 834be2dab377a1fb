#include "kernel/geometry/walk.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "kernel/base/assert.h"
#include "kernel/base/json.h"
#include "kernel/base/random.h"
#include "kernel/geometry/capsule.h"
#include "kernel/geometry/walk_vectors.h"
#include "schema/walk.h"

namespace yc::geometry {
namespace {

const std::string kFolder = YC_SOURCE_DIR "/tests/vectors/walk";

void expect_fact(const WalkFact& fact, const WalkState& state, std::size_t at) {
  const std::array<double, 3> feet = {state.feet.x, state.feet.y, state.feet.z};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (!fact.range[axis]) continue;
    const auto [low, high] = *fact.range[axis];
    EXPECT_TRUE(feet[axis] >= low && feet[axis] <= high)
        << "phase " << fact.phase << ", step " << at << ": " << fact.why << ": "
        << "xyz"[axis] << " = " << feet[axis] << " not in [" << low << ", " << high << "]";
  }
  if (fact.grounded) {
    EXPECT_EQ(state.grounded, *fact.grounded)
        << "phase " << fact.phase << ", step " << at << ": " << fact.why << ", at " << feet[0]
        << " " << feet[1] << " " << feet[2];
  }
}

std::string hex(std::span<const std::byte> bytes) {
  std::string out;
  for (const std::byte b : bytes) {
    out += "0123456789abcdef"[std::to_integer<int>(b) >> 4];
    out += "0123456789abcdef"[std::to_integer<int>(b) & 15];
  }
  return out;
}

// What the TypeScript twin reads: the cells as files, and the path, every tenth state and each last
// one.
base::Json recording_of(const WalkVector& vector,
                        const std::vector<std::vector<WalkState>>& states) {
  base::Json cells = base::Json::array();
  const std::vector<CollisionCell> cut = *cut_into_cells(vector.triangles);
  for (const CollisionCell& cell : cut) cells.push_back(hex(write_collision_cell(cell)));
  base::Json path = base::Json::array();
  for (const std::vector<WalkState>& phase : states) {
    for (std::size_t i = 0; i < phase.size(); ++i) {
      if (i % 10 != 9 && i + 1 != phase.size()) continue;
      const WalkState& s = phase[i];
      path.push_back({s.feet.x, s.feet.y, s.feet.z, s.vertical_m_s, s.grounded ? 1 : 0});
    }
  }
  return {{"cells", cells}, {"path", path}};
}

class WalkVectors : public testing::TestWithParam<WalkVector> {};

TEST_P(WalkVectors, FactsHold) {
  const auto states = walk_through(make_world(GetParam().triangles), GetParam());
  for (const WalkFact& fact : GetParam().facts) {
    const std::vector<WalkState>& phase = states.at(fact.phase);
    for (std::size_t i = fact.always ? 0 : phase.size() - 1; i < phase.size(); ++i) {
      expect_fact(fact, phase[i], i);
      if (HasFailure()) break;
    }
  }
}

// The recording holds the two languages and all machines together, to the last bit. After a wanted
// change of the solver, run this test with YC_RECORD_VECTORS=1 and say in the commit why the paths
// changed.
TEST_P(WalkVectors, PathIsTheRecordedOne) {
  const auto states = walk_through(make_world(GetParam().triangles), GetParam());
  const base::Json recording = recording_of(GetParam(), states);
  const std::string path = kFolder + "/recorded/" + GetParam().name + ".json";
  if (std::getenv("YC_RECORD_VECTORS") != nullptr) std::ofstream(path) << recording.dump() << "\n";
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  const base::Result<base::Json> recorded = base::parse_json(text.str());
  ASSERT_TRUE(recorded) << path;
  EXPECT_EQ(*recorded, recording);
}

INSTANTIATE_TEST_SUITE_P(Scenes, WalkVectors, testing::ValuesIn(load_walk_vectors(kFolder)),
                         [](const auto& scene) { return scene.param.name; });

// How deep the whole body is in its deepest contact; the part under a step's height is the sphere
// alone.
double deepest_overlap(const CollisionWorld& world, Vec3 feet) {
  using namespace schema::walk;
  const UprightCapsule capsule{.x = feet.x,
                               .z = feet.z,
                               .low = feet.y + kCapsuleRadiusM,
                               .high = feet.y + kCapsuleHeightM - kCapsuleRadiusM,
                               .radius = kCapsuleRadiusM};
  std::vector<CollisionWorld::Near> near;
  world.query(capsule.box(), near);
  double deepest = 0.0;
  for (const CollisionWorld::Near& candidate : near) {
    const auto contact = find_contact(capsule, candidate.triangle);
    if (contact) deepest = std::max(deepest, kCapsuleRadiusM - contact->distance);
  }
  return deepest;
}

TEST(Step, RandomWalksNeverEndInsideAnything) {
  for (const WalkVector& vector : load_walk_vectors(kFolder)) {
    if (vector.name == "squeezed" || vector.name == "touching")
      continue;  // they begin inside something
    const CollisionWorld world = make_world(vector.triangles);
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      base::SeededRandom random(seed);
      WalkState state = vector.start;
      WalkInput input;
      for (int i = 0; i < 2000 && state.feet.y > -20.0; ++i) {
        if (random.chance(0.02)) input.x_m_s = (random.unit() - 0.5) * 12.0;
        if (random.chance(0.02)) input.z_m_s = (random.unit() - 0.5) * 12.0;
        input.jump = random.chance(0.01);
        state = step(world, state, input, random.unit() * 0.05);
        ASSERT_LE(deepest_overlap(world, state.feet), 0.01)
            << vector.name << " seed " << seed << " step " << i << " at " << state.feet.x << " "
            << state.feet.y << " " << state.feet.z << (state.grounded ? " grounded" : "");
      }
    }
  }
}

TEST(Step, NoTimeMovesNobody) {
  const CollisionWorld world = make_world({{{0, 0, 0}, {0, 0, 9}, {9, 0, 0}}});
  const WalkState start{.feet = {2.0, 0.0, 2.0}, .vertical_m_s = 0.0, .grounded = true};
  EXPECT_EQ(step(world, start, {.x_m_s = 2.0, .z_m_s = 0.0, .jump = false}, 0.0), start);
}

TEST(Step, WithoutAnyGroundOneFalls) {
  const CollisionWorld world;
  WalkState state{.feet = {0.0, 0.0, 0.0}, .vertical_m_s = 0.0, .grounded = true};
  for (int i = 0; i < 100; ++i) state = step(world, state, {}, 0.01);
  EXPECT_FALSE(state.grounded);
  EXPECT_NEAR(state.feet.y, -0.5 * 9.81 * 0.99 * 0.99,
              1e-9);  // the first step only finds no ground
}

// A floor at 0, and over it a box with flat sides.
CollisionWorld floor_with_box(Vec3 low, Vec3 high) {
  std::vector<Triangle> soup = {{{-20, 0, -20}, {-20, 0, 20}, {20, 0, 20}},
                                {{-20, 0, -20}, {20, 0, 20}, {20, 0, -20}}};
  const auto quad = [&](Vec3 a, Vec3 b, Vec3 c, Vec3 d) {
    soup.push_back({a, b, c});
    soup.push_back({a, c, d});
  };
  for (const double y : {low.y, high.y}) {
    quad({low.x, y, low.z}, {high.x, y, low.z}, {high.x, y, high.z}, {low.x, y, high.z});
  }
  for (const double x : {low.x, high.x}) {
    quad({x, low.y, low.z}, {x, high.y, low.z}, {x, high.y, high.z}, {x, low.y, high.z});
  }
  for (const double z : {low.z, high.z}) {
    quad({low.x, low.y, z}, {high.x, low.y, z}, {high.x, high.y, z}, {low.x, high.y, z});
  }
  CollisionWorld world;
  const auto cells = cut_into_cells(soup);
  YC_ASSERT(cells);
  for (const CollisionCell& cell : *cells) world.add(cell);
  return world;
}

TEST(Mover, ThereIsNoRoomUnderATableNorInItsTop) {
  const CollisionWorld world = floor_with_box({-1, 0.7, -1}, {1, 0.8, 1});
  Mover mover(world, schema::walk::kCapsuleRadiusM);
  EXPECT_FALSE(mover.has_room({0, 0, 0}));
  EXPECT_FALSE(mover.has_room({1.1, 0, 0})) << "the edge reaches into the body";
  EXPECT_TRUE(mover.has_room({2, 0, 0}));
  EXPECT_TRUE(mover.has_room({0, 0.81, 0})) << "on it";
}

TEST(Mover, APostBesideTheWayDoesNotStandInIt) {
  const CollisionWorld world = floor_with_box({2, 0, -2}, {2.2, 2, -1.8});
  Mover mover(world, schema::walk::kCapsuleRadiusM);
  const auto plain = [&](Vec3 to) {
    return mover.is_plain_walk({0, 0, 0}, to, schema::walk::kStepHeightM, 0.1);
  };
  EXPECT_TRUE(plain({4, 0, 0})) << "2 m past it";
  EXPECT_TRUE(plain({1, 0, -3})) << "its box is in that of the way, and the way goes by";
  EXPECT_FALSE(plain({3, 0, -2.85})) << "through it";
  EXPECT_FALSE(plain({3, 0, -2.2})) << "nearer than a body is wide";
}

}  // namespace
}  // namespace yc::geometry
