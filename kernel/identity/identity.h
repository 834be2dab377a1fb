#pragma once
// Who someone is: guests with a kept token, administrators by a one-time link and a session. Tokens
// are 32 random bytes in lower-case hex (64 characters); only their SHA-256 is stored.

#include <functional>
#include <string>
#include <string_view>

#include "kernel/base/clock.h"
#include "kernel/base/executor.h"
#include "kernel/base/ids.h"
#include "kernel/base/random.h"
#include "kernel/base/result.h"
#include "kernel/identity/reply.h"
#include "kernel/store/by.h"
#include "kernel/store/store.h"

namespace yc::identity {

struct GuestRequest {
  std::string name;  // as typed
  std::uint64_t look = 0;
  std::string token;  // from an earlier visit; empty = new guest
};

struct Guest {
  base::PrincipalId id;
  std::string name;  // cleaned
  std::uint64_t look = 0;
  std::string token;  // to keep in the browser; the one given, or a new one
  bool is_new = false;
};

struct MadeLink {
  std::string token;  // for /console#enter=TOKEN
  base::WallTime expires;
};

struct OpenedSession {
  std::uint64_t id = 0;
  base::PrincipalId person;
  std::string token;  // for the HttpOnly cookie
  base::WallTime expires;
};

// Thread-safe. Asks the store (disk cache): not for the tick thread. `done` is posted to `reply_on`
// when the outcome is durable.
class Identity {
 public:
  Identity(store::Store& store, const base::Clock& clock, base::Random& random);

  // A new guest, or the one whose token this is (renamed, with a new look, where they differ).
  // bad_input: name_invalid, also for a name too like that of someone who manages the city.
  // not_found: token_unknown, also for a token of somebody who holds a role: they come by session.
  // io, full, unavailable: not_durable.
  void admit_guest(GuestRequest request, base::Executor& reply_on, Done<Guest> done);
  // The person of a session, renamed and with a new look where they differ. Answers no token.
  void admit_known(base::PrincipalId person, std::string name, std::uint64_t look,
                   base::Executor& reply_on, Done<Guest> done);
  // New name or look of someone already known. Answers the cleaned name, and no token.
  void change_look(base::PrincipalId person, std::string name, std::uint64_t look,
                   base::Executor& reply_on, Done<Guest> done);

  // Whom a kept token opens: nobody who can do more than a guest. not_found: token_unknown.
  base::Result<store::Person> guest_of(std::string_view token);
  // The cleaned display name. bad_input, also for one that could be taken for that of somebody else
  // who manages the city.
  base::Result<std::string> allowed_name(std::string_view text, base::PrincipalId person);

  base::Result<bool> has_administrator();
  // `by` zero: printed at first start.
  base::Result<MadeLink> make_administrator_link(base::Duration lifetime, const store::By& by);
  // Uses up the link. The person who opens it becomes an administrator under `name`.
  // not_found: unknown, used or expired link (wire reason token_unknown).
  void enter_by_link(std::string token, std::string name, base::Duration session_lifetime,
                     base::Executor& reply_on, Done<OpenedSession> done);

  // Neither expired nor revoked; else not_found.
  base::Result<store::Session> find_session(std::string_view token);
  void revoke_session(std::uint64_t session, base::PrincipalId by, base::Executor& reply_on,
                      Done<store::Appended> done);

 private:
  void admit_returning(GuestRequest request, base::Executor& reply_on, Done<Guest> done);
  void update(const store::Person& known, const std::string& name, std::uint64_t look,
              std::string token, base::Executor& reply_on, Done<Guest> done);
  store::Store& store_;
  const base::Clock& clock_;
  base::Random& random_;
};

}  // namespace yc::identity
