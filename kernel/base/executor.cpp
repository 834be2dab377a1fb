#include "kernel/base/executor.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <utility>

namespace yc::base {

ThreadExecutor::ThreadExecutor(std::string thread_name, const Clock& clock, int nice)
    : clock_(clock) {
  thread_ = std::thread([this, nice] { run(nice); });
  thread_name.resize(std::min<std::size_t>(thread_name.size(), 15));  // kernel limit
  pthread_setname_np(thread_.native_handle(), thread_name.c_str());
}

ThreadExecutor::~ThreadExecutor() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

// Wakes the thread under the lock: without it the task could run, and let its owner destroy this
// executor, before the wake.
void ThreadExecutor::post(Task task) {
  const std::lock_guard lock(mutex_);
  ready_.push_back(std::move(task));
  wake_.notify_one();
}

void ThreadExecutor::post_after(Duration delay, Task task) {
  const std::lock_guard lock(mutex_);
  timers_.emplace(clock_.monotonic() + delay, std::move(task));
  wake_.notify_one();
}

void ThreadExecutor::run(int nice) {
  if (nice > 0) static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), nice));
  std::vector<Task> batch;
  std::unique_lock lock(mutex_);
  for (;;) {
    const MonotonicTime now = clock_.monotonic();
    while (!timers_.empty() && timers_.begin()->first <= now) {
      ready_.push_back(std::move(timers_.begin()->second));
      timers_.erase(timers_.begin());
    }
    if (ready_.empty()) {
      if (stopping_) return;
      if (timers_.empty()) {
        wake_.wait(lock);
      } else {
        wake_.wait_for(lock, timers_.begin()->first - now);
      }
      continue;
    }
    batch.swap(ready_);
    lock.unlock();
    for (Task& task : batch) task();
    batch.clear();
    lock.lock();
  }
}

}  // namespace yc::base
