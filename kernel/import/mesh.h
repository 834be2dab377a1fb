#pragma once
// Triangles on their way to the tiles: one list per material, every vertex marked with its entity.

#include <array>
#include <cstdint>
#include <vector>

#include "kernel/geometry/box.h"
#include "kernel/scene/recipe.h"

namespace yc::import {

using geometry::Vec3;
using scene::Material;

inline constexpr std::size_t kMaterialCount = 5;
// Material names in the tiles, in the order of scene::Material: the contract with web/engine.
inline constexpr std::array<const char*, kMaterialCount> kMaterialNames = {
    "solid", "facade", "glow", "water", "foliage"};

struct Vertex {
  std::array<float, 3> position;  // city frame, metres
  std::array<float, 3> normal;
  std::array<float, 2> uv;    // metres along the wall and up; facade only
  std::uint32_t color = 0;    // linear r, g, b in the low three bytes
  std::uint32_t feature = 0;  // entity id

  friend bool operator==(const Vertex&, const Vertex&) = default;
};

struct Surface {
  std::vector<Vertex> vertices;
  std::vector<std::uint32_t> indices;  // three per triangle, counter-clockwise from outside
};

struct Mesh {
  std::array<Surface, kMaterialCount> surfaces;

  Surface& of(Material material) { return surfaces[static_cast<std::size_t>(material)]; }
  const Surface& of(Material material) const {
    return surfaces[static_cast<std::size_t>(material)];
  }
  std::size_t triangle_count() const;
  geometry::Box box() const;
};

// 0xrrggbb in sRGB, as written in recipes, to the linear bytes of a vertex.
std::uint32_t linear_color(unsigned srgb);
// Multiplies each channel, for shade towards the ground and variety between neighbours.
std::uint32_t shaded(std::uint32_t linear, double factor);
std::uint32_t mixed(std::uint32_t a, std::uint32_t b, double t);

// A rotation, scale and move in one; `mirrored` when it turns the winding over.
struct Affine {
  Vec3 x{1, 0, 0};
  Vec3 y{0, 1, 0};
  Vec3 z{0, 0, 1};
  Vec3 origin;

  Vec3 point(Vec3 p) const { return origin + vector(p); }
  Vec3 vector(Vec3 v) const { return x * v.x + y * v.y + z * v.z; }
  bool mirrored() const { return geometry::dot(geometry::cross(x, y), z) < 0.0; }
};

Affine operator*(const Affine& outer, const Affine& inner);
Affine moved(Vec3 by);
Affine scaled(Vec3 by);
// Degrees: roll about z first, then pitch about x, then yaw about y.
Affine turned(double yaw_deg, double pitch_deg = 0.0, double roll_deg = 0.0);

// Appends `shape` under a rigid or mirroring transform, with another feature id.
void append(Mesh& out, const Mesh& shape, const Affine& transform, std::uint32_t feature);

}  // namespace yc::import
