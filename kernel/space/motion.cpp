#include "kernel/space/motion.h"

#include <algorithm>
#include <cmath>

#include "kernel/crowd/dead_reckoning.h"
#include "schema/walk.h"

namespace yc::space {
namespace {

using base::MonotonicTime;
using geometry::Vec3;

// Movement that may arrive at once after the network has held it back: so much is granted at first,
// and so much is kept of the time that a client has been silent. A line that is late by turns, with
// up to the difference, takes nothing away.
constexpr double kTimeBankStartS = 2.0;
constexpr double kTimeBankMaxS = 4.0;
// Of one pose: clients speak every two seconds while they move.
constexpr double kLongestClaimS = 3.25;
// The bank fills a little faster than time passes, else who walks on after a longer stall would
// never have any again; and a correction, which takes back what was claimed, leaves no debt.
constexpr double kTimeBankRate = 1.01;
constexpr double kTimeBankLeftS = 0.0;
// Claims beyond the bank that are rounding and jitter of two clocks, not a lie.
constexpr double kClockSlackS = 0.25;
// After being put somewhere, a client stands within this of it ...
constexpr double kFollowM = 1.5;
// ... or is told again after so long.
constexpr double kRemindS = 2.0;
// Corrections before a participant is sent away; one is forgiven in each kForgiveS.
constexpr double kMaxStrikes = 10.0;
constexpr double kForgiveS = 6.0;
// Movement allowed between being put somewhere and the first pose from there.
constexpr std::uint32_t kFollowingMs = 250;
// A pose that took longer is not moved on any further.
constexpr double kMaxLagS = 0.25;
// Two clocks part by less than this a second.
constexpr double kClockDrift = 0.0005;
// A client's clock that jumps by more is another clock.
constexpr double kClockJumpS = 5.0;

constexpr std::uint8_t kGaitWalk = 1;
constexpr std::uint8_t kGaitAir = 3;
constexpr double kFastestMS = schema::walk::kRunMS * 1.1;

double seconds(base::Duration duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

Motion::Motion(Vec3 position, double yaw, MonotonicTime now)
    : accepted_at_(now), time_bank_s_(kTimeBankStartS), strikes_at_(now) {
  put(position, yaw, now);
}

void Motion::put(Vec3 position, double yaw, MonotonicTime now) {
  // As the wire says it, so that client and server mean the same point.
  walk_ = {};
  walk_.feet = crowd::from_wire(crowd::to_wire(position));
  yaw_ = crowd::yaw_to_u16(yaw);
  halt();
  fault_ = PoseFault::moved;  // should it have to be repeated
  waiting_ = true;
  waiting_since_ = now;
  time_bank_s_ = kTimeBankStartS;
  bank_at_ = now;
}

PoseVerdict Motion::take(const schema::PoseFrame& pose, MonotonicTime arrived,
                         const geometry::CollisionWorld& ground, const geometry::Box& bounds) {
  const auto ahead = static_cast<std::int16_t>(pose.sequence - last_sequence_);
  if (heard_ && ahead <= 0) return PoseVerdict::ignored;
  heard_ = true;
  last_sequence_ = pose.sequence;
  const Vec3 to = crowd::from_wire(crowd::position_of(pose));
  if (waiting_) {
    if (geometry::distance(to, walk_.feet) > kFollowM) return remind(arrived);
    waiting_ = false;
    last_time_ms_ = pose.time_ms - kFollowingMs;
  }
  const geometry::CheckedWalk before = walk_;
  const PoseFault fault = judge(pose, to, arrived, ground, bounds);
  if (fault != PoseFault::none) {
    if (!bounds.contains(walk_.feet)) walk_ = before;  // a fall out of the world
    return refuse(fault, arrived);
  }
  accept(pose);
  measure_lag(pose, arrived);
  return PoseVerdict::accepted;
}

// A pose from elsewhere was on its way when the word went out; after a while the word is repeated.
// No strike: whoever is slow to hear it is no cheat, and nobody moves by not listening.
PoseVerdict Motion::remind(MonotonicTime now) {
  if (seconds(now - waiting_since_) < kRemindS) return PoseVerdict::ignored;
  waiting_since_ = now;
  return PoseVerdict::corrected;
}

void Motion::refill_time(MonotonicTime now) {
  if (now <= bank_at_) return;  // on its way while the tick put the participant somewhere
  const double passed_s = seconds(now - bank_at_) * kTimeBankRate;
  time_bank_s_ = std::min(kTimeBankMaxS, time_bank_s_ + passed_s);
  bank_at_ = now;
}

PoseFault Motion::judge(const schema::PoseFrame& pose, Vec3 to, MonotonicTime now,
                        const geometry::CollisionWorld& ground, const geometry::Box& bounds) {
  if (!bounds.contains(to)) return PoseFault::bounds;
  refill_time(now);
  const double claimed =
      std::max(0.0, static_cast<std::int32_t>(pose.time_ms - last_time_ms_) / 1000.0);
  const double allowed = std::min({claimed, time_bank_s_ + kClockSlackS, kLongestClaimS});
  time_bank_s_ -= allowed;
  switch (geometry::check_step(ground, walk_, to, std::max(0.0, allowed))) {
    case geometry::StepVerdict::ok:
      return PoseFault::none;
    case geometry::StepVerdict::wall:
      return PoseFault::wall;
    case geometry::StepVerdict::air:
      return PoseFault::air;
    case geometry::StepVerdict::speed:
      break;
  }
  return claimed > allowed ? PoseFault::clock : PoseFault::speed;
}

void Motion::accept(const schema::PoseFrame& pose) {
  yaw_ = pose.yaw;
  pitch_ = pose.pitch;
  gait_ = pose.gait;
  sequence_ = pose.sequence;
  last_time_ms_ = pose.time_ms;
  const bool goes = pose.gait >= kGaitWalk && pose.gait <= kGaitAir &&
                    std::hypot(crowd::velocity_from_wire(pose.velocity_x),
                               crowd::velocity_from_wire(pose.velocity_z)) <= kFastestMS;
  velocity_x_ = goes ? pose.velocity_x : std::int8_t{0};
  velocity_z_ = goes ? pose.velocity_z : std::int8_t{0};
}

void Motion::measure_lag(const schema::PoseFrame& pose, MonotonicTime now) {
  const double took_s = seconds(now.since_start) - pose.time_ms / 1000.0;
  const double drift_s = lag_known_ ? seconds(now - quickest_at_) * kClockDrift : 0.0;
  if (!lag_known_ || took_s < quickest_s_ + drift_s || took_s > quickest_s_ + kClockJumpS) {
    quickest_s_ = took_s;
    quickest_at_ = now;
    lag_known_ = true;
  }
  lag_s_ = took_s - quickest_s_;
  accepted_at_ = now;
}

double Motion::late_s(MonotonicTime now) const {
  return std::min(lag_s_ + seconds(now - accepted_at_), kMaxLagS);
}

void Motion::halt() {
  gait_ = 0;
  velocity_x_ = velocity_z_ = 0;
}

PoseVerdict Motion::refuse(PoseFault fault, MonotonicTime now) {
  fault_ = fault;
  strikes_ = std::max(0.0, strikes_ - seconds(now - strikes_at_) / kForgiveS) + 1.0;
  strikes_at_ = now;
  if (strikes_ > kMaxStrikes) return PoseVerdict::expelled;
  time_bank_s_ = std::max(time_bank_s_, kTimeBankLeftS);
  halt();
  waiting_ = true;
  waiting_since_ = now;
  return PoseVerdict::corrected;
}

schema::CorrectionFrame Motion::correction(std::uint32_t tick) const {
  schema::CorrectionFrame frame;
  frame.tick = tick;
  frame.sequence = last_sequence_;
  crowd::set_position(frame, crowd::to_wire(walk_.feet));
  frame.yaw = yaw_;
  frame.cause = static_cast<std::uint8_t>(fault_);
  return frame;
}

}  // namespace yc::space
