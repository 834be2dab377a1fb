#pragma once
// Where on Earth: WGS84 longitude, latitude and ellipsoidal height <-> earth-centred metres (ECEF)
// <-> a space's frame at its anchor; and GCJ-02, the offset coordinates that Chinese web maps use.
// This is the only place of the project that converts between them (plan/rules-of-law.md, L-15).

#include "kernel/geometry/vec.h"

namespace yc::geometry {

inline constexpr double kWgs84SemiMajorM = 6378137.0;             // NIMA TR8350.2, table 3.1
inline constexpr double kWgs84InverseFlattening = 298.257223563;  // the same

struct Geodetic {
  double lon_deg = 0.0;   // WGS84, east positive
  double lat_deg = 0.0;   // WGS84, north positive
  double height_m = 0.0;  // above the ellipsoid

  friend bool operator==(const Geodetic&, const Geodetic&) = default;
};

// ECEF: x towards longitude 0, z towards the north pole.
Vec3 geodetic_to_ecef(const Geodetic& place);
// Exact to better than a micrometre from 10 km below the ellipsoid to 10,000 km above it.
Geodetic ecef_to_geodetic(Vec3 ecef);

// A space's frame: the tangent frame at the anchor, x east, y up, z south.
class LocalFrame {
 public:
  explicit LocalFrame(const Geodetic& anchor);

  const Geodetic& anchor() const { return anchor_; }
  Vec3 from_ecef(Vec3 ecef) const;
  Vec3 to_ecef(Vec3 local) const;
  Vec3 from_geodetic(const Geodetic& place) const { return from_ecef(geodetic_to_ecef(place)); }
  Geodetic to_geodetic(Vec3 local) const { return ecef_to_geodetic(to_ecef(local)); }

  // The frame's axes in ECEF, for the root transform of a 3D Tiles set.
  Vec3 east() const { return east_; }
  Vec3 up() const { return up_; }
  Vec3 south() const { return south_; }
  Vec3 origin_ecef() const { return origin_; }

 private:
  Geodetic anchor_;
  Vec3 origin_;
  Vec3 east_;
  Vec3 up_;
  Vec3 south_;
};

struct LonLat {
  double lon_deg = 0.0;
  double lat_deg = 0.0;
};

// The state never published GCJ-02; this is the formula known since 2010 through public
// implementations (see geodesy.cpp). Outside its rectangle around China both functions return what
// they are given.
LonLat wgs84_to_gcj02(LonLat wgs84);
LonLat gcj02_to_wgs84(LonLat gcj02);  // by iteration, to 1e-9 degrees

}  // namespace yc::geometry
