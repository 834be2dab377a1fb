#include "kernel/import/greenery.h"

#include <cmath>

#include "kernel/base/assert.h"
#include "kernel/import/shapes/shapes.h"
#include "kernel/scene/read.h"

namespace yc::import {
namespace {

constexpr int kVariants = 4;
constexpr double kModelM = 10.0;  // height of the variants
constexpr std::array<const char*, 7> kNames = {"camphor", "plane",  "metasequoia", "willow",
                                               "cherry",  "ginkgo", "bush"};

}  // namespace

const Mesh& Greenery::variant(Tree tree, int index) {
  const auto key = std::pair{static_cast<int>(tree), index};
  if (const auto known = meshes_.find(key); known != meshes_.end()) return known->second;
  const scene::Kind& kind = scene::part_kinds()[static_cast<std::size_t>(scene::PartKind::tree)];
  const auto record = scene::read_record(kind.fields,
                                         {{"species", kNames[static_cast<std::size_t>(tree)]},
                                          {"height", kModelM},
                                          {"seed", index + 1}},
                                         "tree");
  YC_ASSERT(record.has_value());
  Mesh mesh;
  Pen pen(mesh, detail_);
  shapes::tree(*record, pen);
  return meshes_.emplace(key, std::move(mesh)).first->second;
}

void Greenery::plant(const Land& land, Tree tree, double x, double z, double ground,
                     double height_m, std::uint32_t feature, Mesh& out) {
  if (detail_.level < 2) return;
  const auto ix = static_cast<std::int64_t>(std::lround(x * 8)),
             iz = static_cast<std::int64_t>(std::lround(z * 8));
  if (detail_.level == 2 && noise::unit(5, ix, iz) < 0.72)
    return;  // fewer from afar, and a little larger
  if (detail_.level == 3 && noise::unit(5, ix, iz) < 0.25) return;
  if (detail_.collision && tree == Tree::bush) return;
  const double size = height_m / kModelM * (0.82 + 0.36 * noise::unit(6, ix, iz)) *
                      (detail_.level == 2   ? 1.4
                       : detail_.level == 3 ? 1.08
                                            : 1.0);
  const int index = static_cast<int>(noise::unit(7, ix, iz) * kVariants);
  Affine at = land.stand(x, z, ground - 0.05, 360.0 * noise::unit(8, ix, iz));
  at.x = at.x * size;
  at.y = at.y * size;
  at.z = at.z * size;
  append(out, variant(tree, index), at, feature);
}

}  // namespace yc::import
