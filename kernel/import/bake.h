#pragma once
// A scene becomes what viewers and the server load: 3D Tiles, collision cells, a map and the
// manifest that names them. docs/formats.md describes each file.

#include <string>
#include <vector>

#include "kernel/base/result.h"
#include "kernel/geometry/collision_mesh.h"
#include "kernel/import/tiles.h"
#include "kernel/scene/scene.h"

namespace yc::import {

struct BakedCity {
  std::vector<OutputFile> files;  // named by content: SHA-256 and an extension (.glb .json .ycc)
  std::string manifest;           // JSON text
};

// Everything that stands in the window, at one level of detail, in the city frame.
Mesh draw_city(const scene::Scene& scene, const Detail& detail);

// What people walk on and bump into.
std::vector<geometry::Triangle> collision_soup(const scene::Scene& scene);

// Deterministic: the same scene gives the same bytes.
base::Result<BakedCity> bake(const scene::Scene& scene);

}  // namespace yc::import
