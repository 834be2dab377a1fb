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
  api.add(*this, &OrganisationsApi::add_organisation_member);
  api.add(*this, &OrganisationsApi::set_organisation_member);
  api.add(*this, &OrganisationsApi::remove_organisation_member);
  api.add(*this, &OrganisationsApi::request_verification);
  api.add(*this, &OrganisationsApi::list_own_verifications);
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
         by_name<OrganisationRole>(name_of(row.role), kOrganisationRoleNames),
         parts_.rights.tier(row.organisation) == store::Tier::verified_organisation});
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

void OrganisationsApi::add_organisation_member(const ApiCaller& who,
                                               const AddOrganisationMemberRequest& request,
                                               ReplyTo<AddOrganisationMemberRequest> reply) {
  const auto account = identity::account_called(parts_.store, request.account_name);
  if (!account) return reply.fail(account.error());
  const auto role = store_enum(request.role, store::kMemberRoleNames);
  const OrganisationMember member{named_person(parts_.store, account->person), request.role};
  identity_.organisations.set_member(
      who.person, {request.organisation, account->person, role}, parts_.file_executor,
      [reply = std::move(reply), member](base::Result<store::Appended> added) mutable {
        added ? reply({member}) : reply.fail(added.error());
      });
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

void OrganisationsApi::list_own_verifications(const ApiCaller& who,
                                              const ListOwnVerificationsRequest&,
                                              ReplyTo<ListOwnVerificationsRequest> reply) {
  std::vector<base::PrincipalId> mine{who.person};
  const auto memberships = identity_.organisations.memberships(who.person);
  if (!memberships) return reply.fail(memberships.error());
  for (const store::Membership& row : *memberships) {
    if (row.role == store::MemberRole::owner) mine.push_back(row.organisation);
  }
  ListOwnVerificationsAnswer answer;
  for (const base::PrincipalId principal : mine) {
    const auto rows = parts_.store.verifications_of(principal);
    if (!rows) return reply.fail(rows.error());
    for (const store::VerificationRequest& row : *rows) {
      auto state = row.granted ? VerificationState::granted : VerificationState::refused;
      if (row.decided.unix_ms == 0) state = VerificationState::waiting;
      answer.requests.push_back(
          {row.id, named_principal(parts_.store, principal), state, row.filed.unix_ms, row.note});
    }
  }
  std::ranges::sort(answer.requests, std::greater{}, &OwnVerification::filed_unix_ms);
  if (answer.requests.size() > kVerificationsMax) answer.requests.resize(kVerificationsMax);
  reply(answer);
}

void OrganisationsApi::list_verifications(const ApiCaller&, const ListVerificationsRequest&,
                                          ReplyTo<ListVerificationsRequest> reply) {
  const auto rows = identity_.organisations.waiting(kVerificationsMax);
  if (!rows) return reply.fail(rows.error());
  ListVerificationsAnswer answer;
  for (const store::VerificationRequest& row : *rows) {
    answer.requests.push_back({row.id, named_principal(parts_.store, row.principal),
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
