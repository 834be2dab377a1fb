// The tables of the recipe language. A part kind's fields here, its shape in kernel/import/shapes
// and its row in docs/formats.md belong together.

#include "kernel/scene/recipe.h"

namespace yc::scene {
namespace {

using enum FieldType;

constexpr double kGrey = 0xb8b4aa;

constexpr Field kCommon[] = {
    {.name = "at", .type = vec3},
    {.name = "yaw", .type = number},    // degrees, positive turns left
    {.name = "pitch", .type = number},  // degrees about x
    {.name = "roll", .type = number},   // degrees about z
    {.name = "scale", .type = number, .fallback = 1, .min = 0.01, .max = 100},
    {.name = "color", .type = color, .fallback = kGrey},
    {.name = "material", .type = choice, .choices = "solid facade glow water foliage"},
    {.name = "collide", .type = flag, .fallback = 1},
    {.name = "keep", .type = integer, .fallback = 9, .min = 0, .max = 9},
};

constexpr Field kUse[] = {{.name = "recipe", .type = name, .required = true}};
constexpr Field kBox[] = {
    {.name = "size", .type = vec3, .required = true, .min = 0, .max = 5000},
    {.name = "top", .type = vec2, .min = 0, .max = 5000},
    {.name = "bottom", .type = flag},
};
constexpr Field kCylinder[] = {
    {.name = "radius", .required = true, .min = 0.005, .max = 2000},
    {.name = "radius_top", .min = 0, .max = 2000},
    {.name = "height", .required = true, .min = 0.001, .max = 2000},
    {.name = "sides", .type = integer, .min = 0, .max = 96},
    {.name = "smooth", .type = flag, .fallback = 1},
};
constexpr Field kLathe[] = {
    {.name = "profile", .type = points2, .required = true, .min = -2000, .max = 2000},
    {.name = "sides", .type = integer, .min = 0, .max = 96},
    {.name = "smooth", .type = flag, .fallback = 1},
};
constexpr Field kExtrude[] = {
    {.name = "outline", .type = points2, .required = true, .min = -5000, .max = 5000},
    {.name = "height", .required = true, .min = 0.001, .max = 2000},
    {.name = "taper", .fallback = 1, .min = 0, .max = 10},
    {.name = "bottom", .type = flag},
};
constexpr Field kBeam[] = {
    {.name = "from", .type = vec3, .required = true},
    {.name = "to", .type = vec3, .required = true},
    {.name = "size", .type = vec2, .fallback = 0.3, .min = 0.005, .max = 100},
};
constexpr Field kTube[] = {
    {.name = "path", .type = points3, .required = true},
    {.name = "radius", .required = true, .min = 0.005, .max = 50},
    {.name = "sides", .type = integer, .fallback = 6, .min = 3, .max = 32},
    {.name = "closed", .type = flag},
};
constexpr Field kRoof[] = {
    {.name = "size", .type = vec2, .fallback = 10, .min = 0.1, .max = 500},
    {.name = "outline", .type = points2, .min = -500, .max = 500},
    {.name = "overhang", .fallback = 1, .min = 0, .max = 30},
    {.name = "inner", .type = vec2, .fallback = 0.9, .min = 0, .max = 2},
    {.name = "rise", .required = true, .min = 0.01, .max = 100},
    {.name = "upturn", .fallback = 0, .min = 0, .max = 20},
    {.name = "sag", .fallback = 0.35, .min = 0, .max = 1},
    {.name = "thickness", .fallback = 0.3, .min = 0.02, .max = 5},
    {.name = "ribs", .fallback = 0, .min = 0, .max = 5},
    {.name = "ridge_color", .type = color, .fallback = kGrey},
    {.name = "under_color", .type = color, .fallback = kGrey},
    {.name = "lights", .type = flag},
};
constexpr Field kGable[] = {
    {.name = "size", .type = vec2, .required = true, .min = 0.1, .max = 500},
    {.name = "rise", .required = true, .min = 0.01, .max = 100},
    {.name = "overhang", .fallback = 0.5, .min = 0, .max = 20},
    {.name = "sag", .fallback = 0.2, .min = 0, .max = 1},
    {.name = "thickness", .fallback = 0.25, .min = 0.02, .max = 5},
    {.name = "wall_color", .type = color, .fallback = kGrey},
    {.name = "ridge_color", .type = color, .fallback = kGrey},
};
constexpr Field kTruss[] = {
    {.name = "length", .required = true, .min = 0.5, .max = 2000},
    {.name = "height", .required = true, .min = 0.1, .max = 200},
    {.name = "panels", .type = integer, .fallback = 8, .min = 1, .max = 200},
    {.name = "member", .fallback = 0.5, .min = 0.01, .max = 10},
    {.name = "pattern", .type = choice, .choices = "warren rhombus pratt"},
};
constexpr Field kArchWall[] = {
    {.name = "size", .type = vec3, .required = true, .min = 0.1, .max = 2000},
    {.name = "opening", .type = vec2, .required = true, .min = 0.1, .max = 2000},
};
constexpr Field kArchRib[] = {
    {.name = "span", .required = true, .min = 0.5, .max = 2000},
    {.name = "rise", .required = true, .min = 0.1, .max = 500},
    {.name = "section", .type = vec2, .fallback = 1, .min = 0.02, .max = 50},
    {.name = "hangers", .type = integer, .min = 0, .max = 200},
    {.name = "deck", .min = -500, .max = 500},
};
constexpr Field kColumn[] = {
    {.name = "radius", .required = true, .min = 0.02, .max = 30},
    {.name = "height", .required = true, .min = 0.1, .max = 200},
    {.name = "order", .type = choice, .choices = "plain doric ionic wood"},
};
constexpr Field kRailing[] = {
    {.name = "path", .type = points3, .required = true},
    {.name = "height", .fallback = 1.1, .min = 0.2, .max = 10},
    {.name = "spacing", .fallback = 2, .min = 0.3, .max = 50},
    {.name = "style", .type = choice, .choices = "stone metal wood"},
    {.name = "closed", .type = flag},
};
constexpr Field kStairs[] = {
    {.name = "width", .required = true, .min = 0.5, .max = 500},
    {.name = "rise", .required = true, .min = 0.1, .max = 200},
    {.name = "run", .required = true, .min = 0.1, .max = 500},
    {.name = "step", .fallback = 0.16, .min = 0.05, .max = 0.6},
    {.name = "cheeks", .type = flag, .fallback = 1},
};
constexpr Field kClock[] = {
    {.name = "radius", .required = true, .min = 0.1, .max = 20},
    {.name = "hand_color", .type = color, .fallback = 0x20242c},
};
constexpr Field kCable[] = {
    {.name = "from", .type = vec3, .required = true},
    {.name = "to", .type = vec3, .required = true},
    {.name = "radius", .fallback = 0.1, .min = 0.005, .max = 5},
    {.name = "sag", .fallback = 0, .min = 0, .max = 500},
    {.name = "hangers", .type = integer, .min = 0, .max = 400},
    {.name = "deck", .min = -500, .max = 500},
};
constexpr Field kLantern[] = {{.name = "height", .fallback = 0.9, .min = 0.1, .max = 30}};
constexpr Field kTree[] = {
    {.name = "species",
     .type = choice,
     .choices = "camphor plane metasequoia willow cherry ginkgo bush"},
    {.name = "height", .fallback = 8, .min = 0.3, .max = 60},
    {.name = "seed", .type = integer, .min = 0, .max = 65535},
};
constexpr Field kPaving[] = {
    {.name = "size", .type = vec2, .required = true, .min = 0.5, .max = 2000},
    {.name = "tile", .fallback = 2, .min = 0.2, .max = 50},
    {.name = "pattern", .type = choice, .choices = "plain checker rings waves bands"},
    {.name = "color2", .type = color, .fallback = kGrey},
    {.name = "color3", .type = color, .fallback = kGrey},
};
constexpr Field kHull[] = {
    {.name = "length", .required = true, .min = 1, .max = 400},
    {.name = "beam", .required = true, .min = 0.5, .max = 80},
    {.name = "depth", .required = true, .min = 0.3, .max = 30},
    {.name = "deck_color", .type = color, .fallback = kGrey},
};
constexpr Field kLattice[] = {
    {.name = "size", .type = vec2, .required = true, .min = 0.1, .max = 200},
    {.name = "cells", .type = vec2, .fallback = 4, .min = 1, .max = 64},
    {.name = "back_color", .type = color, .fallback = 0xffd9a0},
    {.name = "back_glow", .type = flag, .fallback = 1},
};
constexpr Field kBrackets[] = {
    {.name = "outline", .type = points2, .required = true, .min = -500, .max = 500},
    {.name = "spacing", .fallback = 1.2, .min = 0.2, .max = 20},
    {.name = "size", .fallback = 0.6, .min = 0.05, .max = 10},
};
constexpr Field kRock[] = {
    {.name = "size", .type = vec3, .required = true, .min = 0.05, .max = 100},
    {.name = "seed", .type = integer, .min = 0, .max = 65535},
};
constexpr Field kHedge[] = {
    {.name = "size", .type = vec3, .required = true, .min = 0.1, .max = 500}};

// In the order of PartKind.
constexpr Kind kParts[] = {
    {"group", {}},          {"use", kUse},         {"box", kBox},         {"cylinder", kCylinder},
    {"lathe", kLathe},      {"extrude", kExtrude}, {"beam", kBeam},       {"tube", kTube},
    {"roof", kRoof},        {"gable", kGable},     {"truss", kTruss},     {"arch_wall", kArchWall},
    {"arch_rib", kArchRib}, {"column", kColumn},   {"railing", kRailing}, {"stairs", kStairs},
    {"clock", kClock},      {"cable", kCable},     {"lantern", kLantern}, {"tree", kTree},
    {"paving", kPaving},    {"hull", kHull},       {"lattice", kLattice}, {"brackets", kBrackets},
    {"rock", kRock},        {"hedge", kHedge},
};

constexpr Field kLine[] = {
    {.name = "count", .type = integer, .required = true, .min = 1, .max = 1000},
    {.name = "step", .type = vec3, .required = true},
};
constexpr Field kRing[] = {
    {.name = "count", .type = integer, .required = true, .min = 1, .max = 1000},
    {.name = "radius", .min = 0, .max = 2000},
    {.name = "from", .min = -360, .max = 360},  // degrees
    {.name = "sweep", .fallback = 360, .min = -360, .max = 360},
};
constexpr Field kLevels[] = {
    {.name = "count", .type = integer, .required = true, .min = 1, .max = 200},
    {.name = "step", .required = true, .min = -200, .max = 200},
    {.name = "shrink", .fallback = 1, .min = 0.1, .max = 2},  // factor of x and z per level
};
constexpr Field kMirror[] = {
    {.name = "axis", .type = choice, .required = true, .choices = "x z xz"},
};

// In the order of Repeat::Kind.
constexpr Kind kRepeats[] = {
    {"line", kLine}, {"ring", kRing}, {"levels", kLevels}, {"mirror", kMirror}};

}  // namespace

std::span<const Kind> part_kinds() {
  return kParts;
}
std::span<const Field> common_part_fields() {
  return kCommon;
}
std::span<const Kind> repeat_kinds() {
  return kRepeats;
}

}  // namespace yc::scene
