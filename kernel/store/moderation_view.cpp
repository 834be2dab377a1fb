#include "kernel/store/view.h"

namespace yc::store {
namespace {

class ModerationView final : public View {
 public:
  std::string_view schema() const override {
    return R"(
      CREATE TABLE report(
        id INTEGER PRIMARY KEY, space INTEGER NOT NULL, reporter INTEGER NOT NULL,
        subject INTEGER NOT NULL, reason INTEGER NOT NULL, text_entry INTEGER NOT NULL,
        filed INTEGER NOT NULL, open INTEGER NOT NULL, outcome INTEGER NOT NULL,
        note_entry INTEGER NOT NULL, closed_by INTEGER NOT NULL, rule INTEGER NOT NULL,
        rules_version INTEGER NOT NULL) STRICT;
      CREATE INDEX report_open ON report(open, id);
      CREATE INDEX report_space ON report(space, id);
      CREATE TABLE sanction(
        id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, person INTEGER NOT NULL,
        address_entry INTEGER NOT NULL, device_entry INTEGER NOT NULL,
        reason_entry INTEGER NOT NULL, report INTEGER NOT NULL, placed_by INTEGER NOT NULL,
        placed INTEGER NOT NULL, until INTEGER NOT NULL, lifted INTEGER NOT NULL,
        lift_reason_entry INTEGER NOT NULL, space INTEGER NOT NULL) STRICT;
      CREATE INDEX sanction_report ON sanction(report, id);)";
  }

  std::vector<std::string_view> tables() const override { return {"report", "sanction"}; }

  base::Status apply(Database& database, const Event& event) const override {
    const std::int64_t at = event.at.unix_ms;
    return std::visit(
        Overload{
            [&](const ReportFiled& e) {
              return database.run(
                  "INSERT INTO report VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, 0, 0, 0, 0, 0)",
                  {e.report, e.space, e.reporter, e.subject, static_cast<int>(e.reason),
                   e.text.entry, at});
            },
            [&](const ReportClosed& e) {
              return database.run(
                  "UPDATE report SET open = 0, outcome = ?2, note_entry = ?3, closed_by = ?4, "
                  "rule = ?5, rules_version = ?6 WHERE id = ?1",
                  {e.report, static_cast<int>(e.outcome), e.note.entry, event.actor, e.rule,
                   e.rules_version});
            },
            [&](const SanctionPlaced& e) {
              return database.run(
                  "INSERT INTO sanction VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, 0, ?11)",
                  {e.sanction, static_cast<int>(e.kind), e.person, e.address.entry, e.device.entry,
                   e.reason.entry, e.report, event.actor, at, e.until_ms, e.space});
            },
            [&](const SanctionLifted& e) {
              return database.run(
                  "UPDATE sanction SET lifted = ?2, lift_reason_entry = ?3 WHERE id = ?1",
                  {e.sanction, at, e.reason.entry});
            },
            [](const auto&) { return base::Status(); },
        },
        event.payload);
  }
};

}  // namespace

const View& moderation_view() {
  static const ModerationView kView;
  return kView;
}

}  // namespace yc::store
