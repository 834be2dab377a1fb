#pragma once
// The loaded collision cells of a space, and the triangles near a box, found through a grid of 4 m
// squares, of which the plain ones need none. Loaded once, then read from any thread. Whether a
// square is plain is found when somebody first asks: for a whole city it takes a second.

#include <atomic>
#include <cstdint>
#include <limits>
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
  // A square that may not have been looked at yet. Whoever looks finds the same, so that it does
  // not matter who is first.
  class FoundSquare {
   public:
    FoundSquare() = default;
    FoundSquare(const FoundSquare& other) : found_(other.get()) {}
    FoundSquare& operator=(const FoundSquare& other) {
      set(other.get());
      return *this;
    }
    PlainSquare get() const { return found_.load(std::memory_order_relaxed); }
    void set(PlainSquare square) { found_.store(square, std::memory_order_relaxed); }
    static bool is_known(PlainSquare square) { return square.low <= square.high; }

   private:
    std::atomic<PlainSquare> found_{
        {std::numeric_limits<std::int16_t>::max(), std::numeric_limits<std::int16_t>::min()}};
  };
  struct IndexedCell {
    CollisionCell cell;
    std::vector<std::uint32_t> square_starts;  // squares + 1 entries into `entries`
    std::vector<Entry> entries;
    mutable std::vector<FoundSquare> plain;
  };
  struct RowMajor {
    bool operator()(const CellKey& a, const CellKey& b) const {
      return a.z != b.z ? a.z < b.z : a.x < b.x;
    }
  };

  static void build_index(IndexedCell& indexed);
  static PlainSquare plain_square(const IndexedCell& indexed, std::size_t square);
  static void query_cell(const IndexedCell& indexed, const Box& box, std::vector<Near>& out);

  std::map<CellKey, IndexedCell, RowMajor> cells_;
};

}  // namespace yc::geometry
