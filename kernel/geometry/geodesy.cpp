#include "kernel/geometry/geodesy.h"

#include <numbers>

namespace yc::geometry {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
constexpr double kFlattening = 1.0 / kWgs84InverseFlattening;
constexpr double kEccentricitySquared = kFlattening * (2.0 - kFlattening);

// Radius of curvature in the prime vertical.
double prime_vertical_radius(double sin_lat) {
  return kWgs84SemiMajorM / std::sqrt(1.0 - kEccentricitySquared * sin_lat * sin_lat);
}

// Constants and polynomial of the public implementations, which all go back to one C# file of 2010
// ("WGS-84 to GCJ-02", on4wp7.codeplex.com, change set 21483; today e.g. googollee/eviltransform
// and scateu/PyWGS84ToGCJ02). The ellipsoid is Krasovsky 1940.
constexpr double kKrasovskySemiMajorM = 6378245.0;
constexpr double kKrasovskyEccentricitySquared = 0.00669342162296594323;
constexpr double kGcjOriginLonDeg = 105.0;
constexpr double kGcjOriginLatDeg = 35.0;

bool outside_gcj02(LonLat p) {
  return p.lon_deg < 72.004 || p.lon_deg > 137.8347 || p.lat_deg < 0.8293 || p.lat_deg > 55.8271;
}

double wave(double amplitude, double argument, double period) {
  return amplitude * std::sin(argument * std::numbers::pi / period);
}

struct MetricOffset {  // metres, east and north
  double east = 0.0;
  double north = 0.0;
};

// x, y: degrees east and north of the origin of the formula.
MetricOffset gcj02_offset(double x, double y) {
  const double root = std::sqrt(std::abs(x));
  const double fine = wave(20.0, x, 1.0 / 6.0) + wave(20.0, x, 0.5);
  const double north =
      fine + wave(20.0, y, 1.0) + wave(40.0, y, 3.0) + wave(160.0, y, 12.0) + wave(320.0, y, 30.0);
  const double east =
      fine + wave(20.0, x, 1.0) + wave(40.0, x, 3.0) + wave(150.0, x, 12.0) + wave(300.0, x, 30.0);
  return {.east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + east * 2.0 / 3.0,
          .north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root +
                   north * 2.0 / 3.0};
}

}  // namespace

Vec3 geodetic_to_ecef(const Geodetic& place) {
  const double lon = place.lon_deg * kDegree;
  const double lat = place.lat_deg * kDegree;
  const double n = prime_vertical_radius(std::sin(lat));
  const double ring = (n + place.height_m) * std::cos(lat);
  return {ring * std::cos(lon), ring * std::sin(lon),
          (n * (1.0 - kEccentricitySquared) + place.height_m) * std::sin(lat)};
}

// Fixed-point iteration on the latitude (Heiskanen and Moritz, Physical Geodesy, 1967, section
// 5-3), with atan2 so that the poles need no special case. Each round gains more than two decimal
// digits.
Geodetic ecef_to_geodetic(Vec3 ecef) {
  const double ring = std::sqrt(ecef.x * ecef.x + ecef.y * ecef.y);
  double lat = std::atan2(ecef.z, ring * (1.0 - kEccentricitySquared));
  for (int round = 0; round < 12; ++round) {
    const double s = std::sin(lat);
    lat = std::atan2(ecef.z + kEccentricitySquared * prime_vertical_radius(s) * s, ring);
  }
  const double s = std::sin(lat);
  const double c = std::cos(lat);
  const double n = prime_vertical_radius(s);
  // Distance along the normal: exact everywhere, unlike ring / cos(lat) - n near the poles.
  const double height = ring * c + ecef.z * s - kWgs84SemiMajorM * kWgs84SemiMajorM / n;
  return {std::atan2(ecef.y, ecef.x) / kDegree, lat / kDegree, height};
}

LocalFrame::LocalFrame(const Geodetic& anchor)
    : anchor_(anchor), origin_(geodetic_to_ecef(anchor)) {
  const double sin_lon = std::sin(anchor.lon_deg * kDegree);
  const double cos_lon = std::cos(anchor.lon_deg * kDegree);
  const double sin_lat = std::sin(anchor.lat_deg * kDegree);
  const double cos_lat = std::cos(anchor.lat_deg * kDegree);
  east_ = {-sin_lon, cos_lon, 0.0};
  up_ = {cos_lat * cos_lon, cos_lat * sin_lon, sin_lat};
  south_ = {sin_lat * cos_lon, sin_lat * sin_lon, -cos_lat};
}

Vec3 LocalFrame::from_ecef(Vec3 ecef) const {
  const Vec3 d = ecef - origin_;
  return {dot(d, east_), dot(d, up_), dot(d, south_)};
}

Vec3 LocalFrame::to_ecef(Vec3 local) const {
  return origin_ + east_ * local.x + up_ * local.y + south_ * local.z;
}

LonLat wgs84_to_gcj02(LonLat wgs84) {
  if (outside_gcj02(wgs84)) return wgs84;
  const MetricOffset offset =
      gcj02_offset(wgs84.lon_deg - kGcjOriginLonDeg, wgs84.lat_deg - kGcjOriginLatDeg);
  const double lat = wgs84.lat_deg * kDegree;
  const double s = std::sin(lat);
  const double w2 = 1.0 - kKrasovskyEccentricitySquared * s * s;
  const double w = std::sqrt(w2);
  const double meridian_radius =
      kKrasovskySemiMajorM * (1.0 - kKrasovskyEccentricitySquared) / (w2 * w);
  const double parallel_radius = kKrasovskySemiMajorM / w * std::cos(lat);
  return {wgs84.lon_deg + offset.east / parallel_radius / kDegree,
          wgs84.lat_deg + offset.north / meridian_radius / kDegree};
}

LonLat gcj02_to_wgs84(LonLat gcj02) {
  if (outside_gcj02(gcj02)) return gcj02;
  LonLat guess = gcj02;
  for (int round = 0; round < 30; ++round) {
    const LonLat there = wgs84_to_gcj02(guess);
    const double lon_error = there.lon_deg - gcj02.lon_deg;
    const double lat_error = there.lat_deg - gcj02.lat_deg;
    guess = {guess.lon_deg - lon_error, guess.lat_deg - lat_error};
    if (std::abs(lon_error) < 1e-12 && std::abs(lat_error) < 1e-12) break;
  }
  return guess;
}

}  // namespace yc::geometry
