#include "bench/lossy_line/lossy_stream.h"

#include <algorithm>

#include "kernel/base/assert.h"

namespace yc::bench {

LossyStream::LossyStream(const LineProfile& profile, base::Random& random)
    : profile_(profile), random_(random) {
  YC_ASSERT(profile.jitter * 2 <= profile.round_trip);
  YC_ASSERT(profile.loss >= 0 && profile.loss < 1);
}

base::Duration LossyStream::time_on_the_way() {
  const auto jitter =
      std::chrono::duration_cast<base::Duration>(profile_.jitter * (random_.unit() * 2.0 - 1.0));
  base::Duration time = profile_.round_trip / 2 + jitter;
  while (random_.chance(profile_.loss)) time += profile_.round_trip;
  return time;
}

void LossyStream::send(base::MonotonicTime now, std::span<const std::byte> bytes) {
  bytes_under_way_ += bytes.size();
  while (!bytes.empty()) {
    const auto segment = bytes.first(std::min(kSegmentBytes, bytes.size()));
    last_arrival_ = std::max(last_arrival_, now + time_on_the_way());
    segments_.push_back({last_arrival_, {segment.begin(), segment.end()}});
    bytes = bytes.subspan(segment.size());
  }
}

std::span<const std::byte> LossyStream::arrived(base::MonotonicTime now) const {
  if (segments_.empty() || segments_.front().arrives > now) return {};
  return std::span(segments_.front().bytes).subspan(taken_of_first_);
}

void LossyStream::take(std::size_t bytes) {
  if (bytes == 0) return;
  YC_ASSERT(!segments_.empty() && taken_of_first_ + bytes <= segments_.front().bytes.size());
  bytes_under_way_ -= bytes;
  taken_of_first_ += bytes;
  if (taken_of_first_ < segments_.front().bytes.size()) return;
  segments_.pop_front();
  taken_of_first_ = 0;
}

std::optional<base::MonotonicTime> LossyStream::next_arrival() const {
  if (segments_.empty()) return std::nullopt;
  return segments_.front().arrives;
}

}  // namespace yc::bench
