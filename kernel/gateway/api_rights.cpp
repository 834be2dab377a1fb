#include "kernel/gateway/api_rights.h"

#include "kernel/identity/accounts.h"
#include "kernel/rights/words.h"
#include "kernel/space/parcels.h"

namespace yc::gateway {
namespace {

using namespace schema::api;

constexpr std::array<std::pair<std::string_view, unsigned>, 5> kRights = {{
    {"visit", rights::kVisit},
    {"create", rights::kCreate},
    {"moderate", rights::kModerate},
    {"manage", rights::kManage},
    {"distribute", rights::kDistribute},
}};

std::vector<std::string> names_of(unsigned bits) {
  std::vector<std::string> names;
  for (const auto& [name, bit] : kRights) {
    if (bits & bit) names.emplace_back(name);
  }
  return names;
}

std::optional<unsigned> rights_named(const std::vector<std::string>& names) {
  unsigned bits = 0;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(kRights, std::string_view(name),
                                         [](const auto& row) { return row.first; });
    if (found == kRights.end()) return std::nullopt;
    bits |= found->second;
  }
  return bits == 0 ? std::nullopt : std::optional(bits);
}

std::optional<rights::Act> act_named(std::string_view name) {
  for (int i = 0; i < rights::kActCount; ++i) {
    const auto act = static_cast<rights::Act>(i);
    if (rights::act_name(act) == name) return act;
  }
  return std::nullopt;
}

}  // namespace

void RightsApi::add_to(Api& api) {
  api.add(*this, &RightsApi::list_grants);
  api.add(*this, &RightsApi::give_grant);
  api.add(*this, &RightsApi::revoke_grant);
  api.add(*this, &RightsApi::list_parcel_grants);
  api.add(*this, &RightsApi::give_parcel_grant);
  api.add(*this, &RightsApi::explain_point);
  api.add(*this, &RightsApi::list_invitations);
  api.add(*this, &RightsApi::make_invitation);
  api.add(*this, &RightsApi::revoke_invitation);
  api.add(*this, &RightsApi::redeem_invitation);
  api.add(*this, &RightsApi::explain_right);
}

// ---- grants -------------------------------------------------------------------------------------

schema::api::SpaceGrant RightsApi::grant_of(const rights::Grant& grant) const {
  SpaceGrant out;
  out.id = grant.id;
  out.kind = by_name<SubjectKind>(name_of(grant.subject.kind), kSubjectKindNames);
  const base::PrincipalId subject{grant.subject.id};
  if (grant.subject.kind == store::SubjectKind::person) {
    out.subject = named_person(parts_.store, subject);
    if (const auto account = parts_.store.account(subject)) out.account_name = account->name;
  } else if (grant.subject.kind == store::SubjectKind::organisation) {
    const auto organisation = parts_.store.organisation(subject);
    out.subject = NamedPerson{subject, organisation ? organisation->name : std::string()};
  }
  out.rights = names_of(grant.rights);
  out.delegable = grant.delegable;
  out.until_unix_ms = grant.until.unix_ms;
  if (grant.by) out.by = named_person(parts_.store, grant.by);
  out.founding = !grant.by && !grant.parent;
  return out;
}

void RightsApi::list_grants(const ApiCaller&, const ListGrantsRequest& request,
                            ReplyTo<ListGrantsRequest> reply) {
  ListGrantsAnswer answer;
  for (const rights::Grant& grant : parts_.rights.grants_on({request.space})) {
    if (answer.grants.size() >= 1000) break;
    answer.grants.push_back(grant_of(grant));
  }
  reply(answer);
}

// Exactly one way of naming whom it is for.
template <typename Request>
base::Result<rights::Subject> RightsApi::subject_of(const Request& request) const {
  const int ways = static_cast<int>(!request.account_name.empty()) + request.person.has_value() +
                   request.organisation.has_value() + static_cast<int>(request.everyone);
  if (ways != 1) {
    return base::fail(base::ErrorCode::bad_input, "the grant is for nobody, or for several",
                      "give one of account_name, person, organisation, everyone");
  }
  if (request.everyone) return rights::Subject{store::SubjectKind::everyone, 0};
  if (request.person) return rights::Subject{store::SubjectKind::person, request.person->value};
  if (request.organisation) {
    YC_CHECK(parts_.store.organisation(*request.organisation));
    return rights::Subject{store::SubjectKind::organisation, request.organisation->value};
  }
  YC_TRY(const store::Account account,
         identity::account_called(parts_.store, request.account_name));
  return rights::Subject{store::SubjectKind::person, account.person.value};
}

