#pragma once
// Tasks on an executor that are dropped once their owner has gone, so that none finds it destroyed.

#include <memory>
#include <utility>

#include "kernel/base/executor.h"

namespace yc::gateway {

class Later {
 public:
  explicit Later(base::Executor& executor) : executor_(executor) {}

  // The owner's, once it is held by a shared pointer. Until then tasks are dropped.
  void belong_to(std::weak_ptr<void> owner) { owner_ = std::move(owner); }

  void post(base::Task task) const { executor_.post(guarded(std::move(task))); }
  void post_after(base::Duration delay, base::Task task) const {
    executor_.post_after(delay, guarded(std::move(task)));
  }

 private:
  base::Task guarded(base::Task task) const {
    return [owner = owner_, task = std::move(task)]() mutable {
      if (const auto alive = owner.lock()) task();
    };
  }
  base::Executor& executor_;
  std::weak_ptr<void> owner_;
};

}  // namespace yc::gateway
