#include "kernel/gateway/api_organisations.h"

namespace yc::gateway {
namespace {

using namespace schema::api;

constexpr std::size_t kVerificationsMax = 200;

}  // namespace

void OrganisationsApi::add_to(Api& api) {
  api.add(*this, &OrganisationsApi::list_organisations);
  api.add(*this, &OrganisationsApi::make_organisation);
  api.add(*this, &OrganisationsApi::list_organisation_members);
  api.add(*this, &OrganisationsApi::set_organisation_member);
  api.add(*this, &OrganisationsApi::remove_organisation_member);
  api.add(*this, &OrganisationsApi::request_verification);
  api.add(*this, &OrganisationsApi::list_verifications);
  api.add(*this, &OrganisationsApi::decide_verification);
}

void OrganisationsApi::list_organisations(const ApiCaller& who, const ListOrganisationsRequest&,
                                          ReplyTo<ListOrganisationsRequest> reply) {
  const auto rows = identity_.organisations.memberships(who.person);
  if (!rows) return reply.fail(rows.error());
  ListOrganisationsAnswer answer;
  for (const store::Membership& row : *rows) {
    const auto organisation = parts_.store.organisation(row.organisation);
    answer.organisations.push_back(
        {row.organisation, organisation ? organisation->name : std::string(),
         by_name<OrganisationRole>(name_of(row.role), kOrganisationRoleNames)});
  }
  reply(answer);
}

void OrganisationsApi::make_organisation(const ApiCaller& who,
                                         const MakeOrganisationRequest& request,
                                         ReplyTo<MakeOrganisationRequest> reply) {
  identity_.organisations.make(
      who.person, request.name, parts_.file_executor,
      [reply = std::move(reply)](base::Result<base::PrincipalId> made) mutable {
        made ? reply({*made}) : reply.fail(made.error());
      });
}

void OrganisationsApi::list_organisation_members(const ApiCaller& who,
                                                 const ListOrganisationMembersRequest& request,
                                                 ReplyTo<ListOrganisationMembersRequest> reply) {
  const auto rows = identity_.organisations.members(request.organisation);
  if (!rows) return reply.fail(rows.error());
  if (std::ranges::find(*rows, who.person, &store::Membership::person) == rows->end())
    return reply.refuse(Reason::not_found);  // who is not in it learns nothing of it
  ListOrganisationMembersAnswer answer;
  for (const store::Membership& row : *rows) {
    answer.members.push_back(
        {named_person(parts_.store, row.person),
         by_name<OrganisationRole>(name_of(row.role), kOrganisationRoleNames)});
  }
  reply(answer);
}

void OrganisationsApi::set_organisation_member(const ApiCaller& who,
                                               const SetOrganisationMemberRequest& request,
                                               ReplyTo<SetOrganisationMemberRequest> reply) {
  const auto role = store_enum(request.role, store::kMemberRoleNames);
  identity_.organisations.set_member(who.person, {request.organisation, request.person, role},
                                     parts_.file_executor,
                                     when_durable<store::Appended>(std::move(reply)));
}

void OrganisationsApi::remove_organisation_member(const ApiCaller& who,
                                                  const RemoveOrganisationMemberRequest& request,
                                                  ReplyTo<RemoveOrganisationMemberRequest> reply) {
  identity_.organisations.remove_member(who.person, request.organisation, request.person,
                                        parts_.file_executor,
                                        when_durable<store::Appended>(std::move(reply)));
}

void OrganisationsApi::request_verification(const ApiCaller& who,
                                            const RequestVerificationRequest& request,
                                            ReplyTo<RequestVerificationRequest> reply) {
  const auto kind = store_enum(request.kind, store::kVerificationKindNames);
  identity_.organisations.request_verification(
      who.person, request.principal, kind, request.statement, parts_.file_executor,
      [reply = std::move(reply)](base::Result<base::CaseId> filed) mutable {
        filed ? reply({*filed}) : reply.fail(filed.error());
      });
}

void OrganisationsApi::list_verifications(const ApiCaller&, const ListVerificationsRequest&,
                                          ReplyTo<ListVerificationsRequest> reply) {
  const auto rows = identity_.organisations.waiting(kVerificationsMax);
  if (!rows) return reply.fail(rows.error());
  ListVerificationsAnswer answer;
  for (const store::VerificationRequest& row : *rows) {
    answer.requests.push_back({row.id, named_person(parts_.store, row.principal),
                               by_name<VerificationKind>(name_of(row.kind), kVerificationKindNames),
                               row.statement, row.filed.unix_ms});
  }
  reply(answer);
}

void OrganisationsApi::decide_verification(const ApiCaller& who,
                                           const DecideVerificationRequest& request,
                                           ReplyTo<DecideVerificationRequest> reply) {
  identity_.organisations.decide_verification(who.by(), request.request, request.granted,
                                              request.reason, parts_.file_executor,
                                              when_durable<store::Appended>(std::move(reply)));
}

}  // namespace yc::gateway
