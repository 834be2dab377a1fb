#pragma once
// How one participant of a swarm moves: by the walk solver on the server's own collision mesh.

#include "apps/yuancheng/swarm.h"
#include "kernel/base/random.h"
#include "kernel/geometry/walk.h"

namespace yc::apps {

// Where a swarm is: ground, and the square around a centre that it stays in.
struct SwarmGround {
  geometry::CollisionWorld world;
  geometry::Vec3 center;
  double reach_m = 100.0;
  std::string place;  // for hello; empty = spawn
};

class Walker {
 public:
  // index: place in the swarm; fixes which stream of a flow this one walks in.
  Walker(SwarmPattern pattern, int index, base::Random& random);

  void put(geometry::Vec3 feet);
  // Begins the next step, of so many seconds.
  void advance(const SwarmGround& ground, double seconds);

  // Where the step under way began; from there it goes at the velocity, straight on. So what is
  // told of a turn when it begins is where the walker is, as of a person's own client.
  geometry::Vec3 feet() const { return step_from_; }
  double yaw() const { return yaw_; }
  bool moving() const { return velocity_x_ != 0.0 || velocity_z_ != 0.0; }
  bool runs() const;
  // Of the step under way, m/s.
  double velocity_x() const { return velocity_x_; }
  double velocity_z() const { return velocity_z_; }

 private:
  void stroll(const SwarmGround& ground, double seconds);
  void go(const SwarmGround& ground, double x, double z, double seconds);
  bool is_free_ahead(const SwarmGround& ground, double x, double z, double seconds);
  void choose_goal(const SwarmGround& ground);
  void rest();
  void stand() { velocity_x_ = velocity_z_ = 0.0; }

  SwarmPattern pattern_;
  int index_;
  int crossings_ = 0;
  base::Random& random_;
  geometry::WalkState state_;  // at the end of the step under way
  geometry::Vec3 step_from_;
  geometry::Vec3 goal_;
  bool has_goal_ = false;
  double speed_m_s_;
  double yaw_ = 0;
  double velocity_x_ = 0;
  double velocity_z_ = 0;
  double pause_s_ = 0;
  double leg_s_ = 0;       // left of this leg of a stroll
  double turn_rad_s_ = 0;  // of this leg
  double stuck_s_ = 0;
  double level_s_ = 0;  // for which the way at this velocity is known to be free and level
  double level_x_ = 0;
  double level_z_ = 0;
};

}  // namespace yc::apps
