#include "kernel/gateway/api_appeals.h"

#include "kernel/gateway/case_records.h"

namespace yc::gateway {
namespace {

using namespace schema::api;

constexpr std::size_t kOwnCasesMax = 100;

SanctionKind kind_of(store::SanctionKind kind) {
  return by_name<SanctionKind>(name_of(kind), kSanctionKindNames);
}

AppealOutcome outcome_of(store::AppealOutcome outcome) {
  return by_name<AppealOutcome>(name_of(outcome), kAppealOutcomeNames);
}

}  // namespace

void AppealsApi::add_to(Api& api) {
  api.add(*this, &AppealsApi::list_own_cases);
  api.add(*this, &AppealsApi::file_appeal);
  api.add(*this, &AppealsApi::list_appeals);
  api.add(*this, &AppealsApi::decide_appeal);
  api.add(*this, &AppealsApi::list_roles);
  api.add(*this, &AppealsApi::give_role);
  api.add(*this, &AppealsApi::remove_role);
}

OwnCase AppealsApi::own_case_of(const store::Sanction& row) {
  OwnCase out;
  out.sanction = row.id;
  out.kind = kind_of(row.kind);
  out.space = row.space;
  out.reason = row.reason;
  out.placed_unix_ms = row.placed.unix_ms;
  out.until_unix_ms = row.until.unix_ms;
  out.lifted_unix_ms = row.lifted.unix_ms;
  if (const auto report = parts_.store.report(row.report)) out.rule = broken_rule(*report);
  const auto appeal = views_.appeal_of(row.id);
  if (!appeal) return out;
  out.appealed_unix_ms = appeal->filed.unix_ms;
  if (!appeal->open) out.outcome = outcome_of(appeal->outcome);
  out.note = appeal->note;
  return out;
}

void AppealsApi::list_own_cases(const ApiCaller& who, const ListOwnCasesRequest&,
                                ReplyTo<ListOwnCasesRequest> reply) {
  const auto rows = parts_.store.sanctions_of(who.person, kOwnCasesMax);
  if (!rows) return reply.fail(rows.error());
  ListOwnCasesAnswer answer;
  for (const store::Sanction& row : *rows) answer.cases.push_back(own_case_of(row));
  reply(answer);
}

void AppealsApi::file_appeal(const ApiCaller& who, const FileAppealRequest& request,
                             ReplyTo<FileAppealRequest> reply) {
  appeals_.file(who.person, request.sanction, request.text, parts_.file_executor,
                [reply = std::move(reply)](base::Result<base::CaseId> filed) mutable {
                  filed ? reply({*filed}) : reply.fail(filed.error());
                });
}

void AppealsApi::list_appeals(const ApiCaller&, const ListAppealsRequest& request,
                              ReplyTo<ListAppealsRequest> reply) {
  const auto rows = views_.appeals(request.open, request.after.value_or(base::CaseId{}),
                                   static_cast<std::size_t>(request.limit) + 1);
  if (!rows) return reply.fail(rows.error());
  reply(page_of<ListAppealsAnswer>(
      *rows, request.limit, [this](const store::Appeal& row) { return appeal_of(parts_, row); },
      [](const auto& last) { return last.id; }));
}

void AppealsApi::decide_appeal(const ApiCaller& who, const DecideAppealRequest& request,
                               ReplyTo<DecideAppealRequest> reply) {
  appeals_.decide(who.by(), request.appeal, store_enum(request.outcome, store::kAppealOutcomeNames),
                  request.reason, parts_.file_executor,
                  when_durable<store::Appended>(std::move(reply)));
}

// ---- roles --------------------------------------------------------------------------------------

void AppealsApi::list_roles(const ApiCaller&, const ListRolesRequest&,
                            ReplyTo<ListRolesRequest> reply) {
  const auto rows = parts_.store.roles();
  if (!rows) return reply.fail(rows.error());
  ListRolesAnswer answer;
  for (const store::RoleGrant& row : *rows) {
    answer.holders.push_back({named_person(parts_.store, row.person),
                              by_name<CityRole>(name_of(row.role), kCityRoleNames)});
  }
  reply(answer);
}

void AppealsApi::give_role(const ApiCaller& who, const GiveRoleRequest& request,
                           ReplyTo<GiveRoleRequest> reply) {
  parts_.rights.give_role(who.actor, request.person, store_enum(request.role, store::kRoleNames),
                          parts_.file_executor, when_durable<store::Appended>(std::move(reply)));
}

void AppealsApi::remove_role(const ApiCaller& who, const RemoveRoleRequest& request,
                             ReplyTo<RemoveRoleRequest> reply) {
  parts_.rights.remove_role(who.actor, request.person, store_enum(request.role, store::kRoleNames),
                            parts_.file_executor, when_durable<store::Appended>(std::move(reply)));
}

}  // namespace yc::gateway
