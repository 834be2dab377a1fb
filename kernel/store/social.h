#pragma once
// Questions about people together: friends, talks, groups, gatherings, notices. Any thread but the
// tick's; tens of microseconds. Lists hold at most `limit` rows.

#include <vector>

#include "kernel/base/result.h"
#include "kernel/store/social_records.h"
#include "kernel/store/store.h"

namespace yc::store {

class Social {
 public:
  explicit Social(Store& store) : store_(store) {}

  // not_found: strangers, nothing asked.
  base::Result<FriendState> friendship(base::PrincipalId person, base::PrincipalId other);
  base::Result<std::vector<Friend>> friends(base::PrincipalId person, std::size_t limit);
  base::Result<std::uint64_t> friend_count(base::PrincipalId person);  // with those asked
  base::Result<std::vector<base::PrincipalId>> friend_ids(base::PrincipalId person);  // in order

  base::Result<std::vector<Talk>> talks(base::PrincipalId person, std::size_t limit);
  // Newest first, those before a message (zero: the newest). Of a group only what was written while
  // the reader was a member.
  base::Result<std::vector<Message>> messages(base::PrincipalId reader, Peer peer,
                                              base::MessageId before, std::size_t limit);

  base::Result<Message> message(base::MessageId id);
  // How far a talk was read; of one that there is not, further than any message.
  base::Result<std::uint64_t> read_up_to(base::PrincipalId reader, Peer peer);

  base::Result<std::vector<Group>> groups(base::PrincipalId person);
  base::Result<Group> group(base::GroupId id);
  base::Result<std::vector<GroupMember>> members(base::GroupId id);
  base::Result<GroupRole> membership(base::GroupId id, base::PrincipalId person);

  // Not over and not cancelled, in order of beginning, after one that was seen (zero: the first).
  base::Result<std::vector<Gathering>> coming(base::PrincipalId asker, base::WallTime now,
                                              base::GatheringId after, std::size_t limit,
                                              CalendarFilter only = {});
  base::Result<Gathering> gathering(base::GatheringId id, base::PrincipalId asker);
  base::Result<std::vector<DueReminder>> due_reminders(base::WallTime now, std::size_t limit);

  base::Result<Privacy> privacy(base::PrincipalId person);  // the default when never set

  // Newest first, those before a position (0: the newest).
  base::Result<std::vector<Notice>> notices(base::PrincipalId person, std::uint64_t before,
                                            std::size_t limit);
  base::Result<std::uint64_t> notices_read_up_to(base::PrincipalId person);
  base::Result<std::vector<Told>> told_at(std::uint64_t position);
  // Talks and notices that were not read yet; counted up to Talk::kUnreadMax.
  base::Result<std::uint64_t> unread(base::PrincipalId person);

 private:
  Store& store_;
};

}  // namespace yc::store
