// Where people are and what their bodies do.
#include <array>
#include <cmath>
#include <utility>

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

bool ends_when_moving(std::uint8_t emote) {
  return emote == static_cast<std::uint8_t>(EmoteEmote::dance) ||
         emote == static_cast<std::uint8_t>(EmoteEmote::sit);
}

}  // namespace

void Space::State::handle(Participant& participant, const schema::PoseFrame& pose) {
  if (pose.gait > kGaitHighest) {
    return send_away(participant, refused(Reason::bad_message, "a pose with an unknown gait",
                                          "see docs/protocol.md"));
  }
  Motion& motion = participant.motion;
  switch (motion.take(pose, now(), *premises.ground, premises.manifest.bounds)) {
    case PoseVerdict::accepted: {
      const bool moving = motion.gait() >= kGaitWalk && motion.gait() <= kGaitAir;
      if (moving && ends_when_moving(participant.emote)) participant.emote = 0;
      return;
    }
    case PoseVerdict::ignored:
      return;
    case PoseVerdict::corrected: {
      counters_.corrections.add();
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
  const geometry::Vec3 stand = motion.position();
  tell(participant, schema::Moved{stand.x, stand.y, stand.z, crowd::yaw_from_u16(motion.yaw())});
}

}  // namespace yc::space
