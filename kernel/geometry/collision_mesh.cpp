#include "kernel/geometry/collision_mesh.h"

#include <bit>
#include <cstring>
#include <map>
#include <string>
#include <unordered_map>

#include "kernel/base/assert.h"

namespace yc::geometry {
namespace {

using base::ErrorCode;

static_assert(std::endian::native == std::endian::little, "cells are read and written by memcpy");

constexpr std::array<char, 4> kMagic = {'Y', 'C', 'C', '1'};
constexpr std::size_t kHeaderBytes = 20;
constexpr std::int64_t kCellUnits = 256 * 64;
constexpr double kLongestPieceM = 255.0;  // so that a piece fits 16 bits in every cell it touches
constexpr double kLongestTriangleM = 32768.0;  // bounds the number of pieces
constexpr double kMaxHeightM = 511.0;

std::size_t index_offset(std::size_t vertex_count) {
  const std::size_t end = kHeaderBytes + vertex_count * sizeof(CollisionCell::Vertex);
  return (end + 3) / 4 * 4;
}

template <typename T>
T load(std::span<const std::byte> bytes, std::size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

template <typename T>
void store(std::span<std::byte> bytes, std::size_t offset, T value) {
  std::memcpy(bytes.data() + offset, &value, sizeof(T));
}

bool within_cells(std::int32_t index) {
  return index >= -kMaxCellIndex && index <= kMaxCellIndex;
}

std::unexpected<base::Error> refuse(std::string cause) {
  return base::fail(ErrorCode::bad_input, "collision cell: " + std::move(cause),
                    "bake the city again with `yuancheng import`");
}

base::Status check_header(std::span<const std::byte> bytes) {
  if (bytes.size() < kHeaderBytes) return refuse("shorter than its header");
  if (std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0)
    return refuse("not a YCC1 file");
  if (!within_cells(load<std::int32_t>(bytes, 4)) || !within_cells(load<std::int32_t>(bytes, 8))) {
    return refuse("cell number out of range");
  }
  const std::uint64_t vertex_count = load<std::uint32_t>(bytes, 12);
  const std::uint64_t triangle_count = load<std::uint32_t>(bytes, 16);
  if (vertex_count > kMaxCellVertices) return refuse("too many vertices");
  const std::uint64_t offset = index_offset(vertex_count);
  if (bytes.size() != offset + triangle_count * sizeof(CollisionCell::Indices)) {
    return refuse("length does not match its counts");
  }
  return {};
}

struct GridPoint {  // 1/64 m in the space's frame
  std::int64_t x = 0;
  std::int64_t y = 0;
  std::int64_t z = 0;
};
using GridTriangle = std::array<GridPoint, 3>;

GridPoint round_to_grid(Vec3 p) {
  return {std::llround(p.x * kCollisionUnitsPerM), std::llround(p.y * kCollisionUnitsPerM),
          std::llround(p.z * kCollisionUnitsPerM)};
}

bool is_flat(const GridTriangle& t) {
  const GridPoint u{t[1].x - t[0].x, t[1].y - t[0].y, t[1].z - t[0].z};
  const GridPoint v{t[2].x - t[0].x, t[2].y - t[0].y, t[2].z - t[0].z};
  return u.y * v.z == u.z * v.y && u.z * v.x == u.x * v.z && u.x * v.y == u.y * v.x;
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// Collects the triangles of one cell and shares equal vertices.
class CellBuilder {
 public:
  explicit CellBuilder(CellKey key) { cell_.key = key; }

  base::Status add(const GridTriangle& triangle) {
    CollisionCell::Indices indices{};
    for (std::size_t corner = 0; corner < 3; ++corner) {
      const CollisionCell::Vertex vertex = relative(triangle[corner]);
      const auto packed = static_cast<std::uint64_t>(std::bit_cast<std::uint16_t>(vertex[0])) |
                          static_cast<std::uint64_t>(std::bit_cast<std::uint16_t>(vertex[1]))
                              << 16 |
                          static_cast<std::uint64_t>(std::bit_cast<std::uint16_t>(vertex[2])) << 32;
      const auto [entry, is_new] = index_of_.try_emplace(packed, cell_.vertices.size());
      if (is_new) cell_.vertices.push_back(vertex);
      if (cell_.vertices.size() > kMaxCellVertices) return too_many();
      indices[corner] = static_cast<std::uint16_t>(entry->second);
    }
    cell_.triangles.push_back(indices);
    return {};
  }

  CollisionCell take() { return std::move(cell_); }

 private:
  CollisionCell::Vertex relative(const GridPoint& p) const {
    return {static_cast<std::int16_t>(p.x - cell_.key.x * kCellUnits),
            static_cast<std::int16_t>(p.y),
            static_cast<std::int16_t>(p.z - cell_.key.z * kCellUnits)};
  }

  std::unexpected<base::Error> too_many() const {
    return base::fail(ErrorCode::full,
                      "collision cell " + std::to_string(cell_.key.x) + "," +
                          std::to_string(cell_.key.z) + " has more than 65535 vertices",
                      "give the scenery there a simpler collision shape");
  }

  CollisionCell cell_;
  std::unordered_map<std::uint64_t, std::size_t> index_of_;
};

class Cutter {
 public:
  base::Status add(const Triangle& triangle) {
    for (const Vec3& p : {triangle.a, triangle.b, triangle.c}) {
      constexpr double kReach = kMaxCellIndex * kCollisionCellM;
      if (!is_finite(p) || std::abs(p.x) >= kReach || std::abs(p.z) >= kReach ||
          std::abs(p.y) > kMaxHeightM) {
        return refuse("a triangle lies outside the space");
      }
    }
    const Vec3 size = triangle.box().size();
    if (std::max(size.x, size.z) > kLongestTriangleM)
      return refuse("a triangle is longer than 32 km");
    return split(triangle);
  }

  std::vector<CollisionCell> take() {
    std::vector<CollisionCell> cells;
    for (auto& [key, builder] : builders_) cells.push_back(builder.take());
    return cells;
  }

 private:
  static double extent(Vec3 a, Vec3 b) {
    return std::max(std::abs(a.x - b.x), std::abs(a.z - b.z));
  }

  // Halves too long edges. Whether and where an edge is cut depends on that edge alone, so
  // neighbours that share it stay joined.
  base::Status split(const Triangle& t) {
    const double ab = extent(t.a, t.b);
    const double bc = extent(t.b, t.c);
    const double ca = extent(t.c, t.a);
    if (std::max({ab, bc, ca}) <= kLongestPieceM) return place(t);
    if (bc > ab && bc >= ca) return split_at_ab({t.b, t.c, t.a});
    if (ca > ab && ca > bc) return split_at_ab({t.c, t.a, t.b});
    return split_at_ab(t);
  }

  base::Status split_at_ab(const Triangle& t) {
    const Vec3 middle = (t.a + t.b) * 0.5;
    YC_CHECK(split({t.a, middle, t.c}));
    return split({middle, t.b, t.c});
  }

  base::Status place(const Triangle& t) {
    const GridTriangle grid = {round_to_grid(t.a), round_to_grid(t.b), round_to_grid(t.c)};
    if (is_flat(grid)) return {};
    const auto [x_low, x_high] = std::minmax({grid[0].x, grid[1].x, grid[2].x});
    const auto [z_low, z_high] = std::minmax({grid[0].z, grid[1].z, grid[2].z});
    // A border belongs to both its cells.
    for (std::int64_t x = floor_div(x_low - 1, kCellUnits); x <= floor_div(x_high, kCellUnits);
         ++x) {
      for (std::int64_t z = floor_div(z_low - 1, kCellUnits); z <= floor_div(z_high, kCellUnits);
           ++z) {
        const CellKey key{static_cast<std::int32_t>(x), static_cast<std::int32_t>(z)};
        YC_CHECK(builders_.try_emplace(key, key).first->second.add(grid));
      }
    }
    return {};
  }

  std::map<CellKey, CellBuilder> builders_;
};

}  // namespace

Vec3 CollisionCell::vertex(std::size_t index) const {
  const Vertex& v = vertices[index];
  return {key.x * kCollisionCellM + v[0] / kCollisionUnitsPerM, v[1] / kCollisionUnitsPerM,
          key.z * kCollisionCellM + v[2] / kCollisionUnitsPerM};
}

Triangle CollisionCell::triangle(std::size_t index) const {
  const Indices& corners = triangles[index];
  return {vertex(corners[0]), vertex(corners[1]), vertex(corners[2])};
}

base::Result<CollisionCell> read_collision_cell(std::span<const std::byte> bytes) {
  YC_CHECK(check_header(bytes));
  CollisionCell cell;
  cell.key = {load<std::int32_t>(bytes, 4), load<std::int32_t>(bytes, 8)};
  cell.vertices.resize(load<std::uint32_t>(bytes, 12));
  cell.triangles.resize(load<std::uint32_t>(bytes, 16));
  const std::size_t vertex_bytes = cell.vertices.size() * sizeof(CollisionCell::Vertex);
  const std::size_t indices_at = index_offset(cell.vertices.size());
  if (vertex_bytes > 0)
    std::memcpy(cell.vertices.data(), bytes.data() + kHeaderBytes, vertex_bytes);
  for (std::size_t at = kHeaderBytes + vertex_bytes; at < indices_at; ++at) {
    if (bytes[at] != std::byte{0}) return refuse("padding is not zero");
  }
  if (!cell.triangles.empty()) {
    std::memcpy(cell.triangles.data(), bytes.data() + indices_at, bytes.size() - indices_at);
  }
  for (const CollisionCell::Indices& corners : cell.triangles) {
    for (const std::uint16_t index : corners) {
      if (index >= cell.vertices.size()) return refuse("an index points past the vertices");
    }
  }
  return cell;
}

std::vector<std::byte> write_collision_cell(const CollisionCell& cell) {
  YC_ASSERT(cell.vertices.size() <= kMaxCellVertices);
  const std::size_t indices_at = index_offset(cell.vertices.size());
  std::vector<std::byte> bytes(indices_at + cell.triangles.size() * sizeof(CollisionCell::Indices));
  std::memcpy(bytes.data(), kMagic.data(), kMagic.size());
  store(bytes, 4, cell.key.x);
  store(bytes, 8, cell.key.z);
  store(bytes, 12, static_cast<std::uint32_t>(cell.vertices.size()));
  store(bytes, 16, static_cast<std::uint32_t>(cell.triangles.size()));
  std::size_t at = kHeaderBytes;
  for (const CollisionCell::Vertex& vertex : cell.vertices) {
    store(bytes, at, vertex);
    at += sizeof(vertex);
  }
  at = indices_at;
  for (const CollisionCell::Indices& corners : cell.triangles) {
    store(bytes, at, corners);
    at += sizeof(corners);
  }
  return bytes;
}

base::Result<std::vector<CollisionCell>> cut_into_cells(std::span<const Triangle> soup) {
  Cutter cutter;
  for (const Triangle& triangle : soup) YC_CHECK(cutter.add(triangle));
  return cutter.take();
}

}  // namespace yc::geometry
