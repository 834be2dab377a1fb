#include "kernel/import/bake.h"

#include <algorithm>
#include <cmath>

#include "kernel/geometry/collision_mesh.h"
#include "kernel/import/ground.h"
#include "kernel/import/manifest.h"
#include "kernel/import/town.h"

namespace yc::import {
namespace {

using geometry::Triangle;

Mesh draw_with(const scene::Scene& scene, const Land& land, const Reserved& reserved,
               const Detail& detail) {
  Mesh out;
  draw_ground(land, detail, out);
  draw_shores(land, detail, out);
  draw_water(land, detail, out);
  RecipeBook book(scene.recipes, detail);
  Greenery greenery(detail);
  Town town{land, reserved, book, greenery};
  for (const scene::Entity& entity : scene.entities) draw_entity(town, entity, out);
  draw_hill_trees(town, out);
  return out;
}

std::vector<Triangle> soup_of(const Mesh& mesh) {
  std::vector<Triangle> soup;
  for (const Surface& surface : mesh.surfaces) {
    const auto at = [&](std::uint32_t i) {
      const auto& p = surface.vertices[i].position;
      return Vec3{p[0], p[1], p[2]};
    };
    for (std::size_t i = 0; i + 2 < surface.indices.size(); i += 3) {
      soup.push_back(
          {at(surface.indices[i]), at(surface.indices[i + 1]), at(surface.indices[i + 2])});
    }
  }
  return soup;
}

OutputFile text_file(const std::string& text, const char* extension) {
  const auto bytes = std::as_bytes(std::span(text));
  return {content_name(bytes, extension), {bytes.begin(), bytes.end()}};
}

// People may stand and jump on the highest thing of all.
constexpr double kHeadRoomM = 10.0;

}  // namespace

Mesh draw_city(const scene::Scene& scene, const Detail& detail) {
  const Land land(scene);
  RecipeBook finest(scene.recipes, Detail{});
  return draw_with(scene, land, Reserved(land, scene, finest), detail);
}

std::vector<Triangle> collision_soup(const scene::Scene& scene) {
  return soup_of(draw_city(scene, Detail{kFinestLevel, true}));
}

base::Result<BakedCity> bake(const scene::Scene& scene) {
  const Land land(scene);
  RecipeBook finest(scene.recipes, Detail{});
  const Reserved reserved(land, scene, finest);

  BakedCity city;
  ManifestInput manifest;
  {
    TileInput input;
    input.window_m = 2 * land.half_window();
    for (int level = 0; level < kLevelCount; ++level) {
      input.levels[static_cast<std::size_t>(level)] =
          draw_with(scene, land, reserved, Detail{level, false});
    }
    draw_horizon(land, scene, input.horizon);
    TileOutput tiles = write_tiles(input, land.frame());
    city.files = std::move(tiles.files);
    manifest.bounds = tiles.bounds;
    manifest.bounds.max.y += kHeadRoomM;
    OutputFile tileset = text_file(tiles.tileset_json, ".json");
    manifest.tileset = tileset.name;
    city.files.push_back(std::move(tileset));
  }
  const auto soup = soup_of(draw_with(scene, land, reserved, Detail{kFinestLevel, true}));
  YC_TRY(const auto cells, geometry::cut_into_cells(soup));
  for (const auto& cell : cells) {
    auto bytes = geometry::write_collision_cell(cell);
    const std::string name = content_name(bytes, ".ycc");
    manifest.cells.push_back({cell.key.x, cell.key.z, name});
    city.files.push_back({name, std::move(bytes)});
  }
  OutputFile map = text_file(map_json(scene, land), ".json");
  manifest.map = map.name;
  city.files.push_back(std::move(map));
  city.manifest = manifest_json(scene, land, soup, manifest);
  return city;
}

}  // namespace yc::import
