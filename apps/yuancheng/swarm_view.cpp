#include "apps/yuancheng/swarm_view.h"

#include <cmath>

#include "kernel/crowd/dead_reckoning.h"
#include "kernel/crowd/wire_position.h"

namespace yc::apps {
namespace {

base::Duration seconds(double value) {
  return std::chrono::duration_cast<base::Duration>(std::chrono::duration<double>(value));
}

}  // namespace

void SpaceTime::add(base::MonotonicTime sent, base::MonotonicTime received, double tick) {
  if (received - sent > round_trip_) return;
  round_trip_ = received - sent;
  at_ = sent + round_trip_ / 2;
  tick_ = tick;
}

double SpaceTime::tick_at(base::MonotonicTime time) const {
  return tick_ + std::chrono::duration<double>(time - at_).count() * tick_hz_;
}

base::MonotonicTime SpaceTime::time_of(double tick) const {
  return at_ + seconds((tick - tick_) / tick_hz_);
}

crowd::ShownMotion& SwarmView::other(std::uint16_t handle) {
  if (handle >= others_.size()) others_.resize(handle + 1u, crowd::ShownMotion(tick_hz_));
  return others_[handle];
}

void SwarmView::take(std::span<const std::byte> bytes, const schema::CrowdFrame& frame,
                     double at_tick) {
  for (std::size_t i = 0; i < frame.count; ++i) {
    const schema::CrowdRecord record = schema::CrowdFrame::record(bytes, i);
    const geometry::Vec3 position = crowd::from_wire(crowd::position_of(record));
    other(record.handle)
        .take({static_cast<double>(frame.tick) - record.age_ticks, position.x, position.z,
               crowd::velocity_from_wire(record.velocity_x),
               crowd::velocity_from_wire(record.velocity_z)},
              at_tick);
  }
}

void SwarmView::take(std::span<const std::byte> bytes, const schema::CrowdCellsFrame& frame,
                     double at_tick) {
  constexpr double kPerM = 256.0 / schema::kCrowdCellM;
  double edge_x = 0;
  double edge_z = 0;
  double tick = 0;
  for (std::size_t i = 0; i < frame.count; ++i) {
    const schema::CrowdCellsRecord record = schema::CrowdCellsFrame::record(bytes, i);
    if (record.handle == 0) {
      edge_x = (frame.origin_x + record.x) * static_cast<double>(schema::kCrowdCellM);
      edge_z = (frame.origin_z + record.z) * static_cast<double>(schema::kCrowdCellM);
      tick = static_cast<double>(frame.tick) - record.pace;
      continue;
    }
    const crowd::PlaneVelocity velocity =
        crowd::velocity_of_pace(record.yaw, record.state, record.pace);
    other(record.handle)
        .take_coarse(
            {tick, edge_x + record.x / kPerM, edge_z + record.z / kPerM, velocity.x, velocity.z},
            at_tick);
  }
}

MotionHistory::Held SwarmView::held(std::uint16_t handle, const SpaceTime& time) const {
  const crowd::PlaneMotion& motion = others_[handle].motion();
  return {motion.x,
          motion.z,
          motion.velocity_x,
          motion.velocity_z,
          time.time_of(motion.tick),
          others_[handle].is_coarse()};
}

}  // namespace yc::apps
