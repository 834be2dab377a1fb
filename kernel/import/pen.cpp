#include "kernel/import/pen.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace yc::import {
namespace {

constexpr double kTau = 2.0 * std::numbers::pi;
constexpr double kCreaseCosine = 0.78;  // profile corners sharper than about 39 degrees stay sharp

using geometry::cross;
using geometry::dot;
using geometry::normalized;

std::array<float, 3> floats(Vec3 v) {
  return {static_cast<float>(v.x), static_cast<float>(v.y), static_cast<float>(v.z)};
}

// Twice the area of a, b, c seen from above; positive when counter-clockwise (x right, z towards
// us).
double turn(Vec3 a, Vec3 b, Vec3 c) {
  return (c.x - a.x) * (b.z - a.z) - (b.x - a.x) * (c.z - a.z);
}

bool inside(Vec3 p, Vec3 a, Vec3 b, Vec3 c) {
  return turn(a, b, p) >= 0 && turn(b, c, p) >= 0 && turn(c, a, p) >= 0;
}

}  // namespace

double Detail::smallest_m() const {
  constexpr std::array<double, 5> kSmallest = {22.0, 9.0, 3.0, 0.9, 0.0};
  return collision ? 0.5 : kSmallest[static_cast<std::size_t>(level)];
}

int Detail::sides(double radius_m) const {
  const double full = radius_m < 0.12  ? 5
                      : radius_m < 0.5 ? 8
                      : radius_m < 2   ? 12
                      : radius_m < 8   ? 20
                                       : 32;
  constexpr std::array<double, 5> kShare = {0.3, 0.4, 0.5, 0.75, 1.0};
  const double share = collision ? 0.5 : kShare[static_cast<std::size_t>(level)];
  return std::max(collision ? 6 : 4, static_cast<int>(full * share));
}

double Detail::line_m(double width) const {
  constexpr std::array<double, 5> kLeast = {3.0, 1.8, 0.9, 0.35, 0.0};
  return std::max(width, kLeast[static_cast<std::size_t>(level)]);
}

Pen Pen::placed(const Affine& inner) const {
  Pen copy = *this;
  copy.at = at * inner;
  return copy;
}

Pen Pen::painted(unsigned srgb, Material with) const {
  Pen copy = *this;
  copy.paint(srgb);
  copy.material = with;
  return copy;
}

std::uint32_t Pen::add(Vec3 p, Vec3 n, double u, double v, std::uint32_t tint) {
  Surface& surface = out_->of(material);
  surface.vertices.push_back({floats(at.point(p)),
                              floats(normalized(at.vector(n))),
                              {static_cast<float>(u), static_cast<float>(v)},
                              tint,
                              feature});
  return static_cast<std::uint32_t>(surface.vertices.size() - 1);
}

void Pen::face(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
  auto& indices = out_->of(material).indices;
  if (at.mirrored()) std::swap(b, c);
  indices.insert(indices.end(), {a, b, c});
}

void Pen::triangle(Vec3 a, Vec3 b, Vec3 c) {
  const Vec3 n = cross(b - a, c - a);
  const auto i = add(a, n, 0, 0, color);
  const auto j = add(b, n, 0, 0, color);
  face(i, j, add(c, n, 0, 0, color));
}

void Pen::quad(Vec3 a, Vec3 b, Vec3 c, Vec3 d) {
  const Vec3 n = cross(c - a, d - b);
  const auto i = add(a, n, 0, 0, color);
  const auto j = add(b, n, 0, 0, color);
  const auto k = add(c, n, 0, 0, color);
  const auto l = add(d, n, 0, 0, color);
  face(i, j, k);
  face(i, k, l);
}

void Pen::panel(Vec3 a, Vec3 b, Vec3 c, Vec3 d) {
  const Vec3 n = cross(c - a, d - b);
  const double low = geometry::distance(a, b), high = geometry::distance(d, c);
  const double inset = (low - high) / 2;
  const auto i = add(a, n, 0, wall_v0, color);
  const auto j = add(b, n, low, wall_v0, color);
  const auto k = add(c, n, inset + high, wall_v0 + c.y - b.y, color);
  const auto l = add(d, n, inset, wall_v0 + d.y - a.y, color);
  face(i, j, k);
  face(i, k, l);
}

