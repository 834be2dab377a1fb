#pragma once
// One tile's content as binary glTF 2.0: KHR_mesh_quantization, EXT_meshopt_compression and
// EXT_mesh_features (feature id = entity id). docs/formats.md describes the layout. The one file of
// ours that calls meshoptimizer is glb.cpp.

#include <cstddef>
#include <string>
#include <vector>

#include "kernel/base/result.h"
#include "kernel/import/mesh.h"

namespace yc::import {

// The mesh in the city frame. Vertices that are equal after quantization are shared.
// An empty mesh gives an empty vector.
std::vector<std::byte> write_glb(const Mesh& mesh);

}  // namespace yc::import
