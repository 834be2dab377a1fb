#pragma once
// A motion is a position, the tick at which it was true, and a velocity; it tells where somebody is
// until it changes (docs/protocol.md, "Motions").

#include <cstdint>

#include "kernel/geometry/vec.h"
#include "schema/frames.h"

namespace yc::crowd {

// Nearest that the wire can say; at most 7.9 m/s in x and in z.
std::int8_t velocity_to_wire(double metres_per_s);
double velocity_from_wire(std::int8_t value);

// Where the record's motion, true at motion_tick, has come to at `tick` (not before).
geometry::Vec3 position_at(const schema::CrowdRecord& record, std::uint32_t motion_tick,
                           std::uint32_t tick, int tick_hz);

// How somebody moves as crowd_cells tell it: `yaw` and `pace` of a person's record there.
struct Pace {
  std::uint8_t yaw = 0;   // the way walked; of those who are still the way they face
  std::uint8_t pace = 0;  // low 4 bits the share of the gait's full speed, high 4 bits the gait
  std::uint8_t gait() const { return pace >> 4; }
};
Pace pace_of(const schema::CrowdRecord& record);

struct PlaneVelocity {
  double x = 0;  // m/s
  double z = 0;
};
PlaneVelocity velocity_of(const Pace& pace);

}  // namespace yc::crowd
