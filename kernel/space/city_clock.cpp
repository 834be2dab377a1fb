#include "kernel/space/city_clock.h"

#include <cmath>

namespace yc::space {

double CityClock::hour(base::WallTime now) const {
  constexpr double kOffsetOfPlaceS = 8.0 * 3600.0;  // UTC+8, no summer time
  const double seconds = static_cast<double>(now.unix_ms) / 1000.0;
  const double shift = day_length_s == kRealDayS ? kOffsetOfPlaceS : 0.0;
  const double days = (seconds + shift) / day_length_s;
  return (days - std::floor(days)) * 24.0;
}

}  // namespace yc::space
