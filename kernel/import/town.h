#pragma once
// What people built on the land, at one level of detail: streets and blocks, parks, paved ground,
// roads, rows and scatterings of recipes, landmarks.

#include "kernel/import/building.h"
#include "kernel/import/greenery.h"
#include "kernel/import/land.h"
#include "kernel/import/recipe_book.h"

namespace yc::import {

// Ground that procedural buildings leave free: under landmarks and along roads.
class Reserved {
 public:
  Reserved(const Land& land, const scene::Scene& scene, RecipeBook& book);
  bool touches(const std::vector<Vec3>& outline) const;  // convex, counter-clockwise
  bool near(double x, double z, double margin) const;

 private:
  std::vector<std::vector<Vec3>> areas_;  // convex, counter-clockwise
};

struct Town {
  const Land& land;
  const Reserved& reserved;
  RecipeBook& book;
  Greenery& greenery;
};

void draw_entity(Town& town, const scene::Entity& entity, Mesh& out);
void draw_fabric(Town& town, const scene::Entity& entity, const scene::Record& fabric, Mesh& out);
void draw_park(Town& town, const scene::Entity& entity, const scene::Record& park, Mesh& out);
void draw_hill_trees(Town& town, Mesh& out);

double standing_height(const Land& land, const scene::Placement& placement);

}  // namespace yc::import
