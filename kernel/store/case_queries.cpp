// What those who keep order and run the city look for. Lists of ids first, then each by its own
// question: they are pages of at most 200.

#include <algorithm>
#include <charconv>

#include "kernel/store/order.h"
#include "kernel/store/store_state.h"

namespace yc::store {
namespace {

constexpr std::uint64_t kIdMax = INT64_MAX;

template <typename Id>
Id id_of_row(const Row& row) {
  return row.id<Id>(0);
}

std::uint64_t before_or_newest(std::uint64_t before) {
  return before == 0 ? kIdMax : std::min(before, kIdMax);
}

AuditLine audit_line_of(const Row& row) {
  AuditLine line;
  line.position = row.number(0);
  line.actor = row.id<base::PrincipalId>(1);
  line.act = row.text(2);
  line.person = row.id<base::PrincipalId>(3);
  line.space = row.id<base::SpaceId>(4);
  line.subject = row.number(5);
  line.reason = row.text(6);
  line.at = {row.integer(7)};
  line.what = row.text(8);
  return line;
}

KnownPerson known_person_of(const Row& row) {
  return {row.id<base::PrincipalId>(0), row.text(1), row.text(2), {row.integer(3)}};
}

// For LIKE with escape character \\.
std::string pattern_of(std::string_view text) {
  std::string out = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out + "%";
}

// The record of each id, by a question of the store; those gone meanwhile are left out.
template <typename Record, typename Id>
base::Result<std::vector<Record>> each(const base::Result<std::vector<Id>>& ids, Store& store,
                                       base::Result<Record> (Store::*ask)(Id)) {
  if (!ids) return std::unexpected(ids.error());
  std::vector<Record> out;
  for (const Id id : *ids) {
    auto record = (store.*ask)(id);
    if (record) {
      out.push_back(*std::move(record));
    } else if (record.error().code != base::ErrorCode::not_found) {
      return std::unexpected(record.error());
    }
  }
  return out;
}

}  // namespace

base::Result<std::vector<AuditLine>> Order::audit(std::uint64_t before, std::size_t limit,
                                                  const AuditFilter& filter) {
  return store_.state_->lists.rows(
      "SELECT a.position, a.actor, a.act, a.person, a.space, a.subject, v.text, a.at, a.what "
      "FROM audit a LEFT JOIN vault v ON v.entry = a.reason_entry WHERE a.position < ?1 "
      "AND (?3 = 0 OR a.actor = ?3 OR a.person = ?3) AND (?4 = '' OR a.act = ?4) "
      "ORDER BY a.position DESC LIMIT ?2",
      {before_or_newest(before), limit, filter.person, filter.act}, audit_line_of);
}

base::Result<std::vector<Report>> Order::reports(const ReportFilter& filter, base::CaseId before,
                                                 std::size_t limit) {
  return each<Report>(
      store_.state_->lists.rows(
          "SELECT r.id FROM report r LEFT JOIN case_work w ON w.report = r.id WHERE r.id < ?1 "
          "AND (?3 = 0 OR r.open = 1) AND (?4 = 0 OR r.open = 0) "
          "AND (?5 = 0 OR (r.open = 1 AND w.person = ?5)) AND (?6 = 0 OR r.space = ?6) "
          "AND (?7 = 0 OR r.subject != ?7) ORDER BY r.id DESC LIMIT ?2",
          {before_or_newest(before.value), limit, filter.open_only ? 1 : 0,
           filter.decided_only ? 1 : 0, filter.taken_by, filter.space, filter.not_about},
          id_of_row<base::CaseId>),
      store_, &Store::report);
}

base::Result<std::vector<Sanction>> Order::sanctions_for(base::CaseId report, std::size_t limit) {
  return each<Sanction>(
      store_.state_->lists.rows("SELECT id FROM sanction WHERE report = ?1 ORDER BY id LIMIT ?2",
                                {report, limit}, id_of_row<base::CaseId>),
      store_, &Store::sanction);
}

base::Result<std::vector<Sanction>> Order::untold_sanctions() {
  return each<Sanction>(store_.state_->lists.rows("SELECT sanction FROM untold_sanction", {},
                                                  id_of_row<base::CaseId>),
                        store_, &Store::sanction);
}

base::Result<std::vector<KnownPerson>> Order::known_people(std::string_view text,
                                                           base::PrincipalId before,
                                                           std::size_t limit) {
  std::uint64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size() || id > kIdMax) id = 0;
  return store_.state_->lists.rows(
      "SELECT p.id, n.text, coalesce(c.text, ''), p.admitted FROM person p "
      "LEFT JOIN vault n ON n.entry = p.name_entry LEFT JOIN account a ON a.person = p.id "
      "LEFT JOIN vault c ON c.entry = a.name_entry WHERE p.id < ?1 AND (?4 = '%%' OR p.id = ?3 "
      "OR n.text LIKE ?4 ESCAPE '\\' OR c.text LIKE ?4 ESCAPE '\\') ORDER BY p.id DESC LIMIT ?2",
      {before_or_newest(before.value), limit, id, pattern_of(text)}, known_person_of);
}

base::Result<std::vector<MadeSpace>> Order::all_spaces(base::SpaceId after, std::size_t limit) {
  return each<MadeSpace>(
      store_.state_->lists.rows("SELECT id FROM made_space WHERE id > ?1 ORDER BY id LIMIT ?2",
                                {after, limit}, id_of_row<base::SpaceId>),
      store_, &Store::made_space);
}

}  // namespace yc::store
