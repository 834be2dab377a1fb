#include "kernel/rights/rights.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "kernel/base/address.h"
#include "kernel/rights/table.h"
#include "kernel/rights/words.h"
#include "kernel/store/order.h"
#include "kernel/store/social.h"

namespace yc::rights {
namespace {

constexpr std::size_t kFriendsRead = 2000;  // of one minor; more than social::Friends::kMax

Why why_of(store::SanctionKind kind) {
  switch (kind) {
    case store::SanctionKind::ban:
      return Why::banned;
    case store::SanctionKind::suspend:
      return Why::suspended;
    case store::SanctionKind::limit:
      return Why::limited;
    case store::SanctionKind::mute:
    case store::SanctionKind::kick:
    case store::SanctionKind::warn:
      break;
  }
  return Why::muted;
}

// The id in schema/reasons.json of a refusal.
std::string_view reason_of(Why why) {
  switch (why) {
    case Why::key_scope:
    case Why::banned:
    case Why::suspended:
    case Why::limited:
    case Why::muted:
    case Why::not_verified:
    case Why::friends_only:
    case Why::minor_never:
      return kWhyNames.at(static_cast<std::size_t>(why));
    case Why::minor_hours:
    case Why::minor_played:
      return "minor_time";
    case Why::minor_contact:
      return "friends_only";
    default:
      return "denied";
  }
}

bool is_about_time(Why why) {
  return why == Why::minor_hours || why == Why::minor_played;
}

Decision decision_of(Step step) {
  Decision decision;
  decision.allowed = step.allows;
  if (!step.allows) {
    decision.reason = reason_of(step.why);
    decision.sanction = step.sanction;
    decision.text = step.sanction ? step.reason : in_words(step, Language::en);
    if (step.sanction || is_about_time(step.why)) decision.until = step.until;
  }
  decision.source = std::move(step);
  return decision;
}

void tell_grant(Step& step, const Grant& grant) {
  step.allows = true;
  step.rights = grant.rights;
  step.object = grant.object;
  step.why = Why::grant;
  if (is_open_grant(grant.id)) {
    step.why = Why::open;
  } else if (!grant.parent && grant.subject.kind == store::SubjectKind::person && !grant.by) {
    step.why = Why::owner;
  }
  step.grant = is_open_grant(grant.id) ? base::GrantId{} : grant.id;
  step.giver = grant.by;
  step.until = grant.until;
}

// One question under the table's lock.
struct Question {
  const Rights::Table& table;
  const Actor& who;
  const Rule& rule;
  const Where& where;
  Profile profile;
  base::WallTime now;
  Holder holder;

  Step refused(Why why) const {
    Step step = begun();
    step.why = why;
    return step;
  }

  Step begun() const {
    Step step;
    step.act = rule.act;
    step.tier = rule.least_tier.at(static_cast<std::size_t>(profile));
    step.standing = rule.standing;
    step.scope = rule.scope;
    step.rights = rule.right;
    step.object = where.object();
    return step;
  }

  Step answer() const {
    if (!who.scopes.has(rule.scope)) return refused(Why::key_scope);
    // Nobody can lock an administrator out by banning an address that both use.
    if (holder.standing != Standing::administrator && !rule.open_to_banned) {
      auto bound = table.binding(who, rule.stopped_by, where.space, now);
      // Nor who manages a space, out of it.
      if (bound.active && bound.active->space && bound.active->person != who.person && manages())
        bound = table.binding(who, rule.stopped_by, where.space, now, true);
      if (bound.active) return stopped(bound);
    }
    if (const auto stop = minor_stop()) return *stop;
    if (holder.standing != Standing::administrator &&
        holder.tier < rule.least_tier.at(static_cast<std::size_t>(profile)))
      return refused(Why::not_verified);
    Step step = authority();
    if (!step.allows || !rule.against_person || !where.target) return step;
    const Object place = where.object();
    const Holder other = table.holder_of(where.target);
    if (table.rank_of(other, place, now) >= table.rank_of(holder, place, now))
      return refused(Why::same_rank);
    return step;
  }

  // Whoever holds no right here hears of that, whatever else would stop them.
  Step answer_to_others() const {
    Step step = authority();
    if (!step.allows) return step;
    step = answer();
    return step.allows || step.why == Why::same_rank ? step : refused(Why::own_reason);
  }

  // The first, then what else would allow it.
  std::vector<Step> with_others(Step first) const {
    std::vector<Step> steps{std::move(first)};
    if (!steps.front().allows || rule.right == 0) return steps;
    table.grants.each(holder, where.object(), now, [&](const Grant& grant, unsigned bits) {
      if ((bits & rule.right) == 0 || grant.id == steps.front().grant) return false;
      Step step = begun();
      tell_grant(step, grant);
      if (step.why != Why::open || steps.front().why != Why::open) steps.push_back(std::move(step));
      return false;
    });
    return steps;
  }

