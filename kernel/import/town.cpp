#include "kernel/import/town.h"

#include <algorithm>
#include <cmath>

#include "kernel/import/noise.h"

namespace yc::import {
namespace {

using scene::ComponentKind;
using scene::Entity;
using scene::Record;

std::uint32_t feature_of(const Entity& entity) {
  return static_cast<std::uint32_t>(entity.id.value);
}

// Footprint of a mesh under a transform, as a convex polygon of the plan.
std::vector<Vec3> footprint(const Mesh& mesh, const Affine& at, double margin) {
  const geometry::Box box = mesh.box().grown(margin);
  std::vector<Vec3> out = {at.point({box.min.x, 0, box.max.z}), at.point({box.max.x, 0, box.max.z}),
                           at.point({box.max.x, 0, box.min.z}),
                           at.point({box.min.x, 0, box.min.z})};
  for (Vec3& p : out) p.y = 0;
  return out;
}

std::vector<Vec3> corridor(Vec3 a, Vec3 b, double half) {
  const Vec3 d = geometry::normalized(b - a), side = Vec3{-d.z, 0, d.x} * half, ahead = d * half;
  return {a - ahead + side, b + ahead + side, b + ahead - side, a - ahead - side};
}

// Calls f(point, direction) every `spacing` metres.
template <typename F>
void walk_line(const std::vector<Vec3>& line, double spacing, F f) {
  double next = 0.0, passed = 0.0;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const double length = geometry::distance(line[i], line[i + 1]);
    const Vec3 direction = geometry::normalized(line[i + 1] - line[i]);
    while (next <= passed + length) {
      f(line[i] + direction * (next - passed), direction);
      next += spacing;
    }
    passed += length;
  }
}

double yaw_of(Vec3 direction) {
  return std::atan2(-direction.x, -direction.z) * 180.0 / 3.14159265358979;
}

void draw_row(Town& town, const Entity& entity, const Record& row, Mesh& out) {
  const Mesh& mesh = town.book.mesh(row.text("recipe"));
  const double offset = row.number("offset");
  walk_line(town.land.plan(row.geo_line("line")), row.number("spacing"), [&](Vec3 p, Vec3 d) {
    const Vec3 q = p + Vec3{-d.z, 0, d.x} * offset;
    const double height = town.land.hill_height(q.x, q.z) + row.number("height");
    append(out, mesh, town.land.stand(q.x, q.z, height, yaw_of(d) + row.number("turn")),
           feature_of(entity));
  });
}

// Jittered points inside a convex outline, about `per_hectare` of them.
template <typename F>
void scatter_points(const std::vector<Vec3>& outline, double per_hectare, std::uint64_t seed, F f) {
  if (per_hectare <= 0) return;
  geometry::Box box;
  for (const Vec3& p : outline) box.add(p);
  const double cell = 100.0 / std::sqrt(per_hectare);
  const auto nx = static_cast<int>(box.size().x / cell) + 1,
             nz = static_cast<int>(box.size().z / cell) + 1;
  for (int j = 0; j < nz; ++j) {
    for (int i = 0; i < nx; ++i) {
      const double x = box.min.x + (i + noise::unit(seed, i, j, 1)) * cell;
      const double z = box.min.z + (j + noise::unit(seed, i, j, 2)) * cell;
      if (inside_convex(outline, x, z)) f(x, z, noise::unit(seed, i, j, 3));
    }
  }
}

std::vector<Vec3> counter_clockwise(std::vector<Vec3> outline) {
  if (signed_area_xz(outline) < 0) std::ranges::reverse(outline);
  return outline;
}

void draw_scatter(Town& town, const Entity& entity, const Record& scatter, Mesh& out) {
  const Mesh& mesh = town.book.mesh(scatter.text("recipe"));
  const auto outline = counter_clockwise(town.land.plan(scatter.geo_line("outline")));
  scatter_points(outline, scatter.number("per_hectare"),
                 static_cast<std::uint64_t>(scatter.integer("seed")),
                 [&](double x, double z, double turn) {
                   append(out, mesh, town.land.stand(x, z, town.land.hill_height(x, z), 360 * turn),
                          feature_of(entity));
                 });
}

// A flat convex plot in cells small enough to follow the Earth and to stay in their tiles.
void draw_plot(Town& town, const std::vector<Vec3>& outline, double height, Pen pen) {
  constexpr double kCell = 96.0;
  geometry::Box box;
  for (const Vec3& p : outline) box.add(p);
  for (double z = std::floor(box.min.z / kCell) * kCell; z < box.max.z; z += kCell) {
    for (double x = std::floor(box.min.x / kCell) * kCell; x < box.max.x; x += kCell) {
      auto piece = clip_convex(
          {{x, 0, z + kCell}, {x + kCell, 0, z + kCell}, {x + kCell, 0, z}, {x, 0, z}}, outline);
      for (std::size_t i = 1; i + 1 < piece.size(); ++i) {
        const auto at = [&](const Vec3& p) { return town.land.lift(p.x, p.z, height); };
        pen.triangle(at(piece[0]), at(piece[i]), at(piece[i + 1]));
      }
    }
  }
  if (pen.detail.level < 2) return;
  for (std::size_t i = 0; i < outline.size(); ++i) {  // the edge goes down to meet the ground
    const Vec3 a = outline[i], b = outline[(i + 1) % outline.size()];
    pen.quad(town.land.lift(a.x, a.z, -0.7), town.land.lift(b.x, b.z, -0.7),
             town.land.lift(b.x, b.z, height), town.land.lift(a.x, a.z, height));
  }
}

void draw_road(Town& town, const Entity& entity, const Record& road, Mesh& out) {
  const Detail& detail = town.book.detail();
  if (detail.level < 2) return;
  constexpr std::array<double, 3> kRaised = {0.9, 0.3, 0.14};
  constexpr std::array<unsigned, 3> kColors = {0x5d6064, 0xb7ad9c, 0xb59f7f};
  const double raised = kRaised[static_cast<std::size_t>(detail.level - 2)];
  const double half = road.number("width") / 2;
  const int surface = road.choice("surface");
  Pen pen(out, detail);
  pen.feature = feature_of(entity);
  pen.paint(kColors[static_cast<std::size_t>(surface)]);
  std::vector<std::pair<Vec3, Vec3>> edges;
  const auto at = [&](Vec3 p, double up) {
    return town.land.lift(p.x, p.z, town.land.hill_height(p.x, p.z) + up);
  };
  walk_line(town.land.plan(road.geo_line("line")), detail.level == 2 ? 24.0 : 6.0,
            [&](Vec3 p, Vec3 d) {
              const Vec3 side = Vec3{-d.z, 0, d.x} * half;
              edges.emplace_back(p - side, p + side);
            });
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    const auto& [l0, r0] = edges[i];
    const auto& [l1, r1] = edges[i + 1];
    pen.quad(at(l0, raised), at(r0, raised), at(r1, raised), at(l1, raised));
    if (detail.level == kFinestLevel && surface == 0 && i % 2 == 0 && !detail.collision) {
      Pen mark = pen.painted(0xd8d4c6);
      const auto middle = [&](const Vec3& l, const Vec3& r, double t) {
        return at(geometry::lerp(l, r, t), raised + 0.03);
      };
      mark.quad(middle(l0, r0, 0.49), middle(l0, r0, 0.51), middle(l1, r1, 0.51),
                middle(l1, r1, 0.49));
    }
  }
}

