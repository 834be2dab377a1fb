#pragma once
// Which spaces bear a name. Names are private texts, so that no view of the store can find one:
// they are kept here, by hash, and whoever asks compares with the record (it may be erased).

#include <mutex>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "kernel/store/store.h"

namespace yc::space {

class SpaceNames {  // thread-safe
 public:
  base::Status load(store::Store& store);
  void follow(const store::Event& event);
  // Perhaps those of this name, oldest first.
  std::vector<base::SpaceId> with(std::string_view name) const;

 private:
  void add(std::string_view name, base::SpaceId space);

  mutable std::mutex mutex_;
  std::unordered_multimap<std::size_t, base::SpaceId> by_hash_;
};

}  // namespace yc::space
