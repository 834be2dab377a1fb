#include "kernel/identity/attempts.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "kernel/identity/refuse.h"

namespace yc::identity {

Attempts::Attempts(const base::Clock& clock, AttemptLimit limit, std::size_t max_keys)
    : clock_(clock), limit_(limit), max_keys_(max_keys) {}

double Attempts::tokens_now(const Bucket& bucket) const {
  const std::chrono::duration<double> since = clock_.monotonic() - bucket.at;
  return std::min(limit_.burst, bucket.tokens + since.count() * limit_.per_second);
}

// Half at once, so that looking through all of them is paid for by as many new ones.
void Attempts::make_room() {
  std::vector<double> levels;
  levels.reserve(buckets_.size());
  for (const auto& [key, bucket] : buckets_) levels.push_back(tokens_now(bucket));
  const auto middle = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() / 2);
  std::ranges::nth_element(levels, middle);
  std::erase_if(buckets_, [&](const auto& entry) { return tokens_now(entry.second) >= *middle; });
}

base::Status Attempts::take(std::string_view key) {
  const auto refused = [] {
    return refuse(schema::Reason::rate_limited, base::ErrorCode::denied,
                  "too many attempts in a short time", "wait a minute, then try again");
  };
  const std::lock_guard lock(mutex_);
  if (!buckets_.contains(key) && buckets_.size() >= max_keys_) make_room();
  const auto found =
      buckets_.try_emplace(std::string(key), Bucket{limit_.burst, clock_.monotonic()}).first;
  const double tokens = tokens_now(found->second);
  if (tokens < 1) return refused();
  found->second = {tokens - 1, clock_.monotonic()};
  return {};
}

void Attempts::give_back(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto found = buckets_.find(key);
  if (found == buckets_.end()) return;
  found->second = {std::min(limit_.burst, tokens_now(found->second) + 1), clock_.monotonic()};
}

}  // namespace yc::identity
