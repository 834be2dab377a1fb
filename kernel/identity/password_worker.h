#pragma once
// Password hashes are slow and take memory on purpose: threads of their own make them, a bounded
// number waits, and no more memory is used than threads x cost. docs/identity.md says what the cost
// is and how it was measured.

#include <memory>
#include <string>
#include <vector>

#include "kernel/base/argon2id.h"
#include "kernel/base/clock.h"
#include "kernel/base/executor.h"
#include "kernel/identity/reply.h"

namespace yc::identity {

// OWASP's minimum for Argon2id (Password Storage Cheat Sheet, 2024) in the row that takes the
// least memory: of its five equal rows it was the fastest here.
inline constexpr base::PasswordCost kPasswordCost{5, 7168};

struct PasswordCheck {
  bool matches = false;
  std::string rehashed;  // with today's cost where the hash kept has another; else empty
};

// Thread-safe.
class PasswordWorker {
 public:
  // threads: one executor each, nothing else on them, at a low priority; they and the cost's memory
  // must be there as long as this. max_waiting: setting limits.password-queue.
  PasswordWorker(std::vector<base::Executor*> threads, base::PasswordCost cost,
                 std::size_t max_waiting);
  ~PasswordWorker();  // what waits is never answered
  PasswordWorker(const PasswordWorker&) = delete;
  PasswordWorker& operator=(const PasswordWorker&) = delete;

  // full (sign_ins_busy): too many wait. unavailable: no memory.
  void hash(std::string password, base::Executor& reply_on, Done<std::string> done);
  // An empty hash is nobody's: the same work is done and nothing matches, so that the time does not
  // tell whether an account is there.
  void check(std::string hash, std::string password, base::Executor& reply_on,
             Done<PasswordCheck> done);

  std::size_t waiting() const;  // not begun yet

 private:
  struct State;
  void enqueue(base::Task work, base::Task refused);
  std::vector<base::Executor*> threads_;
  std::shared_ptr<State> state_;  // shared with work under way
};

}  // namespace yc::identity
