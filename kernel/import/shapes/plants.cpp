// Trees and hedges: soft low-polygon crowns, darker inside and below, lighter where the sky
// reaches. Their normals are those of the round crown that the few triangles stand for, so light
// runs over it without corners.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kernel/import/noise.h"
#include "kernel/import/shapes/shapes.h"

namespace yc::import::shapes {
namespace {

constexpr double kTau = 2.0 * std::numbers::pi;

struct Species {
  unsigned leaf, light, bark;
  double trunk;   // share of the height below the crown
  double spread;  // crown width / height
  int blobs;
};

// camphor, plane, metasequoia, willow, cherry, ginkgo, bush
constexpr std::array<Species, 7> kSpecies = {Species{0x2f4d2b, 0x5d7f40, 0x4e4034, 0.17, 0.95, 2},
                                             Species{0x3f5c31, 0x758f49, 0x837a68, 0.22, 0.92, 2},
                                             Species{0x3f5834, 0x6f8148, 0x5e4433, 0.08, 0.34, 1},
                                             Species{0x586f39, 0x8d9c57, 0x564838, 0.14, 0.95, 2},
                                             Species{0xc66c8b, 0xf2b6c8, 0x4a3731, 0.24, 1.1, 5},
                                             Species{0xb5872a, 0xdeb24c, 0x62543f, 0.18, 0.62, 3},
                                             Species{0x34502e, 0x5f7d42, 0x4b4034, 0.0, 1.35, 1}};

// A lumpy ball whose lower side is flatter and darker.
void blob(Vec3 center, Vec3 radius, int seed, const Species& species, Pen& pen, int nu, int nv) {
  const std::uint32_t low = shaded(linear_color(species.leaf), 0.58),
                      high = linear_color(species.light);
  const auto point = [&](double u, double v) {
    const double angle = kTau * u, up = (v - 0.5) * std::numbers::pi;
    const double lump = 0.76 + 0.46 * noise::value(seed, 2.1 * std::cos(angle) + 7.0,
                                                   2.6 * v + 2.1 * std::sin(angle) + 3.0);
    const double flat = up < 0 ? 0.72 : 1.0;
    return center + Vec3{radius.x * lump * std::cos(up) * std::cos(angle),
                         radius.y * lump * flat * std::sin(up),
                         -radius.z * lump * std::cos(up) * std::sin(angle)};
  };
  const auto tint = [&](double u, double v) {
    return mixed(
        low, high,
        std::clamp(v * 0.9 + 0.16 * noise::unit(static_cast<std::uint64_t>(seed),
                                                static_cast<int>(u * 31), static_cast<int>(v * 17)),
                   0.0, 1.0));
  };
  const auto normal = [](double u, double v) {
    const double angle = kTau * u, up = (v - 0.5) * std::numbers::pi;
    return Vec3{std::cos(up) * std::cos(angle), std::sin(up), -std::cos(up) * std::sin(angle)};
  };
  pen.grid(nu, nv, point, true, tint, normal);
}

void cone_crown(double height, double spread, double foot, int seed, const Species& species,
                Pen& pen) {
  const int level = pen.detail.level;
  const int sides = level == 4   ? 7
                    : level == 3 ? 5
                                 : 4,
            layers = level == 4   ? 3
                     : level == 3 ? 2
                                  : 1;
  const std::uint32_t low = shaded(linear_color(species.leaf), 0.66),
                      high = linear_color(species.light);
  for (int layer = 0; layer < layers; ++layer) {
    const double y0 = foot + (height - foot) * layer / layers * 0.86,
                 y1 = std::min(height, foot + (height - foot) * (layer + 1.55) / layers);
    const double radius = spread / 2 * (1.0 - 0.78 * layer / std::max(1, layers));
    const auto point = [&](double u, double v) {
      const double lump =
          0.86 + 0.28 * noise::unit(static_cast<std::uint64_t>(seed), layer,
                                    static_cast<int>(std::lround(u * sides)) % sides);
      const double r = radius * (v == 0 ? lump : v < 1 ? 0.55 : 0.02), angle = kTau * u + layer;
      return Vec3{r * std::cos(angle),
                  y0 + (y1 - y0) * (v == 0  ? 0.0
                                    : v < 1 ? 0.42
                                            : 1.0),
                  -r * std::sin(angle)};
    };
    const auto tint = [&](double, double v) {
      return mixed(low, high, v * 0.8 + 0.2 * layer / layers);
    };
    const auto normal = [&](double u, double) {
      const double angle = kTau * u + layer;
      return Vec3{std::cos(angle), 0.5, -std::sin(angle)};
    };
    pen.grid(sides, 2, point, true, tint, normal);
  }
}

}  // namespace

void tree(const Record& part, Pen& pen) {
  const auto& species = kSpecies[static_cast<std::size_t>(part.choice("species"))];
  const double height = part.number("height"), spread = height * species.spread,
               foot = height * species.trunk;
  const int seed = part.integer("seed") * 31 + part.choice("species") + 1, level = pen.detail.level;
  Pen bark = pen.painted(species.bark);
  if (species.trunk > 0 && level >= 3) {
    const double r = std::max(0.06, height * 0.022);
    const double top = foot + (height - foot) * 0.3;
    bark.grid(
        level < kFinestLevel ? 3 : 4, 1,
        [&](double u, double v) {
          const double girth = r * (1.3 - 0.6 * v), angle = kTau * u;
          return Vec3{girth * std::cos(angle), top * v, -girth * std::sin(angle)};
        },
        true);
  }
  if (pen.detail.collision || level < 2) return;
  Pen leaf = pen;
  leaf.material = Material::foliage;
  if (part.choice("species") == 2) {
    cone_crown(height, spread, foot, seed, species, leaf);
    return;
  }
  const int blobs = level == 4 ? species.blobs : 1;
  const int nu = level == 4 ? 6 : 5, nv = level == 4 ? 4 : 3;
  noise::Dice dice(static_cast<std::uint64_t>(seed));
  const double middle = foot + (height - foot) * 0.52, half = (height - foot) / 2;
  if (blobs == 1) {
    blob({0, middle, 0}, {spread / 2, half, spread / 2}, seed, species, leaf, nu, nv);
    return;
  }
  blob({0, middle + half * 0.2, 0}, {spread * 0.36, half * 0.82, spread * 0.36}, seed, species,
       leaf, nu, nv);
  const double start = dice.unit() * kTau;
  for (int i = 1; i < blobs; ++i) {
    const double angle = start + kTau * i / (blobs - 1), out = spread * dice.between(0.2, 0.27);
    const double size = dice.between(0.24, 0.3);
    blob({out * std::cos(angle), middle - half * dice.between(0.02, 0.4), out * std::sin(angle)},
         {spread * size, half * dice.between(0.5, 0.66), spread * size}, seed + i, species, leaf,
         nu - 1, nv - 1);
  }
}

void hedge(const Record& part, Pen& pen) {
  const Vec3 size = part.vec3("size");
  const auto& species = kSpecies[6];
  if (pen.detail.collision) {
    pen.box({}, size);
    return;
  }
  Pen leaf = pen;
  leaf.material = Material::foliage;
  leaf.color = linear_color(species.leaf);
  leaf.foot_shade = 0.6;
  leaf.frustum({}, size, {size.x * 0.94, 0, size.z * 0.86});
}

}  // namespace yc::import::shapes
