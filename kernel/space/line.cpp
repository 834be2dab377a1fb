// The line before a full space: people are let in in the order in which they came.
#include <utility>

#include "kernel/space/space_state.h"

namespace yc::space {
namespace {

using schema::Reason;

constexpr base::Duration kTellEvery = std::chrono::seconds(1);

}  // namespace

bool is_same(const OutletRef& one, const OutletRef& other) {
  return !one.outlet.owner_before(other.outlet) && !other.outlet.owner_before(one.outlet);
}

void turn_away(const EnterRequest& request, schema::Refused why) {
  why.closing = !request.travels;
  request.outlet.shard->post([outlet = request.outlet.outlet, why = std::move(why)] {
    const auto alive = outlet.lock();
    if (alive == nullptr) return;
    if (why.closing) {
      alive->close(why);
    } else {
      alive->turned_away(why);
    }
  });
}

bool Space::State::is_full() const {
  return participants_.size() >= max_people_;
}

void Space::State::wait_in_line(EnterRequest request) {
  for (std::size_t i = 0; i < line_.size(); ++i) {
    if (line_[i].actor.person != request.actor.person) continue;
    turn_away(line_[i],
              refused(Reason::replaced, "the same guest waits in another window", "go on there"));
    line_[i] = std::move(request);
    return tell_place(line_[i], i);
  }
  if (line_.size() >= settings.max_waiting) {
    schema::Refused why = refused(
        Reason::server_full, "the space holds " + std::to_string(max_people_) + " people already",
        "come back later; the operator can raise space.capacity");
    why.retry_after_s = 30;
    return turn_away(request, std::move(why));
  }
  line_.push_back(std::move(request));
  tell_place(line_.back(), line_.size() - 1);
}

// A step of the tick.
void Space::State::serve_line() {
  if (line_.empty()) return;
  const std::size_t gone =
      std::erase_if(line_, [](const EnterRequest& r) { return r.outlet.outlet.expired(); });
  line_moved_ = line_moved_ || gone > 0;
  while (!line_.empty() && !is_full()) {
    EnterRequest next = std::move(line_.front());
    line_.pop_front();
    line_moved_ = true;
    if (schema::Refused why = why_not(next); why.closing) {
      turn_away(next, std::move(why));
    } else {
      admit(std::move(next));
    }
  }
  if (!line_moved_ || now() - line_told_ < kTellEvery) return;
  line_moved_ = false;
  line_told_ = now();
  for (std::size_t i = 0; i < line_.size(); ++i) tell_place(line_[i], i);
}

void Space::State::give_up(const OutletRef& outlet) {
  for (std::size_t i = 0; i < line_.size(); ++i) {
    if (!is_same(line_[i].outlet, outlet)) continue;
    turn_away(line_[i], refused(Reason::moved_on, "left the line", {}));
    line_.erase(line_.begin() + static_cast<std::ptrdiff_t>(i));
    line_moved_ = true;
    return;
  }
}

void Space::State::tell_place(const EnterRequest& request, std::size_t index) {
  schema::Queued queued{premises.manifest.space, static_cast<std::int64_t>(index) + 1};
  request.outlet.shard->post(
      [outlet = request.outlet.outlet, self = shared_from_this(), queued = std::move(queued)] {
        const auto alive = outlet.lock();
        if (alive != nullptr) alive->queued(queued, std::shared_ptr<Space>(new Space(self)));
      });
}

}  // namespace yc::space
