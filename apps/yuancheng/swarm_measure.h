#pragma once
// What a swarm measures, from the side of those who receive. All participants live in one process,
// so the truth (who stood where, when) is at hand for comparison.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/base/json.h"
#include "schema/frames.h"

namespace yc::apps {

// The motions that one participant has told the server, and when.
class MotionHistory {
 public:
  void add(const schema::CrowdRecord& motion, base::MonotonicTime at);

  // A motion that a viewer holds, in metres, as of a time of the swarm's clock.
  struct Held {
    double x = 0;
    double z = 0;
    double velocity_x = 0;
    double velocity_z = 0;
    base::MonotonicTime at;
    bool coarse = false;  // of crowd_cells
  };
  // When the held motion was replaced by another that the viewer does not know yet; nullopt while
  // it is the newest. A motion that is none of those told here was replaced when the oldest
  // remembered was told.
  std::optional<base::MonotonicTime> replaced_at(const Held& held) const;

 private:
  static constexpr std::size_t kKept = 48;
  struct Told {
    double x = 0;
    double z = 0;
    double velocity_x = 0;
    double velocity_z = 0;
    base::MonotonicTime at;
  };
  static bool same(const Told& told, const Held& held);
  static bool goes_on(const Told& before, const Told& now);

  std::array<Told, kKept> told_{};
  std::size_t count_ = 0;
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
  std::uint64_t cell_records = 0;
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
  std::uint64_t heard = 0;
  std::vector<float> join_ms;
  std::vector<float> staleness_ms;        // of the nearest 32 of the watched viewers
  std::vector<float> error_m;             // of these, on the viewer's screen
  std::vector<float> staleness_100_m_ms;  // of some of those within 100 m
  std::uint64_t unseen = 0;               // samples of somebody whom the viewer does not know
  std::vector<float> nearest_known_ms;    // after coming late into the crowd: the nearest 32 ...
  std::vector<float> all_known_ms;        // ... and 95 % of those within 100 m
  std::vector<float> late_ms;             // of the swarm's own work
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
