// Roofs with curved surfaces and upturned eaves, gables, bracket rows, lattice screens, lanterns.

#include <algorithm>
#include <cmath>

#include "kernel/import/shapes/shapes.h"

namespace yc::import::shapes {
namespace {

using geometry::normalized;

// The plan of a roof: eave line outside, ridge line inside, corner by corner.
struct RoofPlan {
  std::vector<Vec3> eave;   // counter-clockwise from above, y = 0
  std::vector<Vec3> ridge;  // the same corners at y = rise
  std::vector<Vec3> away;   // unit bisector at each corner
  std::vector<bool> convex;
  double rise = 0.0, sag = 0.0, upturn = 0.0;

  std::size_t next(std::size_t i) const { return (i + 1) % eave.size(); }
};

std::vector<Vec3> outline_of(const Record& part) {
  std::vector<Vec3> outline;
  if (part.given("outline")) {
    for (const Vec3& p : part.points("outline")) outline.push_back({p.x, 0, p.y});
    if (signed_area_xz(outline) < 0) std::ranges::reverse(outline);
  } else {
    const Vec3 size = part.vec2("size");
    const double x = size.x / 2, z = size.y / 2;
    outline = {{-x, 0, z}, {x, 0, z}, {x, 0, -z}, {-x, 0, -z}};
  }
  return outline;
}

Vec3 outward(Vec3 a, Vec3 b) {  // unit normal of an edge, to the right of its direction
  const Vec3 d = normalized(b - a);
  return {-d.z, 0, d.x};
}

RoofPlan plan_of(const Record& part) {
  RoofPlan plan;
  const auto outline = outline_of(part);
  const double overhang = part.number("overhang");
  const Vec3 inner = part.vec2("inner");
  plan.rise = part.number("rise");
  plan.sag = part.number("sag");
  plan.upturn = part.number("upturn");
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const Vec3 p = outline[i];
    const Vec3 before = outline[(i + outline.size() - 1) % outline.size()];
    const Vec3 after = outline[(i + 1) % outline.size()];
    const Vec3 n1 = outward(before, p), n2 = outward(p, after);
    const Vec3 miter = (n1 + n2) * (1.0 / std::max(0.3, 1.0 + geometry::dot(n1, n2)));
    plan.eave.push_back(p + miter * overhang);
    plan.ridge.push_back({p.x * inner.x, plan.rise, p.z * inner.y});
    plan.away.push_back(normalized(n1 + n2));
    plan.convex.push_back(geometry::cross(p - before, after - p).y > 1e-9);
  }
  return plan;
}

// A point of the roof over edge i: u along the eave, v from eave to ridge.
Vec3 roof_point(const RoofPlan& plan, std::size_t i, double u, double v) {
  const std::size_t j = plan.next(i);
  Vec3 p = geometry::lerp(geometry::lerp(plan.eave[i], plan.eave[j], u),
                          geometry::lerp(plan.ridge[i], plan.ridge[j], u), v);
  p.y = plan.rise * ((1.0 - plan.sag) * v + plan.sag * v * v);
  const auto lift = [&](std::size_t corner, double t) {
    if (!plan.convex[corner] || plan.upturn == 0.0) return;
    const double near = std::max(0.0, 1.0 - t / 0.42) * (1.0 - v);
    p.y += plan.upturn * near * near;
    p += plan.away[corner] * (plan.upturn * 0.35 * near * near);
  };
  lift(i, u);
  lift(j, 1.0 - u);
  return p;
}

void draw_hip(const RoofPlan& plan, std::size_t i, double radius, Pen& pen) {
  if (!plan.convex[i]) return;
  std::vector<Vec3> path;
  const int steps = pen.detail.level >= 3 ? 6 : 3;
  const Vec3 tip = roof_point(plan, i, 0, 0);
  if (plan.upturn > 0)
    path.push_back(tip + plan.away[i] * (plan.upturn * 0.3) + Vec3{0, plan.upturn * 0.35, 0});
  for (int s = 0; s <= steps; ++s) {
    path.push_back(roof_point(plan, i, 0, static_cast<double>(s) / steps) +
                   Vec3{0, radius * 0.6, 0});
  }
  pen.tube(path, radius, 5, false);
}

void draw_ribs(const RoofPlan& plan, std::size_t i, double spacing, Pen& pen) {
  const double length = geometry::distance(plan.eave[i], plan.eave[plan.next(i)]);
  const int count = static_cast<int>(length / spacing);
  const int nv = 4;
  for (int r = 1; r < count; ++r) {
    const double u = static_cast<double>(r) / count, half = 0.24 * spacing / length;
    pen.grid(2, nv, [&](double s, double v) {
      Vec3 p = roof_point(plan, i, u + half * (2 * s - 1), v);
      p.y += s == 0.5 ? spacing * 0.26 : 0.01;
      return p;
    });
  }
}

void draw_side(const Record& part, const RoofPlan& plan, std::size_t i, Pen& pen) {
  constexpr std::array<int, 5> kAlong = {1, 2, 4, 8, 12};
  constexpr std::array<int, 5> kUp = {1, 2, 3, 4, 6};
  const auto level = static_cast<std::size_t>(pen.detail.collision ? 1 : pen.detail.level);
  const int nu = plan.upturn > 0 ? kAlong[level] : 1, nv = plan.sag > 0 ? kUp[level] : 1;
  const double thick = part.number("thickness");
  pen.grid(
      nu, nv, [&](double u, double v) { return roof_point(plan, i, u, v); }, false,
      [&](double, double v) { return shaded(pen.color, 0.86 + 0.14 * v); });
  if (pen.detail.collision) return;
  Pen under = pen.painted(part.color("under_color"));
  under.grid(
      nu, 1,
      [&](double u, double v) {
        Vec3 p = roof_point(plan, i, 1.0 - u, v);
        p.y = v > 0 ? plan.rise * 0.55 - thick : p.y - thick;
        return p;
      },
      false, [&](double, double v) { return shaded(under.color, 1.0 - 0.45 * v); });
  Pen fascia = pen.painted(part.color("ridge_color"));
  fascia.grid(nu, 1, [&](double u, double v) {
    return roof_point(plan, i, u, 0) - Vec3{0, thick * (1.0 - v), 0};
  });
}

void draw_eave_light(const RoofPlan& plan, std::size_t i, Pen& pen) {
  std::vector<Vec3> path;
  const int steps = pen.detail.level >= 3 ? 10 : pen.detail.level == 2 ? 4 : 1;
  for (int s = 0; s <= steps; ++s) {
    path.push_back(roof_point(plan, i, static_cast<double>(s) / steps, 0) - Vec3{0, 0.06, 0} +
                   outward(plan.eave[i], plan.eave[plan.next(i)]) * 0.08);
  }
  Pen light = pen.painted(0xff9a30, Material::glow);
  light.tube(path, pen.detail.line_m(0.14) / 2, 4, false);
}

}  // namespace

