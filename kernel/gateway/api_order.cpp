#include "kernel/gateway/api_order.h"

#include <algorithm>

#include "kernel/gateway/case_records.h"
#include "kernel/gateway/measures.h"
#include "kernel/identity/name.h"

namespace yc::gateway {
namespace {

using namespace schema::api;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

std::size_t one_more(std::int64_t limit) {
  return static_cast<std::size_t>(limit) + 1;
}

// What others read; controls and direction overrides may have been all of it.
ProblemDetail empty_reason() {
  return bad_field("reason", "the reason holds nothing to read", "理由中没有可读的文字。");
}

}  // namespace

void OrderApi::add_to(Api& api) {
  api.add(*this, &OrderApi::list_present_people);
  api.add(*this, &OrderApi::list_sanctions);
  api.add(*this, &OrderApi::place_sanction);
  api.add(*this, &OrderApi::lift_sanction);
  api.add(*this, &OrderApi::unmute_person);
}

void OrderApi::list_present_people(const ApiCaller&, const ListPresentPeopleRequest& request,
                                   ReplyTo<ListPresentPeopleRequest> reply) {
  crowd::SnapshotPtr snapshot;
  const space::Space* of = nullptr;
  const std::string part = lower(request.text);
  const base::SpaceId city = parts_.sessions.spaces.city().premises().id;
  std::vector<schema::api::PresentPerson> found;
  for (const gateway::PresentPerson& present : parts_.sessions.presence.all()) {
    if (present.actor.person <= request.after.value_or(base::PrincipalId{})) continue;
    if (of != present.space.get()) snapshot = present.space->latest();
    of = present.space.get();
    const crowd::PersonCard* card = snapshot->roster().find(present.handle);
    std::string name = card != nullptr ? card->name : std::string();
    if (lower(name).find(part) == std::string::npos &&
        present.actor.address.find(part) == std::string::npos) {
      continue;
    }
    const bool in_city = present.space->premises().id == city;
    found.push_back({present.handle, in_city ? base::SpaceId{} : present.space->premises().id, "",
                     present.actor.person, std::move(name), card != nullptr && card->moderator,
                     present.actor.address, present.since.unix_ms});
  }
  std::ranges::sort(found, {}, &schema::api::PresentPerson::person);
  const auto with_name = [this](schema::api::PresentPerson person) {
    if (const auto space = parts_.store.made_space(person.space)) person.space_name = space->name;
    return person;
  };
  reply(page_of<ListPresentPeopleAnswer>(found, request.limit, with_name,
                                         [](const auto& last) { return last.person; }));
}

void OrderApi::list_sanctions(const ApiCaller&, const ListSanctionsRequest& request,
                              ReplyTo<ListSanctionsRequest> reply) {
  const auto rows =
      parts_.store.sanctions(one_more(request.limit), request.after.value_or(base::CaseId{}));
  if (!rows) return reply.fail(rows.error());
  reply(page_of<ListSanctionsAnswer>(
      *rows, request.limit, [this](const store::Sanction& row) { return sanction_of(parts_, row); },
      [](const auto& last) { return last.id; }));
}

void OrderApi::place_sanction(const ApiCaller& who, const PlaceSanctionRequest& request,
                              ReplyTo<PlaceSanctionRequest> reply) {
  rights::SanctionRequest sanction = measure_against(
      parts_, request.person, store_enum(request.kind, store::kSanctionKindNames), request.minutes);
  sanction.reason = identity::clean_text(request.reason);
  if (sanction.reason.empty()) return reply.refuse(Reason::bad_input, empty_reason());
  if (request.report) sanction.report = *request.report;
  const rights::Where where{parts_.sessions.spaces.city().premises().id, request.person};
  parts_.rights.place_sanction(
      who.actor, where, std::move(sanction), parts_.file_executor,
      [reply = std::move(reply)](base::Result<base::CaseId> placed) mutable {
        placed ? reply({*placed}) : reply.fail(placed.error());
      });
}

void OrderApi::lift_sanction(const ApiCaller& who, const LiftSanctionRequest& request,
                             ReplyTo<LiftSanctionRequest> reply) {
  parts_.rights.lift_sanction(who.actor, request.sanction, identity::clean_text(request.reason),
                              parts_.file_executor,
                              when_durable<store::Appended>(std::move(reply)));
}

void OrderApi::unmute_person(const ApiCaller& who, const UnmutePersonRequest& request,
                             ReplyTo<UnmutePersonRequest> reply) {
  const std::string reason = identity::clean_text(request.reason);
  if (reason.empty()) return reply.refuse(Reason::bad_input, empty_reason());
  const rights::Where where{parts_.sessions.spaces.city().premises().id, request.person};
  parts_.rights.unmute(who.actor, where, reason, parts_.file_executor,
                       when_durable<store::Appended>(std::move(reply)));
}

}  // namespace yc::gateway
