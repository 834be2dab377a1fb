#include "kernel/store/social.h"

#include <algorithm>

#include "kernel/store/store_state.h"

namespace yc::store {
namespace {

constexpr std::string_view kNameOf =
    "(SELECT v.text FROM person p JOIN vault v ON v.entry = p.name_entry WHERE p.id = ";

std::string name_of(std::string_view column) {
  return std::string(kNameOf) + std::string(column) + ")";
}

FriendState state_of(const Row& row) {
  return static_cast<FriendState>(row.integer(0));
}

Friend friend_of(const Row& row) {
  return {row.id<base::PrincipalId>(0),
          row.text(1),
          row.number(2),
          static_cast<FriendState>(row.integer(3)),
          {row.integer(4)}};
}

base::PrincipalId person_of(const Row& row) {
  return row.id<base::PrincipalId>(0);
}

Talk talk_of(const Row& row) {
  Talk talk;
  talk.peer = {row.id<base::PrincipalId>(0), row.id<base::GroupId>(1)};
  talk.name = row.text(2);
  talk.last = row.id<base::MessageId>(3);
  talk.last_sender = row.id<base::PrincipalId>(4);
  talk.last_sent = {row.integer(5)};
  talk.last_text = row.text(6);
  talk.unread = row.number(7);
  return talk;
}

Message message_of(const Row& row) {
  return {row.id<base::MessageId>(0),
          row.id<base::PrincipalId>(1),
          row.text(2),
          {row.integer(3)},
          row.text(4),
          row.is_null(4)};
}

Group group_of(const Row& row) {
  return {row.id<base::GroupId>(0), row.text(1), {row.integer(2)}, row.number(3)};
}

GroupMember member_of(const Row& row) {
  return {row.id<base::PrincipalId>(0), row.text(1), static_cast<GroupRole>(row.integer(2))};
}

GroupRole role_of(const Row& row) {
  return static_cast<GroupRole>(row.integer(0));
}

Gathering gathering_of(const Row& row) {
  Gathering gathering;
  gathering.id = row.id<base::GatheringId>(0);
  gathering.organiser = row.id<base::PrincipalId>(1);
  gathering.organiser_name = row.text(2);
  gathering.space = row.id<base::SpaceId>(3);
  gathering.place = row.text(4);
  gathering.starts = {row.integer(5)};
  gathering.ends = {row.integer(6)};
  gathering.title = row.text(7);
  gathering.text = row.text(8);
  gathering.cancelled = row.integer(9) != 0;
  gathering.attending = row.number(10);
  gathering.attended = !row.is_null(11);
  gathering.remind_minutes = static_cast<std::uint16_t>(row.integer(11));
  return gathering;
}

DueReminder reminder_of(const Row& row) {
  return {row.id<base::GatheringId>(0), row.id<base::PrincipalId>(1)};
}

Privacy privacy_of(const Row& row) {
  const auto audience = [&](int column) { return static_cast<Audience>(row.integer(column)); };
  return {audience(0), audience(1), audience(2), audience(3)};
}

Told told_of(const Row& row) {
  return {row.id<base::PrincipalId>(0), static_cast<NoticeKind>(row.integer(1)),
          row.id<base::PrincipalId>(2), row.number(3)};
}

Notice notice_of(const Row& row) {
  return {row.number(0),
          static_cast<NoticeKind>(row.integer(1)),
          row.id<base::PrincipalId>(2),
          row.text(3),
          row.number(4),
          {row.integer(5)},
          row.integer(6) != 0};
}

// Zero, as "from the newest", in a comparison with what is smaller.
std::uint64_t before_or_newest(std::uint64_t before) {
  return before == 0 ? INT64_MAX : std::min<std::uint64_t>(before, INT64_MAX);
}

// ?1 = who asks
std::string gathering_columns() {
  return "SELECT g.id, g.organiser, " + name_of("g.organiser") +
         ", g.space, g.place, g.starts, g.ends, t.text, x.text, g.cancelled, "
         "(SELECT count(*) FROM attendance a WHERE a.gathering = g.id), "
         "(SELECT a.remind_minutes FROM attendance a WHERE a.gathering = g.id AND a.person = ?1) "
         "FROM gathering g LEFT JOIN vault t ON t.entry = g.title_entry "
         "LEFT JOIN vault x ON x.entry = g.text_entry ";
}

}  // namespace

base::Result<FriendState> Social::friendship(base::PrincipalId person, base::PrincipalId other) {
  return store_.state_->doors.one("SELECT state FROM friendship WHERE person = ?1 AND other = ?2",
                                  {person, other}, state_of, "friendship");
}

base::Result<std::vector<Friend>> Social::friends(base::PrincipalId person, std::size_t limit) {
  return store_.state_->doors.rows(
      "SELECT f.other, v.text, p.look, f.state, f.since FROM friendship f "
      "JOIN person p ON p.id = f.other LEFT JOIN vault v ON v.entry = p.name_entry "
      "WHERE f.person = ?1 ORDER BY f.state, v.text LIMIT ?2",
      {person, limit}, friend_of);
}

base::Result<std::uint64_t> Social::friend_count(base::PrincipalId person) {
  YC_TRY(
      const std::int64_t count,
      store_.state_->doors.integer("SELECT count(*) FROM friendship WHERE person = ?1", {person}));
  return static_cast<std::uint64_t>(count);
}

base::Result<std::vector<base::PrincipalId>> Social::friend_ids(base::PrincipalId person) {
  return store_.state_->doors.rows(
      "SELECT other FROM friendship WHERE person = ?1 AND state = ?2 ORDER BY other",
      {person, static_cast<int>(FriendState::friends)}, person_of);
}

base::Result<std::vector<Talk>> Social::talks(base::PrincipalId person, std::size_t limit) {
  const std::string sql =
      "SELECT t.peer, t.group_id, CASE WHEN t.peer != 0 THEN " + name_of("t.peer") +
      " ELSE (SELECT v.text FROM social_group g JOIN vault v ON v.entry = g.name_entry "
      "WHERE g.id = t.group_id) END, t.last, coalesce(m.sender, 0), coalesce(m.sent, 0), x.text, "
      "(SELECT count(*) FROM (SELECT 1 FROM message u WHERE u.group_id = t.group_id AND "
      "u.low = CASE WHEN t.peer = 0 THEN 0 ELSE min(t.person, t.peer) END AND "
      "u.high = CASE WHEN t.peer = 0 THEN 0 ELSE max(t.person, t.peer) END AND "
      "u.position > t.read AND u.sender != t.person LIMIT ?3)) "
      "FROM talk t LEFT JOIN message m ON m.position = t.last "
      "LEFT JOIN vault x ON x.entry = m.text_entry "
      "WHERE t.person = ?1 ORDER BY t.last DESC LIMIT ?2";
  return store_.state_->lists.rows(sql, {person, limit, Talk::kUnreadMax}, talk_of);
}

base::Result<std::vector<Message>> Social::messages(base::PrincipalId reader, Peer peer,
                                                    base::MessageId before, std::size_t limit) {
  const bool of_group = static_cast<bool>(peer.group);
  const base::PrincipalId low = of_group ? base::PrincipalId{} : std::min(reader, peer.person);
  const base::PrincipalId high = of_group ? base::PrincipalId{} : std::max(reader, peer.person);
  const std::string sql =
      "SELECT m.position, m.sender, " + name_of("m.sender") +
      ", m.sent, v.text FROM message m LEFT JOIN vault v ON v.entry = m.text_entry "
      "WHERE m.group_id = ?1 AND m.low = ?2 AND m.high = ?3 AND m.position < ?4 "
      "AND (?1 = 0 OR m.position > (SELECT joined_after FROM group_member "
      "WHERE group_id = ?1 AND person = ?5)) ORDER BY m.position DESC LIMIT ?6";
  return store_.state_->lists.rows(
      sql, {peer.group, low, high, before_or_newest(before.value), reader, limit}, message_of);
}

base::Result<Message> Social::message(base::MessageId id) {
  const std::string sql = "SELECT m.position, m.sender, " + name_of("m.sender") +
                          ", m.sent, v.text FROM message m "
                          "LEFT JOIN vault v ON v.entry = m.text_entry WHERE m.position = ?1";
  return store_.state_->doors.one(sql, {id}, message_of, "message");
}

base::Result<std::vector<Group>> Social::groups(base::PrincipalId person) {
  return store_.state_->lists.rows(
      "SELECT g.id, v.text, g.made, (SELECT count(*) FROM group_member c WHERE c.group_id = g.id) "
      "FROM group_member m JOIN social_group g ON g.id = m.group_id "
      "LEFT JOIN vault v ON v.entry = g.name_entry WHERE m.person = ?1 ORDER BY g.id",
      {person}, group_of);
}

base::Result<Group> Social::group(base::GroupId id) {
  return store_.state_->doors.one(
      "SELECT g.id, v.text, g.made, (SELECT count(*) FROM group_member c WHERE c.group_id = g.id) "
      "FROM social_group g LEFT JOIN vault v ON v.entry = g.name_entry WHERE g.id = ?1",
      {id}, group_of, "group");
}

base::Result<std::vector<GroupMember>> Social::members(base::GroupId id) {
  const std::string sql = "SELECT m.person, " + name_of("m.person") +
                          ", m.role FROM group_member m WHERE m.group_id = ?1 "
                          "ORDER BY m.role, m.joined, m.person";
  return store_.state_->lists.rows(sql, {id}, member_of);
}

base::Result<GroupRole> Social::membership(base::GroupId id, base::PrincipalId person) {
  return store_.state_->doors.one(
      "SELECT role FROM group_member WHERE group_id = ?1 AND person = ?2", {id, person}, role_of,
      "member");
}

base::Result<std::vector<Gathering>> Social::coming(base::PrincipalId asker, base::WallTime now,
                                                    base::GatheringId after, std::size_t limit,
                                                    CalendarFilter only) {
  const std::string sql =
      gathering_columns() +
      "WHERE g.cancelled = 0 AND g.ends > ?2 AND (?3 = 0 OR (g.starts, g.id) > "
      "(SELECT starts, id FROM gathering WHERE id = ?3)) AND (?5 = 0 OR g.space = ?5) AND "
      "(?6 = 0 OR g.organiser = ?1 OR EXISTS (SELECT 1 FROM attendance a WHERE "
      "a.gathering = g.id AND a.person = ?1)) ORDER BY g.starts, g.id LIMIT ?4";
  return store_.state_->lists.rows(
      sql, {asker, now.unix_ms, after, limit, only.space, only.mine ? 1 : 0}, gathering_of);
}

base::Result<Gathering> Social::gathering(base::GatheringId id, base::PrincipalId asker) {
  return store_.state_->doors.one(gathering_columns() + "WHERE g.id = ?2", {asker, id},
                                  gathering_of, "event");
}

base::Result<std::vector<DueReminder>> Social::due_reminders(base::WallTime now,
                                                             std::size_t limit) {
  return store_.state_->lists.rows(
      "SELECT gathering, person FROM attendance WHERE reminded = 0 AND remind_at <= ?1 "
      "ORDER BY remind_at LIMIT ?2",
      {now.unix_ms, limit}, reminder_of);
}

base::Result<Privacy> Social::privacy(base::PrincipalId person) {
  YC_TRY(const auto set, store_.state_->doors.rows(
                             "SELECT reach, presence, follow, found FROM privacy WHERE person = ?1",
                             {person}, privacy_of));
  return set.empty() ? Privacy{} : set.front();
}

base::Result<std::vector<Notice>> Social::notices(base::PrincipalId person, std::uint64_t before,
                                                  std::size_t limit) {
  const std::string sql =
      "SELECT n.position, n.kind, n.other, " + name_of("n.other") +
      ", n.subject, n.at, n.position <= coalesce((SELECT up_to FROM notices_read r "
      "WHERE r.person = n.person), 0) FROM notice n WHERE n.person = ?1 AND n.position < ?2 "
      "ORDER BY n.position DESC LIMIT ?3";
  return store_.state_->lists.rows(sql, {person, before_or_newest(before), limit}, notice_of);
}

base::Result<std::vector<Told>> Social::told_at(std::uint64_t position) {
  return store_.state_->lists.rows(
      "SELECT person, kind, other, subject FROM notice WHERE position = ?1", {position}, told_of);
}

base::Result<std::uint64_t> Social::read_up_to(base::PrincipalId reader, Peer peer) {
  YC_TRY(
      const std::int64_t position,
      store_.state_->doors.integer("SELECT coalesce((SELECT read FROM talk WHERE person = ?1 AND "
                                   "peer = ?2 AND group_id = ?3), 9223372036854775807)",
                                   {reader, peer.person, peer.group}));
  return static_cast<std::uint64_t>(position);
}

base::Result<std::uint64_t> Social::notices_read_up_to(base::PrincipalId person) {
  YC_TRY(const std::int64_t position,
         store_.state_->doors.integer(
             "SELECT coalesce((SELECT up_to FROM notices_read WHERE person = ?1), 0)", {person}));
  return static_cast<std::uint64_t>(position);
}

base::Result<std::uint64_t> Social::unread(base::PrincipalId person) {
  YC_TRY(const std::int64_t count,
         store_.state_->doors.integer(
             "SELECT (SELECT count(*) FROM (SELECT 1 FROM talk t WHERE t.person = ?1 AND "
             "t.last > t.read AND EXISTS (SELECT 1 FROM message u WHERE "
             "u.group_id = t.group_id AND "
             "u.low = CASE WHEN t.peer = 0 THEN 0 ELSE min(t.person, t.peer) END AND "
             "u.high = CASE WHEN t.peer = 0 THEN 0 ELSE max(t.person, t.peer) END AND "
             "u.position > t.read AND u.sender != t.person) LIMIT ?2)) + "
             "(SELECT count(*) FROM (SELECT 1 FROM notice WHERE person = ?1 AND position > "
             "coalesce((SELECT up_to FROM notices_read WHERE person = ?1), 0) LIMIT ?2))",
             {person, Talk::kUnreadMax}));
  return std::min<std::uint64_t>(static_cast<std::uint64_t>(count), Talk::kUnreadMax);
}

}  // namespace yc::store
