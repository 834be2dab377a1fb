// Ways into other spaces, and people who are moved there together.
#include <utility>

#include "kernel/space/space_state.h"

namespace yc::space {
namespace {

using schema::Reason;

constexpr double kCmPerM = 100.0;
// What a body moves while its message is under way.
constexpr double kSlackM = 1.5;
constexpr double kHeightM = 3.0;
constexpr std::size_t kPortalsToldMax = 64;  // of the welcome

geometry::Vec3 position_of(const store::Portal& portal) {
  return {static_cast<double>(portal.x_cm) / kCmPerM, static_cast<double>(portal.y_cm) / kCmPerM,
          static_cast<double>(portal.z_cm) / kCmPerM};
}

}  // namespace

// The name of a space into which not everybody may go is told to nobody.
std::vector<schema::Portal> Space::State::portals_told() const {
  std::vector<schema::Portal> told;
  for (const store::Portal& portal : portals_) {
    const geometry::Vec3 at = position_of(portal);
    const std::string to = portal.to_space ? std::to_string(portal.to_space.value) : "city";
    const bool open =
        parts.rights.decide({}, rights::Act::visit_space, {portal.to_space, {}}).allowed;
    told.push_back({portal.id, at.x, at.y, at.z, portal.radius_cm / kCmPerM, to,
                    open ? portal.to_name : std::string()});
    if (told.size() == kPortalsToldMax) break;
  }
  return told;
}

void Space::State::set_portals(std::vector<store::Portal> portals) {
  portals_ = std::move(portals);
  tell_everyone(schema::Portals{portals_told()});
}

void Space::State::handle(Participant& participant, const schema::Travel& travel) {
  const auto portal = std::ranges::find(portals_, travel.portal, &store::Portal::id);
  if (portal == portals_.end()) {
    return refuse(participant, refused(Reason::no_such_place, "no such portal here", {}), 0);
  }
  const geometry::Vec3 off = participant.motion.position() - position_of(*portal);
  if (std::hypot(off.x, off.z) > portal->radius_cm / kCmPerM + kSlackM ||
      std::abs(off.y) > kHeightM) {
    return refuse(participant,
                  refused(Reason::too_far, "the portal is somewhere else", "walk into it"), 0);
  }
  participant.outlet.shard->post(
      [outlet = participant.outlet.outlet, to = portal->to_space, place = portal->to_place] {
        if (const auto alive = outlet.lock()) alive->leads(to, place);
      });
}

bool Space::State::is_empty() const {
  return participants_.size() == 0 && line_.empty();
}

void Space::State::let_go(base::PrincipalId person, const OutletRef& outlet) {
  Participant* participant = participants_.find_person(person);
  if (participant == nullptr) return;
  if (is_same(participant->outlet, outlet)) return depart(participant->id);
  send_away(*participant, refused(Reason::replaced, "the same guest entered from another window",
                                  "go on there, or come back here"));
}

std::vector<EnterRequest> Space::State::release_all(const schema::Refused& why) {
  for (const EnterRequest& request : line_) turn_away(request, why);
  line_.clear();
  return release_if(why, [](const Participant&) { return true; });
}

// Whoever waits in line is asked again when their turn comes.
std::vector<EnterRequest> Space::State::release_unwelcome() {
  const schema::Refused why =
      refused(Reason::visit_ended, "you may not be in this space any more", "you are in the city");
  return release_if(why, [this](const Participant& participant) {
    return !parts.rights.decide(participant.actor, rights::Act::visit_space, here());
  });
}

template <typename Leaves>
std::vector<EnterRequest> Space::State::release_if(const schema::Refused& why, Leaves leaves) {
  std::vector<EnterRequest> released;
  participants_.each([&](Participant& participant) {
    if (!leaves(participant)) return;
    refuse(participant, why, 0);
    released.push_back({participant.actor,
                        participant.name,
                        participant.look,
                        {},
                        participant.blocked,
                        {},
                        participant.outlet,
                        false});
  });
  return released;
}

}  // namespace yc::space
