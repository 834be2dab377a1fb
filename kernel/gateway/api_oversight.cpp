#include "kernel/gateway/api_oversight.h"

#include "kernel/gateway/case_records.h"

namespace yc::gateway {
namespace {

using namespace schema::api;

constexpr std::size_t kCasesShown = 100;

std::size_t one_more(std::int64_t limit) {
  return static_cast<std::size_t>(limit) + 1;
}

}  // namespace

void OversightApi::add_to(Api& api) {
  api.add(*this, &OversightApi::find_known_people);
  api.add(*this, &OversightApi::see_known_person);
  api.add(*this, &OversightApi::list_audit);
}

schema::api::KnownPerson OversightApi::known_person_of(
    const store::KnownPerson& row, const std::vector<store::RoleGrant>& roles) const {
  schema::api::KnownPerson out;
  out.person = row.id;
  out.name = row.name;
  out.account_name = row.account_name;
  out.tier = by_name<KnownTier>(name_of(parts_.rights.tier(row.id)), kKnownTierNames);
  for (const store::RoleGrant& role : roles) {
    if (role.person != row.id) continue;
    const auto named = by_name<CityRole>(name_of(role.role), kCityRoleNames);
    if (!out.role || role.role == store::Role::administrator) out.role = named;
  }
  const auto sanctions = parts_.store.sanctions_of(row.id, kCasesShown);
  if (!sanctions) return out;
  out.in_force = std::ranges::count_if(*sanctions, [this](const store::Sanction& each) {
    return sanction_of(parts_, each).in_force;
  });
  return out;
}

void OversightApi::find_known_people(const ApiCaller&, const FindKnownPeopleRequest& request,
                                     ReplyTo<FindKnownPeopleRequest> reply) {
  const auto rows = views_.known_people(request.text, request.after.value_or(base::PrincipalId{}),
                                        one_more(request.limit));
  if (!rows) return reply.fail(rows.error());
  const auto roles = parts_.store.roles();
  if (!roles) return reply.fail(roles.error());
  reply(page_of<FindKnownPeopleAnswer>(
      *rows, request.limit,
      [&](const store::KnownPerson& row) { return known_person_of(row, *roles); },
      [](const auto& last) { return last.person; }));
}

base::Status OversightApi::add_cases(base::PrincipalId person, SeeKnownPersonAnswer& answer) {
  YC_TRY(const auto sanctions, parts_.store.sanctions_of(person, kCasesShown));
  for (const store::Sanction& row : sanctions) {
    answer.sanctions.push_back(sanction_of(parts_, row));
    if (const auto appeal = views_.appeal_of(row.id))
      answer.appeals.push_back(appeal_of(parts_, *appeal));
  }
  return {};
}

void OversightApi::see_known_person(const ApiCaller&, const SeeKnownPersonRequest& request,
                                    ReplyTo<SeeKnownPersonRequest> reply) {
  const auto person = parts_.store.person(request.person);
  if (!person) return reply.fail(person.error());
  const auto roles = parts_.store.roles();
  if (!roles) return reply.fail(roles.error());
  const auto account = parts_.store.account(request.person);
  const auto sessions = parts_.store.sessions_of(request.person, parts_.clock.wall());
  SeeKnownPersonAnswer answer;
  answer.person = known_person_of(
      {person->id, person->name, account ? account->name : std::string(), person->admitted},
      *roles);
  answer.admitted_unix_ms = person->admitted.unix_ms;
  answer.sessions = sessions ? static_cast<std::int64_t>(sessions->size()) : 0;
  answer.present = std::ranges::any_of(
      parts_.sessions.presence.all(),
      [&](const gateway::PresentPerson& each) { return each.actor.person == request.person; });
  const auto age = views_.age(request.person);
  answer.age = by_name<AgeBand>(name_of(age ? age->band : store::AgeBand::adult), kAgeBandNames);
  if (const auto added = add_cases(request.person, answer); !added)
    return reply.fail(added.error());
  reply(answer);
}

void OversightApi::list_audit(const ApiCaller&, const ListAuditRequest& request,
                              ReplyTo<ListAuditRequest> reply) {
  const auto rows =
      views_.audit(static_cast<std::uint64_t>(request.after.value_or(0)), one_more(request.limit),
                   {request.person.value_or(base::PrincipalId{}), request.act});
  if (!rows) return reply.fail(rows.error());
  reply(page_of<ListAuditAnswer>(
      *rows, request.limit,
      [this](const store::AuditLine& row) {
        return schema::api::AuditLine{static_cast<std::int64_t>(row.position),
                                      row.at.unix_ms,
                                      named_person(parts_.store, row.actor),
                                      row.act,
                                      named_person(parts_.store, row.person),
                                      row.space,
                                      row.subject,
                                      row.what,
                                      row.reason};
      },
      [](const auto& last) { return last.position; }));
}

}  // namespace yc::gateway
