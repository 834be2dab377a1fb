// Giving and taking back grants and roles.
#include <algorithm>
#include <mutex>

#include "kernel/rights/reply.h"
#include "kernel/rights/table.h"

namespace yc::rights {
namespace {

using base::ErrorCode;
using base::fail;

Where where_of(const Object& object) {
  return {object.space, {}, object.parcel, object.entity, object.work};
}

// For whom it is, too.
Where where_of(const store::GrantGiven& grant) {
  const bool person = grant.subject_kind == store::SubjectKind::person;
  return {grant.space,
          person ? base::PrincipalId{grant.subject} : base::PrincipalId{},
          {grant.parcel},
          {grant.entity},
          {grant.work}};
}

bool names_somebody(const Subject& subject) {
  switch (subject.kind) {
    case store::SubjectKind::person:
    case store::SubjectKind::organisation:
      return subject.id != 0;
    case store::SubjectKind::role:
      return !name_of(static_cast<store::Role>(subject.id)).empty();
    case store::SubjectKind::tier:
      return !name_of(static_cast<store::Tier>(subject.id)).empty();
    case store::SubjectKind::everyone:
      return subject.id == 0;
  }
  return false;
}

base::Status check_request(const GrantRequest& request, base::WallTime now) {
  if (request.rights == 0 || (request.rights & ~kAllRights) != 0)
    return fail(ErrorCode::bad_input, "the grant gives no right", "name at least one right");
  if (!names_somebody(request.subject))
    return fail(ErrorCode::bad_input, "the grant is for nobody", "name a person or group");
  const bool many = request.subject.kind == store::SubjectKind::tier ||
                    request.subject.kind == store::SubjectKind::everyone;
  if (many && (request.delegable || (request.rights & (kManage | kModerate))))
    return fail(ErrorCode::bad_input, "keeping order and managing are not for everybody",
                "give them to persons, organisations or roles");
  const bool ends = request.until.unix_ms != 0;
  if (ends && (request.until <= request.from || request.until <= now))
    return fail(ErrorCode::bad_input, "the grant ends before it begins", "choose a later end");
  return {};
}

bool lasts(base::WallTime end, base::WallTime wanted) {
  return end.unix_ms == 0 || (wanted.unix_ms != 0 && wanted <= end);
}

store::GrantGiven event_of(const Grant& grant) {
  store::GrantGiven event;
  event.grant = grant.id.value;
  event.space = grant.object.space;
  event.parcel = grant.object.parcel.value;
  event.entity = grant.object.entity.value;
  event.work = grant.object.work.value;
  event.subject_kind = grant.subject.kind;
  event.subject = grant.subject.id;
  event.rights = static_cast<std::uint8_t>(grant.rights);
  event.delegable = grant.delegable;
  event.from_ms = grant.from.unix_ms;
  event.until_ms = grant.until.unix_ms;
  event.by = grant.by;
  event.parent = grant.parent.value;
  return event;
}

// Of the grants that may be passed on, one that covers the request; without an end given, the one
// that lasts longest.
std::optional<Grant> parent_for(const GrantBook& grants, const Holder& holder,
                                const GrantRequest& request, base::WallTime now) {
  std::optional<Grant> best;
  grants.each(holder, request.object, now, [&](const Grant& grant, unsigned bits) {
    const bool covers =
        (bits & kDelegable) != 0 && (with_implied(grant.rights) & request.rights) == request.rights;
    if (!covers) return false;
    if (request.until.unix_ms != 0 && !lasts(grant.until, request.until)) return false;
    if (!best || lasts(grant.until, best->until)) best = grant;
    return best->until.unix_ms == 0;
  });
  return best;
}

// Whether one is the other or was passed on from it.
bool is_from(const GrantBook& grants, const Grant& grant, base::GrantId above) {
  for (const Grant* at = &grant; at != nullptr; at = grants.find(at->parent)) {
    if (at->id == above) return true;
  }
  return false;
}

bool may_revoke(const GrantBook& grants, const Holder& holder, const Grant& grant,
                base::WallTime now) {
  if (holder.standing == Standing::administrator) return true;
  for (const Grant* at = &grant; at != nullptr; at = grants.find(at->parent)) {
    if (at->by && at->by == holder.person) return true;
  }
  if (!grant.parent) return false;  // what the city gave only the city takes
  if (grant.subject == Subject{store::SubjectKind::person, holder.person.value}) return true;
  return grants.each(holder, grant.object, now, [&](const Grant& own, unsigned bits) {
    return (bits & kManage) != 0 && !is_from(grants, own, grant.id);
  });
}

}  // namespace

base::Result<Rights::Prepared> Rights::prepare_grant(const Actor& who, GrantRequest request) {
  const Decision decision = decide(who, Act::grant_rights, where_of(request.object));
  if (!decision) return std::unexpected(denied(decision.text));
  const base::WallTime now = clock_.wall();
  YC_CHECK(check_request(request, now));
  if (request.subject.kind == store::SubjectKind::person)
    YC_CHECK(store_.person({request.subject.id}));
  YC_TRY(const std::uint64_t id, store_.new_id());
  Grant grant{{id},           request.object,    request.subject,
              request.rights, request.delegable, request.from,
              request.until,  who.person,        {}};
  {
    const std::shared_lock lock(table_->mutex);
    if (table_->grants.on(request.object).size() >= GrantBook::kMaxOnOne)
      return std::unexpected(base::Error{ErrorCode::conflict, "it has as many grants as may be",
                                         "take one back, or grant it to an organisation"});
    const Holder holder = table_->holder_of(who.person);
    const auto parent = parent_for(table_->grants, holder, request, now);
    if (!parent && holder.standing != Standing::administrator) {
      return std::unexpected(
          denied("one passes on only what one holds, and no longer than one holds it"));
    }
    if (parent && holder.standing != Standing::administrator) {
      grant.parent = parent->id;
      if (grant.until.unix_ms == 0) grant.until = parent->until;
    }
  }
  return Prepared{grant.id, {store::grant_stream(grant.id), who.person, event_of(grant)}};
}

void Rights::give_grant(const Actor& who, GrantRequest request, base::Executor& reply_on,
                        GrantDone done) {
  auto prepared = prepare_grant(who, std::move(request));
  if (!prepared) return reply_error(reply_on, std::move(done), std::move(prepared).error());
  const base::StreamId stream = prepared->event.stream;
  const Where where = where_of(std::get<store::GrantGiven>(prepared->event.payload));
  auto kept = record(who, Act::grant_rights, where, prepared->id.value);
  if (!kept) return reply_error(reply_on, std::move(done), std::move(kept).error());
  store::Batch batch{{std::move(prepared->event)}, {{stream, 0}}};
  add(batch, *std::move(kept));
  store_.append(std::move(batch), reply_on, then_give(std::move(done), prepared->id));
}

void Rights::revoke_grant(const Actor& who, base::GrantId id, base::Executor& reply_on,
                          LiftDone done) {
  const auto refuse = [&](base::Error error) {
    reply_error(reply_on, std::move(done), std::move(error));
  };
  Object object;
  bool may = false;
  bool by_role = false;
  {
    const std::shared_lock lock(table_->mutex);
    const Grant* grant = table_->grants.find(id);
    if (grant == nullptr || is_open_grant(id))
      return refuse({ErrorCode::not_found, "no such grant is in force", ""});
    object = grant->object;
    Holder holder = table_->holder_of(who.person);
    may = may_revoke(table_->grants, holder, *grant, clock_.wall());
    holder.standing = Standing::visitor;
    by_role = may && !may_revoke(table_->grants, holder, *grant, clock_.wall());
  }
  const Decision decision = decide(who, Act::revoke_rights, where_of(object));
  if (!decision) return refuse(denied(decision.text));
  if (!may) return refuse(denied("this grant is not yours to take back"));
  store::Batch batch{
      {{store::grant_stream(id), who.person, store::GrantRevoked{id.value, who.person}}}, {}};
  if (by_role) {
    if (who.because.empty()) return refuse(reason_needed().error());
    batch.events.push_back(
        {store::city_stream(), who.person,
         store::ActRecorded{
             "revoke_rights", {}, object.space, id.value, store::PrivateText(who.because), {}}});
  }
  store_.append(std::move(batch), reply_on, std::move(done));
}

std::vector<Grant> Rights::grants_on(const Object& object) const {
  const std::shared_lock lock(table_->mutex);
  std::vector<Grant> grants = table_->grants.on(object);
  std::erase_if(grants, [](const Grant& grant) { return is_open_grant(grant.id); });
  return grants;
}

std::vector<Grant> Rights::grants_of(const Subject& subject) const {
  const std::shared_lock lock(table_->mutex);
  return table_->grants.of(subject);
}

store::NewEvent Rights::founding_grant(base::GrantId id, const Object& object,
                                       const Subject& owner) {
  Grant grant;
  grant.id = id;
  grant.object = object;
  grant.subject = owner;
  grant.rights = kManage | kDistribute;
  grant.delegable = true;
  return {store::grant_stream(id), {}, event_of(grant)};
}

void Rights::set_open(const Object& object, unsigned rights) {
  const std::unique_lock lock(table_->mutex);
  table_->set_open(object, rights);
}

void Rights::give_role(const Actor& who, base::PrincipalId person, store::Role role,
                       base::Executor& reply_on, LiftDone done) {
  const auto refuse = [&](base::Error error) {
    reply_error(reply_on, std::move(done), std::move(error));
  };
  const Decision decision = decide(who, Act::manage_roles, {{}, person});
  if (!decision) return refuse(denied(decision.text));
  if (tier(person) < store::Tier::citizen)
    return refuse(
        {ErrorCode::bad_input, "only people with an account hold roles", "let them sign up first"});
  auto kept = record(who, Act::manage_roles, {{}, person}, 0, name_of(role));
  if (!kept) return refuse(std::move(kept).error());
  store::Batch batch{{{store::person_stream(person), who.person, store::RoleGranted{person, role}}},
                     {}};
  add(batch, *std::move(kept));
  store_.append(std::move(batch), reply_on, std::move(done));
}

void Rights::remove_role(const Actor& who, base::PrincipalId person, store::Role role,
                         base::Executor& reply_on, LiftDone done) {
  const auto refuse = [&](base::Error error) {
    reply_error(reply_on, std::move(done), std::move(error));
  };
  const Decision decision = decide(who, Act::manage_roles, {{}, person});
  if (!decision) return refuse(denied(decision.text));
  const bool chief = role == store::Role::administrator;
  auto kept = record(who, Act::manage_roles, {{}, person}, 0, name_of(role));
  if (!kept) return refuse(std::move(kept).error());
  {
    const std::unique_lock lock(table_->mutex);
    if (chief && !table_->leaving.contains(person) &&
        table_->holder_of(person).standing == Standing::administrator) {
      if (table_->administrators_staying() < 2)
        return refuse({ErrorCode::conflict, "the city would have no administrator",
                       "make somebody else an administrator first"});
      table_->leaving.insert(person);  // two who remove each other cannot both succeed
    }
  }
  store::Batch batch{{{store::person_stream(person), who.person, store::RoleRemoved{person, role}}},
                     {}};
  add(batch, *std::move(kept));
  store_.append(std::move(batch), reply_on,
                [table = table_, person,
                 done = std::move(done)](base::Result<store::Appended> outcome) mutable {
                  {
                    const std::unique_lock lock(table->mutex);
                    table->leaving.erase(person);
                  }
                  done(std::move(outcome));
                });
}

}  // namespace yc::rights
