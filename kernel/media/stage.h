#pragma once
// Where few speak and all hear: who stands on a stage is heard by everyone within its audience
// radius, whatever the distance, and before anyone else.

#include <string>
#include <vector>

#include "kernel/geometry/vec.h"

namespace yc::media {

struct Stage {
  std::string id;
  geometry::Vec3 position;  // of the middle of its floor
  double radius_m = 4;      // of the floor
  double audience_m = 60;
};

inline constexpr int kNoStage = -1;

// The stage on which a person with these feet stands, by number, or kNoStage. A person above or
// below the floor (a bridge over the plaza) is not on it.
inline int stage_under(const std::vector<Stage>& stages, geometry::Vec3 feet) {
  constexpr double kAboveM = 3.0, kBelowM = 1.0;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const geometry::Vec3 away = feet - stages[i].position;
    const bool level = away.y > -kBelowM && away.y < kAboveM;
    const double reach = stages[i].radius_m;
    if (level && away.x * away.x + away.z * away.z <= reach * reach) return static_cast<int>(i);
  }
  return kNoStage;
}

}  // namespace yc::media
