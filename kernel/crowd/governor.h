#pragma once
// Lowers how finely and how often viewers are told when a shard cannot keep up, and raises it
// again. The order is: detail, then rate; nobody is sent away. One a shard; docs/crowd.md has the
// table.

#include <cstddef>
#include <span>

#include "kernel/base/clock.h"
#include "kernel/crowd/detail.h"

namespace yc::crowd {

// Step 0 is the full measure.
std::span<const Detail> detail_steps();

class Governor {
 public:
  explicit Governor(base::Duration tick_period);

  // How all viewers of a snapshot were told: when its tick was due, when this shard began to tell
  // of it and when it was done, and the time of a processor that it took meanwhile.
  struct Telling {
    base::MonotonicTime tick;
    base::MonotonicTime begun;
    base::MonotonicTime done;
    base::Duration cpu{0};
  };
  // Returns the step for the next one.
  std::size_t told(const Telling& telling);

  std::size_t step() const { return step_; }
  const Detail& detail() const { return detail_steps()[step_]; }
  // Smoothed share of a tick's time that telling takes of a processor; or, where others have the
  // processors too, kWallShare of the time until it is done.
  double load() const { return load_; }

 private:
  void change(std::size_t step, base::MonotonicTime now);
  double load_at(std::size_t step) const;
  std::size_t lowest_step() const;

  base::Duration period_;
  double load_ = 0;
  double own_load_ = 0;  // the part of it that grows with the viewers told
  std::size_t step_ = 0;
  bool eased_ = false;  // the last change was a step down
  base::MonotonicTime changed_;
  double usual_ = 0;          // load at this step; 0 = not known yet
  base::Duration patience_;   // how long it must have been quiet before a step down
  base::MonotonicTime busy_;  // last time at which a lower step would have been too much
};

}  // namespace yc::crowd
