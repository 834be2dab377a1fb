// Cost of choosing and encoding one viewer's frame, and of publishing a snapshot, with everyone
// walking on a plaza of 200 x 200 m.
#include <benchmark/benchmark.h>

#include "kernel/base/random.h"
#include "kernel/crowd/crowd_fixture.h"

namespace yc::crowd {
namespace {

constexpr double kPlazaM = 200.0;
constexpr int kTicks = 40;          // a round of measured ticks
constexpr double kTurnsPerS = 1.7;  // of each: a walk with turns, stops and curves

double somewhere(base::Random& random) {
  return (random.unit() - 0.5) * kPlazaM;
}

void fill(TestCrowd& crowd, base::Random& random, std::uint16_t people) {
  for (std::uint16_t h = 1; h <= people; ++h) {
    crowd.put(h, somewhere(random), somewhere(random), random.unit() * 3 - 1.5,
              random.unit() * 3 - 1.5);
  }
}

// As many as turn in one tick take another way.
void turn_some(TestCrowd& crowd, base::Random& random, std::uint16_t people) {
  const int turns = static_cast<int>(people * kTurnsPerS / kTestTickHz);
  for (int i = 0; i < turns; ++i) {
    const auto handle = static_cast<std::uint16_t>(1 + random.unit() * (people - 1));
    geometry::Vec3 at = crowd.position(handle);
    if (std::abs(at.x) > kPlazaM / 2 || std::abs(at.z) > kPlazaM / 2) {
      at = {somewhere(random), 0, somewhere(random)};
    }
    crowd.put(handle, at.x, at.z, random.unit() * 3 - 1.5, random.unit() * 3 - 1.5);
  }
}

void encode_one_viewer(benchmark::State& state) {
  const auto people = static_cast<std::uint16_t>(state.range(0));
  base::SeededRandom random(1);
  TestCrowd crowd;
  fill(crowd, random, people);
  std::vector<Interest> viewers;
  for (std::uint16_t h = 1; h <= people; ++h) viewers.emplace_back(h, InterestSettings{});
  std::string text;
  std::vector<std::byte> frame;
  std::size_t bytes = 0;
  std::size_t ticks = 0;
  const auto tell = [&](const Snapshot& snapshot) {
    for (Interest& viewer : viewers) {
      if (!viewer.look(snapshot, {})) continue;
      if (viewer.encode_people(text)) bytes += text.size();
      if (viewer.encode_looks(frame)) bytes += frame.size();
      if (viewer.encode_crowd(frame)) bytes += frame.size();
      if (viewer.encode_cells(frame)) bytes += frame.size();
    }
  };
  for (int tick = 0; tick < 15 * kTestTickHz; ++tick) {  // until everyone knows everyone
    turn_some(crowd, random, people);
    tell(*crowd.publish());
  }
  bytes = 0;
  while (state.KeepRunningBatch(std::int64_t{people} * kTicks)) {
    for (int tick = 0; tick < kTicks; ++tick) {
      state.PauseTiming();
      turn_some(crowd, random, people);
      const SnapshotPtr snapshot = crowd.publish();
      state.ResumeTiming();
      tell(*snapshot);
      ++ticks;
    }
  }
  state.counters["bytes_a_tick"] = static_cast<double>(bytes) / static_cast<double>(ticks * people);
}
BENCHMARK(encode_one_viewer)->Arg(500)->Arg(1000)->Arg(10000);

void publish_snapshot(benchmark::State& state) {
  const auto people = static_cast<std::uint16_t>(state.range(0));
  base::SeededRandom random(1);
  TestCrowd crowd;
  fill(crowd, random, people);
  for (auto _ : state) {
    state.PauseTiming();
    turn_some(crowd, random, people);
    state.ResumeTiming();
    benchmark::DoNotOptimize(crowd.publish());
  }
}
BENCHMARK(publish_snapshot)->Arg(500)->Arg(1000)->Arg(10000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace yc::crowd
