#pragma once
// What an act of a library ends with: one batch, with its record where there is one, and the answer
// once it is durable.

#include <utility>

#include "kernel/store/by.h"
#include "kernel/store/reply.h"

namespace yc::store {

using WhenAppended = Done<Appended>;

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
