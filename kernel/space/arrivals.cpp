// Coming in and going away.
#include <algorithm>
#include <numbers>
#include <utility>

#include "kernel/geometry/walk.h"
#include "kernel/space/space_state.h"
#include "schema/walk.h"

namespace yc::space {
namespace {

using geometry::Vec3;
using rights::Act;
using schema::Reason;

// People who arrive at one place stand apart by up to this.
constexpr double kSpreadM = 2.0;
constexpr double kSpreadStepM = 0.2;
// How far over and under a named spot its ground may lie: who left it may have been jumping.
constexpr double kSpotUnderM = 0.5;
constexpr double kSpotOverM = 3.0;
constexpr double kSpotStepM = 1.0;
constexpr int kSpotSteps = 3;
constexpr int kSpotWays = 8;

}  // namespace

void Space::State::arrive(EnterRequest request) {
  if (Participant* elsewhere = participants_.find_person(request.actor.person)) {
    send_away(*elsewhere, refused(Reason::replaced, "the same guest entered from another window",
                                  "go on there, or come back here"));
  }
  if (schema::Refused why = why_not(request); why.closing) {
    return turn_away(request, std::move(why));
  }
  if (is_full() || !line_.empty()) return wait_in_line(std::move(request));
  admit(std::move(request));
}

void Space::State::admit(EnterRequest request) {
  if (Participant* elsewhere = participants_.find_person(request.actor.person)) {
    send_away(*elsewhere, refused(Reason::replaced, "the same guest entered from another window",
                                  "go on there, or come back here"));
  }
  if (parts.neighbourhood != nullptr) {
    parts.neighbourhood->came(request.actor.person, premises.id, request.outlet);
  }
  const Spot stand = find_stand(request);
  Participant& participant =
      participants_.add(std::move(request.actor), Motion(stand.position, stand.yaw, now()));
  participant.name = std::move(request.name);
  participant.look = request.look;
  participant.moderator = parts.rights.standing(participant.actor) != rights::Standing::visitor;
  participant.outlet = std::move(request.outlet);
  participant.blocked = std::move(request.blocked);
  publish_card(participant);
  find_hidden(participant);
  find_hidden_again(participant.hidden);
  welcome(participant, request.token, request.travels);
  tell_measures(participant);
}

// As Spaces::why_not, and once more for whoever waited for the space to open, or in its line.
// closing is false when nothing stands against it.
schema::Refused Space::State::why_not(const EnterRequest& request) {
  schema::Refused why;
  const Act act = premises.made_by_people ? Act::visit_space : Act::enter;
  const rights::Decision decision = parts.rights.decide(request.actor, act, here());
  if (!decision) {
    why = refused_by(decision, parts.clock.wall());
    why.closing = true;
  } else if (!running_) {
    why = refused(Reason::shutting_down, "the server is stopping", "come back in a moment");
    why.closing = true;
  }
  return why;
}

void Space::State::welcome(Participant& participant, const std::string& token, bool travelled) {
  const Motion& motion = participant.motion;
  schema::Welcome welcome;
  welcome.protocol = schema::kProtocolVersion;
  welcome.you = {participant.handle, participant.generation, participant.name, participant.look,
                 participant.moderator};
  welcome.token = token;
  welcome.space = premises.manifest.space;
  welcome.title = title_;
  welcome.tick = tick_;
  welcome.tick_hz = settings.tick_hz;
  welcome.x = motion.position().x;
  welcome.y = motion.position().y;
  welcome.z = motion.position().z;
  welcome.yaw = crowd::yaw_from_u16(motion.yaw());
  welcome.city_hour = city_clock_.hour(parts.clock.wall());
  welcome.day_length_s = settings.day_length_s;
  welcome.people = static_cast<std::int64_t>(participants_.size());
  welcome.lanterns = lanterns_.states();
  welcome.portals = portals_told();
  for (const Act act : parts.rights.allowed_acts(participant.actor, here())) {
    welcome.may.emplace_back(rights::act_name(act));
  }
  Entered entered{std::shared_ptr<Space>(new Space(shared_from_this())),
                  participant.id,
                  participant.handle,
                  participant.generation,
                  text_of(welcome),
                  participant.actor,
                  travelled};
  participant.outlet.shard->post(
      [outlet = participant.outlet.outlet, entered = std::move(entered)] {
        if (const auto alive = outlet.lock()) alive->entered(entered);
      });
}

// Where the link leads: a place of the manifest, or a spot that a person could stand on; else the
// spawn.
Spot Space::State::find_stand(const EnterRequest& request) {
  const Manifest& manifest = premises.manifest;
  if (const Place* place = manifest.find_place(request.place)) {
    return {free_spot_near(place->position), place->yaw};
  }
  const std::optional<Spot> spot = parse_spot(request.place);
  if (spot && parts.rights.decide(request.actor, Act::teleport, here())) {
    if (const auto stand = room_at(spot->position)) return {*stand, spot->yaw};
  }
  return {free_spot_near(manifest.spawn), manifest.spawn_yaw};
}

// Where a body has room on the ground, there or a few steps aside: a spot may lie in a bench.
std::optional<Vec3> Space::State::room_at(Vec3 spot) const {
  geometry::Mover mover(*premises.ground, schema::walk::kCapsuleRadiusM);
  for (int step = 0; step <= kSpotSteps * kSpotWays; ++step) {
    const double aside = step == 0 ? 0.0 : kSpotStepM * ((step - 1) / kSpotWays + 1);
    const double angle = step % kSpotWays * (2.0 * std::numbers::pi / kSpotWays);
    Vec3 feet = spot + Vec3{std::cos(angle) * aside, 0.0, std::sin(angle) * aside};
    if (!premises.manifest.bounds.contains(feet)) continue;
    const auto ground = mover.find_ground(feet, kSpotUnderM, kSpotOverM);
    if (!ground) continue;
    feet.y = *ground;
    if (mover.has_room(feet)) return feet;
  }
  return std::nullopt;
}

void Space::State::depart(ParticipantId id) {
  Participant* participant = participants_.find(id);
  if (participant == nullptr) return;  // sent away already
  roster_.remove(participant->handle);
  // Not found among all: where thousands leave at once, that would take several ticks.
  const crowd::HiddenPtr apart = participant->hidden;
  if (parts.neighbourhood != nullptr) {
    parts.neighbourhood->went(participant->actor.person, premises.id);
  }
  participants_.remove(id);
  find_hidden_again(apart);
}

void Space::State::send_away(Participant& participant, schema::Refused why) {
  why.closing = true;
  participant.outlet.shard->post([outlet = participant.outlet.outlet, why = std::move(why)] {
    if (const auto alive = outlet.lock()) alive->close(why);
  });
  depart(participant.id);
}

void Space::State::publish_card(const Participant& participant) {
  roster_.set({participant.handle, participant.generation, participant.name, participant.look,
               participant.moderator});
}

// After somebody came or went from whom these are apart.
void Space::State::find_hidden_again(const crowd::HiddenPtr& apart) {
  if (apart == nullptr) return;
  for (const std::uint16_t handle : *apart) find_hidden(*participants_.find_handle(handle));
}

void Space::State::find_hidden(Participant& participant) {
  crowd::Handles handles;
  participants_.each([&](const Participant& other) {
    if (are_apart(participant, other)) handles.push_back(other.handle);
  });
  std::sort(handles.begin(), handles.end());
  participant.hidden =
      handles.empty() ? nullptr : std::make_shared<const crowd::Handles>(std::move(handles));
}

// Walks a little way from a safe point, so that it ends on safe ground too.
Vec3 Space::State::free_spot_near(Vec3 position) {
  const double angle = parts.random.unit() * 2.0 * std::numbers::pi;
  const double distance = parts.random.unit() * kSpreadM;
  geometry::Mover mover(*premises.ground, schema::walk::kCapsuleRadiusM);
  geometry::WalkState state{position, 0.0, true};
  for (double gone = 0.0; gone + kSpreadStepM <= distance; gone += kSpreadStepM) {
    geometry::WalkState next = state;
    mover.move_on_ground(next, std::cos(angle) * kSpreadStepM, std::sin(angle) * kSpreadStepM);
    if (!next.grounded || !premises.manifest.bounds.contains(next.feet)) break;
    state = next;
  }
  return state.feet;
}

}  // namespace yc::space
