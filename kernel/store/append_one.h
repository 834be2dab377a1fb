#pragma once
// What an act of a library ends with: one batch, with its record where there is one, and the answer
// once it is durable.

#include <functional>
#include <utility>

#include "kernel/base/executor.h"
#include "kernel/store/by.h"
#include "kernel/store/store.h"

namespace yc::store {

template <typename T>
using Done = std::move_only_function<void(base::Result<T>)>;
using WhenAppended = Done<Appended>;

template <typename T>
void reply(base::Executor& reply_on, Done<T> done, base::Result<T> result) {
  reply_on.post(
      [done = std::move(done), result = std::move(result)]() mutable { done(std::move(result)); });
}

inline void refuse(base::Executor& reply_on, WhenAppended done, base::Error error) {
  reply<Appended>(reply_on, std::move(done), std::unexpected(std::move(error)));
}

inline void append_one(Store& store, base::StreamId stream, const By& by, Payload payload,
                       base::Executor& reply_on, WhenAppended done) {
  Batch batch;
  batch.events.push_back({stream, by.person, std::move(payload)});
  add_record(batch, by);
  store.append(std::move(batch), reply_on, std::move(done));
}

}  // namespace yc::store
