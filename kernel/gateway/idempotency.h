#pragma once
// Answers kept by Idempotency-Key, so that an act whose answer was lost is not done twice. In
// memory: a restart forgets them. Used on one executor.

#include <cstdint>
#include <list>
#include <map>
#include <string>
#include <variant>

#include "kernel/base/clock.h"
#include "kernel/base/sha256.h"
#include "kernel/gateway/http.h"

namespace yc::gateway {

inline constexpr base::Duration kAnswerKept = std::chrono::hours(24);
inline constexpr std::size_t kIdempotencyKeyMax = 128;

struct IdempotencyLimits {
  std::size_t keys = 4096;
  std::size_t keys_of_one = 256;  // so that one person's keys do not push out everybody's
  std::size_t bytes = 4 * 1024 * 1024;
};

class IdempotencyBook {
 public:
  enum class Verdict {
    first,          // do it, then call answered() or forget()
    still_working,  // the first is not answered yet
    other_request,  // the key belongs to another request
    full,           // as many unanswered as may be
  };
  // who: whose key it is; digest: of method, address and body.
  using Look = std::variant<Verdict, HttpResponse>;  // a response: the answer given before

  explicit IdempotencyBook(IdempotencyLimits limits = {}) : limits_(limits) {}

  Look look(const std::string& who, const std::string& key, const base::Digest& digest,
            base::MonotonicTime now);
  void answered(const std::string& who, const std::string& key, const HttpResponse& answer,
                base::MonotonicTime now);
  void forget(const std::string& who, const std::string& key);
  std::size_t size() const { return by_key_.size(); }
  std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    std::pair<std::string, std::string> key;  // who, key
    base::Digest digest;
    bool done = false;
    HttpResponse answer;
    base::MonotonicTime until;
    std::size_t bytes = 0;
  };
  using Entries = std::list<Entry>;  // oldest first

  void drop(Entries::iterator entry);
  void drop_lapsed(base::MonotonicTime now);
  bool make_room(const std::string& who);
  bool drop_oldest_answered(const std::string* who);

  const IdempotencyLimits limits_;
  Entries entries_;
  std::map<std::pair<std::string, std::string>, Entries::iterator> by_key_;
  std::map<std::string, std::size_t> count_of_;
  std::size_t bytes_ = 0;
};

}  // namespace yc::gateway
