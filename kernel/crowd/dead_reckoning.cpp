#include "kernel/crowd/dead_reckoning.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kernel/crowd/wire_position.h"
#include "schema/walk.h"

namespace yc::crowd {
namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;
constexpr double kYaws = 256.0;
constexpr double kSteps = schema::kCrowdPaceSteps;
constexpr std::uint8_t kWalk = 1;
constexpr std::uint8_t kRun = 2;
constexpr std::uint8_t kAir = 3;

double full_speed(unsigned gait) {
  if (gait == kWalk) return schema::walk::kWalkMS;
  return gait == kRun || gait == kAir ? schema::walk::kRunMS : 0.0;
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

Pace pace_of(const schema::CrowdRecord& record) {
  const unsigned gait = record.state & 15u;
  const double x = velocity_from_wire(record.velocity_x);
  const double z = velocity_from_wire(record.velocity_z);
  const double full = full_speed(gait);
  const double share = full > 0.0 ? std::round(std::hypot(x, z) / full * kSteps) : 0.0;
  const auto pace =
      static_cast<std::uint8_t>(gait << 4 | static_cast<unsigned>(std::min(share, kSteps)));
  if (share == 0.0) return {record.yaw, pace};
  const auto way = std::lround(std::atan2(-x, -z) / kTurn * kYaws);
  return {static_cast<std::uint8_t>(way & 255), pace};
}

PlaneVelocity velocity_of(const Pace& pace) {
  const double speed = full_speed(pace.gait()) * (pace.pace & 15u) / kSteps;
  const double way = pace.yaw * kTurn / kYaws;
  return {-std::sin(way) * speed, -std::cos(way) * speed};
}

}  // namespace yc::crowd
