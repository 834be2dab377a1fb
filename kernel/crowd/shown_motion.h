#pragma once
// One person as a viewer's page shows them: where their motion says, with the difference to what
// was shown before fading away. The twin of web/engine/crowd/motions.ts, for those who measure what
// viewers see; both are held to tests/vectors/motion.

#include <cstdint>

namespace yc::crowd {

struct PlaneMotion {
  double tick = 0;  // at which the position was true
  double x = 0;     // metres
  double z = 0;
  double velocity_x = 0;  // m/s
  double velocity_z = 0;
};

struct PlanePoint {
  double x = 0;
  double z = 0;
};

class ShownMotion {
 public:
  explicit ShownMotion(int tick_hz = 20) : tick_hz_(tick_hz) {}

  bool known() const { return known_; }
  const PlaneMotion& motion() const { return motion_; }

  // Takes a motion that arrives at at_tick. It is better than what cells have said meanwhile, also
  // when it began before; only one older than the last such motion is left.
  void take(const PlaneMotion& motion, double at_tick);
  // The same of crowd_cells: where it says what is known already, the present motion goes on.
  void take_coarse(const PlaneMotion& motion, double at_tick);
  bool is_coarse() const { return coarse_; }  // the present motion is of crowd_cells
  // at_tick does not go back. Undefined before the first motion.
  PlanePoint at(double at_tick) const;

 private:
  void replace(const PlaneMotion& motion, double at_tick);
  PlanePoint predicted(const PlaneMotion& motion, double at_tick) const;

  int tick_hz_;
  bool known_ = false;
  bool coarse_ = false;
  double fine_tick_ = 0;  // of the last motion taken that was not coarse
  PlaneMotion motion_;
  PlanePoint offset_;
  double offset_tick_ = 0;
};

}  // namespace yc::crowd
