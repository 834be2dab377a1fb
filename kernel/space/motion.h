#pragma once
// Where one participant is, by the server's judgement: each pose is checked as a step from the last
// accepted one (docs/protocol.md, "Poses and corrections").

#include <cstdint>

#include "kernel/base/clock.h"
#include "kernel/crowd/wire_position.h"
#include "kernel/geometry/box.h"
#include "kernel/geometry/walk_check.h"
#include "schema/frames.h"

namespace yc::space {

// Values are the wire's `cause` of a correction.
enum class PoseFault : std::uint8_t { none, speed, wall, bounds, clock, moved, air };

enum class PoseVerdict {
  accepted,
  ignored,    // old, or on its way before a correction
  corrected,  // the sender must be told to stand where position() says
  expelled,   // corrected too often
};

class Motion {
 public:
  Motion(geometry::Vec3 position, double yaw, base::MonotonicTime now);

  // arrived: when the pose came in; it may have waited for the tick since.
  PoseVerdict take(const schema::PoseFrame& pose, base::MonotonicTime arrived,
                   const geometry::CollisionWorld& ground, const geometry::Box& bounds);

  // The server moves the participant; poses from elsewhere are ignored until the client follows.
  void put(geometry::Vec3 position, double yaw, base::MonotonicTime now);

  geometry::Vec3 position() const { return walk_.feet; }
  std::uint16_t yaw() const { return yaw_; }  // wire units
  std::int8_t pitch() const { return pitch_; }
  std::uint8_t gait() const { return gait_; }
  std::int8_t velocity_x() const { return velocity_x_; }  // wire units; 0 unless on the move
  std::int8_t velocity_z() const { return velocity_z_; }
  bool moving() const { return velocity_x_ != 0 || velocity_z_ != 0; }
  base::MonotonicTime accepted_at() const { return accepted_at_; }  // arrival of the last accepted
  // How old the last accepted pose is, where the quickest of this client's is new on arrival, s.
  double late_s(base::MonotonicTime now) const;
  // Stands where it was last, because nothing more is heard of it.
  void halt();
  std::uint16_t sequence() const { return sequence_; }  // last accepted
  PoseFault fault() const { return fault_; }            // of the last pose that was corrected

  schema::CorrectionFrame correction(std::uint32_t tick) const;

 private:
  // Moves walk_ to `to`, or to where an honest walker could have got.
  PoseFault judge(const schema::PoseFrame& pose, geometry::Vec3 to, base::MonotonicTime now,
                  const geometry::CollisionWorld& ground, const geometry::Box& bounds);
  PoseVerdict refuse(PoseFault fault, base::MonotonicTime now);
  void accept(const schema::PoseFrame& pose);
  void measure_lag(const schema::PoseFrame& pose, base::MonotonicTime now);
  void refill_time(base::MonotonicTime now);
  PoseVerdict remind(base::MonotonicTime now);

  geometry::CheckedWalk walk_;
  std::uint16_t yaw_ = 0;
  std::int8_t pitch_ = 0;
  std::uint8_t gait_ = 0;
  std::int8_t velocity_x_ = 0;
  std::int8_t velocity_z_ = 0;
  base::MonotonicTime accepted_at_;
  double lag_s_ = 0;       // its arrival against that of the quickest
  double quickest_s_ = 0;  // least known of server's clock minus client's
  base::MonotonicTime quickest_at_;
  bool lag_known_ = false;
  std::uint16_t sequence_ = 0;       // accepted
  std::uint16_t last_sequence_ = 0;  // received
  std::uint32_t last_time_ms_ = 0;   // the client's clock at the last accepted pose
  bool heard_ = false;               // a pose has been received

  // Seconds of movement that the client may claim: grows with the server's clock, so that a client
  // whose clock runs fast gains nothing.
  double time_bank_s_;
  base::MonotonicTime bank_at_;

  bool waiting_ = true;  // for the client to stand where it was put
  base::MonotonicTime waiting_since_;
  PoseFault fault_ = PoseFault::none;
  double strikes_ = 0;
  base::MonotonicTime strikes_at_;
};

}  // namespace yc::space
