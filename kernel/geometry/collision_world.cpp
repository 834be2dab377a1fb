#include "kernel/geometry/collision_world.h"

#include <algorithm>
#include <array>

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

struct GridBox {  // inclusive, in the units of a cell
  CollisionCell::Vertex low;
  CollisionCell::Vertex high;
};

GridBox box_of(const CollisionCell& cell, const CollisionCell::Indices& corners) {
  GridBox box{cell.vertices[corners[0]], cell.vertices[corners[0]]};
  for (const std::uint16_t corner : corners) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      box.low[axis] = std::min(box.low[axis], cell.vertices[corner][axis]);
      box.high[axis] = std::max(box.high[axis], cell.vertices[corner][axis]);
    }
  }
  return box;
}

// The least box of whole units around the given one.
GridBox box_of(const CollisionCell& cell, const Box& box) {
  const auto unit = [](double offset_m) {
    return static_cast<std::int16_t>(std::clamp(offset_m * kCollisionUnitsPerM, -32768.0, 32767.0));
  };
  const double x = cell.key.x * kCollisionCellM;
  const double z = cell.key.z * kCollisionCellM;
  constexpr double kUnit = 1.0 / kCollisionUnitsPerM;  // the cast rounds towards zero
  return {{unit(box.min.x - x - kUnit), unit(box.min.y - kUnit), unit(box.min.z - z - kUnit)},
          {unit(box.max.x - x + kUnit), unit(box.max.y + kUnit), unit(box.max.z - z + kUnit)}};
}

Squares squares_of(const GridBox& box) {
  // One unit wider at the low side, so that a triangle on the border of two squares is in both.
  return {clamp_square((box.low[0] - 1) / kSquareUnits), clamp_square(box.high[0] / kSquareUnits),
          clamp_square((box.low[2] - 1) / kSquareUnits), clamp_square(box.high[2] / kSquareUnits)};
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

// The triangle's outline seen from above, in the units of a cell.
class Footprint {
 public:
  Footprint(const CollisionCell& cell, const CollisionCell::Indices& corners) {
    for (std::size_t i = 0; i < 3; ++i) {
      const CollisionCell::Vertex& a = cell.vertices[corners[i]];
      const CollisionCell::Vertex& b = cell.vertices[corners[(i + 1) % 3]];
      const CollisionCell::Vertex& c = cell.vertices[corners[(i + 2) % 3]];
      Side& side = sides_[i];
      side.x = b[2] - a[2];
      side.z = a[0] - b[0];
      const std::int64_t edge = side.x * a[0] + side.z * a[2];
      const std::int64_t apex = side.x * c[0] + side.z * c[2];
      side.low = std::min(edge, apex);
      side.high = std::max(edge, apex);
    }
  }

  // Whether it comes within a unit of the square. The outermost squares go on without end.
  bool touches(std::size_t square) const {
    const Range x = range(static_cast<int>(square % kSquaresAcross));
    const Range z = range(static_cast<int>(square / kSquaresAcross));
    return std::ranges::all_of(sides_, [&](const Side& side) {
      const auto [x_low, x_high] = side.x < 0 ? Range{x.high, x.low} : x;
      const auto [z_low, z_high] = side.z < 0 ? Range{z.high, z.low} : z;
      return side.x * x_low + side.z * z_low <= side.high &&
             side.x * x_high + side.z * z_high >= side.low;
    });
  }

 private:
  struct Range {
    std::int64_t low, high;
  };
  struct Side {  // all of the triangle is between low and high in the direction (x, z)
    std::int64_t x, z, low, high;
  };

  static Range range(int square) {
    constexpr std::int64_t kEnd = 1 << 16;
    return {square == 0 ? -kEnd : square * kSquareUnits - 1,
            square == kSquaresAcross - 1 ? kEnd : (square + 1) * kSquareUnits + 1};
  }

  std::array<Side, 3> sides_;
};

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
    const Footprint footprint(cell, corners);
    for_each_square(squares_of(box_of(cell, corners)), [&](std::size_t square) {
      if (footprint.touches(square)) ++starts[square + 1];
    });
  }
  for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
  indexed.entries.resize(starts.back());
  std::vector<std::uint32_t> next(starts.begin(), starts.end() - 1);
  for (std::uint32_t i = 0; i < cell.triangles.size(); ++i) {
    const GridBox box = box_of(cell, cell.triangles[i]);
    const Footprint footprint(cell, cell.triangles[i]);
    for_each_square(squares_of(box), [&](std::size_t square) {
      if (footprint.touches(square)) indexed.entries[next[square]++] = {i, box.low, box.high};
    });
  }
}

