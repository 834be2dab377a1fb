#include "kernel/import/ground.h"

#include <algorithm>
#include <cmath>

#include "kernel/import/noise.h"

namespace yc::import {
namespace {

constexpr double kBlockM = 96.0;
constexpr double kUnderPlotM = 0.25;  // the ground dips below the plots; less than a walker's step

struct GroundColors {
  std::uint32_t town = linear_color(0x98948a), grass = linear_color(0x68794f),
                forest = linear_color(0x3d5233), rock = linear_color(0x8d8672);
};

double cell_of(const Detail& detail) {
  constexpr std::array<double, 5> kCells = {96.0, 48.0, 24.0, 12.0, 8.0};
  return kCells[static_cast<std::size_t>(detail.level)];
}

class GroundDrawer {
 public:
  GroundDrawer(const Land& land, const Detail& detail, Mesh& out)
      : land_(land), pen_(out, detail), cell_(cell_of(detail)) {}

  void draw() {
    const int blocks = static_cast<int>(std::ceil(2 * land_.half_window() / kBlockM));
    for (int j = 0; j < blocks; ++j) {
      for (int i = 0; i < blocks; ++i) {
        draw_block(-land_.half_window() + i * kBlockM, -land_.half_window() + j * kBlockM);
      }
    }
  }

 private:
  // One flat quad where nothing happens, else cells.
  void draw_block(double x, double z) {
    bool plain = true;
    for (int j = 0; j <= 4 && plain; ++j) {
      for (int i = 0; i <= 4 && plain; ++i)
        plain = is_plain(x + i * kBlockM / 4, z + j * kBlockM / 4);
    }
    if (plain) {
      cells(x, z, kBlockM, 1);
      return;
    }
    cells(x, z, cell_, static_cast<int>(std::lround(kBlockM / cell_)));
  }

  bool is_plain(double x, double z) const {
    return land_.hill_height(x, z) == 0.0 && !land_.covered(x, z) &&
           land_.shoreward(x, z).inland_m > 160.0;
  }

  void cells(double x0, double z0, double cell, int count) {
    for (int j = 0; j < count; ++j) {
      for (int i = 0; i < count; ++i) one_cell(x0 + i * cell, z0 + j * cell, cell);
    }
  }

  void one_cell(double x, double z, double cell) {
    int covered = 0;
    for (int k = 0; k < 4; ++k) {
      const double cx = x + (k % 2) * cell, cz = z + (k / 2) * cell;
      const Shoreward at = land_.shoreward(cx, cz);
      if (at.shore == nullptr || at.inland_m < shore_depth(at.shore->style)) return;
      covered += built_over(cx, cz) ? 1 : 0;
    }
    // A wedge between two plots needs ground, however small: a walker would fall through.
    if (covered == 4 && built_over(x + cell / 2, z + cell / 2) &&
        land_.covered_by_one_plot(x, z, cell)) {
      return;
    }
    pen_.feature = feature_at(x + cell / 2, z + cell / 2);
    pen_.grid(
        1, 1,
        [&](double u, double v) {
          const double px = x + u * cell, pz = z + (1.0 - v) * cell;
          const double dip = built_over(px, pz) ? kUnderPlotM + (cell > 20 ? 1.5 : 0.0) : 0.0;
          return land_.lift(px, pz, land_.hill_height(px, pz) - dip);
        },
        false, [&](double u, double v) { return tint(x + u * cell, z + (1.0 - v) * cell); });
  }

  // Where a plot reaches into a hill, the hill shows and the plot lies under it.
  bool built_over(double x, double z) const {
    return land_.covered(x, z) && land_.hill_height(x, z) < 0.05;
  }

