#include "kernel/store/social_records.h"
#include "kernel/store/view.h"

namespace yc::store {
namespace {

// A friendship has a row for each of the two, so that one index answers for both.
constexpr std::string_view kSchema = R"(
  CREATE TABLE friendship(
    person INTEGER NOT NULL, other INTEGER NOT NULL, state INTEGER NOT NULL,
    since INTEGER NOT NULL, PRIMARY KEY(person, other)) STRICT, WITHOUT ROWID;
  CREATE TABLE message(
    position INTEGER PRIMARY KEY, group_id INTEGER NOT NULL, low INTEGER NOT NULL,
    high INTEGER NOT NULL, sender INTEGER NOT NULL, text_entry INTEGER NOT NULL,
    sent INTEGER NOT NULL) STRICT;
  CREATE INDEX message_talk ON message(group_id, low, high, position);
  CREATE TABLE talk(
    person INTEGER NOT NULL, peer INTEGER NOT NULL, group_id INTEGER NOT NULL,
    last INTEGER NOT NULL, read INTEGER NOT NULL,
    PRIMARY KEY(person, peer, group_id)) STRICT, WITHOUT ROWID;
  CREATE INDEX talk_last ON talk(person, last);
  CREATE TABLE social_group(
    id INTEGER PRIMARY KEY, name_entry INTEGER NOT NULL, made INTEGER NOT NULL) STRICT;
  CREATE TABLE group_member(
    group_id INTEGER NOT NULL, person INTEGER NOT NULL, role INTEGER NOT NULL,
    joined INTEGER NOT NULL, joined_after INTEGER NOT NULL,
    PRIMARY KEY(group_id, person)) STRICT, WITHOUT ROWID;
  CREATE INDEX group_member_person ON group_member(person);
  CREATE TABLE gathering(
    id INTEGER PRIMARY KEY, organiser INTEGER NOT NULL, space INTEGER NOT NULL, place TEXT NOT NULL,
    starts INTEGER NOT NULL, ends INTEGER NOT NULL, title_entry INTEGER NOT NULL,
    text_entry INTEGER NOT NULL, cancelled INTEGER NOT NULL) STRICT;
  CREATE INDEX gathering_title ON gathering(title_entry);
  CREATE INDEX gathering_starts ON gathering(starts);
  CREATE TABLE attendance(
    gathering INTEGER NOT NULL, person INTEGER NOT NULL, remind_at INTEGER NOT NULL,
    remind_minutes INTEGER NOT NULL, reminded INTEGER NOT NULL,
    PRIMARY KEY(gathering, person)) STRICT, WITHOUT ROWID;
  CREATE INDEX attendance_person ON attendance(person);
  CREATE INDEX attendance_due ON attendance(reminded, remind_at);
  CREATE TABLE privacy(
    person INTEGER PRIMARY KEY, reach INTEGER NOT NULL, presence INTEGER NOT NULL,
    follow INTEGER NOT NULL, found INTEGER NOT NULL) STRICT;
  CREATE TABLE notice(
    position INTEGER NOT NULL, person INTEGER NOT NULL, kind INTEGER NOT NULL,
    other INTEGER NOT NULL, subject INTEGER NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY(person, position)) STRICT, WITHOUT ROWID;
  CREATE INDEX notice_position ON notice(position);
  CREATE TABLE notices_read(
    person INTEGER PRIMARY KEY, up_to INTEGER NOT NULL) STRICT;)";

constexpr std::int64_t kMsPerMinute = 60'000;

class Writer {
 public:
  Writer(Database& database, const Event& event) : database_(database), event_(event) {}

