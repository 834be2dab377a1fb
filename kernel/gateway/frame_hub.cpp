#include "kernel/gateway/frame_hub.h"

#include <algorithm>
#include <utility>

#include "kernel/gateway/session.h"

namespace yc::gateway {

FrameHub::FrameHub(const base::Clock& clock, base::Metrics& metrics, base::Duration tick_period,
                   const std::string& name)
    : clock_(clock),
      governor_(tick_period),
      step_(metrics.gauge("yc_crowd_step",
                          "How far the crowd is told more coarsely for want of time: 0 = in full",
                          "shard=" + name)),
      load_(metrics.gauge("yc_crowd_load",
                          "Share of a tick's time that telling all viewers takes: docs/crowd.md",
                          "shard=" + name)),
      shed_(metrics.counter("yc_crowd_steps_shed_total",
                            "Times that the crowd was told one step more coarsely",
                            "shard=" + name)) {}

void FrameHub::leave(Session& session) {
  std::erase(sessions_, &session);
}

void FrameHub::deliver(crowd::SnapshotPtr snapshot) {
  latest_ = std::move(snapshot);
  const base::MonotonicTime begun = clock_.monotonic();
  const base::Duration cpu_before = clock_.thread_cpu();
  const std::size_t step = governor_.step();
  const crowd::Detail& detail = governor_.detail();
  ++round_;
  // By number: a session may leave while it is told.
  for (std::size_t i = 0; i < sessions_.size(); ++i) {
    Session& session = *sessions_[i];
    const bool sees = detail.tells(session.handle(), round_);
    if (!sees && rounds_.empty()) continue;
    session.tell(sees ? latest_.get() : nullptr, detail, rounds_, desk_);
  }
  rounds_.clear();
  const crowd::Governor::Telling telling{latest_->at(), begun, clock_.monotonic(),
                                         clock_.thread_cpu() - cpu_before};
  if (governor_.told(telling) > step) shed_.add();
  step_.set(static_cast<double>(governor_.step()));
  load_.set(governor_.load());
}

}  // namespace yc::gateway
