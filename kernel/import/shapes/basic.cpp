// Boxes, turned and extruded bodies, members, paving, hulls, rocks.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kernel/import/noise.h"
#include "kernel/import/shapes/shapes.h"

namespace yc::import::shapes {
namespace {

constexpr double kTau = 2.0 * std::numbers::pi;

int sides_of(const Record& part, const Pen& pen, double radius) {
  const int asked = part.integer("sides");
  if (asked == 0) return pen.detail.sides(radius);
  return std::max(asked, 3);
}

// What a tile of the pattern shows: 0, 1 or 2 for the part's three colours.
int tile_colour(int pattern, double x, double z, double tile) {
  const auto ix = static_cast<long>(std::floor(x / tile)),
             iz = static_cast<long>(std::floor(z / tile));
  const double r = std::hypot(x, z);
  switch (pattern) {
    case 1:
      return static_cast<int>((ix + iz) & 1);
    case 2: {
      const double band = std::fmod(r, 24.0);
      return band < 3.0 ? 1 : (band > 11.0 && band < 12.6) ? 2 : 0;
    }
    case 3: {
      const double wave = std::fmod(std::abs(z + 5.0 * std::sin(x * kTau / 42.0) + 2000.0), 16.0);
      return wave < 3.0 ? 1 : wave > 9.0 && wave < 10.5 ? 2 : 0;
    }
    case 4:
      return (iz % 6 + 6) % 6 == 0 ? 1 : (ix % 8 + 8) % 8 == 0 ? 2 : 0;
    default:
      return 0;
  }
}

}  // namespace

void box(const Record& part, Pen& pen) {
  const Vec3 size = part.vec3("size");
  Vec3 top = size;
  if (part.given("top")) {
    const Vec3 t = part.vec2("top");
    top = {t.x, 0, t.y};
  }
  pen.frustum({}, size, top, part.flag("bottom"));
}

void cylinder(const Record& part, Pen& pen) {
  const double radius = part.number("radius");
  const double top = part.given("radius_top") ? part.number("radius_top") : radius;
  pen.prism({}, radius, top, part.number("height"), sides_of(part, pen, std::max(radius, top)),
            part.flag("smooth"));
}

void lathe(const Record& part, Pen& pen) {
  const auto profile = part.points("profile");
  double widest = 0.0;
  for (const Vec3& p : profile) widest = std::max(widest, p.x);
  pen.lathe(profile, sides_of(part, pen, widest), part.flag("smooth"));
}

void extrude(const Record& part, Pen& pen) {
  std::vector<Vec3> outline;
  for (const Vec3& p : part.points("outline")) outline.push_back({p.x, 0, p.y});
  pen.extrude(outline, 0.0, part.number("height"), part.number("taper"), part.flag("bottom"));
}

void beam(const Record& part, Pen& pen) {
  const Vec3 size = part.vec2("size");
  pen.beam(part.vec3("from"), part.vec3("to"), size.x, size.y);
}

void tube(const Record& part, Pen& pen) {
  const auto path = part.points("path");
  double radius = part.number("radius");
  if (pen.material == Material::glow) radius = pen.detail.line_m(radius * 2) / 2;
  const int sides =
      pen.detail.level >= 3 ? part.integer("sides") : std::min(part.integer("sides"), 4);
  pen.tube(path, radius, std::max(3, sides), part.flag("closed"));
}

void paving(const Record& part, Pen& pen) {
  constexpr std::array<double, 5> kCoarsest = {50.0, 25.0, 10.0, 4.0, 0.2};
  const Vec3 size = part.vec2("size");
  const double tile = part.number("tile");
  const double step = std::max(tile, kCoarsest[static_cast<std::size_t>(pen.detail.level)]);
  const std::array<std::uint32_t, 3> colors = {pen.color, linear_color(part.color("color2")),
                                               linear_color(part.color("color3"))};
  const auto nx = static_cast<int>(std::ceil(size.x / step)),
             nz = static_cast<int>(std::ceil(size.y / step));
  const int pattern = pen.detail.collision ? 0 : part.choice("pattern");
  const auto edge = [](int i, int n, double length) { return -length / 2 + length * i / n; };
  for (int j = 0; j < nz; ++j) {
    const double z0 = edge(j, nz, size.y), z1 = edge(j + 1, nz, size.y);
    int start = 0;
    const auto kind = [&](int i) {
      return tile_colour(pattern, (edge(i, nx, size.x) + edge(i + 1, nx, size.x)) / 2,
                         (z0 + z1) / 2, tile);
    };
    for (int i = 1; i <= nx; ++i) {
      const bool same = i < nx && kind(i) == kind(start) && i - start < 16;
      if (same) continue;
      pen.color = colors[static_cast<std::size_t>(kind(start))];
      const double x0 = edge(start, nx, size.x), x1 = edge(i, nx, size.x);
      pen.quad({x0, 0, z1}, {x1, 0, z1}, {x1, 0, z0}, {x0, 0, z0});
      start = i;
    }
  }
}

void hull(const Record& part, Pen& pen) {
  const double length = part.number("length"), beam = part.number("beam"),
               depth = part.number("depth");
  const int nu = pen.detail.level >= 3 && !pen.detail.collision ? 20 : 10;
  const auto half = [&](double t) {  // half breadth along the hull, t from bow (0) to stern (1)
    return beam / 2 * std::min(1.0, 1.25 * std::sqrt(std::min(1.0, t / 0.45))) *
           (1.0 - 0.22 * std::pow(t, 6.0));
  };
  const auto side = [&](double t, double v, double sign) {
    const double sheer = 0.25 * depth * std::pow(1.0 - t, 3.0);
    const double width = std::min(half(t), beam / 2) * (0.72 + 0.28 * v);
    const double rake = (1.0 - v) * depth * 0.6 * std::pow(1.0 - t, 4.0);
    return Vec3{sign * width, v * (depth + sheer), -length / 2 + length * t + rake};
  };
  pen.grid(nu, 3, [&](double u, double v) { return side(1.0 - u, v, 1.0); });
  pen.grid(nu, 3, [&](double u, double v) { return side(u, v, -1.0); });
  pen.quad(side(1, 0, -1), side(1, 0, 1), side(1, 1, 1), side(1, 1, -1));
  Pen deck = pen.painted(part.color("deck_color"));
  for (int i = 0; i < nu; ++i) {
    const double a = static_cast<double>(i) / nu, b = static_cast<double>(i + 1) / nu;
    deck.quad(side(b, 1, -1), side(b, 1, 1), side(a, 1, 1), side(a, 1, -1));
  }
}

void rock(const Record& part, Pen& pen) {
  const Vec3 size = part.vec3("size");
  const int seed = part.integer("seed");
  const int n = pen.detail.level >= 3 ? 8 : 5;
  const auto point = [&](double u, double v) {
    const double angle = kTau * u, up = v * std::numbers::pi / 2;
    const double bump =
        0.78 + 0.3 * noise::value(seed, std::cos(angle) * 1.7 + 9, v * 2.3 + std::sin(angle) * 1.7);
    return Vec3{size.x / 2 * bump * std::cos(up) * std::cos(angle), size.y * bump * std::sin(up),
                -size.z / 2 * bump * std::cos(up) * std::sin(angle)};
  };
  pen.grid(n, n / 2, point, true);
}

}  // namespace yc::import::shapes
