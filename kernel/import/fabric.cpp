// Streets and blocks inside a convex outline, and what stands on each block.

#include <algorithm>
#include <cmath>

#include "kernel/import/town.h"

namespace yc::import {
namespace {

constexpr double kKerbM = 0.15;

struct Block {
  Affine frame;  // city frame from the block's: middle at the origin, x along the street grid
  std::vector<Vec3> outline;  // in the plan, clipped
  double width = 0.0, depth = 0.0;
  bool whole = false;  // not clipped
  std::uint64_t seed = 0;
};

struct Style {
  FabricStyle kind;
  double floors_low, floors_high, lights;
};

class FabricDrawer {
 public:
  FabricDrawer(Town& town, const scene::Entity& entity, const scene::Record& fabric, Mesh& out)
      : town_(town),
        out_(out),
        pen_(out, town.book.detail()),
        feature_(static_cast<std::uint32_t>(entity.id.value)),
        outline_(town.land.plan(fabric.geo_line("outline"))),
        yaw_(90.0 - fabric.number("bearing")),
        block_(fabric.vec2("block")),
        street_(fabric.number("street")),
        style_{static_cast<FabricStyle>(fabric.choice("style")), fabric.vec2("floors").x,
               fabric.vec2("floors").y, fabric.number("lights")},
        seed_(noise::mix(static_cast<std::uint64_t>(fabric.integer("seed")) +
                         1000 * entity.id.value)) {
    if (signed_area_xz(outline_) < 0) std::ranges::reverse(outline_);
    pen_.feature = feature_;
    grid_ = turned(yaw_);
    for (const Vec3& p : outline_) grid_.origin += p * (1.0 / static_cast<double>(outline_.size()));
  }

  void draw() {
    double reach_x = 0, reach_z = 0;
    for (const Vec3& p : outline_) {
      const Vec3 d = p - grid_.origin;
      reach_x = std::max(reach_x, std::abs(geometry::dot(d, grid_.x)));
      reach_z = std::max(reach_z, std::abs(geometry::dot(d, grid_.z)));
    }
    const double px = block_.x + street_, pz = block_.y + street_;
    const int nx = static_cast<int>(reach_x / px) + 1, nz = static_cast<int>(reach_z / pz) + 1;
    for (int j = -nz; j <= nz; ++j) {
      for (int i = -nx; i <= nx; ++i) draw_cell(i * px, j * pz, i, j);
    }
    draw_skirt();
  }

 private:
  std::vector<Vec3> rectangle(double x0, double x1, double z0, double z1) const {
    return {grid_.point({x0, 0, z1}), grid_.point({x1, 0, z1}), grid_.point({x1, 0, z0}),
            grid_.point({x0, 0, z0})};
  }

  void draw_cell(double x, double z, int i, int j) {
    const double hx = block_.x / 2, hz = block_.y / 2;
    surface(clip_convex(rectangle(x - hx, x + hx + street_, z + hz, z + hz + street_), outline_),
            0.02, 0x5a5d61, 0x6b6f70);
    surface(clip_convex(rectangle(x + hx, x + hx + street_, z - hz, z + hz), outline_), 0.02,
            0x5a5d61, 0x6b6f70);
    const auto whole = rectangle(x - hx, x + hx, z - hz, z + hz);
    Block block;
    block.outline = clip_convex(whole, outline_);
    if (block.outline.empty()) return;
    block.whole = std::abs(std::abs(signed_area_xz(block.outline)) - block_.x * block_.y) < 1.0;
    const Vec3 middle = grid_.point({x, 0, z});
    block.frame = town_.land.stand(middle.x, middle.z, kKerbM, yaw_);
    block.width = block_.x;
    block.depth = block_.y;
    block.seed = noise::mix(seed_ ^ (static_cast<std::uint64_t>(i + 512) << 20) ^
                            static_cast<std::uint64_t>(j + 512));
    draw_block(block);
  }

  void surface(const std::vector<Vec3>& piece, double height, unsigned color, unsigned far_color) {
    if (piece.empty()) return;
    pen_.paint(pen_.detail.level >= 3 ? color : far_color);
    std::vector<Vec3> lifted;
    for (const Vec3& p : piece) lifted.push_back(town_.land.lift(p.x, p.z, height));
    for (std::size_t i = 1; i + 1 < lifted.size(); ++i)
      pen_.triangle(lifted[0], lifted[i], lifted[i + 1]);
  }

