#include "apps/yuancheng/swarm_view.h"

#include "kernel/crowd/cell_reader.h"
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
  crowd::CellReader reader(bytes, frame);
  for (crowd::CellMotion motion; reader.next(motion);) {
    other(motion.handle)
        .take_coarse({static_cast<double>(motion.tick), motion.x, motion.z, motion.velocity.x,
                      motion.velocity.z},
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
