#include "kernel/import/mesh.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace yc::import {
namespace {

double channel(std::uint32_t color, int index) {
  return (color >> (8 * index)) & 0xffU;
}

std::uint32_t pack(double r, double g, double b) {
  const auto byte = [](double v) {
    return static_cast<std::uint32_t>(std::clamp(std::lround(v), 0L, 255L));
  };
  return byte(r) | (byte(g) << 8) | (byte(b) << 16);
}

double linear_channel(unsigned byte) {  // IEC 61966-2-1
  const double c = byte / 255.0;
  return 255.0 * (c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
}

std::array<float, 3> to_floats(Vec3 v) {
  return {static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z)};
}

Vec3 to_vec(const std::array<float, 3>& f) {
  return {f[0], f[1], f[2]};
}

}  // namespace

std::size_t Mesh::triangle_count() const {
  std::size_t total = 0;
  for (const Surface& surface : surfaces) total += surface.indices.size() / 3;
  return total;
}

geometry::Box Mesh::box() const {
  geometry::Box box;
  for (const Surface& surface : surfaces) {
    for (const Vertex& vertex : surface.vertices) box.add(to_vec(vertex.position));
  }
  return box;
}

std::uint32_t linear_color(unsigned srgb) {
  return pack(linear_channel((srgb >> 16) & 0xffU), linear_channel((srgb >> 8) & 0xffU),
              linear_channel(srgb & 0xffU));
}

std::uint32_t shaded(std::uint32_t linear, double factor) {
  return pack(channel(linear, 0) * factor, channel(linear, 1) * factor,
              channel(linear, 2) * factor);
}

std::uint32_t mixed(std::uint32_t a, std::uint32_t b, double t) {
  return pack(channel(a, 0) * (1 - t) + channel(b, 0) * t,
              channel(a, 1) * (1 - t) + channel(b, 1) * t,
              channel(a, 2) * (1 - t) + channel(b, 2) * t);
}

Affine operator*(const Affine& outer, const Affine& inner) {
  return {outer.vector(inner.x), outer.vector(inner.y), outer.vector(inner.z),
          outer.point(inner.origin)};
}

Affine moved(Vec3 by) {
  return {.origin = by};
}

Affine scaled(Vec3 by) {
  return {{by.x, 0, 0}, {0, by.y, 0}, {0, 0, by.z}, {}};
}

Affine turned(double yaw_deg, double pitch_deg, double roll_deg) {
  constexpr double kRadians = std::numbers::pi / 180.0;
  const double cy = std::cos(yaw_deg * kRadians), sy = std::sin(yaw_deg * kRadians);
  const double cp = std::cos(pitch_deg * kRadians), sp = std::sin(pitch_deg * kRadians);
  const double cr = std::cos(roll_deg * kRadians), sr = std::sin(roll_deg * kRadians);
  const Affine yaw{{cy, 0, -sy}, {0, 1, 0}, {sy, 0, cy}, {}};
  const Affine pitch{{1, 0, 0}, {0, cp, sp}, {0, -sp, cp}, {}};
  const Affine roll{{cr, sr, 0}, {-sr, cr, 0}, {0, 0, 1}, {}};
  return yaw * (pitch * roll);
}

void append(Mesh& out, const Mesh& shape, const Affine& transform, std::uint32_t feature) {
  const bool flip = transform.mirrored();
  for (std::size_t m = 0; m < kMaterialCount; ++m) {
    const Surface& from = shape.surfaces[m];
    Surface& to = out.surfaces[m];
    const auto base = static_cast<std::uint32_t>(to.vertices.size());
    for (const Vertex& vertex : from.vertices) {
      Vertex copy = vertex;
      copy.position = to_floats(transform.point(to_vec(vertex.position)));
      copy.normal = to_floats(geometry::normalized(transform.vector(to_vec(vertex.normal))));
      copy.feature = feature;
      to.vertices.push_back(copy);
    }
    for (std::size_t i = 0; i + 2 < from.indices.size(); i += 3) {
      to.indices.push_back(base + from.indices[i]);
      to.indices.push_back(base + from.indices[i + (flip ? 2 : 1)]);
      to.indices.push_back(base + from.indices[i + (flip ? 1 : 2)]);
    }
  }
}

}  // namespace yc::import
