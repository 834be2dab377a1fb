#pragma once
// Draws primitive shapes into a mesh under a transform, in one colour and material at a time.

#include <functional>
#include <span>

#include "kernel/import/mesh.h"

namespace yc::import {

// How finely to draw. Level 4 is the finest; each coarser level drops parts smaller than its limit.
inline constexpr int kFinestLevel = 4;

struct Detail {
  int level = kFinestLevel;
  bool collision = false;  // shapes to walk on and bump into, not to look at

  double smallest_m() const;         // parts whose significance is below are left out
  int sides(double radius_m) const;  // of a round thing
  double line_m(
      double width) const;  // a thin light is drawn wider from afar, so that it does not vanish
};

class Pen {
 public:
  Pen(Mesh& out, const Detail& how) : detail(how), out_(&out) {}

  Detail detail;
  Affine at;
  Material material = Material::solid;
  std::uint32_t color = 0;  // linear
  std::uint32_t feature = 0;
  double foot_shade =
      1.0;  // walls: colour factor at the bottom edge; 1 for facades, whose colour is their seed
  double wall_v0 = 0.0;  // where the windows of a wall start counting upwards

  void paint(unsigned srgb) { color = linear_color(srgb); }
  Pen placed(const Affine& inner) const;  // a copy that draws under `inner`
  Pen painted(unsigned srgb, Material with = Material::solid) const;

  void triangle(Vec3 a, Vec3 b, Vec3 c);
  void quad(Vec3 a, Vec3 b, Vec3 c, Vec3 d);  // counter-clockwise from outside
  // A quad of a facade: u along a->b, v from the foot of the thing.
  void panel(Vec3 a, Vec3 b, Vec3 c, Vec3 d);
  // An upright rectangle seen from the right of a->b (outside); u0 is where its windows start
  // counting.
  void wall(Vec3 a, Vec3 b, double height, double u0 = 0.0);
  // Middle of the base at `base`; `top` is the size of the upper face.
  void box(Vec3 base, Vec3 size, bool bottom = false);
  void frustum(Vec3 base, Vec3 size, Vec3 top, bool bottom = false);
  // A rectangular member between two points; `up` chooses which way its height points.
  void beam(Vec3 from, Vec3 to, double width, double height, Vec3 up = {0, 1, 0});
  void prism(Vec3 base, double radius, double radius_top, double height, int sides, bool smooth);
  // Simple polygon in x (right) and z, any turn; walls only where asked.
  void polygon(std::span<const Vec3> outline, double y, bool face_up);
  void extrude(std::span<const Vec3> outline, double y, double height, double taper, bool bottom);
  // A curved grid of nu x nv cells through f(u, v) with u, v in [0, 1]; outside is du x dv. Its
  // normals are those of its cells, unless `normal` gives others.
  void grid(int nu, int nv, const std::function<Vec3(double, double)>& f, bool closed_u = false,
            const std::function<std::uint32_t(double, double)>& tint = {},
            const std::function<Vec3(double, double)>& normal = {});
  void lathe(std::span<const Vec3> profile, int sides, bool smooth);  // x = radius, y = height
  void tube(std::span<const Vec3> path, double radius, int sides, bool closed);

 private:
  std::uint32_t add(Vec3 p, Vec3 n, double u, double v, std::uint32_t tint);
  void face(std::uint32_t a, std::uint32_t b, std::uint32_t c);
  Mesh* out_;
};

// Indices of triangles that fill a simple polygon in x-z (ear clipping), counter-clockwise seen
// from above.
std::vector<std::array<int, 3>> triangulate(std::span<const Vec3> outline);
double signed_area_xz(std::span<const Vec3> outline);  // positive when counter-clockwise from above

}  // namespace yc::import
