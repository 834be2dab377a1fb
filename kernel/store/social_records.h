#pragma once
// What the views of people together answer (docs/people.md). Texts that were erased are empty.

#include <cstdint>
#include <string>

#include "kernel/base/clock.h"
#include "kernel/base/ids.h"
#include "schema/events.h"

namespace yc::store {

// Stored in tables: never renumbered.
enum class FriendState : std::uint8_t { asked_by_me = 1, asked_by_them, friends };

struct Friend {
  base::PrincipalId person;
  std::string name;
  std::uint64_t look = 0;
  FriendState state = FriendState::friends;
  base::WallTime since;
};

// Where messages go: to a person, or to a group; one of the two.
struct Peer {
  base::PrincipalId person;
  base::GroupId group;
  friend bool operator==(const Peer&, const Peer&) = default;
};

struct Message {
  base::MessageId id;
  base::PrincipalId sender;
  std::string sender_name;
  base::WallTime sent;
  std::string text;
  bool erased = false;
};

// A person's messages with somebody, or in a group.
struct Talk {
  Peer peer;
  std::string name;  // of the person or group
  base::MessageId last;
  base::PrincipalId last_sender;
  base::WallTime last_sent;  // unix_ms 0 = nothing was written yet
  std::string last_text;
  std::uint64_t unread = 0;  // at most kUnreadMax are counted
  static constexpr int kUnreadMax = 99;
};

struct GroupMember {
  base::PrincipalId person;
  std::string name;
  GroupRole role = GroupRole::member;
};

struct Group {
  base::GroupId id;
  std::string name;
  base::WallTime made;
  std::uint64_t members = 0;
};

struct Gathering {
  base::GatheringId id;
  base::PrincipalId organiser;
  std::string organiser_name;
  base::SpaceId space;
  std::string place;
  base::WallTime starts;
  base::WallTime ends;
  std::string title;
  std::string text;
  bool cancelled = false;
  std::uint64_t attending = 0;
  bool attended = false;  // by whoever asked
  std::uint16_t remind_minutes = 0;
};

struct DueReminder {
  base::GatheringId gathering;
  base::PrincipalId person;
};

struct Privacy {
  Audience reach = Audience::everyone;
  Audience presence = Audience::friends;
  Audience follow = Audience::friends;
  Audience found = Audience::everyone;
};

// Stored in tables and named on the wire: never renumbered.
enum class NoticeKind : std::uint8_t {
  friend_asked = 1,
  friend_accepted,
  group_joined,
  gathering_changed,
  gathering_cancelled,
  gathering_soon,
  report_decided,  // of orders: subject = the case
  measure_taken,
  measure_lifted,
  appeal_decided,
  verification_decided,
  guardian_asked,
};

// Whom an event gave a notice.
struct Told {
  base::PrincipalId person;
  NoticeKind kind = NoticeKind::friend_asked;
  base::PrincipalId other;
  std::uint64_t subject = 0;
};

// Which events of the calendar are asked for.
struct CalendarFilter {
  base::SpaceId space;  // zero: of all
  bool mine = false;    // only those that who asks attends or organises
};

struct Notice {
  std::uint64_t position = 0;
  NoticeKind kind = NoticeKind::friend_asked;
  base::PrincipalId other;
  std::string other_name;
  std::uint64_t subject = 0;  // id of the group, gathering ...
  base::WallTime at;
  bool read = false;
};

}  // namespace yc::store
