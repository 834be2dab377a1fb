// Appends a second, alone and in groups, on real files; and the start of a store that holds 100,000
// events. Files are made where TMPDIR says: a memory file system would measure nothing.
#include <benchmark/benchmark.h>

#include <atomic>
#include <thread>

#include "kernel/base/assert.h"
#include "kernel/store/maintenance.h"
#include "kernel/store/testing/test_world.h"

namespace yc::store {
namespace {

constexpr base::SpaceId kCity{1};

struct RealWorld {
  RealWorld() : executor("disk", clock), replies("reply", clock) { open(); }
  StoreParts parts() { return {disk, clock, random, executor}; }
  void open() {
    store.reset();
    store = Store::open(folder.path() + "/city", OpenMode::serve, parts()).value();
  }

  testing::TemporaryFolder folder;
  base::SystemClock clock;
  base::SystemRandom random;
  base::RealDisk disk;
  base::ThreadExecutor executor;
  base::ThreadExecutor replies;
  std::unique_ptr<Store> store;
};

Batch one_line() {
  ChatSaid said{kCity, {7}, ChatScope::near, {}, "a line of chat as people write it"};
  return {{{space_stream(kCity), {7}, std::move(said)}}, {}};
}

void one_commit_per_append(benchmark::State& state) {
  RealWorld world;
  for (auto _ : state) YC_ASSERT(world.store->append_now(one_line()).has_value());
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(one_commit_per_append)->UseRealTime();

// `waiting` appends are always under way, as from that many people at once.
void group_commit(benchmark::State& state) {
  RealWorld world;
  const int waiting = static_cast<int>(state.range(0));
  std::atomic<int> open = 0;
  for (auto _ : state) {
    while (open >= waiting) std::this_thread::yield();
    ++open;
    world.store->append(one_line(), world.replies, [&open](const auto& done) {
      YC_ASSERT(done.has_value());
      --open;
    });
  }
  while (open > 0) std::this_thread::yield();
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(group_commit)->Arg(10)->Arg(100)->Arg(1000)->UseRealTime();

RealWorld& large_world() {
  static RealWorld world;
  static const bool kFilled = [] {
    for (int batch = 0; batch < 100; ++batch) {
      Batch lines;
      for (int i = 0; i < 1000; ++i) lines.events.push_back(one_line().events.front());
      YC_ASSERT(world.store->append_now(std::move(lines)).has_value());
    }
    return true;
  }();
  benchmark::DoNotOptimize(kFilled);
  return world;
}

void open_with_100k_events(benchmark::State& state) {
  RealWorld& world = large_world();
  for (auto _ : state) world.open();
}
BENCHMARK(open_with_100k_events)->Unit(benchmark::kMillisecond);

void verify_100k_events(benchmark::State& state) {
  RealWorld& world = large_world();
  for (auto _ : state) YC_ASSERT(verify(world.folder.path() + "/city", world.parts())->clean());
}
BENCHMARK(verify_100k_events)->Unit(benchmark::kMillisecond)->Iterations(1);

void backup_100k_events(benchmark::State& state) {
  RealWorld& world = large_world();
  int number = 0;
  for (auto _ : state) {
    const std::string file = world.folder.path() + "/backup" + std::to_string(number++);
    YC_ASSERT(backup(world.folder.path() + "/city", file, world.parts()).has_value());
  }
}
BENCHMARK(backup_100k_events)->Unit(benchmark::kMillisecond)->Iterations(3);

}  // namespace
}  // namespace yc::store
