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

}  // namespace

Walker::Walker(SwarmPattern pattern, int index, base::Random& random)
    : pattern_(pattern), index_(index), random_(random) {
  const bool runs = pattern == SwarmPattern::wander && random.chance(kRunShare);
  speed_m_s_ = runs ? schema::walk::kRunMS * 0.95 : schema::walk::kWalkMS;
}

void Walker::put(Vec3 feet) {
  state_ = {feet, 0.0, true};
  has_goal_ = false;
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

void Walker::advance(const SwarmGround& ground, double seconds) {
  if (pause_s_ > 0.0) {
    pause_s_ -= seconds;
    return;
  }
  if (!has_goal_) choose_goal(ground);
  const double dx = goal_.x - state_.feet.x;
  const double dz = goal_.z - state_.feet.z;
  const double left = std::hypot(dx, dz);
  if (left < kArrivedM) return rest();
  yaw_ = std::atan2(-dx, -dz);
  const Vec3 before = state_.feet;
  state_ = geometry::step(ground.world, state_,
                          {dx / left * speed_m_s_, dz / left * speed_m_s_, false}, seconds);
  const double gone = std::hypot(state_.feet.x - before.x, state_.feet.z - before.z);
  stuck_s_ = gone < 0.3 * speed_m_s_ * seconds ? stuck_s_ + seconds : 0.0;
  if (stuck_s_ > kGiveUpS) rest();
}

}  // namespace yc::apps
