#pragma once
// How people move: an upright capsule against the baked mesh. docs/walking.md explains the
// algorithm; web/engine/walk/solver.ts is its twin and tests/vectors/walk/ holds the two together.

#include <optional>
#include <vector>

#include "kernel/geometry/collision_world.h"

namespace yc::geometry {

struct WalkState {
  Vec3 feet;                  // lowest point of the capsule
  double vertical_m_s = 0.0;  // upwards; 0 on the ground
  bool grounded = false;

  friend bool operator==(const WalkState&, const WalkState&) = default;
};

struct WalkInput {
  double x_m_s = 0.0;  // wanted velocity over the ground, cut to the speed of a run
  double z_m_s = 0.0;
  bool jump = false;
};

// Moves one person by dt_s seconds (more than a quarter of a second counts as that). Same world,
// state and input: same result, to the last bit, on every machine and in the browser.
WalkState step(const CollisionWorld& world, const WalkState& state, const WalkInput& input,
               double dt_s);

// Moves of at most schema::walk::kLongestMoveM, from which step and check_step are made.
class Mover {
 public:
  // A judge walks a little slimmer than the walker, who may stand in a wall by the rounding of the
  // wire.
  Mover(const CollisionWorld& world, double radius_m) : world_(world), radius_(radius_m) {}

  // Over the ground: climbs steps, follows slopes and stairs down, slides along walls; walks off
  // ledges (grounded becomes false).
  void move_on_ground(WalkState& state, double dx, double dz);
  // Through the air: slides along walls and steep slopes; lands (grounded becomes true).
  void move_in_air(WalkState& state, Vec3 by);
  // The height at which walkable ground would bear the feet, from `up` over them to `down` under.
  std::optional<double> find_ground(Vec3 feet, double up, double down);
  // Whether a body has room there.
  bool has_room(Vec3 feet);
  // Whether a straight walk meets nothing more than `highest` (at most a step) over its lower end,
  // has ground a step under it at most, and ends on walkable ground, `reach` (at most a step) over
  // or under `to` at most. What most steps in a city are, and cheap to tell.
  bool is_plain_walk(Vec3 from, Vec3 to, double highest, double reach);

 private:
  struct Ground {
    double y = 0.0;          // of the feet
    double touched_y = 0.0;  // of the point that bears them
    bool walkable = false;
    bool found = false;
  };

  void look_around(Vec3 feet);
  Ground drop(Vec3 feet, double up, double down);
  std::optional<double> highest_walkable() const;
  bool is_borne_between(Vec3 from, Vec3 to, double highest);
  bool push_above_step(Vec3 from, Vec3& feet) const;
  bool push_free(Vec3 from, Vec3& feet, bool& landed, bool& bumped) const;
  bool try_step(WalkState& state, Vec3 wanted);
  bool try_plain(WalkState& state, Vec3 wanted);
  bool try_air(WalkState& state, Vec3 wanted) const;

  const CollisionWorld& world_;
  double radius_;
  std::vector<CollisionWorld::Near> near_;
  std::vector<Ground> supports_;
};

}  // namespace yc::geometry
