#pragma once
// Axis-aligned boxes. A default box is empty: it contains nothing and adding a point makes it that
// point.

#include <limits>

#include "kernel/geometry/vec.h"

namespace yc::geometry {

struct Box {
  Vec3 min{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity(),
           std::numeric_limits<double>::infinity()};
  Vec3 max{-std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
           -std::numeric_limits<double>::infinity()};

  friend bool operator==(const Box&, const Box&) = default;

  constexpr bool empty() const { return !(min.x <= max.x && min.y <= max.y && min.z <= max.z); }
  constexpr bool contains(Vec3 p) const {  // the border belongs to the box
    return p.x >= min.x && p.x <= max.x && p.y >= min.y && p.y <= max.y && p.z >= min.z &&
           p.z <= max.z;
  }
  constexpr bool touches(const Box& o) const {
    return min.x <= o.max.x && max.x >= o.min.x && min.y <= o.max.y && max.y >= o.min.y &&
           min.z <= o.max.z && max.z >= o.min.z;
  }
  constexpr void add(Vec3 p) {
    min = geometry::min(min, p);
    max = geometry::max(max, p);
  }
  constexpr void add(const Box& o) {
    min = geometry::min(min, o.min);
    max = geometry::max(max, o.max);
  }
  constexpr Box grown(double by) const { return {min - Vec3{by, by, by}, max + Vec3{by, by, by}}; }
  constexpr Vec3 center() const { return (min + max) * 0.5; }
  constexpr Vec3 size() const { return max - min; }
};

struct Triangle {  // counter-clockwise seen from outside
  Vec3 a;
  Vec3 b;
  Vec3 c;

  friend bool operator==(const Triangle&, const Triangle&) = default;

  Box box() const {
    return {geometry::min(geometry::min(a, b), c), geometry::max(geometry::max(a, b), c)};
  }
  Vec3 scaled_normal() const { return cross(b - a, c - a); }  // length = twice the area
};

}  // namespace yc::geometry
