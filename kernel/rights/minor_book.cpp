#include "kernel/rights/minor_book.h"

#include <algorithm>

namespace yc::rights {
namespace {

constexpr std::int64_t kMsPerMinute = 60'000;
constexpr int kMinutesPerDay = 1440;
constexpr int kDaysPerWeek = 7;
constexpr std::uint32_t kThursday = 3;  // the first of January 1970; Monday is 0

bool day_is_open(std::uint8_t days, std::uint32_t day) {
  return (days & (1u << ((day + kThursday) % kDaysPerWeek))) != 0;
}

// 0 stands for no end.
int shorter(int one, int other) {
  if (one == 0 || other == 0) return std::max(one, other);
  return std::min(one, other);
}

MinorLimits stricter(const MinorLimits& one, const MinorLimits& other) {
  return {static_cast<std::uint8_t>(one.days & other.days),
          std::max(one.from_minute, other.from_minute), std::min(one.to_minute, other.to_minute),
          shorter(one.daily_minutes, other.daily_minutes), std::max(one.contact, other.contact)};
}

}  // namespace

CityMoment city_moment(base::WallTime at) {
  const std::int64_t minutes =
      std::max<std::int64_t>(at.unix_ms, 0) / kMsPerMinute + kUtcOffsetMinutes;
  return {static_cast<std::uint32_t>(minutes / kMinutesPerDay),
          static_cast<int>(minutes % kMinutesPerDay)};
}

base::WallTime wall_time(CityMoment moment) {
  const std::int64_t minutes =
      std::int64_t{moment.day} * kMinutesPerDay + moment.minute - kUtcOffsetMinutes;
  return {minutes * kMsPerMinute};
}

bool MinorLimits::open_at(CityMoment moment) const {
  return day_is_open(days, moment.day) && moment.minute >= from_minute && moment.minute < to_minute;
}

base::WallTime MinorLimits::closes(base::WallTime now) const {
  CityMoment moment = city_moment(now);
  if (!open_at(moment)) return now;
  // Hours that go round the clock end with the last day that is open.
  while (to_minute == kMinutesPerDay && from_minute == 0 && day_is_open(days, moment.day + 1) &&
         moment.day < city_moment(now).day + kDaysPerWeek) {
    ++moment.day;
  }
  return wall_time({moment.day, to_minute});
}

base::WallTime MinorLimits::opens(base::WallTime now) const {
  const CityMoment moment = city_moment(now);
  for (std::uint32_t day = moment.day; day <= moment.day + kDaysPerWeek; ++day) {
    const base::WallTime begin = wall_time({day, from_minute});
    if (from_minute < to_minute && day_is_open(days, day) && begin > now) return begin;
  }
  return {};
}

void MinorBook::set_age(base::PrincipalId person, store::AgeBand band) {
  if (band == store::AgeBand::adult) {
    minors_.erase(person);
  } else {
    minors_.try_emplace(person);
  }
}

MinorBook::Guardian* MinorBook::guardian_of(base::PrincipalId person, base::PrincipalId guardian) {
  const auto found = guardians_.find(person);
  if (found == guardians_.end()) return nullptr;
  const auto known = std::ranges::find(found->second, guardian, &Guardian::person);
  return known == found->second.end() ? nullptr : &*known;
}

void MinorBook::add_guardian(base::PrincipalId person, base::PrincipalId guardian) {
  if (guardian_of(person, guardian) != nullptr) return;
  guardians_[person].push_back({guardian, false, {}});
}

void MinorBook::confirm_guardian(base::PrincipalId person, base::PrincipalId guardian) {
  if (Guardian* known = guardian_of(person, guardian)) known->confirmed = true;
}

void MinorBook::set_limits(base::PrincipalId person, const GuardianSays& says) {
  Guardian* known = guardian_of(person, says.guardian);
  if (known != nullptr && known->confirmed) known->limits = says.limits;
}

void MinorBook::end_guardian(base::PrincipalId person, base::PrincipalId guardian) {
  const auto found = guardians_.find(person);
  if (found == guardians_.end()) return;
  std::erase_if(found->second, [&](const Guardian& known) { return known.person == guardian; });
  if (found->second.empty()) guardians_.erase(found);
}

void MinorBook::set_friends(base::PrincipalId person, std::vector<base::PrincipalId> friends) {
  const auto found = minors_.find(person);
  if (found != minors_.end()) found->second = std::move(friends);
}

void MinorBook::befriend(base::PrincipalId one, base::PrincipalId other) {
  for (const auto& [minor, friend_of] : {std::pair{one, other}, std::pair{other, one}}) {
    const auto found = minors_.find(minor);
    if (found == minors_.end() || are_friends(minor, friend_of)) continue;
    found->second.push_back(friend_of);
  }
}

void MinorBook::end_friendship(base::PrincipalId one, base::PrincipalId other) {
  for (const auto& [minor, friend_of] : {std::pair{one, other}, std::pair{other, one}}) {
    const auto found = minors_.find(minor);
    if (found != minors_.end()) std::erase(found->second, friend_of);
  }
}

void MinorBook::spend(base::PrincipalId person, std::uint32_t day, int minutes) {
  spent_[person] = {day, minutes};
}

std::optional<MinorLimits> MinorBook::limits(base::PrincipalId person, Profile profile) const {
  if (!minors_.contains(person)) return std::nullopt;
  const MinorRules& rules = kMinorRules.at(static_cast<std::size_t>(profile));
  MinorLimits out{0x7f, rules.from_minute, rules.to_minute, rules.daily_minutes, rules.contact};
  bool bound = rules.by_age;
  const auto guardians = guardians_.find(person);
  if (guardians != guardians_.end()) {
    for (const Guardian& known : guardians->second) {
      if (!known.limits) continue;
      out = stricter(out, *known.limits);
      bound = true;
    }
  }
  return bound ? std::optional(out) : std::nullopt;
}

bool MinorBook::are_friends(base::PrincipalId minor, base::PrincipalId other) const {
  const auto found = minors_.find(minor);
  return found != minors_.end() && std::ranges::find(found->second, other) != found->second.end();
}

int MinorBook::spent(base::PrincipalId person, std::uint32_t day) const {
  const auto found = spent_.find(person);
  return found != spent_.end() && found->second.day == day ? found->second.minutes : 0;
}

}  // namespace yc::rights
