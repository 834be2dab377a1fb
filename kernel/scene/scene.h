#pragma once
// A scene: entities with stable ids and typed components, and the recipes that give them shape.
// Loaded from JSON files (docs/formats.md); nothing here touches a disk.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kernel/base/ids.h"
#include "kernel/base/result.h"
#include "kernel/scene/recipe.h"
#include "kernel/scene/schema.h"

namespace yc::scene {

enum class ComponentKind {
  recipe,  // an instance of a recipe at the entity's place
  shore,   // a waterline with land to the left of its direction
  river,   // a centreline with a width, for the far water and the map
  hill,
  terrace,  // flattens a hill around the entity
  fabric,   // blocks of procedural buildings
  park,
  ground,  // a flat paved surface
  road,
  row,      // recipes along a line
  scatter,  // recipes spread over an outline
  place,    // people can go there by name
  lantern,  // one of the hidden lanterns
  stage,    // who speaks there is heard by all around
};

struct Component {
  ComponentKind kind = ComponentKind::recipe;
  Record values;
};

// Where an entity stands. Heights are metres above the city's ground level, or above the terrain.
struct Placement {
  geometry::LonLat at;
  double height_m = 0.0;
  double yaw_deg = 0.0;  // 0 looks north, positive turns left
  bool on_ground = false;
};

struct Entity {
  base::EntityId id;
  std::string key;
  Localized title;
  std::optional<Placement> placement;
  std::vector<Component> components;

  const Component* find(ComponentKind kind) const;
};

struct TourCue {
  double at_s = 0.0;
  geometry::LonLat at;
  double height_m = 0.0;
  geometry::LonLat look_at;
  double look_height_m = 0.0;
  Localized caption;
};

struct City {
  Localized name;
  geometry::Geodetic anchor;
  double window_m = 4608.0;  // side of the detailed square around the anchor; at most 5 km (25 km2)
  double water_m = -6.0;     // height of the water
  Placement spawn;
  double tour_duration_s = 120.0;
  std::vector<TourCue> tour;
};

struct Scene {
  City city;
  std::vector<Entity> entities;  // ordered by id
  std::map<std::string, Recipe, std::less<>> recipes;

  const Entity* find(base::EntityId id) const;
};

struct SceneFile {
  std::string name;  // for errors, such as "landmarks.json"
  std::string text;
};

// Entity ids are exact in a 32-bit float, the widest type glTF allows for a feature id.
inline constexpr std::uint64_t kMaxEntityId = (1U << 24) - 1;

// Checks everything: fields, ranges, unique ids and keys, recipes that exist and do not use
// themselves. Errors name the file and the JSON pointer.
base::Result<Scene> load_scene(std::span<const SceneFile> files);

// The tables, for docs/formats.md and its test.
std::span<const Kind> component_kinds();
std::span<const Field> entity_fields();
std::span<const Field> city_fields();
std::span<const Field> cue_fields();

}  // namespace yc::scene
