#include "kernel/geometry/walk_check.h"

#include <algorithm>

#include "kernel/base/assert.h"
#include "schema/walk.h"

namespace yc::geometry {
namespace {

using namespace schema::walk;

// Rounding of positions and times on the wire adds up to no more than this share ...
constexpr double kPaceShare = 1.02;
// ... and blended corrections and jitter to no more than this.
constexpr double kMaxOverM = 0.5;
constexpr double kFallSlackM = 1.0;
// The server walks straight between two reports where the client may have walked a curve.
constexpr double kJudgeRadiusM = kCapsuleRadiusM - 0.01;
constexpr double kSameSpotM = 0.12;
constexpr double kSameHeightOnGroundM = 0.3;
constexpr double kSupportReachM = 0.1;
// A jump may begin on a stair or slope above the last report; clocks differ a little.
constexpr double kTakeoffRiseM = kStepHeightM;
constexpr double kAirClockSlackS = 0.15;
constexpr double kRiseSlackM = 0.05;
constexpr double kArrivedM = 0.001;
constexpr double kLongestDropM = 150.0;
constexpr double kHighestJumpM = 0.5 * kJumpMS * kJumpMS / kGravityMS2;

double flat_distance(Vec3 a, Vec3 b) {
  const double dx = b.x - a.x;
  const double dz = b.z - a.z;
  return std::sqrt(dx * dx + dz * dz);
}

bool too_fast(CheckedWalk& walk, Vec3 to, double seconds) {
  const double pace = kRunMS * kPaceShare * seconds;
  const double over = std::max(0.0, walk.over_m + flat_distance(walk.feet, to) - pace);
  if (over > kMaxOverM) return true;
  if (to.y < walk.feet.y - kTerminalMS * seconds - kFallSlackM) return true;
  walk.over_m = over;
  return false;
}

double jump_height(double air_s) {
  return kJumpMS * air_s - 0.5 * kGravityMS2 * air_s * air_s;
}

// How far a run takes off one brink and onto another that is `fall_m` lower; a body stands on each
// by a radius.
double longest_leap(double fall_m) {
  const double air_s =
      (kJumpMS + std::sqrt(kJumpMS * kJumpMS + 2.0 * kGravityMS2 * fall_m)) / kGravityMS2;
  return kRunMS * kPaceShare * air_s + kMaxOverM + 2.0 * kCapsuleRadiusM;
}

// What a jump allows `seconds` after the report before, when it began within a window before that.
struct FlightLimits {
  double highest_m;    // over the take-off
  double most_rise_m;  // since the report before
};

FlightLimits limits_of(const CheckedWalk& walk, double seconds) {
  const double earliest = std::max(0.0, walk.air_s - walk.takeoff_window_s - kAirClockSlackS);
  const double latest = walk.air_s + seconds + kAirClockSlackS;
  const double top = std::clamp(kJumpMS / kGravityMS2, earliest, latest);
  const double best = std::clamp(kJumpMS / kGravityMS2, earliest, earliest + seconds);
  return {jump_height(top), jump_height(best) - jump_height(earliest) + kRiseSlackM};
}

// Walks from one report towards the next.
class Chase {
 public:
  // height_slack: how far above or below `to` the walk may end.
  Chase(const CollisionWorld& world, const CheckedWalk& walk, Vec3 to, double height_slack)
      : mover_(world, kJudgeRadiusM),
        start_{walk.feet, 0.0, walk.grounded},
        to_(to),
        height_slack_(height_slack),
        state_(start_) {}

  const WalkState& state() const { return state_; }

  bool arrived() const {
    return flat_distance(state_.feet, to_) <= kSameSpotM &&
           std::abs(state_.feet.y - to_.y) <= height_slack_;
  }

  bool over_ground() {
    walk_flat();
    if (!state_.grounded) rise_or_fall(to_.y);
    return arrived();
  }

  // Along two sides of the triangle that a leap describes; the other two if that fails.
  bool through_air() {
    const bool rising = to_.y > start_.feet.y;
    return leap(rising) || leap(!rising);
  }

  void fall_to_ground() {
    state_.grounded = false;
    rise_or_fall(state_.feet.y - kLongestDropM);
  }

 private:
  bool leap(bool height_first) {
    state_ = start_;
    state_.grounded = false;
    afloat_m_ = 0.0;
    if (height_first) rise_or_fall(to_.y);
    walk_flat();
    if (!height_first) rise_or_fall(to_.y);
    return arrived();
  }

  // Whether the way has now led farther than a leap without ground, a jump under its lower end at
  // most, from which to leap again. A way that is no longer than a leap need not look.
  bool is_past_a_leap(double moved_m) {
    const double fall = std::max(start_.feet.y, state_.feet.y) - to_.y;
    const double leap_m = longest_leap(std::max(0.0, fall));
    if (flat_distance(start_.feet, to_) <= leap_m) return false;
    const double lowest = std::min(start_.feet.y, to_.y) - kHighestJumpM - kStepHeightM;
    const double down = std::max(0.0, state_.feet.y - lowest);
    const bool ground = mover_.find_ground(state_.feet, kStepHeightM, down).has_value();
    afloat_m_ = ground ? 0.0 : afloat_m_ + moved_m;
    return afloat_m_ > leap_m;
  }

