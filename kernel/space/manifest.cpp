#include "kernel/space/manifest.h"

#include <algorithm>
#include <utility>

#include "kernel/base/assert.h"
#include "kernel/crowd/wire_position.h"

namespace yc::space {
namespace {

using base::ErrorCode;
using base::Json;
using geometry::Vec3;

constexpr std::size_t kMaxPlaces = 4096;
constexpr std::size_t kMaxLanterns = 64;  // of the welcome message
constexpr std::size_t kMaxStages = 64;
constexpr std::size_t kMaxCells = 65'536;

std::unexpected<base::Error> bad_manifest(std::string what) {
  return base::fail(ErrorCode::corrupt, "the space's manifest is wrong: " + std::move(what),
                    "import the city again");
}

base::Result<const Json*> field(const Json& object, const char* name) {
  if (!object.is_object() || !object.contains(name)) {
    return bad_manifest("no \"" + std::string(name) + "\"");
  }
  return &object[name];
}

base::Result<double> number(const Json& object, const char* name) {
  YC_TRY(const Json* value, field(object, name));
  if (!value->is_number()) return bad_manifest("\"" + std::string(name) + "\" is no number");
  return value->get<double>();
}

base::Result<std::string> text(const Json& object, const char* name) {
  YC_TRY(const Json* value, field(object, name));
  if (!value->is_string()) return bad_manifest("\"" + std::string(name) + "\" is no text");
  return value->get<std::string>();
}

base::Result<const Json*> list(const Json& object, const char* name, std::size_t max) {
  YC_TRY(const Json* value, field(object, name));
  if (!value->is_array() || value->size() > max) {
    return bad_manifest("\"" + std::string(name) + "\" is no list of at most " +
                        std::to_string(max));
  }
  return value;
}

base::Result<Vec3> point(const Json& object, const char* name) {
  YC_TRY(const Json* value, list(object, name, 3));
  const auto is_number = [](const Json& item) { return item.is_number(); };
  if (value->size() != 3 || !std::all_of(value->begin(), value->end(), is_number)) {
    return bad_manifest("\"" + std::string(name) + "\" is no point");
  }
  return Vec3{(*value)[0].get<double>(), (*value)[1].get<double>(), (*value)[2].get<double>()};
}

base::Status read_spawn(const Json& json, Manifest& manifest) {
  YC_TRY(const Json* spawn, field(json, "spawn"));
  YC_TRY(manifest.spawn.x, number(*spawn, "x"));
  YC_TRY(manifest.spawn.y, number(*spawn, "y"));
  YC_TRY(manifest.spawn.z, number(*spawn, "z"));
  YC_TRY(manifest.spawn_yaw, number(*spawn, "yaw"));
  return {};
}

base::Status read_places(const Json& json, Manifest& manifest) {
  YC_TRY(const Json* places, list(json, "places", kMaxPlaces));
  for (const Json& item : *places) {
    Place place;
    YC_TRY(place.id, text(item, "id"));
    YC_TRY(place.position, point(item, "position"));
    YC_TRY(place.yaw, number(item, "yaw"));
    if (!manifest.bounds.contains(place.position)) return bad_manifest("a place out of bounds");
    manifest.places.push_back(std::move(place));
  }
  return {};
}

base::Status read_lanterns(const Json& json, Manifest& manifest) {
  YC_TRY(const Json* lanterns, list(json, "lanterns", kMaxLanterns));
  for (const Json& item : *lanterns) {
    LanternSpot lantern;
    YC_TRY(lantern.id, text(item, "id"));
    YC_TRY(lantern.position, point(item, "position"));
    if (lantern.id.empty() || lantern.id.size() > 64) return bad_manifest("a lantern's id");
    manifest.lanterns.push_back(std::move(lantern));
  }
  return {};
}

// Manifests of before there were stages have none.
base::Status read_stages(const Json& json, Manifest& manifest) {
  if (!json.contains("stages")) return {};
  YC_TRY(const Json* stages, list(json, "stages", kMaxStages));
  for (const Json& item : *stages) {
    media::Stage stage;
    YC_TRY(stage.id, text(item, "id"));
    YC_TRY(stage.position, point(item, "position"));
    YC_TRY(stage.radius_m, number(item, "radius"));
    YC_TRY(stage.audience_m, number(item, "audience"));
    manifest.stages.push_back(std::move(stage));
  }
  return {};
}

// "/blob/<sha256>.<ext>"
base::Result<store::BlobName> blob_of(const std::string& path) {
  const auto slash = path.rfind('/');
  const auto name = store::parse_blob_name(path.substr(slash == path.npos ? 0 : slash + 1));
  if (!name) return bad_manifest("no blob is called \"" + path.substr(0, 100) + "\"");
  return *name;
}

base::Status read_collision(const Json& json, Manifest& manifest) {
  YC_TRY(const Json* collision, field(json, "collision"));
  YC_TRY(const double cell_size, number(*collision, "cell_size_m"));
  if (cell_size != geometry::kCollisionCellM)
    return bad_manifest("collision cells of another size");
  YC_TRY(const Json* cells, list(*collision, "cells", kMaxCells));
  for (const Json& item : *cells) {
    YC_TRY(const std::string path, text(item, "blob"));
    YC_TRY(store::BlobName name, blob_of(path));
    manifest.collision_cells.push_back(std::move(name));
  }
  return {};
}

}  // namespace

const Place* Manifest::find_place(std::string_view id) const {
  const auto found = std::find_if(places.begin(), places.end(),
                                  [&](const Place& place) { return place.id == id; });
  return found == places.end() ? nullptr : &*found;
}

base::Result<Manifest> read_manifest(const Json& json) {
  Manifest manifest;
  YC_TRY(manifest.space, text(json, "space"));
  YC_CHECK(read_spawn(json, manifest));
  YC_TRY(const Json* bounds, field(json, "bounds"));
  YC_TRY(manifest.bounds.min, point(*bounds, "min"));
  YC_TRY(manifest.bounds.max, point(*bounds, "max"));
  YC_CHECK(read_places(json, manifest));
  YC_CHECK(read_lanterns(json, manifest));
  YC_CHECK(read_stages(json, manifest));
  YC_CHECK(read_collision(json, manifest));
  if (!crowd::fits_wire(manifest.bounds.min) || !crowd::fits_wire(manifest.bounds.max)) {
    return bad_manifest("\"bounds\" are larger than the wire can say");
  }
  if (!manifest.bounds.contains(manifest.spawn)) return bad_manifest("spawn is out of bounds");
  return manifest;
}

base::Result<Manifest> load_manifest(store::Store& store, const base::Digest& blob) {
  YC_TRY(const base::Bytes bytes, store.read_blob({blob, "json"}));
  YC_TRY(const Json json,
         base::parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  return read_manifest(json);
}

base::Result<std::shared_ptr<const geometry::CollisionWorld>> load_ground(
    store::Store& store, const Manifest& manifest) {
  auto ground = std::make_shared<geometry::CollisionWorld>();
  for (const store::BlobName& blob : manifest.collision_cells) {
    YC_TRY(const base::Bytes cell_bytes, store.read_blob(blob));
    YC_TRY(geometry::CollisionCell cell, geometry::read_collision_cell(cell_bytes));
    ground->add(std::move(cell));
  }
  return ground;
}

base::Result<Premises> load_premises(store::Store& store, std::string_view name) {
  YC_TRY(const store::PublishedSpace published, store.space_by_name(name));
  Premises premises;
  premises.id = published.id;
  YC_TRY(premises.manifest, load_manifest(store, published.manifest));
  YC_TRY(premises.ground, load_ground(store, premises.manifest));
  return premises;
}

Premises flat_premises(double side_m) {
  const double half = side_m / 2.0;
  const Vec3 a{-half, 0, -half}, b{-half, 0, half}, c{half, 0, half}, d{half, 0, -half};
  const geometry::Triangle soup[] = {{a, b, c}, {a, c, d}};
  auto cells = geometry::cut_into_cells(soup);
  YC_ASSERT(cells.has_value());
  auto ground = std::make_shared<geometry::CollisionWorld>();
  for (geometry::CollisionCell& cell : *cells) ground->add(std::move(cell));
  Premises premises;
  premises.id = base::SpaceId{1};
  premises.manifest.space = "flat";
  premises.manifest.bounds = {{-half, -10.0, -half}, {half, 100.0, half}};
  premises.manifest.places = {{"plaza", {0, 0, 0}, 0.0}};
  for (int i = 0; i < 5; ++i) {
    premises.manifest.lanterns.push_back(
        {"lantern-" + std::to_string(i + 1), {half / 8.0 * (i - 2), 1.5, half / 4.0}});
  }
  premises.ground = std::move(ground);
  return premises;
}

}  // namespace yc::space
