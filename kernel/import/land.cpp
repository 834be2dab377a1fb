#include "kernel/import/land.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernel/import/pen.h"

namespace yc::import {
namespace {

using scene::ComponentKind;

double smooth(double t) {
  t = std::clamp(t, 0.0, 1.0);
  return t * t * (3.0 - 2.0 * t);
}

// Twice the area of a, b, p in the plan; positive when p is left of a->b.
double left_of(Vec3 a, Vec3 b, Vec3 p) {
  return (p.x - a.x) * (b.z - a.z) - (b.x - a.x) * (p.z - a.z);
}

struct LineHit {
  double distance = std::numeric_limits<double>::infinity();
  double along = 0.0;  // 0 to 1
  double side = 0.0;   // positive left
};

LineHit nearest(const std::vector<Vec3>& line, double x, double z) {
  LineHit best;
  const Vec3 p{x, 0, z};
  double best_score = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const Vec3 a = line[i], d = line[i + 1] - a;
    const double t =
        std::clamp(((x - a.x) * d.x + (z - a.z) * d.z) / (d.x * d.x + d.z * d.z), 0.0, 1.0);
    const double distance = std::hypot(x - a.x - d.x * t, z - a.z - d.z * t);
    const double side = left_of(a, line[i + 1], p) / std::hypot(d.x, d.z);
    // At a corner both edges are equally near: the one that p stands off most squarely decides the
    // side.
    const double score = distance - 1e-6 * std::abs(side);
    if (score < best_score) {
      best_score = score;
      best = {distance, (static_cast<double>(i) + t) / static_cast<double>(line.size() - 1), side};
    }
  }
  return best;
}

}  // namespace

double shore_depth(ShoreStyle style) {
  return style == ShoreStyle::promenade ? 44.0 : style == ShoreStyle::quay ? 18.0 : 34.0;
}

double distance_to_segment(Vec3 p, Vec3 a, Vec3 b) {
  return nearest({a, b}, p.x, p.z).distance;
}

bool inside_convex(const std::vector<Vec3>& outline, double x, double z) {
  for (std::size_t i = 0; i < outline.size(); ++i) {
    if (left_of(outline[i], outline[(i + 1) % outline.size()], {x, 0, z}) < 0) return false;
  }
  return true;
}

std::vector<Vec3> clip_convex(std::vector<Vec3> polygon, const std::vector<Vec3>& by) {
  for (std::size_t i = 0; i < by.size() && !polygon.empty(); ++i) {
    const Vec3 a = by[i], b = by[(i + 1) % by.size()];
    std::vector<Vec3> kept;
    for (std::size_t k = 0; k < polygon.size(); ++k) {
      const Vec3 p = polygon[k], q = polygon[(k + 1) % polygon.size()];
      const double dp = left_of(a, b, p), dq = left_of(a, b, q);
      if (dp >= 0) kept.push_back(p);
      if ((dp > 0 && dq < 0) || (dp < 0 && dq > 0))
        kept.push_back(geometry::lerp(p, q, dp / (dp - dq)));
    }
    polygon = std::move(kept);
  }
  return polygon.size() >= 3 ? polygon : std::vector<Vec3>{};
}

Land::Land(const scene::Scene& scene)
    : frame_(scene.city.anchor),
      half_window_(scene.city.window_m / 2),
      water_m_(scene.city.water_m) {
  for (const scene::Entity& entity : scene.entities) {
    for (const scene::Component& component : entity.components) read(entity, component);
  }
}