  std::uint32_t tint(double x, double z) const {
    const double height = land_.hill_height(x, z);
    const double patch = noise::value(7, x / 70.0, z / 70.0),
                 fine = noise::value(8, x / 19.0, z / 19.0);
    const std::uint32_t flat =
        mixed(colors_.town, colors_.grass, std::clamp(patch * 1.6 - 0.25, 0.0, 1.0));
    const std::uint32_t wild = mixed(colors_.forest, colors_.grass, fine * 0.7);
    const double step = 6.0;
    const double slope = std::hypot(land_.hill_height(x + step, z) - height,
                                    land_.hill_height(x, z + step) - height) /
                         step;
    const std::uint32_t steep = mixed(wild, colors_.rock, std::clamp(slope * 2.2 - 1.0, 0.0, 0.8));
    return mixed(flat, steep, std::clamp(height / 2.0, 0.0, 1.0));
  }

  std::uint32_t feature_at(double x, double z) const {
    for (const Hill& hill : land_.hills()) {
      for (std::size_t i = 0; i + 1 < hill.ridge.size(); ++i) {
        if (distance_to_segment({x, 0, z}, hill.ridge[i], hill.ridge[i + 1]) < hill.half_width)
          return hill.feature;
      }
    }
    return 0;
  }

  const Land& land_;
  Pen pen_;
  double cell_;
  GroundColors colors_;
};

// A strip of the bank's cross-section: from (inland, height) to the next.
struct BankStep {
  double inland, height;
  unsigned color;
  bool sharp = true;
};

std::vector<BankStep> bank_profile(const Shore& shore, const Detail& detail, double water) {
  const bool fine = detail.level >= 3 && !detail.collision;
  std::vector<BankStep> out;
  switch (shore.style) {
    case ShoreStyle::promenade: {
      out = {{-7, water - 2.2, 0x77715f}, {0.5, water + 0.1, 0x8d8775}, {6, -3.6, 0xb4ad9d},
             {6, -3.4, 0xc9c2b2},         {7.2, -3.4, 0xa9a79f},        {16.6, -3.4, 0xc2b8a4},
             {18, -3.4, 0xcfc8ba}};
      const int steps = fine ? 8 : 1;  // seats of 0.425 m; a slope from afar and for walking
      for (int i = 0; i < steps; ++i) {
        const double t = static_cast<double>(i + 1) / steps, d = 18 + 7.0 * t, h = -3.4 + 3.4 * t;
        if (fine) out.push_back({18 + 7.0 * i / steps, h, 0xc8c1b3});
        out.push_back({d, h, fine ? 0xa39c8eU : 0xb8b1a3U});
      }
      out.insert(out.end(), {{26.2, 0, 0xb9b0a0},
                             {30, 0, 0x9c9a94},
                             {38, 0, 0xb9b0a0},
                             {41.5, 0, 0x687f4d},
                             {44, 0, 0x687f4d}});
      break;
    }
    case ShoreStyle::quay:
      out = {{-3, water - 2.2, 0x77715f},
             {-0.8, water + 0.2, 0xa29a88},
             {0, -0.1, 0xcac3b4},
             {0, 0.08, 0xcac3b4},
             {0.9, 0.08, 0xb5aea0},
             {0.9, 0, 0xa9a69d},
             {13, 0, 0xbcb3a2},
             {16, 0, 0x687f4d},
             {18, 0, 0x687f4d}};
      break;
    case ShoreStyle::natural:
      out = {{-10, water - 2.2, 0x7a7260},
             {0, water, 0x8e8a6c},
             {5, water + 0.8, 0x6c8150},
             {22, -0.9, 0x6f8551},
             {34, 0, 0x6f8551}};
      break;
  }
  // The apron meets ground cells that stop anywhere within one cell of the strip.
  const double last = out.back().inland;
  out.push_back({last + 1.5 * cell_of(detail), -0.3, 0x7d8a62});
  return out;
}

// The waterline moved inland, with mitred corners.
std::vector<Vec3> moved_inland(const std::vector<Vec3>& line, double by) {
  std::vector<Vec3> out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto normal = [&](std::size_t k) {
      const Vec3 d = geometry::normalized(line[k + 1] - line[k]);
      return Vec3{d.z, 0, -d.x};
    };
    const Vec3 before = normal(i > 0 ? i - 1 : 0), after = normal(i + 1 < line.size() ? i : i - 1);
    const double spread = std::max(0.5, 1.0 + geometry::dot(before, after));
    out.push_back(line[i] + (before + after) * (by / spread));
  }
  return out;
}

// Long edges in pieces, so that tiles stay compact and the surface follows the Earth.
std::vector<Vec3> subdivided(const std::vector<Vec3>& line, double longest) {
  std::vector<Vec3> out = {line.front()};
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const int pieces = std::max(
        1, static_cast<int>(std::ceil(geometry::distance(line[i], line[i + 1]) / longest)));
    for (int k = 1; k <= pieces; ++k)
      out.push_back(geometry::lerp(line[i], line[i + 1], static_cast<double>(k) / pieces));
  }
  return out;
}

