#include "kernel/gateway/api_calendar.h"

#include "kernel/gateway/sight.h"

namespace yc::gateway {
namespace {

using namespace schema::api;

constexpr std::size_t kRowsAtOnce = 200;
constexpr std::size_t kRowsMax = 2000;  // looked at for one page

Gathering gathering_of(const store::Gathering& row) {
  Gathering out;
  out.id = row.id;
  out.organiser = {row.organiser, row.organiser_name};
  out.space = row.space;
  out.place = row.place;
  out.starts_unix_ms = row.starts.unix_ms;
  out.ends_unix_ms = row.ends.unix_ms;
  out.title = row.title;
  out.text = row.text;
  out.cancelled = row.cancelled;
  out.attending = static_cast<std::int64_t>(row.attending);
  out.attended = row.attended;
  out.remind_minutes = row.remind_minutes;
  return out;
}

Notice notice_of(const store::Notice& row) {
  // In the order of store::NoticeKind, which begins at 1.
  const auto kind = static_cast<NoticeKind>(static_cast<int>(row.kind) - 1);
  return {static_cast<std::int64_t>(row.position),
          kind,
          {row.other, row.other_name},
          row.subject == 0 ? std::string() : std::to_string(row.subject),
          row.at.unix_ms,
          row.read};
}

social::GatheringPlan plan_of(const auto& request, base::SpaceId space) {
  return {space,         request.place, {request.starts_unix_ms}, {request.ends_unix_ms},
          request.title, request.text};
}

}  // namespace

void CalendarApi::add_to(Api& api) {
  api.add(*this, &CalendarApi::list_gatherings);
  api.add(*this, &CalendarApi::plan_gathering);
  api.add(*this, &CalendarApi::change_gathering);
  api.add(*this, &CalendarApi::cancel_gathering);
  api.add(*this, &CalendarApi::attend_gathering);
  api.add(*this, &CalendarApi::skip_gathering);
  api.add(*this, &CalendarApi::list_notices);
  api.add(*this, &CalendarApi::read_notices);
  api.add(*this, &CalendarApi::clear_notices);
}

void CalendarApi::list_gatherings(const ApiCaller& who, const ListGatheringsRequest& request,
                                  ReplyTo<ListGatheringsRequest> reply) {
  const auto answer = coming(who, request);
  answer ? reply(*answer) : reply.fail(answer.error());
}

// Reads on where one may not see what it finds, so a page may be short, and the next begins after
// the last event that was looked at.
base::Result<ListGatheringsAnswer> CalendarApi::coming(const ApiCaller& who,
                                                       const ListGatheringsRequest& request) {
  const store::CalendarFilter only{request.space ? named(*request.space) : base::SpaceId{},
                                   request.mine};
  Sight sight(parts_, who.actor);
  ListGatheringsAnswer page;
  base::GatheringId looked_at = request.after.value_or(base::GatheringId{});
  for (std::size_t rows_read = 0; rows_read < kRowsMax; rows_read += kRowsAtOnce) {
    YC_TRY(const auto rows,
           views_.coming(who.person, parts_.clock.wall(), looked_at, kRowsAtOnce, only));
    for (const store::Gathering& row : rows) {
      if (page.items.size() == static_cast<std::size_t>(request.limit)) {
        page.next = looked_at;
        return page;
      }
      looked_at = row.id;
      if (sight.of_event(row, request.space.has_value())) page.items.push_back(gathering_of(row));
    }
    if (rows.size() < kRowsAtOnce) return page;
  }
  page.next = looked_at;
  return page;
}

// Zero is the city, as everywhere where a space is named.
base::SpaceId CalendarApi::named(base::SpaceId space) const {
  return space ? space : parts_.sessions.spaces.city().premises().id;
}

// In the city whoever may announce events; in a space that somebody made, who keeps order there.
base::Result<CalendarApi::Record> CalendarApi::may_plan_in(const ApiCaller& who,
                                                           base::SpaceId space,
                                                           const std::string& place) {
  YC_TRY(const auto found, parts_.sessions.spaces.find_for(who.actor, space));
  const rights::Act act = found.record.id ? rights::Act::host_event : rights::Act::make_event;
  if (const auto decision = parts_.rights.decide(who.actor, act, {space, {}}); !decision) {
    return std::unexpected(base::Error{base::ErrorCode::denied, decision.text,
                                       "ask who manages the space", decision.reason});
  }
  YC_CHECK(parts_.sessions.spaces.check_place(found, place));
  return parts_.rights.record(who.actor, act, {space, {}});
}

// Who planned it runs it, and who manages its space.
base::Result<CalendarApi::Record> CalendarApi::may_run(const ApiCaller& who,
                                                       base::GatheringId gathering) {
  YC_TRY(const store::Gathering known, views_.gathering(gathering, who.person));
  if (known.organiser == who.person) return Record{};
  const rights::Where where{known.space, known.organiser};
  if (parts_.rights.decide(who.actor, rights::Act::change_space, where))
    return parts_.rights.record(who.actor, rights::Act::change_space, where, gathering.value);
  if (!Sight(parts_, who.actor).of_event(known, true))
    return base::fail(base::ErrorCode::not_found, "there is no such event", "");
  return base::fail(base::ErrorCode::denied, "this event is somebody else's",
                    "ask its organiser, or who manages the space");
}

void CalendarApi::plan_gathering(const ApiCaller& who, const PlanGatheringRequest& request,
                                 ReplyTo<PlanGatheringRequest> reply) {
  const base::SpaceId space = named(request.space);
  const auto record = may_plan_in(who, space, request.place);
  if (!record) return reply.fail(record.error());
  calendar_.plan({who.person, *record}, plan_of(request, space), parts_.file_executor,
                 [reply = std::move(reply)](base::Result<base::GatheringId> planned) mutable {
                   planned ? reply({*planned}) : reply.fail(planned.error());
                 });
}

void CalendarApi::change_gathering(const ApiCaller& who, const ChangeGatheringRequest& request,
                                   ReplyTo<ChangeGatheringRequest> reply) {
  const auto running = may_run(who, request.gathering);
  if (!running) return reply.fail(running.error());
  const base::SpaceId space = named(request.space);
  const auto planning = may_plan_in(who, space, request.place);
  if (!planning) return reply.fail(planning.error());
  // One act, one record.
  calendar_.change({who.person, running->empty() ? *planning : *running}, request.gathering,
                   plan_of(request, space), parts_.file_executor,
                   when_durable<store::Appended>(std::move(reply)));
}

void CalendarApi::cancel_gathering(const ApiCaller& who, const CancelGatheringRequest& request,
                                   ReplyTo<CancelGatheringRequest> reply) {
  const auto running = may_run(who, request.gathering);
  if (!running) return reply.fail(running.error());
  calendar_.cancel({who.person, *running}, request.gathering, parts_.file_executor,
                   when_durable<store::Appended>(std::move(reply)));
}

base::Status CalendarApi::may_attend(const ApiCaller& who, base::GatheringId gathering) {
  YC_TRY(const store::Gathering known, views_.gathering(gathering, who.person));
  if (Sight(parts_, who.actor).of_event(known, true)) return {};
  return base::fail(base::ErrorCode::not_found, "there is no such event", "");
}

void CalendarApi::attend_gathering(const ApiCaller& who, const AttendGatheringRequest& request,
                                   ReplyTo<AttendGatheringRequest> reply) {
  if (const auto may = may_attend(who, request.gathering); !may) return reply.fail(may.error());
  calendar_.join(who.person, request.gathering, static_cast<std::uint16_t>(request.remind_minutes),
                 parts_.file_executor, when_durable<store::Appended>(std::move(reply)));
}

void CalendarApi::skip_gathering(const ApiCaller& who, const SkipGatheringRequest& request,
                                 ReplyTo<SkipGatheringRequest> reply) {
  calendar_.leave(who.person, request.gathering, parts_.file_executor,
                  when_durable<store::Appended>(std::move(reply)));
}

void CalendarApi::list_notices(const ApiCaller& who, const ListNoticesRequest& request,
                               ReplyTo<ListNoticesRequest> reply) {
  const auto rows =
      views_.notices(who.person, static_cast<std::uint64_t>(request.after.value_or(0)),
                     static_cast<std::size_t>(request.limit) + 1);
  if (!rows) return reply.fail(rows.error());
  reply(page_of<ListNoticesAnswer>(*rows, request.limit, notice_of,
                                   [](const Notice& last) { return last.position; }));
}

void CalendarApi::read_notices(const ApiCaller& who, const ReadNoticesRequest& request,
                               ReplyTo<ReadNoticesRequest> reply) {
  friends_.read_notices(who.person, static_cast<std::uint64_t>(request.up_to), parts_.file_executor,
                        when_durable<store::Appended>(std::move(reply)));
}

void CalendarApi::clear_notices(const ApiCaller& who, const ClearNoticesRequest& request,
                                ReplyTo<ClearNoticesRequest> reply) {
  friends_.clear_notices(who.person, static_cast<std::uint64_t>(request.up_to),
                         parts_.file_executor, when_durable<store::Appended>(std::move(reply)));
}

}  // namespace yc::gateway
