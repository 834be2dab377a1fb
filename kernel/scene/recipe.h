#pragma once
// A recipe describes a thing (a tower, a lamp, a ferry) as a tree of parametric parts, so that
// people of another city describe theirs without C++. Frame of a part: metres, y up, +x right, -z
// forward; `at` is the middle of its base unless docs/formats.md says otherwise.

#include <string>
#include <vector>

#include "kernel/scene/schema.h"

namespace yc::scene {

enum class PartKind {
  group,
  use,
  box,
  cylinder,
  lathe,
  extrude,
  beam,
  tube,
  roof,
  gable,
  truss,
  arch_wall,
  arch_rib,
  column,
  railing,
  stairs,
  clock,
  cable,
  lantern,
  tree,
  paving,
  hull,
  lattice,
  brackets,
  rock,
  hedge,
};

enum class Material { solid, facade, glow, water, foliage };

struct Repeat {
  enum class Kind { line, ring, levels, mirror };
  Kind kind = Kind::line;
  Record values;
};

struct Part {
  PartKind kind = PartKind::group;
  Record common;                // at, yaw, pitch, roll, scale, color, material, collide, keep
  Record values;                // the fields of this kind
  std::vector<Repeat> repeats;  // the first is the innermost
  std::vector<Part> parts;      // of a group
};

struct Recipe {
  std::string name;
  std::vector<Part> parts;
};

// Parts that a recipe may grow to when repeats are multiplied out; a file that asks for more is
// refused.
inline constexpr double kMaxRecipeParts = 200'000;

// The tables, for docs/formats.md and its test.
std::span<const Kind> part_kinds();
std::span<const Field> common_part_fields();
std::span<const Kind> repeat_kinds();

// How many parts the recipe makes when repeats are multiplied out, not counting what `use` brings.
double expanded_parts(const Recipe& recipe);
// Names of recipes that the parts use.
void collect_uses(const std::vector<Part>& parts, std::vector<std::string>& out);

}  // namespace yc::scene