void draw_shore(const Land& land, const Shore& shore, const Detail& detail, Mesh& out) {
  constexpr std::array<double, 5> kPiece = {288.0, 144.0, 72.0, 36.0, 24.0};
  Pen pen(out, detail);
  pen.feature = shore.feature;
  const auto line = subdivided(shore.line, kPiece[static_cast<std::size_t>(detail.level)]);
  const auto profile = bank_profile(shore, detail, land.water_m());
  std::vector<Vec3> low = moved_inland(line, profile[0].inland);
  for (std::size_t step = 0; step + 1 < profile.size(); ++step) {
    const BankStep& a = profile[step];
    const BankStep& b = profile[step + 1];
    std::vector<Vec3> high = moved_inland(line, b.inland);
    pen.paint(a.color);
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
      const auto at = [&](const Vec3& p, double h) { return land.lift(p.x, p.z, h); };
      // Seen from the water, the line runs from left to right when land is to its left... inland is
      // up.
      pen.quad(at(low[i], a.height), at(low[i + 1], a.height), at(high[i + 1], b.height),
               at(high[i], b.height));
    }
    low = std::move(high);
  }
}

struct FarRiver {
  std::vector<Vec3> line;
  double half = 0.0;
  std::uint32_t feature = 0;
};

std::vector<FarRiver> far_rivers(const Land& land, const scene::Scene& scene) {
  std::vector<FarRiver> rivers;
  for (const scene::Entity& entity : scene.entities) {
    const scene::Component* river = entity.find(scene::ComponentKind::river);
    if (river == nullptr) continue;
    rivers.push_back({subdivided(land.plan(river->values.geo_line("centreline")), 400.0),
                      river->values.number("width") / 2,
                      static_cast<std::uint32_t>(entity.id.value)});
  }
  return rivers;
}

bool near_river(const std::vector<FarRiver>& rivers, double x, double z) {
  for (const FarRiver& river : rivers) {
    for (std::size_t i = 0; i + 1 < river.line.size(); ++i) {
      if (distance_to_segment({x, 0, z}, river.line[i], river.line[i + 1]) < river.half)
        return true;
    }
  }
  return false;
}

bool in_window(const Land& land, double x, double z) {
  return std::abs(x) <= land.half_window() && std::abs(z) <= land.half_window();
}

// Nobody walks off the rim of the city: unseen walls along the window, above the ground and the bed
// of the rivers.
void draw_rim(const Land& land, const Detail& detail, Mesh& out) {
  constexpr double kInsideM = 0.25, kFootM = -10.0, kTopM = 8.0;
  const double far = land.half_window() - kInsideM;
  Pen pen(out, detail);
  for (double along = -far; along < far; along += kBlockM) {
    const double next = std::min(along + kBlockM, far);
    const auto side = [&](double ax, double az, double bx, double bz) {
      const double top = kTopM + std::max(land.hill_height(ax, az), land.hill_height(bx, bz));
      pen.quad(land.lift(ax, az, kFootM), land.lift(bx, bz, kFootM), land.lift(bx, bz, top),
               land.lift(ax, az, top));
    };
    side(along, -far, next, -far);
    side(along, far, next, far);
    side(-far, along, -far, next);
    side(far, along, far, next);
  }
}

}  // namespace

