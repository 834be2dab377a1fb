#include "kernel/gateway/api_spaces.h"

#include <set>

#include "kernel/store/order.h"

namespace yc::gateway {
namespace {

using namespace schema::api;

constexpr std::size_t kMySpacesMax = 200;  // of each kind: own and let in

template <typename Answer, typename Id>
auto answer_id(ApiReply<Answer> reply) {
  return [reply = std::move(reply)](base::Result<Id> id) mutable {
    id ? reply(Answer{*id}) : reply.fail(id.error());
  };
}

store::Visibility stored(Visibility visibility) {
  return store_enum(visibility, store::kVisibilityNames);
}

base::Error denied(const rights::Decision& decision) {
  return {base::ErrorCode::denied, decision.text, "ask someone who manages this place",
          decision.reason};
}

}  // namespace

void SpacesApi::add_to(Api& api) {
  api.add(*this, &SpacesApi::list_space_templates);
  api.add(*this, &SpacesApi::list_public_spaces);
  api.add(*this, &SpacesApi::list_all_spaces);
  api.add(*this, &SpacesApi::list_my_spaces);
  api.add(*this, &SpacesApi::make_space);
  api.add(*this, &SpacesApi::see_space);
  api.add(*this, &SpacesApi::change_space);
  api.add(*this, &SpacesApi::set_slow_mode);
  api.add(*this, &SpacesApi::set_charter);
  api.add(*this, &SpacesApi::archive_space);
  api.add(*this, &SpacesApi::restore_space);
  api.add(*this, &SpacesApi::copy_space);
  api.add(*this, &SpacesApi::list_portals);
  api.add(*this, &SpacesApi::set_portal);
  api.add(*this, &SpacesApi::remove_portal);
  api.add(*this, &SpacesApi::pin_notice);
  api.add(*this, &SpacesApi::remove_notice);
}

// ---- which there are ----------------------------------------------------------------------------

SpacesApi::Crowds SpacesApi::crowds() const {
  Crowds crowds;
  for (const gateway::PresentPerson& present : parts_.sessions.presence.all())
    ++crowds[present.space->premises().id];
  return crowds;
}

schema::api::Space SpacesApi::space_of(const store::MadeSpace& row, const Crowds& crowds) const {
  schema::api::Space out;
  out.id = row.id;
  out.name = row.name;
  out.kind = by_name<SpaceKind>(name_of(row.kind), kSpaceKindNames);
  out.owner = named_principal(parts_.store, row.owner);
  out.template_name = row.template_name;
  out.visibility = by_name<Visibility>(name_of(row.visibility), kVisibilityNames);
  out.archived = row.archived.unix_ms != 0;
  const auto in_it = crowds.find(row.id);
  out.people = in_it == crowds.end() ? 0 : in_it->second;
  return out;
}

void SpacesApi::list_space_templates(const ApiCaller&, const ListSpaceTemplatesRequest&,
                                     ReplyTo<ListSpaceTemplatesRequest> reply) {
  const auto rows = parts_.store.templates();
  if (!rows) return reply.fail(rows.error());
  ListSpaceTemplatesAnswer answer;
  for (const store::Template& row : *rows) answer.templates.push_back({row.name});
  reply(answer);
}

void SpacesApi::list_public_spaces(const ApiCaller&, const ListPublicSpacesRequest& request,
                                   ReplyTo<ListPublicSpacesRequest> reply) {
  const auto rows = parts_.store.open_spaces(request.after.value_or(base::SpaceId{}),
                                             static_cast<std::size_t>(request.limit) + 1);
  if (!rows) return reply.fail(rows.error());
  const Crowds now = crowds();
  reply(page_of<ListPublicSpacesAnswer>(
      *rows, request.limit, [&](const store::MadeSpace& row) { return space_of(row, now); },
      [](const auto& last) { return last.id; }));
}

void SpacesApi::list_all_spaces(const ApiCaller&, const ListAllSpacesRequest& request,
                                ReplyTo<ListAllSpacesRequest> reply) {
  const auto rows = store::Order(parts_.store)
                        .all_spaces(request.after.value_or(base::SpaceId{}),
                                    static_cast<std::size_t>(request.limit) + 1);
  if (!rows) return reply.fail(rows.error());
  const Crowds now = crowds();
  reply(page_of<ListAllSpacesAnswer>(
      *rows, request.limit, [&](const store::MadeSpace& row) { return space_of(row, now); },
      [](const auto& last) { return last.id; }));
}

void SpacesApi::list_my_spaces(const ApiCaller& who, const ListMySpacesRequest&,
                               ReplyTo<ListMySpacesRequest> reply) {
  std::vector<store::Membership> memberships;
  if (const auto rows = parts_.store.memberships_of(who.person)) memberships = *rows;
  std::vector<base::PrincipalId> mine{who.person};
  for (const store::Membership& row : memberships) mine.push_back(row.organisation);
  const Crowds now = crowds();
  ListMySpacesAnswer answer;
  std::set<base::SpaceId> listed;
  for (const base::PrincipalId owner : mine) {
    const auto own = parts_.store.spaces_of(owner, {}, kMySpacesMax - listed.size());
    if (!own) return reply.fail(own.error());
    for (const store::MadeSpace& row : *own) {
      if (listed.insert(row.id).second) answer.spaces.push_back(space_of(row, now));
    }
  }
  for (const base::PrincipalId holder : mine) {
    const auto kind =
        holder == who.person ? store::SubjectKind::person : store::SubjectKind::organisation;
    for (const rights::Grant& grant : parts_.rights.grants_of({kind, holder.value})) {
      if (answer.spaces.size() >= 2 * kMySpacesMax) break;
      if (!grant.object.space || !listed.insert(grant.object.space).second) continue;
      const auto row = parts_.store.made_space(grant.object.space);
      if (row && row->archived.unix_ms == 0) answer.spaces.push_back(space_of(*row, now));
    }
  }
  reply(answer);
}

void SpacesApi::see_space(const ApiCaller& who, const SeeSpaceRequest& request,
                          ReplyTo<SeeSpaceRequest> reply) {
  const auto row = parts_.store.made_space(request.space);
  if (!row) return reply.fail(row.error());
  const rights::Where here{row->id, {}};
  if (row->archived.unix_ms != 0 &&
      !parts_.rights.decide(who.actor, rights::Act::archive_space, here)) {
    return reply.refuse(Reason::no_such_space);
  }
  const auto notices = parts_.store.notices(row->id);
  if (!notices) return reply.fail(notices.error());
  SeeSpaceAnswer answer;
  answer.space = space_of(*row, crowds());
  answer.capacity = row->capacity;
  answer.slow_mode_s = row->slow_mode_s;
  answer.charter = row->charter;
  for (const store::PinnedNotice& notice : *notices) {
    answer.notices.push_back(
        {notice.id, named_person(parts_.store, notice.by), notice.pinned.unix_ms, notice.text});
  }
  for (const rights::Act act : parts_.rights.allowed_acts(who.actor, here))
    answer.may.emplace_back(rights::act_name(act));
  reply(answer);
}

// ---- making and changing ------------------------------------------------------------------------

base::Status SpacesApi::may_own_for(base::PrincipalId person,
                                    base::PrincipalId organisation) const {
  YC_TRY(const auto rows, parts_.store.memberships_of(person));
  for (const store::Membership& row : rows) {
    if (row.organisation == organisation && row.role != store::MemberRole::member) return {};
  }
  return base::fail(base::ErrorCode::denied, "only its owners and officers act for an organisation",
                    "ask one of them");
}

void SpacesApi::make_space(const ApiCaller& who, const MakeSpaceRequest& request,
                           ReplyTo<MakeSpaceRequest> reply) {
  space::SpaceRequest made;
  made.kind = request.community ? store::SpaceKind::community : store::SpaceKind::personal;
  made.owner = who.person;
  if (request.organisation) {
    if (const auto may = may_own_for(who.person, *request.organisation); !may)
      return reply.fail(may.error());
    made.owner = *request.organisation;
    if (!request.community) made.kind = store::SpaceKind::organisation;
  }
  made.name = request.name;
  made.template_name = request.template_name;
  if (request.visibility) made.visibility = stored(*request.visibility);
  made.capacity = static_cast<std::uint32_t>(request.capacity);
  office_.make(std::move(made), who.person, parts_.file_executor,
               answer_id<MakeSpaceAnswer, base::SpaceId>(std::move(reply)));
}

void SpacesApi::change_space(const ApiCaller& who, const ChangeSpaceRequest& request,
                             ReplyTo<ChangeSpaceRequest> reply) {
  if (!request.name && !request.visibility && !request.capacity) return reply({});
  space::SpaceChange change;
  change.name = request.name;
  if (request.visibility) change.visibility = stored(*request.visibility);
  if (request.capacity) change.capacity = static_cast<std::uint32_t>(*request.capacity);
  office_.change(request.space, std::move(change), who.by(), parts_.file_executor,
                 when_durable<store::Appended>(std::move(reply)));
}

void SpacesApi::set_slow_mode(const ApiCaller& who, const SetSlowModeRequest& request,
                              ReplyTo<SetSlowModeRequest> reply) {
  space::SpaceChange change;
  change.slow_mode_s = static_cast<std::uint32_t>(request.seconds);
  office_.change(request.space, change, who.by(), parts_.file_executor,
                 when_durable<store::Appended>(std::move(reply)));
}

void SpacesApi::set_charter(const ApiCaller& who, const SetCharterRequest& request,
                            ReplyTo<SetCharterRequest> reply) {
  office_.set_charter(request.space, request.text, who.by(), parts_.file_executor,
                      when_durable<store::Appended>(std::move(reply)));
}

void SpacesApi::archive_space(const ApiCaller& who, const ArchiveSpaceRequest& request,
                              ReplyTo<ArchiveSpaceRequest> reply) {
  office_.archive(request.space, who.by(), parts_.file_executor,
                  when_durable<store::Appended>(std::move(reply)));
}

void SpacesApi::restore_space(const ApiCaller& who, const RestoreSpaceRequest& request,
                              ReplyTo<RestoreSpaceRequest> reply) {
  office_.restore(request.space, who.by(), parts_.file_executor,
                  when_durable<store::Appended>(std::move(reply)));
}

void SpacesApi::copy_space(const ApiCaller& who, const CopySpaceRequest& request,
                           ReplyTo<CopySpaceRequest> reply) {
  if (const auto may = parts_.rights.decide(who.actor, rights::Act::make_space, {}); !may)
    return reply.fail(denied(may));
  office_.copy(request.space, request.name, who.person, who.person, parts_.file_executor,
               answer_id<CopySpaceAnswer, base::SpaceId>(std::move(reply)));
}

// ---- what lies in them --------------------------------------------------------------------------

void SpacesApi::list_portals(const ApiCaller& who, const ListPortalsRequest& request,
                             ReplyTo<ListPortalsRequest> reply) {
  const auto rows = parts_.store.portals(request.space);
  if (!rows) return reply.fail(rows.error());
  ListPortalsAnswer answer;
  for (const store::Portal& row : *rows) {
    SpacePortal portal;
    portal.id = row.id;
    portal.x = static_cast<double>(row.x_cm) / 100.0;
    portal.y = static_cast<double>(row.y_cm) / 100.0;
    portal.z = static_cast<double>(row.z_cm) / 100.0;
    portal.radius_m = row.radius_cm / 100.0;
    if (row.to_space) portal.to_space = row.to_space;
    portal.to_place = row.to_place;
    if (parts_.rights.decide(who.actor, rights::Act::visit_space, {row.to_space, {}}))
      portal.to_name = row.to_name;
    answer.portals.push_back(std::move(portal));
  }
  reply(answer);
}

void SpacesApi::set_portal(const ApiCaller& who, const SetPortalRequest& request,
                           ReplyTo<SetPortalRequest> reply) {
  const auto target =
      parts_.sessions.spaces.find_for(who.actor, request.to_space.value_or(base::SpaceId{}));
  if (!target) return reply.fail(target.error());
  if (const auto known = parts_.sessions.spaces.check_place(*target, request.to_place); !known)
    return reply.fail(known.error());
  space::PortalRequest portal;
  portal.portal = request.portal.value_or(0);
  portal.space = request.space;
  portal.x = request.x;
  portal.y = request.y;
  portal.z = request.z;
  portal.radius_m = request.radius_m;
  portal.to_space = request.to_space.value_or(base::SpaceId{});
  portal.to_place = request.to_place;
  office_.set_portal(std::move(portal), who.by(), parts_.file_executor,
                     answer_id<SetPortalAnswer, std::uint64_t>(std::move(reply)));
}

void SpacesApi::remove_portal(const ApiCaller& who, const RemovePortalRequest& request,
                              ReplyTo<RemovePortalRequest> reply) {
  office_.remove_portal(request.space, request.portal, who.by(), parts_.file_executor,
                        when_durable<store::Appended>(std::move(reply)));
}

void SpacesApi::pin_notice(const ApiCaller& who, const PinNoticeRequest& request,
                           ReplyTo<PinNoticeRequest> reply) {
  office_.pin_notice(request.space, request.text, who.by(), parts_.file_executor,
                     answer_id<PinNoticeAnswer, std::uint64_t>(std::move(reply)));
}

void SpacesApi::remove_notice(const ApiCaller& who, const RemoveNoticeRequest& request,
                              ReplyTo<RemoveNoticeRequest> reply) {
  office_.remove_notice(request.space, request.notice, who.by(), parts_.file_executor,
                        when_durable<store::Appended>(std::move(reply)));
}

}  // namespace yc::gateway
