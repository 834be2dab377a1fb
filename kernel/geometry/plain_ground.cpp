#include "kernel/geometry/plain_ground.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <ranges>
#include <utility>
#include <vector>

#include "schema/walk.h"

namespace yc::geometry {
namespace {

constexpr double kClear =
    (schema::walk::kCapsuleHeightM + schema::walk::kStepHeightM) * kCollisionUnitsPerM;
constexpr double kMostSpan = schema::walk::kStepHeightM * kCollisionUnitsPerM;
constexpr double kRim = 1.0;          // so far outside a square, what is there counts as in it
constexpr double kLeastHole = 0.005;  // square units: the rounding of cuts; 1 mm2
constexpr std::size_t kMostPieces = 64;

// Upright: where p.x * x + p.z * z = level.
struct Cut {
  double x, z, level;
  double over(Vec3 p) const { return p.x * x + p.z * z - level; }
};

// Convex, in the units of a cell.
class Polygon {
 public:
  static constexpr std::size_t kMost = 10;

  void add(Vec3 corner) {
    if (count_ < kMost) corners_[count_] = corner;
    ++count_;
  }
  std::size_t size() const { return std::min(count_, kMost); }
  bool overfull() const { return count_ > kMost; }
  Vec3 operator[](std::size_t i) const { return corners_[i]; }

  bool is_over(const Cut& cut) const {
    return std::all_of(corners_.begin(), corners_.begin() + size(),
                       [&](Vec3 p) { return cut.over(p) >= 0.0; });
  }

  double area() const {  // seen from above
    double twice = 0.0;
    for (std::size_t i = 1; i + 1 < size(); ++i) {
      const Vec3 a = corners_[i] - corners_[0];
      const Vec3 b = corners_[i + 1] - corners_[0];
      twice += a.x * b.z - a.z * b.x;
    }
    return std::abs(twice) / 2.0;
  }

 private:
  std::array<Vec3, kMost> corners_;
  std::size_t count_ = 0;
};

Polygon part_over(const Polygon& polygon, const Cut& cut) {
  Polygon part;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Vec3 a = polygon[i];
    const Vec3 b = polygon[i + 1 == polygon.size() ? 0 : i + 1];
    const double at_a = cut.over(a);
    const double at_b = cut.over(b);
    if (at_a >= 0.0) part.add(a);
    if ((at_a < 0.0 && at_b > 0.0) || (at_a > 0.0 && at_b < 0.0)) {
      part.add(lerp(a, b, at_a / (at_a - at_b)));
    }
  }
  return part;
}

Vec3 corner(const CollisionCell::Vertex& v) {
  return {static_cast<double>(v[0]), static_cast<double>(v[1]), static_cast<double>(v[2])};
}

struct Piece {  // of a triangle: what of it is in the square
  double low, high;
  std::uint32_t triangle;
};

std::optional<Piece> piece_in(const Triangle& triangle, double x, double z, double side,
                              std::uint32_t index) {
  Polygon in;
  for (const Vec3 p : {triangle.a, triangle.b, triangle.c}) in.add(p);
  for (const Cut& wall : {Cut{1, 0, x - kRim}, Cut{-1, 0, -(x + side + kRim)}, Cut{0, 1, z - kRim},
                          Cut{0, -1, -(z + side + kRim)}}) {
    if (in.is_over(wall)) continue;
    in = part_over(in, wall);
  }
  if (in.size() == 0) return std::nullopt;
  Piece piece{in[0].y, in[0].y, index};
  for (std::size_t i = 1; i < in.size(); ++i) {
    piece.low = std::min(piece.low, in[i].y);
    piece.high = std::max(piece.high, in[i].y);
  }
  return piece;
}

// What is left to cover of a square.
class Uncovered {
 public:
  Uncovered(double x, double z, double side) {
    Polygon all;
    for (const Vec3 p :
         {Vec3{x, 0, z}, Vec3{x + side, 0, z}, Vec3{x + side, 0, z + side}, Vec3{x, 0, z + side}}) {
      all.add(p);
    }
    left_.push_back(all);
  }

