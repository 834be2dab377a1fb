// A plaza in which everybody speaks: what one round costs the mixer, and the listeners their shard.
// A round has 40 ms.
#include <benchmark/benchmark.h>

#include <cmath>

#include "kernel/media/media_fixture.h"

namespace yc::media {
namespace {

// So many people on squares of 1.25 m, each a little louder or quieter than the next.
void fill(SpeakingCrowd& crowd, int people) {
  const int row = static_cast<int>(std::sqrt(people));
  for (int i = 0; i < people; ++i) {
    crowd.people.put(static_cast<std::uint16_t>(i + 1), 1.25 * (i % row), 1.25 * (i / row));
  }
}

void speak(SpeakingCrowd& crowd, int people, int round, const std::vector<std::byte>& packet) {
  for (int i = 1; i <= people; ++i) {
    const auto quieter = static_cast<std::uint8_t>((i * 7 + round * 3) % 40);
    crowd.speak(static_cast<std::uint16_t>(i), kSpeakingUp - quieter, packet);
  }
}

void bench_round(benchmark::State& state) {
  const int people = static_cast<int>(state.range(0));
  const std::vector<std::byte> packet = tone_packet();
  SpeakingCrowd crowd;
  fill(crowd, people);
  int number = 0;
  for (auto _ : state) {
    state.PauseTiming();
    speak(crowd, people, ++number, packet);
    state.ResumeTiming();
    benchmark::DoNotOptimize(crowd.round(true));
  }
}
BENCHMARK(bench_round)->Arg(100)->Arg(1000)->Arg(5000)->Unit(benchmark::kMillisecond);

void bench_listeners(benchmark::State& state) {
  const int people = static_cast<int>(state.range(0));
  const std::vector<std::byte> packet = tone_packet();
  SpeakingCrowd crowd;
  fill(crowd, people);
  std::vector<Hearing> listeners;
  for (int i = 1; i <= people; ++i)
    listeners.emplace_back(static_cast<std::uint16_t>(i), HearingSettings{});
  std::vector<std::byte> frame;
  std::size_t bytes = 0, frames = 0;
  int number = 0;
  for (auto _ : state) {
    state.PauseTiming();
    speak(crowd, people, ++number, packet);
    const VoiceRoundPtr round = crowd.round(true);
    state.ResumeTiming();
    for (Hearing& listener : listeners) {
      if (!listener.encode(*round, frame)) continue;
      bytes += frame.size();
      ++frames;
    }
  }
  state.counters["bytes_a_frame"] = static_cast<double>(bytes) / static_cast<double>(frames);
}
BENCHMARK(bench_listeners)->Arg(100)->Arg(1000)->Arg(5000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace yc::media