  // Who asks back says yes, also when both asked in the same moment.
  base::Status operator()(const FriendAsked& e) {
    YC_TRY(const bool asked, asked_by(e.other, e.person));
    if (asked) return agree(e.person, e.other);
    YC_CHECK(befriend(e.person, e.other, FriendState::asked_by_me));
    YC_CHECK(befriend(e.other, e.person, FriendState::asked_by_them));
    return notice(e.other, NoticeKind::friend_asked, e.person, 0);
  }
  base::Status operator()(const FriendAccepted& e) {
    YC_TRY(const bool asked, asked_by(e.other, e.person));
    return asked ? agree(e.person, e.other) : base::Status();
  }
  base::Status operator()(const FriendEnded& e) {
    return database_.run(
        "DELETE FROM friendship WHERE (person = ?1 AND other = ?2) OR "
        "(person = ?2 AND other = ?1)",
        {e.person, e.other});
  }

  base::Status operator()(const MessageSent& e) {
    const base::MessageId message{event_.position};
    const auto [low, high] = e.recipient ? pair_of(e.sender, e.recipient) : Pair{};
    YC_CHECK(
        database_.run("INSERT INTO message VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                      {message, e.group, low, high, e.sender, e.text.entry, event_.at.unix_ms}));
    if (e.recipient) {
      YC_CHECK(talk(e.sender, e.recipient, message, message));
      return talk(e.recipient, e.sender, message, {});
    }
    YC_CHECK(
        database_.run("UPDATE talk SET last = ?2 WHERE group_id = ?1 AND person IN "
                      "(SELECT person FROM group_member WHERE group_id = ?1)",
                      {e.group, message}));
    return database_.run(
        "UPDATE talk SET read = ?3 WHERE person = ?1 AND peer = 0 AND group_id = ?2",
        {e.sender, e.group, message});
  }
  base::Status operator()(const MessagesRead& e) {
    return database_.run(
        "UPDATE talk SET read = max(read, ?4) WHERE person = ?1 AND peer = ?2 AND group_id = ?3",
        {e.reader, e.peer, e.group, e.up_to});
  }

  base::Status operator()(const GroupMade& e) {
    YC_CHECK(database_.run("INSERT INTO social_group VALUES(?1, ?2, ?3)",
                           {e.group, e.name.entry, event_.at.unix_ms}));
    return join(e.group, e.owner, GroupRole::owner);
  }
  base::Status operator()(const GroupRenamed& e) {
    return database_.run("UPDATE social_group SET name_entry = ?2 WHERE id = ?1",
                         {e.group, e.name.entry});
  }
  base::Status operator()(const GroupJoined& e) {
    YC_TRY(const bool was_in, is_member(e.group, e.person));
    YC_CHECK(join(e.group, e.person, e.role));
    if (was_in || event_.actor == e.person) return {};
    return notice(e.person, NoticeKind::group_joined, event_.actor, e.group.value);
  }
  base::Status operator()(const GroupLeft& e) {
    YC_CHECK(database_.run("DELETE FROM group_member WHERE group_id = ?1 AND person = ?2",
                           {e.group, e.person}));
    return database_.run("DELETE FROM talk WHERE person = ?2 AND peer = 0 AND group_id = ?1",
                         {e.group, e.person});
  }

  base::Status operator()(const GatheringPlanned& e) {
    return database_.run("INSERT INTO gathering VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)",
                         {e.gathering, e.organiser, e.space, e.place, e.starts_ms, e.ends_ms,
                          e.title.entry, e.text.entry});
  }
  base::Status operator()(const GatheringChanged& e) {
    YC_CHECK(database_.run(
        "UPDATE gathering SET space = ?2, place = ?3, starts = ?4, ends = ?5, title_entry = ?6, "
        "text_entry = ?7 WHERE id = ?1",
        {e.gathering, e.space, e.place, e.starts_ms, e.ends_ms, e.title.entry, e.text.entry}));
    // Who was reminded of the old hour is reminded of the new one too.
    YC_CHECK(database_.run(
        "UPDATE attendance SET reminded = reminded AND remind_at >= ?2 - remind_minutes * 60000, "
        "remind_at = ?2 - remind_minutes * 60000 WHERE gathering = ?1",
        {e.gathering, e.starts_ms}));
    return notice_attending(e.gathering, NoticeKind::gathering_changed);
  }
  base::Status operator()(const GatheringCancelled& e) {
    YC_CHECK(database_.run("UPDATE gathering SET cancelled = 1 WHERE id = ?1", {e.gathering}));
    YC_CHECK(
        database_.run("UPDATE attendance SET reminded = 1 WHERE gathering = ?1", {e.gathering}));
    return notice_attending(e.gathering, NoticeKind::gathering_cancelled);
  }
  base::Status operator()(const GatheringJoined& e) {
    return database_.run(
        "INSERT OR REPLACE INTO attendance SELECT id, ?2, starts - ?3, ?4, 0 FROM gathering "
        "WHERE id = ?1",
        {e.gathering, e.person, e.remind_minutes * kMsPerMinute, e.remind_minutes});
  }
  base::Status operator()(const GatheringLeft& e) {
    return database_.run("DELETE FROM attendance WHERE gathering = ?1 AND person = ?2",
                         {e.gathering, e.person});
  }
  base::Status operator()(const GatheringReminded& e) {
    YC_CHECK(
        database_.run("UPDATE attendance SET reminded = 1 WHERE gathering = ?1 AND person = ?2",
                      {e.gathering, e.person}));
    return notice(e.person, NoticeKind::gathering_soon, {}, e.gathering.value);
  }

  base::Status operator()(const PrivacySet& e) {
    return database_.run("INSERT OR REPLACE INTO privacy VALUES(?1, ?2, ?3, ?4, ?5)",
                         {e.person, static_cast<int>(e.reach), static_cast<int>(e.presence),
                          static_cast<int>(e.follow), static_cast<int>(e.found)});
  }
  base::Status operator()(const NoticesRead& e) {
    return database_.run(
        "INSERT INTO notices_read VALUES(?1, ?2) "
        "ON CONFLICT(person) DO UPDATE SET up_to = max(up_to, excluded.up_to)",
        {e.person, e.up_to});
  }
  base::Status operator()(const NoticesCleared& e) {
    return database_.run("DELETE FROM notice WHERE person = ?1 AND position <= ?2",
                         {e.person, e.up_to});
  }

  // --- What was decided about somebody, or what they told
  base::Status operator()(const ReportClosed& e) {
    return database_.run(
        "INSERT OR IGNORE INTO notice SELECT ?1, reporter, ?2, 0, id, ?4 FROM report WHERE id = ?3",
        {event_.position, static_cast<int>(NoticeKind::report_decided), e.report,
         event_.at.unix_ms});
  }
  base::Status operator()(const SanctionPlaced& e) {
    if (!e.person) return {};
    return notice(e.person, NoticeKind::measure_taken, {}, e.sanction.value);
  }
  base::Status operator()(const SanctionLifted& e) {
    return database_.run(
        "INSERT OR IGNORE INTO notice SELECT ?1, person, ?2, 0, id, ?4 FROM sanction "
        "WHERE id = ?3 AND person != 0",
        {event_.position, static_cast<int>(NoticeKind::measure_lifted), e.sanction,
         event_.at.unix_ms});
  }
  base::Status operator()(const AppealDecided& e) {
    return database_.run(
        "INSERT OR IGNORE INTO notice SELECT ?1, s.person, ?2, 0, s.id, ?4 FROM sanction s "
        "JOIN appeal a ON a.sanction = s.id WHERE a.id = ?3",
        {event_.position, static_cast<int>(NoticeKind::appeal_decided), e.appeal,
         event_.at.unix_ms});
  }
  base::Status operator()(const VerificationDecided& e) {
    return notice(e.principal, NoticeKind::verification_decided, {}, e.request.value);
  }
  base::Status operator()(const GuardianAsked& e) {
    return notice(e.minor, NoticeKind::guardian_asked, e.guardian, 0);
  }

  template <typename Other>
  base::Status operator()(const Other&) {
    return {};
  }

 private:
  using Pair = std::pair<base::PrincipalId, base::PrincipalId>;
  static Pair pair_of(base::PrincipalId one, base::PrincipalId other) {
    return one < other ? Pair{one, other} : Pair{other, one};
  }

  base::Result<bool> is_member(base::GroupId group, base::PrincipalId person) {
    YC_TRY(
        const std::int64_t rows,
        database_.integer("SELECT count(*) FROM group_member WHERE group_id = ?1 AND person = ?2",
                          {group, person}));
    return rows > 0;
  }
  base::Result<bool> asked_by(base::PrincipalId asker, base::PrincipalId person) {
    YC_TRY(const std::int64_t rows,
           database_.integer("SELECT count(*) FROM friendship WHERE person = ?1 AND other = ?2 "
                             "AND state = ?3",
                             {asker, person, static_cast<int>(FriendState::asked_by_me)}));
    return rows > 0;
  }
  base::Status agree(base::PrincipalId person, base::PrincipalId other) {
    YC_CHECK(befriend(person, other, FriendState::friends));
    YC_CHECK(befriend(other, person, FriendState::friends));
    return notice(other, NoticeKind::friend_accepted, person, 0);
  }
  base::Status befriend(base::PrincipalId person, base::PrincipalId other, FriendState state) {
    return database_.run("INSERT OR REPLACE INTO friendship VALUES(?1, ?2, ?3, ?4)",
                         {person, other, static_cast<int>(state), event_.at.unix_ms});
  }
  base::Status talk(base::PrincipalId person, base::PrincipalId peer, base::MessageId last,
                    base::MessageId read) {
    return database_.run(
        "INSERT INTO talk VALUES(?1, ?2, 0, ?3, ?4) ON CONFLICT DO UPDATE SET "
        "last = excluded.last, read = max(read, excluded.read)",
        {person, peer, last, read});
  }
  base::Status join(base::GroupId group, base::PrincipalId person, GroupRole role) {
    // What was said before is not theirs to read; who is in already gets another role only.
    YC_CHECK(
        database_.run("INSERT INTO group_member VALUES(?1, ?2, ?3, ?4, ?5) "
                      "ON CONFLICT DO UPDATE SET role = excluded.role",
                      {group, person, static_cast<int>(role), event_.at.unix_ms, event_.position}));
    return database_.run("INSERT OR IGNORE INTO talk VALUES(?2, 0, ?1, ?3, ?3)",
                         {group, person, event_.position});
  }
  base::Status notice(base::PrincipalId person, NoticeKind kind, base::PrincipalId other,
                      std::uint64_t subject) {
    return database_.run(
        "INSERT OR IGNORE INTO notice VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
        {event_.position, person, static_cast<int>(kind), other, subject, event_.at.unix_ms});
  }
  base::Status notice_attending(base::GatheringId gathering, NoticeKind kind) {
    return database_.run(
        "INSERT OR IGNORE INTO notice SELECT ?1, person, ?2, ?3, gathering, ?5 FROM attendance "
        "WHERE gathering = ?4 AND person != ?3",
        {event_.position, static_cast<int>(kind), event_.actor, gathering, event_.at.unix_ms});
  }

  Database& database_;
  const Event& event_;
};

class SocialView final : public View {
 public:
  std::string_view schema() const override { return kSchema; }
  std::vector<std::string_view> tables() const override {
    return {"friendship", "message",    "talk",    "social_group", "group_member",
            "gathering",  "attendance", "privacy", "notice",       "notices_read"};
  }
  base::Status apply(Database& database, const Event& event) const override {
    return std::visit(Writer(database, event), event.payload);
  }
};

}  // namespace

const View& social_view() {
  static const SocialView kView;
  return kView;
}

}  // namespace yc::store
