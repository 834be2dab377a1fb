#pragma once
// Which ways in have ended lately, for the connections that came by them: each looks when it is
// swept, so all are closed within a sweep (0.25 s). Thread-safe.

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>

#include "kernel/identity/sessions.h"

namespace yc::gateway {

class EndedSessions {
 public:
  // Of those that ended; a connection has looked long before so many more have.
  static constexpr std::size_t kKept = 4096;

  void note(const identity::Ended& ended);
  // Grows with each that ends: nothing to look for while it stays.
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }
  // The session (zero: none), or all that is the person's.
  bool holds(std::uint64_t session, base::PrincipalId person) const;

 private:
  std::atomic<std::uint64_t> version_ = 0;
  mutable std::mutex mutex_;
  std::deque<identity::Ended> ended_;
};

}  // namespace yc::gateway
