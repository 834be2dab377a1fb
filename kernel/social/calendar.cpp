#include "kernel/social/calendar.h"

#include "kernel/identity/name.h"

namespace yc::social {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::int64_t kMsPerDay = 24LL * 3600 * 1000;
constexpr std::int64_t kLongestMs = 14 * kMsPerDay;
constexpr std::int64_t kFarthestMs = 366 * kMsPerDay;
constexpr std::size_t kRemindersAtOnce = 500;

}  // namespace

base::Result<GatheringPlan> Calendar::checked(GatheringPlan plan) const {
  plan.title = identity::clean_text(plan.title);
  plan.text = identity::clean_text(plan.text);
  const std::int64_t now = clock_.wall().unix_ms;
  if (plan.title.empty() || identity::count_characters(plan.title) > kTitleMaxCharacters)
    return fail(ErrorCode::bad_input, "the title is empty or too long", "use 1-60 characters");
  if (identity::count_characters(plan.text) > kTextMaxCharacters)
    return fail(ErrorCode::bad_input, "the text is too long", "use at most 2000 characters");
  if (plan.ends.unix_ms <= plan.starts.unix_ms || plan.ends.unix_ms <= now)
    return fail(ErrorCode::bad_input, "the event ends before it begins, or is over already",
                "choose a later end");
  if (plan.ends.unix_ms - plan.starts.unix_ms > kLongestMs)
    return fail(ErrorCode::bad_input, "the event is longer than two weeks", "plan several");
  if (plan.starts.unix_ms > now + kFarthestMs)
    return fail(ErrorCode::bad_input, "the event is more than a year away", "plan it later");
  return plan;
}

base::Status Calendar::still_on(base::GatheringId gathering) {
  YC_TRY(const store::Gathering known, store::Social(store_).gathering(gathering, {}));
  if (known.cancelled || known.ends <= clock_.wall())
    return fail(ErrorCode::conflict, "the event is over or was cancelled", "choose another");
  return {};
}

void Calendar::plan(const store::By& organiser, GatheringPlan plan, base::Executor& reply_on,
                    store::Done<base::GatheringId> done) {
  auto good = checked(std::move(plan));
  if (!good)
    return store::reply<base::GatheringId>(reply_on, std::move(done),
                                           std::unexpected(good.error()));
  const auto id = store_.new_id();
  if (!id)
    return store::reply<base::GatheringId>(reply_on, std::move(done), std::unexpected(id.error()));
  const base::GatheringId gathering{*id};
  store::append_one(
      store_, store::gathering_stream(gathering), organiser,
      store::GatheringPlanned{gathering, organiser.person, good->space, good->place,
                              good->starts.unix_ms, good->ends.unix_ms,
                              store::PrivateText(good->title), store::PrivateText(good->text)},
      reply_on,
      [gathering, done = std::move(done)](const base::Result<store::Appended>& r) mutable {
        if (!r) return done(std::unexpected(r.error()));
        done(gathering);
      });
}

void Calendar::change(const store::By& by, base::GatheringId gathering, GatheringPlan plan,
                      base::Executor& reply_on, store::WhenAppended done) {
  auto good = checked(std::move(plan));
  if (!good) return store::refuse(reply_on, std::move(done), good.error());
  if (const auto on = still_on(gathering); !on)
    return store::refuse(reply_on, std::move(done), on.error());
  const auto known = store::Social(store_).gathering(gathering, by.person);
  if (!known) return store::refuse(reply_on, std::move(done), known.error());
  store::append_one(
      store_, store::gathering_stream(gathering), by,
      store::GatheringChanged{gathering, known->organiser, good->space, good->place,
                              good->starts.unix_ms, good->ends.unix_ms,
                              store::PrivateText(good->title), store::PrivateText(good->text)},
      reply_on, std::move(done));
}

void Calendar::cancel(const store::By& by, base::GatheringId gathering, base::Executor& reply_on,
                      store::WhenAppended done) {
  if (const auto on = still_on(gathering); !on)
    return store::refuse(reply_on, std::move(done), on.error());
  store::append_one(store_, store::gathering_stream(gathering), by,
                    store::GatheringCancelled{gathering}, reply_on, std::move(done));
}

void Calendar::join(base::PrincipalId person, base::GatheringId gathering,
                    std::uint16_t remind_minutes, base::Executor& reply_on,
                    store::WhenAppended done) {
  if (remind_minutes > kRemindMaxMinutes) {
    return store::refuse(
        reply_on, std::move(done),
        {ErrorCode::bad_input, "a reminder comes at most a week before", "choose a later one"});
  }
  if (const auto on = still_on(gathering); !on)
    return store::refuse(reply_on, std::move(done), on.error());
  store::append_one(store_, store::gathering_stream(gathering), person,
                    store::GatheringJoined{gathering, person, remind_minutes}, reply_on,
                    std::move(done));
}

void Calendar::leave(base::PrincipalId person, base::GatheringId gathering,
                     base::Executor& reply_on, store::WhenAppended done) {
  store::append_one(store_, store::gathering_stream(gathering), person,
                    store::GatheringLeft{gathering, person}, reply_on, std::move(done));
}

base::Result<std::size_t> Calendar::remind() {
  YC_TRY(const auto due, store::Social(store_).due_reminders(clock_.wall(), kRemindersAtOnce));
  if (due.empty()) return std::size_t{0};
  store::Batch batch;
  for (const store::DueReminder& reminder : due) {
    batch.events.push_back({store::gathering_stream(reminder.gathering),
                            {},
                            store::GatheringReminded{reminder.gathering, reminder.person}});
  }
  YC_TRY([[maybe_unused]] const store::Appended appended, store_.append_now(std::move(batch)));
  return due.size();
}

}  // namespace yc::social
