#pragma once
// A template that spaces of a test are made from: a flat square of 40 m with one place, "stage".

#include <string>
#include <vector>

#include "kernel/space/testing/space_world.h"

namespace yc::space::testing {

inline base::Digest put_template(SpaceWorld& world, const std::string& name) {
  YC_ASSERT(world.store_world.store->new_id());  // 1 is the flat city's
  base::Json cells = base::Json::array();
  std::vector<store::BlobEntry> blobs;
  const auto put = [&](std::span<const std::byte> bytes, const char* extension) {
    const auto blob = world.store_world.store->put_blob(bytes, extension);
    YC_ASSERT(blob.has_value());
    blobs.push_back({blob->sha256, blob->extension, bytes.size()});
    return *blob;
  };
  const geometry::Vec3 a{-20, 0, -20}, b{-20, 0, 20}, c{20, 0, 20}, d{20, 0, -20};
  const geometry::Triangle soup[] = {{a, b, c}, {a, c, d}};
  const auto cut = geometry::cut_into_cells(soup);
  for (const geometry::CollisionCell& cell : *cut) {
    cells.push_back({{"blob", "/blob/" + put(geometry::write_collision_cell(cell), "ycc").text()}});
  }
  const base::Json manifest{
      {"space", name},
      {"spawn", {{"x", 0}, {"y", 0}, {"z", 0}, {"yaw", 0}}},
      {"bounds", {{"min", {-20, -10, -20}}, {"max", {20, 100, 20}}}},
      {"places", {{{"id", "stage"}, {"position", {5, 0, 5}}, {"yaw", 1.0}}}},
      {"lanterns", base::Json::array()},
      {"collision", {{"cell_size_m", geometry::kCollisionCellM}, {"cells", cells}}}};
  const std::string text = base::dump_json(manifest);
  const store::BlobName blob = put(std::as_bytes(std::span(text)), "json");
  YC_ASSERT(world.store_world.put(store::city_stream(), store::BlobsStored{blobs}));
  YC_ASSERT(
      world.store_world.put(store::city_stream(), store::TemplatePublished{name, blob.sha256}));
  return blob.sha256;
}

}  // namespace yc::space::testing
