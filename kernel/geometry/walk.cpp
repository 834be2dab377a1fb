#include "kernel/geometry/walk.h"

#include <algorithm>

#include "kernel/base/assert.h"
#include "kernel/geometry/capsule.h"
#include "schema/walk.h"

namespace yc::geometry {
namespace {

using namespace schema::walk;

// The whole body, or with lift = step height the part that a step does not lift over.
UprightCapsule body(Vec3 feet, double lift, double radius) {
  return {feet.x, feet.z, feet.y + lift + radius, feet.y + kCapsuleHeightM - radius, radius};
}

// The contact that overlaps most; the first of equals.
std::optional<Contact> deepest_contact(const std::vector<CollisionWorld::Near>& near,
                                       const UprightCapsule& capsule) {
  std::optional<Contact> deepest;
  const Box box = capsule.box();
  for (const CollisionWorld::Near& candidate : near) {
    if (!candidate.box.touches(box)) continue;
    const std::optional<Contact> contact = find_contact(capsule, candidate.triangle);
    if (contact && (!deepest || contact->distance < deepest->distance)) deepest = contact;
  }
  if (deepest && capsule.radius - deepest->distance <= kTouchM) return std::nullopt;
  return deepest;
}

// Horizontal distance at which a sphere just touches a point dy above or below its centre.
double touching_distance(double dy, double radius) {
  return std::sqrt(std::max(0.0, radius * radius - dy * dy));
}

// Moves the feet sideways until the contact only touches. False where there is no sideways.
bool push_sideways_from(const Contact& contact, double radius, Vec3& feet) {
  const double flat = std::sqrt(contact.away.x * contact.away.x + contact.away.z * contact.away.z);
  if (flat < kTouchM) return false;
  const double push = (touching_distance(contact.away.y, radius) - flat) / flat;
  feet.x += contact.away.x * push;
  feet.z += contact.away.z * push;
  return true;
}

bool pushed_too_far(Vec3 from, Vec3 feet) {
  const double reach = kLongestMoveM + kPushReachM;
  const double dx = feet.x - from.x;
  const double dy = feet.y - from.y;
  const double dz = feet.z - from.z;
  return dx * dx + dy * dy + dz * dz > reach * reach;
}

// A straight way over the plane, and all that is as near to it as a radius.
class Way {
 public:
  Way(Vec3 from, Vec3 to, double radius) : from_(from), to_(to), radius_(radius) {}

  // Whether it may meet the triangle, seen from above; true also for what it misses by little at
  // its own ends or at a corner of the triangle.
  bool meets(const Triangle& t) const {
    return !is_apart(t, 1.0, 0.0) && !is_apart(t, 0.0, 1.0) &&
           !is_apart(t, to_.z - from_.z, from_.x - to_.x) &&
           !is_apart(t, t.b.z - t.a.z, t.a.x - t.b.x) &&
           !is_apart(t, t.c.z - t.b.z, t.b.x - t.c.x) && !is_apart(t, t.a.z - t.c.z, t.c.x - t.a.x);
  }

 private:
  // Whether there is more than the radius between them in the direction (x, z).
  bool is_apart(const Triangle& t, double x, double z) const {
    const auto along = [&](Vec3 p) { return (p.x - from_.x) * x + (p.z - from_.z) * z; };
    const double a = along(t.a);
    const double b = along(t.b);
    const double c = along(t.c);
    const double end = along(to_);
    const double gap = std::max(std::min({a, b, c}) - std::max(0.0, end),
                                std::min(0.0, end) - std::max({a, b, c}));
    return gap > 0.0 && gap * gap > radius_ * radius_ * (x * x + z * z);
  }

