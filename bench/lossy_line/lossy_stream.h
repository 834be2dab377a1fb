#pragma once
// One direction of a TCP connection over a bad line, as its receiver sees it: the same bytes in the
// same order, later. A segment that is lost arrives one round trip later, and TCP holds back what
// came after it until then.
//
// One round trip is what fast retransmit takes at best (RFC 5681, section 3.2: the segments after
// the gap are acknowledged at once, and these acknowledgements call for the lost one). A sender
// that has nothing more to send waits for its timer instead (RFC 6298), which is longer; not
// modelled.

#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/base/random.h"

namespace yc::bench {

struct LineProfile {
  base::Duration round_trip = std::chrono::milliseconds(150);
  base::Duration jitter = std::chrono::milliseconds(20);  // each way; at most half a round trip
  double loss = 0.02;                                     // of each segment, each time it is sent
};

class LossyStream {
 public:
  static constexpr std::size_t kSegmentBytes = 1460;  // of an Ethernet frame of 1,500

  LossyStream(const LineProfile& profile, base::Random& random);

  void send(base::MonotonicTime now, std::span<const std::byte> bytes);

  // The next bytes that have arrived and were not taken; empty when there are none (yet).
  std::span<const std::byte> arrived(base::MonotonicTime now) const;
  void take(std::size_t bytes);  // from the front of what has arrived

  std::optional<base::MonotonicTime> next_arrival() const;  // nullopt: nothing is under way
  std::size_t bytes_under_way() const { return bytes_under_way_; }

 private:
  struct Segment {
    base::MonotonicTime arrives;
    std::vector<std::byte> bytes;
  };
  base::Duration time_on_the_way();

  LineProfile profile_;
  base::Random& random_;
  std::deque<Segment> segments_;  // in the order sent, which is the order of arrival
  base::MonotonicTime last_arrival_;
  std::size_t taken_of_first_ = 0;
  std::size_t bytes_under_way_ = 0;
};

}  // namespace yc::bench
