#pragma once
// One glTF from the tiles that our bake wrote: the form of a whole space in a file that any viewer
// opens. Meshes are decoded (no EXT_meshopt_compression is left); KHR_mesh_quantization stays.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/base/json.h"
#include "kernel/base/result.h"

namespace yc::import {

// The contents of a tileset's finest tiles, in order: those without children.
std::vector<std::string> finest_contents(const base::Json& tileset);

// Deterministic. corrupt: a tile that write_glb() did not write.
base::Result<std::vector<std::byte>> join_glb(const std::vector<std::vector<std::byte>>& tiles);

}  // namespace yc::import
