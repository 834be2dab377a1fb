#include "kernel/gateway/case_records.h"

namespace yc::gateway {

using namespace schema::api;

namespace {

bool is_record_only(store::SanctionKind kind) {
  return kind == store::SanctionKind::kick || kind == store::SanctionKind::warn;
}

}  // namespace

std::optional<ReportReason> broken_rule(const store::Report& row) {
  if (row.rule == 0) return std::nullopt;
  return by_name<ReportReason>(name_of(static_cast<store::ReportReason>(row.rule)),
                               kReportReasonNames);
}

schema::api::Report report_of(const SiteParts& parts, const store::Report& row) {
  schema::api::Report out;
  out.id = row.id;
  out.open = row.open;
  out.reason = by_name<ReportReason>(name_of(row.reason), kReportReasonNames);
  out.text = row.text;
  out.reporter = named_person(parts.store, row.reporter);
  out.subject = named_person(parts.store, row.subject);
  out.filed_unix_ms = row.filed.unix_ms;
  out.space = row.space;
  out.taken_by = named_person(parts.store, row.taken_by);
  if (row.open) return out;
  out.outcome = by_name<CaseOutcome>(name_of(row.outcome), kCaseOutcomeNames);
  out.rule = broken_rule(row);
  out.note = row.note;
  out.decided_by = named_person(parts.store, row.closed_by);
  return out;
}

schema::api::Sanction sanction_of(const SiteParts& parts, const store::Sanction& row) {
  const std::int64_t now = parts.clock.wall().unix_ms;
  schema::api::Sanction out;
  out.id = row.id;
  out.kind = by_name<SanctionKind>(name_of(row.kind), kSanctionKindNames);
  out.person = named_person(parts.store, row.person);
  out.by_address = !row.address.empty();
  out.by_device = !row.device.empty();
  out.reason = row.reason;
  out.by = named_person(parts.store, row.by).name;
  out.placed_unix_ms = row.placed.unix_ms;
  out.until_unix_ms = row.until.unix_ms;
  out.lifted_unix_ms = row.lifted.unix_ms;
  out.in_force = row.lifted.unix_ms == 0 && !is_record_only(row.kind) &&
                 (row.until.unix_ms == 0 || row.until.unix_ms > now);
  out.space = row.space;
  out.report = row.report;
  out.lift_reason = row.lift_reason;
  return out;
}

schema::api::Appeal appeal_of(const SiteParts& parts, const store::Appeal& row) {
  schema::api::Appeal out;
  out.id = row.id;
  out.person = named_person(parts.store, row.person);
  out.sanction = row.sanction;
  out.text = row.text;
  out.filed_unix_ms = row.filed.unix_ms;
  if (!row.open) out.outcome = by_name<AppealOutcome>(name_of(row.outcome), kAppealOutcomeNames);
  out.note = row.note;
  if (const auto placed = parts.store.sanction(row.sanction)) {
    out.kind = by_name<SanctionKind>(name_of(placed->kind), kSanctionKindNames);
    out.reason = placed->reason;
    out.by = named_person(parts.store, placed->by);
    out.report = placed->report;
  }
  return out;
}

}  // namespace yc::gateway
