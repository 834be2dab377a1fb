// Columns with base and capital, clock faces.

#include <array>
#include <cmath>
#include <numbers>

#include "kernel/import/shapes/shapes.h"

namespace yc::import::shapes {

void column(const Record& part, Pen& pen) {
  const double r = part.number("radius"), h = part.number("height");
  const int order = part.choice("order");
  const int sides = pen.detail.sides(r);
  if (pen.detail.collision || order == 0) {
    pen.prism({}, r, r, h, sides, true);
    return;
  }
  if (order == 3) {  // timber on a stone drum
    Pen stone = pen.painted(0xb9b2a4);
    stone.prism({}, r * 1.45, r * 1.3, r * 0.9, sides, true);
    pen.prism({0, r * 0.9, 0}, r, r * 0.94, h - r * 0.9, sides, true);
    return;
  }
  const double base = r * 0.7, capital = order == 1 ? r * 0.7 : r * 1.1;
  pen.box({}, {r * 2.7, base * 0.5, r * 2.7});
  pen.prism({0, base * 0.5, 0}, r * 1.25, r * 1.05, base * 0.5, sides, true);
  // Entasis: the shaft swells slightly at a third of its height.
  const double shaft = h - base - capital;
  const std::array<Vec3, 4> profile = {Vec3{r, 0, 0}, Vec3{r * 1.01, shaft * 0.33, 0},
                                       Vec3{r * 0.94, shaft * 0.7, 0}, Vec3{r * 0.84, shaft, 0}};
  Pen body = pen.placed(moved({0, base, 0}));
  body.lathe(profile, sides, true);
  const double top = base + shaft;
  pen.prism({0, top, 0}, r * 0.86, r * 1.2, capital * 0.45, sides, true);
  pen.box({0, top + capital * 0.45, 0}, {r * 2.6, capital * 0.55, r * 2.6});
  if (order != 2 || pen.detail.level < 3) return;
  for (const double x : {-1.0, 1.0}) {
    for (const double z : {-1.0, 1.0}) {
      Pen volute =
          pen.placed(moved({x * r * 1.05, top + capital * 0.3, z * r * 1.02}) * turned(0, 90));
      volute.prism({0, -0.06, 0}, r * 0.34, r * 0.34, 0.12, 8, true);
    }
  }
}

void clock(const Record& part, Pen& pen) {
  if (pen.detail.collision) return;
  const double r = part.number("radius");
  const Affine upright = turned(0, -90);  // the disc's up is the face's front (-z)
  const int sides = pen.detail.sides(r * 2);
  Pen rim = pen.placed(upright).painted(part.color("hand_color"));
  rim.prism({}, r * 1.12, r * 1.12, 0.12, sides, true);
  Pen face = pen.placed(upright);
  face.material = Material::glow;
  face.prism({}, r, r, 0.18, sides, true);
  if (pen.detail.level < 3) return;
  Pen mark = pen.painted(part.color("hand_color"));
  for (int hour = 0; hour < 12; ++hour) {
    const double angle = hour * std::numbers::pi / 6;
    const Vec3 ray{std::sin(angle), std::cos(angle), 0};
    const double inner = hour % 3 == 0 ? 0.72 : 0.8;
    mark.beam(ray * (r * inner) + Vec3{0, 0, -0.2}, ray * (r * 0.93) + Vec3{0, 0, -0.2}, r * 0.06,
              0.04, {0, 0, 1});
  }
  // Ten past ten, seen from the front: x runs to the viewer's left there.
  const auto hand = [&](double turns, double length, double width) {
    const double angle = -turns * 2 * std::numbers::pi;
    const Vec3 ray{std::sin(angle), std::cos(angle), 0};
    mark.beam(ray * (-0.12 * r) + Vec3{0, 0, -0.24}, ray * (length * r) + Vec3{0, 0, -0.24},
              width * r, 0.05, {0, 0, 1});
  };
  hand(10.1667 / 12, 0.55, 0.09);
  hand(10.0 / 60, 0.84, 0.06);
}

}  // namespace yc::import::shapes
