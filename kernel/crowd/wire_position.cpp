#include "kernel/crowd/wire_position.h"

#include <cmath>
#include <numbers>

#include "kernel/base/assert.h"
#include "schema/frames.h"

namespace yc::crowd {
namespace {

constexpr double kUnitsPerCell = schema::kCellSizeM * schema::kOffsetPerM;  // 65,536
constexpr double kLowestUnit = -32768.0 * kUnitsPerCell;
constexpr double kHighestUnit = 32768.0 * kUnitsPerCell - 1.0;
constexpr double kHighestHeight = 65535.0;

struct CellAndOffset {
  std::int16_t cell;
  std::uint16_t offset;
};

double units_of(double metres) {
  return std::floor(metres * schema::kOffsetPerM + 0.5);
}

double height_units_of(double metres) {
  return std::floor((metres - schema::kHeightZeroM) * schema::kHeightPerM + 0.5);
}

CellAndOffset split(double metres) {
  const double units = units_of(metres);
  const double cell = std::floor(units / kUnitsPerCell);
  return {static_cast<std::int16_t>(cell),
          static_cast<std::uint16_t>(units - cell * kUnitsPerCell)};
}

double turns_of(double radians) {  // 0 <= result < 1, or exactly 1 by rounding
  const double turns = radians / (2.0 * std::numbers::pi);
  return turns - std::floor(turns);
}

}  // namespace

bool fits_wire(geometry::Vec3 metres) {
  if (!geometry::is_finite(metres)) return false;
  const auto inside = [](double units) { return units >= kLowestUnit && units <= kHighestUnit; };
  const double height = height_units_of(metres.y);
  return inside(units_of(metres.x)) && inside(units_of(metres.z)) && height >= 0.0 &&
         height <= kHighestHeight;
}

WirePosition to_wire(geometry::Vec3 metres) {
  YC_ASSERT(fits_wire(metres));
  const CellAndOffset x = split(metres.x);
  const CellAndOffset z = split(metres.z);
  return {x.cell, z.cell, x.offset, z.offset,
          static_cast<std::uint16_t>(height_units_of(metres.y))};
}

geometry::Vec3 from_wire(const WirePosition& wire) {
  return {wire.cell_x * schema::kCellSizeM + wire.offset_x / schema::kOffsetPerM,
          wire.height / schema::kHeightPerM + schema::kHeightZeroM,
          wire.cell_z * schema::kCellSizeM + wire.offset_z / schema::kOffsetPerM};
}

std::uint16_t yaw_to_u16(double radians) {
  return static_cast<std::uint16_t>(std::lround(turns_of(radians) * 65536.0) & 0xffff);
}

double yaw_from_u16(std::uint16_t value) {
  return value * (2.0 * std::numbers::pi / 65536.0);
}

}  // namespace yc::crowd
