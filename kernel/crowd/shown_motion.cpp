#include "kernel/crowd/shown_motion.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "schema/frames.h"

namespace yc::crowd {
namespace {

constexpr double kFadeS = 0.08;
constexpr double kJumpM = 15.0;  // a longer way is shown as a jump
// A coarse motion says the same as a fine one when it is as near as it can tell: its position is
// rounded to 1/16 m, its speed to 1/15 of the gait's.
constexpr double kCoarseM = 0.15;
constexpr double kCoarseShare = 0.25;
constexpr double kCoarseM_S = 0.1;

}  // namespace

PlanePoint ShownMotion::predicted(const PlaneMotion& motion, double at_tick) const {
  const double ticks =
      std::clamp(at_tick - motion.tick, 0.0, static_cast<double>(schema::kCrowdCoastTicks));
  return {motion.x + motion.velocity_x * ticks / tick_hz_,
          motion.z + motion.velocity_z * ticks / tick_hz_};
}

void ShownMotion::take(const PlaneMotion& motion, double at_tick) {
  if (known_ && motion.tick < fine_tick_) return;
  replace(motion, at_tick);
  fine_tick_ = motion.tick;
  coarse_ = false;
}

void ShownMotion::take_coarse(const PlaneMotion& motion, double at_tick) {
  if (known_ && motion.tick < motion_.tick) return;
  if (known_) {
    const PlanePoint fine = predicted(motion_, motion.tick);
    const double off = std::hypot(fine.x - motion.x, fine.z - motion.z);
    const double slower =
        std::hypot(motion_.velocity_x - motion.velocity_x, motion_.velocity_z - motion.velocity_z);
    const double speed = std::hypot(motion_.velocity_x, motion_.velocity_z);
    // Who stands is told of no more: a crawl that went on would end up to a metre off.
    const bool stops = motion.velocity_x == 0.0 && motion.velocity_z == 0.0 && speed > 0.0;
    if (!stops && off <= kCoarseM && slower <= kCoarseShare * speed + kCoarseM_S) {
      motion_ = {motion.tick, fine.x, fine.z, motion_.velocity_x, motion_.velocity_z};
      return;
    }
  }
  replace(motion, at_tick);
  coarse_ = true;
}

void ShownMotion::replace(const PlaneMotion& motion, double at_tick) {
  PlanePoint offset;
  if (known_) {
    const PlanePoint before = at(at_tick);
    const PlanePoint now = predicted(motion, at_tick);
    offset = {before.x - now.x, before.z - now.z};
    if (std::hypot(offset.x, offset.z) > kJumpM) offset = {};
  } else {
    fine_tick_ = -std::numeric_limits<double>::infinity();
  }
  motion_ = motion;
  offset_ = offset;
  offset_tick_ = at_tick;
  known_ = true;
}

PlanePoint ShownMotion::at(double at_tick) const {
  const PlanePoint now = predicted(motion_, at_tick);
  const double fading = std::exp(-std::max(0.0, at_tick - offset_tick_) / (kFadeS * tick_hz_));
  return {now.x + offset_.x * fading, now.z + offset_.z * fading};
}

}  // namespace yc::crowd