  void walk_flat() {
    double left = flat_distance(state_.feet, to_);
    // Sliding along a wall makes the way longer, at most by half.
    const int most_moves = static_cast<int>(std::ceil(left * 1.5 / kLongestMoveM)) + 2;
    for (int move = 0; move < most_moves && left > kArrivedM; ++move) {
      const double share = std::min(1.0, kLongestMoveM / left);
      const double dx = (to_.x - state_.feet.x) * share;
      const double dz = (to_.z - state_.feet.z) * share;
      if (state_.grounded) {
        mover_.move_on_ground(state_, dx, dz);
      } else {
        state_.vertical_m_s = 1.0;  // a floor touched in passing is no landing
        mover_.move_in_air(state_, {dx, 0.0, dz});
        if (is_past_a_leap(std::sqrt(dx * dx + dz * dz))) return;
      }
      const double now_left = flat_distance(state_.feet, to_);
      if (now_left > left - kArrivedM) return;
      left = now_left;
    }
  }

  void rise_or_fall(double y) {
    while (!state_.grounded && state_.feet.y != y) {
      const double before = state_.feet.y;
      const double dy = std::clamp(y - before, -kLongestMoveM, kLongestMoveM);
      state_.vertical_m_s = dy;  // its sign decides whether a floor is a landing
      mover_.move_in_air(state_, {0.0, dy, 0.0});
      if (std::abs(state_.feet.y - before) < kArrivedM) return;
    }
  }

  Mover mover_;
  WalkState start_;
  Vec3 to_;
  double height_slack_;
  WalkState state_;
  double afloat_m_ = 0.0;  // way since there was ground to leap from
};

void land(CheckedWalk& walk, Vec3 feet) {
  walk.feet = feet;
  walk.grounded = true;
  walk.air_s = 0.0;
  walk.takeoff_window_s = 0.0;
}

// False when nobody can be at this height so long after leaving the ground.
bool fly(CheckedWalk& walk, Vec3 to, double seconds) {
  const double takeoff_y = walk.grounded ? walk.feet.y : walk.takeoff_y;
  const FlightLimits limits = limits_of(walk, seconds);
  if (to.y > takeoff_y + kTakeoffRiseM + limits.highest_m) return false;
  if (!walk.grounded && to.y > walk.feet.y + limits.most_rise_m) return false;
  walk = {.feet = to,
          .grounded = false,
          .over_m = walk.over_m,
          .takeoff_y = takeoff_y,
          .air_s = walk.air_s + seconds,
          .takeoff_window_s = walk.grounded ? seconds : walk.takeoff_window_s};
  return true;
}

// Someone in the air who fell to the ground since the last report may have jumped again from it.
bool fly_after_touching_ground(Mover& mover, CheckedWalk& walk, Vec3 to, double seconds) {
  if (walk.grounded) return false;
  const double sinking = std::max(0.0, kGravityMS2 * (walk.air_s + kAirClockSlackS) - kJumpMS);
  const double fall = sinking * seconds + 0.5 * kGravityMS2 * seconds * seconds + kSupportReachM;
  // Beside a slope too steep to stand on, the ground is a little way off.
  const double aside = kCapsuleRadiusM + kCapsuleRadiusM;
  const Vec3 from = walk.feet;
  for (const Vec3 over : {from, to, from + Vec3{aside, 0.0, 0.0}, from - Vec3{aside, 0.0, 0.0},
                          from + Vec3{0.0, 0.0, aside}, from - Vec3{0.0, 0.0, aside}}) {
    const std::optional<double> ground = mover.find_ground(over, kSupportReachM, fall);
    if (!ground) continue;
    CheckedWalk touched = walk;
    land(touched, {over.x, *ground, over.z});
    if (!fly(touched, to, seconds)) continue;
    walk = touched;
    return true;
  }
  return false;
}

// Where the walker could have got; one who hangs in the air is brought down to the ground.
void correct(CheckedWalk& walk, Chase& chase) {
  if (!chase.state().grounded) chase.fall_to_ground();
  land(walk, chase.state().grounded ? chase.state().feet : walk.feet);
  walk.over_m = 0.0;
}

}  // namespace

StepVerdict check_step(const CollisionWorld& world, CheckedWalk& walk, Vec3 to, double seconds) {
  YC_ASSERT(is_finite(to) && seconds >= 0.0);
  const bool hurried = too_fast(walk, to, seconds);
  if (world.empty()) {
    if (!hurried) walk.feet = to;
    return hurried ? StepVerdict::speed : StepVerdict::ok;
  }
  Mover mover(world, kCapsuleRadiusM);
  if (hurried) {
    Chase stay(world, walk, walk.feet, 0.0);
    correct(walk, stay);
    return StepVerdict::speed;
  }
  if (walk.grounded && mover.is_plain_walk(walk.feet, to, kStepHeightM, kSupportReachM)) {
    land(walk, to);
    return StepVerdict::ok;
  }
  const std::optional<double> ground = mover.find_ground(to, kSameHeightOnGroundM, kSupportReachM);
  Chase chase(world, walk, to, ground ? kSameHeightOnGroundM : kSameSpotM);
  if (!(walk.grounded && ground && chase.over_ground()) && !chase.through_air()) {
    correct(walk, chase);
    return StepVerdict::wall;
  }
  if (ground) {  // on it exactly, so that tolerances never add up
    land(walk, {to.x, *ground, to.z});
    return StepVerdict::ok;
  }
  if (fly(walk, to, seconds) || fly_after_touching_ground(mover, walk, to, seconds)) {
    return StepVerdict::ok;
  }
  correct(walk, chase);
  return StepVerdict::air;
}

}  // namespace yc::geometry
