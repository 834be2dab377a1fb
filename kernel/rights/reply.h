#pragma once
// What the writing half of Rights shares.

#include "kernel/rights/rights.h"
#include "kernel/store/reply.h"

namespace yc::rights {

template <typename T>
void reply_error(base::Executor& reply_on, std::move_only_function<void(base::Result<T>)> done,
                 base::Error error) {
  reply_on.post([done = std::move(done), error = std::move(error)]() mutable {
    done(std::unexpected(std::move(error)));
  });
}

inline base::Error denied(std::string why) {
  return {base::ErrorCode::denied, std::move(why), "ask someone who manages this place"};
}

inline std::unexpected<base::Error> reason_needed() {
  return std::unexpected(base::Error{base::ErrorCode::bad_input,
                                     "this act is recorded and needs a reason",
                                     "give a reason of 1-200 characters", "reason_needed"});
}

inline void add(store::Batch& batch, std::vector<store::NewEvent> events) {
  for (store::NewEvent& event : events) batch.events.push_back(std::move(event));
}

using store::then_give;

}  // namespace yc::rights
