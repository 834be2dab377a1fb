#pragma once
// A spot that a link names by its coordinates, "12.5,0.1,-30.25,1.57" (x, y, z in metres, yaw in
// radians), where the name of a place could stand.

#include <optional>
#include <string_view>

#include "kernel/geometry/collision_world.h"

namespace yc::space {

struct Spot {
  geometry::Vec3 position;
  double yaw = 0.0;
};

// Nothing but four finite numbers with commas between them is a spot.
std::optional<Spot> parse_spot(std::string_view text);

}  // namespace yc::space
