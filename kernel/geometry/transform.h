#pragma once
// Rotations as unit quaternions, and transforms in glTF order: scale, then rotate, then move.

#include "kernel/geometry/vec.h"

namespace yc::geometry {

struct Quat {  // x, y, z, w as in glTF; unit length
  double x = 0.0;
  double y = 0.0;
  double z = 0.0;
  double w = 1.0;

  friend bool operator==(const Quat&, const Quat&) = default;
};

constexpr Quat operator*(Quat a, Quat b) {  // rotates by b first, then by a
  return {
      a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y, a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
      a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w, a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z};
}
constexpr Quat conjugate(Quat q) {
  return {-q.x, -q.y, -q.z, q.w};
}

constexpr Vec3 rotate(Quat q, Vec3 v) {
  const Vec3 u{q.x, q.y, q.z};
  const Vec3 t = cross(u, v) * 2.0;
  return v + t * q.w + cross(u, t);
}

// axis has length 1; positive angles turn counter-clockwise seen against the axis.
inline Quat axis_angle(Vec3 axis, double radians) {
  const double s = std::sin(radians * 0.5);
  return {axis.x * s, axis.y * s, axis.z * s, std::cos(radians * 0.5)};
}
// 0 looks north (-z), positive turns left.
inline Quat yaw_rotation(double yaw_radians) {
  return axis_angle({0.0, 1.0, 0.0}, yaw_radians);
}
inline Vec3 yaw_forward(double yaw_radians) {
  return {-std::sin(yaw_radians), 0.0, -std::cos(yaw_radians)};
}

struct Transform {
  Vec3 position;
  Quat rotation;
  Vec3 scale{1.0, 1.0, 1.0};

  friend bool operator==(const Transform&, const Transform&) = default;

  constexpr Vec3 apply(Vec3 p) const {
    return position + rotate(rotation, {p.x * scale.x, p.y * scale.y, p.z * scale.z});
  }
};

}  // namespace yc::geometry
