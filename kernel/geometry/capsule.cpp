#include "kernel/geometry/capsule.h"

#include <algorithm>
#include <limits>

namespace yc::geometry {
namespace {

double clamp01(double t) {
  return t < 0.0 ? 0.0 : (t > 1.0 ? 1.0 : t);
}

// Twice the signed area of (a, b, p) seen from above.
double side(Vec3 a, Vec3 b, double x, double z) {
  return (b.x - a.x) * (z - a.z) - (b.z - a.z) * (x - a.x);
}

bool covers(const Triangle& t, double x, double z) {
  const double ab = side(t.a, t.b, x, z);
  const double bc = side(t.b, t.c, x, z);
  const double ca = side(t.c, t.a, x, z);
  return (ab >= 0.0 && bc >= 0.0 && ca >= 0.0) || (ab <= 0.0 && bc <= 0.0 && ca <= 0.0);
}

class NearestContact {
 public:
  explicit NearestContact(const UprightCapsule& capsule)
      : capsule_(capsule), best_squared_(capsule.radius * capsule.radius) {}

  void offer(Vec3 point, double axis_y) {
    const Vec3 away{capsule_.x - point.x, axis_y - point.y, capsule_.z - point.z};
    const double squared = length_squared(away);
    if (!(squared < best_squared_)) return;  // also refuses what a flat triangle yields
    best_squared_ = squared;
    best_ = {point, away, 0.0};
    found_ = true;
  }

  std::optional<Contact> take() {
    if (!found_) return std::nullopt;
    best_.distance = std::sqrt(best_squared_);
    return best_;
  }

 private:
  const UprightCapsule& capsule_;
  double best_squared_;
  Contact best_;
  bool found_ = false;
};

// Where the whole axis passes the edge sideways. Passing an end of the axis is left to
// closest_point.
void offer_edge(NearestContact& nearest, const UprightCapsule& capsule, Vec3 a, Vec3 b) {
  const double ex = b.x - a.x;
  const double ez = b.z - a.z;
  const double flat = ex * ex + ez * ez;
  if (flat == 0.0) {
    const double y = std::max(capsule.low, std::min(a.y, b.y));
    if (y <= capsule.high && y <= std::max(a.y, b.y)) nearest.offer({a.x, y, a.z}, y);
    return;
  }
  const double t = clamp01(((capsule.x - a.x) * ex + (capsule.z - a.z) * ez) / flat);
  const Vec3 p{a.x + ex * t, a.y + (b.y - a.y) * t, a.z + ez * t};
  if (p.y >= capsule.low && p.y <= capsule.high) nearest.offer(p, p.y);
}

void offer_crossing(NearestContact& nearest, const UprightCapsule& capsule, const Triangle& t) {
  const Vec3 n = t.scaled_normal();
  if (n.y == 0.0 || !covers(t, capsule.x, capsule.z)) return;
  const double y = t.a.y - ((capsule.x - t.a.x) * n.x + (capsule.z - t.a.z) * n.z) / n.y;
  if (y >= capsule.low && y <= capsule.high) nearest.offer({capsule.x, y, capsule.z}, y);
}

class HighestSupport {
 public:
  HighestSupport(double x, double z, double radius) : x_(x), z_(z), radius_(radius) {}

  void offer(double center_y, double touched_y) {
    if (!(center_y > best_.center_y)) return;
    best_ = {center_y, touched_y};
  }

  void offer_face(const Triangle& t) {
    Vec3 n = t.scaled_normal();
    const double size = length(n);
    if (std::abs(n.y) <= 1e-9 * size) return;
    n = n * ((n.y < 0.0 ? -1.0 : 1.0) / size);
    const double y = t.a.y + (radius_ - (x_ - t.a.x) * n.x - (z_ - t.a.z) * n.z) / n.y;
    if (covers(t, x_ - radius_ * n.x, z_ - radius_ * n.z)) offer(y, y - radius_ * n.y);
  }