void Pen::wall(Vec3 a, Vec3 b, double height, double u0) {
  const Vec3 up{0, height, 0};
  const double length = geometry::distance(a, b);
  const Vec3 n = cross(b - a, up);
  const std::uint32_t foot = foot_shade < 1.0 ? shaded(color, foot_shade) : color;
  const auto i = add(a, n, u0, wall_v0, foot);
  const auto j = add(b, n, u0 + length, wall_v0, foot);
  const auto k = add(b + up, n, u0 + length, wall_v0 + height, color);
  const auto l = add(a + up, n, u0, wall_v0 + height, color);
  face(i, j, k);
  face(i, k, l);
}

void Pen::box(Vec3 base, Vec3 size, bool bottom) {
  frustum(base, size, size, bottom);
}

void Pen::frustum(Vec3 base, Vec3 size, Vec3 top, bool bottom) {
  const auto ring = [&](Vec3 s, double y) {
    const double x = s.x / 2, z = s.z / 2;
    return std::array<Vec3, 4>{base + Vec3{-x, y, z}, base + Vec3{x, y, z}, base + Vec3{x, y, -z},
                               base + Vec3{-x, y, -z}};
  };
  const auto low = ring(size, 0.0);
  const auto high = ring(top, size.y);
  const bool straight = size.x == top.x && size.z == top.z;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t j = (i + 1) % 4;
    if (straight) {
      wall(low[i], low[j], size.y);
    } else {
      panel(low[i], low[j], high[j], high[i]);
    }
  }
  Pen cap = *this;
  if (material == Material::facade) cap.material = Material::solid;
  if (top.x > 0 && top.z > 0) cap.quad(high[0], high[1], high[2], high[3]);
  if (bottom) cap.quad(low[3], low[2], low[1], low[0]);
}

void Pen::beam(Vec3 from, Vec3 to, double width, double height, Vec3 up) {
  const Vec3 along = normalized(to - from);
  if (std::abs(dot(along, up)) > 0.95) up = std::abs(along.x) > 0.8 ? Vec3{0, 0, 1} : Vec3{1, 0, 0};
  const Vec3 right = normalized(cross(along, up)) * (width / 2);
  const Vec3 high = normalized(cross(right, along)) * (height / 2);
  const auto ring = [&](Vec3 p) {
    return std::array<Vec3, 4>{p - right - high, p + right - high, p + right + high,
                               p - right + high};
  };
  const auto a = ring(from);
  const auto b = ring(to);
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t j = (i + 1) % 4;
    quad(a[i], b[i], b[j], a[j]);
  }
  quad(a[0], a[1], a[2], a[3]);
  quad(b[3], b[2], b[1], b[0]);
}

void Pen::prism(Vec3 base, double radius, double radius_top, double height, int sides,
                bool smooth) {
  Pen local = placed(moved(base));
  const std::array<Vec3, 2> profile = {Vec3{radius, 0, 0}, Vec3{radius_top, height, 0}};
  local.lathe(profile, sides, smooth);
  if (radius_top <= 0) return;
  std::vector<Vec3> ring;
  for (int i = 0; i < sides; ++i) {
    const double angle = kTau * i / sides;
    ring.push_back({radius_top * std::cos(angle), 0, -radius_top * std::sin(angle)});
  }
  if (local.material == Material::facade) local.material = Material::solid;
  local.polygon(ring, height, true);
}

void Pen::polygon(std::span<const Vec3> outline, double y, bool face_up) {
  const auto triangles = triangulate(outline);
  const auto lifted = [&](int i) {
    const Vec3 p = outline[static_cast<std::size_t>(i)];
    return Vec3{p.x, y, p.z};
  };
  for (const auto& t : triangles) {
    if (face_up) {
      triangle(lifted(t[0]), lifted(t[1]), lifted(t[2]));
    } else {
      triangle(lifted(t[0]), lifted(t[2]), lifted(t[1]));
    }
  }
}

