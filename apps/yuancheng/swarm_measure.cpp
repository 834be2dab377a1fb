#include "apps/yuancheng/swarm_measure.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "kernel/crowd/dead_reckoning.h"
#include "kernel/crowd/wire_position.h"

namespace yc::apps {
namespace {

// A swarm whose own work comes later than this too often says nothing about the server.
constexpr double kStarvedMs = 20.0;

// How near a held motion must be to a told one to be it: the server moves late poses on by as much
// as they were late, and cells round (docs/protocol.md).
constexpr double kRenewedM = 0.1;
constexpr double kClocksApartS = 0.06;  // a tick may come late
constexpr double kFineM = 0.5;
constexpr double kFineM_S = 0.01;
constexpr double kCoarseM = 0.7;
constexpr double kCoarseShare = 0.25;
constexpr double kCoarseM_S = 0.1;

double seconds_between(base::MonotonicTime from, base::MonotonicTime to) {
  return std::chrono::duration<double>(to - from).count();
}

double rounded(double value) {
  return std::round(value * 100.0) / 100.0;
}

}  // namespace

void MotionHistory::add(const schema::CrowdRecord& motion, base::MonotonicTime at) {
  const geometry::Vec3 position = crowd::from_wire(crowd::position_of(motion));
  const Told told{position.x, position.z, crowd::velocity_from_wire(motion.velocity_x),
                  crowd::velocity_from_wire(motion.velocity_z), at};
  if (count_ > 0 && goes_on(told_[(count_ - 1) % kKept], told)) return;
  told_[count_ % kKept] = told;
  ++count_;
}

// Told again, but no other motion: whoever knows the one knows both.
bool MotionHistory::goes_on(const Told& before, const Told& now) {
  const double apart_s = seconds_between(before.at, now.at);
  return before.velocity_x == now.velocity_x && before.velocity_z == now.velocity_z &&
         std::hypot(before.x + before.velocity_x * apart_s - now.x,
                    before.z + before.velocity_z * apart_s - now.z) <= kRenewedM;
}

// At the time of the later one, both are in the same place and go the same way.
bool MotionHistory::same(const Told& told, const Held& held) {
  const double apart_s = seconds_between(told.at, held.at);
  if (apart_s < -kClocksApartS) return false;  // known before it was told?
  const double off = std::hypot(told.x + told.velocity_x * apart_s - held.x,
                                told.z + told.velocity_z * apart_s - held.z);
  const double slower =
      std::hypot(told.velocity_x - held.velocity_x, told.velocity_z - held.velocity_z);
  const double speed = std::hypot(told.velocity_x, told.velocity_z);
  return off <= (held.coarse ? kCoarseM : kFineM) &&
         slower <= (held.coarse ? kCoarseShare * speed + kCoarseM_S : kFineM_S);
}

std::optional<base::MonotonicTime> MotionHistory::replaced_at(const Held& held) const {
  const std::size_t kept = std::min(count_, kKept);
  for (std::size_t back = 1; back <= kept; ++back) {
    if (!same(told_[(count_ - back) % kKept], held)) continue;
    if (back == 1) return std::nullopt;
    return told_[(count_ - back + 1) % kKept].at;
  }
  if (kept == 0) return std::nullopt;
  return told_[(count_ - kept) % kKept].at;
}

base::Json Spread::to_json() const {
  return {
      {"p50", rounded(p50)}, {"p95", rounded(p95)}, {"p99", rounded(p99)}, {"max", rounded(max)}};
}

Spread spread_of(std::vector<float> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const auto rank =
        static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
    return static_cast<double>(values[std::max<std::size_t>(rank, 1) - 1]);
  };
  return {at(0.50), at(0.95), at(0.99), static_cast<double>(values.back())};
}

void ViewerCount::take(std::uint32_t tick, std::size_t records_in_frame) {
  if (frames == 0) {
    first_tick = tick;
  } else if (tick <= last_tick) {
    ++repeated_ticks;
  } else {
    ticks_left_out += tick - last_tick - 1;
  }
  last_tick = tick;
  ++frames;
  records += records_in_frame;
}

base::Json swarm_report(const SwarmTotals& totals, const std::vector<ViewerBytes>& viewers) {
  const double seconds = std::max(totals.measured_s, 1e-9);
  std::vector<float> frames, down, up, records, cell_records, tick_rate, voices, voices_bytes;
  std::uint64_t left_out = 0;
  std::uint64_t repeated = 0;
  for (const ViewerBytes& viewer : viewers) {
    const ViewerCount& count = viewer.count;
    frames.push_back(static_cast<float>(static_cast<double>(count.frames) / seconds));
    down.push_back(
        static_cast<float>(static_cast<double>(viewer.bytes_in - count.bytes_in_before) / seconds));
    up.push_back(static_cast<float>(static_cast<double>(viewer.bytes_out - count.bytes_out_before) /
                                    seconds));
    tick_rate.push_back(
        static_cast<float>(static_cast<double>(count.last_tick - count.first_tick) / seconds));
    voices.push_back(static_cast<float>(static_cast<double>(count.voices) / seconds));
    voices_bytes.push_back(static_cast<float>(static_cast<double>(count.voices_bytes) / seconds));
    if (count.frames > 0) {
      records.push_back(static_cast<float>(static_cast<double>(count.records) /
                                           static_cast<double>(count.frames)));
    }
    cell_records.push_back(static_cast<float>(static_cast<double>(count.cell_records) / seconds));
    left_out += count.ticks_left_out;
    repeated += count.repeated_ticks;
  }
  const Spread late = spread_of(totals.late_ms);
  base::Json report;
  report["people_asked"] = totals.asked;
  report["people_joined"] = totals.joined;
  report["refused"] = totals.refused;
  report["closed_while_measuring"] = totals.closed;
  report["measured_s"] = rounded(totals.measured_s);
  report["tick_rate_hz"] = spread_of(tick_rate).to_json();
  const float slowest = frames.empty() ? 0.0f : *std::min_element(frames.begin(), frames.end());
  report["frames_per_second"] = spread_of(frames).to_json();
  report["frames_per_second"]["min"] = rounded(slowest);
  report["records_per_frame"] = spread_of(records).to_json();
  report["cell_records_per_second"] = spread_of(cell_records).to_json();
  report["ticks_left_out"] = left_out;
  report["frames_of_a_repeated_tick"] = repeated;
  report["staleness_nearest_32_ms"] = spread_of(totals.staleness_ms).to_json();
  report["error_nearest_32_m"] = spread_of(totals.error_m).to_json();
  report["staleness_within_100_m_ms"] = spread_of(totals.staleness_100_m_ms).to_json();
  report["samples"] = totals.staleness_ms.size();
  report["samples_of_unknown_people"] = totals.unseen;
  report["newcomer_knows_nearest_32_ms"] = spread_of(totals.nearest_known_ms).to_json();
  report["newcomer_knows_95_percent_ms"] = spread_of(totals.all_known_ms).to_json();
  report["bytes_down_per_second"] = spread_of(down).to_json();
  report["bytes_up_per_second"] = spread_of(up).to_json();
  report["join_ms"] = spread_of(totals.join_ms).to_json();
  report["corrections"] = totals.corrections;
  report["heard"] = totals.heard;
  report["voice_packets_heard_per_second"] = spread_of(voices).to_json();
  report["voice_bytes_down_per_second"] = spread_of(voices_bytes).to_json();
  report["swarm"] = {{"cpu_cores", rounded(totals.cpu_s / seconds)},
                     {"late_ms", late.to_json()},
                     {"starved", late.p95 > kStarvedMs}};
  return report;
}

}  // namespace yc::apps
