#pragma once
// How a library that writes answers: later, on the executor that the caller named.

#include <functional>
#include <utility>

#include "kernel/base/executor.h"
#include "kernel/store/store.h"

namespace yc::store {

template <typename T>
using Done = std::move_only_function<void(base::Result<T>)>;

template <typename T>
void reply(base::Executor& reply_on, Done<T> done, base::Result<T> result) {
  reply_on.post(
      [done = std::move(done), result = std::move(result)]() mutable { done(std::move(result)); });
}

// Hands over `value` once the append it waits for is durable.
template <typename T>
AppendDone then_give(Done<T> done, T value) {
  return
      [done = std::move(done), value = std::move(value)](base::Result<Appended> appended) mutable {
        if (appended) {
          done(std::move(value));
        } else {
          done(std::unexpected(std::move(appended).error()));
        }
      };
}

}  // namespace yc::store
