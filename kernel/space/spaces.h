#pragma once
// All spaces of the city. The city itself is always open; another one is opened when somebody
// comes, and stopped when nobody has been in it for a while: then it is rows of the store and no
// memory. All tick on one executor, one after another within a tick's time.
//
// Threads: everything may be called from any thread, but before start() where it says so.

#include <functional>
#include <memory>
#include <string>

#include "kernel/space/space.h"

namespace yc::space {

struct SpacesSettings {
  SpaceSettings space;  // of the city, and of the others where their record does not say less
  base::Duration idle = std::chrono::seconds(60);  // without people, until stopped (at least 1 s)
};

// What they are built on; all must outlive them.
struct SpacesParts {
  base::Executor& tick_executor;
  base::Executor& open_executor;  // reads the disk
  const base::Clock& clock;
  base::Random& random;  // used on the tick executor only
  store::Store& store;
  identity::Identity& identity;
  rights::Rights& rights;
  base::Metrics& metrics;
};

inline constexpr std::string_view kCityKey = "city";

class Spaces {
 public:
  // Registers itself as the one observer of the store for all of them. Call before serving.
  static base::Result<std::unique_ptr<Spaces>> open(Premises city, SpacesSettings settings,
                                                    SpacesParts parts);
  ~Spaces();  // on no executor, after stop() has run on the tick executor
  Spaces(const Spaces&) = delete;
  Spaces& operator=(const Spaces&) = delete;

  // Shows each new snapshot of each space on the shard. Before start().
  using Watcher = std::function<void(base::SpaceId, const crowd::SnapshotPtr&)>;
  void watch(base::Executor& shard, Watcher watcher);
  void start();
  // As Space::stop, for all.
  void stop(base::Task stopped);

  Space& city() const;

  // The space that a link or a message names: empty or "city", an id, or the name of an open one.
  // Asks the store (disk cache): not on the tick executor. not_found: no_such_space.
  struct Found {
    base::SpaceId id;
    base::Digest manifest{};
    store::MadeSpace record;  // id zero for the city
  };
  base::Result<Found> find(std::string_view key) const;
  base::Result<Found> find(base::SpaceId id) const;  // zero = the city
  // not_found also where this person may not be: what it is called is not theirs to know.
  base::Result<Found> find_for(const rights::Actor& who, base::SpaceId id) const;

  // Where in it a portal or an event may be: at a place of its manifest, a spot (spot.h), or,
  // empty, where one arrives. Not free text: the log keeps it when accounts are erased. bad_input.
  base::Status check_place(const Found& space, std::string_view place) const;

  // Whether this person may be there; refused.closing is false when nothing stands against it.
  schema::Refused why_not(const rights::Actor& who, const Found& space) const;

  // Opens it if need be. Answered as by Space::enter.
  void enter(base::SpaceId id, EnterRequest request);

 private:
  class State;
  explicit Spaces(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;  // shared with tasks under way
};

}  // namespace yc::space