PlainSquare CollisionWorld::plain_square(const IndexedCell& indexed, std::size_t square) {
  if (const PlainSquare found = indexed.plain[square].get(); FoundSquare::is_known(found)) {
    return found;
  }
  thread_local std::vector<std::uint32_t> triangles;  // kept for its memory
  triangles.clear();
  for (std::uint32_t i = indexed.square_starts[square]; i < indexed.square_starts[square + 1];
       ++i) {
    triangles.push_back(indexed.entries[i].triangle);
  }
  const int place = static_cast<int>(square);
  const PlainSquare found =
      find_plain_square(indexed.cell, triangles, place % kSquaresAcross * kSquareUnits,
                        place / kSquaresAcross * kSquareUnits, kSquareUnits);
  indexed.plain[square].set(found);
  return found;
}

void CollisionWorld::add(CollisionCell cell) {
  IndexedCell& indexed = cells_[cell.key];
  indexed.cell = std::move(cell);
  build_index(indexed);
  indexed.plain.assign(kSquaresAcross * kSquaresAcross, {});
}

std::size_t CollisionWorld::triangle_count() const {
  std::size_t count = 0;
  for (const auto& [key, indexed] : cells_) count += indexed.cell.triangles.size();
  return count;
}

void CollisionWorld::query_cell(const IndexedCell& indexed, const Box& box,
                                std::vector<Near>& out) {
  const GridBox around = box_of(indexed.cell, box);
  thread_local std::vector<std::uint32_t> indices;  // kept for its memory
  indices.clear();
  const Squares squares = squares_of(indexed.cell, box);
  for_each_square(squares, [&](std::size_t square) {
    for (std::uint32_t i = indexed.square_starts[square]; i < indexed.square_starts[square + 1];
         ++i) {
      const Entry& entry = indexed.entries[i];
      if (entry.low[0] <= around.high[0] && entry.high[0] >= around.low[0] &&
          entry.low[1] <= around.high[1] && entry.high[1] >= around.low[1] &&
          entry.low[2] <= around.high[2] && entry.high[2] >= around.low[2]) {
        indices.push_back(entry.triangle);
      }
    }
  });
  const bool one = squares.x_low == squares.x_high && squares.z_low == squares.z_high;
  if (!one) {  // within a square they are in order, each once
    std::sort(indices.begin(), indices.end());
    indices.erase(std::unique(indices.begin(), indices.end()), indices.end());
  }
  for (const std::uint32_t index : indices) {
    const Triangle triangle = indexed.cell.triangle(index);
    const Box triangle_box = triangle.box();
    if (triangle_box.touches(box)) out.push_back({triangle, triangle_box});
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

CollisionWorld::Heights CollisionWorld::plain_ground(const Box& box) const {
  constexpr PlainSquare kNotPlain;
  PlainSquare all{kNotPlain.high, kNotPlain.low};
  const auto add = [&](const PlainSquare& square) {
    all.low = std::min(all.low, square.low);
    all.high = std::max(all.high, square.high);
  };
  for (std::int32_t z = row_of(box.min.z); z <= row_of(box.max.z); ++z) {
    for (std::int32_t x = row_of(box.min.x); x <= row_of(box.max.x); ++x) {
      const auto found = cells_.find({x, z});
      if (found == cells_.end()) {
        add(kNotPlain);
        continue;
      }
      const IndexedCell& indexed = found->second;
      for_each_square(squares_of(indexed.cell, box),
                      [&](std::size_t square) { add(plain_square(indexed, square)); });
    }
  }
  return {all.low / kCollisionUnitsPerM, all.high / kCollisionUnitsPerM};
}

}  // namespace yc::geometry