void draw_landmark(Town& town, const Entity& entity, const Record& recipe, Mesh& out) {
  const scene::Placement& place = *entity.placement;
  const Vec3 at = town.land.plan(place.at);
  const double scale = recipe.number("scale");
  const Affine frame =
      town.land.stand(at.x, at.z, standing_height(town.land, place), place.yaw_deg) *
      scaled({scale, scale, scale});
  append(out, town.book.mesh(recipe.text("name")), frame, feature_of(entity));
}

}  // namespace

double standing_height(const Land& land, const scene::Placement& placement) {
  if (!placement.on_ground) return placement.height_m;
  const Vec3 at = land.plan(placement.at);
  return placement.height_m + land.hill_height(at.x, at.z);
}

Reserved::Reserved(const Land& land, const scene::Scene& scene, RecipeBook& book) {
  for (const Entity& entity : scene.entities) {
    for (const scene::Component& component : entity.components) {
      if (component.kind == ComponentKind::recipe) {
        const Vec3 at = land.plan(entity.placement->at);
        areas_.push_back(footprint(book.mesh(component.values.text("name")),
                                   land.stand(at.x, at.z, 0, entity.placement->yaw_deg), 4.0));
      } else if (component.kind == ComponentKind::road) {
        const auto line = land.plan(component.values.geo_line("line"));
        for (std::size_t i = 0; i + 1 < line.size(); ++i) {
          areas_.push_back(
              corridor(line[i], line[i + 1], component.values.number("width") / 2 + 3.0));
        }
      }
    }
  }
}

bool Reserved::touches(const std::vector<Vec3>& outline) const {
  return std::ranges::any_of(areas_,
                             [&](const auto& area) { return !clip_convex(outline, area).empty(); });
}

