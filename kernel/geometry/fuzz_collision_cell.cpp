// Any bytes: the reader accepts or refuses; what it accepts it writes back the same, and people can
// walk on it without an assert or a position that is not a number.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "kernel/geometry/collision_mesh.h"
#include "kernel/geometry/walk_check.h"

namespace {

using namespace yc::geometry;

void require(bool condition) {
  if (!condition) std::abort();
}

void walk_on(CollisionCell cell) {
  const Vec3 corner{cell.key.x * kCollisionCellM, 0.0, cell.key.z * kCollisionCellM};
  const Vec3 first = cell.vertices.empty() ? corner : cell.vertex(0);
  CollisionWorld world;
  world.add(std::move(cell));
  WalkState state{.feet = first + Vec3{0.1, 1.0, 0.1}, .vertical_m_s = 0.0, .grounded = false};
  CheckedWalk checked;
  checked.feet = state.feet;
  for (int i = 0; i < 8; ++i) {
    state = step(world, state, {.x_m_s = 3.0, .z_m_s = 1.0 * i, .jump = i % 3 == 0}, 0.1);
    require(is_finite(state.feet) && distance(state.feet, first) < 100.0);
    check_step(world, checked, state.feet, 0.1);
    require(is_finite(checked.feet));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
  auto cell = read_collision_cell(bytes);
  if (!cell) return 0;
  const std::vector<std::byte> written = write_collision_cell(*cell);
  require(std::equal(written.begin(), written.end(), bytes.begin(), bytes.end()));
  walk_on(std::move(*cell));
  return 0;
}
