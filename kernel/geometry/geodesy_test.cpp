#include "kernel/geometry/geodesy.h"

#include <gtest/gtest.h>

namespace yc::geometry {
namespace {

constexpr Geodetic kConfluence{114.2865, 30.5625, 0.0};

void expect_near(Vec3 actual, Vec3 expected, double tolerance) {
  EXPECT_NEAR(actual.x, expected.x, tolerance);
  EXPECT_NEAR(actual.y, expected.y, tolerance);
  EXPECT_NEAR(actual.z, expected.z, tolerance);
}

TEST(Geodesy, AxesOfTheEllipsoidAreWhereTheStandardPutsThem) {
  expect_near(geodetic_to_ecef({0.0, 0.0, 0.0}), {6378137.0, 0.0, 0.0}, 1e-8);
  expect_near(geodetic_to_ecef({90.0, 0.0, 0.0}), {0.0, 6378137.0, 0.0}, 1e-8);
  // NIMA TR8350.2 table 3.3: semi-minor axis 6356752.3142 m.
  expect_near(geodetic_to_ecef({0.0, 90.0, 0.0}), {0.0, 0.0, 6356752.3142}, 1e-4);
}

// EPSG Guidance Note 7-2 (IOGP 373-7-2), section 4.1.1, method 9602: 53 deg 48' 33.820" N,
// 2 deg 07' 46.380" E, 73.0 m.
TEST(Geodesy, EpsgGeocentricExample) {
  const Geodetic place{2.0 + 7.0 / 60.0 + 46.380 / 3600.0, 53.0 + 48.0 / 60.0 + 33.820 / 3600.0,
                       73.0};
  expect_near(geodetic_to_ecef(place), {3771793.968, 140253.342, 5124304.349}, 1e-3);
  const Geodetic back = ecef_to_geodetic({3771793.968, 140253.342, 5124304.349});
  EXPECT_NEAR(back.lon_deg, place.lon_deg, 1e-8);
  EXPECT_NEAR(back.lat_deg, place.lat_deg, 1e-8);
  EXPECT_NEAR(back.height_m, 73.0, 1e-3);
}

TEST(Geodesy, EcefRoundTripIsExactToAMicrometre) {
  for (double lat = -90.0; lat <= 90.0; lat += 7.5) {
    for (double lon = -175.0; lon < 180.0; lon += 35.0) {
      for (const double height : {-10'000.0, 0.0, 300.0, 1e7}) {
        const Vec3 ecef = geodetic_to_ecef({lon, lat, height});
        expect_near(geodetic_to_ecef(ecef_to_geodetic(ecef)), ecef, 1e-6);
      }
    }
  }
}

TEST(LocalFrame, AxesAreEastUpSouth) {
  const LocalFrame frame(kConfluence);
  expect_near(frame.from_geodetic(kConfluence), {0.0, 0.0, 0.0}, 1e-9);
  expect_near(frame.from_geodetic({114.2865, 30.5625, 12.0}), {0.0, 12.0, 0.0}, 1e-8);
  EXPECT_GT(frame.from_geodetic({114.29, 30.5625, 0.0}).x, 300.0);
  EXPECT_LT(frame.from_geodetic({114.2865, 30.57, 0.0}).z, -800.0);
  expect_near(cross(frame.east(), frame.up()), frame.south(), 1e-15);
}

// The tangent plane is d^2 / 2R above the ellipsoid: at 10 km about 7.85 m (R about 6,372 km here).
TEST(LocalFrame, TheGroundFallsAwayFromTheTangentPlane) {
  const LocalFrame frame(kConfluence);
  const Vec3 far = frame.from_geodetic({114.2865, 30.5625 + 10'000.0 / 110'852.0, 0.0});
  EXPECT_NEAR(far.z, -10'000.0, 10.0);
  EXPECT_NEAR(far.y, -7.85, 0.05);
}

TEST(LocalFrame, RoundTrip) {
  const LocalFrame frame(kConfluence);
  const Vec3 local{1234.5, 67.0, -2345.25};
  expect_near(frame.from_geodetic(frame.to_geodetic(local)), local, 1e-6);
}

// Public test pairs of googollee/eviltransform (which rounds the semi-major axis differently: 1 cm
// here).
TEST(Gcj02, PublishedPairs) {
  const LonLat shanghai = wgs84_to_gcj02({121.5272106, 31.1774276});
  EXPECT_NEAR(shanghai.lon_deg, 121.531541859215, 2e-6);
  EXPECT_NEAR(shanghai.lat_deg, 31.17530398364597, 2e-6);
  const LonLat shenzhen = wgs84_to_gcj02({113.912316, 22.543847});
  EXPECT_NEAR(shenzhen.lon_deg, 113.9171764808363, 2e-6);
  EXPECT_NEAR(shenzhen.lat_deg, 22.540796131694766, 2e-6);
  const LonLat beijing = wgs84_to_gcj02({116.377817, 39.911954});
  EXPECT_NEAR(beijing.lon_deg, 116.38404722455657, 2e-6);
  EXPECT_NEAR(beijing.lat_deg, 39.91334545536069, 2e-6);
}

TEST(Gcj02, InverseReturnsToTheStart) {
  for (double lon = 75.0; lon < 135.0; lon += 6.1) {
    for (double lat = 4.0; lat < 53.0; lat += 4.7) {
      const LonLat back = gcj02_to_wgs84(wgs84_to_gcj02({lon, lat}));
      EXPECT_NEAR(back.lon_deg, lon, 1e-9);
      EXPECT_NEAR(back.lat_deg, lat, 1e-9);
    }
  }
}

TEST(Gcj02, OutsideChinaNothingMoves) {
  const LonLat paris = wgs84_to_gcj02({2.35, 48.85});
  EXPECT_EQ(paris.lon_deg, 2.35);
  EXPECT_EQ(paris.lat_deg, 48.85);
}

}  // namespace
}  // namespace yc::geometry
