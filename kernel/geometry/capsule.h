#pragma once
// Contact between an upright capsule and one triangle. Only + - * / and square root are used, in
// the same order as web/engine/walk/capsule.ts, so that both give the same bits.

#include <optional>

#include "kernel/geometry/box.h"

namespace yc::geometry {

struct UprightCapsule {
  double x = 0.0;
  double z = 0.0;
  double low = 0.0;   // y of the centre of the lower sphere
  double high = 0.0;  // y of the centre of the upper sphere; >= low
  double radius = 0.0;

  Box box() const {
    return {{x - radius, low - radius, z - radius}, {x + radius, high + radius, z + radius}};
  }
};

struct Contact {
  Vec3 point;             // nearest point of the triangle
  Vec3 away;              // from there to the nearest point of the capsule's axis
  double distance = 0.0;  // length of away; 0 where the axis goes through the triangle
};

// The closest approach of the capsule's axis to the triangle, if it is nearer than the radius.
std::optional<Contact> find_contact(const UprightCapsule& capsule, const Triangle& triangle);

Vec3 closest_point(const Triangle& triangle, Vec3 p);

struct Support {
  double center_y = 0.0;   // where the centre of the sphere comes to rest
  double touched_y = 0.0;  // of the point of the triangle that it then touches
};

// A sphere that comes down the vertical line (x, z): the highest centre at which it touches the
// triangle.
std::optional<Support> find_support(double x, double z, double radius, const Triangle& triangle);

}  // namespace yc::geometry