  void kerb(const std::vector<Vec3>& outline) {
    if (pen_.detail.level < 3) return;
    pen_.paint(0xa9a498);
    for (std::size_t i = 0; i < outline.size(); ++i) {
      const Vec3 a = outline[i], b = outline[(i + 1) % outline.size()];
      pen_.quad(town_.land.lift(a.x, a.z, -0.1), town_.land.lift(b.x, b.z, -0.1),
                town_.land.lift(b.x, b.z, kKerbM), town_.land.lift(a.x, a.z, kKerbM));
    }
  }

  void draw_skirt() {
    if (pen_.detail.level < 2) return;
    pen_.paint(0x8b8a83);
    for (std::size_t i = 0; i < outline_.size(); ++i) {
      const Vec3 a = outline_[i], b = outline_[(i + 1) % outline_.size()];
      pen_.quad(town_.land.lift(a.x, a.z, -1.0), town_.land.lift(b.x, b.z, -1.0),
                town_.land.lift(b.x, b.z, 0.02), town_.land.lift(a.x, a.z, 0.02));
    }
  }

  void draw_block(const Block& block) {
    const bool taken = town_.reserved.touches(block.outline);
    const bool green = !taken && (!block.whole || noise::unit(block.seed, 1) < green_share());
    surface(block.outline, kKerbM, green ? 0x667d4b : 0xb3ab9b, green ? 0x5c7046 : 0xa39c8d);
    kerb(block.outline);
    if (green) {
      plant_pocket(block);
    } else if (!taken) {
      fill(block);
      street_trees(block);
      street_lamps(block);
    }
  }

  double green_share() const {
    return style_.kind == FabricStyle::campus   ? 0.3
           : style_.kind == FabricStyle::lilong ? 0.02
                                                : 0.07;
  }

  void place(const Block& block, double x, double z, double width, double depth, double turn,
             int salt, double scale = 1.0) {
    noise::Dice dice(noise::mix(block.seed + static_cast<std::uint64_t>(salt) * 977));
    Building building{width, depth, 0, false, dice.below(1 << 30) + 7ULL};
    const double t = std::pow(dice.unit(), 1.5);
    building.floors = std::max(
        1, static_cast<int>(std::lround(
               (style_.floors_low + (style_.floors_high - style_.floors_low) * t) * scale)));
    building.lit = dice.chance(style_.lights);
    const double height = building.floors * kFloorM;
    constexpr std::array<double, 5> kLeast = {42.0, 12.0, 0.0, 0.0, 0.0};  // low houses go first
    if (!pen_.detail.collision && height < kLeast[static_cast<std::size_t>(pen_.detail.level)])
      return;
    Pen pen = pen_;
    pen.at = block.frame * moved({x, 0, z}) * turned(turn);
    draw_building(style_.kind, building, pen);
  }

  // Houses side by side along both long fronts, a yard between.
  void fill_rows(const Block& block, double depth, double front_low, double front_high,
                 double gap) {
    noise::Dice dice(block.seed);
    for (const double side : {-1.0, 1.0}) {
      double x = -block.width / 2 + 3.0;
      int salt = side > 0 ? 100 : 1;
      while (x < block.width / 2 - front_low) {
        double width = std::min(dice.between(front_low, front_high), block.width / 2 - 3.0 - x);
        if (block.width / 2 - 3.0 - x - width < front_low * 0.6) width = block.width / 2 - 3.0 - x;
        place(block, x + width / 2, side * (block.depth / 2 - 3.0 - depth / 2), width - gap, depth,
              side > 0 ? 180 : 0, salt++);
        x += width;
      }
    }
  }

