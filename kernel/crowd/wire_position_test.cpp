#include "kernel/crowd/wire_position.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "kernel/base/random.h"

namespace yc::crowd {
namespace {

using geometry::Vec3;

TEST(WirePosition, TheOriginIsTheCornerOfCellZero) {
  const WirePosition wire = to_wire({0.0, 0.0, 0.0});
  EXPECT_EQ(wire, (WirePosition{0, 0, 0, 0, 128 * 64}));
}

TEST(WirePosition, NegativeMetresCountFromTheCellBelow) {
  // -1 m is 63 m into cell -1.
  const WirePosition wire = to_wire({-1.0, -128.0, -64.0});
  EXPECT_EQ(wire, (WirePosition{-1, -1, 63 * 1024, 0, 0}));
}

TEST(WirePosition, RoundingUpAtTheFarEdgeCarriesIntoTheNextCell) {
  const WirePosition wire = to_wire({64.0 - 1.0 / 4096.0, 0.0, 0.0});
  EXPECT_EQ(wire.cell_x, 1);
  EXPECT_EQ(wire.offset_x, 0);
}

TEST(WirePosition, IsOffByAtMostHalfAUnit) {
  // Units of 1/1024 m over the ground and 1/64 m up: nearest means half of that.
  base::SeededRandom random(1);
  for (int i = 0; i < 100'000; ++i) {
    const Vec3 point{(random.unit() - 0.5) * 10'000.0, random.unit() * 1'000.0 - 127.0,
                     (random.unit() - 0.5) * 10'000.0};
    if (!fits_wire(point)) continue;
    const Vec3 back = from_wire(to_wire(point));
    ASSERT_LE(std::abs(back.x - point.x), 1.0 / 2048.0);
    ASSERT_LE(std::abs(back.z - point.z), 1.0 / 2048.0);
    ASSERT_LE(std::abs(back.y - point.y), 1.0 / 128.0);
  }
}

TEST(WirePosition, EveryWirePositionSurvivesTheWayThroughMetres) {
  base::SeededRandom random(2);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t bits = random.next_u64();
    const WirePosition wire{static_cast<std::int16_t>(bits), static_cast<std::int16_t>(bits >> 16),
                            static_cast<std::uint16_t>(bits >> 32),
                            static_cast<std::uint16_t>(bits >> 48),
                            static_cast<std::uint16_t>(random.next_u64())};
    ASSERT_TRUE(fits_wire(from_wire(wire)));
    ASSERT_EQ(to_wire(from_wire(wire)), wire);
  }
}

TEST(WirePosition, WhatTheWireCannotSayDoesNotFit) {
  EXPECT_FALSE(fits_wire({0.0, -129.0, 0.0}));
  EXPECT_FALSE(fits_wire({0.0, 896.0, 0.0}));
  EXPECT_FALSE(fits_wire({2'097'152.0, 0.0, 0.0}));  // 32,768 cells of 64 m
  EXPECT_TRUE(fits_wire({-2'097'152.0, 0.0, 0.0}));
  EXPECT_FALSE(fits_wire({std::nan(""), 0.0, 0.0}));
}

TEST(WireYaw, AQuarterTurnIsAQuarterOfTheRange) {
  EXPECT_EQ(yaw_to_u16(std::numbers::pi / 2.0), 16384);
  EXPECT_EQ(yaw_to_u16(-std::numbers::pi / 2.0), 49152);
  EXPECT_EQ(yaw_to_u16(2.0 * std::numbers::pi), 0);
  EXPECT_EQ(yaw_to_u16(-1e-9), 0);  // rounds up to the full turn, which is none
}

}  // namespace
}  // namespace yc::crowd