  Vec3 from_;
  Vec3 to_;
  double radius_;
};

bool is_walkable(const Triangle& triangle) {
  const Vec3 n = triangle.scaled_normal();
  return n.y * n.y >= kSlopeMinUp * kSlopeMinUp * length_squared(n);
}

}  // namespace

void Mover::look_around(Vec3 feet) {
  const double reach = kLongestMoveM + kPushReachM;
  const double side = radius_ + reach;
  const double down = kStepHeightM + kLongestMoveM + kSameHeightM;
  const double up = kCapsuleHeightM + kStepHeightM + reach;
  world_.query(
      {{feet.x - side, feet.y - down, feet.z - side}, {feet.x + side, feet.y + up, feet.z + side}},
      near_);
}

// Lets the lower sphere of the capsule down from `up` above its place to `down` below it.
Mover::Ground Mover::drop(Vec3 feet, double up, double down) {
  const double top = feet.y + up + kSameHeightM;
  const double bottom = feet.y - down;
  supports_.clear();
  Ground ground;
  for (const auto& [triangle, box] : near_) {
    if (box.min.x > feet.x + radius_ || box.max.x < feet.x - radius_) continue;
    if (box.min.z > feet.z + radius_ || box.max.z < feet.z - radius_) continue;
    if (box.max.y < bottom || box.min.y - radius_ > top) continue;
    const auto support = find_support(feet.x, feet.z, radius_, triangle);
    if (!support) continue;
    const double y = support->center_y - radius_;
    if (y > top || y < bottom) continue;
    const bool upright = y + radius_ - support->touched_y >= kSlopeMinUp * radius_;
    supports_.push_back({y, support->touched_y, upright || is_walkable(triangle), true});
    if (!ground.found || y > ground.y) ground = {y, support->touched_y, false, true};
  }
  for (const Ground& support : supports_) {
    if (support.y >= ground.y - kSameHeightM && support.walkable) ground.walkable = true;
  }
  return ground;
}

// Frees the part of the body above a step by sideways pushes.
bool Mover::push_above_step(Vec3 from, Vec3& feet) const {
  for (int round = 0; round < kPushRounds; ++round) {
    const auto contact = deepest_contact(near_, body(feet, kStepHeightM, radius_));
    if (!contact) return true;
    if (!push_sideways_from(*contact, radius_, feet) || pushed_too_far(from, feet)) return false;
  }
  return false;
}

// Frees the whole body: up from what bears it, down from ceilings, sideways from the rest.
bool Mover::push_free(Vec3 from, Vec3& feet, bool& landed, bool& bumped) const {
  for (int round = 0; round < kPushRounds; ++round) {
    const auto contact = deepest_contact(near_, body(feet, 0.0, radius_));
    if (!contact) return true;
    if (contact->distance < kTouchM) return false;
    const double upness = contact->away.y / contact->distance;
    const double flat_squared =
        contact->away.x * contact->away.x + contact->away.z * contact->away.z;
    const double clear = std::sqrt(std::max(0.0, radius_ * radius_ - flat_squared));
    if (upness >= kSlopeMinUp) {
      feet.y += clear - contact->away.y;
      landed = true;
    } else if (upness <= -kSlopeMinUp) {
      feet.y -= clear + contact->away.y;
      bumped = true;
    } else if (!push_sideways_from(*contact, radius_, feet)) {
      return false;
    }
    if (pushed_too_far(from, feet)) return false;
  }
  return false;
}

// Up by a step, along, and down again. False where that ends on something too steep, or the head
// has no room.
bool Mover::try_step(WalkState& state, Vec3 wanted) {
  Vec3 feet = wanted;
  if (!push_above_step(state.feet, feet)) return false;
  const Ground ground = drop(feet, kStepHeightM, kStepHeightM);
  // The round of the sphere could roll up on an edge that is higher than a step.
  if (ground.found && ground.touched_y > state.feet.y + kStepHeightM + kSameHeightM) return false;
  if (ground.found && ground.walkable) {
    feet.y = ground.y;
    if (feet.y > state.feet.y + kTouchM &&
        deepest_contact(near_, body(feet, kStepHeightM, radius_))) {
      return false;
    }
    state = {feet, 0.0, true};
    return true;
  }
  if (ground.found && ground.y > state.feet.y + kTouchM) return false;
  state = {feet, 0.0, false};
  return true;
}

// Along at the same height, as if the floor were a wall where it is too steep.
bool Mover::try_plain(WalkState& state, Vec3 wanted) {
  Vec3 feet = wanted;
  bool landed = false;
  bool bumped = false;
  if (!push_free(state.feet, feet, landed, bumped)) return false;
  const Ground ground = drop(feet, kSameHeightM, kStepHeightM);
  const bool grounded = ground.found && ground.walkable;
  if (grounded) feet.y = ground.y;
  state = {feet, 0.0, grounded};
  return true;
}

bool Mover::try_air(WalkState& state, Vec3 wanted) const {
  Vec3 feet = wanted;
  bool landed = false;
  bool bumped = false;
  if (!push_free(state.feet, feet, landed, bumped)) return false;
  state.feet = feet;
  if (landed && state.vertical_m_s <= 0.0) {
    state.grounded = true;
    state.vertical_m_s = 0.0;
  }
  if (bumped) state.vertical_m_s = std::min(state.vertical_m_s, 0.0);
  return true;
}

void Mover::move_on_ground(WalkState& state, double dx, double dz) {
  look_around(state.feet);
  const Vec3 wanted{state.feet.x + dx, state.feet.y, state.feet.z + dz};
  if (try_step(state, wanted) || try_plain(state, wanted)) return;
  if (deepest_contact(near_, body(state.feet, 0.0, radius_))) state.feet.y += kLiftM;
}

void Mover::move_in_air(WalkState& state, Vec3 by) {
  look_around(state.feet);
  const Vec3 feet = state.feet;
  if (try_air(state, feet + by) || try_air(state, {feet.x, feet.y + by.y, feet.z}) ||
      try_air(state, {feet.x + by.x, feet.y, feet.z + by.z})) {
    return;
  }
  // Wedged where nothing gives way: that counts as ground, so that the person can walk or jump out
  // of it.
  state.vertical_m_s = 0.0;
  state.grounded = true;
  if (deepest_contact(near_, body(feet, 0.0, radius_))) state.feet.y += kLiftM;
}

std::optional<double> Mover::find_ground(Vec3 feet, double up, double down) {
  world_.query({{feet.x - radius_, feet.y - down, feet.z - radius_},
                {feet.x + radius_, feet.y + up + radius_, feet.z + radius_}},
               near_);
  drop(feet, up, down);
  return highest_walkable();
}

// Of what the last drop touched: also beside something steep that the rounding of the wire touches
// first.
std::optional<double> Mover::highest_walkable() const {
  std::optional<double> highest;
  for (const Ground& support : supports_) {
    if (support.walkable && (!highest || support.y > *highest)) highest = support.y;
  }
  return highest;
}

bool Mover::has_room(Vec3 feet) {
  look_around(feet);
  return !deepest_contact(near_, body(feet, 0.0, radius_));
}

// Whether walkable ground is near along the way, not more than a step under it, its ends apart.
bool Mover::is_borne_between(Vec3 from, Vec3 to, double highest) {
  const double dx = to.x - from.x;
  const double dz = to.z - from.z;
  const double strides = std::ceil(std::sqrt(dx * dx + dz * dz) / (2.0 * kCapsuleRadiusM));
  for (double stride = 1.0; stride < strides; stride += 1.0) {
    drop(lerp(from, to, stride / strides), highest, kStepHeightM);
    if (!highest_walkable()) return false;
  }
  return true;
}

bool Mover::is_plain_walk(Vec3 from, Vec3 to, double highest, double reach) {
  YC_ASSERT(highest <= kStepHeightM && reach <= kStepHeightM);
  const Vec3 low = min(from, to);
  const Vec3 high = max(from, to);
  if (high.y - low.y > highest) return false;
  const double side = radius_ + kSameHeightM;
  const CollisionWorld::Heights ground =
      world_.plain_ground({low - Vec3{side, 0.0, side}, high + Vec3{side, 0.0, side}});
  if (ground.low >= to.y - reach && ground.high <= to.y + reach && ground.high <= low.y + highest &&
      ground.low >= high.y - highest) {
    return true;
  }
  world_.query({{low.x - side, low.y - kStepHeightM, low.z - side},
                {high.x + side, high.y + kCapsuleHeightM, high.z + side}},
               near_);
  const Way way(from, to, side);
  for (const CollisionWorld::Near& candidate : near_) {
    if (candidate.box.max.y > low.y + highest && way.meets(candidate.triangle)) return false;
  }
  if (!is_borne_between(from, to, highest)) return false;
  // What bears the body must do so where it is said to be: not a kerb that it would stand on.
  const Ground end = drop(to, highest, reach);
  return end.found && end.y <= to.y + reach && highest_walkable().has_value();
}

WalkState step(const CollisionWorld& world, const WalkState& start, const WalkInput& input,
               double dt_s) {
  YC_ASSERT(is_finite(start.feet) && std::isfinite(start.vertical_m_s));
  YC_ASSERT(std::isfinite(input.x_m_s) && std::isfinite(input.z_m_s) && dt_s >= 0.0);
  const double dt = std::min(dt_s, kLongestStepS);
  WalkState state = start;
  if (input.jump && state.grounded) {
    state.grounded = false;
    state.vertical_m_s = kJumpMS;
  }
  const double speed = std::sqrt(input.x_m_s * input.x_m_s + input.z_m_s * input.z_m_s);
  const double cut = speed > kRunMS ? kRunMS / speed : 1.0;
  const double dx = input.x_m_s * cut * dt;
  const double dz = input.z_m_s * cut * dt;
  double dy = 0.0;
  if (!state.grounded) {
    dy = std::max(state.vertical_m_s * dt - 0.5 * kGravityMS2 * dt * dt, -kTerminalMS * dt);
    state.vertical_m_s = std::max(state.vertical_m_s - kGravityMS2 * dt, -kTerminalMS);
  }
  const double path = std::sqrt(dx * dx + dy * dy + dz * dz);
  const double moves = std::max(1.0, std::ceil(path / kLongestMoveM));
  Mover mover(world, kCapsuleRadiusM);
  for (double move = 0.0; move < moves; move += 1.0) {
    if (state.grounded) {
      mover.move_on_ground(state, dx / moves, dz / moves);
    } else {
      mover.move_in_air(state, {dx / moves, dy / moves, dz / moves});
    }
  }
  return state;
}

}  // namespace yc::geometry
