#include "kernel/crowd/governor.h"

#include <algorithm>
#include <array>

namespace yc::crowd {
namespace {

// Detail first: far cells half as often, then without extras; then the rate, down to 2.5 Hz.
// Frames at a lower rate are fuller, so a cell is told as often as the bytes allow.
constexpr std::array<Detail, 8> kSteps{{
    {1, 40, 1.0f, true},
    {1, 40, 2.0f, true},
    {1, 32, 3.0f, false},
    {2, 32, 1.5f, true},
    {3, 32, 1.5f, true},
    {4, 32, 1.5f, true},
    {6, 32, 2.0f, false},
    {8, 32, 2.0f, false},
}};

constexpr double kTooMuch = 0.75;  // of a tick: a step up
constexpr double kEnough = 0.5;    // of a tick at the step below: a step down
constexpr base::Duration kUpAfter = std::chrono::milliseconds(300);
constexpr base::Duration kDownAfter = std::chrono::milliseconds(600);
constexpr double kWaitPerWork = 2.0;
constexpr double kSmoothing = 0.2;

double share(base::Duration part, base::Duration whole) {
  return std::chrono::duration<double>(part) / std::chrono::duration<double>(whole);
}

}  // namespace

std::span<const Detail> detail_steps() {
  return kSteps;
}

std::size_t Governor::told(base::MonotonicTime tick, base::MonotonicTime begun,
                           base::MonotonicTime done) {
  const double telling = share(done - begun, period_);
  // A shard with little to do that waits for a processor is not helped by doing less.
  const double now_load = telling + std::min(share(begun - tick, period_), kWaitPerWork * telling);
  load_ += (std::min(now_load, 4.0) - load_) * kSmoothing;
  // What telling would take at the step below, where each tick tells more viewers.
  const double more = step_ == 0 ? 1.0
                                 : static_cast<double>(kSteps[step_].ticks_per_frame) /
                                       static_cast<double>(kSteps[step_ - 1].ticks_per_frame);
  const double below = load_ + telling * (more - 1.0);
  if (step_ == 0 || below > kEnough) busy_ = done;
  if (load_ > kTooMuch && step_ + 1 < kSteps.size() && done - changed_ >= kUpAfter) {
    change(step_ + 1, done);
  } else if (step_ > 0 && done - busy_ >= kDownAfter && done - changed_ >= kDownAfter) {
    change(step_ - 1, done);
  }
  return step_;
}

void Governor::change(std::size_t step, base::MonotonicTime now) {
  step_ = step;
  changed_ = busy_ = now;
}

}  // namespace yc::crowd
