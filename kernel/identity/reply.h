#pragma once
// How this library answers: later, on the executor that the caller named.

#include <chrono>
#include <functional>
#include <utility>

#include "kernel/base/clock.h"
#include "kernel/base/executor.h"
#include "kernel/base/result.h"
#include "kernel/store/store.h"

namespace yc::identity {

template <typename T>
using Done = std::move_only_function<void(base::Result<T>)>;

template <typename T>
void reply(base::Executor& reply_on, Done<T> done, base::Result<T> result) {
  reply_on.post(
      [done = std::move(done), result = std::move(result)]() mutable { done(std::move(result)); });
}

// Hands over `value` once the append it waits for is durable.
template <typename T>
store::AppendDone then_give(Done<T> done, T value) {
  return [done = std::move(done),
          value = std::move(value)](base::Result<store::Appended> appended) mutable {
    if (appended) {
      done(std::move(value));
    } else {
      done(std::unexpected(std::move(appended).error()));
    }
  };
}

inline base::WallTime after(base::WallTime now, base::Duration span) {
  return {now.unix_ms + std::chrono::duration_cast<std::chrono::milliseconds>(span).count()};
}

}  // namespace yc::identity
