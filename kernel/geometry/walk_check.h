#pragma once
// The server's judgement of one reported step. A client walks by itself and reports where it is;
// the server walks there too, by the same rules, and says whether an honest client could have
// arrived.

#include "kernel/geometry/walk.h"

namespace yc::geometry {

enum class StepVerdict {
  ok,
  speed,  // farther than a run in that time, or a fall faster than any
  wall,   // something is in the way, or there is nothing to stand on where the feet are said to be
  air,    // higher or longer in the air than a jump or a fall allows
};

// What the server knows of one walker between reports. Start with the feet at a safe place.
struct CheckedWalk {
  Vec3 feet;
  bool grounded = true;
  double over_m = 0.0;     // walked beyond a run's pace lately; forgiven as time passes
  double takeoff_y = 0.0;  // in the air: height of the feet when last on the ground
  double air_s = 0.0;      // in the air: seconds since the last report from the ground
  double takeoff_window_s =
      0.0;  // in the air: the take-off was within so many seconds after that report

  friend bool operator==(const CheckedWalk&, const CheckedWalk&) = default;
};

// Judges a step to `to` (finite; in bounds) within seconds (>= 0) and moves `walk`: to `to` when
// the verdict is ok, else to where the walker could have got: tell the client to stand there. In a
// world without cells only the speed is judged.
StepVerdict check_step(const CollisionWorld& world, CheckedWalk& walk, Vec3 to, double seconds);

}  // namespace yc::geometry
