#include "kernel/crowd/governor.h"

#include <algorithm>
#include <array>

namespace yc::crowd {
namespace {

// Detail first: far cells half as often, then without extras; then the rate, down to 2.5 Hz.
// Frames at a lower rate are fuller, so a cell is told as often as the bytes allow.
constexpr std::array<Detail, 9> kSteps{{
    {1, 1, 40, 1.0f, true, 1.0},
    {1, 1, 40, 2.0f, true, 1.0},
    {1, 1, 40, 3.0f, false, 1.0},
    {1, 2, 44, 1.5f, true, 1.0},
    {2, 5, 48, 1.5f, true, 1.0},
    {1, 3, 48, 1.5f, true, 1.0},
    {1, 4, 48, 1.5f, true, 1.0},
    {1, 6, 48, 2.0f, false, 0.8},
    {1, 8, 48, 2.0f, false, 0.6},
}};

constexpr double kTooMuch = 0.85;  // of a tick: a step up
constexpr double kEnough = 0.7;    // of a tick at the step below: a step down
constexpr double kPlenty = 0.55;   // of a tick some steps below: down to there at once
// A tick may take longer than its time by two fifths until all are told, when others keep the
// processors busy; the shard itself must have time for what comes in.
constexpr double kWallShare = 0.6;
constexpr base::Duration kUpAfter = std::chrono::milliseconds(500);
constexpr base::Duration kDownAfter = std::chrono::milliseconds(400);
// A step down that had to be taken back within this was one too many: the next one waits twice as
// long, unless so much of the load is gone.
constexpr base::Duration kTakenBack = std::chrono::seconds(3);
constexpr base::Duration kLongestWait = std::chrono::seconds(20);
constexpr double kLeft = 0.7;  // of the usual load at this step, once it has settled
constexpr base::Duration kSettled = std::chrono::seconds(1);
constexpr double kWaitPerWork = 2.0;
constexpr double kSmoothing = 0.2;
constexpr double kUsualSmoothing = 0.02;
constexpr double kMostLoad = 2.0;  // as more is forgotten too slowly

double share(base::Duration part, base::Duration whole) {
  return std::chrono::duration<double>(part) / std::chrono::duration<double>(whole);
}

}  // namespace

std::span<const Detail> detail_steps() {
  return kSteps;
}

Governor::Governor(base::Duration tick_period) : period_(tick_period), patience_(kDownAfter) {}

std::size_t Governor::told(const Telling& telling) {
  const double work = share(telling.cpu, period_);
  const double took = share(telling.done - telling.begun, period_);
  // A shard with little to do that waits for a processor is not helped by doing less.
  const double wall =
      took + std::min(share(telling.begun - telling.tick, period_), kWaitPerWork * took);
  const double now_load = std::max(work, wall * kWallShare);
  load_ += (std::min(now_load, kMostLoad) - load_) * kSmoothing;
  const double own_load = std::max(work, took * kWallShare);
  own_load_ += (std::min(own_load, kMostLoad) - own_load_) * kSmoothing;
  if (step_ == 0 || load_at(step_ - 1) > kEnough) busy_ = telling.done;
  if (telling.done - changed_ >= kSettled) {
    usual_ += (load_ - usual_) * (usual_ == 0 ? 1.0 : kUsualSmoothing);
  }
  if (load_ < usual_ * kLeft) patience_ = kDownAfter;
  if (load_ > kTooMuch && step_ + 1 < kSteps.size() && telling.done - changed_ >= kUpAfter) {
    change(step_ + 1, telling.done);
  } else if (telling.done - busy_ >= patience_ && telling.done - changed_ >= patience_) {
    change(lowest_step(), telling.done);
  }
  return step_;
}

// What the load would be at a lower step, where each tick tells more viewers.
double Governor::load_at(std::size_t step) const {
  const double more = kSteps[step_].ticks_per_frame() / kSteps[step].ticks_per_frame();
  return load_ + own_load_ * (more - 1.0);
}

// The next, or the lowest of those that differ by their rate: most of their cost is known before.
std::size_t Governor::lowest_step() const {
  std::size_t step = step_ - 1;
  while (step > 0 && kSteps[step - 1].ticks_per_frame() < kSteps[step].ticks_per_frame() &&
         load_at(step - 1) <= kPlenty) {
    --step;
  }
  return step;
}

void Governor::change(std::size_t step, base::MonotonicTime now) {
  const bool up = step > step_;
  if (up && eased_ && now - changed_ < kTakenBack) {
    patience_ = std::min(patience_ * 2, kLongestWait);
  }
  eased_ = !up;
  step_ = step;
  usual_ = 0;
  changed_ = busy_ = now;
}

}  // namespace yc::crowd
