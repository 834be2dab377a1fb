#include "kernel/identity/password_worker.h"

#include <deque>
#include <mutex>

#include "kernel/base/assert.h"
#include "kernel/identity/refuse.h"

namespace yc::identity {
namespace {

base::Error busy() {
  return refuse(schema::Reason::sign_ins_busy, base::ErrorCode::full,
                "too many passwords wait to be checked",
                "try again in a few seconds, or raise limits.password-queue")
      .error();
}

}  // namespace

struct PasswordWorker::State {
  base::PasswordCost cost;
  std::size_t max_waiting = 0;
  std::mutex mutex;
  std::deque<base::Task> waiting;
  std::mutex decoy_mutex;
  std::string decoy;  // a hash of nobody's password, made by the first who needs it
  bool closed = false;

  bool run_one() {
    base::Task work;
    {
      const std::lock_guard lock(mutex);
      if (waiting.empty()) return false;
      work = std::move(waiting.front());
      waiting.pop_front();
    }
    work();
    return true;
  }

  // Twice the work for the first unknown name after a start: it says nothing about any name.
  std::string decoy_hash() {
    const std::lock_guard lock(decoy_mutex);
    if (decoy.empty()) decoy = base::hash_password("nobody's password", cost).value_or("");
    return decoy;
  }

  base::Result<PasswordCheck> check(const std::string& hash, const std::string& password) {
    PasswordCheck result;
    if (hash.empty()) {
      static_cast<void>(base::password_matches(decoy_hash(), password));
      return result;
    }
    result.matches = base::password_matches(hash, password);
    if (result.matches && base::needs_rehash(hash, cost))
      result.rehashed = base::hash_password(password, cost).value_or("");
    return result;
  }
};

PasswordWorker::PasswordWorker(std::vector<base::Executor*> threads, base::PasswordCost cost,
                               std::size_t max_waiting)
    : threads_(std::move(threads)), state_(std::make_shared<State>()) {
  YC_ASSERT(!threads_.empty());
  state_->cost = cost;
  state_->max_waiting = max_waiting;
}

PasswordWorker::~PasswordWorker() {
  std::deque<base::Task> dropped;
  const std::lock_guard lock(state_->mutex);
  state_->closed = true;
  dropped.swap(state_->waiting);
}

std::size_t PasswordWorker::waiting() const {
  const std::lock_guard lock(state_->mutex);
  return state_->waiting.size();
}

// Every thread is woken: whichever is free takes the oldest.
void PasswordWorker::enqueue(base::Task work, base::Task refused) {
  {
    const std::lock_guard lock(state_->mutex);
    if (!state_->closed && state_->waiting.size() < state_->max_waiting) {
      state_->waiting.push_back(std::move(work));
      refused = nullptr;
    }
  }
  if (refused) return refused();
  for (base::Executor* thread : threads_) {
    thread->post([state = state_] {
      while (state->run_one()) {
      }
    });
  }
}

// The callback is shared by the work and its refusal, of which one happens.
void PasswordWorker::hash(std::string password, base::Executor& reply_on, Done<std::string> done) {
  auto shared = std::make_shared<Done<std::string>>(std::move(done));
  enqueue(
      [state = state_.get(), password = std::move(password), &reply_on, shared] {
        reply(reply_on, std::move(*shared), base::hash_password(password, state->cost));
      },
      [&reply_on, shared] {
        reply<std::string>(reply_on, std::move(*shared), std::unexpected(busy()));
      });
}

void PasswordWorker::check(std::string hash, std::string password, base::Executor& reply_on,
                           Done<PasswordCheck> done) {
  auto shared = std::make_shared<Done<PasswordCheck>>(std::move(done));
  enqueue([state = state_.get(), hash = std::move(hash), password = std::move(password), &reply_on,
           shared] { reply(reply_on, std::move(*shared), state->check(hash, password)); },
          [&reply_on, shared] {
            reply<PasswordCheck>(reply_on, std::move(*shared), std::unexpected(busy()));
          });
}

}  // namespace yc::identity
