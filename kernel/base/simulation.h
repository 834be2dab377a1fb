#pragma once
// The whole city in one thread, from a seed: virtual time, executors whose tasks interleave by a
// seeded order, byte streams with delay and loss of connection. Simulated disks are in disk.h.

#include <cstdint>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include "kernel/base/byte_stream.h"
#include "kernel/base/clock.h"
#include "kernel/base/executor.h"
#include "kernel/base/random.h"

namespace yc::base {

// Owns virtual time. Tasks of one executor keep their order; tasks of different executors that are
// due at the same instant run in an order drawn from the seed.
class SimulatedScheduler final : public Clock {
 public:
  explicit SimulatedScheduler(std::uint64_t seed, WallTime start = {1'790'000'000'000});
  ~SimulatedScheduler() override;

  MonotonicTime monotonic() const override { return now_; }
  WallTime wall() const override;
  Duration thread_cpu() const override { return {}; }  // work takes no time
  Random& random() { return random_; }

  std::unique_ptr<Executor> make_executor();  // must not outlive the scheduler

  // Runs everything due up to now + span; time then stands at now + span.
  void run_for(Duration span);
  // Runs until nothing is due (true) or the span is over (false).
  bool run_until_idle(Duration limit);

 private:
  friend class SimulatedExecutor;
  void schedule(MonotonicTime due, std::uint64_t tie, Task task);
  bool run_next(MonotonicTime limit);

  SeededRandom random_;
  MonotonicTime now_;
  WallTime start_;
  std::uint64_t order_ = 0;
  std::map<std::tuple<MonotonicTime, std::uint64_t, std::uint64_t>, Task> queue_;
};

// What happens to bytes between two simulated ends.
struct LinkProfile {
  Duration delay_min{0};
  Duration delay_max{0};
  double break_per_write = 0.0;      // chance that a write breaks the connection
  std::size_t buffer_bytes = 65536;  // unread bytes after which write() takes no more
};

// Two joined ends; what one writes the other reads in order, after the link's delay.
// Each end calls its handler on its own executor.
std::pair<std::unique_ptr<ByteStream>, std::unique_ptr<ByteStream>> make_simulated_link(
    SimulatedScheduler& scheduler, Executor& left, Executor& right, LinkProfile profile);

}  // namespace yc::base
