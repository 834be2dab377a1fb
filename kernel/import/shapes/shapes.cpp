#include "kernel/import/shapes/shapes.h"

namespace yc::import::shapes {

Builder builder_of(scene::PartKind kind) {
  // In the order of scene::PartKind.
  static constexpr Builder kBuilders[] = {
      nullptr, nullptr, box,       cylinder, lathe,   extrude,  beam,   tube,  roof,
      gable,   truss,   arch_wall, arch_rib, column,  railing,  stairs, clock, cable,
      lantern, tree,    paving,    hull,     lattice, brackets, rock,   hedge};
  return kBuilders[static_cast<std::size_t>(kind)];
}

}  // namespace yc::import::shapes
