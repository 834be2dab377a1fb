#pragma once
// Procedural buildings. Each draws in its own frame: ground floor at y = 0, the front towards -z.

#include "kernel/import/noise.h"
#include "kernel/import/pen.h"

namespace yc::import {

enum class FabricStyle { bund, lilong, midrise, tower, campus };

struct Building {
  double width = 20.0, depth = 14.0;  // x and z
  int floors = 6;
  bool lit = false;  // takes part in the light show
  std::uint64_t seed = 0;
};

inline constexpr double kFloorM = 3.4;

void draw_building(FabricStyle style, const Building& building, Pen pen);

}  // namespace yc::import
