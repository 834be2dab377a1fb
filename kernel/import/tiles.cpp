#include "kernel/import/tiles.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <unordered_map>

#include "kernel/base/json.h"
#include "kernel/base/sha256.h"
#include "kernel/import/glb.h"

namespace yc::import {
namespace {

using base::Json;
using geometry::Box;

struct TileKey {
  int level = 0, x = 0, z = 0;
  friend auto operator<=>(const TileKey&, const TileKey&) = default;
};

struct Tile {
  Box box;  // of the own content and of all descendants
  std::string content;
};

// Sorts the triangles of one level into tiles by their middle.
class Sorter {
 public:
  Sorter(int level, double window) : level_(level), count_(1 << level), window_(window) {}

  std::map<TileKey, Mesh> sort(const Mesh& mesh) {
    for (std::size_t m = 0; m < kMaterialCount; ++m) sort_surface(mesh.surfaces[m], m);
    return std::move(tiles_);
  }

 private:
  TileKey key_of(const Surface& surface, std::size_t first) const {
    double x = 0, z = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const auto& p = surface.vertices[surface.indices[first + k]].position;
      x += p[0] / 3.0;
      z += p[2] / 3.0;
    }
    const auto slot = [&](double v) {
      return std::clamp(static_cast<int>(std::floor((v / window_ + 0.5) * count_)), 0, count_ - 1);
    };
    return {level_, slot(x), slot(z)};
  }

  void sort_surface(const Surface& surface, std::size_t material) {
    std::map<TileKey, std::vector<std::uint32_t>> chosen;
    for (std::size_t i = 0; i + 2 < surface.indices.size(); i += 3) {
      auto& list = chosen[key_of(surface, i)];
      list.insert(list.end(), surface.indices.begin() + static_cast<std::ptrdiff_t>(i),
                  surface.indices.begin() + static_cast<std::ptrdiff_t>(i) + 3);
    }
    for (const auto& [key, indices] : chosen) {
      Surface& out = tiles_[key].surfaces[material];
      std::unordered_map<std::uint32_t, std::uint32_t> renamed;
      renamed.reserve(indices.size());
      for (const std::uint32_t index : indices) {
        const auto [at, fresh] =
            renamed.emplace(index, static_cast<std::uint32_t>(out.vertices.size()));
        if (fresh) out.vertices.push_back(surface.vertices[index]);
        out.indices.push_back(at->second);
      }
    }
  }

  int level_;
  int count_;
  double window_;
  std::map<TileKey, Mesh> tiles_;
};

// glTF is y up, 3D Tiles is z up: the viewer turns content by (x, y, z) -> (x, -z, y), and volumes
// are written in the turned frame.
Json box_volume(const Box& box) {
  const Vec3 c = box.center(), h = box.size() * 0.5;
  return {{"box", {c.x, -c.z, c.y, h.x, 0.0, 0.0, 0.0, h.z, 0.0, 0.0, 0.0, h.y}}};
}

// Column-major matrix from the turned city frame (x east, y north, z up) to ECEF.
Json root_transform(const geometry::LocalFrame& frame) {
  const Vec3 e = frame.east(), n = -frame.south(), u = frame.up(), o = frame.origin_ecef();
  return {e.x, e.y, e.z, 0.0, n.x, n.y, n.z, 0.0, u.x, u.y, u.z, 0.0, o.x, o.y, o.z, 1.0};
}

class Tree {
 public:
  Tree(TileOutput& output, double window) : output_(output), window_(window) {}

  void add_level(int level, const Mesh& mesh) {
    for (auto& [key, part] : Sorter(level, window_).sort(mesh)) {
      tiles_[key] = {part.box(), add_file(write_glb(part))};
    }
  }

  std::string add_file(std::vector<std::byte> bytes) {
    if (bytes.empty()) return {};
    const std::string name = content_name(bytes, ".glb");
    if (std::ranges::find(output_.files, name, &OutputFile::name) == output_.files.end()) {
      output_.files.push_back({name, std::move(bytes)});
    }
    return name;
  }

  // A tile's box holds its children's boxes; parents are made where only children have content.
  void grow_boxes() {
    for (int level = kFinestLevel; level > 0; --level) {
      std::vector<std::pair<TileKey, Box>> found;
      for (const auto& [key, tile] : tiles_) {
        if (key.level == level)
          found.emplace_back(TileKey{level - 1, key.x / 2, key.z / 2}, tile.box);
      }
      for (const auto& [key, box] : found) tiles_[key].box.add(box);
    }
  }

  Json tile_json(const TileKey& key) const {
    const Tile& tile = tiles_.at(key);
    Json json = {{"boundingVolume", box_volume(tile.box)},
                 {"geometricError", kGeometricError[static_cast<std::size_t>(key.level)]}};
    if (!tile.content.empty()) json["content"] = {{"uri", tile.content}};
    Json children = Json::array();
    for (int i = 0; i < 4; ++i) {
      const TileKey child{key.level + 1, key.x * 2 + i % 2, key.z * 2 + i / 2};
      if (tiles_.contains(child)) children.push_back(tile_json(child));
    }
    if (!children.empty()) json["children"] = children;
    if (children.empty()) json["geometricError"] = 0.0;
    return json;
  }

  const Box& root_box() { return tiles_[{}].box; }

 private:
  TileOutput& output_;
  double window_;
  std::map<TileKey, Tile> tiles_;
};

}  // namespace

std::string content_name(std::span<const std::byte> bytes, const char* extension) {
  return base::to_hex(base::sha256(bytes)) + extension;
}

TileOutput write_tiles(const TileInput& input, const geometry::LocalFrame& frame) {
  TileOutput output;
  Tree tree(output, input.window_m);
  for (int level = 0; level < kLevelCount; ++level) {
    tree.add_level(level, input.levels[static_cast<std::size_t>(level)]);
  }
  tree.grow_boxes();
  output.bounds = tree.root_box();
  Json city = tree.tile_json({});
  city["refine"] = "REPLACE";
  Json children = Json::array({city});
  Box all = output.bounds;
  if (input.horizon.triangle_count() > 0) {
    const Box far = input.horizon.box();
    all.add(far);
    children.push_back({{"boundingVolume", box_volume(far)},
                        {"geometricError", 0.0},
                        {"content", {{"uri", tree.add_file(write_glb(input.horizon))}}}});
  }
  const Json root = {{"boundingVolume", box_volume(all)},
                     {"geometricError", 1000.0},
                     {"refine", "ADD"},
                     {"transform", root_transform(frame)},
                     {"children", children}};
  output.tileset_json = base::dump_json(
      {{"asset", {{"version", "1.1"}}}, {"geometricError", 2000.0}, {"root", root}});
  return output;
}

}  // namespace yc::import
