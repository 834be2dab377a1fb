#pragma once
// Friendship: asked, accepted, ended by either; blocks, and who may reach whom. Thread-safe, but
// asks the store: not for the tick thread. `done` is posted to reply_on when the outcome is
// durable.

#include "kernel/social/reach.h"
#include "kernel/store/append_one.h"

namespace yc::social {

class Friends {
 public:
  static constexpr std::size_t kMax = 1000;  // of one person, with those asked

  explicit Friends(store::Store& store) : store_(store) {}

  // Asks, or says yes to who has asked. denied: they are not to be reached. full: kMax. Asking
  // again, or a friend, changes nothing.
  void ask(base::PrincipalId person, base::PrincipalId other, base::Executor& reply_on,
           store::Done<store::FriendState> done);
  // not_found: nobody asked.
  void accept(base::PrincipalId person, base::PrincipalId other, base::Executor& reply_on,
              store::Done<store::FriendState> done);
  // Declines, withdraws or ends; fine when there is nothing.
  void end(base::PrincipalId person, base::PrincipalId other, base::Executor& reply_on,
           store::WhenAppended done);

  void set_privacy(base::PrincipalId person, store::Privacy privacy, base::Executor& reply_on,
                   store::WhenAppended done);
  void read_notices(base::PrincipalId person, std::uint64_t up_to, base::Executor& reply_on,
                    store::WhenAppended done);
  void clear_notices(base::PrincipalId person, std::uint64_t up_to, base::Executor& reply_on,
                     store::WhenAppended done);
  // Both ways, wherever the two are. full: kMax. Nothing changes where it is so already.
  void block(base::PrincipalId person, base::PrincipalId other, bool blocked,
             base::Executor& reply_on, store::WhenAppended done);

 private:
  base::Result<std::optional<store::FriendState>> state(base::PrincipalId person,
                                                        base::PrincipalId other);
  base::Status check_ask(base::PrincipalId person, base::PrincipalId other);
  void write(base::PrincipalId person, base::PrincipalId other, store::Payload event,
             base::Executor& reply_on, store::Done<store::FriendState> done);
  store::Store& store_;
};

}  // namespace yc::social
