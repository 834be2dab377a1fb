#pragma once
// Sessions: a cookie's token whose SHA-256 is kept, where it was opened, and how it ends.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/base/random.h"
#include "kernel/identity/identity.h"

namespace yc::identity {

// From where somebody signs in.
struct Caller {
  std::string address;  // for limits only; never kept
  std::string browser;  // browser_family(User-Agent header)
};

// "Firefox, Linux": enough to know one's own devices apart. Empty where it cannot be told.
std::string browser_family(std::string_view user_agent);

// A session, an API key or a person whose way in has ended; the other two are zero.
struct Ended {
  std::uint64_t session = 0;
  std::uint64_t api_key = 0;
  base::PrincipalId person;  // closed the account: whatever is theirs ends
};

// Of one person; the oldest ends when another is opened.
inline constexpr std::size_t kMaxSessions = 50;
inline constexpr base::Duration kSeenEvery = std::chrono::hours(1);

// Thread-safe; not for the tick thread.
class Sessions {
 public:
  Sessions(store::Store& store, const base::Clock& clock, base::Random& random,
           base::Duration lifetime);

  // Adds to the batch what opens a session of `person`. The token works once the batch is durable.
  base::Result<OpenedSession> open(store::Batch& batch, base::PrincipalId person,
                                   store::SessionWay way, std::uint64_t credential,
                                   const Caller& caller);

  base::Result<std::vector<store::Session>> list(base::PrincipalId person);
  // not_found: it is not this person's, or over.
  void revoke(std::uint64_t session, base::PrincipalId person, base::Executor& reply_on,
              Done<store::Appended> done);
  // All but `kept` (zero = all). Answers how many.
  void revoke_others(base::PrincipalId person, std::uint64_t kept, base::Executor& reply_on,
                     Done<std::size_t> done);
  // Neither revoked nor over; asks the store.
  bool is_live(std::uint64_t session);
  // Writes that a session was used, at most once an hour.
  void note_seen(const store::Session& session);

  // Called on the thread that commits, after the sync, for each way in that ends: must be quick, so
  // post. Live connections close in it. An expiry is not told: who holds a session knows the time.
  // Register before serving.
  void watch(std::function<void(const Ended&)> watcher);

 private:
  store::Store& store_;
  const base::Clock& clock_;
  base::Random& random_;
  const base::Duration lifetime_;
};

// 32 random bytes in lower-case hex.
std::string new_secret(base::Random& random);

}  // namespace yc::identity
