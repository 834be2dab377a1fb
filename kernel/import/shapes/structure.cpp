// Trusses, arches, cables, railings, stairs.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kernel/import/shapes/shapes.h"

namespace yc::import::shapes {
namespace {

// Points along a parabola of height `rise` over `span`, which hangs when rise is negative.
std::vector<Vec3> parabola(Vec3 from, Vec3 to, double rise, int steps) {
  std::vector<Vec3> path;
  for (int i = 0; i <= steps; ++i) {
    const double t = static_cast<double>(i) / steps;
    path.push_back(geometry::lerp(from, to, t) + Vec3{0, rise * 4.0 * t * (1.0 - t), 0});
  }
  return path;
}

int arc_steps(const Detail& detail) {
  constexpr std::array<int, 5> kSteps = {6, 8, 12, 20, 28};
  return detail.collision ? 8 : kSteps[static_cast<std::size_t>(detail.level)];
}

void draw_hangers(std::span<const Vec3> path, int count, double deck, double width, Pen& pen) {
  if (count <= 0 || pen.detail.collision || pen.detail.level < 2) return;
  const auto last = static_cast<double>(path.size() - 1);
  for (int i = 1; i <= count; ++i) {
    const double t = last * i / (count + 1);
    const auto at = std::min(static_cast<std::size_t>(t), path.size() - 2);
    const Vec3 top = geometry::lerp(path[at], path[at + 1], t - static_cast<double>(at));
    pen.beam({top.x, deck, top.z}, top, width, width);
  }
}

struct RailStyle {
  double post, rail, panel;  // thickness; panel 0 = open
  bool bars = false;
};

// What runs between two posts of a stone railing.
void draw_panel(Vec3 a, Vec3 b, double height, const RailStyle& style, Pen& pen) {
  const Vec3 up{0, height, 0};
  pen.beam(a + up, b + up, style.rail * 1.5, style.rail);
  pen.beam(a + up * 0.42, b + up * 0.42, style.panel, height * 0.52);
}

// Rails along a whole side, with bars where the style has them.
void draw_rails(Vec3 a, Vec3 b, double height, const RailStyle& style, Pen& pen) {
  const Vec3 up{0, height, 0};
  pen.beam(a + up, b + up, style.rail * 1.5, style.rail);
  pen.beam(a + up * 0.62, b + up * 0.62, style.rail * 0.6, style.rail * 0.6);
  pen.beam(a + up * 0.3, b + up * 0.3, style.rail * 0.6, style.rail * 0.6);
  if (!style.bars) return;
  const int bars = std::max(1, static_cast<int>(geometry::distance(a, b) / 0.6));
  for (int i = 1; i < bars; ++i) {
    const Vec3 p = geometry::lerp(a, b, static_cast<double>(i) / bars);
    pen.beam(p + up * 0.3, p + up * 0.98, style.rail * 0.4, style.rail * 0.4);
  }
}

}  // namespace

void truss(const Record& part, Pen& pen) {
  const double length = part.number("length"), height = part.number("height");
  const double m = part.number("member");
  if (pen.detail.collision) {
    pen.box({}, {length, height, m});
    return;
  }
  int panels = part.integer("panels");
  if (pen.detail.level == 0) panels = std::max(2, panels / 2);
  const int pattern = part.choice("pattern");
  const auto at = [&](int i, bool top) {
    return Vec3{-length / 2 + length * i / panels, top ? height : 0.0, 0};
  };
  pen.beam(at(0, false), at(panels, false), m * 1.3, m * 1.3);
  pen.beam(at(0, true), at(panels, true), m * 1.3, m * 1.3);
  for (int i = 0; i < panels; ++i) {
    const bool rising = i % 2 == 0;
    if (pattern != 2 || i < panels / 2)
      pen.beam(at(i, !rising || pattern == 2), at(i + 1, rising && pattern != 2), m, m * 0.9);
    if (pattern == 1) pen.beam(at(i, rising), at(i + 1, !rising), m * 0.96, m * 0.85);
    if (pattern == 2 && i >= panels / 2) pen.beam(at(i, false), at(i + 1, true), m, m * 0.9);
  }
  for (int i = 0; i <= panels; ++i) {
    const bool end = i == 0 || i == panels;
    if (pattern == 0 && !end) continue;
    pen.beam(at(i, false), at(i, true), end ? m * 1.2 : m * 0.7, end ? m * 1.2 : m * 0.7);
  }
}

void arch_wall(const Record& part, Pen& pen) {
  const Vec3 size = part.vec3("size");
  const Vec3 opening = part.vec2("opening");
  const double half = std::min(opening.x, size.x * 0.98) / 2;
  const double top = std::min(opening.y, size.y * 0.98);
  const double spring = std::max(0.0, top - half), round = top - spring;
  std::vector<Vec3> outline = {{-size.x / 2, 0, 0}, {-half, 0, 0}};
  const int steps = arc_steps(pen.detail) / 2;
  for (int i = 0; i <= steps; ++i) {
    const double angle = std::numbers::pi * (1.0 - static_cast<double>(i) / steps);
    outline.push_back({half * std::cos(angle), 0, -(spring + round * std::sin(angle))});
  }
  outline.insert(
      outline.end(),
      {{half, 0, 0}, {size.x / 2, 0, 0}, {size.x / 2, 0, -size.y}, {-size.x / 2, 0, -size.y}});
  std::vector<Vec3> distinct;
  for (const Vec3& p : outline) {
    if (distinct.empty() || geometry::distance(distinct.back(), p) > 1e-6) distinct.push_back(p);
  }
  Pen upright = pen.placed(moved({0, 0, -size.z / 2}) * turned(0, 90));
  upright.extrude(distinct, 0.0, size.z, 1.0, true);
}

void arch_rib(const Record& part, Pen& pen) {
  const double span = part.number("span");
  const Vec3 section = part.vec2("section");
  const auto path =
      parabola({-span / 2, 0, 0}, {span / 2, 0, 0}, part.number("rise"), arc_steps(pen.detail));
  for (std::size_t i = 0; i + 1 < path.size(); ++i)
    pen.beam(path[i], path[i + 1], section.x, section.y);
  draw_hangers(path, part.integer("hangers"), part.number("deck"), 0.18, pen);
}

void cable(const Record& part, Pen& pen) {
  if (pen.detail.collision) return;
  const double sag = part.number("sag");
  const auto path =
      parabola(part.vec3("from"), part.vec3("to"), -sag, sag > 0 ? arc_steps(pen.detail) : 1);
  const double width =
      2 * pen.detail.line_m(part.number("radius")) / (pen.material == Material::glow ? 1 : 1.6);
  const bool fine = pen.detail.level >= 3;
  if (fine) {
    pen.tube(path, part.number("radius"), 6, false);
  } else {
    for (std::size_t i = 0; i + 1 < path.size(); ++i) pen.beam(path[i], path[i + 1], width, width);
  }
  draw_hangers(path, part.integer("hangers"), part.number("deck"), part.number("radius") * 0.7,
               pen);
}

void railing(const Record& part, Pen& pen) {
  constexpr std::array<RailStyle, 3> kStyles = {
      RailStyle{0.26, 0.16, 0.1}, RailStyle{0.09, 0.07, 0.0}, RailStyle{0.14, 0.11, 0.0, true}};
  auto path = part.points("path");
  if (part.flag("closed")) path.push_back(path.front());
  const double height = part.number("height"), spacing = part.number("spacing");
  const RailStyle& style = kStyles[static_cast<std::size_t>(part.choice("style"))];
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    const Vec3 a = path[i], b = path[i + 1];
    if (pen.detail.collision || pen.detail.level < kFinestLevel) {
      if (pen.detail.level < 2) continue;
      const double share = pen.detail.collision ? 1.0 : 0.85;
      pen.beam(a + Vec3{0, height * share / 2, 0}, b + Vec3{0, height * share / 2, 0}, 0.1,
               height * share);
      continue;
    }
    const int count =
        std::max(1, static_cast<int>(std::lround(geometry::distance(a, b) / spacing)));
    for (int k = 0; k < count; ++k) {
      const Vec3 p = geometry::lerp(a, b, static_cast<double>(k) / count);
      const Vec3 q = geometry::lerp(a, b, static_cast<double>(k + 1) / count);
      pen.box(p, {style.post, height * 1.08, style.post});
      if (part.choice("style") == 0 && pen.detail.level == kFinestLevel) {
        pen.frustum(p + Vec3{0, height * 1.08, 0}, {style.post * 1.25, 0.16, style.post * 1.25},
                    {0.06, 0, 0.06});
      }
      if (style.panel > 0) draw_panel(p, q, height, style, pen);
    }
    if (style.panel == 0) draw_rails(a, b, height, style, pen);
    if (i + 2 == path.size() && !part.flag("closed"))
      pen.box(b, {style.post, height * 1.08, style.post});
  }
}

