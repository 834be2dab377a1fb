// What people say: to each other, about themselves, about others.
#include <algorithm>
#include <cmath>
#include <utility>

#include "kernel/identity/name.h"
#include "kernel/space/space_state.h"
#include "kernel/store/stream.h"

namespace yc::space {
namespace {

using rights::Act;
using schema::Reason;
using schema::SayScope;

Act act_of(SayScope scope) {
  switch (scope) {
    case SayScope::near:
      return Act::speak_near;
    case SayScope::space:
      return Act::speak_space;
    case SayScope::direct:
      break;
  }
  return Act::speak_direct;
}

store::ChatScope stored(SayScope scope) {
  switch (scope) {
    case SayScope::near:
      return store::ChatScope::near;
    case SayScope::space:
      return store::ChatScope::space;
    case SayScope::direct:
      break;
  }
  return store::ChatScope::direct;
}

store::ReportReason stored(schema::ReportReason reason) {
  switch (reason) {
    case schema::ReportReason::harassment:
      return store::ReportReason::harassment;
    case schema::ReportReason::spam:
      return store::ReportReason::spam;
    case schema::ReportReason::sexual:
      return store::ReportReason::sexual;
    case schema::ReportReason::violence:
      return store::ReportReason::violence;
    case schema::ReportReason::fraud:
      return store::ReportReason::fraud;
    case schema::ReportReason::minor_safety:
      return store::ReportReason::minor_safety;
    case schema::ReportReason::other:
      break;
  }
  return store::ReportReason::other;
}

bool contains(const std::vector<base::PrincipalId>& list, base::PrincipalId person) {
  return std::find(list.begin(), list.end(), person) != list.end();
}

}  // namespace

bool Space::State::may(Participant& participant, Act act, RateLimit& limit, std::int64_t nonce,
                       const rights::Where* where) {
  const rights::Decision decision =
      parts.rights.decide(participant.actor, act, where != nullptr ? *where : here());
  if (!decision) {
    refuse(participant, refused_by(decision, parts.clock.wall()), nonce);
    return false;
  }
  const double wait_s = settings.limit_rates ? limit.take(now()) : 0.0;
  if (wait_s > 0.0) {
    counters_.rate_limited.add();
    schema::Refused why =
        refused(Reason::rate_limited, "too many in a short time", "wait a moment");
    why.retry_after_s = static_cast<std::int64_t>(std::ceil(wait_s));
    refuse(participant, std::move(why), nonce);
    return false;
  }
  return true;
}

void Space::State::refuse(const Participant& participant, schema::Refused why, std::int64_t nonce) {
  why.nonce = nonce;
  tell(participant, why);
}

void Space::State::refuse(ParticipantId id, schema::Refused why, std::int64_t nonce) {
  if (const Participant* participant = participants_.find(id)) {
    refuse(*participant, std::move(why), nonce);
  }
}

void Space::State::tell_text(const Participant& participant, SharedText text) {
  participant.outlet.shard->post(
      [outlet = participant.outlet.outlet, text = std::move(text)]() mutable {
        if (const auto alive = outlet.lock()) alive->text(std::move(text));
      });
}

void Space::State::tell_outlets(base::Executor& shard, Outlets outlets, SharedText text) {
  shard.post([outlets = std::move(outlets), text = std::move(text)] {
    for (const auto& outlet : outlets) {
      if (const auto alive = outlet.lock()) alive->text(text);
    }
  });
}

// ---- chat: durable first, then heard ------------------------------------------------------------

void Space::State::handle(Participant& participant, const schema::Say& say) {
  Utterance utterance;
  utterance.scope = stored(say.scope);
  utterance.speaker = participant.actor.person;
  utterance.from = participant.motion.position();
  rights::Where where = here();
  if (say.scope == SayScope::direct) {
    const Participant* to = participants_.find_handle(say.to);
    if (to == nullptr) {
      refuse(participant, refused(Reason::no_such_person, "that person is not here", {}),
             say.nonce);
      return;
    }
    utterance.to = to->actor.person;
    where = here(to->actor);
  }
  RateLimit& limit =
      say.scope == SayScope::space ? participant.limits.say_to_all : participant.limits.say;
  if (!may(participant, act_of(say.scope), limit, say.nonce, &where)) return;
  if (!may_speak_already(participant, say.nonce)) return;
  const std::string text = identity::clean_text(say.text);
  if (text.empty()) {
    return refuse(participant, refused(Reason::bad_message, "nothing readable was said", {}),
                  say.nonce);
  }
  participant.spoke = now();
  utterance.heard.from = participant.handle;
  utterance.heard.name = participant.name;
  utterance.heard.scope = static_cast<schema::HeardScope>(say.scope);
  utterance.heard.text = text;
  utterance.heard.unix_ms = static_cast<double>(parts.clock.wall().unix_ms);

  const store::ChatSaid event{premises.id, utterance.speaker, utterance.scope, utterance.to,
                              store::PrivateText(text)};
  append({store::space_stream(premises.id), utterance.speaker, event},
         [this, id = participant.id, nonce = say.nonce,
          utterance = std::move(utterance)](const base::Result<store::Appended>& outcome) {
           if (!outcome) return refuse(id, not_durable(outcome.error()), nonce);
           counters_.said.add();
           if (const Participant* speaker = participants_.find(id)) {
             tell(*speaker, schema::Said{nonce});
           }
           deliver_utterance(utterance);
         });
}

// Where the chat is slow, but for those who keep order there.
bool Space::State::may_speak_already(Participant& participant, std::int64_t nonce) {
  if (slow_mode_ == base::Duration{0} || !participant.spoke) return true;
  const base::Duration left = *participant.spoke + slow_mode_ - now();
  if (left <= base::Duration{0}) return true;
  if (parts.rights.decide(participant.actor, Act::set_slow_mode, here())) return true;
  const std::chrono::duration<double> left_s = left;
  schema::Refused why = refused(Reason::slow_mode, "the chat of this space is slow", "wait");
  why.retry_after_s = static_cast<std::int64_t>(std::ceil(left_s.count()));
  refuse(participant, std::move(why), nonce);
  return false;
}

void Space::State::deliver_utterance(const Utterance& utterance) {
  const Participant* speaker = participants_.find_person(utterance.speaker);
  tell_those(text_of(utterance.heard),
             [&](const Participant& hearer) { return hears(hearer, speaker, utterance); });
}

// The speaker hears `said` instead. A block is never told to the one who is blocked, and holds for
// what was said in the moment before it too.
bool Space::State::hears(const Participant& hearer, const Participant* speaker,
                         const Utterance& utterance) {
  if (hearer.actor.person == utterance.speaker) return false;
  if (contains(hearer.blocked, utterance.speaker)) return false;
  if (speaker != nullptr && are_apart(hearer, *speaker)) return false;
  switch (utterance.scope) {
    case store::ChatScope::near:
      return geometry::distance(hearer.motion.position(), utterance.from) <= settings.near_chat_m;
    case store::ChatScope::space:
      return true;
    case store::ChatScope::direct:
      break;
  }
  return hearer.actor.person == utterance.to;
}

// ---- captions: the words of a voice, for eyes; never durable, as the voice itself
// ----------------

void Space::State::handle(Participant& participant, const schema::Caption& caption) {
  if (!may(participant, Act::speak_aloud, participant.limits.caption)) return;
  const std::string text = identity::clean_text(caption.text);
  if (text.empty()) return;
  const geometry::Vec3 from = participant.motion.position();
  const int stage = media::stage_under(premises.manifest.stages, from);
  const media::Stage* stands_on = stage == media::kNoStage
                                      ? nullptr
                                      : &premises.manifest.stages[static_cast<std::size_t>(stage)];
  const geometry::Vec3 center = stands_on == nullptr ? from : stands_on->position;
  const double reach = stands_on == nullptr ? settings.hearing_m : stands_on->audience_m;
  const schema::Captioned told{participant.handle, text};
  tell_those(text_of(told), [&](const Participant& hearer) {
    return hearer.id != participant.id && !are_apart(hearer, participant) &&
           geometry::distance(hearer.motion.position(), center) <= reach;
  });
}

// ---- name and look ------------------------------------------------------------------------------

void Space::State::handle(Participant& participant, const schema::ChangeLook& change) {
  if (!may(participant, Act::change_look, participant.limits.look)) return;
  auto done = [self = shared_from_this(),
               id = participant.id](base::Result<identity::Guest> guest) {
    if (!guest) {
      const bool bad_name = guest.error().code == base::ErrorCode::bad_input;
      self->refuse(id,
                   bad_name
                       ? refused(Reason::name_invalid, guest.error().cause, guest.error().remedy)
                       : not_durable(guest.error()),
                   0);
      return;
    }
    Participant* changed = self->participants_.find(id);
    if (changed == nullptr) return;
    changed->name = guest->name;
    changed->look = guest->look;
    self->publish_card(*changed);
  };
  // Identity asks the store, which the tick must not wait for.
  participant.outlet.shard->post([self = shared_from_this(), person = participant.actor.person,
                                  change, done = std::move(done)]() mutable {
    self->parts.identity.change_look(person, change.name, change.look, self->parts.tick_executor,
                                     std::move(done));
  });
}

// ---- reports and blocks -------------------------------------------------------------------------

void Space::State::handle(Participant& participant, const schema::Report& report) {
  const Participant* subject = participants_.find_handle(report.handle);
  if (subject == nullptr) {
    refuse(participant, refused(Reason::no_such_person, "that person is not here", {}),
           report.nonce);
    return;
  }
  const base::PrincipalId person = subject->actor.person;
  const rights::Where where = here(subject->actor);
  if (!may(participant, Act::report, participant.limits.report, report.nonce, &where)) return;
  const base::Result<std::uint64_t> id = parts.store.new_id();
  if (!id) return refuse(participant, not_durable(id.error()), report.nonce);
  const base::CaseId report_id{*id};
  const store::ReportFiled event{
      report_id, premises.id,           participant.actor.person,
      person,    stored(report.reason), store::PrivateText(identity::clean_text(report.text))};
  append({store::case_stream(report_id), participant.actor.person, event},
         [this, from = participant.id,
          nonce = report.nonce](const base::Result<store::Appended>& outcome) {
           if (!outcome) return refuse(from, not_durable(outcome.error()), nonce);
           if (const Participant* reporter = participants_.find(from)) {
             tell(*reporter, schema::Said{nonce});
           }
         });
}

void Space::State::bind_block(base::PrincipalId person, base::PrincipalId other, bool blocked) {
  Participant* blocker = participants_.find_person(person);
  if (blocker == nullptr || contains(blocker->blocked, other) == blocked) return;
  std::erase(blocker->blocked, other);
  if (blocked) blocker->blocked.push_back(other);
  find_hidden(*blocker);
  if (Participant* apart = participants_.find_person(other)) find_hidden(*apart);
}

void Space::State::handle(Participant& participant, const schema::Block& block) {
  const Participant* other = participants_.find_handle(block.handle);
  if (other == nullptr || other == &participant) {
    refuse(participant, refused(Reason::no_such_person, "that person is not here", {}), 0);
    return;
  }
  const base::PrincipalId me = participant.actor.person;
  const base::PrincipalId person = other->actor.person;
  const rights::Where where = here(other->actor);
  if (!may(participant, Act::block, participant.limits.block, 0, &where)) return;
  if (contains(participant.blocked, person) == block.blocked) return;
  // Binds at once; the log follows, and takes it back if it cannot be written.
  bind_block(me, person, block.blocked);
  const store::Payload event = block.blocked ? store::Payload(store::PersonBlocked{me, person})
                                             : store::Payload(store::PersonUnblocked{me, person});
  append({store::person_stream(me), me, event},
         [this, id = participant.id, me, person,
          blocked = block.blocked](const base::Result<store::Appended>& outcome) {
           if (outcome) return;
           bind_block(me, person, !blocked);
           refuse(id, not_durable(outcome.error()), 0);
         });
}

}  // namespace yc::space
