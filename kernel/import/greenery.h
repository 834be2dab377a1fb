#pragma once
// Trees as instances of a few meshes.

#include <map>

#include "kernel/import/land.h"
#include "kernel/import/noise.h"
#include "kernel/import/pen.h"

namespace yc::import {

enum class Tree {
  camphor,
  plane,
  metasequoia,
  willow,
  cherry,
  ginkgo,
  bush
};  // as in the part `tree`

class Greenery {
 public:
  explicit Greenery(const Detail& detail) : detail_(detail) {}

  // A tree about `height_m` tall; its variant, turn and size come from the place.
  void plant(const Land& land, Tree tree, double x, double z, double ground, double height_m,
             std::uint32_t feature, Mesh& out);

 private:
  const Mesh& variant(Tree tree, int index);

  Detail detail_;
  std::map<std::pair<int, int>, Mesh> meshes_;  // one metre tall
};

}  // namespace yc::import