template <typename Request, typename Answer>
void RightsApi::give_on(const rights::Object& object, const ApiCaller& who, const Request& request,
                        ApiReply<Answer> reply) {
  const auto bits = rights_named(request.rights);
  if (!bits) {
    return reply.refuse(
        Reason::bad_input,
        bad_field("rights", "name at least one of visit, create, moderate, manage, distribute",
                  "请至少列出 visit、create、moderate、manage、distribute 之一。"));
  }
  const auto subject = subject_of(request);
  if (!subject) return reply.fail(subject.error());
  rights::GrantRequest grant;
  grant.object = object;
  grant.subject = *subject;
  grant.rights = *bits;
  grant.delegable = request.delegable;
  grant.until = {request.until_unix_ms.value_or(0)};
  parts_.rights.give_grant(who.actor, std::move(grant), parts_.file_executor,
                           [reply = std::move(reply)](base::Result<base::GrantId> given) mutable {
                             given ? reply({*given}) : reply.fail(given.error());
                           });
}

void RightsApi::give_grant(const ApiCaller& who, const GiveGrantRequest& request,
                           ReplyTo<GiveGrantRequest> reply) {
  give_on({request.space}, who, request, std::move(reply));
}

base::Status RightsApi::check_parcel(base::SpaceId space, base::ParcelId parcel) const {
  YC_TRY(const auto rows, parts_.store.parcels(space));
  if (std::ranges::find(rows, parcel.value, &store::Parcel::id) != rows.end()) return {};
  return base::fail(base::ErrorCode::not_found, "the space has no such parcel", "");
}

void RightsApi::give_parcel_grant(const ApiCaller& who, const GiveParcelGrantRequest& request,
                                  ReplyTo<GiveParcelGrantRequest> reply) {
  if (const auto known = check_parcel(request.space, request.parcel); !known)
    return reply.fail(known.error());
  give_on({request.space, request.parcel}, who, request, std::move(reply));
}

void RightsApi::list_parcel_grants(const ApiCaller&, const ListParcelGrantsRequest& request,
                                   ReplyTo<ListParcelGrantsRequest> reply) {
  ListParcelGrantsAnswer answer;
  for (const rights::Grant& grant : parts_.rights.grants_on({request.space, request.parcel})) {
    if (answer.grants.size() >= 1000) break;
    answer.grants.push_back(grant_of(grant));
  }
  reply(answer);
}

// On the space or on a parcel of it.
bool RightsApi::lies_in(base::SpaceId space, base::GrantId grant) const {
  const auto among = [grant](const std::vector<rights::Grant>& grants) {
    return std::ranges::find(grants, grant, &rights::Grant::id) != grants.end();
  };
  if (among(parts_.rights.grants_on({space}))) return true;
  const auto parcels = parts_.store.parcels(space);
  return parcels && std::ranges::any_of(*parcels, [&](const store::Parcel& parcel) {
           return among(parts_.rights.grants_on({space, base::ParcelId{parcel.id}}));
         });
}

void RightsApi::revoke_grant(const ApiCaller& who, const RevokeGrantRequest& request,
                             ReplyTo<RevokeGrantRequest> reply) {
  if (!lies_in(request.space, request.grant)) return reply.refuse(Reason::not_found);
  parts_.rights.revoke_grant(who.actor, request.grant, parts_.file_executor,
                             when_durable<store::Appended>(std::move(reply)));
}

// ---- invitations --------------------------------------------------------------------------------

void RightsApi::list_invitations(const ApiCaller&, const ListInvitationsRequest& request,
                                 ReplyTo<ListInvitationsRequest> reply) {
  const auto rows = parts_.store.invitations(request.space);
  if (!rows) return reply.fail(rows.error());
  const base::WallTime now = parts_.clock.wall();
  ListInvitationsAnswer answer;
  for (const store::Invitation& row : *rows) {
    Invitation out;
    out.id = row.id;
    out.right = (row.rights & rights::kCreate) != 0 ? "create" : "visit";
    out.uses = row.uses;
    out.used = row.used;
    out.by = named_person(parts_.store, row.by);
    out.expires_unix_ms = row.expires.unix_ms;
    out.works = !row.revoked && row.used < row.uses && now < row.expires;
    answer.invitations.push_back(std::move(out));
  }
  reply(answer);
}

void RightsApi::make_invitation(const ApiCaller& who, const MakeInvitationRequest& request,
                                ReplyTo<MakeInvitationRequest> reply) {
  const space::InvitationRequest invitation{
      request.space, request.create ? rights::kCreate : rights::kVisit,
      static_cast<std::uint32_t>(request.uses), std::chrono::minutes(request.minutes)};
  parts_.invitations.make(
      who.actor, invitation, parts_.file_executor,
      [reply = std::move(reply),
       space = request.space](base::Result<space::MadeInvitation> made) mutable {
        if (!made) return reply.fail(made.error());
        reply({made->id, "/s/" + std::to_string(space.value) + "/#invite=" + made->token,
               made->expires.unix_ms});
      });
}