  // What the rules for minors refuse: to a minor, or to others on a minor's account.
  std::optional<Step> minor_stop() const {
    if (rule.minors == MinorStop::nothing || table.minors.empty()) return std::nullopt;
    const auto own = table.minors.limits(who.person, profile);
    switch (rule.minors) {
      case MinorStop::nothing:
        break;
      case MinorStop::hours:
        return own ? closed_to(*own) : std::nullopt;
      case MinorStop::in_public:
        if (own && own->contact != store::Audience::everyone) return refused(Why::minor_contact);
        break;
      case MinorStop::never:
        if (own) return refused(Why::minor_never);
        break;
      case MinorStop::friends:
      case MinorStop::new_friends:
        return contact_stop(own);
    }
    return std::nullopt;
  }

  std::optional<Step> closed_to(const MinorLimits& limits) const {
    const CityMoment moment = city_moment(now);
    const int spent = table.minors.spent(who.person, moment.day);
    const bool used_up = limits.daily_minutes != 0 && spent >= limits.daily_minutes;
    if (limits.open_at(moment) && !used_up) return std::nullopt;
    Step step = refused(limits.open_at(moment) ? Why::minor_played : Why::minor_hours);
    step.until = limits.opens(now);
    return step;
  }

  std::optional<Step> contact_stop(const std::optional<MinorLimits>& own) const {
    if (!where.target || where.target == who.person) return std::nullopt;
    const auto refuses = [&](const std::optional<MinorLimits>& limits, base::PrincipalId minor,
                             base::PrincipalId other) {
      if (!limits || limits->contact == store::Audience::everyone) return false;
      if (limits->contact == store::Audience::nobody) return true;
      return rule.minors == MinorStop::friends && !table.minors.are_friends(minor, other);
    };
    if (refuses(own, who.person, where.target)) return refused(Why::minor_contact);
    const auto theirs = table.minors.limits(where.target, profile);
    if (refuses(theirs, where.target, who.person)) return refused(Why::friends_only);
    return std::nullopt;
  }

  bool manages() const {
    return table.grants.each(holder, {where.space}, now,
                             [](const Grant&, unsigned bits) { return (bits & kManage) != 0; });
  }

  Step stopped(const Rights::Table::Binding& bound) const {
    Step step = refused(why_of(bound.active->kind));
    step.sanction = bound.id;
    step.until = bound.active->until;
    step.reason = bound.active->reason;
    return step;
  }

