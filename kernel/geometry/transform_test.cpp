#include "kernel/geometry/transform.h"

#include <gtest/gtest.h>

#include <numbers>

#include "kernel/geometry/box.h"

namespace yc::geometry {
namespace {

void expect_near(Vec3 actual, Vec3 expected) {
  EXPECT_NEAR(actual.x, expected.x, 1e-12);
  EXPECT_NEAR(actual.y, expected.y, 1e-12);
  EXPECT_NEAR(actual.z, expected.z, 1e-12);
}

TEST(Quat, PositiveYawTurnsLeft) {
  constexpr double kQuarter = std::numbers::pi / 2.0;
  expect_near(rotate(yaw_rotation(0.0), {0.0, 0.0, -1.0}), {0.0, 0.0, -1.0});
  expect_near(rotate(yaw_rotation(kQuarter), {0.0, 0.0, -1.0}), {-1.0, 0.0, 0.0});  // north to west
  expect_near(yaw_forward(kQuarter), {-1.0, 0.0, 0.0});
}

TEST(Quat, ProductRotatesByTheRightFactorFirst) {
  constexpr double kQuarter = std::numbers::pi / 2.0;
  const Quat about_x = axis_angle({1.0, 0.0, 0.0}, kQuarter);
  const Quat about_y = axis_angle({0.0, 1.0, 0.0}, kQuarter);
  const Vec3 v{0.0, 1.0, 0.0};
  expect_near(rotate(about_y * about_x, v), rotate(about_y, rotate(about_x, v)));
  expect_near(rotate(conjugate(about_x), rotate(about_x, v)), v);
}

TEST(Transform, ScalesThenRotatesThenMoves) {
  const Transform t{.position = {10.0, 0.0, 0.0},
                    .rotation = yaw_rotation(std::numbers::pi / 2.0),
                    .scale = {1.0, 1.0, 3.0}};
  expect_near(t.apply({0.0, 0.0, -1.0}), {7.0, 0.0, 0.0});
}

TEST(Box, EmptyUntilAPointIsAdded) {
  Box box;
  EXPECT_TRUE(box.empty());
  EXPECT_FALSE(box.contains({}));
  box.add(Vec3{1.0, 2.0, 3.0});
  EXPECT_FALSE(box.empty());
  EXPECT_TRUE(box.contains({1.0, 2.0, 3.0}));
  EXPECT_EQ(box.size(), (Vec3{}));
}

TEST(Box, TouchingBordersTouch) {
  const Box left{{0.0, 0.0, 0.0}, {1.0, 1.0, 1.0}};
  EXPECT_TRUE(left.touches({{1.0, 0.0, 0.0}, {2.0, 1.0, 1.0}}));
  EXPECT_FALSE(left.touches({{1.1, 0.0, 0.0}, {2.0, 1.0, 1.0}}));
}

}  // namespace
}  // namespace yc::geometry
