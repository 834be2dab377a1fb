#pragma once
// What one watched participant of a swarm knows of the others, and where its page would show them.

#include <cstdint>
#include <span>
#include <vector>

#include "apps/yuancheng/swarm_measure.h"
#include "kernel/crowd/shown_motion.h"
#include "schema/frames.h"

namespace yc::apps {

// The space's clock by the swarm's: the answer with the shortest round trip counts.
class SpaceTime {
 public:
  void reset(int tick_hz) { tick_hz_ = tick_hz; }
  void add(base::MonotonicTime sent, base::MonotonicTime received, double tick);
  bool known() const { return round_trip_ != base::Duration::max(); }
  int tick_hz() const { return tick_hz_; }
  double tick_at(base::MonotonicTime time) const;
  base::MonotonicTime time_of(double tick) const;

 private:
  int tick_hz_ = 20;
  base::Duration round_trip_ = base::Duration::max();
  base::MonotonicTime at_;  // when it was tick_ there
  double tick_ = 0;
};

class SwarmView {
 public:
  explicit SwarmView(int tick_hz) : tick_hz_(tick_hz) {}

  void take(std::span<const std::byte> bytes, const schema::CrowdFrame& frame, double at_tick);
  void take(std::span<const std::byte> bytes, const schema::CrowdCellsFrame& frame, double at_tick);

  bool knows(std::uint16_t handle) const {
    return handle < others_.size() && others_[handle].known();
  }
  // Of somebody who is known.
  crowd::PlanePoint shown(std::uint16_t handle, double at_tick) const {
    return others_[handle].at(at_tick);
  }
  MotionHistory::Held held(std::uint16_t handle, const SpaceTime& time) const;

 private:
  crowd::ShownMotion& other(std::uint16_t handle);

  int tick_hz_;
  std::vector<crowd::ShownMotion> others_;  // by handle
};

}  // namespace yc::apps
