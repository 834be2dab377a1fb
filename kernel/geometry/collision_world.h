#pragma once
// The loaded collision cells of a space, and the triangles near a box, found through a grid of 4 m
// squares, of which the plain ones need none. Loaded once, then read from any thread.

#include <cstdint>
#include <map>
#include <vector>

#include "kernel/geometry/collision_mesh.h"
#include "kernel/geometry/plain_ground.h"

namespace yc::geometry {

class CollisionWorld {
 public:
  struct Near {
    Triangle triangle;
    Box box;
  };

  void add(CollisionCell cell);  // replaces a cell with the same key
  bool empty() const { return cells_.empty(); }
  std::size_t triangle_count() const;

  // Clears `out` and fills it with the triangles that touch `box`, and others whose boxes do,
  // ordered by cell (z, then x) and then by place in the cell: the order that
  // web/engine/walk/collision-world.ts gives. Triangles on a border of cells come once for each
  // cell. `box` must be finite.
  void query(const Box& box, std::vector<Near>& out) const;

  // Between which heights lies the ground of all squares that `box` (finite) touches, seen from
  // above, when all of them are plain (plain_ground.h); else more than 1,000 m apart.
  struct Heights {
    double low;
    double high;
  };
  Heights plain_ground(const Box& box) const;

 private:
  // A triangle in a square, with its box in the units of the cell: most are ruled out by it alone.
  struct Entry {
    std::uint32_t triangle;
    CollisionCell::Vertex low;
    CollisionCell::Vertex high;
  };
  struct IndexedCell {
    CollisionCell cell;
    std::vector<std::uint32_t> square_starts;  // squares + 1 entries into `entries`
    std::vector<Entry> entries;
    std::vector<PlainSquare> plain;
  };
  struct RowMajor {
    bool operator()(const CellKey& a, const CellKey& b) const {
      return a.z != b.z ? a.z < b.z : a.x < b.x;
    }
  };

  static void build_index(IndexedCell& indexed);
  static void find_plain_squares(IndexedCell& indexed);
  static void query_cell(const IndexedCell& indexed, const Box& box, std::vector<Near>& out);

  std::map<CellKey, IndexedCell, RowMajor> cells_;
};

}  // namespace yc::geometry
