#pragma once
// Which listed spaces bear a name: open to everybody and not archived, as only those are found by
// it. Names are private texts, so that no view of the store can find one: they are kept here, by
// hash, and whoever asks compares with the record (it may be erased).

#include <mutex>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "kernel/store/store.h"

namespace yc::space {

class SpaceNames {  // thread-safe
 public:
  static constexpr std::size_t kFoundMax = 16;  // that one question answers

  base::Status load(store::Store& store);
  void follow(const store::Event& event);
  // Perhaps those of this name, the oldest first, at most kFoundMax.
  std::vector<base::SpaceId> with(std::string_view name) const;
  // What was found by that name bears none any more: its text was erased.
  void forget(std::string_view name, base::SpaceId space);

 private:
  struct Known {
    std::size_t hash = 0;
    bool open = false;
    bool archived = false;

    bool listed() const { return open && !archived; }
  };
  // Notes what change(known) makes of it. Callers hold the mutex.
  template <typename Change>
  void note(base::SpaceId space, Change change);

  mutable std::mutex mutex_;
  std::unordered_map<base::SpaceId, Known> known_;
  std::set<std::pair<std::size_t, base::SpaceId>> listed_;  // by hash
};

}  // namespace yc::space
