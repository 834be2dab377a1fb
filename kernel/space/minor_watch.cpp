#include "kernel/space/minor_watch.h"

#include <algorithm>
#include <utility>

#include "kernel/space/refusal.h"

namespace yc::space {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr base::Duration kToldBefore = minutes(5);
// What is lost of a day's time when the power fails.
constexpr int kWriteEveryMinutes = 5;

int whole_minutes(base::Duration span) {
  return static_cast<int>(duration_cast<minutes>(span).count());
}

}  // namespace

base::Duration MinorWatch::left(const rights::MinorDay& day, const Stay& stay) const {
  const base::WallTime now = parts_.clock.wall();
  base::Duration out = milliseconds(day.limits.closes(now).unix_ms - now.unix_ms);
  if (day.limits.daily_minutes != 0)
    out = std::min<base::Duration>(out, minutes(day.limits.daily_minutes) - stay.spent);
  return out;
}

void MinorWatch::look_at(base::PrincipalId person, Space* space) {
  const auto day = parts_.rights.minor_day(person);
  if (!day) {
    stays_.erase(person);
    return;
  }
  const base::MonotonicTime now = parts_.clock.monotonic();
  const auto [at, is_new] = stays_.try_emplace(person);
  Stay& stay = at->second;
  if (is_new || stay.day != day->day) {
    if (!is_new) write(person, stay);
    stay = {day->day, minutes(day->spent_minutes), now, day->spent_minutes, true, false};
  }
  if (!std::exchange(stay.inside, true)) stay.seen = now;
  stay.spent += now - std::exchange(stay.seen, now);
  if (whole_minutes(stay.spent) >= stay.written_minutes + kWriteEveryMinutes) write(person, stay);
  const base::Duration rest = left(*day, stay);
  if (space == nullptr) return;
  if (rest <= base::Duration(0)) {
    write(person, stay);
    schema::Refused why = refused(schema::Reason::minor_time,
                                  "the city is closed to minors now, or the time of the day is up",
                                  "come back when it opens");
    const base::WallTime wall = parts_.clock.wall();
    const std::int64_t opens = day->limits.opens(wall).unix_ms;
    if (opens > wall.unix_ms)
      why.retry_after_s = std::min<std::int64_t>((opens - wall.unix_ms) / 1000, 31'536'000);
    space->close_to(person, std::move(why));
  } else if (rest <= kToldBefore && !stay.told) {
    stay.told = true;
    space->tell_time_ends(person, std::max(1, whole_minutes(rest + std::chrono::seconds(59))));
  }
}

void MinorWatch::went(base::PrincipalId person) {
  const auto found = stays_.find(person);
  if (found == stays_.end() || !std::exchange(found->second.inside, false)) return;
  found->second.spent += parts_.clock.monotonic() - found->second.seen;
  write(person, found->second);
}

void MinorWatch::write(base::PrincipalId person, Stay& stay) {
  // A minute begun counts as written: to stop the server gives nobody time.
  const int spent = whole_minutes(stay.spent + std::chrono::seconds(59));
  if (spent <= stay.written_minutes) return;
  stay.written_minutes = spent;
  store::Batch batch;
  batch.events.push_back(
      {store::person_stream(person),
       {},
       store::TimeSpent{person, stay.day, static_cast<std::uint16_t>(std::min(spent, 1440))}});
  parts_.store.append_unanswered(std::move(batch));
}

}  // namespace yc::space
