#pragma once
// Which squares of a cell are plain: all ground, and free above it. A body there needs no triangle.

#include <cstdint>
#include <limits>
#include <span>

#include "kernel/geometry/collision_mesh.h"

namespace yc::geometry {

// In the units of a cell. Walkable ground between these heights covers the whole square, and over
// it, for a body and a step, there is nothing else. Where several storeys are so: the uppermost. Of
// a square that is not plain: all heights.
struct PlainSquare {
  std::int16_t low = std::numeric_limits<std::int16_t>::min();
  std::int16_t high = std::numeric_limits<std::int16_t>::max();
};

// The square of `side` units whose low corner is (x, z); `triangles` are all those of the cell that
// touch it, and may be more.
PlainSquare find_plain_square(const CollisionCell& cell, std::span<const std::uint32_t> triangles,
                              int x, int z, int side);

}  // namespace yc::geometry