  // By being somebody, else by a grant.
  Step authority() const {
    Step step = begun();
    if (holder.standing >= rule.standing) {
      step.allows = true;
      if (rule.standing != Standing::visitor) {
        step.why = Why::standing;
      } else if (step.tier != store::Tier::guest) {
        step.why = Why::tier;
      }
      return step;
    }
    if (holder.standing == Standing::moderator && (with_implied(kModerate) & rule.right)) {
      step.allows = true;
      step.why = Why::standing;
      step.standing = Standing::moderator;
      return step;
    }
    if (rule.right == 0) return refused(Why::no_standing);
    const bool found =
        table.grants.each(holder, where.object(), now, [&](const Grant& grant, unsigned bits) {
          if ((bits & rule.right) == 0) return false;
          tell_grant(step, grant);
          return true;
        });
    return found ? step : refused(Why::no_right);
  }
};

base::Result<std::vector<base::PrincipalId>> friends_of(store::Store& store,
                                                        base::PrincipalId person) {
  YC_TRY(const auto known, store::Social(store).friends(person, kFriendsRead));
  std::vector<base::PrincipalId> out;
  for (const store::Friend& each : known) {
    if (each.state == store::FriendState::friends) out.push_back(each.person);
  }
  return out;
}

// Their friends are known only to the disk, so they are read before the table is locked.
std::map<base::PrincipalId, std::vector<base::PrincipalId>> friends_of_new_minors(
    store::Store& store, const std::vector<store::Event>& events) {
  std::map<base::PrincipalId, std::vector<base::PrincipalId>> out;
  for (const store::Event& event : events) {
    const auto* age = std::get_if<store::AgeBandSet>(&event.payload);
    if (age == nullptr || age->band == store::AgeBand::adult) continue;
    if (auto friends = friends_of(store, age->person)) out[age->person] = *std::move(friends);
  }
  return out;
}

}  // namespace

std::string_view act_name(Act act) {
  return rule_of(act).name;
}

std::optional<Profile> profile_named(std::string_view name) {
  const auto found = std::ranges::find(kProfileNames, name);
  if (found == kProfileNames.end()) return std::nullopt;
  return static_cast<Profile>(found - kProfileNames.begin());
}

bool Object::covers(const Object& other) const {
  switch (kind()) {
    case ObjectKind::city:
      return true;
    case ObjectKind::work:
      return other.work == work;
    case ObjectKind::space:
      return other.space == space && !other.work;
    case ObjectKind::parcel:
      return other.space == space && other.parcel == parcel && !other.work;
    case ObjectKind::entity:
      return other.space == space && other.entity == entity && !other.work;
  }
  return false;
}

base::Result<std::unique_ptr<Rights>> Rights::open(store::Store& store, const base::Clock& clock,
                                                   Profile profile) {
  std::unique_ptr<Rights> rights(new Rights(store, clock, profile));
  auto table = rights->table_;
  const base::WallTime now = clock.wall();
  YC_TRY(const auto roles, store.roles());
  for (const store::RoleGrant& grant : roles) table->give_role(grant.person, grant.role);
  YC_TRY(const auto tiers, store.tiers());
  for (const store::TierOf& known : tiers) table->people[known.principal].tier = known.tier;
  YC_TRY(const auto memberships, store.memberships());
  for (const store::Membership& membership : memberships) table->add_member(membership);
  YC_TRY(const auto grants, store.grants(now));
  for (const store::GrantGiven& grant : grants) table->add_grant(grant, now);
  YC_TRY(auto sanctions, store.sanctions_in_force(now));
  for (store::Sanction& in_force : sanctions) {
    table->add(in_force.id, {in_force.kind, in_force.person, base::address_group(in_force.address),
                             std::move(in_force.device), std::move(in_force.reason), in_force.until,
                             in_force.space});
  }
  YC_CHECK(rights->load_minors());
  YC_TRY(auto untold, store::Order(store).untold_sanctions());
  for (store::Sanction& each : untold)
    table->untold[each.person].push_back({each.id, each.kind, std::move(each.reason), each.space});
  store.add_observer([table, &store](const std::vector<store::Event>& events) {
    const auto friends = friends_of_new_minors(store, events);
    const std::unique_lock lock(table->mutex);
    for (const store::Event& event : events) table->follow(event);
    for (const auto& [person, theirs] : friends) table->minors.set_friends(person, theirs);
  });
  return rights;
}

base::Status Rights::load_minors() {
  store::Order order(store_);
  YC_TRY(const auto ages, order.minors());
  for (const store::Age& age : ages) {
    table_->minors.set_age(age.person, age.band);
    YC_TRY(auto friends, friends_of(store_, age.person));
    table_->minors.set_friends(age.person, std::move(friends));
  }
  YC_TRY(const auto guardians, order.guardians());
  for (const store::Guardian& known : guardians) {
    table_->minors.add_guardian(known.minor, known.guardian);
    if (known.confirmed) table_->minors.confirm_guardian(known.minor, known.guardian);
    if (!known.limited) continue;
    const store::Hours& hours = known.hours;
    table_->minors.set_limits(known.minor, {known.guardian,
                                            {hours.days, hours.from_minute, hours.to_minute,
                                             known.daily_minutes, known.contact}});
  }
  YC_TRY(const auto spent, order.time_spent());
  for (const store::TimeSpent& each : spent)
    table_->minors.spend(each.person, each.day, each.minutes);
  return {};
}

Rights::Rights(store::Store& store, const base::Clock& clock, Profile profile)
    : store_(store), clock_(clock), profile_(profile), table_(std::make_shared<Table>()) {}

Standing Rights::standing(const Actor& who) const {
  const std::shared_lock lock(table_->mutex);
  return table_->holder_of(who.person).standing;
}

store::Tier Rights::tier(base::PrincipalId person) const {
  const std::shared_lock lock(table_->mutex);
  return table_->holder_of(person).tier;
}

Decision Rights::decide(const Actor& who, Act act, const Where& where) const {
  const base::WallTime now = clock_.wall();
  const std::shared_lock lock(table_->mutex);
  const Question question{
      *table_, who, rule_of(act), where, profile_, now, table_->holder_of(who.person)};
  return decision_of(question.answer());
}

std::vector<Step> Rights::explain(const Actor& who, Act act, const Where& where) const {
  const base::WallTime now = clock_.wall();
  const std::shared_lock lock(table_->mutex);
  const Question question{
      *table_, who, rule_of(act), where, profile_, now, table_->holder_of(who.person)};
  return question.with_others(question.answer());
}

std::vector<Step> Rights::explain_to_others(base::PrincipalId person, Act act,
                                            const Where& where) const {
  const base::WallTime now = clock_.wall();
  const Actor who{person, {}, {}, {}};
  const std::shared_lock lock(table_->mutex);
  const Question question{
      *table_, who, rule_of(act), where, profile_, now, table_->holder_of(person)};
  return question.with_others(question.answer_to_others());
}

bool Rights::holds(base::PrincipalId person, const Object& object, unsigned rights) const {
  const std::shared_lock lock(table_->mutex);
  unsigned held = 0;
  return table_->grants.each(table_->holder_of(person), object, clock_.wall(),
                             [&](const Grant&, unsigned bits) {
                               held |= bits;
                               return (held & rights) == rights;
                             });
}

std::vector<Act> Rights::allowed_acts(const Actor& who, const Where& where) const {
  std::vector<Act> acts;
  for (const Rule& rule : kRules) {
    if (decide(who, rule.act, where)) acts.push_back(rule.act);
  }
  return acts;
}

}  // namespace yc::rights