  void fill(const Block& block) {
    noise::Dice dice(block.seed ^ 0x55);
    switch (style_.kind) {
      case FabricStyle::bund:
        fill_rows(block, std::min(18.0, block.depth * 0.4), 17.0, 30.0, 0.3);
        break;
      case FabricStyle::lilong: {
        const int rows = std::max(1, static_cast<int>((block.depth - 4) / 14.0));
        for (int r = 0; r < rows; ++r) {
          const double z = -block.depth / 2 + (r + 0.5) * block.depth / rows;
          place(block, 0, z, block.width - 6.0, 9.5, r % 2 == 0 ? 0 : 180, r);
        }
        break;
      }
      case FabricStyle::midrise: {
        const int rows = std::max(1, static_cast<int>(block.depth / 30.0));
        for (int r = 0; r < rows; ++r) {
          const double z = -block.depth / 2 + (r + 0.5) * block.depth / rows;
          const int slabs = block.width > 64 ? 2 : 1;
          for (int s = 0; s < slabs; ++s) {
            const double share = block.width / slabs, width = share - dice.between(6.0, 12.0);
            place(block, -block.width / 2 + share * (s + 0.5), z, width, 13.5, 0, 10 * r + s);
          }
        }
        break;
      }
      case FabricStyle::tower: {
        Pen podium = pen_.painted(dice.chance(0.5) ? 0xc9c2b6 : 0x9da7ad, Material::facade);
        if (podium.detail.level >= 1) {
          podium.at = block.frame;
          podium.box({}, {block.width - 10, 4.6 * (2 + dice.below(3)), block.depth - 10});
        }
        const int towers = block.width > 75 ? 2 : 1;
        for (int t = 0; t < towers; ++t) {
          const double x = towers == 1 ? 0.0 : (t - 0.5) * block.width * 0.5;
          place(block, x, dice.between(-0.1, 0.1) * block.depth, dice.between(24, 34),
                dice.between(22, 30), 0, t, t == 0 ? 1.0 : 0.85);
        }
        break;
      }
      case FabricStyle::campus:
        place(block, 0, 0, block.width * 0.6, 14.0, dice.chance(0.5) ? 0 : 90, 1);
        plant_pocket(block);
        break;
    }
  }

  void plant_pocket(const Block& block) {
    noise::Dice dice(block.seed ^ 0x99);
    const int count = static_cast<int>(std::abs(signed_area_xz(block.outline)) / 230.0);
    for (int i = 0; i < count; ++i) {
      const Vec3 p = block.frame.point(
          {dice.between(-0.46, 0.46) * block.width, 0, dice.between(-0.46, 0.46) * block.depth});
      const bool built = style_.kind == FabricStyle::campus && block.whole && i % 2 == 0;
      if (!inside_convex(block.outline, p.x, p.z) || built || town_.reserved.near(p.x, p.z, 3.0))
        continue;
      const double chance = dice.unit();
      const Tree tree = chance < 0.5    ? Tree::camphor
                        : chance < 0.75 ? Tree::plane
                        : chance < 0.9  ? Tree::metasequoia
                                        : Tree::cherry;
      town_.greenery.plant(town_.land, tree, p.x, p.z, kKerbM, tree == Tree::cherry ? 5.0 : 8.5,
                           feature_, out_);
    }
  }

  void street_trees(const Block& block) {
    if (pen_.detail.level < 3) return;
    const Tree tree = noise::unit(seed_, 3) < 0.6 ? Tree::plane : Tree::camphor;
    const int count = static_cast<int>(block.width / 26.0);
    for (int i = 0; i < count; ++i) {
      for (const double side : {-1.0, 1.0}) {
        const Vec3 p = block.frame.point({-block.width / 2 + (i + 0.5) * block.width / count, 0,
                                          side * (block.depth / 2 - 1.3)});
        town_.greenery.plant(town_.land, tree, p.x, p.z, kKerbM, 7.0, feature_, out_);
      }
    }
  }

  void street_lamps(const Block& block) {
    if (pen_.detail.level < 3 || pen_.detail.collision) return;
    for (const double side : {-1.0, 1.0}) {
      Pen lamp = pen_.painted(0x4a4f55);
      lamp.at = block.frame *
                moved({side * block.width * 0.25, 0, side * (block.depth / 2 - 0.6)}) *
                turned(side > 0 ? 180 : 0);
      if (lamp.detail.level == kFinestLevel) {
        lamp.box({}, {0.13, 7.2, 0.13});
        lamp.box({0, 7.2, -0.8}, {0.09, 0.09, 1.9});
      }
      Pen head = lamp.painted(0xffa64d, Material::glow);
      head.box({0, 7.2, -1.7}, {0.36, 0.16, 0.9}, true);
    }
  }

  Town& town_;
  Mesh& out_;
  Pen pen_;
  std::uint32_t feature_;
  std::vector<Vec3> outline_;
  double yaw_;
  Vec3 block_;
  double street_;
  Style style_;
  std::uint64_t seed_;
  Affine grid_;  // plan from grid
};

}  // namespace

void draw_fabric(Town& town, const scene::Entity& entity, const scene::Record& fabric, Mesh& out) {
  FabricDrawer(town, entity, fabric, out).draw();
}

}  // namespace yc::import
