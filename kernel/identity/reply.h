#pragma once
// What the parts of this library share.

#include <chrono>

#include "kernel/base/clock.h"
#include "kernel/store/reply.h"

namespace yc::identity {

using store::Done;
using store::reply;
using store::then_give;

inline base::WallTime after(base::WallTime now, base::Duration span) {
  return {now.unix_ms + std::chrono::duration_cast<std::chrono::milliseconds>(span).count()};
}

}  // namespace yc::identity
