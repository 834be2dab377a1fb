#pragma once
// Positions and angles between metres and the wire (schema/frames.json).

#include <cstdint>

#include "kernel/geometry/vec.h"

namespace yc::crowd {

struct WirePosition {
  std::int16_t cell_x = 0;  // 64 m each
  std::int16_t cell_z = 0;
  std::uint16_t offset_x = 0;  // 1/1024 m within the cell
  std::uint16_t offset_z = 0;
  std::uint16_t height = 0;  // 1/64 m above -128 m

  friend bool operator==(const WirePosition&, const WirePosition&) = default;
};

// Whether the wire can say this point: finite, -128 m <= y <= 895 m, |x| and |z| < 2,097 km.
bool fits_wire(geometry::Vec3 metres);

// Rounds to nearest: at most 1/2048 m off in x and z, 1/128 m in y. The point must fit.
WirePosition to_wire(geometry::Vec3 metres);
geometry::Vec3 from_wire(const WirePosition& wire);

// Any finite angle; whole turns are dropped.
std::uint16_t yaw_to_u16(double radians);
double yaw_from_u16(std::uint16_t value);  // 0 <= result < 2 pi

// The five position fields that pose, correction and crowd records share.
template <typename Frame>
WirePosition position_of(const Frame& frame) {
  return {frame.cell_x, frame.cell_z, frame.offset_x, frame.offset_z, frame.height};
}
template <typename Frame>
void set_position(Frame& frame, const WirePosition& position) {
  frame.cell_x = position.cell_x;
  frame.cell_z = position.cell_z;
  frame.offset_x = position.offset_x;
  frame.offset_z = position.offset_z;
  frame.height = position.height;
}

}  // namespace yc::crowd
