// The tables of entities and components; docs/formats.md shows them.

#include "kernel/scene/scene.h"

namespace yc::scene {
namespace {

using enum FieldType;

constexpr Field kEntity[] = {
    {.name = "id", .type = integer, .required = true, .min = 1, .max = double{kMaxEntityId}},
    {.name = "key", .type = name, .required = true},
    {.name = "title", .type = localized},
    {.name = "at", .type = geo_point},
    {.name = "height", .min = -100, .max = 1000},
    {.name = "yaw", .min = -360, .max = 360},
    {.name = "on_ground", .type = flag},
};

constexpr Field kCity[] = {
    {.name = "name", .type = localized, .required = true},
    {.name = "anchor", .type = geo_point, .required = true},
    {.name = "window", .fallback = 4608, .min = 512, .max = 5000},
    {.name = "water", .fallback = -6, .min = -100, .max = 0},
    {.name = "spawn", .type = geo_point, .required = true},
    {.name = "spawn_height", .min = -100, .max = 1000},
    {.name = "spawn_yaw", .min = -360, .max = 360},
    {.name = "tour_duration", .fallback = 120, .min = 1, .max = 3600},
};

constexpr Field kCue[] = {
    {.name = "at_s", .required = true, .min = 0, .max = 3600},
    {.name = "at", .type = geo_point, .required = true},
    {.name = "height", .required = true, .min = -100, .max = 2000},
    {.name = "look_at", .type = geo_point, .required = true},
    {.name = "look_height", .required = true, .min = -100, .max = 2000},
    {.name = "caption", .type = localized, .required = true},
};

constexpr Field kRecipe[] = {
    {.name = "name", .type = name, .required = true},
    {.name = "scale", .fallback = 1, .min = 0.05, .max = 20},
};
constexpr Field kShore[] = {
    {.name = "waterline", .type = geo_line, .required = true},
    {.name = "style", .type = choice, .required = true, .choices = "promenade quay natural"},
};
constexpr Field kRiver[] = {
    {.name = "centreline", .type = geo_line, .required = true},
    {.name = "width", .required = true, .min = 10, .max = 5000},
};
constexpr Field kHill[] = {
    {.name = "ridge", .type = geo_line, .required = true},
    {.name = "height", .required = true, .min = 1, .max = 500},
    {.name = "width", .required = true, .min = 20, .max = 2000},
    {.name = "trees", .fallback = 60, .min = 0, .max = 400},  // per hectare
};
constexpr Field kTerrace[] = {
    {.name = "radius", .required = true, .min = 1, .max = 300},
    {.name = "apron", .fallback = 30, .min = 5, .max = 300},  // width of the slope around it
};
constexpr Field kFabric[] = {
    {.name = "outline", .type = geo_line, .required = true},
    {.name = "bearing", .required = true, .min = -180, .max = 180},  // degrees, of the long streets
    {.name = "block", .type = vec2, .fallback = 70, .min = 15, .max = 400},
    {.name = "street", .fallback = 12, .min = 3, .max = 60},
    {.name = "style",
     .type = choice,
     .required = true,
     .choices = "bund lilong midrise tower campus"},
    {.name = "floors", .type = vec2, .fallback = 6, .min = 1, .max = 90},
    {.name = "lights",
     .fallback = 0.3,
     .min = 0,
     .max = 1},  // share of buildings in the light show
    {.name = "seed", .type = integer, .fallback = 1, .min = 0, .max = 65535},
};
constexpr Field kPark[] = {
    {.name = "outline", .type = geo_line, .required = true},
    {.name = "trees", .fallback = 40, .min = 0, .max = 400},  // per hectare
    {.name = "species",
     .type = choice,
     .choices = "mixed camphor plane metasequoia willow cherry ginkgo"},
    {.name = "seed", .type = integer, .fallback = 1, .min = 0, .max = 65535},
};
constexpr Field kGround[] = {
    {.name = "outline", .type = geo_line, .required = true},
    {.name = "color", .type = color, .fallback = 0xb8b2a6},
    {.name = "height", .fallback = 0.05, .min = -20, .max = 100},
};
constexpr Field kRoad[] = {
    {.name = "line", .type = geo_line, .required = true},
    {.name = "width", .fallback = 14, .min = 1, .max = 100},
    {.name = "surface", .type = choice, .choices = "asphalt paved path"},
};
constexpr Field kRow[] = {
    {.name = "line", .type = geo_line, .required = true},
    {.name = "spacing", .required = true, .min = 0.5, .max = 1000},
    {.name = "recipe", .type = name, .required = true},
    {.name = "offset", .min = -200, .max = 200},  // metres to the right of the line
    {.name = "height", .min = -100, .max = 500},  // above the ground
    {.name = "turn", .min = -360, .max = 360},    // degrees added to the line's direction
};
constexpr Field kScatter[] = {
    {.name = "outline", .type = geo_line, .required = true},
    {.name = "per_hectare", .required = true, .min = 0.01, .max = 2000},
    {.name = "recipe", .type = name, .required = true},
    {.name = "seed", .type = integer, .fallback = 1, .min = 0, .max = 65535},
};
constexpr Field kPlace[] = {
    {.name = "summary", .type = localized, .required = true},
    {.name = "kind",
     .type = choice,
     .required = true,
     .choices = "tower bridge building square river street hill"},
    {.name = "stand", .type = geo_point, .required = true},
    {.name = "stand_height", .min = -100, .max = 1000},
    {.name = "stand_on_ground", .type = flag},
    {.name = "stand_yaw", .min = -360, .max = 360},
};
constexpr Field kLantern[] = {{.name = "hint", .type = localized, .required = true}};
constexpr Field kStage[] = {
    {.name = "radius", .fallback = 5, .min = 1, .max = 100},
    {.name = "audience", .fallback = 60, .min = 1, .max = 500},
};

// In the order of ComponentKind.
constexpr Kind kKinds[] = {
    {"recipe", kRecipe},   {"shore", kShore},   {"river", kRiver},     {"hill", kHill},
    {"terrace", kTerrace}, {"fabric", kFabric}, {"park", kPark},       {"ground", kGround},
    {"road", kRoad},       {"row", kRow},       {"scatter", kScatter}, {"place", kPlace},
    {"lantern", kLantern}, {"stage", kStage},
};

}  // namespace

std::span<const Kind> component_kinds() {
  return kKinds;
}
std::span<const Field> entity_fields() {
  return kEntity;
}
std::span<const Field> city_fields() {
  return kCity;
}
std::span<const Field> cue_fields() {
  return kCue;
}

}  // namespace yc::scene