void Pen::extrude(std::span<const Vec3> outline, double y, double height, double taper,
                  bool bottom) {
  std::vector<Vec3> ring(outline.begin(), outline.end());
  if (signed_area_xz(ring) < 0) std::ranges::reverse(ring);
  double u = 0.0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Vec3 a{ring[i].x, y, ring[i].z};
    const Vec3 next = ring[(i + 1) % ring.size()];
    const Vec3 b{next.x, y, next.z};
    if (taper == 1.0) {
      wall(a, b, height, u);
    } else {
      quad(a, b, {b.x * taper, y + height, b.z * taper}, {a.x * taper, y + height, a.z * taper});
    }
    u += geometry::distance(a, b);
  }
  Pen cap = *this;
  if (material == Material::facade) cap.material = Material::solid;
  std::vector<Vec3> top = ring;
  for (Vec3& p : top) p = {p.x * taper, 0, p.z * taper};
  if (taper > 0) cap.polygon(top, y + height, true);
  if (bottom) cap.polygon(ring, y, false);
}

void Pen::grid(int nu, int nv, const std::function<Vec3(double, double)>& f, bool closed_u,
               const std::function<std::uint32_t(double, double)>& tint,
               const std::function<Vec3(double, double)>& normal) {
  const int columns = nu + 1;
  const auto index = [&](int i, int j) { return static_cast<std::size_t>(j * columns + i); };
  std::vector<Vec3> points(static_cast<std::size_t>(columns * (nv + 1)));
  std::vector<Vec3> normals(points.size());
  for (int j = 0; j <= nv; ++j) {
    for (int i = 0; i <= nu; ++i) {
      points[index(i, j)] = f(static_cast<double>(i) / nu, static_cast<double>(j) / nv);
    }
  }
  for (int j = 0; j < nv; ++j) {
    for (int i = 0; i < nu; ++i) {
      const Vec3 n = cross(points[index(i + 1, j + 1)] - points[index(i, j)],
                           points[index(i, j + 1)] - points[index(i + 1, j)]);
      for (const auto at_corner :
           {index(i, j), index(i + 1, j), index(i + 1, j + 1), index(i, j + 1)}) {
        normals[at_corner] += n;
      }
    }
  }
  for (int j = 0; closed_u && j <= nv; ++j) {
    normals[index(0, j)] += normals[index(nu, j)];
    normals[index(nu, j)] = normals[index(0, j)];
  }
  const auto base = static_cast<std::uint32_t>(out_->of(material).vertices.size());
  for (int j = 0; j <= nv; ++j) {
    for (int i = 0; i <= nu; ++i) {
      const double u = static_cast<double>(i) / nu, v = static_cast<double>(j) / nv;
      add(points[index(i, j)], normal ? normal(u, v) : normals[index(i, j)], 0, 0,
          tint ? tint(u, v) : color);
    }
  }
  const auto corner = [&](int i, int j) { return base + static_cast<std::uint32_t>(index(i, j)); };
  for (int j = 0; j < nv; ++j) {
    for (int i = 0; i < nu; ++i) {
      face(corner(i, j), corner(i + 1, j), corner(i + 1, j + 1));
      face(corner(i, j), corner(i + 1, j + 1), corner(i, j + 1));
    }
  }
}