  // The vertical line through (x, z) against the cylinder around the edge.
  void offer_edge(Vec3 a, Vec3 b) {
    const Vec3 e = b - a;
    const double wx = x_ - a.x;
    const double wz = z_ - a.z;
    const double flat = e.x * e.x + e.z * e.z;
    if (flat == 0.0) return;
    const double along = wx * e.x + wz * e.z;
    const double all = flat + e.y * e.y;
    const double c = (wx * wx + wz * wz - radius_ * radius_) * all - along * along;
    const double under_root = e.y * along * (e.y * along) - flat * c;
    if (under_root < 0.0) return;
    const double y = (e.y * along + std::sqrt(under_root)) / flat;
    const double t = (along + y * e.y) / all;
    if (t >= 0.0 && t <= 1.0) offer(a.y + y, a.y + e.y * t);
  }

  void offer_vertex(Vec3 v) {
    const double dx = x_ - v.x;
    const double dz = z_ - v.z;
    const double rest = radius_ * radius_ - dx * dx - dz * dz;
    if (rest >= 0.0) offer(v.y + std::sqrt(rest), v.y);
  }

  std::optional<Support> take() const {
    return best_.center_y > kNone ? std::optional(best_) : std::nullopt;
  }

 private:
  double x_;
  double z_;
  double radius_;
  static constexpr double kNone = -std::numeric_limits<double>::infinity();
  Support best_{kNone, 0.0};
};

}  // namespace

// Christer Ericson, Real-Time Collision Detection, 2005, section 5.1.5.
Vec3 closest_point(const Triangle& t, Vec3 p) {
  const Vec3 ab = t.b - t.a;
  const Vec3 ac = t.c - t.a;
  const Vec3 ap = p - t.a;
  const double d1 = dot(ab, ap);
  const double d2 = dot(ac, ap);
  if (d1 <= 0.0 && d2 <= 0.0) return t.a;
  const Vec3 bp = p - t.b;
  const double d3 = dot(ab, bp);
  const double d4 = dot(ac, bp);
  if (d3 >= 0.0 && d4 <= d3) return t.b;
  const double vc = d1 * d4 - d3 * d2;
  if (vc <= 0.0 && d1 >= 0.0 && d3 <= 0.0) return t.a + ab * (d1 / (d1 - d3));
  const Vec3 cp = p - t.c;
  const double d5 = dot(ab, cp);
  const double d6 = dot(ac, cp);
  if (d6 >= 0.0 && d5 <= d6) return t.c;
  const double vb = d5 * d2 - d1 * d6;
  if (vb <= 0.0 && d2 >= 0.0 && d6 <= 0.0) return t.a + ac * (d2 / (d2 - d6));
  const double va = d3 * d6 - d5 * d4;
  if (va <= 0.0 && d4 - d3 >= 0.0 && d5 - d6 >= 0.0) {
    return t.b + (t.c - t.b) * ((d4 - d3) / (d4 - d3 + (d5 - d6)));
  }
  const double scale = 1.0 / (va + vb + vc);
  return t.a + ab * (vb * scale) + ac * (vc * scale);
}

std::optional<Contact> find_contact(const UprightCapsule& capsule, const Triangle& triangle) {
  NearestContact nearest(capsule);
  const Vec3 low{capsule.x, capsule.low, capsule.z};
  const Vec3 high{capsule.x, capsule.high, capsule.z};
  nearest.offer(closest_point(triangle, low), capsule.low);
  nearest.offer(closest_point(triangle, high), capsule.high);
  offer_edge(nearest, capsule, triangle.a, triangle.b);
  offer_edge(nearest, capsule, triangle.b, triangle.c);
  offer_edge(nearest, capsule, triangle.c, triangle.a);
  offer_crossing(nearest, capsule, triangle);
  return nearest.take();
}

std::optional<Support> find_support(double x, double z, double radius, const Triangle& triangle) {
  HighestSupport highest(x, z, radius);
  highest.offer_face(triangle);
  highest.offer_edge(triangle.a, triangle.b);
  highest.offer_edge(triangle.b, triangle.c);
  highest.offer_edge(triangle.c, triangle.a);
  highest.offer_vertex(triangle.a);
  highest.offer_vertex(triangle.b);
  highest.offer_vertex(triangle.c);
  return highest.take();
}

}  // namespace yc::geometry
