#include "kernel/scene/scene.h"

#include <algorithm>
#include <set>

#include "kernel/scene/read.h"

namespace yc::scene {
namespace {

using base::Json;

constexpr std::string_view kEntityStructure[] = {"components", "sources", "note"};
constexpr std::string_view kCityStructure[] = {"tour", "note", "sources"};

base::Result<Component> read_component(const std::string& name, const Json& json,
                                       const std::string& pointer) {
  const auto kinds = component_kinds();
  const auto found = std::ranges::find(kinds, name, &Kind::name);
  if (found == kinds.end()) return fault(pointer, "is not a component");
  YC_TRY(Record values, read_record(found->fields, json, pointer));
  return Component{static_cast<ComponentKind>(found - kinds.begin()), std::move(values)};
}

base::Result<Entity> read_entity(const Json& json, const std::string& pointer) {
  YC_TRY(const Record record, read_record(entity_fields(), json, pointer, {}, kEntityStructure));
  Entity entity;
  entity.id = {static_cast<std::uint64_t>(record.number("id"))};
  entity.key = record.text("key");
  if (record.given("title")) entity.title = record.localized("title");
  if (record.given("at")) {
    entity.placement = Placement{record.geo_point("at"), record.number("height"),
                                 record.number("yaw"), record.flag("on_ground")};
  }
  if (!json.contains("components") || !json["components"].is_object()) {
    return fault(pointer + "/components", "must be an object of components");
  }
  for (const auto& [name, value] : json["components"].items()) {
    YC_TRY(Component component,
           read_component(name, value, pointer + "/components/" + name.substr(0, 64)));
    const bool needs_place =
        component.kind == ComponentKind::recipe || component.kind == ComponentKind::terrace ||
        component.kind == ComponentKind::lantern || component.kind == ComponentKind::stage;
    if (needs_place && !entity.placement) return fault(pointer + "/at", "is missing");
    entity.components.push_back(std::move(component));
  }
  return entity;
}

base::Status read_tour(const Json& json, const std::string& pointer, City& city) {
  if (!json.is_array() || json.size() > 200)
    return fault(pointer, "must be a list of at most 200 cues");
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string where = pointer + "/" + std::to_string(i);
    YC_TRY(const Record cue, read_record(cue_fields(), json[i], where));
    if (!city.tour.empty() && cue.number("at_s") <= city.tour.back().at_s) {
      return fault(where + "/at_s", "must be later than the cue before");
    }
    city.tour.push_back({cue.number("at_s"), cue.geo_point("at"), cue.number("height"),
                         cue.geo_point("look_at"), cue.number("look_height"),
                         cue.localized("caption")});
  }
  return {};
}

base::Result<City> read_city(const Json& json, const std::string& pointer) {
  YC_TRY(const Record record, read_record(city_fields(), json, pointer, {}, kCityStructure));
  City city;
  city.name = record.localized("name");
  const geometry::LonLat anchor = record.geo_point("anchor");
  city.anchor = {anchor.lon_deg, anchor.lat_deg, 0.0};
  city.window_m = record.number("window");
  city.water_m = record.number("water");
  city.spawn = {record.geo_point("spawn"), record.number("spawn_height"),
                record.number("spawn_yaw"), false};
  city.tour_duration_s = record.number("tour_duration");
  if (json.contains("tour")) YC_CHECK(read_tour(json["tour"], pointer + "/tour", city));
  return city;
}

// Gathers what several files say into one scene.
class Loader {
 public:
  base::Status add(const SceneFile& file) {
    auto parsed = base::parse_json(file.text);
    if (!parsed) {
      return base::fail(parsed.error().code, file.name + ": " + parsed.error().cause,
                        parsed.error().remedy);
    }
    const std::string root = file.name + "#";
    if (!parsed->is_object()) return fault(root, "must be an object");
    for (const auto& [key, value] : parsed->items()) {
      const std::string pointer = root + "/" + key.substr(0, 64);
      if (key == "city") {
        YC_CHECK(add_city(value, pointer));
      } else if (key == "entities") {
        YC_CHECK(add_entities(value, pointer));
      } else if (key == "recipes") {
        YC_CHECK(add_recipes(value, pointer));
      } else if (key != "note" && key != "sources") {
        return fault(pointer, "is not one of city, entities, recipes, sources, note");
      }
    }
    return {};
  }

  base::Result<Scene> finish() {
    if (!has_city_) {
      return base::fail(base::ErrorCode::bad_input, "no file has a \"city\" object",
                        "add one with name, anchor and spawn");
    }
    YC_CHECK(check_recipes());
    std::ranges::sort(scene_.entities, {}, &Entity::id);
    return std::move(scene_);
  }

