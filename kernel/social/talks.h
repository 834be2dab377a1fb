#pragma once
// Messages that wait for their reader: to a person or to a group of friends. Threads and `done` as
// in friends.h. The texts are in the vault and can be erased.

#include <string>
#include <vector>

#include "kernel/social/reach.h"
#include "kernel/store/append_one.h"

namespace yc::social {

class Talks {
 public:
  static constexpr std::size_t kTextMaxCharacters = 2000;
  static constexpr std::size_t kMembersMax = 100;
  static constexpr std::size_t kGroupsMax = 100;  // of one person

  explicit Talks(store::Store& store) : store_(store) {}

  // denied: they are not to be reached, or one is no member. bad_input: nothing readable, too long.
  void send(base::PrincipalId sender, store::Peer peer, std::string_view text,
            base::Executor& reply_on, store::Done<store::Message> done);
  void mark_read(base::PrincipalId reader, store::Peer peer, base::MessageId up_to,
                 base::Executor& reply_on, store::WhenAppended done);
  // not_found: no such message of this sender.
  void erase(base::PrincipalId sender, base::MessageId message, base::Executor& reply_on,
             store::WhenAppended done);

  void make_group(base::PrincipalId owner, std::string_view name, base::Executor& reply_on,
                  store::Done<base::GroupId> done);
  // By the owner.
  void rename_group(base::PrincipalId by, base::GroupId group, std::string_view name,
                    base::Executor& reply_on, store::WhenAppended done);
  // By a member, of a friend: friendship is the consent, and whoever does not like it leaves.
  void add(base::PrincipalId by, base::GroupId group, base::PrincipalId person,
           base::Executor& reply_on, store::WhenAppended done);
  // By oneself, or by the owner. When the owner leaves, the longest member becomes it. Tried again
  // a few times where the group changed meanwhile; then conflict.
  void remove(base::PrincipalId by, base::GroupId group, base::PrincipalId person,
              base::Executor& reply_on, store::WhenAppended done);

 private:
  base::Result<store::GroupRole> role(base::GroupId group, base::PrincipalId person);
  base::Status check_send(base::PrincipalId sender, store::Peer peer);
  base::Status check_add(base::PrincipalId by, base::GroupId group, base::PrincipalId person);
  base::Result<store::Batch> leaving(base::PrincipalId by, base::GroupId group,
                                     base::PrincipalId person);
  void leave(base::PrincipalId by, base::GroupId group, base::PrincipalId person, int tries,
             base::Executor& reply_on, store::WhenAppended done);
  store::Store& store_;
};

}  // namespace yc::social