void roof(const Record& part, Pen& pen) {
  const RoofPlan plan = plan_of(part);
  const bool fine = pen.detail.level >= 3 && !pen.detail.collision;
  const double thick = part.number("thickness");
  Pen ridge = pen.painted(part.color("ridge_color"));
  for (std::size_t i = 0; i < plan.eave.size(); ++i) {
    draw_side(part, plan, i, pen);
    if (pen.detail.collision) continue;
    if (pen.detail.level >= 2) draw_hip(plan, i, std::max(0.12, thick * 0.55), ridge);
    const double ribs = part.number("ribs");
    if (fine && ribs > 0) draw_ribs(plan, i, pen.detail.level == 4 ? ribs : ribs * 2, pen);
    if (part.flag("lights")) draw_eave_light(plan, i, pen);
  }
  const Vec3 inner = part.vec2("inner");
  if (inner.x > 0.02 && inner.y > 0.02) ridge.polygon(plan.ridge, plan.rise, true);
}

void gable(const Record& part, Pen& pen) {
  const Vec3 size = part.vec2("size");
  const double rise = part.number("rise"), over = part.number("overhang"), sag = part.number("sag");
  const double thick = part.number("thickness");
  const double x = size.x / 2 + over, depth = size.y / 2, slope = rise / depth;
  const int nv = pen.detail.level >= 3 && !pen.detail.collision ? 5 : 2;
  const auto slope_point = [&](double u, double v, double sign) {
    const double z = (depth + over) * (1.0 - v);
    const double lowest = -over * slope * (1.0 - sag);
    const double y = lowest + (rise - lowest) * ((1.0 - sag) * v + sag * v * v);
    return Vec3{sign * (-x + 2 * x * u), y, sign * z};
  };
  for (const double sign : {1.0, -1.0}) {
    pen.grid(1, nv, [&](double u, double v) { return slope_point(u, v, sign); });
    pen.grid(1, nv, [&](double u, double v) {
      return slope_point(1.0 - u, v, sign) - Vec3{0, thick, 0};
    });
    Pen edge = pen.painted(part.color("ridge_color"));
    edge.quad(slope_point(0, 0, sign) - Vec3{0, thick, 0},
              slope_point(1, 0, sign) - Vec3{0, thick, 0}, slope_point(1, 0, sign),
              slope_point(0, 0, sign));
    for (int k = 0; k < nv && !pen.detail.collision; ++k) {
      const double a = static_cast<double>(k) / nv, b = static_cast<double>(k + 1) / nv;
      for (const double end : {0.0, 1.0}) {
        edge.beam(slope_point(end, a, sign), slope_point(end, b, sign), thick * 1.4, thick * 1.6);
      }
    }
    Pen wall = pen.painted(part.color("wall_color"));
    const double wx = sign * size.x / 2;
    wall.triangle({wx, 0, sign * depth}, {wx, 0, -sign * depth}, {wx, rise - thick, 0});
  }
  Pen ridge = pen.painted(part.color("ridge_color"));
  ridge.beam({-x, rise + thick * 0.4, 0}, {x, rise + thick * 0.4, 0}, thick * 1.3, thick * 2.2);
  for (const double sign : {1.0, -1.0}) {
    ridge.frustum({sign * (x - thick), rise, 0}, {thick * 2.4, thick * 5.5, thick * 1.6},
                  {thick * 1.2, 0, thick * 0.8});
  }
}

