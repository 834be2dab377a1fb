// Where people are and what their bodies do.
#include <array>
#include <cmath>
#include <utility>

#include "kernel/crowd/dead_reckoning.h"
#include "kernel/space/space_state.h"

namespace yc::space {
namespace {

using rights::Act;
using schema::EmoteEmote;
using schema::Reason;
using std::chrono::milliseconds;

// By the emote's wire number; dance and sit last until the body moves.
constexpr base::Duration kUntilMoving = std::chrono::hours(1);
constexpr std::array<base::Duration, 8> kEmoteDurations{
    milliseconds(0), milliseconds(3000), milliseconds(3000), milliseconds(2500),
    kUntilMoving,    kUntilMoving,       milliseconds(3000), milliseconds(3000)};
static_assert(schema::kEmoteEmoteNames.size() == kEmoteDurations.size());

constexpr std::uint8_t kGaitWalk = 1;
constexpr std::uint8_t kGaitAir = 3;
constexpr std::uint8_t kGaitHighest = 4;

// As far as a tall body reaches from its feet, and a step aside of them.
constexpr double kReachM = 3.0;
constexpr double kHandUnitsPerM = 1024.0;

bool within_reach(double x, double y, double z) {
  return std::hypot(x, y, z) <= kReachM * kHandUnitsPerM;
}

// The parts of it that a body could hold there.
std::uint8_t believed(const schema::HandsPoseFrame& pose) {
  unsigned parts = 0;
  if (within_reach(pose.head_x, pose.head_y, pose.head_z)) parts |= 1;
  if (within_reach(pose.left_x, pose.left_y, pose.left_z)) parts |= 2;
  if (within_reach(pose.right_x, pose.right_y, pose.right_z)) parts |= 4;
  return static_cast<std::uint8_t>(pose.present & parts);
}

// A motion that differs by less than a viewer can see, and is not about to end, goes on.
constexpr double kSameM = 0.06;
constexpr double kSameHeightM = 0.06;
constexpr int kSameYaw = 1;    // of 256
constexpr int kSamePitch = 8;  // of 127
constexpr std::uint32_t kRenewTicks = 60;
// A pose that comes just before is not told, and the next one in time all the same (20 ticks/s).
static_assert(kRenewTicks + (schema::kCrowdRenewS + 0.5) * 20 < schema::kCrowdCoastTicks);
// Of somebody who moves and is silent for longer, nobody knows where they are.
constexpr base::Duration kSilent = milliseconds(3500);

bool is_moving(const schema::CrowdRecord& record) {
  return record.velocity_x != 0 || record.velocity_z != 0;
}

bool ends_when_moving(std::uint8_t emote) {
  return emote == static_cast<std::uint8_t>(EmoteEmote::dance) ||
         emote == static_cast<std::uint8_t>(EmoteEmote::sit);
}

}  // namespace

// What the others are told from this tick on. A pose that took longer to come than others of the
// same client is moved on by that time, so that a crowded network does not make people jerk.
void Space::State::follow_motion(Participant& participant) {
  Motion& motion = participant.motion;
  if (motion.moving() && now() - motion.accepted_at() > kSilent) {
    motion.halt();
    participant.posed = true;
  }
  const auto state = static_cast<std::uint8_t>(motion.gait() | participant.emote << 4);
  if (!participant.posed && state == participant.record.state) return;
  schema::CrowdRecord next = participant.record;
  next.handle = participant.handle;
  next.generation = participant.generation;
  next.state = state;
  if (std::exchange(participant.posed, false)) {
    geometry::Vec3 position = motion.position();
    const double late_s = motion.late_s(tick_at_);
    position.x += crowd::velocity_from_wire(motion.velocity_x()) * late_s;
    position.z += crowd::velocity_from_wire(motion.velocity_z()) * late_s;
    crowd::set_position(next, crowd::to_wire(position));
    next.yaw = static_cast<std::uint8_t>((motion.yaw() + 128u) >> 8);
    next.pitch = motion.pitch();
    next.velocity_x = motion.velocity_x();
    next.velocity_z = motion.velocity_z();
    if (goes_on(participant, next)) return;
    participant.motion_tick = tick_;
  }
  participant.record = next;
  participant.changed_tick = tick_;
}

bool Space::State::goes_on(const Participant& participant, const schema::CrowdRecord& next) const {
  const schema::CrowdRecord& told = participant.record;
  if (participant.changed_tick == 0 || next.state != told.state) return false;
  if (next.velocity_x != told.velocity_x || next.velocity_z != told.velocity_z) return false;
  if (is_moving(next) && tick_ - participant.motion_tick >= kRenewTicks) return false;
  if (std::abs(static_cast<std::int8_t>(next.yaw - told.yaw)) > kSameYaw) return false;
  if (std::abs(next.pitch - told.pitch) > kSamePitch) return false;
  const geometry::Vec3 there =
      crowd::position_at(told, participant.motion_tick, tick_, settings.tick_hz);
  const geometry::Vec3 off = crowd::from_wire(crowd::position_of(next)) - there;
  return std::hypot(off.x, off.z) <= kSameM && std::abs(off.y) <= kSameHeightM;
}

void Space::State::handle(Participant& participant, const schema::PoseFrame& pose) {
  if (pose.gait > kGaitHighest) {
    return send_away(participant, refused(Reason::bad_message, "a pose with an unknown gait",
                                          "see docs/protocol.md"));
  }
  Motion& motion = participant.motion;
  switch (motion.take(pose, arrived_, *premises.ground, premises.manifest.bounds)) {
    case PoseVerdict::accepted: {
      participant.posed = true;
      const bool moving = motion.gait() >= kGaitWalk && motion.gait() <= kGaitAir;
      if (moving && ends_when_moving(participant.emote)) participant.emote = 0;
      return;
    }
    case PoseVerdict::ignored:
      return;
    case PoseVerdict::corrected: {
      counters_.corrections.add();
      participant.posed = true;
      const schema::CorrectionFrame frame = motion.correction(tick_);
      std::vector<std::byte> bytes(schema::CorrectionFrame::kHeaderSize);
      frame.write(bytes.data());
      participant.outlet.shard->post(
          [outlet = participant.outlet.outlet, bytes = std::move(bytes)]() mutable {
            if (const auto alive = outlet.lock()) alive->frame(std::move(bytes));
          });
      return;
    }
    case PoseVerdict::expelled:
      counters_.expelled.add();
      send_away(participant,
                refused(Reason::impossible_pose, "poses that no body could make, again and again",
                        "reload the page"));
      return;
  }
}

void Space::State::handle(Participant& participant, const schema::HandsPoseFrame& pose) {
  schema::HandsRecord record;
  record.handle = participant.handle;
  // The record is the handle followed by the frame's fields, without its kind byte.
  static_assert(schema::HandsRecord::kSize == 2 + schema::HandsPoseFrame::kHeaderSize - 1);
  std::array<std::byte, schema::HandsPoseFrame::kHeaderSize> frame;
  pose.write(frame.data());
  std::array<std::byte, schema::HandsRecord::kSize> bytes;
  record.write(bytes.data());
  std::copy(frame.begin() + 1, frame.end(), bytes.begin() + 2);
  record.read(bytes.data());
  record.present = believed(pose);
  participant.hands = std::make_shared<const schema::HandsRecord>(record);
  participant.hands_at = now();
}

void Space::State::handle(Participant& participant, const schema::Emote& emote) {
  if (!may(participant, Act::emote, participant.limits.emote)) return;
  participant.emote = static_cast<std::uint8_t>(emote.emote);
  participant.emote_until = now() + kEmoteDurations[participant.emote];
}

void Space::State::handle(Participant& participant, const schema::Teleport& teleport) {
  if (!may(participant, Act::teleport, participant.limits.teleport)) return;
  geometry::Vec3 position;
  double yaw = 0;
  if (teleport.handle != 0) {
    const Participant* other = participants_.find_handle(teleport.handle);
    if (other == nullptr || are_apart(participant, *other)) {
      refuse(participant, refused(Reason::no_such_person, "that person is not here", {}), 0);
      return;
    }
    position = other->motion.position();
    yaw = crowd::yaw_from_u16(participant.motion.yaw());
  } else {
    const Place* place = premises.manifest.find_place(teleport.place);
    if (place == nullptr) {
      refuse(participant, refused(Reason::no_such_place, "no place of this name", {}), 0);
      return;
    }
    position = place->position;
    yaw = place->yaw;
  }
  Motion& motion = participant.motion;
  motion.put(free_spot_near(position), yaw, now());
  participant.posed = true;
  roster_.jump(participant.handle);
  const geometry::Vec3 stand = motion.position();
  tell(participant, schema::Moved{stand.x, stand.y, stand.z, crowd::yaw_from_u16(motion.yaw())});
}

}  // namespace yc::space
