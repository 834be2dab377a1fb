#pragma once
// Cuts the city's levels of detail into a quadtree of 3D Tiles 1.1.

#include <array>
#include <span>
#include <string>
#include <vector>

#include "kernel/geometry/geodesy.h"
#include "kernel/import/pen.h"

namespace yc::import {

inline constexpr int kLevelCount = kFinestLevel + 1;

// Metres by which a level may differ from the truth. A viewer with the usual limit of 16 pixels at
// 1080 lines and 60 degrees leaves a level at about 58 times its error.
inline constexpr std::array<double, kLevelCount> kGeometricError = {90.0, 30.0, 10.0, 3.5, 0.0};

struct OutputFile {
  std::string name;
  std::vector<std::byte> bytes;
};

struct TileInput {
  std::array<Mesh, kLevelCount> levels;  // coarsest first, city frame
  Mesh horizon;                          // the far ground and water: one tile, always drawn
  double window_m = 4608.0;
};

struct TileOutput {
  std::vector<OutputFile> files;  // glb tiles, named by content
  std::string tileset_json;
  geometry::Box bounds;
};

// Names are lower-case SHA-256 of the bytes with ".glb". Deterministic.
TileOutput write_tiles(const TileInput& input, const geometry::LocalFrame& frame);

std::string content_name(std::span<const std::byte> bytes, const char* extension);

}  // namespace yc::import
