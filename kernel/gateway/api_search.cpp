#include "kernel/gateway/api_search.h"

#include <algorithm>

#include "kernel/gateway/sight.h"

namespace yc::gateway {
namespace {

using namespace schema::api;

constexpr std::size_t kOfAKind = 200;
constexpr std::size_t kAsked = store::Search::kCompared;  // some of them one may not see

Found found_of(SearchKind kind, const store::Found& row) {
  Found out;
  out.kind = kind;
  out.match = static_cast<SearchMatch>(row.match);  // the same four, in the same order
  out.name = row.name;
  return out;
}

}  // namespace

void SearchApi::add_to(Api& api) {
  api.add(*this, &SearchApi::search_city);
}

// Nobody who has not entered is anybody's friend.
base::Result<bool> SearchApi::may_find(base::PrincipalId asker, base::PrincipalId person) {
  if (asker) return social::may_approach(parts_.store, asker, person, social::Approach::find);
  YC_TRY(const store::Privacy chosen, social_.privacy(person));
  return chosen.found == store::Audience::everyone;
}

// People with an account, and guests while they are here: nobody could reach a guest who has left.
base::Status SearchApi::add_people(const ApiCaller& who, std::string_view text, std::size_t room,
                                   Rows& rows) {
  YC_TRY(const auto found, search_.find(store::SearchKind::person, text, kAsked));
  const auto present = parts_.sessions.presence.all();
  for (const store::Found& row : found) {
    if (rows.size() >= room) return {};
    const base::PrincipalId person{row.id};
    const auto account = parts_.store.account(person);
    const auto at = std::ranges::find(
        present, person, [](const gateway::PresentPerson& each) { return each.actor.person; });
    if (!account && at == present.end()) continue;
    YC_TRY(const bool may, may_find(who.person, person));
    if (!may) continue;
    YC_TRY(const store::Person known, parts_.store.person(person));
    Found out = found_of(SearchKind::person, row);
    out.person = person;
    out.name = known.name;
    out.look = known.look;
    if (account) out.account_name = account->name;
    const auto seen =
        who.person ? social::may_approach(parts_.store, who.person, person, social::Approach::see)
                   : base::Result<bool>(false);
    if (at != present.end() && seen && *seen) out.handle = at->handle;
    rows.push_back(std::move(out));
  }
  return {};
}

base::Status SearchApi::add_spaces(const ApiCaller& who, std::string_view text, std::size_t room,
                                   Rows& rows) {
  YC_TRY(const auto found, search_.find(store::SearchKind::space, text, kAsked));
  const Sight sight(parts_, who.actor);
  for (const store::Found& row : found) {
    if (rows.size() >= room) return {};
    const auto space = parts_.store.made_space(base::SpaceId{row.id});
    if (!space || !sight.of_space(*space)) continue;
    Found out = found_of(SearchKind::space, row);
    out.space = space->id;
    rows.push_back(std::move(out));
  }
  return {};
}

// Coming ones that one may see.
base::Status SearchApi::add_events(const ApiCaller& who, std::string_view text, std::size_t room,
                                   Rows& rows) {
  YC_TRY(const auto found, search_.find(store::SearchKind::gathering, text, kAsked));
  const base::WallTime now = parts_.clock.wall();
  Sight sight(parts_, who.actor);
  for (const store::Found& row : found) {
    if (rows.size() >= room) return {};
    const auto event = social_.gathering(base::GatheringId{row.id}, who.person);
    if (!event || event->ends <= now || !sight.of_event(*event, false)) continue;
    Found out = found_of(SearchKind::event, row);
    out.event = event->id;
    out.space = event->space;
    out.place = event->place;
    out.starts_unix_ms = event->starts.unix_ms;
    out.attended = event->attended;
    rows.push_back(std::move(out));
  }
  return {};
}

void SearchApi::search_city(const ApiCaller& who, const SearchCityRequest& request,
                            ReplyTo<SearchCityRequest> reply) {
  if (!asked_.take(who.counted_as(), parts_.clock.monotonic()))
    return reply.refuse(Reason::rate_limited);
  const auto wants = [&](SearchKind kind) { return request.kind.value_or(kind) == kind; };
  std::array<Rows, kSearchMatchNames.size()> by_match;  // of equals: people, spaces, events
  const auto add = [&](SearchKind kind, auto part) -> base::Status {
    if (!wants(kind)) return {};
    Rows some;
    YC_CHECK((this->*part)(who, request.q, kOfAKind, some));
    for (Found& row : some) by_match[static_cast<std::size_t>(row.match)].push_back(std::move(row));
    return {};
  };
  base::Status done = add(SearchKind::person, &SearchApi::add_people);
  if (done) done = add(SearchKind::space, &SearchApi::add_spaces);
  if (done) done = add(SearchKind::event, &SearchApi::add_events);
  if (!done) return reply.fail(done.error());
  Rows rows;
  for (Rows& some : by_match) std::ranges::move(some, std::back_inserter(rows));
  const auto after = static_cast<std::size_t>(request.after.value_or(0));
  const auto limit = static_cast<std::size_t>(request.limit);
  SearchCityAnswer answer;
  for (std::size_t i = after; i < std::min(rows.size(), after + limit); ++i)
    answer.items.push_back(std::move(rows[i]));
  if (rows.size() > after + limit) answer.next = static_cast<std::int64_t>(after + limit);
  reply(answer);
}

}  // namespace yc::gateway
