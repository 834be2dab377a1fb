// Cost of choosing and encoding one viewer's frame, and of publishing a snapshot, with everyone
// walking on a plaza of 200 x 200 m.
#include <benchmark/benchmark.h>

#include "kernel/base/random.h"
#include "kernel/crowd/crowd_fixture.h"

namespace yc::crowd {
namespace {

constexpr double kPlazaM = 200.0;
constexpr int kTicks = 20;  // distinct snapshots, shown again and again

double somewhere(base::Random& random) {
  return (random.unit() - 0.5) * kPlazaM;
}

// Moves everyone by a step of up to 0.3 m, which is a run at 20 steps a second.
void walk(TestCrowd& crowd, base::Random& random, std::uint16_t people) {
  for (std::uint16_t h = 1; h <= people; ++h) {
    crowd.put(h, crowd.x(h) + (random.unit() - 0.5) * 0.4,
              crowd.z(h) + (random.unit() - 0.5) * 0.4);
  }
}

void encode_one_viewer(benchmark::State& state) {
  const auto people = static_cast<std::uint16_t>(state.range(0));
  base::SeededRandom random(1);
  TestCrowd crowd;
  for (std::uint16_t h = 1; h <= people; ++h) crowd.put(h, somewhere(random), somewhere(random));
  std::vector<Interest> viewers;
  for (std::uint16_t h = 1; h <= 100; ++h) viewers.emplace_back(h, InterestSettings{});
  std::vector<std::byte> frame;
  std::size_t bytes = 0;
  std::size_t frames = 0;
  while (state.KeepRunningBatch(static_cast<std::int64_t>(viewers.size()) * kTicks)) {
    for (int tick = 0; tick < kTicks; ++tick) {
      state.PauseTiming();
      walk(crowd, random, people);
      const SnapshotPtr snapshot = crowd.publish();
      state.ResumeTiming();
      for (Interest& viewer : viewers) {
        frames += viewer.encode_crowd(*snapshot, 64, frame) ? 1 : 0;
        bytes += frame.size();
        benchmark::DoNotOptimize(viewer.take_people(*snapshot));
      }
    }
  }
  state.counters["bytes_a_frame"] = static_cast<double>(bytes) / static_cast<double>(frames);
}
BENCHMARK(encode_one_viewer)->Arg(500)->Arg(1000)->Arg(10000);

void publish_snapshot(benchmark::State& state) {
  const auto people = static_cast<std::uint16_t>(state.range(0));
  base::SeededRandom random(1);
  TestCrowd crowd;
  for (std::uint16_t h = 1; h <= people; ++h) crowd.put(h, somewhere(random), somewhere(random));
  for (auto _ : state) benchmark::DoNotOptimize(crowd.publish());
}
BENCHMARK(publish_snapshot)->Arg(500)->Arg(1000)->Arg(10000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace yc::crowd
