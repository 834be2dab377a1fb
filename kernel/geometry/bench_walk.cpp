// What one step of a walker and one judgement of a reported step cost. With YC_BENCH_CELLS naming a
// folder of baked .ycc files and YC_BENCH_AT="x,y,z" a place in them, walks there; else on a made
// street.

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "kernel/base/assert.h"
#include "kernel/base/random.h"
#include "kernel/geometry/walk_check.h"
#include "schema/walk.h"

namespace yc::geometry {
namespace {

struct Ground {
  CollisionWorld world;
  Vec3 start;
};

// A square of 200 m in tiles of 8 m, with a block of 4 x 3 x 4 m at every fourth corner.
std::vector<Triangle> made_street() {
  std::vector<Triangle> out;
  const auto quad = [&](Vec3 a, Vec3 b, Vec3 c, Vec3 d) {
    out.push_back({a, b, c});
    out.push_back({a, c, d});
  };
  for (int i = 0; i < 25; ++i) {
    for (int k = 0; k < 25; ++k) {
      const double x = i * 8.0;
      const double z = k * 8.0;
      quad({x, 0, z}, {x, 0, z + 8}, {x + 8, 0, z + 8}, {x + 8, 0, z});
      if (i % 4 != 0 || k % 4 != 0) continue;
      quad({x, 0, z}, {x, 0, z + 4}, {x, 3, z + 4}, {x, 3, z});
      quad({x + 4, 0, z}, {x + 4, 3, z}, {x + 4, 3, z + 4}, {x + 4, 0, z + 4});
      quad({x, 0, z}, {x, 3, z}, {x + 4, 3, z}, {x + 4, 0, z});
      quad({x, 0, z + 4}, {x + 4, 0, z + 4}, {x + 4, 3, z + 4}, {x, 3, z + 4});
    }
  }
  return out;
}

Ground load_ground() {
  Ground ground{.world = {}, .start = {100.0, 0.0, 100.0}};
  const char* folder = std::getenv("YC_BENCH_CELLS");
  if (folder == nullptr) {
    const std::vector<CollisionCell> cells = *cut_into_cells(made_street());
    for (const CollisionCell& cell : cells) ground.world.add(cell);
    return ground;
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".ycc") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    auto cell = read_collision_cell(std::as_bytes(std::span(bytes)));
    YC_ASSERT(cell);
    ground.world.add(std::move(*cell));
  }
  const char* at = std::getenv("YC_BENCH_AT");
  YC_ASSERT(at != nullptr);
  Vec3& s = ground.start;
  YC_ASSERT(std::sscanf(at, "%lf,%lf,%lf", &s.x, &s.y, &s.z) == 3);
  return ground;
}

const Ground& ground() {
  static const Ground loaded = load_ground();
  return loaded;
}

struct Report {
  Vec3 to;
  bool restart = false;
};

// Reports of honest walkers around the start, `hz` times a second.
std::vector<Report> honest_reports(double hz, double speed) {
  base::SeededRandom random(42);
  std::vector<Report> reports;
  WalkState state;
  double age = 1e9;
  WalkInput input;
  while (reports.size() < 4096) {
    const bool restart = age > 30.0;
    if (restart) {
      age = 0.0;
      const double x = (random.unit() - 0.5) * 60.0;
      state = {.feet = ground().start + Vec3{x, 0.0, (random.unit() - 0.5) * 60.0},
               .vertical_m_s = 0.0,
               .grounded = true};
    }
    if (random.chance(0.2)) {
      input.x_m_s = (random.unit() - 0.5) * 2.0 * speed;
      input.z_m_s = (random.unit() - 0.5) * 2.0 * speed;
    }
    for (int i = 0; i < std::lround(60.0 / hz); ++i) {
      state = step(ground().world, state, input, 1.0 / 60.0);
    }
    age += 1.0 / hz;
    reports.push_back({state.feet, restart});
  }
  return reports;
}

void check_step_cost(benchmark::State& bench) {
  const auto hz = static_cast<double>(bench.range(0));
  const std::vector<Report> reports = honest_reports(hz, static_cast<double>(bench.range(1)));
  CheckedWalk walk;
  std::size_t i = 0;
  std::size_t refused = 0;
  for (auto _ : bench) {
    const Report& report = reports[i++ % reports.size()];
    if (report.restart) walk = {.feet = report.to};
    refused += check_step(ground().world, walk, report.to, 1.0 / hz) != StepVerdict::ok ? 1 : 0;
  }
  bench.counters["refused"] =
      static_cast<double>(refused) / static_cast<double>(bench.iterations());
}
BENCHMARK(check_step_cost)
    ->ArgNames({"hz", "m_s"})
    ->Args({4, 2})
    ->Args({10, 2})
    ->Args({4, 6})
    ->Args({10, 6});

struct Way {  // open, a metre or so
  Vec3 from;
  Vec3 to;
};

std::vector<Way> open_ways() {
  base::SeededRandom random(3);
  Mover mover(ground().world, schema::walk::kCapsuleRadiusM);
  std::vector<Way> ways;
  while (ways.size() < 1024) {
    const auto around = [&](double m) { return (random.unit() - 0.5) * m; };
    const double x = around(60.0);
    const Vec3 from = ground().start + Vec3{x, 0.0, around(60.0)};
    const double dx = around(2.0);
    const Vec3 to = from + Vec3{dx, 0.0, around(2.0)};
    if (mover.is_plain_walk(from, to, schema::walk::kStepHeightM, 0.1)) ways.push_back({from, to});
  }
  return ways;
}

// The same ways: as the judge tells them, and as the solver walks them.
void plain_walk_cost(benchmark::State& bench) {
  const std::vector<Way> ways = open_ways();
  Mover mover(ground().world, schema::walk::kCapsuleRadiusM);
  std::size_t i = 0;
  for (auto _ : bench) {
    const auto& [from, to] = ways[i++ % ways.size()];
    bool plain = mover.is_plain_walk(from, to, schema::walk::kStepHeightM, 0.1);
    benchmark::DoNotOptimize(plain);
  }
}
BENCHMARK(plain_walk_cost);

void solved_walk_cost(benchmark::State& bench) {
  const std::vector<Way> ways = open_ways();
  Mover mover(ground().world, schema::walk::kCapsuleRadiusM);
  std::size_t i = 0;
  for (auto _ : bench) {
    const auto& [from, to] = ways[i++ % ways.size()];
    WalkState state{from, 0.0, true};
    const double moves = std::ceil(distance(from, to) / schema::walk::kLongestMoveM);
    for (double move = 0.0; move < moves; move += 1.0) {
      mover.move_on_ground(state, (to.x - from.x) / moves, (to.z - from.z) / moves);
    }
    benchmark::DoNotOptimize(state);
  }
}
BENCHMARK(solved_walk_cost);

void step_cost(benchmark::State& bench) {
  WalkState state{.feet = ground().start, .vertical_m_s = 0.0, .grounded = true};
  base::SeededRandom random(7);
  WalkInput input;
  int age = 0;
  for (auto _ : bench) {
    if (age++ % 60 == 0) {
      input.x_m_s = (random.unit() - 0.5) * 8.0;
      input.z_m_s = (random.unit() - 0.5) * 8.0;
    }
    if (age % 3600 == 0) state = {.feet = ground().start, .vertical_m_s = 0.0, .grounded = true};
    state = step(ground().world, state, input, 1.0 / 60.0);
  }
}
BENCHMARK(step_cost);

}  // namespace
}  // namespace yc::geometry
