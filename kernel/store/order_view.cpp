#include "kernel/store/view.h"

namespace yc::store {
namespace {

constexpr std::string_view kSchema = R"(
  CREATE TABLE case_work(
    report INTEGER PRIMARY KEY, person INTEGER NOT NULL, taken INTEGER NOT NULL) STRICT;
  CREATE TABLE appeal(
    id INTEGER PRIMARY KEY, sanction INTEGER NOT NULL UNIQUE, person INTEGER NOT NULL,
    text_entry INTEGER NOT NULL, filed INTEGER NOT NULL, outcome INTEGER NOT NULL,
    note_entry INTEGER NOT NULL, decided_by INTEGER NOT NULL, decided INTEGER NOT NULL) STRICT;
  CREATE INDEX appeal_open ON appeal(outcome, id);
  CREATE TABLE audit(
    position INTEGER PRIMARY KEY, actor INTEGER NOT NULL, act TEXT NOT NULL,
    person INTEGER NOT NULL, space INTEGER NOT NULL, subject INTEGER NOT NULL,
    reason_entry INTEGER NOT NULL, at INTEGER NOT NULL, what TEXT NOT NULL) STRICT;
  CREATE INDEX audit_person ON audit(person, position);
  CREATE INDEX audit_actor ON audit(actor, position);
  CREATE INDEX audit_act ON audit(act, position);
  CREATE TABLE untold_sanction(sanction INTEGER PRIMARY KEY) STRICT;
  CREATE TABLE time_spent(
    person INTEGER PRIMARY KEY, day INTEGER NOT NULL, minutes INTEGER NOT NULL) STRICT;
  CREATE TABLE age(
    person INTEGER PRIMARY KEY, band INTEGER NOT NULL, evidence INTEGER NOT NULL) STRICT;
  CREATE TABLE guardian(
    minor INTEGER NOT NULL, guardian INTEGER NOT NULL, confirmed INTEGER NOT NULL,
    days INTEGER NOT NULL, from_minute INTEGER NOT NULL, to_minute INTEGER NOT NULL,
    contact INTEGER NOT NULL, daily_minutes INTEGER NOT NULL, limited INTEGER NOT NULL,
    PRIMARY KEY(minor, guardian)) STRICT, WITHOUT ROWID;
  CREATE INDEX guardian_of ON guardian(guardian);)";

// Of one that was decided so, the decision is there already.
base::Status close_appeal(Database& database, const Event& event, const SanctionLifted& lifted) {
  return database.run(
      "UPDATE appeal SET outcome = ?2, note_entry = ?3, decided_by = ?4, decided = ?5 "
      "WHERE sanction = ?1 AND outcome = 0",
      {lifted.sanction, static_cast<int>(AppealOutcome::lifted), lifted.reason.entry, event.actor,
       event.at.unix_ms});
}

class OrderView final : public View {
 public:
  std::string_view schema() const override { return kSchema; }
  std::vector<std::string_view> tables() const override {
    return {"case_work", "appeal", "audit", "age", "guardian", "untold_sanction", "time_spent"};
  }

  base::Status apply(Database& database, const Event& event) const override {
    const std::int64_t at = event.at.unix_ms;
    return std::visit(
        Overload{
            [&](const CaseTaken& e) {
              return database.run("INSERT OR REPLACE INTO case_work VALUES(?1, ?2, ?3)",
                                  {e.report, e.person, at});
            },
            [&](const AppealFiled& e) {
              return database.run("INSERT INTO appeal VALUES(?1, ?2, ?3, ?4, ?5, 0, 0, 0, 0)",
                                  {e.appeal, e.sanction, e.person, e.text.entry, at});
            },
            [&](const AppealDecided& e) {
              return database.run(
                  "UPDATE appeal SET outcome = ?2, note_entry = ?3, decided_by = ?4, decided = ?5 "
                  "WHERE id = ?1",
                  {e.appeal, static_cast<int>(e.outcome), e.note.entry, event.actor, at});
            },
            [&](const SanctionLifted& e) { return close_appeal(database, event, e); },
            [&](const ActRecorded& e) {
              return database.run("INSERT INTO audit VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                                  {event.position, event.actor, e.act, e.person, e.space, e.subject,
                                   e.reason.entry, at, e.what});
            },
            [&](const AgeBandSet& e) {
              return database.run(
                  "INSERT OR REPLACE INTO age VALUES(?1, ?2, ?3)",
                  {e.person, static_cast<int>(e.band), static_cast<int>(e.evidence)});
            },
            [&](const GuardianAsked& e) {
              return database.run(
                  "INSERT OR IGNORE INTO guardian VALUES(?1, ?2, 0, 127, 0, 1440, ?3, 0, 0)",
                  {e.minor, e.guardian, static_cast<int>(Audience::friends)});
            },
            [&](const GuardianConfirmed& e) {
              return database.run(
                  "UPDATE guardian SET confirmed = 1 WHERE minor = ?1 AND guardian = ?2",
                  {e.minor, e.guardian});
            },
            [&](const GuardianEnded& e) {
              return database.run("DELETE FROM guardian WHERE minor = ?1 AND guardian = ?2",
                                  {e.minor, e.guardian});
            },
            [&](const GuardianLimitsSet& e) {
              return database.run(
                  "UPDATE guardian SET days = ?3, from_minute = ?4, to_minute = ?5, contact = ?6, "
                  "daily_minutes = ?7, limited = 1 "
                  "WHERE minor = ?1 AND guardian = ?2 AND confirmed = 1",
                  {e.minor, e.guardian, e.days, e.from_minute, e.to_minute,
                   static_cast<int>(e.contact), e.daily_minutes});
            },
            [&](const SanctionPlaced& e) -> base::Status {
              const bool record = e.kind == SanctionKind::warn || e.kind == SanctionKind::kick;
              if (!record || !e.person) return {};
              return database.run("INSERT INTO untold_sanction VALUES(?1)", {e.sanction});
            },
            [&](const SanctionTold& e) {
              return database.run("DELETE FROM untold_sanction WHERE sanction = ?1", {e.sanction});
            },
            [&](const TimeSpent& e) {
              return database.run("INSERT OR REPLACE INTO time_spent VALUES(?1, ?2, ?3)",
                                  {e.person, e.day, e.minutes});
            },
            [](const auto&) { return base::Status(); },
        },
        event.payload);
  }
};

}  // namespace

const View& order_view() {
  static const OrderView kView;
  return kView;
}

}  // namespace yc::store
