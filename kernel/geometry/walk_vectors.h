#pragma once
// The scenes of tests/vectors/walk/, which the C++ solver and its TypeScript twin both walk. Tests
// only.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "kernel/geometry/walk.h"

namespace yc::geometry {

struct WalkPhase {
  int steps = 0;
  double dt_s = 0.0;
  WalkInput input;
};

struct WalkFact {  // what must hold after each step of a phase, or at its end
  std::string why;
  std::size_t phase = 0;
  bool always = false;
  std::array<std::optional<std::array<double, 2>>, 3> range;  // of x, y, z
  std::optional<bool> grounded;
};

struct WalkVector {
  std::string name;
  std::vector<Triangle> triangles;
  WalkState start;
  std::vector<WalkPhase> phases;
  std::vector<WalkFact> facts;
};

// Reads every scene of the folder, sorted by name. A fault in a file of ours stops the test
// program.
std::vector<WalkVector> load_walk_vectors(const std::string& folder);

CollisionWorld make_world(const std::vector<Triangle>& triangles);

// The state after each step of each phase.
std::vector<std::vector<WalkState>> walk_through(const CollisionWorld& world,
                                                 const WalkVector& vector);

}  // namespace yc::geometry
