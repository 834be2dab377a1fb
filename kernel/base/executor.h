#pragma once
// A place where tasks run one at a time, in the order posted. The tick, each I/O shard and the disk
// are executors; a simulation gives all of them one thread (simulation.h).

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "kernel/base/clock.h"

namespace yc::base {

using Task = std::move_only_function<void()>;

class Executor {
 public:
  virtual ~Executor() = default;
  virtual void post(Task task) = 0;                        // any thread
  virtual void post_after(Duration delay, Task task) = 0;  // any thread
};

// One thread of its own. Destruction runs what was posted before, drops timers that are not due,
// and joins.
class ThreadExecutor final : public Executor {
 public:
  // nice: 0-19, how far the thread stands back where processors are short.
  ThreadExecutor(std::string thread_name, const Clock& clock, int nice = 0);
  ~ThreadExecutor() override;
  ThreadExecutor(const ThreadExecutor&) = delete;
  ThreadExecutor& operator=(const ThreadExecutor&) = delete;

  void post(Task task) override;
  void post_after(Duration delay, Task task) override;

 private:
  void run(int nice);

  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Task> ready_;
  std::multimap<MonotonicTime, Task> timers_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace yc::base
