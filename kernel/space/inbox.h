#pragma once
// Commands on their way from the shards to the tick.

#include <mutex>
#include <utility>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/base/result.h"
#include "kernel/space/command.h"
#include "kernel/space/outlet.h"

namespace yc::space {

class Inbox {  // push: any thread; take: the tick
 public:
  struct Item {
    ParticipantId from;
    Command command;
    base::MonotonicTime arrived;
  };

  explicit Inbox(std::size_t capacity) : capacity_(capacity) {}

  base::Status push(ParticipantId from, Command command, base::MonotonicTime arrived) {
    const std::lock_guard lock(mutex_);
    if (items_.size() >= capacity_) {
      return base::fail(base::ErrorCode::full,
                        "the tick is behind by " + std::to_string(capacity_) + " commands",
                        "raise space.inbox-commands or give the server a faster machine");
    }
    items_.push_back({from, std::move(command), arrived});
    return {};
  }

  // Replaces `out` by what has arrived, in order.
  void take(std::vector<Item>& out) {
    out.clear();
    const std::lock_guard lock(mutex_);
    items_.swap(out);
  }

 private:
  std::mutex mutex_;
  std::vector<Item> items_;
  std::size_t capacity_;
};

}  // namespace yc::space
