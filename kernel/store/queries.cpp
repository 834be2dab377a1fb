// The typed questions of Store. Texts come from the vault by a join, so an erased one is empty
// everywhere at once.

#include <algorithm>

#include "kernel/store/data_folder.h"
#include "kernel/store/store_state.h"

namespace yc::store {
namespace {

constexpr std::string_view kPersonColumns =
    "SELECT p.id, v.text, p.look, p.admitted, p.token_revoked FROM person p "
    "LEFT JOIN vault v ON v.entry = p.name_entry ";

Person person_of(const Row& row) {
  return {row.id<base::PrincipalId>(0),
          row.text(1),
          row.number(2),
          {row.integer(3)},
          row.integer(4) != 0};
}

base::PrincipalId principal_of(const Row& row) {
  return row.id<base::PrincipalId>(0);
}

RoleGrant role_of(const Row& row) {
  return {row.id<base::PrincipalId>(0), static_cast<Role>(row.integer(1))};
}

TierOf tier_of(const Row& row) {
  return {row.id<base::PrincipalId>(0), static_cast<Tier>(row.integer(1))};
}

Membership membership_of(const Row& row) {
  return {row.id<base::PrincipalId>(0), row.id<base::PrincipalId>(1),
          static_cast<MemberRole>(row.integer(2))};
}

GrantGiven grant_of(const Row& row) {
  GrantGiven grant;
  grant.grant = row.number(0);
  grant.space = row.id<base::SpaceId>(1);
  grant.parcel = row.number(2);
  grant.entity = row.number(3);
  grant.work = row.number(4);
  grant.subject_kind = static_cast<SubjectKind>(row.integer(5));
  grant.subject = row.number(6);
  grant.rights = static_cast<std::uint8_t>(row.integer(7));
  grant.delegable = row.integer(8) != 0;
  grant.from_ms = row.integer(9);
  grant.until_ms = row.integer(10);
  grant.by = row.id<base::PrincipalId>(11);
  grant.parent = row.number(12);
  return grant;
}

EntryLink link_of(const Row& row) {
  return {row.number(0), {row.integer(1)}, row.id<base::PrincipalId>(2), row.integer(3) != 0};
}

constexpr std::string_view kSanctionColumns =
    "SELECT s.id, s.kind, s.person, a.text, d.text, r.text, s.report, s.placed_by, s.placed, "
    "s.until, s.lifted, l.text, s.space FROM sanction s "
    "LEFT JOIN vault a ON a.entry = s.address_entry "
    "LEFT JOIN vault d ON d.entry = s.device_entry "
    "LEFT JOIN vault r ON r.entry = s.reason_entry "
    "LEFT JOIN vault l ON l.entry = s.lift_reason_entry ";

Sanction sanction_of(const Row& row) {
  Sanction sanction;
  sanction.id = row.id<base::CaseId>(0);
  sanction.kind = static_cast<SanctionKind>(row.integer(1));
  sanction.person = row.id<base::PrincipalId>(2);
  sanction.address = row.text(3);
  sanction.device = row.text(4);
  sanction.reason = row.text(5);
  sanction.report = row.id<base::CaseId>(6);
  sanction.by = row.id<base::PrincipalId>(7);
  sanction.placed = {row.integer(8)};
  sanction.until = {row.integer(9)};
  sanction.lifted = {row.integer(10)};
  sanction.lift_reason = row.text(11);
  sanction.space = row.id<base::SpaceId>(12);
  return sanction;
}

constexpr std::string_view kReportColumns =
    "SELECT r.id, r.space, r.reporter, r.subject, r.reason, t.text, r.filed, r.open, r.outcome, "
    "n.text, r.closed_by, r.rule, r.rules_version, coalesce(w.person, 0) FROM report r "
    "LEFT JOIN case_work w ON w.report = r.id "
    "LEFT JOIN vault t ON t.entry = r.text_entry "
    "LEFT JOIN vault n ON n.entry = r.note_entry ";

Report report_of(const Row& row) {
  Report report;
  report.id = row.id<base::CaseId>(0);
  report.space = row.id<base::SpaceId>(1);
  report.reporter = row.id<base::PrincipalId>(2);
  report.subject = row.id<base::PrincipalId>(3);
  report.reason = static_cast<ReportReason>(row.integer(4));
  report.text = row.text(5);
  report.filed = {row.integer(6)};
  report.open = row.integer(7) != 0;
  if (!report.open) report.outcome = static_cast<CaseOutcome>(row.integer(8));
  report.note = row.text(9);
  report.closed_by = row.id<base::PrincipalId>(10);
  report.rule = static_cast<std::uint8_t>(row.integer(11));
  report.rules_version = static_cast<std::uint16_t>(row.integer(12));
  report.taken_by = row.id<base::PrincipalId>(13);
  return report;
}

ChatLine chat_line_of(const Row& row) {
  ChatLine line;
  line.position = row.number(0);
  line.space = row.id<base::SpaceId>(1);
  line.speaker = row.id<base::PrincipalId>(2);
  line.scope = static_cast<ChatScope>(row.integer(3));
  line.to = row.id<base::PrincipalId>(4);
  line.said = {row.integer(5)};
  line.text = row.text(6);
  line.erased = row.is_null(6);
  return line;
}

LitLantern lantern_of(const Row& row) {
  return {row.text(0), row.id<base::PrincipalId>(1), {row.integer(2)}};
}

PublishedSpace space_of(const Row& row) {
  return {row.id<base::SpaceId>(0), row.text(1), row.digest(2), {row.integer(3)}};
}

std::pair<std::string, std::string> setting_of(const Row& row) {
  return {row.text(0), row.text(1)};
}

BlobEntry blob_of(const Row& row) {
  return {row.digest(0), row.text(1), row.number(2)};
}

std::string sql(std::string_view columns, std::string_view rest) {
  return std::string(columns) + std::string(rest);
}

// "<unix_ms> <bytes>"; anything else counts as never.
LastBackup read_last_backup(base::Disk& disk, const std::string& folder) {
  const auto bytes = base::read_file(disk, last_backup_path(folder), 64);
  if (!bytes) return {};
  const std::string text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  LastBackup backup;
  char* end = nullptr;
  backup.at.unix_ms = std::strtoll(text.c_str(), &end, 10);
  backup.bytes = std::strtoull(end, nullptr, 10);
  return backup;
}

}  // namespace

base::Result<Person> Store::person(base::PrincipalId id) {
  return state_->doors.one(sql(kPersonColumns, "WHERE p.id = ?1"), {id}, person_of, "person");
}

base::Result<Person> Store::person_by_token(const base::Digest& token_hash) {
  return state_->doors.one(sql(kPersonColumns, "WHERE p.token_hash = ?1 AND p.token_revoked = 0"),
                           {token_hash}, person_of, "token");
}

base::Result<std::vector<base::PrincipalId>> Store::blocked_by(base::PrincipalId id) {
  return state_->doors.rows("SELECT other FROM person_block WHERE person = ?1 ORDER BY other", {id},
                            principal_of);
}

base::Result<std::vector<RoleGrant>> Store::roles() {
  return state_->doors.rows("SELECT person, role FROM role_grant ORDER BY person, role", {},
                            role_of);
}

base::Result<EntryLink> Store::link_by_token(const base::Digest& token_hash) {
  return state_->doors.one(
      "SELECT id, expires, person, used FROM administrator_link WHERE token_hash = ?1",
      {token_hash}, link_of, "link");
}

base::Result<std::vector<TierOf>> Store::tiers() {
  return state_->lists.rows("SELECT principal, tier FROM tier_of", {}, tier_of);
}

base::Result<std::vector<Membership>> Store::memberships() {
  return state_->lists.rows("SELECT organisation, person, role FROM membership", {}, membership_of);
}

base::Result<std::vector<GrantGiven>> Store::grants(base::WallTime now) {
  return state_->lists.rows(
      "SELECT id, space, parcel, entity, work, subject_kind, subject, rights, delegable, "
      "from_ms, until_ms, by, parent FROM access_grant "
      "WHERE revoked = 0 AND (until_ms = 0 OR until_ms > ?1) ORDER BY position",
      {now.unix_ms}, grant_of);
}

base::Result<std::vector<Sanction>> Store::sanctions_in_force(base::WallTime now) {
  return state_->lists.rows(sql(kSanctionColumns,
                                "WHERE s.kind NOT IN (2, 4) AND s.lifted = 0 AND (s.until = 0 OR "
                                "s.until > ?1) ORDER BY s.id"),
                            {now.unix_ms}, sanction_of);
}

base::Result<std::vector<Sanction>> Store::sanctions(std::size_t limit, base::CaseId before) {
  return state_->lists.rows(
      sql(kSanctionColumns, "WHERE ?2 = 0 OR s.id < ?2 ORDER BY s.id DESC LIMIT ?1"),
      {limit, before}, sanction_of);
}

base::Result<Sanction> Store::sanction(base::CaseId id) {
  return state_->doors.one(sql(kSanctionColumns, "WHERE s.id = ?1"), {id}, sanction_of, "sanction");
}

base::Result<std::vector<Sanction>> Store::sanctions_of(base::PrincipalId person,
                                                        std::size_t limit) {
  return state_->lists.rows(
      sql(kSanctionColumns, "WHERE s.person = ?1 ORDER BY s.id DESC LIMIT ?2"), {person, limit},
      sanction_of);
}

base::Result<std::vector<Report>> Store::reports_by(base::PrincipalId reporter, std::size_t limit) {
  return state_->lists.rows(
      sql(kReportColumns, "WHERE r.reporter = ?1 ORDER BY r.id DESC LIMIT ?2"), {reporter, limit},
      report_of);
}

base::Result<std::vector<Report>> Store::reports(bool open_only, std::size_t limit,
                                                 base::CaseId before) {
  return state_->lists.rows(sql(kReportColumns,
                                "WHERE r.open >= ?1 AND (?3 = 0 OR r.id < ?3) "
                                "ORDER BY r.id DESC LIMIT ?2"),
                            {open_only ? 1 : 0, limit, before}, report_of);
}

base::Result<Report> Store::report(base::CaseId id) {
  return state_->doors.one(sql(kReportColumns, "WHERE r.id = ?1"), {id}, report_of, "report");
}

base::Result<std::vector<ChatLine>> Store::chat(base::SpaceId space, std::uint64_t before_position,
                                                std::size_t limit) {
  const std::uint64_t before = std::min<std::uint64_t>(before_position, INT64_MAX);
  return state_->lists.rows(
      "SELECT c.position, c.space, c.speaker, c.scope, c.recipient, c.said, v.text "
      "FROM chat_line c LEFT JOIN vault v ON v.entry = c.text_entry "
      "WHERE c.space = ?1 AND c.position < ?2 AND c.scope != 3 ORDER BY c.position DESC LIMIT ?3",
      {space, before, limit}, chat_line_of);
}

base::Result<std::vector<ChatLine>> Store::chat_by(base::PrincipalId speaker,
                                                   std::uint64_t before_position,
                                                   std::size_t limit) {
  const std::uint64_t before = std::min<std::uint64_t>(before_position, INT64_MAX);
  return state_->lists.rows(
      "SELECT c.position, c.space, c.speaker, c.scope, c.recipient, c.said, v.text "
      "FROM chat_line c LEFT JOIN vault v ON v.entry = c.text_entry "
      "WHERE c.speaker = ?1 AND c.position < ?2 ORDER BY c.position DESC LIMIT ?3",
      {speaker, before, limit}, chat_line_of);
}

base::Result<std::vector<LitLantern>> Store::lit_lanterns(base::SpaceId space) {
  return state_->lists.rows(
      "SELECT lantern, person, lit FROM lantern WHERE space = ?1 ORDER BY lit", {space},
      lantern_of);
}

base::Result<PublishedSpace> Store::space(base::SpaceId id) {
  return state_->doors.one("SELECT id, name, manifest, published FROM space WHERE id = ?1", {id},
                           space_of, "space");
}

base::Result<PublishedSpace> Store::space_by_name(std::string_view name) {
  return state_->doors.one("SELECT id, name, manifest, published FROM space WHERE name = ?1",
                           {name}, space_of, "space");
}

base::Result<std::map<std::string, std::string>> Store::settings() {
  YC_TRY(auto rows, state_->lists.rows("SELECT name, value FROM setting", {}, setting_of));
  return std::map<std::string, std::string>(rows.begin(), rows.end());
}

base::Result<std::vector<BlobEntry>> Store::blobs() {
  return state_->lists.rows("SELECT sha256, extension, bytes FROM blob ORDER BY sha256, extension",
                            {}, blob_of);
}

base::Result<StoreFacts> Store::facts() {
  const auto count = [this](std::string_view sql_text) -> base::Result<std::uint64_t> {
    YC_TRY(const std::int64_t value, state_->lists.integer(sql_text));
    return static_cast<std::uint64_t>(value);
  };
  StoreFacts facts;
  YC_TRY(facts.events, count("SELECT max(position) FROM event"));
  YC_TRY(facts.people, count("SELECT count(*) FROM person"));
  YC_TRY(facts.open_reports, count("SELECT count(*) FROM report WHERE open = 1"));
  YC_TRY(facts.blob_count, count("SELECT count(*) FROM blob"));
  YC_TRY(facts.blob_bytes, count("SELECT sum(bytes) FROM blob"));
  YC_TRY(facts.database_bytes,
         count("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"));
  YC_TRY(facts.free_bytes, state_->parts.disk.free_bytes(state_->folder));
  facts.last_backup = read_last_backup(state_->parts.disk, state_->folder);
  return facts;
}

}  // namespace yc::store
