// Those who manage the city act on people; sanctions bind at once, wherever they come from.
#include <algorithm>
#include <utility>

#include "kernel/identity/name.h"
#include "kernel/space/space_state.h"

namespace yc::space {
namespace {

using rights::Act;
using schema::ModerateAct;
using schema::Reason;

constexpr std::int64_t kMsPerMinute = 60'000;

Act act_of(ModerateAct act) {
  switch (act) {
    case ModerateAct::mute:
    case ModerateAct::unmute:
      return Act::mute;
    case ModerateAct::kick:
      return Act::kick;
    case ModerateAct::ban:
      break;
  }
  return Act::ban;
}

store::SanctionKind kind_of(ModerateAct act) {
  switch (act) {
    case ModerateAct::kick:
      return store::SanctionKind::kick;
    case ModerateAct::ban:
      return store::SanctionKind::ban;
    case ModerateAct::mute:
    case ModerateAct::unmute:
      break;
  }
  return store::SanctionKind::mute;
}

std::int64_t minutes_until(base::WallTime until, base::WallTime now) {
  if (until.unix_ms <= now.unix_ms) return 0;
  return (until.unix_ms - now.unix_ms + kMsPerMinute - 1) / kMsPerMinute;
}

schema::SanctionedAct told_act(store::SanctionKind kind) {
  switch (kind) {
    case store::SanctionKind::mute:
      return schema::SanctionedAct::mute;
    case store::SanctionKind::limit:
      return schema::SanctionedAct::limit;
    case store::SanctionKind::warn:
      return schema::SanctionedAct::warn;
    case store::SanctionKind::kick:
      return schema::SanctionedAct::kick;
    case store::SanctionKind::suspend:
    case store::SanctionKind::ban:
      break;
  }
  return schema::SanctionedAct::ban;
}

bool shuts_out(store::SanctionKind kind) {
  return kind == store::SanctionKind::ban || kind == store::SanctionKind::suspend;
}

Reason reason_of(store::SanctionKind kind) {
  if (kind == store::SanctionKind::kick) return Reason::kicked;
  return kind == store::SanctionKind::suspend ? Reason::suspended : Reason::banned;
}

}  // namespace

void Space::State::handle(Participant& participant, const schema::Moderate& moderate) {
  const Participant* target = participants_.find_handle(moderate.handle);
  if (target == nullptr) {
    refuse(participant, refused(Reason::no_such_person, "that person is not here", {}),
           moderate.nonce);
    return;
  }
  const rights::Where where = here(target->actor);
  if (!may(participant, act_of(moderate.act), participant.limits.moderate, moderate.nonce,
           &where)) {
    return;
  }
  if (moderate.act == ModerateAct::unmute) return unmute(participant, moderate, where);
  rights::SanctionRequest request;
  request.kind = kind_of(moderate.act);
  request.person = where.target;
  if (moderate.act == ModerateAct::ban) {
    request.address = target->actor.address;
    request.device = target->actor.device;
  }
  request.reason = identity::clean_text(moderate.reason);
  if (moderate.minutes > 0) {
    request.until = {parts.clock.wall().unix_ms + moderate.minutes * kMsPerMinute};
  }
  parts.rights.place_sanction(participant.actor, where, std::move(request), parts.tick_executor,
                              [self = shared_from_this(), id = participant.id,
                               nonce = moderate.nonce](base::Result<base::CaseId> outcome) {
                                if (!outcome)
                                  return self->refuse(id, refused_by(outcome.error()), nonce);
                                if (const Participant* moderator = self->participants_.find(id)) {
                                  self->tell(*moderator, schema::Said{nonce});
                                }
                              });
}

void Space::State::unmute(Participant& moderator, const schema::Moderate& moderate,
                          const rights::Where& where) {
  const std::string reason = identity::clean_text(moderate.reason);
  parts.rights.unmute(
      moderator.actor, where, reason, parts.tick_executor,
      [self = shared_from_this(), id = moderator.id, nonce = moderate.nonce, target = where.target,
       reason](const base::Result<store::Appended>& outcome) {
        if (!outcome) return self->refuse(id, refused_by(outcome.error()), nonce);
        if (const Participant* by = self->participants_.find(id)) {
          self->tell(*by, schema::Said{nonce});
        }
        if (const Participant* freed = self->participants_.find_person(target)) {
          self->tell(*freed, schema::Sanctioned{schema::SanctionedAct::unmute, reason, 0});
        }
      });
}

void Space::State::bind_sanction(const store::SanctionPlaced& sanction) {
  if (sanction.space && sanction.space != premises.id) return;
  const base::WallTime wall = parts.clock.wall();
  const std::int64_t minutes = minutes_until({sanction.until_ms}, wall);
  std::vector<ParticipantId> to_leave;
  participants_.each([&](const Participant& participant) {
    const bool named = sanction.person && participant.actor.person == sanction.person;
    if (named && (sanction.kind == store::SanctionKind::mute ||
                  sanction.kind == store::SanctionKind::limit)) {
      tell(participant, schema::Sanctioned{told_act(sanction.kind), sanction.reason.text, minutes});
    } else if (named && sanction.kind == store::SanctionKind::warn) {
      tell_recorded(participant, {sanction.sanction, sanction.kind, sanction.reason.text, {}});
    } else if (sanction.kind == store::SanctionKind::kick && named) {
      to_leave.push_back(participant.id);
    } else if (shuts_out(sanction.kind) &&
               !parts.rights.decide(participant.actor, Act::enter, here())) {
      to_leave.push_back(participant.id);
    }
  });
  const bool kick = sanction.kind == store::SanctionKind::kick;
  for (const ParticipantId id : to_leave) {
    Participant& participant = *participants_.find(id);
    if (kick) note_told(participant, sanction.sanction);
    tell(participant,
         schema::Sanctioned{kick ? schema::SanctionedAct::kick : schema::SanctionedAct::ban,
                            sanction.reason.text, minutes});
    schema::Refused why = refused(reason_of(sanction.kind), sanction.reason.text, {});
    why.retry_after_s = kick ? 0 : std::min<std::int64_t>(minutes * 60, 31'536'000);
    send_away(participant, std::move(why));
  }
}

// The rules for minors: see minor_watch.h.
void Space::State::tell_time_ends(base::PrincipalId person, int minutes) {
  if (const Participant* participant = participants_.find_person(person))
    tell(*participant, schema::TimeEnds{minutes});
}

void Space::State::close_to(base::PrincipalId person, schema::Refused why) {
  if (Participant* participant = participants_.find_person(person))
    send_away(*participant, std::move(why));
}

// Who comes back hears what was decided meanwhile, and what still binds.
void Space::State::tell_measures(const Participant& participant) {
  for (const rights::Untold& measure : parts.rights.untold(participant.actor.person)) {
    if (!measure.space || measure.space == premises.id) tell_recorded(participant, measure);
  }
  if (const auto quiet = parts.rights.bound_quiet(participant.actor, premises.id))
    tell(participant, schema::Sanctioned{told_act(quiet->kind), quiet->reason, 0});
}

// A warning, or a kick of somebody who was not there: told once.
void Space::State::tell_recorded(const Participant& participant, const rights::Untold& measure) {
  tell(participant, schema::Sanctioned{told_act(measure.kind), measure.reason, 0});
  note_told(participant, measure.id);
}

void Space::State::note_told(const Participant& participant, base::CaseId sanction) {
  const base::PrincipalId person = participant.actor.person;
  store::Batch batch;
  batch.events.push_back({store::case_stream(sanction), {}, store::SanctionTold{sanction, person}});
  parts.store.append_unanswered(std::move(batch));
}

}  // namespace yc::space
