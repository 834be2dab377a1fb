#pragma once
// The lie of the land: where water ends, how high the ground is, which surfaces are built over.
// Works in the plan: x east, z south in metres on the tangent plane at the anchor, heights above
// the city's ground level.

#include <vector>

#include "kernel/geometry/geodesy.h"
#include "kernel/import/mesh.h"
#include "kernel/scene/scene.h"

namespace yc::import {

enum class ShoreStyle { promenade, quay, natural };

struct Shore {
  std::vector<Vec3> line;  // waterline; land lies to the left
  ShoreStyle style = ShoreStyle::promenade;
  std::uint32_t feature = 0;
};

struct Hill {
  std::vector<Vec3> ridge;
  double height = 0.0, half_width = 0.0, trees_per_hectare = 0.0;
  std::uint32_t feature = 0;
};

struct Terrace {
  Vec3 at;  // y = height
  double radius = 0.0, apron = 0.0;
};

struct Plot {                 // a convex built-over surface; the ground below it is left out
  std::vector<Vec3> outline;  // counter-clockwise from above
  geometry::Box box;
};

struct Shoreward {
  double inland_m = 0.0;  // distance from the waterline, negative on water
  const Shore* shore = nullptr;
};

class Land {
 public:
  explicit Land(const scene::Scene& scene);

  const geometry::LocalFrame& frame() const { return frame_; }
  double half_window() const { return half_window_; }
  double water_m() const { return water_m_; }
  const std::vector<Shore>& shores() const { return shores_; }
  const std::vector<Hill>& hills() const { return hills_; }
  const std::vector<Plot>& plots() const { return plots_; }

  Vec3 plan(geometry::LonLat at) const;  // y = 0
  std::vector<Vec3> plan(const std::vector<geometry::LonLat>& line) const;
  // A point of the plan at a height, exactly, in the city frame.
  Vec3 lift(double x, double z, double height) const;
  Vec3 lift(Vec3 p) const { return lift(p.x, p.z, p.y); }
  // The frame of a thing that stands at a place: up is the vertical there, yaw as for entities.
  Affine stand(double x, double z, double height, double yaw_deg) const;

  double hill_height(double x, double z) const;  // 0 off the hills
  Shoreward shoreward(double x, double z) const;
  bool covered(double x, double z) const;  // by a plot
  // The whole square from (x, z) on, by one (convex) plot.
  bool covered_by_one_plot(double x, double z, double size) const;

 private:
  void read(const scene::Entity& entity, const scene::Component& component);

  geometry::LocalFrame frame_;
  double half_window_;
  double water_m_;
  std::vector<Shore> shores_;
  std::vector<Hill> hills_;
  std::vector<Terrace> terraces_;
  std::vector<Plot> plots_;
};

// How far inland the built strip along the water reaches.
double shore_depth(ShoreStyle style);

double distance_to_segment(Vec3 p, Vec3 a, Vec3 b);  // in the plan
bool inside_convex(const std::vector<Vec3>& outline, double x, double z);
// The part of a convex polygon inside another (Sutherland and Hodgman, 1974). Both
// counter-clockwise.
std::vector<Vec3> clip_convex(std::vector<Vec3> polygon, const std::vector<Vec3>& by);

}  // namespace yc::import
