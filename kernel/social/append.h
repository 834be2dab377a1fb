#pragma once
// What every act of this library ends with: one batch, and the answer once it is durable.

#include <functional>
#include <utility>

#include "kernel/base/executor.h"
#include "kernel/store/store.h"

namespace yc::social {

template <typename T>
using Done = std::move_only_function<void(base::Result<T>)>;
using Appended = Done<store::Appended>;

template <typename T>
void reply(base::Executor& reply_on, Done<T> done, base::Result<T> result) {
  reply_on.post(
      [done = std::move(done), result = std::move(result)]() mutable { done(std::move(result)); });
}

inline void refuse(base::Executor& reply_on, Appended done, base::Error error) {
  reply<store::Appended>(reply_on, std::move(done), std::unexpected(std::move(error)));
}

inline void append_one(store::Store& store, base::StreamId stream, base::PrincipalId actor,
                       store::Payload payload, base::Executor& reply_on, Appended done) {
  store::Batch batch;
  batch.events.push_back({stream, actor, std::move(payload)});
  store.append(std::move(batch), reply_on, std::move(done));
}

}  // namespace yc::social
