#pragma once
// Token buckets in memory, one a key (an account, an address): who guesses waits.

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "kernel/base/clock.h"
#include "kernel/base/result.h"

namespace yc::identity {

struct AttemptLimit {
  double burst = 20;
  double per_second = 1.0 / 30;
};

// Thread-safe. At most max_keys buckets are kept: when a new one finds no room, the fuller half
// goes. Whoever is guessed at has one of the emptiest, and keeps it.
class Attempts {
 public:
  Attempts(const base::Clock& clock, AttemptLimit limit, std::size_t max_keys = 20'000);

  // Takes one. denied (rate_limited) when there is none.
  base::Status take(std::string_view key);
  // An attempt that was right does not count.
  void give_back(std::string_view key);

 private:
  struct Bucket {
    double tokens = 0;
    base::MonotonicTime at;
  };
  double tokens_now(const Bucket& bucket) const;
  void make_room();

  const base::Clock& clock_;
  const AttemptLimit limit_;
  const std::size_t max_keys_;
  std::mutex mutex_;
  std::map<std::string, Bucket, std::less<>> buckets_;
};

}  // namespace yc::identity
