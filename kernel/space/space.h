#pragma once
// A place that people are in: its tick, run on one executor at a fixed rate. The order of the tick
// is Space::tick in space.cpp.
//
// Threads: enter, leave, give_up, submit, answer, latest and watch may be called from any thread;
// all else happens on the tick executor. Outlets are called on their shards.

#include <functional>
#include <memory>
#include <string>

#include "kernel/base/clock.h"
#include "kernel/base/executor.h"
#include "kernel/base/metrics.h"
#include "kernel/base/random.h"
#include "kernel/base/result.h"
#include "kernel/crowd/snapshot.h"
#include "kernel/identity/identity.h"
#include "kernel/rights/rights.h"
#include "kernel/space/city_clock.h"
#include "kernel/space/command.h"
#include "kernel/space/manifest.h"
#include "kernel/space/neighbourhood.h"
#include "kernel/space/outlet.h"
#include "kernel/store/store.h"

namespace yc::space {

// In brackets the setting of the server that fills it, where there is one.
struct SpaceSettings {
  int tick_hz = 20;                     // 1-60 (space.tick-hz)
  std::size_t max_people = 2000;        // at most 60,000 (space.capacity)
  std::size_t max_waiting = 500;        // in line while it is full (space.queue)
  std::size_t inbox_capacity = 65'536;  // commands waiting for the tick (space.inbox-commands)
  double near_chat_m = 30.0;
  double hearing_m = 30.0;  // captions of a voice reach as far as the voice (voice.hearing-m)
  double lantern_reach_m = 4.0;
  double lanterns_lit_s = 600.0;    // all lit until dark again (space.lanterns-lit-seconds)
  double day_length_s = kRealDayS;  // kRealDayS = time of day at the real place (space.day-minutes)
  bool limit_rates = true;          // false only for load tests
};

// What the space is built on; all must outlive it.
struct SpaceParts {
  base::Executor& tick_executor;
  const base::Clock& clock;
  base::Random& random;  // used on the tick executor only
  store::Store& store;
  identity::Identity& identity;
  rights::Rights& rights;
  base::Metrics& metrics;
  Neighbourhood* neighbourhood = nullptr;  // null: there is no other space
};

// Somebody who has been admitted (Door does it) and wants to come in.
struct EnterRequest {
  rights::Actor actor;
  std::string name;
  std::uint64_t look = 0;
  std::string token;                       // goes into the welcome
  std::vector<base::PrincipalId> blocked;  // whom this person blocks
  std::string place;                       // empty = spawn
  OutletRef outlet;
  bool travels = false;  // is in another space, and stays there when not let in
};

// Tells somebody who came that they are not let in: closes, or leaves one who travels where they
// are.
void turn_away(const EnterRequest& request, schema::Refused why);

class Space {
 public:
  // Reads what the store says of lanterns and portals: not on the tick executor.
  static base::Result<std::unique_ptr<Space>> open(Premises premises, SpaceSettings settings,
                                                   SpaceParts parts);
  ~Space();  // on no executor, after stop() has run on the tick executor
  Space(const Space&) = delete;
  Space& operator=(const Space&) = delete;

  void start();  // begins to tick
  // Sends everyone away with shutting_down and stops ticking; `stopped` runs on the tick executor.
  void stop(base::Task stopped);

  // Answered by Outlet::entered, perhaps after Outlet::queued; or by Outlet::close (turned_away for
  // one who travels) with banned, server_full ...
  void enter(EnterRequest request);
  void leave(ParticipantId id);           // unknown ids are ignored
  void give_up(const OutletRef& outlet);  // leaves the line, answered like a refusal
  // full: the tick has fallen behind by inbox_capacity commands; the command was dropped.
  base::Status submit(ParticipantId id, Command command);

  schema::Pong answer(const schema::Ping& ping) const;

  // The newest snapshot; never null.
  crowd::SnapshotPtr latest() const;
  // Shows each new snapshot on the shard; of several that wait there, only the newest. Call before
  // start().
  using Watcher = std::function<void(crowd::SnapshotPtr)>;
  void watch(base::Executor& shard, Watcher watcher);

  const Premises& premises() const;
  const SpaceSettings& settings() const;

  // --- On the tick executor, for Spaces
  void arrive(EnterRequest request);
  bool is_empty() const;                                           // nobody in it, nobody in line
  void let_go(base::PrincipalId person, const OutletRef& outlet);  // see Neighbourhood::came
  // Everybody told why, as they would come in elsewhere; they count as here until they do.
  std::vector<EnterRequest> release_all(const schema::Refused& why);
  // As release_all, of those who may not visit it any more.
  std::vector<EnterRequest> release_unwelcome();
  void bind_sanction(const store::SanctionPlaced& sanction);
  void bind_block(base::PrincipalId person, base::PrincipalId other, bool blocked);
  void tell_time_ends(base::PrincipalId person, int minutes);
  void close_to(base::PrincipalId person, schema::Refused why);
  void set_title(std::string title);
  void set_capacity(std::size_t max_people);
  void set_slow_mode(base::Duration between_lines);
  void set_portals(std::vector<store::Portal> portals);
  void start_now(base::Duration phase);
  void stop_now();

 private:
  class State;
  explicit Space(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;  // shared with tasks under way
};

}  // namespace yc::space