  bool none() const { return left_.empty(); }
  bool too_ragged() const { return too_ragged_; }

  void cover(const Triangle& triangle) {
    const double up = triangle.scaled_normal().y;
    std::vector<Polygon> inside = std::move(left_);
    left_.clear();
    for (const auto& [a, b] : {std::pair(triangle.a, triangle.b), std::pair(triangle.b, triangle.c),
                               std::pair(triangle.c, triangle.a)}) {
      // Over the edge is inside the triangle.
      const double turn = up > 0.0 ? 1.0 : -1.0;
      const double x = turn * (b.z - a.z);
      const double z = -turn * (b.x - a.x);
      const Cut edge{x, z, x * a.x + z * a.z};
      for (Polygon& polygon : inside) {
        if (polygon.is_over(edge)) continue;
        keep(part_over(polygon, {-edge.x, -edge.z, -edge.level}));
        polygon = part_over(polygon, edge);
        too_ragged_ = too_ragged_ || polygon.overfull();
      }
    }
  }

 private:
  void keep(const Polygon& rest) {
    if (rest.size() < 3 || rest.area() < kLeastHole) return;
    if (rest.overfull() || left_.size() == kMostPieces) {
      too_ragged_ = true;
      return;
    }
    left_.push_back(rest);
  }

  std::vector<Polygon> left_;
  bool too_ragged_ = false;
};

bool is_walkable(const Triangle& triangle) {
  const Vec3 n = triangle.scaled_normal();
  const double least = schema::walk::kSlopeMinUp;
  return n.y != 0.0 && n.y * n.y >= least * least * length_squared(n);
}

Triangle triangle_in_units(const CollisionCell& cell, std::uint32_t index) {
  const CollisionCell::Indices& corners = cell.triangles[index];
  return {corner(cell.vertices[corners[0]]), corner(cell.vertices[corners[1]]),
          corner(cell.vertices[corners[2]])};
}

// Pieces with less than free room between them, by what is lowest in them.
using Storey = std::span<const Piece>;

std::vector<Storey> storeys_of(std::vector<Piece>& pieces) {
  std::ranges::sort(pieces, {}, &Piece::low);
  std::vector<Storey> storeys;
  double high = 0.0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (i > begin && pieces[i].low >= high + kClear) {
      storeys.push_back(Storey(pieces).subspan(begin, i - begin));
      begin = i;
    }
    high = i == begin ? pieces[i].high : std::max(high, pieces[i].high);
  }
  if (!pieces.empty()) storeys.push_back(Storey(pieces).subspan(begin));
  return storeys;
}

// Takes the highest ground first, as a body would.
PlainSquare plain_storey(const CollisionCell& cell, Storey storey, int x, int z, int side) {
  const double high = std::ceil(std::ranges::max(storey, {}, &Piece::high).high);
  Uncovered uncovered(x, z, side);
  for (const Piece& piece : std::views::reverse(storey)) {
    const double low = std::floor(piece.low);
    if (high - low > kMostSpan) return {};
    const Triangle triangle = triangle_in_units(cell, piece.triangle);
    if (!is_walkable(triangle)) continue;
    uncovered.cover(triangle);
    if (uncovered.too_ragged()) return {};
    if (uncovered.none()) return {static_cast<std::int16_t>(low), static_cast<std::int16_t>(high)};
  }
  return {};
}

}  // namespace

PlainSquare find_plain_square(const CollisionCell& cell, std::span<const std::uint32_t> triangles,
                              int x, int z, int side) {
  std::vector<Piece> pieces;
  for (const std::uint32_t index : triangles) {
    if (const auto piece = piece_in(triangle_in_units(cell, index), x, z, side, index)) {
      pieces.push_back(*piece);
    }
  }
  for (const Storey storey : std::views::reverse(storeys_of(pieces))) {
    const PlainSquare found = plain_storey(cell, storey, x, z, side);
    if (found.high - found.low <= kMostSpan) return found;
  }
  return {};
}

}  // namespace yc::geometry
