#include "kernel/gateway/api_cases.h"

#include "kernel/gateway/case_records.h"
#include "kernel/gateway/measures.h"
#include "kernel/store/append_one.h"

namespace yc::gateway {
namespace {

using namespace schema::api;
using rights::Act;

// The city's rules are named by schema/api.json (report_reason); a change of them is a new version.
constexpr std::uint16_t kRulesVersion = 1;
constexpr std::size_t kLinesLookedAt = 100;
constexpr std::size_t kLinesShown = 5;  // what somebody said last before they were reported
constexpr std::size_t kAnswersShown = 20;

std::size_t one_more(std::int64_t limit) {
  return static_cast<std::size_t>(limit) + 1;
}

std::optional<store::SanctionKind> measure_of(CaseOutcome outcome) {
  switch (outcome) {
    case CaseOutcome::warned:
      return store::SanctionKind::warn;
    case CaseOutcome::muted:
      return store::SanctionKind::mute;
    case CaseOutcome::limited:
      return store::SanctionKind::limit;
    case CaseOutcome::kicked:
      return store::SanctionKind::kick;
    case CaseOutcome::suspended:
      return store::SanctionKind::suspend;
    case CaseOutcome::banned:
      return store::SanctionKind::ban;
    case CaseOutcome::no_action:
      break;
  }
  return std::nullopt;
}

// What was said in the space of the report, privately only to whoever reported; to those who keep
// order in the whole city also what was said to them elsewhere.
bool is_context(const store::ChatLine& line, const store::Report& report, bool whole_city) {
  if (line.said > report.filed) return false;
  const bool direct = line.scope == store::ChatScope::direct;
  if (direct && line.to != report.reporter) return false;
  return line.space == report.space || (direct && whole_city);
}

}  // namespace

void CasesApi::add_to(Api& api) {
  api.add(*this, &CasesApi::list_reports);
  api.add(*this, &CasesApi::list_space_reports);
  api.add(*this, &CasesApi::see_report);
  api.add(*this, &CasesApi::take_report);
  api.add(*this, &CasesApi::decide_report);
}

void CasesApi::list_reports(const ApiCaller& who, const ListReportsRequest& request,
                            ReplyTo<ListReportsRequest> reply) {
  const store::ReportFilter filter{request.open,
                                   request.decided,
                                   request.mine ? who.person : base::PrincipalId{},
                                   {},
                                   who.person};
  const auto rows =
      views_.reports(filter, request.after.value_or(base::CaseId{}), one_more(request.limit));
  if (!rows) return reply.fail(rows.error());
  reply(page_of<ListReportsAnswer>(
      *rows, request.limit, [this](const store::Report& row) { return report_of(parts_, row); },
      [](const auto& last) { return last.id; }));
}

void CasesApi::list_space_reports(const ApiCaller& who, const ListSpaceReportsRequest& request,
                                  ReplyTo<ListSpaceReportsRequest> reply) {
  const store::ReportFilter filter{request.open, false, {}, request.space, who.person};
  const auto rows =
      views_.reports(filter, request.after.value_or(base::CaseId{}), one_more(request.limit));
  if (!rows) return reply.fail(rows.error());
  reply(page_of<ListSpaceReportsAnswer>(
      *rows, request.limit, [this](const store::Report& row) { return report_of(parts_, row); },
      [](const auto& last) { return last.id; }));
}

// Whoever may not see a report learns nothing of it, nor does whom it is about: it says who wrote
// it.
base::Result<store::Report> CasesApi::report_for(const ApiCaller& who, base::CaseId id,
                                                 Act act) const {
  YC_TRY(store::Report report, parts_.store.report(id));
  if (who.person == report.subject ||
      !parts_.rights.decide(who.actor, Act::see_cases, {report.space, {}}))
    return base::fail(base::ErrorCode::not_found, "no such report", "look at the list");
  const auto decision = parts_.rights.decide(who.actor, act, {report.space, {}});
  if (!decision)
    return base::fail(base::ErrorCode::denied, decision.text, "ask who keeps order here");
  return report;
}

base::Result<std::vector<SaidLine>> CasesApi::said_before(const store::Report& report,
                                                          bool whole_city) const {
  YC_TRY(const auto lines, parts_.store.chat_by(report.subject, INT64_MAX, kLinesLookedAt));
  std::vector<SaidLine> out;
  for (const store::ChatLine& line : lines) {
    if (out.size() == kLinesShown) break;
    if (is_context(line, report, whole_city)) out.push_back({line.said.unix_ms, line.text});
  }
  std::ranges::reverse(out);
  return out;
}

void CasesApi::see_report(const ApiCaller& who, const SeeReportRequest& request,
                          ReplyTo<SeeReportRequest> reply) {
  const auto report = report_for(who, request.report, Act::see_cases);
  if (!report) return reply.fail(report.error());
  const bool whole_city = parts_.rights.decide(who.actor, Act::see_cases, {}).allowed;
  const auto said = said_before(*report, whole_city);
  if (!said) return reply.fail(said.error());
  const auto sanctions = views_.sanctions_for(report->id, kAnswersShown);
  if (!sanctions) return reply.fail(sanctions.error());
  SeeReportAnswer answer;
  answer.report = report_of(parts_, *report);
  answer.said = *said;
  for (const store::Sanction& row : *sanctions) {
    answer.sanctions.push_back(sanction_of(parts_, row));
    if (const auto appeal = views_.appeal_of(row.id))
      answer.appeals.push_back(appeal_of(parts_, *appeal));
  }
  reply(answer);
}

void CasesApi::take_report(const ApiCaller& who, const TakeReportRequest& request,
                           ReplyTo<TakeReportRequest> reply) {
  const auto report = report_for(who, request.report, Act::decide_case);
  if (!report) return reply.fail(report.error());
  if (!report->open) return reply.refuse(Reason::conflict);
  store::append_one(parts_.store, store::case_stream(report->id), who.person,
                    store::CaseTaken{report->id, who.person}, parts_.file_executor,
                    when_durable<store::Appended>(std::move(reply)));
}

base::Result<store::Batch> CasesApi::decision(const ApiCaller& who, const store::Report& report,
                                              const DecideReportRequest& request) const {
  const base::StreamId stream = store::case_stream(report.id);
  YC_TRY(const std::uint64_t sequence, parts_.store.last_sequence(stream));
  YC_TRY(const store::Report now, parts_.store.report(report.id));
  if (!now.open)
    return base::fail(base::ErrorCode::conflict, "somebody else has decided it", "look again");
  const rights::Where where{report.space, report.subject};
  store::Batch batch;
  if (const auto kind = measure_of(request.outcome)) {
    rights::SanctionRequest measure =
        measure_against(parts_, report.subject, *kind, request.minutes);
    measure.reason = who.actor.because;
    measure.report = report.id;
    YC_TRY(auto prepared, parts_.rights.prepare_sanction(who.actor, where, std::move(measure)));
    batch = std::move(prepared.batch);
  }
  const ReportReason broken =
      request.rule.value_or(by_name<ReportReason>(name_of(report.reason), kReportReasonNames));
  const auto rule = static_cast<std::uint8_t>(store_enum(broken, store::kReportReasonNames));
  batch.events.push_back(
      {stream, who.person,
       store::ReportClosed{report.id, store_enum(request.outcome, store::kCaseOutcomeNames),
                           store::PrivateText(who.actor.because), rule, kRulesVersion}});
  batch.expected.push_back({stream, sequence});
  YC_TRY(auto kept, parts_.rights.record(who.actor, Act::decide_case, where, report.id.value,
                                         name_of(request.outcome)));
  std::ranges::move(kept, std::back_inserter(batch.events));
  return batch;
}

void CasesApi::decide_report(const ApiCaller& who, const DecideReportRequest& request,
                             ReplyTo<DecideReportRequest> reply) {
  const auto report = report_for(who, request.report, Act::decide_case);
  if (!report) return reply.fail(report.error());
  if (!report->open) return reply.refuse(Reason::conflict);
  auto batch = decision(who, *report, request);
  if (!batch) return reply.fail(batch.error());
  parts_.store.append(*std::move(batch), parts_.file_executor,
                      when_durable<store::Appended>(std::move(reply)));
}

}  // namespace yc::gateway