void Land::read(const scene::Entity& entity, const scene::Component& component) {
  const auto& v = component.values;
  const auto feature = static_cast<std::uint32_t>(entity.id.value);
  switch (component.kind) {
    case ComponentKind::shore:
      shores_.push_back(
          {plan(v.geo_line("waterline")), static_cast<ShoreStyle>(v.choice("style")), feature});
      break;
    case ComponentKind::hill:
      hills_.push_back({plan(v.geo_line("ridge")), v.number("height"), v.number("width") / 2,
                        v.number("trees"), feature});
      break;
    case ComponentKind::terrace: {
      Vec3 at = plan(entity.placement->at);
      at.y = entity.placement->height_m;
      terraces_.push_back({at, v.number("radius"), v.number("apron")});
      break;
    }
    case ComponentKind::fabric:
    case ComponentKind::park:
    case ComponentKind::ground: {
      Plot plot{plan(v.geo_line("outline")), {}};
      if (signed_area_xz(plot.outline) < 0) std::ranges::reverse(plot.outline);
      for (const Vec3& p : plot.outline) plot.box.add(p);
      plots_.push_back(std::move(plot));
      break;
    }
    default:
      break;
  }
}

Vec3 Land::plan(geometry::LonLat at) const {
  Vec3 p = frame_.from_geodetic({at.lon_deg, at.lat_deg, frame_.anchor().height_m});
  p.y = 0;
  return p;
}

std::vector<Vec3> Land::plan(const std::vector<geometry::LonLat>& line) const {
  std::vector<Vec3> out;
  for (const geometry::LonLat& at : line) out.push_back(plan(at));
  return out;
}

Vec3 Land::lift(double x, double z, double height) const {
  // The plan's point lies above the ellipsoid by `over`; going down by it and up by `height` along
  // the vertical there is exact to the width of the angle between the verticals (0.4 mrad at 2.3
  // km) squared.
  const double guess = -(x * x + z * z) / (2.0 * 6.371e6);
  geometry::Geodetic place = frame_.to_geodetic({x, guess, z});
  place.height_m = frame_.anchor().height_m + height;
  return frame_.from_geodetic(place);
}

Affine Land::stand(double x, double z, double height, double yaw_deg) const {
  const Vec3 origin = lift(x, z, height);
  const Vec3 up = geometry::normalized(lift(x, z, height + 100.0) - origin);
  const Vec3 east = geometry::normalized(geometry::cross(up, Vec3{0, 0, 1}));
  const Affine upright{east, up, geometry::cross(east, up), origin};
  return upright * turned(yaw_deg);
}

double Land::hill_height(double x, double z) const {
  double height = 0.0;
  for (const Hill& hill : hills_) {
    const LineHit hit = nearest(hill.ridge, x, z);
    if (hit.distance >= hill.half_width) continue;
    // The crest sinks a little towards both ends, so that the ridge line is not ruled.
    const double crest = hill.height * (0.86 + 0.14 * std::sin(3.14159 * hit.along));
    height = std::max(height, crest * smooth(1.0 - hit.distance / hill.half_width));
  }
  for (const Terrace& terrace : terraces_) {
    const double distance = std::hypot(x - terrace.at.x, z - terrace.at.z);
    const double t = smooth((distance - terrace.radius) / terrace.apron);
    height = terrace.at.y * (1.0 - t) + height * t;
  }
  return height;
}

Shoreward Land::shoreward(double x, double z) const {
  Shoreward best{1e9, nullptr};
  double distance = std::numeric_limits<double>::infinity();
  for (const Shore& shore : shores_) {
    const LineHit hit = nearest(shore.line, x, z);
    if (hit.distance >= distance) continue;
    distance = hit.distance;
    best = {hit.side >= 0 ? hit.distance : -hit.distance, &shore};
  }
  return best;
}

bool Land::covered(double x, double z) const {
  return std::ranges::any_of(plots_, [&](const Plot& plot) {
    return x >= plot.box.min.x && x <= plot.box.max.x && z >= plot.box.min.z &&
           z <= plot.box.max.z && inside_convex(plot.outline, x, z);
  });
}

bool Land::covered_by_one_plot(double x, double z, double size) const {
  return std::ranges::any_of(plots_, [&](const Plot& plot) {
    return x >= plot.box.min.x && x + size <= plot.box.max.x && z >= plot.box.min.z &&
           z + size <= plot.box.max.z && inside_convex(plot.outline, x, z) &&
           inside_convex(plot.outline, x + size, z) && inside_convex(plot.outline, x, z + size) &&
           inside_convex(plot.outline, x + size, z + size);
  });
}

}  // namespace yc::import