void brackets(const Record& part, Pen& pen) {
  std::vector<Vec3> outline;
  for (const Vec3& p : part.points("outline")) outline.push_back({p.x, 0, p.y});
  if (signed_area_xz(outline) < 0) std::ranges::reverse(outline);
  const double size = part.number("size");
  if (pen.detail.collision || pen.detail.level < 3) return;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const Vec3 a = outline[i], b = outline[(i + 1) % outline.size()];
    const int count =
        std::max(1, static_cast<int>(geometry::distance(a, b) / part.number("spacing")));
    const Vec3 out = outward(a, b);
    for (int k = 0; k < count; ++k) {
      const Vec3 p = geometry::lerp(a, b, (k + 0.5) / count);
      pen.beam(p + Vec3{0, size * 0.25, 0}, p + out * (size * 0.7) + Vec3{0, size * 0.45, 0},
               size * 0.35, size * 0.3);
      pen.beam(p + Vec3{0, size * 0.7, 0}, p + out * (size * 1.3) + Vec3{0, size * 0.85, 0},
               size * 0.35, size * 0.3);
    }
  }
}

void lattice(const Record& part, Pen& pen) {
  const Vec3 size = part.vec2("size");
  const Vec3 cells = part.vec2("cells");
  Pen back = pen.painted(part.color("back_color"),
                         part.flag("back_glow") ? Material::glow : Material::solid);
  back.quad({size.x / 2, 0, 0}, {-size.x / 2, 0, 0}, {-size.x / 2, size.y, 0},
            {size.x / 2, size.y, 0});
  if (pen.detail.collision || pen.detail.level < 3) return;
  const double bar = std::min(size.x, size.y) * 0.025 + 0.03;
  const int nx = static_cast<int>(cells.x), ny = static_cast<int>(cells.y);
  for (int i = 0; i <= nx; ++i) {
    const double x = -size.x / 2 + size.x * i / nx, w = i == 0 || i == nx ? bar * 2 : bar;
    pen.box({x, 0, -0.04}, {w, size.y, 0.08});
  }
  for (int j = 0; j <= ny; ++j) {
    const double y = size.y * j / ny, w = j == 0 || j == ny ? bar * 2 : bar;
    pen.box({0, std::clamp(y - w / 2, 0.0, size.y - w), -0.05}, {size.x, w, 0.08});
  }
}

void lantern(const Record& part, Pen& pen) {
  if (pen.detail.collision) return;
  const double h = part.number("height"), r = h * 0.36;
  Pen body = pen;
  body.material = Material::glow;
  const std::array<Vec3, 6> round = {Vec3{r * 0.45, h * 0.34, 0}, Vec3{r * 0.86, h * 0.44, 0},
                                     Vec3{r, h * 0.6, 0},         Vec3{r, h * 0.68, 0},
                                     Vec3{r * 0.86, h * 0.82, 0}, Vec3{r * 0.45, h * 0.92, 0}};
  body.lathe(round, std::max(6, pen.detail.sides(r)), true);
  if (pen.detail.level < 3) return;
  Pen gold = pen.painted(0xd8a63a);
  gold.prism({0, h * 0.92, 0}, r * 0.48, r * 0.4, h * 0.06, 8, true);
  gold.prism({0, h * 0.28, 0}, r * 0.4, r * 0.48, h * 0.06, 8, true);
  Pen tassel = pen.painted(0xb5221d);
  tassel.prism({0, 0, 0}, r * 0.12, r * 0.2, h * 0.28, 5, true);
}

}  // namespace yc::import::shapes
