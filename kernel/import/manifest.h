#pragma once
// The manifest and the map: what a visitor's page and the server need to know besides the
// triangles.

#include <span>
#include <string>

#include "kernel/import/land.h"

namespace yc::import {

struct ManifestInput {
  struct Cell {
    int x, z;
    std::string blob;
  };
  geometry::Box bounds;
  std::string tileset, map;
  std::vector<Cell> cells;
};

// Standing points (spawn, places) are settled onto the collision soup, so that nobody arrives
// inside a floor.
std::string manifest_json(const scene::Scene& scene, const Land& land,
                          std::span<const geometry::Triangle> soup, const ManifestInput& input);

// Outlines for the map panel, in metres of the plan (x east, z south), rounded to 0.1 m.
std::string map_json(const scene::Scene& scene, const Land& land);

// Height of the highest surface at x, z that is not above `from`; `from` itself where there is
// none.
double settle(std::span<const geometry::Triangle> soup, double x, double z, double from);

}  // namespace yc::import
