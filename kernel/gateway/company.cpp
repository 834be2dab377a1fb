#include "kernel/gateway/company.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

#include "kernel/crowd/snapshot.h"
#include "kernel/social/reach.h"
#include "kernel/space/refusal.h"

namespace yc::gateway {
namespace {

using schema::AskCompanyWant;
using schema::CompanyState;
using schema::CompanyWant;
using schema::Reason;
using space::refused;

constexpr std::size_t kMostPauses = 4096;
// The tick that lets somebody in shows where they stand; who follows comes after it.
constexpr base::Duration kAfterArrival = std::chrono::milliseconds(300);
constexpr double kBesideM = 1.2;

rights::Act act_of(CompanyWant want) {
  return want == CompanyWant::summon ? rights::Act::summon : rights::Act::follow;
}

schema::Refused nothing() {
  return {};  // closing or not, without a cause it is no refusal
}

schema::Refused not_here() {
  return refused(Reason::no_such_person, "that person is not here", {});
}

schema::Refused too_often(base::Duration wait) {
  schema::Refused why = refused(Reason::rate_limited, "asked too often", "wait a while");
  why.retry_after_s = std::chrono::ceil<std::chrono::seconds>(wait).count();
  return why;
}

// A step aside of them, facing as they do; empty where they are not to be seen yet.
std::string spot_beside(const Connected& at) {
  const crowd::SnapshotPtr snapshot = at.space->latest();
  const std::uint32_t i = snapshot->find(at.handle);
  if (i == crowd::kNoEntry) return {};
  const schema::CrowdRecord& record = snapshot->entry(i).record;
  const geometry::Vec3 feet = crowd::from_wire(crowd::position_of(record));
  const double yaw = record.yaw * (2.0 * std::numbers::pi / 256.0);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.2f,%.2f,%.2f,%.3f", feet.x + std::cos(yaw) * kBesideM,
                feet.y, feet.z - std::sin(yaw) * kBesideM, yaw);
  return text.data();
}

}  // namespace

void Company::take(base::PrincipalId person, const schema::AskCompany& message) {
  schema::Refused why = nothing();
  switch (message.want) {
    case AskCompanyWant::follow:
    case AskCompanyWant::summon:
      why = ask(person, message);
      break;
    case AskCompanyWant::accept:
    case AskCompanyWant::refuse:
      why = answer(person, message);
      break;
    case AskCompanyWant::end:
      why = end(person, {message.person});
      break;
  }
  if (why.cause.empty()) {
    return parts_.connections.tell_message(person, schema::Said{message.nonce});
  }
  why.nonce = message.nonce;
  parts_.connections.tell_message(person, why);
}

// ---- asking -------------------------------------------------------------------------------------

schema::Refused Company::ask(base::PrincipalId person, const schema::AskCompany& message) {
  const auto asker = parts_.connections.find(person);
  if (!asker) return not_here();
  base::PrincipalId target{message.person};
  if (message.handle != 0) {
    target = parts_.connections.at(asker->space_id(), static_cast<std::uint16_t>(message.handle));
  }
  const CompanyWant want =
      message.want == AskCompanyWant::summon ? CompanyWant::summon : CompanyWant::follow;
  if (schema::Refused why = why_not(*asker, target, want); !why.cause.empty()) return why;
  const Request request{person, target, want, parts_.clock.monotonic() + kLapses};
  if (schema::Refused why = too_many(request); !why.cause.empty()) return why;
  const std::uint64_t id = ++last_request_;
  requests_.emplace(id, request);
  tell(target, CompanyState::asked, want, id, person);
  tell(person, CompanyState::waiting, want, id, target);
  parts_.later.post_after(kLapses, [this, id] { lapse(id); });
  return nothing();
}

// A stranger learns nothing of where somebody is: who may not approach is refused first.
schema::Refused Company::why_not(const Connected& asker, base::PrincipalId target,
                                 CompanyWant want) {
  const base::PrincipalId person = asker.actor.person;
  const auto decision = parts_.rights.decide(asker.actor, act_of(want), {asker.space_id(), target});
  if (!decision) return space::refused_by(decision, parts_.clock.wall());
  if (!target || target == person) return not_here();
  if (const auto may =
          social::check_approach(parts_.store, person, target, social::Approach::follow);
      !may) {
    return may.error().code == base::ErrorCode::denied
               ? refused(Reason::denied, may.error().cause, may.error().remedy)
               : not_here();
  }
  const auto there = parts_.connections.find(target);
  if (!there) return not_here();
  if (want == CompanyWant::follow) {
    if (!is_led_by(target, person)) return nothing();
    return refused(Reason::denied, "they follow you already", "go on: they come along");
  }
  const auto space = parts_.spaces.find(asker.space_id());
  if (!space || parts_.spaces.why_not(there->actor, *space).closing) {
    return refused(Reason::denied, "they may not come into this space",
                   "ask whoever manages it to let them in");
  }
  return nothing();
}

