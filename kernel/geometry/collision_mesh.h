#pragma once
// The baked static mesh that people walk on, in square cells of 256 m, and its file `.ycc`
// (docs/walking.md). A triangle is stored, whole, in every cell that it touches, so that one cell
// is complete by itself.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kernel/base/result.h"
#include "kernel/geometry/box.h"

namespace yc::geometry {

inline constexpr double kCollisionCellM = 256.0;
inline constexpr double kCollisionUnitsPerM = 64.0;  // vertices lie on a grid of 1/64 m
inline constexpr std::size_t kMaxCellVertices = 65535;
inline constexpr std::int32_t kMaxCellIndex = 8191;  // 2,097 km from the anchor

struct CellKey {
  std::int32_t x = 0;  // the cell covers [x, x+1) * 256 m in x, the same in z, and all heights
  std::int32_t z = 0;
  friend auto operator<=>(const CellKey&, const CellKey&) = default;
};

struct CollisionCell {
  using Vertex = std::array<std::int16_t, 3>;  // 1/64 m from the corner (x * 256, 0, z * 256) m
  using Indices = std::array<std::uint16_t, 3>;

  CellKey key;
  std::vector<Vertex> vertices;
  std::vector<Indices> triangles;

  Vec3 vertex(std::size_t index) const;  // in the space's frame
  Triangle triangle(std::size_t index) const;
  friend bool operator==(const CollisionCell&, const CollisionCell&) = default;
};

// Checks every count, bound and index: any bytes may be given.
base::Result<CollisionCell> read_collision_cell(std::span<const std::byte> bytes);
// The cell must be one that cut_into_cells or read_collision_cell made.
std::vector<std::byte> write_collision_cell(const CollisionCell& cell);

// Cuts a triangle soup (space frame, metres) into cells, sorted by key. Vertices are rounded to the
// grid and shared; triangles longer than 256 m are cut first; those that rounding makes flat are
// dropped. Fails for points that are not finite, outside +-511 m of height, outside the greatest
// cells, and for cells with too many vertices.
base::Result<std::vector<CollisionCell>> cut_into_cells(std::span<const Triangle> soup);

}  // namespace yc::geometry
