#include "kernel/store/order.h"

#include <algorithm>

#include "kernel/store/store_state.h"

namespace yc::store {
namespace {

constexpr std::string_view kAppealColumns =
    "SELECT a.id, a.sanction, a.person, t.text, a.filed, a.outcome, n.text, a.decided_by, "
    "a.decided FROM appeal a LEFT JOIN vault t ON t.entry = a.text_entry "
    "LEFT JOIN vault n ON n.entry = a.note_entry ";

Appeal appeal_of_row(const Row& row) {
  Appeal appeal;
  appeal.id = row.id<base::CaseId>(0);
  appeal.sanction = row.id<base::CaseId>(1);
  appeal.person = row.id<base::PrincipalId>(2);
  appeal.text = row.text(3);
  appeal.filed = {row.integer(4)};
  appeal.open = row.integer(5) == 0;
  if (!appeal.open) appeal.outcome = static_cast<AppealOutcome>(row.integer(5));
  appeal.note = row.text(6);
  appeal.decided_by = row.id<base::PrincipalId>(7);
  appeal.decided = {row.integer(8)};
  return appeal;
}

Age age_of(const Row& row) {
  return {row.id<base::PrincipalId>(0), static_cast<AgeBand>(row.integer(1)),
          static_cast<AgeEvidence>(row.integer(2))};
}

constexpr std::string_view kGuardianColumns =
    "SELECT minor, guardian, confirmed, days, from_minute, to_minute, contact, daily_minutes, "
    "limited FROM guardian ";

Guardian guardian_of(const Row& row) {
  Guardian out;
  out.minor = row.id<base::PrincipalId>(0);
  out.guardian = row.id<base::PrincipalId>(1);
  out.confirmed = row.integer(2) != 0;
  out.hours = {static_cast<std::uint8_t>(row.integer(3)),
               static_cast<std::uint16_t>(row.integer(4)),
               static_cast<std::uint16_t>(row.integer(5))};
  out.contact = static_cast<Audience>(row.integer(6));
  out.daily_minutes = static_cast<std::uint16_t>(row.integer(7));
  out.limited = row.integer(8) != 0;
  return out;
}

TimeSpent time_spent_of(const Row& row) {
  return {row.id<base::PrincipalId>(0), static_cast<std::uint32_t>(row.integer(1)),
          static_cast<std::uint16_t>(row.integer(2))};
}

base::PrincipalId person_of(const Row& row) {
  return row.id<base::PrincipalId>(0);
}

std::uint64_t before_or_newest(std::uint64_t before) {
  return before == 0 ? INT64_MAX : std::min<std::uint64_t>(before, INT64_MAX);
}

std::string sql(std::string_view columns, std::string_view rest) {
  return std::string(columns) + std::string(rest);
}

}  // namespace

base::Result<base::PrincipalId> Order::working_on(base::CaseId report) {
  YC_TRY(const auto found,
         store_.state_->doors.rows("SELECT person FROM case_work WHERE report = ?1", {report},
                                   person_of));
  return found.empty() ? base::PrincipalId{} : found.front();
}

base::Result<std::vector<Appeal>> Order::appeals(bool open_only, base::CaseId before,
                                                 std::size_t limit) {
  return store_.state_->lists.rows(
      sql(kAppealColumns,
          "WHERE (?1 = 0 OR a.outcome = 0) AND a.id < ?2 ORDER BY a.id DESC LIMIT ?3"),
      {open_only ? 1 : 0, before_or_newest(before.value), limit}, appeal_of_row);
}

base::Result<Appeal> Order::appeal(base::CaseId id) {
  return store_.state_->doors.one(sql(kAppealColumns, "WHERE a.id = ?1"), {id}, appeal_of_row,
                                  "appeal");
}

base::Result<Appeal> Order::appeal_of(base::CaseId sanction) {
  return store_.state_->doors.one(sql(kAppealColumns, "WHERE a.sanction = ?1"), {sanction},
                                  appeal_of_row, "appeal");
}

base::Result<Age> Order::age(base::PrincipalId person) {
  return store_.state_->doors.one("SELECT person, band, evidence FROM age WHERE person = ?1",
                                  {person}, age_of, "age");
}

base::Result<std::vector<Age>> Order::minors() {
  return store_.state_->lists.rows(
      "SELECT person, band, evidence FROM age WHERE band != ?1 ORDER BY person",
      {static_cast<int>(AgeBand::adult)}, age_of);
}

base::Result<std::vector<Guardian>> Order::guardians() {
  return store_.state_->lists.rows(sql(kGuardianColumns, "ORDER BY minor, guardian"), {},
                                   guardian_of);
}

base::Result<std::vector<Guardian>> Order::guardians_of(base::PrincipalId minor) {
  return store_.state_->doors.rows(sql(kGuardianColumns, "WHERE minor = ?1 ORDER BY guardian"),
                                   {minor}, guardian_of);
}

base::Result<std::vector<Guardian>> Order::wards_of(base::PrincipalId guardian) {
  return store_.state_->doors.rows(sql(kGuardianColumns, "WHERE guardian = ?1 ORDER BY minor"),
                                   {guardian}, guardian_of);
}

base::Result<std::vector<TimeSpent>> Order::time_spent() {
  return store_.state_->lists.rows("SELECT person, day, minutes FROM time_spent", {},
                                   time_spent_of);
}

}  // namespace yc::store