void stairs(const Record& part, Pen& pen) {
  const double width = part.number("width"), rise = part.number("rise"), run = part.number("run");
  const double w = width / 2;
  const bool steps = pen.detail.level >= 3 && !pen.detail.collision;
  const int count = std::max(1, static_cast<int>(std::lround(rise / part.number("step"))));
  if (!steps) {
    pen.quad({-w, 0, 0}, {w, 0, 0}, {w, rise, -run}, {-w, rise, -run});
  }
  for (int i = 0; steps && i < count; ++i) {
    const double z0 = -run * i / count, z1 = -run * (i + 1) / count;
    const double y0 = rise * i / count, y1 = rise * (i + 1) / count;
    Pen riser = pen;
    riser.color = shaded(pen.color, 0.72);
    riser.quad({-w, y0, z0}, {w, y0, z0}, {w, y1, z0}, {-w, y1, z0});
    pen.quad({-w, y1, z0}, {w, y1, z0}, {w, y1, z1}, {-w, y1, z1});
  }
  pen.triangle({w, 0, 0}, {w, 0, -run}, {w, rise, -run});
  pen.triangle({-w, 0, -run}, {-w, 0, 0}, {-w, rise, -run});
  pen.quad({w, 0, -run}, {-w, 0, -run}, {-w, rise, -run}, {w, rise, -run});
  if (!part.flag("cheeks") || pen.detail.level < 3) return;
  for (const double side : {-1.0, 1.0}) {
    pen.beam({side * (w + 0.18), 0.22, 0.3}, {side * (w + 0.18), rise + 0.22, -run}, 0.36, 0.75);
  }
}

}  // namespace yc::import::shapes
