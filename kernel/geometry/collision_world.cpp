#include "kernel/geometry/collision_world.h"

#include <algorithm>

#include "kernel/base/assert.h"

namespace yc::geometry {
namespace {

constexpr double kSquareM = 4.0;
constexpr int kSquaresAcross = static_cast<int>(kCollisionCellM / kSquareM);
constexpr int kSquareUnits = static_cast<int>(kSquareM * kCollisionUnitsPerM);

struct Squares {  // inclusive ranges
  int x_low, x_high, z_low, z_high;
};

int clamp_square(int square) {
  return std::clamp(square, 0, kSquaresAcross - 1);
}

Squares squares_of(const CollisionCell& cell, const CollisionCell::Indices& corners) {
  const auto& a = cell.vertices[corners[0]];
  const auto& b = cell.vertices[corners[1]];
  const auto& c = cell.vertices[corners[2]];
  const auto [x_low, x_high] = std::minmax({a[0], b[0], c[0]});
  const auto [z_low, z_high] = std::minmax({a[2], b[2], c[2]});
  // One unit wider at the low side, so that a triangle on the border of two squares is in both.
  return {clamp_square((x_low - 1) / kSquareUnits), clamp_square(x_high / kSquareUnits),
          clamp_square((z_low - 1) / kSquareUnits), clamp_square(z_high / kSquareUnits)};
}

Squares squares_of(const CollisionCell& cell, const Box& box) {
  const auto square = [](double offset_m) {
    return static_cast<int>(std::clamp(std::floor(offset_m / kSquareM), 0.0, kSquaresAcross - 1.0));
  };
  const double x = cell.key.x * kCollisionCellM;
  const double z = cell.key.z * kCollisionCellM;
  return {square(box.min.x - x), square(box.max.x - x), square(box.min.z - z),
          square(box.max.z - z)};
}

// Of cells, in either direction; past the greatest cells there are none.
std::int32_t row_of(double m) {
  return static_cast<std::int32_t>(
      std::clamp(std::floor(m / kCollisionCellM), -kMaxCellIndex - 1.0, kMaxCellIndex + 1.0));
}

template <typename Visit>
void for_each_square(const Squares& squares, Visit visit) {
  for (int z = squares.z_low; z <= squares.z_high; ++z) {
    for (int x = squares.x_low; x <= squares.x_high; ++x) {
      visit(static_cast<std::size_t>(z * kSquaresAcross + x));
    }
  }
}

}  // namespace

void CollisionWorld::build_index(IndexedCell& indexed) {
  const CollisionCell& cell = indexed.cell;
  std::vector<std::uint32_t>& starts = indexed.square_starts;
  starts.assign(kSquaresAcross * kSquaresAcross + 1, 0);
  for (const auto& corners : cell.triangles) {
    for_each_square(squares_of(cell, corners), [&](std::size_t square) { ++starts[square + 1]; });
  }
  for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
  indexed.square_triangles.resize(starts.back());
  std::vector<std::uint32_t> next(starts.begin(), starts.end() - 1);
  for (std::uint32_t i = 0; i < cell.triangles.size(); ++i) {
    for_each_square(squares_of(cell, cell.triangles[i]),
                    [&](std::size_t square) { indexed.square_triangles[next[square]++] = i; });
  }
}

void CollisionWorld::add(CollisionCell cell) {
  IndexedCell& indexed = cells_[cell.key];
  indexed.cell = std::move(cell);
  build_index(indexed);
}

std::size_t CollisionWorld::triangle_count() const {
  std::size_t count = 0;
  for (const auto& [key, indexed] : cells_) count += indexed.cell.triangles.size();
  return count;
}

void CollisionWorld::query_cell(const IndexedCell& indexed, const Box& box,
                                std::vector<Near>& out) {
  std::vector<std::uint32_t> indices;
  for_each_square(squares_of(indexed.cell, box), [&](std::size_t square) {
    for (std::uint32_t i = indexed.square_starts[square]; i < indexed.square_starts[square + 1];
         ++i) {
      const std::uint32_t index = indexed.square_triangles[i];
      if (indexed.cell.triangle(index).box().touches(box)) indices.push_back(index);
    }
  });
  std::sort(indices.begin(), indices.end());
  indices.erase(std::unique(indices.begin(), indices.end()), indices.end());
  for (const std::uint32_t index : indices) {
    const Triangle triangle = indexed.cell.triangle(index);
    out.push_back({triangle, triangle.box()});
  }
}

void CollisionWorld::query(const Box& box, std::vector<Near>& out) const {
  YC_ASSERT(is_finite(box.min) && is_finite(box.max));
  out.clear();
  for (std::int32_t z = row_of(box.min.z); z <= row_of(box.max.z); ++z) {
    for (std::int32_t x = row_of(box.min.x); x <= row_of(box.max.x); ++x) {
      const auto found = cells_.find({x, z});
      if (found != cells_.end()) query_cell(found->second, box, out);
    }
  }
}

}  // namespace yc::geometry
