#include "kernel/crowd/dead_reckoning.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kernel/crowd/wire_position.h"
#include "schema/walk.h"

namespace yc::crowd {
namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;
constexpr double kWays = 16.0;
constexpr std::uint8_t kWalk = 1;
constexpr std::uint8_t kRun = 2;
constexpr std::uint8_t kAir = 3;

double full_speed(std::uint8_t state) {
  const unsigned gait = state & 15u;
  if (gait == kWalk) return schema::walk::kWalkMS;
  return gait == kRun || gait == kAir ? schema::walk::kRunMS : 0.0;
}

double yaw_of(std::uint8_t yaw) {
  return yaw * kTurn / 256.0;
}

}  // namespace

std::int8_t velocity_to_wire(double metres_per_s) {
  const double units = std::round(metres_per_s * schema::kCrowdVelocityPerMS);
  return static_cast<std::int8_t>(std::clamp(units, -127.0, 127.0));
}

double velocity_from_wire(std::int8_t value) {
  return static_cast<double>(value) / schema::kCrowdVelocityPerMS;
}

geometry::Vec3 position_at(const schema::CrowdRecord& record, std::uint32_t motion_tick,
                           std::uint32_t tick, int tick_hz) {
  geometry::Vec3 position = from_wire(position_of(record));
  if (record.velocity_x == 0 && record.velocity_z == 0) return position;
  const auto ticks = std::min(tick - motion_tick, std::uint32_t{schema::kCrowdCoastTicks});
  const double seconds = static_cast<double>(ticks) / tick_hz;
  position.x += velocity_from_wire(record.velocity_x) * seconds;
  position.z += velocity_from_wire(record.velocity_z) * seconds;
  return position;
}

std::uint8_t pace_of(const schema::CrowdRecord& record) {
  const double x = velocity_from_wire(record.velocity_x);
  const double z = velocity_from_wire(record.velocity_z);
  const double full = full_speed(record.state);
  if (full == 0.0 || (x == 0.0 && z == 0.0)) return 0;
  const double share = std::round(std::hypot(x, z) / full * schema::kCrowdPaceSteps);
  const double off = std::atan2(-x, -z) - yaw_of(record.yaw);
  const auto way = static_cast<unsigned>(std::lround(off / kTurn * kWays) & 15);
  const auto pace =
      static_cast<unsigned>(std::min(share, static_cast<double>(schema::kCrowdPaceSteps)));
  return static_cast<std::uint8_t>(way << 4 | pace);
}

PlaneVelocity velocity_of_pace(std::uint8_t yaw, std::uint8_t state, std::uint8_t pace) {
  const double speed =
      full_speed(state) * static_cast<double>(pace & 15u) / schema::kCrowdPaceSteps;
  const double way = yaw_of(yaw) + static_cast<double>(pace >> 4) * kTurn / kWays;
  return {-std::sin(way) * speed, -std::cos(way) * speed};
}

}  // namespace yc::crowd
