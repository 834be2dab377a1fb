#include "kernel/space/parcels.h"

#include <algorithm>
#include <cmath>

namespace yc::space {
namespace {

struct Point {
  double x = 0, z = 0;
};

Point metres(const store::Corner& corner) {
  return {static_cast<double>(corner.x_cm) / 100.0, static_cast<double>(corner.z_cm) / 100.0};
}

// A point that is a thousandth of a metre off an edge is on it: corners are whole centimetres.
bool is_on(const Point& a, const Point& b, const Point& p) {
  const double dx = b.x - a.x, dz = b.z - a.z;
  const double length = std::hypot(dx, dz);
  if (length == 0) return std::hypot(p.x - a.x, p.z - a.z) < 1e-3;
  const double along = ((p.x - a.x) * dx + (p.z - a.z) * dz) / length;
  const double off = ((p.x - a.x) * dz - (p.z - a.z) * dx) / length;
  return std::abs(off) < 1e-3 && along >= 0 && along <= length;
}

}  // namespace

bool contains(const store::Parcel& parcel, const geometry::Vec3& point) {
  if (point.y * 100.0 < static_cast<double>(parcel.bottom_cm) ||
      point.y * 100.0 >= static_cast<double>(parcel.top_cm))
    return false;
  const Point p{point.x, point.z};
  bool inside = false;
  for (std::size_t i = 0; i < parcel.corners.size(); ++i) {
    const Point a = metres(parcel.corners[i]);
    const Point b = metres(parcel.corners[(i + 1) % parcel.corners.size()]);
    if (is_on(a, b, p)) return true;
    // A ray along x crosses this side.
    if ((a.z > p.z) != (b.z > p.z) && p.x < (b.x - a.x) * (p.z - a.z) / (b.z - a.z) + a.x)
      inside = !inside;
  }
  return inside;
}

const store::Parcel* parcel_at(const std::vector<store::Parcel>& parcels,
                               const geometry::Vec3& point) {
  const auto found = std::ranges::find_if(
      parcels, [&](const store::Parcel& parcel) { return contains(parcel, point); });
  return found == parcels.end() ? nullptr : &*found;
}

double area_m2(const store::Parcel& parcel) {
  double twice = 0;
  for (std::size_t i = 0; i < parcel.corners.size(); ++i) {
    const Point a = metres(parcel.corners[i]);
    const Point b = metres(parcel.corners[(i + 1) % parcel.corners.size()]);
    twice += a.x * b.z - b.x * a.z;
  }
  return std::abs(twice) / 2.0;
}

}  // namespace yc::space