schema::Refused Company::too_many(const Request& wanted) {
  const base::MonotonicTime now = parts_.clock.monotonic();
  std::erase_if(refused_, [&](const auto& pause) { return pause.second <= now; });
  const auto pause = refused_.find({wanted.asker, wanted.target});
  if (pause != refused_.end()) return too_often(pause->second - now);
  std::size_t asking = 0;
  std::size_t asked = 0;
  for (const auto& [id, open] : requests_) {
    if (open.asker == wanted.asker && open.target == wanted.target)
      return too_often(open.until - now);
    asking += open.asker == wanted.asker ? 1 : 0;
    asked += open.target == wanted.target ? 1 : 0;
  }
  if (asking >= kMostAsking || asked >= kMostAsked || requests_.size() >= kMostRequests)
    return too_often(kLapses);
  return nothing();
}

bool Company::is_led_by(base::PrincipalId person, base::PrincipalId leader) const {
  for (std::size_t steps = 0; steps <= links_.size(); ++steps) {
    const auto link = links_.find(person);
    if (link == links_.end()) return false;
    person = link->second.leader;
    if (person == leader) return true;
  }
  return true;
}

void Company::lapse(std::uint64_t id) {
  if (const auto request = requests_.find(id); request != requests_.end())
    drop(request, CompanyState::lapsed);
}

Company::Requests::iterator Company::drop(Requests::iterator at, CompanyState state) {
  const auto [id, request] = *at;
  tell(request.asker, state, request.want, id, request.target);
  tell(request.target, state, request.want, id, request.asker);
  return requests_.erase(at);
}

// ---- answering ----------------------------------------------------------------------------------

schema::Refused Company::answer(base::PrincipalId person, const schema::AskCompany& message) {
  const auto found = requests_.find(message.request);
  if (found == requests_.end() || found->second.target != person) {
    return refused(Reason::denied, "this request is over", "ask them yourself");
  }
  const Request request = found->second;
  if (message.want == AskCompanyWant::accept) {
    requests_.erase(found);
    schema::Refused why = agree(request, message.request);
    if (!why.cause.empty())
      tell(request.asker, CompanyState::lapsed, request.want, message.request, person);
    return why;
  }
  if (refused_.size() >= kMostPauses) refused_.erase(refused_.begin());
  refused_[{request.asker, request.target}] = parts_.clock.monotonic() + kPause;
  drop(found, CompanyState::refused);
  return nothing();
}

// Asked once more: much may have changed in a minute.
schema::Refused Company::agree(const Request& request, std::uint64_t id) {
  const auto asker = parts_.connections.find(request.asker);
  if (!asker) return not_here();
  if (schema::Refused why = why_not(*asker, request.target, request.want); !why.cause.empty())
    return why;
  if (request.want == CompanyWant::summon) {
    tell(request.asker, CompanyState::accepted, request.want, id, request.target);
    tell(request.target, CompanyState::accepted, request.want, id, request.asker);
    bring(request.target, request.asker);
    return nothing();
  }
  const auto followers = std::ranges::count(links_, request.target,
                                            [](const auto& entry) { return entry.second.leader; });
  if (static_cast<std::size_t>(followers) >= kMostFollowers)
    return refused(Reason::denied, "twenty people follow you", "end it with some first");
  unlink(request.asker);
  links_[request.asker] = {request.target, {}, false};
  tell(request.asker, CompanyState::following, request.want, id, request.target);
  tell(request.target, CompanyState::followed, request.want, id, request.asker);
  bring_along(request.target, request.asker);
  return nothing();
}

// With whom one follows (zero: whoever it is), or who follows one; and what is asked between them.
schema::Refused Company::end(base::PrincipalId person, base::PrincipalId other) {
  if (const auto own = links_.find(person);
      own != links_.end() && (!other || own->second.leader == other)) {
    unlink(person);
  }
  if (const auto theirs = links_.find(other);
      theirs != links_.end() && theirs->second.leader == person) {
    unlink(other);
  }
  for (auto at = requests_.begin(); at != requests_.end();) {
    const bool own = other && at->second.asker == person && at->second.target == other;
    at = own ? drop(at, CompanyState::lapsed) : std::next(at);
  }
  return nothing();
}

