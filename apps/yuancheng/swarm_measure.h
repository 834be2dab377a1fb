#pragma once
// What a swarm measures, from the side of those who receive. All participants live in one process,
// so the truth (who stood where, when) is at hand for comparison.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/base/json.h"
#include "kernel/crowd/wire_position.h"

namespace yc::apps {

// What one participant has told the server.
class PoseHistory {
 public:
  void add(const crowd::WirePosition& position, base::MonotonicTime at);
  // Still where it was told last, and nothing is told: as true as if it were told again.
  void stay(base::MonotonicTime at);

  // Until when this position was true; null when it was not told, or long ago.
  const base::MonotonicTime* when(const crowd::WirePosition& position) const;

 private:
  static constexpr std::size_t kKept = 64;
  struct Pose {
    crowd::WirePosition position;
    base::MonotonicTime at;
  };
  std::array<Pose, kKept> poses_{};
  std::size_t count_ = 0;
};

// What a viewer knows of another participant.
struct HeldSample {
  crowd::WirePosition position;
  base::MonotonicTime true_at;  // when it came, at the latest

  // Ms since the position was true. Somebody who stands is seen as they are, however long ago that
  // was told; as soon as they walk on, the age grows from there.
  float age_ms(const PoseHistory& truth, base::MonotonicTime now) const;
};

struct Spread {
  double p50 = 0, p95 = 0, p99 = 0, max = 0;
  base::Json to_json() const;
};
Spread spread_of(std::vector<float> values);  // all 0 without values

// What one viewer received while measuring.
struct ViewerCount {
  std::uint32_t first_tick = 0;
  std::uint32_t last_tick = 0;
  std::uint64_t frames = 0;
  std::uint64_t records = 0;
  std::uint64_t ticks_left_out = 0;
  std::uint64_t repeated_ticks = 0;  // more than one frame of a tick: must stay 0
  std::uint64_t voices_frames = 0;
  std::uint64_t voices = 0;        // packets of others, murmurs included
  std::uint64_t voices_bytes = 0;  // of the frames
  std::uint64_t bytes_in_before = 0;
  std::uint64_t bytes_out_before = 0;

  void take(std::uint32_t tick, std::size_t records_in_frame);
  void hear(std::size_t packets, std::size_t bytes) {
    ++voices_frames;
    voices += packets;
    voices_bytes += bytes;
  }
};

struct SwarmTotals {
  int asked = 0;
  int joined = 0;
  std::map<std::string, int> refused;      // by reason
  std::map<std::string, int> closed;       // while measuring, by cause
  std::map<std::string, int> corrections;  // by the wire's cause
  std::uint64_t unknown_samples = 0;       // positions that nobody has told
  std::uint64_t heard = 0;
  std::vector<float> join_ms;
  std::vector<float> staleness_ms;  // of the nearest 32 of the watched viewers
  std::vector<float> late_ms;       // of the swarm's own work
  double measured_s = 0;
  double cpu_s = 0;
};

struct ViewerBytes {
  ViewerCount count;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
};

base::Json swarm_report(const SwarmTotals& totals, const std::vector<ViewerBytes>& viewers);

}  // namespace yc::apps