 private:
  base::Status add_city(const Json& json, const std::string& pointer) {
    if (has_city_) return fault(pointer, "is given a second time");
    has_city_ = true;
    YC_TRY(scene_.city, read_city(json, pointer));
    return {};
  }

  base::Status add_entities(const Json& json, const std::string& pointer) {
    if (!json.is_array()) return fault(pointer, "must be a list");
    for (std::size_t i = 0; i < json.size(); ++i) {
      const std::string where = pointer + "/" + std::to_string(i);
      YC_TRY(Entity entity, read_entity(json[i], where));
      if (const auto [at, fresh] = ids_.emplace(entity.id, where); !fresh) {
        return fault(where + "/id", std::to_string(entity.id.value) + " is taken by " + at->second,
                     "give each entity its own id and never reuse one");
      }
      if (!keys_.insert(entity.key).second) return fault(where + "/key", "is taken");
      note_uses(entity, where);
      scene_.entities.push_back(std::move(entity));
    }
    return {};
  }

  base::Status add_recipes(const Json& json, const std::string& pointer) {
    if (!json.is_array()) return fault(pointer, "must be a list");
    for (std::size_t i = 0; i < json.size(); ++i) {
      const std::string where = pointer + "/" + std::to_string(i);
      YC_TRY(Recipe recipe, read_recipe(json[i], where));
      std::vector<std::string> names;
      collect_uses(recipe.parts, names);
      for (const std::string& name : names) uses_.emplace_back(name, where);
      const std::string name = recipe.name;
      if (!scene_.recipes.emplace(name, std::move(recipe)).second) {
        return fault(where + "/name", "\"" + name + "\" is taken");
      }
    }
    return {};
  }

  void note_uses(const Entity& entity, const std::string& where) {
    for (const Component& component : entity.components) {
      if (component.kind == ComponentKind::recipe) {
        uses_.emplace_back(component.values.text("name"), where + "/components/recipe/name");
      } else if (component.kind == ComponentKind::row) {
        uses_.emplace_back(component.values.text("recipe"), where + "/components/row/recipe");
      } else if (component.kind == ComponentKind::scatter) {
        uses_.emplace_back(component.values.text("recipe"), where + "/components/scatter/recipe");
      }
    }
  }

  base::Status check_recipes() {
    for (const auto& [name, where] : uses_) {
      if (!scene_.recipes.contains(name))
        return fault(where, "there is no recipe \"" + name + "\"");
    }
    for (const auto& [name, recipe] : scene_.recipes) {
      YC_TRY(const double parts, total_parts(recipe, 0));
      if (parts > kMaxRecipeParts) {
        return fault("recipe " + name, "grows to more than 200000 parts");
      }
    }
    return {};
  }

  // Bounds the work of a recipe with everything that it uses; a cycle runs into the depth limit.
  base::Result<double> total_parts(const Recipe& recipe, int depth) {
    if (depth > 6) {
      return fault("recipe " + recipe.name, "uses recipes deeper than 6, or itself");
    }
    if (const auto known = totals_.find(recipe.name); known != totals_.end()) return known->second;
    double total = expanded_parts(recipe);
    std::vector<std::string> names;
    collect_uses(recipe.parts, names);
    for (const std::string& name : names) {
      YC_TRY(const double used, total_parts(scene_.recipes.find(name)->second, depth + 1));
      total += used * expanded_parts(recipe);
    }
    totals_[recipe.name] = total;
    return total;
  }

  Scene scene_;
  bool has_city_ = false;
  std::map<base::EntityId, std::string> ids_;
  std::set<std::string> keys_;
  std::vector<std::pair<std::string, std::string>> uses_;  // recipe name, who asks
  std::map<std::string, double> totals_;
};

}  // namespace

const Component* Entity::find(ComponentKind kind) const {
  const auto found = std::ranges::find(components, kind, &Component::kind);
  return found == components.end() ? nullptr : &*found;
}

const Entity* Scene::find(base::EntityId id) const {
  const auto found = std::ranges::lower_bound(entities, id, {}, &Entity::id);
  return found != entities.end() && found->id == id ? &*found : nullptr;
}

base::Result<Scene> load_scene(std::span<const SceneFile> files) {
  Loader loader;
  for (const SceneFile& file : files) YC_CHECK(loader.add(file));
  return loader.finish();
}

}  // namespace yc::scene
