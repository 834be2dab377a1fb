#pragma once
// What the rules for minors bind whom to, in memory: ages, guardians' limits, friends of minors,
// and how long they were in the city today. What the rules are: rights.json, for each profile.

#include <optional>
#include <unordered_map>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/base/ids.h"
#include "schema/rights.h"

namespace yc::rights {

// A moment of the city's own day.
struct CityMoment {
  std::uint32_t day = 0;  // since 1970
  int minute = 0;         // 0-1439
};
CityMoment city_moment(base::WallTime at);
base::WallTime wall_time(CityMoment moment);

// What binds somebody now: the policy, and stricter where a guardian said so.
struct MinorLimits {
  std::uint8_t days = 0x7f;  // bit 0 = Monday
  int from_minute = 0;       // of the city's day
  int to_minute = 1440;
  int daily_minutes = 0;  // in the city; 0 = no end
  store::Audience contact = store::Audience::everyone;

  bool open_at(CityMoment moment) const;
  // When the time that is open now ends; when it is closed: now.
  base::WallTime closes(base::WallTime now) const;
  // The next beginning after now; unix_ms 0: never, as no day is open.
  base::WallTime opens(base::WallTime now) const;
};

// Guardians and minutes are kept of whoever has them, so that this is the same whatever the order
// of events: they bind nobody who is an adult.
class MinorBook {
 public:
  void set_age(base::PrincipalId person, store::AgeBand band);
  // Who has asked, until they are no guardian any more. Those who did not are nobody's guardian,
  // and what they confirm or set is nothing.
  void add_guardian(base::PrincipalId person, base::PrincipalId guardian);
  void confirm_guardian(base::PrincipalId person, base::PrincipalId guardian);
  struct GuardianSays {
    base::PrincipalId guardian;
    MinorLimits limits;
  };
  void set_limits(base::PrincipalId person, const GuardianSays& says);  // when confirmed
  void end_guardian(base::PrincipalId person, base::PrincipalId guardian);
  void set_friends(base::PrincipalId person, std::vector<base::PrincipalId> friends);
  void befriend(base::PrincipalId one, base::PrincipalId other);  // kept only of minors
  void end_friendship(base::PrincipalId one, base::PrincipalId other);
  void spend(base::PrincipalId person, std::uint32_t day, int minutes);

  bool empty() const { return minors_.empty(); }
  // Nothing: the rules bind them to nothing.
  std::optional<MinorLimits> limits(base::PrincipalId person, Profile profile) const;
  bool are_friends(base::PrincipalId minor, base::PrincipalId other) const;
  int spent(base::PrincipalId person, std::uint32_t day) const;  // minutes

 private:
  struct Guardian {
    base::PrincipalId person;
    bool confirmed = false;
    std::optional<MinorLimits> limits;  // once they have set some
  };
  struct Spent {
    std::uint32_t day = 0;
    int minutes = 0;  // of that day
  };
  Guardian* guardian_of(base::PrincipalId person, base::PrincipalId guardian);

  std::unordered_map<base::PrincipalId, std::vector<base::PrincipalId>> minors_;  // their friends
  std::unordered_map<base::PrincipalId, std::vector<Guardian>> guardians_;
  std::unordered_map<base::PrincipalId, Spent> spent_;
};

}  // namespace yc::rights
