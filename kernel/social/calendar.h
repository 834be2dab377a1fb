#pragma once
// Events of the city's calendar (`gathering` in code: an event of the log is another thing), who
// comes, and reminders. Threads and `done` as in friends.h.

#include <string>

#include "kernel/base/clock.h"
#include "kernel/store/append_one.h"
#include "kernel/store/social.h"

namespace yc::social {

struct GatheringPlan {
  base::SpaceId space;
  std::string place;  // of the space's manifest, or a spot: the caller has asked; empty: arrival
  base::WallTime starts;
  base::WallTime ends;
  std::string title;  // 1-60 characters
  std::string text;   // at most 2000
};

class Calendar {
 public:
  static constexpr std::size_t kTitleMaxCharacters = 60;
  static constexpr std::size_t kTextMaxCharacters = 2000;
  static constexpr std::uint16_t kRemindMaxMinutes = 7 * 24 * 60;

  Calendar(store::Store& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  // Whether the organiser may do so in that space is the caller's question to rights.
  void plan(const store::By& organiser, GatheringPlan plan, base::Executor& reply_on,
            store::Done<base::GatheringId> done);
  // Who comes is told. By whoever the caller lets.
  void change(const store::By& by, base::GatheringId gathering, GatheringPlan plan,
              base::Executor& reply_on, store::WhenAppended done);
  void cancel(const store::By& by, base::GatheringId gathering, base::Executor& reply_on,
              store::WhenAppended done);
  void join(base::PrincipalId person, base::GatheringId gathering, std::uint16_t remind_minutes,
            base::Executor& reply_on, store::WhenAppended done);
  void leave(base::PrincipalId person, base::GatheringId gathering, base::Executor& reply_on,
             store::WhenAppended done);
  // Writes a reminder for each who is due one, and waits for the disk: call once a minute. At most
  // once each, also after a restart. Answers how many; at most 500 a call.
  base::Result<std::size_t> remind();

 private:
  base::Result<GatheringPlan> checked(GatheringPlan plan) const;
  base::Status still_on(base::GatheringId gathering);
  store::Store& store_;
  const base::Clock& clock_;
};

}  // namespace yc::social