void Company::unlink(base::PrincipalId follower) {
  const auto link = links_.find(follower);
  if (link == links_.end()) return;
  const base::PrincipalId leader = link->second.leader;
  links_.erase(link);
  tell(follower, CompanyState::ended, CompanyWant::follow, 0, leader);
  tell(leader, CompanyState::ended, CompanyWant::follow, 0, follower);
}

// ---- moving -------------------------------------------------------------------------------------

void Company::bring(base::PrincipalId person, base::PrincipalId beside) {
  const auto who = parts_.connections.find(person);
  const auto there = parts_.connections.find(beside);
  if (!who || !there) return;
  if (who->space_id() == there->space_id()) {
    return Connections::run(
        *who, [handle = there->handle](PersonLine& line) { line.come_beside(handle); });
  }
  Connections::run(*who,
                   [key = std::to_string(there->space_id().value),
                    place = spot_beside(*there)](PersonLine& line) { line.bring(key, place); });
}

// Where the leader is by now, unless both are there.
void Company::bring_along(base::PrincipalId leader, base::PrincipalId follower) {
  const auto link = links_.find(follower);
  const auto there = parts_.connections.find(leader);
  const auto who = parts_.connections.find(follower);
  if (link == links_.end() || link->second.leader != leader || !there || !who) return;
  if (who->space_id() == there->space_id()) return;
  link->second.brought_to = there->space_id();
  link->second.under_way = true;
  bring(follower, leader);
}

void Company::entered(base::PrincipalId person) {
  const auto at = parts_.connections.find(person);
  if (!at) return;
  if (const auto own = links_.find(person); own != links_.end()) {
    const base::PrincipalId leader = own->second.leader;
    const auto there = parts_.connections.find(leader);
    const bool together = there && there->space_id() == at->space_id();
    const bool brought = own->second.under_way && own->second.brought_to == at->space_id();
    own->second.under_way = false;
    // Who goes another way follows no more; who was brought and finds them gone goes on.
    if (!together && brought) bring_along(leader, person);
    if (!together && !brought) unlink(person);
  }
  for (const auto& [follower, link] : links_) {
    if (link.leader != person) continue;
    parts_.later.post_after(kAfterArrival,
                            [this, person, who = follower] { bring_along(person, who); });
  }
}

void Company::turned_away(base::PrincipalId person) {
  const auto own = links_.find(person);
  if (own != links_.end() && own->second.under_way) unlink(person);
}

void Company::left(base::PrincipalId person) {
  for (auto at = requests_.begin(); at != requests_.end();) {
    const bool theirs = at->second.asker == person || at->second.target == person;
    at = theirs ? drop(at, CompanyState::lapsed) : std::next(at);
  }
  std::vector<base::PrincipalId> over;
  for (const auto& [follower, link] : links_) {
    if (follower == person || link.leader == person) over.push_back(follower);
  }
  for (const base::PrincipalId follower : over) unlink(follower);
}

void Company::part(base::PrincipalId one, base::PrincipalId other) {
  for (auto at = requests_.begin(); at != requests_.end();) {
    const Pair between{at->second.asker, at->second.target};
    const bool theirs = between == Pair{one, other} || between == Pair{other, one};
    at = theirs ? drop(at, CompanyState::lapsed) : std::next(at);
  }
  for (const auto& [follower, leader] : {Pair{one, other}, Pair{other, one}}) {
    const auto link = links_.find(follower);
    if (link != links_.end() && link->second.leader == leader) unlink(follower);
  }
}

void Company::tell(base::PrincipalId whom, CompanyState state, CompanyWant want,
                   std::uint64_t request, base::PrincipalId about) {
  if (!parts_.connections.has(whom)) return;
  schema::Company told;
  told.state = state;
  told.want = want;
  told.request = request;
  told.person = about.value;
  if (const auto person = parts_.store.person(about)) told.name = person->name;
  const bool open = state == CompanyState::asked || state == CompanyState::waiting;
  told.lapses_s = open ? std::chrono::duration_cast<std::chrono::seconds>(kLapses).count() : 0;
  parts_.connections.tell_message(whom, told);
}

}  // namespace yc::gateway