bool Reserved::near(double x, double z, double margin) const {
  const std::vector<Vec3> square = {{x - margin, 0, z + margin},
                                    {x + margin, 0, z + margin},
                                    {x + margin, 0, z - margin},
                                    {x - margin, 0, z - margin}};
  return touches(square);
}

void draw_park(Town& town, const Entity& entity, const Record& park, Mesh& out) {
  const auto outline = counter_clockwise(town.land.plan(park.geo_line("outline")));
  Pen pen(out, town.book.detail());
  pen.feature = feature_of(entity);
  pen.paint(pen.detail.level >= 2 ? 0x647c48U : 0x4f663dU);  // from afar the crowns count too
  draw_plot(town, outline, 0.06, pen);
  const int species = park.choice("species");
  const auto seed = static_cast<std::uint64_t>(park.integer("seed"));
  scatter_points(outline, park.number("trees"), seed, [&](double x, double z, double chance) {
    if (town.reserved.near(x, z, 2.0)) return;
    constexpr std::array<Tree, 6> kMixed = {Tree::camphor, Tree::plane,  Tree::metasequoia,
                                            Tree::willow,  Tree::cherry, Tree::ginkgo};
    constexpr std::array<double, 6> kShare = {0.34, 0.58, 0.78, 0.86, 0.94, 1.01};
    const auto mixed_kind =
        static_cast<std::size_t>(std::ranges::upper_bound(kShare, chance) - kShare.begin());
    const Tree tree = species == 0 ? kMixed[std::min<std::size_t>(mixed_kind, 5)]
                                   : static_cast<Tree>(species - 1);
    const double height = tree == Tree::metasequoia ? 15.0 : tree == Tree::cherry ? 5.5 : 9.0;
    town.greenery.plant(town.land, tree, x, z, 0.06, height, feature_of(entity), out);
  });
}

void draw_hill_trees(Town& town, Mesh& out) {
  for (const Hill& hill : town.land.hills()) {
    geometry::Box box;
    for (const Vec3& p : hill.ridge) box.add(p);
    box = box.grown(hill.half_width);
    const std::vector<Vec3> outline = {{box.min.x, 0, box.max.z},
                                       {box.max.x, 0, box.max.z},
                                       {box.max.x, 0, box.min.z},
                                       {box.min.x, 0, box.min.z}};
    scatter_points(
        outline, hill.trees_per_hectare, hill.feature, [&](double x, double z, double chance) {
          const double height = town.land.hill_height(x, z);
          const Shoreward shore = town.land.shoreward(x, z);
          if (height < 1.5 || shore.inland_m < 50.0 || town.reserved.near(x, z, 2.5) ||
              town.land.covered(x, z))
            return;
          const double slope = std::abs(town.land.hill_height(x + 4, z) - height) +
                               std::abs(town.land.hill_height(x, z + 4) - height);
          if (slope < 0.25 && height > 20) return;  // terraces stay open
          const bool clump =
              chance < 0.62;  // a thicket with no trunk to see; single trees rise above it
          if (clump && town.reserved.near(x, z, 6.0)) return;
          const Tree tree = clump           ? Tree::bush
                            : chance < 0.8  ? Tree::camphor
                            : chance < 0.95 ? Tree::metasequoia
                                            : Tree::ginkgo;
          const double tall = clump ? 8.0 : tree == Tree::metasequoia ? 14.0 : 10.0;
          town.greenery.plant(town.land, tree, x, z, height - (clump ? 1.6 : 0.6), tall,
                              hill.feature, out);
        });
  }
}

void draw_entity(Town& town, const Entity& entity, Mesh& out) {
  for (const scene::Component& component : entity.components) {
    const Record& v = component.values;
    switch (component.kind) {
      case ComponentKind::recipe:
        draw_landmark(town, entity, v, out);
        break;
      case ComponentKind::fabric:
        draw_fabric(town, entity, v, out);
        break;
      case ComponentKind::park:
        draw_park(town, entity, v, out);
        break;
      case ComponentKind::ground: {
        Pen pen(out, town.book.detail());
        pen.feature = feature_of(entity);
        pen.paint(v.color("color"));
        draw_plot(town, counter_clockwise(town.land.plan(v.geo_line("outline"))),
                  v.number("height"), pen);
        break;
      }
      case ComponentKind::road:
        draw_road(town, entity, v, out);
        break;
      case ComponentKind::row:
        draw_row(town, entity, v, out);
        break;
      case ComponentKind::scatter:
        draw_scatter(town, entity, v, out);
        break;
      default:
        break;
    }
  }
}

}  // namespace yc::import
