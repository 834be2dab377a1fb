#pragma once
// One viewer, and all that is told to them of a tick.

#include <algorithm>

#include "kernel/base/random.h"
#include "kernel/crowd/crowd_fixture.h"
#include "kernel/crowd/interest.h"

namespace yc::crowd {

inline constexpr std::uint16_t kMe = 1;

struct View {
  explicit View(const InterestSettings& settings = {}) : interest(kMe, settings) {}

  // All that is told of one tick.
  void look(const SnapshotPtr& snapshot, const Detail& detail = {}) {
    people.reset();
    near.clear();
    far.clear();
    bytes = 0;
    sent = interest.look(*snapshot, detail);
    if (!sent) return;
    people = take_people(interest);
    std::vector<std::byte> frame;
    if (interest.encode_looks(frame)) bytes += frame.size();
    sent = interest.encode_crowd(frame);
    if (sent) {
      near = handles_in(frame);
      bytes += frame.size();
    }
    if (interest.encode_cells(frame)) {
      far = handles_in_cells(frame);
      std::erase(far, kMe);  // all viewers share these bytes
      bytes += frame.size();
    }
  }

  Interest interest;
  std::optional<schema::People> people;
  Handles near;  // of the crowd frame, in its order
  Handles far;   // of the crowd_cells frame, but for the viewer
  bool sent = false;
  std::size_t bytes = 0;
};

inline void scatter(TestCrowd& crowd, std::uint16_t people, double side_m, std::uint64_t seed) {
  base::SeededRandom random(seed);
  for (std::uint16_t h = 2; h < people + 2; ++h) {
    crowd.put(h, (random.unit() - 0.5) * side_m, (random.unit() - 0.5) * side_m);
  }
}

}  // namespace yc::crowd