void RightsApi::revoke_invitation(const ApiCaller& who, const RevokeInvitationRequest& request,
                                  ReplyTo<RevokeInvitationRequest> reply) {
  parts_.invitations.revoke(request.space, request.invitation, who.by(), parts_.file_executor,
                            when_durable<store::Appended>(std::move(reply)));
}

void RightsApi::redeem_invitation(const ApiCaller& who, const RedeemInvitationRequest& request,
                                  ReplyTo<RedeemInvitationRequest> reply) {
  rights::Actor actor = who.actor;
  if (!actor.person && !request.guest_token.empty()) {
    const auto guest = parts_.identity.guest_of(request.guest_token);
    if (!guest) return reply.fail(guest.error());
    actor.person = guest->id;
  }
  if (!actor.person) return reply.refuse(Reason::sign_in_needed);
  parts_.invitations.redeem(actor, request.token, parts_.file_executor,
                            [reply = std::move(reply)](base::Result<base::SpaceId> space) mutable {
                              space ? reply({*space}) : reply.fail(space.error());
                            });
}

// ---- why ----------------------------------------------------------------------------------------

void RightsApi::explain_right(const ApiCaller& who, const ExplainRightRequest& request,
                              ReplyTo<ExplainRightRequest> reply) {
  const auto act = act_named(request.act);
  if (!act) return reply.refuse(Reason::not_found);
  const rights::Where here{request.space, {}};
  if (request.person && *request.person != who.person)
    return explain_other(who, *request.person, *act, here, std::move(reply));
  reply(explained<ExplainRightAnswer>(parts_.rights.explain(who.actor, *act, here)));
}

// Of somebody else only those who keep order in the city learn more than what rights in this place
// decide: what else they may do tells their age, tier and sanctions.
void RightsApi::explain_other(const ApiCaller& who, base::PrincipalId person, rights::Act act,
                              const rights::Where& here, ReplyTo<ExplainRightRequest> reply) {
  if (!parts_.rights.decide(who.actor, rights::Act::grant_rights, here))
    return reply.refuse(Reason::denied);
  if (parts_.rights.decide(who.actor, rights::Act::see_operator_page, {})) {
    const rights::Actor about{person, {}, {}, {}};
    return reply(explained<ExplainRightAnswer>(parts_.rights.explain(about, act, here)));
  }
  if (rights::rule_of(act).right == 0) {
    return reply.refuse(Reason::denied, {"no right in this place decides whether they may",
                                         "此人能否这样做，不由这里的权利决定。",
                                         {},
                                         {},
                                         {}});
  }
  reply(explained<ExplainRightAnswer>(parts_.rights.explain_to_others(person, act, here)));
}

template <typename Answer>
Answer RightsApi::explained(const std::vector<rights::Step>& steps) const {
  const auto name_of = [this](base::PrincipalId id) { return named_person(parts_.store, id).name; };
  Answer answer;
  answer.allowed = !steps.empty() && steps.front().allows;
  for (const rights::Step& step : steps) {
    if (answer.steps.size() >= 100) break;
    answer.steps.push_back({step.allows, rights::in_words(step, rights::Language::en, name_of),
                            rights::in_words(step, rights::Language::zh, name_of)});
  }
  return answer;
}

void RightsApi::explain_point(const ApiCaller& who, const ExplainPointRequest& request,
                              ReplyTo<ExplainPointRequest> reply) {
  const auto act = act_named(request.act);
  if (!act) return reply.refuse(Reason::not_found);
  rights::Where where{request.space, {}};
  // Where the parcels of a space lie is for those who may see it.
  if (const auto visit = parts_.rights.decide(who.actor, rights::Act::visit_space, where); !visit)
    return reply.fail({base::ErrorCode::denied, visit.text, "", visit.reason});
  const auto parcels = parts_.store.parcels(request.space);
  if (!parcels) return reply.fail(parcels.error());
  const store::Parcel* parcel = space::parcel_at(*parcels, {request.x, request.y, request.z});
  if (parcel != nullptr) where.parcel = base::ParcelId{parcel->id};
  auto answer = explained<ExplainPointAnswer>(parts_.rights.explain(who.actor, *act, where));
  if (parcel != nullptr) answer.parcel = where.parcel;
  reply(answer);
}

}  // namespace yc::gateway