void draw_ground(const Land& land, const Detail& detail, Mesh& out) {
  GroundDrawer(land, detail, out).draw();
  if (detail.collision) draw_rim(land, detail, out);
}

void draw_shores(const Land& land, const Detail& detail, Mesh& out) {
  for (const Shore& shore : land.shores()) draw_shore(land, shore, detail, out);
}

void draw_water(const Land& land, const Detail& detail, Mesh& out) {
  const double cell = 96.0;
  const int count = static_cast<int>(std::ceil(2 * land.half_window() / cell));
  Pen pen(out, detail);
  pen.paint(0x3d5a5c);
  pen.material = detail.collision ? Material::solid : Material::water;
  // The bed lies just under the surface: whoever falls in wades out, nobody drowns or is stuck.
  const double height = land.water_m() - (detail.collision ? 0.6 : 0.0);
  for (int j = 0; j < count; ++j) {
    for (int i = 0; i < count; ++i) {
      const double x = -land.half_window() + i * cell, z = -land.half_window() + j * cell;
      bool wet = land.shoreward(x + cell / 2, z + cell / 2).inland_m < 25.0;
      for (int k = 0; k < 4 && !wet; ++k) {
        wet = land.shoreward(x + (k % 2) * cell, z + (k / 2) * cell).inland_m < 25.0;
      }
      if (!wet) continue;
      const auto at = [&](double px, double pz) { return land.lift(px, pz, height); };
      pen.quad(at(x, z + cell), at(x + cell, z + cell), at(x + cell, z), at(x, z));
    }
  }
}

void draw_horizon(const Land& land, const scene::Scene& scene, Mesh& out) {
  constexpr double kReach = 14000.0, kCell = 576.0;
  Pen ground(out, Detail{0, false});
  Pen water = ground;
  water.material = Material::water;
  water.paint(0x3d5a5c);
  const int count = static_cast<int>(kReach / kCell);
  const auto rivers = far_rivers(land, scene);
  const std::uint32_t near = linear_color(0x8c937c), far = linear_color(0x8fa08a);
  for (int j = -count; j < count; ++j) {
    for (int i = -count; i < count; ++i) {
      const double x = i * kCell, z = j * kCell, r = std::hypot(x + kCell / 2, z + kCell / 2);
      if (r > kReach || (in_window(land, x, z) && in_window(land, x + kCell, z + kCell))) continue;
      ground.color = mixed(
          near, far,
          std::clamp(r / kReach + 0.25 * noise::value(3, x / 1500, z / 1500) - 0.1, 0.0, 1.0));
      ground.grid(2, 2, [&](double u, double v) {
        const double px = x + u * kCell, pz = z + (1 - v) * kCell;
        return land.lift(px, pz, near_river(rivers, px, pz) ? -40.0 : -1.2);
      });
    }
  }
  for (const FarRiver& river : rivers) {
    const auto right = moved_inland(river.line, -river.half),
               left = moved_inland(river.line, river.half);
    water.feature = river.feature;
    for (std::size_t i = 0; i + 1 < river.line.size(); ++i) {
      const Vec3 a = river.line[i], b = river.line[i + 1];
      const bool near_by = in_window(land, a.x, a.z) && in_window(land, b.x, b.z);
      if (std::hypot(a.x, a.z) > kReach || near_by) continue;
      const auto at = [&](const Vec3& p) { return land.lift(p.x, p.z, land.water_m() - 0.3); };
      water.quad(at(right[i]), at(right[i + 1]), at(left[i + 1]), at(left[i]));
    }
  }
}

}  // namespace yc::import
