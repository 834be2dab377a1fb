#pragma once
// How often one participant may do something: a bucket of tokens that refills at a steady rate.

#include <algorithm>
#include <cmath>

#include "kernel/base/clock.h"

namespace yc::space {

class RateLimit {
 public:
  // At most `burst` at once and `per_second` in the long run.
  RateLimit(double per_second, double burst)
      : per_second_(per_second), burst_(burst), tokens_(burst) {}

  // Takes one token and returns 0, or returns the seconds until there is one.
  double take(base::MonotonicTime now) {
    const double passed = std::chrono::duration<double>(now - last_).count();
    last_ = now;
    tokens_ = std::min(burst_, tokens_ + passed * per_second_);
    if (tokens_ < 1.0) return (1.0 - tokens_) / per_second_;
    tokens_ -= 1.0;
    return 0.0;
  }

 private:
  double per_second_;
  double burst_;
  double tokens_;
  base::MonotonicTime last_;
};

}  // namespace yc::space
