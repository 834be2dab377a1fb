#include "kernel/import/building.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace yc::import {
namespace {

using noise::Dice;

template <std::size_t N>
unsigned pick(const std::array<unsigned, N>& colors, Dice& dice) {
  return colors[static_cast<std::size_t>(dice.below(static_cast<int>(N)))];
}

constexpr std::array<unsigned, 8> kBundWalls = {0xcdbd9f, 0xb58b6c, 0xdacdb4, 0xa36a52,
                                                0xc2b097, 0x9a7460, 0xd3c3a6, 0xbfa98a};
constexpr std::array<unsigned, 4> kBundRoofs = {0x7b4436, 0x6d5a4c, 0x8a5340, 0x5d6a66};
constexpr std::array<unsigned, 5> kLilongWalls = {0xa8644c, 0x8f8a83, 0xb6a58e, 0x9a5c48, 0xc2b7a4};
constexpr std::array<unsigned, 3> kLilongRoofs = {0x5b5552, 0x6e4a3f, 0x4e4c4b};
constexpr std::array<unsigned, 8> kMidriseWalls = {0xddd6c8, 0xcfc2b0, 0xcdb99e, 0xbcc2c3,
                                                   0xdcc6b2, 0xc3ab97, 0xe2ddd2, 0xb9a58f};
constexpr std::array<unsigned, 8> kTowerWalls = {0x9fb3bf, 0x89a1b2, 0xc9cfd2, 0xb8a892,
                                                 0x70899a, 0xd6d2ca, 0xa7b8b4, 0x8e97a6};
constexpr std::array<unsigned, 7> kShow = {0xff9c30, 0xff8420, 0x1f7dff, 0x1fb4ff,
                                           0x7a35ff, 0xff2f7d, 0x9cc4ff};

// Facade walls from y0 up, with windows that go on counting; the roof in the wall's shade.
void block(Pen pen, Vec3 base, Vec3 size) {
  pen.material = Material::facade;
  pen.wall_v0 = base.y;
  pen.box(base, size);
}

void outline_lights(const Pen& pen, double width, double depth, double low, double high,
                    unsigned color, bool corners) {
  Pen light = pen.painted(color, Material::glow);
  if (light.detail.level <= 1) {  // from afar one band at the top stands for the whole outline
    light.box({0, high, 0}, {width + 0.8, light.detail.line_m(0.3), depth + 0.8});
    return;
  }
  const double line = light.detail.line_m(0.3), x = width / 2 + line * 0.3,
               z = depth / 2 + line * 0.3;
  for (const double sx : {-1.0, 1.0}) {
    light.box({sx * x, high, 0}, {line, line, 2 * z});
    light.box({0, high, sx * z}, {2 * x, line, line});
    for (const double sz : {-1.0, 1.0}) {
      if (corners) light.box({sx * x, low, sz * z}, {line, high - low, line});
    }
  }
}

void parapet(Pen pen, Vec3 base, double width, double depth, double height) {
  if (pen.detail.level < (height > 3.0 ? 3 : kFinestLevel)) return;
  pen.material = Material::solid;
  pen.color = shaded(pen.color, 0.92);
  const double t = 0.4;
  for (const double s : {-1.0, 1.0}) {
    pen.box(base + Vec3{s * (width - t) / 2, 0, 0}, {t, height, depth});
    pen.box(base + Vec3{0, 0, s * (depth - t) / 2}, {width - 2 * t, height, t});
  }
}

// Stair heads, tanks and machines on a flat roof.
void roof_things(Pen pen, double y, double width, double depth, Dice dice) {
  if (pen.detail.level < 3) return;
  pen.material = Material::solid;
  const int count = pen.detail.level == kFinestLevel ? 1 + dice.below(3) : 1;
  for (int i = 0; i < count; ++i) {
    const Vec3 size{dice.between(2.5, 5.0), dice.between(1.6, 3.4), dice.between(2.5, 4.5)};
    const double x = dice.between(-0.36, 0.36) * width, z = dice.between(-0.3, 0.3) * depth;
    pen.color = linear_color(i == 0 ? 0xb9b3a8 : 0x9aa0a2);
    pen.box({x, y, z}, size);
  }
  if (pen.detail.level == kFinestLevel && dice.chance(0.4)) {
    pen.paint(0x7d868c);
    pen.prism({dice.between(-0.3, 0.3) * width, y, 0}, 1.1, 1.1, 2.4, 8, true);
  }
}

void gable_roof(Pen pen, double y, double width, double depth, double rise) {
  const double x = width / 2 + 0.4, z = depth / 2 + 0.5;
  const Vec3 ridge_a{-x, y + rise, 0}, ridge_b{x, y + rise, 0};
  pen.quad({-x, y, z}, {x, y, z}, ridge_b, ridge_a);
  pen.quad({x, y, -z}, {-x, y, -z}, ridge_a, ridge_b);
  Pen wall = pen;
  wall.color = shaded(pen.color, 1.5);
  wall.triangle({x - 0.4, y, z}, {x - 0.4, y, -z}, {x - 0.4, y + rise, 0});
  wall.triangle({-x + 0.4, y, -z}, {-x + 0.4, y, z}, {-x + 0.4, y + rise, 0});
}

void hip_roof(Pen pen, double y, double width, double depth, double rise) {
  const double x = width / 2 + 0.5, z = depth / 2 + 0.5, r = std::max(0.0, x - z);
  pen.quad({-x, y, z}, {x, y, z}, {r, y + rise, 0}, {-r, y + rise, 0});
  pen.quad({x, y, -z}, {-x, y, -z}, {-r, y + rise, 0}, {r, y + rise, 0});
  pen.triangle({x, y, z}, {x, y, -z}, {r, y + rise, 0});
  pen.triangle({-x, y, -z}, {-x, y, z}, {-r, y + rise, 0});
}

void dome(Pen pen, Vec3 at, double radius) {
  pen.paint(0x5f7f78);
  std::vector<Vec3> profile;
  for (int i = 0; i <= 5; ++i) {
    const double a = i * std::numbers::pi / 10;
    profile.push_back({radius * std::cos(a), radius * 1.15 * std::sin(a), 0});
  }
  profile.back().x = 0.001;
  Pen cap = pen.placed(moved(at));
  cap.lathe(profile, pen.detail.sides(radius), true);
  cap.prism({0, radius * 1.1, 0}, radius * 0.16, radius * 0.05, radius * 0.9, 6, true);
}

// Treaty-port fronts: plinth, giant order, cornice, attic, tiled or mansard roof, a turret at some
// corners.
void bund(const Building& b, const Pen& pen, Dice& dice) {
  const double floor_m = 4.1, height = b.floors * floor_m + 1.2;
  const unsigned wall = pick(kBundWalls, dice);
  Pen stone = pen.painted(wall);
  block(stone, {}, {b.width, height, b.depth});
  Pen trim = pen.painted(0xd9d0bd);
  if (pen.detail.level >= 2) {
    trim.box({0, height - 0.2, 0}, {b.width + 1.3, 0.7, b.depth + 1.3}, true);
    if (pen.detail.level >= 3) {
      trim.box({0, floor_m, 0}, {b.width + 0.5, 0.35, b.depth + 0.5}, true);
      trim.box({0, 0, 0}, {b.width + 0.4, 0.8, b.depth + 0.4});
    }
  }
  if (pen.detail.level == kFinestLevel) {
    const int bays = std::max(2, static_cast<int>(b.width / 6.5));
    for (int i = 0; i <= bays; ++i) {
      const double x = -b.width / 2 + b.width * i / bays;
      trim.box({x, floor_m + 0.35, -(b.depth / 2 + 0.12)}, {0.6, height - floor_m - 0.6, 0.3});
    }
  }
  const double top = height + 0.5;
  Pen roof = pen.painted(pick(kBundRoofs, dice));
  const double kind = dice.unit();
  if (kind < 0.5) {
    hip_roof(roof, top, b.width, b.depth, b.depth * 0.24);
  } else if (kind < 0.75) {
    roof.frustum({0, top, 0}, {b.width, 3.2, b.depth}, {b.width - 4, 0, b.depth - 4});
  } else {
    parapet(stone, {0, top, 0}, b.width, b.depth, 1.1);
    roof_things(stone, top, b.width, b.depth, dice);
  }
  if (dice.chance(0.22) && pen.detail.level >= 2) {
    const double r = std::min(3.4, b.depth * 0.2);
    const Vec3 corner{(dice.chance(0.5) ? 1 : -1) * (b.width / 2 - r), 0, -(b.depth / 2 - r)};
    Pen turret = stone;
    turret.material = Material::solid;
    turret.prism(corner + Vec3{0, top - 0.5, 0}, r, r, 4.5, 12, true);
    dome(pen, corner + Vec3{0, top + 4.0, 0}, r * 1.08);
  }
  if (b.lit) outline_lights(pen, b.width + 1.1, b.depth + 1.1, 0, height - 0.6, 0xff9a35, false);
}

// Shikumen rows: brick fronts, grey tiles, party walls that step above the roof.
void lilong(const Building& b, const Pen& pen, Dice& dice) {
  const double height = b.floors * 3.3 + 0.4, rise = b.depth * 0.24;
  block(pen.painted(pick(kLilongWalls, dice)), {}, {b.width, height, b.depth});
  Pen roof = pen.painted(pick(kLilongRoofs, dice));
  gable_roof(roof, height, b.width, b.depth, rise);
  if (pen.detail.level < kFinestLevel) return;
  const int houses = std::max(1, static_cast<int>(b.width / 7.5));
  Pen wall = pen.painted(0xcfc6b6);
  for (int i = 0; i <= houses; i += 2) {
    const double x = -b.width / 2 + b.width * i / houses;
    wall.box({x, height, 0}, {0.45, rise * 0.62, b.depth * 0.52});
  }
  for (int i = 0; i < houses; ++i) {
    const double x = -b.width / 2 + b.width * (i + 0.5) / houses;
    Pen door = pen.painted(0x3a2a24);
    const double z = -b.depth / 2 - 0.04;
    door.quad({x + 0.75, 0, z}, {x - 0.75, 0, z}, {x - 0.75, 2.5, z}, {x + 0.75, 2.5, z});
  }
}

void midrise(const Building& b, const Pen& pen, Dice& dice) {
  const double height = b.floors * kFloorM + 1.0;
  Pen wall = pen.painted(pick(kMidriseWalls, dice));
  block(wall, {}, {b.width, height, b.depth});
  parapet(wall, {0, height, 0}, b.width, b.depth, 1.0);
  roof_things(wall, height, b.width, b.depth, dice);
  if (pen.detail.level == kFinestLevel) {
    // Stacks of balconies give the long fronts a rhythm.
    Pen slab = pen.painted(0xe4ded2);
    const int stacks = std::max(1, static_cast<int>(b.width / 13.0));
    for (int i = 0; i < stacks; ++i) {
      const double x = -b.width / 2 + b.width * (i + 0.5) / stacks;
      slab.box({x, kFloorM * 1.4, -b.depth / 2 - 0.6}, {3.4, height - kFloorM * 1.8, 1.2}, true);
    }
  }
  if (dice.chance(0.5) && pen.detail.level >= 3) {
    Pen sign = pen.painted(dice.chance(0.5) ? 0xff4d3a : 0xffb03a, Material::glow);
    sign.box({dice.between(-0.2, 0.2) * b.width, height + 1.2, -b.depth / 2 + 0.4},
             {std::min(12.0, b.width * 0.5), 1.6, 0.2});
  }
  if (b.lit)
    outline_lights(pen, b.width, b.depth, 0, height + 0.6, pick(kShow, dice), dice.chance(0.4));
}

std::vector<Vec3> rounded(double width, double depth, int sides, double power) {
  std::vector<Vec3> out;
  for (int i = 0; i < sides; ++i) {
    const double a = 2 * std::numbers::pi * (i + 0.5) / sides, c = std::cos(a), s = std::sin(a);
    const auto bend = [&](double v) { return std::copysign(std::pow(std::abs(v), power), v); };
    out.push_back({width / 2 * bend(c), 0, -depth / 2 * bend(s)});
  }
  return out;
}

void crown(const Pen& pen, double y, double width, double depth, unsigned light, Dice& dice) {
  Pen metal = pen.painted(0xb9c4ca);
  const double kind = dice.unit();
  Pen band = pen.painted(light, Material::glow);
  const double line = band.detail.line_m(0.5);
  band.box({0, y - 0.4, 0}, {width + 0.5, line, depth + 0.5}, true);
  if (pen.detail.level == 0) return;
  if (kind < 0.35) {  // lantern: a lit box in a frame
    metal.box({0, y, 0}, {width * 0.62, 2.0, depth * 0.62});
    Pen glass = pen.painted(0xf0a048, Material::glow);
    glass.box({0, y + 2, 0}, {width * 0.52, 5.0, depth * 0.52});
    metal.box({0, y + 7, 0}, {width * 0.66, 1.0, depth * 0.66}, true);
    metal.prism({0, y + 8, 0}, 0.5, 0.15, 14.0, 6, true);
  } else if (kind < 0.6) {  // two fins
    for (const double s : {-1.0, 1.0})
      metal.box({s * width * 0.34, y, 0}, {1.2, 11.0, depth * 0.8});
    metal.box({0, y, 0}, {width * 0.5, 5.0, depth * 0.5});
  } else if (kind < 0.8) {  // stepped pyramid
    for (int i = 0; i < 3; ++i) {
      const double f = 0.8 - 0.24 * i;
      metal.box({0, y + 4.0 * i, 0}, {width * f, 4.0, depth * f});
    }
    metal.prism({0, y + 12, 0}, 0.6, 0.1, 18.0, 6, true);
  } else {  // open rim
    parapet(pen, {0, y, 0}, width, depth, 5.5);
    metal.box({0, y, 0}, {width * 0.55, 3.5, depth * 0.55});
  }
}

void tower(const Building& b, const Pen& pen, Dice& dice) {
  const double height = b.floors * kFloorM + 2.0;
  const unsigned wall = pick(kTowerWalls, dice), light = pick(kShow, dice);
  Pen skin = pen.painted(wall);
  const double kind = dice.unit();
  if (kind < 0.34) {  // shaft with a recess on each side
    block(skin, {}, {b.width, height, b.depth * 0.72});
    block(skin, {}, {b.width * 0.72, height * 0.97, b.depth});
  } else if (kind < 0.6) {  // setbacks
    const double first = height * dice.between(0.45, 0.6),
                 second = height * dice.between(0.74, 0.86);
    block(skin, {}, {b.width, first, b.depth});
    block(skin, {0, first, 0}, {b.width * 0.84, second - first, b.depth * 0.84});
    block(skin, {0, second, 0}, {b.width * 0.66, height - second, b.depth * 0.66});
  } else if (kind < 0.82) {  // rounded
    Pen round = skin;
    round.material = Material::facade;
    const int sides = pen.detail.level >= 3 ? 20 : pen.detail.level == 2 ? 12 : 8;
    round.extrude(rounded(b.width, b.depth, sides, 0.55), 0, height, 1.0, false);
  } else {  // tapering
    Pen taper = skin;
    taper.material = Material::facade;
    taper.frustum({}, {b.width, height, b.depth}, {b.width * 0.7, 0, b.depth * 0.7});
  }
  const double top = kind >= 0.34 && kind < 0.6 ? 0.66
                     : kind >= 0.82             ? 0.7
                     : kind >= 0.6              ? 0.72
                                                : 0.86;
  crown(pen, height, b.width * top, b.depth * top, light, dice);
  if (b.lit && kind < 0.34) outline_lights(pen, b.width, b.depth * 0.72, 14, height, light, true);
  if (b.lit && kind >= 0.34 && kind < 0.6)
    outline_lights(pen, b.width, b.depth, 14, height * 0.5, light, true);
  if (b.lit && kind >= 0.6) {
    Pen ring = pen.painted(light, Material::glow);
    const double line = ring.detail.line_m(0.4);
    const int rings = pen.detail.level <= 1 ? 2 : 4;
    for (int i = 1; i <= rings; ++i) {
      const double y = height * i / rings - 6, shrink = kind >= 0.82 ? 1.0 - 0.3 * y / height : 1.0;
      if (kind >= 0.82)
        ring.box({0, y, 0}, {b.width * shrink + 0.4, line, b.depth * shrink + 0.4}, true);
      else
        ring.extrude(rounded(b.width + 0.5, b.depth + 0.5, 12, 0.55), y, line, 1.0, true);
    }
  }
}

void campus(const Building& b, const Pen& pen, Dice& dice) {
  const double height = b.floors * 3.6 + 0.6;
  block(pen.painted(pick(kBundWalls, dice)), {}, {b.width, height, b.depth});
  hip_roof(pen.painted(dice.chance(0.5) ? 0x54706a : 0x7d4a3c), height, b.width, b.depth,
           b.depth * 0.22);
}

}  // namespace

void draw_building(FabricStyle style, const Building& building, Pen pen) {
  Dice dice(building.seed);
  if (pen.detail.collision) {
    const double height = building.floors * kFloorM;
    pen.box({}, {building.width, height, building.depth});
    return;
  }
  switch (style) {
    case FabricStyle::bund:
      return bund(building, pen, dice);
    case FabricStyle::lilong:
      return lilong(building, pen, dice);
    case FabricStyle::midrise:
      return midrise(building, pen, dice);
    case FabricStyle::tower:
      return tower(building, pen, dice);
    case FabricStyle::campus:
      return campus(building, pen, dice);
  }
}

}  // namespace yc::import
