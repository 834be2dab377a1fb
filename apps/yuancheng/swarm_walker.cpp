#include "apps/yuancheng/swarm_walker.h"

#include <cmath>

#include "schema/walk.h"

namespace yc::apps {
namespace {

using geometry::Vec3;

constexpr double kArrivedM = 0.5;
constexpr double kGiveUpS = 1.0;
constexpr double kRunShare = 0.15;   // of those who wander
constexpr double kRestChance = 0.7;  // of those on a plaza, on arrival
constexpr double kLongestRestS = 12.0;
constexpr double kStrollRunShare = 0.2;
constexpr double kCurveShare = 0.3;
constexpr double kSharpestRadS = 1.4;  // 40 degrees a second to either side
constexpr double kStopShare = 0.25;
constexpr double kLongestDropM = 0.5;
constexpr double kLevelM = 0.02;
constexpr double kLookAheadS = 0.5;
constexpr double kBeyondM = 0.6;  // ground at the end of the way may be the brink of a slope
constexpr double kTurn = 6.283185307179586;

}  // namespace

Walker::Walker(SwarmPattern pattern, int index, base::Random& random)
    : pattern_(pattern), index_(index), random_(random) {
  const double run_share = pattern == SwarmPattern::wander   ? kRunShare
                           : pattern == SwarmPattern::stroll ? kStrollRunShare
                                                             : 0.0;
  const bool runs = random.chance(run_share);
  speed_m_s_ = runs ? schema::walk::kRunMS * 0.95 : schema::walk::kWalkMS;
}

bool Walker::runs() const {
  return speed_m_s_ > schema::walk::kWalkMS;
}

void Walker::put(Vec3 feet) {
  state_ = {feet, 0.0, true};
  step_from_ = feet;
  has_goal_ = false;
  leg_s_ = level_s_ = 0;
  stand();
}

void Walker::choose_goal(const SwarmGround& ground) {
  const auto anywhere = [&] { return (random_.unit() * 2.0 - 1.0) * ground.reach_m; };
  if (pattern_ == SwarmPattern::flow) {
    // Even and odd ones start towards opposite edges, and turn round there.
    const double edge = ground.reach_m * ((index_ + crossings_++) % 2 == 0 ? 1.0 : -1.0);
    goal_ = ground.center + Vec3{edge, 0.0, anywhere() * 0.4};
  } else {
    goal_ = ground.center + Vec3{anywhere(), 0.0, anywhere()};
  }
  has_goal_ = true;
  stuck_s_ = 0;
}

void Walker::rest() {
  has_goal_ = false;
  if (pattern_ == SwarmPattern::plaza && random_.chance(kRestChance)) {
    pause_s_ = random_.unit() * kLongestRestS;
  }
}

void Walker::go(const SwarmGround& ground, double x, double z, double seconds) {
  const Vec3 before = state_.feet;
  if (is_free_ahead(ground, x, z, seconds)) {
    state_.feet = before + Vec3{x * seconds, 0.0, z * seconds};
    level_s_ -= seconds;
  } else {
    state_ = geometry::step(ground.world, state_, {x, z, false}, seconds);
  }
  velocity_x_ = (state_.feet.x - before.x) / seconds;
  velocity_z_ = (state_.feet.z - before.z) / seconds;
}

// Whether the way of a step is free and ends as high as it begins. There the solver has nothing to
// solve: a swarm that solved every step of everybody would take more of the machine than the server
// that it measures.
bool Walker::is_free_ahead(const SwarmGround& ground, double x, double z, double seconds) {
  if (x == level_x_ && z == level_z_ && level_s_ >= seconds) return true;
  const double ahead_s = turn_rad_s_ != 0.0 ? seconds : std::max(kLookAheadS, seconds);
  const double sure_s = ahead_s + kBeyondM / std::hypot(x, z);
  geometry::Mover mover(ground.world, schema::walk::kCapsuleRadiusM);
  const bool free =
      state_.grounded &&
      mover.is_plain_walk(state_.feet, state_.feet + Vec3{x * sure_s, 0.0, z * sure_s},
                          schema::walk::kStepHeightM, kLevelM);
  level_x_ = x;
  level_z_ = z;
  level_s_ = free ? ahead_s : 0.0;
  return free;
}

// Legs of two to six seconds; a quarter end in a stop, three in ten are curves.
void Walker::stroll(const SwarmGround& ground, double seconds) {
  leg_s_ -= seconds;
  const double off_x = state_.feet.x - ground.center.x;
  const double off_z = state_.feet.z - ground.center.z;
  const bool outside = std::max(std::abs(off_x), std::abs(off_z)) > ground.reach_m;
  const bool blocked = moving() && std::hypot(velocity_x_, velocity_z_) < 0.3 * speed_m_s_;
  if (leg_s_ <= 0.0 || outside || blocked) {
    const bool ended = leg_s_ <= 0.0;
    leg_s_ = 2.0 + random_.unit() * 4.0;
    turn_rad_s_ = random_.chance(kCurveShare) ? (random_.unit() - 0.5) * kSharpestRadS : 0.0;
    yaw_ = outside ? std::atan2(off_x, off_z) + random_.unit() - 0.5 : random_.unit() * kTurn;
    if (ended && random_.chance(kStopShare)) {
      pause_s_ = 1.0 + random_.unit() * 3.0;
      return stand();
    }
  }
  yaw_ += turn_rad_s_ * seconds;
  const geometry::WalkState before = state_;
  go(ground, -std::sin(yaw_) * speed_m_s_, -std::cos(yaw_) * speed_m_s_, seconds);
  if (before.grounded && (!state_.grounded || state_.feet.y < before.feet.y - kLongestDropM)) {
    state_ = before;  // nobody walks off a quay
    leg_s_ = level_s_ = 0.0;
    stand();
  }
}

void Walker::advance(const SwarmGround& ground, double seconds) {
  step_from_ = state_.feet;
  if (pause_s_ > 0.0) {
    pause_s_ -= seconds;
    return;
  }
  if (pattern_ == SwarmPattern::stroll) return stroll(ground, seconds);
  if (!has_goal_) choose_goal(ground);
  const double dx = goal_.x - state_.feet.x;
  const double dz = goal_.z - state_.feet.z;
  const double left = std::hypot(dx, dz);
  if (left < kArrivedM) {
    rest();
    return stand();
  }
  yaw_ = std::atan2(-dx, -dz);
  const Vec3 before = state_.feet;
  go(ground, dx / left * speed_m_s_, dz / left * speed_m_s_, seconds);
  const double gone = std::hypot(state_.feet.x - before.x, state_.feet.z - before.z);
  stuck_s_ = gone < 0.3 * speed_m_s_ * seconds ? stuck_s_ + seconds : 0.0;
  if (stuck_s_ > kGiveUpS) {
    rest();
    stand();
  }
}

}  // namespace yc::apps
