#pragma once
// Where time enters. Nothing else in the product asks the operating system for the time.

#include <chrono>
#include <cstdint>

namespace yc::base {

using Duration = std::chrono::nanoseconds;

// Time since an arbitrary start that never goes back. Differences only.
struct MonotonicTime {
  Duration since_start{0};
  friend auto operator<=>(const MonotonicTime&, const MonotonicTime&) = default;
  friend Duration operator-(MonotonicTime a, MonotonicTime b) {
    return a.since_start - b.since_start;
  }
  friend MonotonicTime operator+(MonotonicTime a, Duration d) { return {a.since_start + d}; }
};

// Milliseconds since 1970-01-01T00:00Z; may jump when the operator sets the clock.
struct WallTime {
  std::int64_t unix_ms = 0;
  friend auto operator<=>(const WallTime&, const WallTime&) = default;
};

class Clock {  // thread-safe
 public:
  virtual ~Clock() = default;
  virtual MonotonicTime monotonic() const = 0;
  virtual WallTime wall() const = 0;
  // Time of a processor that the calling thread has used. Differences only.
  virtual Duration thread_cpu() const = 0;
};

class SystemClock final : public Clock {
 public:
  MonotonicTime monotonic() const override;
  WallTime wall() const override;
  Duration thread_cpu() const override;
};

}  // namespace yc::base
