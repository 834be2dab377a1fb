// Lighting the lanterns together, round after round.
#include "kernel/space/space_state.h"
#include "kernel/store/stream.h"

namespace yc::space {

using schema::Reason;

void Space::State::handle(Participant& participant, const schema::LightLantern& light) {
  if (!may(participant, rights::Act::light_lantern, participant.limits.lantern)) return;
  const geometry::Vec3 from = participant.motion.position();
  switch (lanterns_.claim(light.lantern, from, settings.lantern_reach_m)) {
    case Lanterns::Claim::accepted:
      break;
    case Lanterns::Claim::unknown:
      return refuse(participant, refused(Reason::no_such_place, "no lantern of this name", {}), 0);
    case Lanterns::Claim::too_far:
      return refuse(participant,
                    refused(Reason::too_far, "the lantern is out of reach", "walk up to it"), 0);
    case Lanterns::Claim::being_lit:
      return;  // everybody hears of it in a moment
    case Lanterns::Claim::already_lit:
      tell(participant, schema::LanternLit{lanterns_.state(light.lantern), lanterns_.all_lit()});
      return;
  }
  const base::PrincipalId person = participant.actor.person;
  append({store::space_stream(premises.id), person,
          store::LanternLit{premises.id, light.lantern, person}},
         [this, id = participant.id, lantern = light.lantern,
          name = participant.name](const base::Result<store::Appended>& outcome) {
           if (!outcome) {
             lanterns_.release(lantern);
             return refuse(id, not_durable(outcome.error()), 0);
           }
           lanterns_.settle(lantern, name, parts.clock.wall());
           tell_everyone(schema::LanternLit{lanterns_.state(lantern), lanterns_.all_lit()});
         });
}

// A step of the tick: some time after the last was lit, all go dark for the next round.
void Space::State::follow_lanterns() {
  if (!lanterns_.take_darkening_due(parts.clock.wall())) return;
  append({store::space_stream(premises.id), {}, store::LanternsDarkened{premises.id}},
         [this](const base::Result<store::Appended>& outcome) {
           if (!outcome) return lanterns_.retry_later(parts.clock.wall());
           lanterns_.darken();
           tell_everyone(schema::LanternsDark{});
         });
}

}  // namespace yc::space