void Pen::lathe(std::span<const Vec3> profile, int sides, bool smooth) {
  const auto normal_of = [&](std::size_t segment) {
    const Vec3 d = profile[segment + 1] - profile[segment];
    return normalized(Vec3{d.y, -d.x, 0});
  };
  const std::size_t segments = profile.size() - 1;
  for (std::size_t s = 0; s < segments; ++s) {
    const Vec3 own = normal_of(s);
    Vec3 low = own, high = own;
    if (s > 0 && dot(normal_of(s - 1), own) > kCreaseCosine) low = own + normal_of(s - 1);
    if (s + 1 < segments && dot(normal_of(s + 1), own) > kCreaseCosine)
      high = own + normal_of(s + 1);
    const Vec3 p = profile[s], q = profile[s + 1];
    for (int i = 0; i < sides; ++i) {
      const double a = kTau * i / sides, b = kTau * (i + 1) / sides;
      const auto place = [](Vec3 r, double t) {
        return Vec3{r.x * std::cos(t), r.y, -r.x * std::sin(t)};
      };
      const double middle = (a + b) / 2, around = std::max(p.x, q.x);
      const double ua = smooth ? a : middle, ub = smooth ? b : middle;
      const auto i0 = add(place(p, a), place(low, ua), a * around, p.y, color);
      const auto i1 = add(place(p, b), place(low, ub), b * around, p.y, color);
      const auto i2 = add(place(q, b), place(high, ub), b * around, q.y, color);
      const auto i3 = add(place(q, a), place(high, ua), a * around, q.y, color);
      if (p.x > 0) face(i0, i1, i2);
      if (q.x > 0) face(i0, i2, i3);
    }
  }
}

void Pen::tube(std::span<const Vec3> path, double radius, int sides, bool closed) {
  const std::size_t count = path.size();
  const int spans = static_cast<int>(closed ? count : count - 1);
  const auto frame_at = [&](std::size_t i) {
    const Vec3 before = i > 0 ? path[i - 1] : (closed ? path[count - 1] : path[0]);
    const Vec3 after = i + 1 < count ? path[i + 1] : (closed ? path[0] : path[count - 1]);
    const Vec3 along = normalized(after - before);
    const Vec3 up = std::abs(along.y) > 0.95 ? Vec3{1, 0, 0} : Vec3{0, 1, 0};
    const Vec3 side = normalized(cross(along, up));
    return std::pair{side, cross(side, along)};
  };
  const auto point = [&](double u, double v) {
    const auto i = static_cast<std::size_t>(std::lround(v * spans)) % count;
    const auto [side, up] = frame_at(i);
    const double angle = kTau * u;
    return path[i] + side * (radius * std::cos(angle)) + up * (radius * std::sin(angle));
  };
  grid(
      sides, spans, [&](double u, double v) { return point(1.0 - u, v); }, true);
}

double signed_area_xz(std::span<const Vec3> outline) {
  double area = 0.0;
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const Vec3 a = outline[i], b = outline[(i + 1) % outline.size()];
    area += b.x * a.z - a.x * b.z;
  }
  return area / 2.0;
}

std::vector<std::array<int, 3>> triangulate(std::span<const Vec3> outline) {
  std::vector<int> ring(outline.size());
  for (std::size_t i = 0; i < ring.size(); ++i) ring[i] = static_cast<int>(i);
  if (signed_area_xz(outline) < 0) std::ranges::reverse(ring);
  const auto at = [&](std::size_t i) {
    return outline[static_cast<std::size_t>(ring[i % ring.size()])];
  };
  std::vector<std::array<int, 3>> triangles;
  while (ring.size() >= 3) {
    bool cut = false;
    for (std::size_t i = 0; i < ring.size() && !cut; ++i) {
      const std::size_t before = (i + ring.size() - 1) % ring.size();
      const Vec3 a = at(before), b = at(i), c = at(i + 1);
      if (turn(a, b, c) <= 0) continue;
      bool empty = true;
      for (std::size_t j = 0; j < ring.size() && empty; ++j) {
        const bool corner = j == before || j == i || j == (i + 1) % ring.size();
        empty = corner || !inside(at(j), a, b, c);
      }
      if (!empty) continue;
      triangles.push_back({ring[before], ring[i], ring[(i + 1) % ring.size()]});
      ring.erase(ring.begin() + static_cast<std::ptrdiff_t>(i));
      cut = true;
    }
    if (!cut) break;  // only degenerate corners are left
  }
  return triangles;
}

}  // namespace yc::import
