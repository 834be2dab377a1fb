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

void FrameHub::join(base::SpaceId space, Session& session) {
  std::unique_ptr<Room>& room = rooms_[space];
  if (room == nullptr) room = std::make_unique<Room>();
  room->sessions.push_back(&session);
}

void FrameHub::leave(base::SpaceId space, Session& session) {
  const auto room = rooms_.find(space);
  if (room == rooms_.end()) return;
  std::erase(room->second->sessions, &session);
  if (room->second->sessions.empty() && !telling_) forget(space);
}

void FrameHub::forget(base::SpaceId space) {
  const auto room = rooms_.find(space);
  if (room->second->told) --rooms_told_;
  rooms_.erase(room);
}

crowd::SnapshotPtr FrameHub::latest(base::SpaceId space) const {
  const auto room = rooms_.find(space);
  return room == rooms_.end() ? nullptr : room->second->latest;
}

void FrameHub::deliver(base::SpaceId space, const crowd::SnapshotPtr& snapshot) {
  const base::MonotonicTime begun = clock_.monotonic();
  const base::Duration cpu_before = clock_.thread_cpu();
  const auto found = rooms_.find(space);
  if (found == rooms_.end() && !rooms_.empty()) return;
  Room* const room = found == rooms_.end() ? nullptr : found->second.get();
  if (room != nullptr) {
    room->latest = snapshot;
    if (room->told) judge(begun);  // the next tick begins
    tell(*room);
  }
  const base::MonotonicTime done = clock_.monotonic();
  took_ += done - begun;
  cpu_ += clock_.thread_cpu() - cpu_before;
  late_ = std::max(late_, begun - snapshot->at());
  if (room != nullptr) {
    room->told = true;
    ++rooms_told_;
  }
  if (rooms_told_ == rooms_.size()) judge(done);
  if (room != nullptr && room->sessions.empty()) forget(space);
}

void FrameHub::tell(Room& room) {
  const crowd::Detail& detail = governor_.detail();
  ++room.round;
  telling_ = true;
  // By number: a session may leave while it is told.
  for (std::size_t i = 0; i < room.sessions.size(); ++i) {
    Session& session = *room.sessions[i];
    const bool sees = detail.tells(session.handle(), room.round);
    if (!sees && room.rounds.empty()) continue;
    session.tell(sees ? room.latest.get() : nullptr, detail, room.rounds, desk_);
  }
  telling_ = false;
  room.rounds.clear();
}

void FrameHub::judge(base::MonotonicTime done) {
  const base::MonotonicTime begun = done + -took_;
  const std::size_t step = governor_.step();
  if (governor_.told({begun + -late_, begun, done, cpu_}) > step) shed_.add();
  step_.set(static_cast<double>(governor_.step()));
  load_.set(governor_.load());
  took_ = cpu_ = late_ = base::Duration{0};
  rooms_told_ = 0;
  for (auto& [space, room] : rooms_) room->told = false;
}

}  // namespace yc::gateway
