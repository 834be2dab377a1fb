#pragma once
// The city's time of day: that of its real place (UTC+8), or a day of another length.

#include "kernel/base/clock.h"

namespace yc::space {

inline constexpr double kRealDayS = 86'400.0;

struct CityClock {
  double day_length_s = kRealDayS;  // real seconds of one city day, > 0

  double hour(base::WallTime now) const;  // 0 <= hour < 24
};

}  // namespace yc::space
