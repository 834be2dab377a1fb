// Placing and lifting sanctions.
#include <algorithm>
#include <mutex>

#include "kernel/base/address.h"
#include "kernel/base/log.h"
#include "kernel/rights/reply.h"
#include "kernel/rights/table.h"

namespace yc::rights {
namespace {

using base::ErrorCode;
using base::fail;
using store::SanctionKind;

constexpr std::size_t kReasonMaxBytes = 1000;  // 200 characters of any script

Act act_of(SanctionKind kind) {
  switch (kind) {
    case SanctionKind::mute:
      return Act::mute;
    case SanctionKind::kick:
      return Act::kick;
    case SanctionKind::ban:
      return Act::ban;
    case SanctionKind::warn:
      return Act::warn;
    case SanctionKind::limit:
      return Act::limit;
    case SanctionKind::suspend:
      return Act::suspend;
  }
  return Act::ban;
}

base::Status check_request(const SanctionRequest& request) {
  if (!request.person && request.address.empty() && request.device.empty())
    return fail(ErrorCode::bad_input, "the sanction names nobody",
                "name a person, address or device");
  if (request.kind == SanctionKind::suspend && request.until.unix_ms == 0)
    return fail(ErrorCode::bad_input, "a suspension has no end", "say until when, or ban");
  if (request.reason.empty() || request.reason.size() > kReasonMaxBytes)
    return fail(ErrorCode::bad_input, "the reason is empty or too long",
                "give a reason of 1-200 characters");
  return {};
}

}  // namespace

base::Result<Rights::PreparedSanction> Rights::prepare_sanction(const Actor& who,
                                                                const Where& where,
                                                                SanctionRequest request) {
  Where place = where;
  if (!request.space) place = {{}, where.target};  // of the city, for who may do so
  if (request.space) place.space = request.space;
  Decision decision = decide(who, act_of(request.kind), place);
  if (!decision && !request.space && where.space) {
    request.space = where.space;
    place = where;
    decision = decide(who, act_of(request.kind), where);
  }
  if (!decision) return std::unexpected(denied(decision.text));
  if (base::is_loopback(request.address)) {
    base::log_warning("ban_without_address",
                      {{"cause", "the person came from this machine's own address"},
                       {"remedy", "name the reverse proxy in trusted-proxies"}});
    request.address.clear();
  }
  YC_CHECK(check_request(request));
  YC_TRY(const std::uint64_t id, store_.new_id());
  const base::CaseId sanction{id};
  Actor by = who;
  by.because = request.reason;
  const Where kept_where{request.space, request.person};
  YC_TRY(auto kept, record(by, act_of(request.kind), kept_where, id));
  store::SanctionPlaced placed;
  placed.sanction = sanction;
  placed.kind = request.kind;
  placed.person = request.person;
  placed.address = std::move(request.address);
  placed.device = std::move(request.device);
  placed.reason = std::move(request.reason);
  placed.report = request.report;
  placed.until_ms = request.until.unix_ms;
  placed.space = request.space;
  const base::StreamId stream = store::case_stream(sanction);
  PreparedSanction out{sanction, {{{stream, who.person, std::move(placed)}}, {{stream, 0}}}};
  add(out.batch, std::move(kept));
  return out;
}

void Rights::place_sanction(const Actor& who, const Where& where, SanctionRequest request,
                            base::Executor& reply_on, SanctionDone done) {
  auto prepared = prepare_sanction(who, where, std::move(request));
  if (!prepared) return reply_error(reply_on, std::move(done), std::move(prepared).error());
  store_.append(std::move(prepared->batch), reply_on, then_give(std::move(done), prepared->id));
}

void Rights::lift_sanction(const Actor& who, base::CaseId sanction, std::string reason,
                           base::Executor& reply_on, LiftDone done) {
  Act act = Act::ban;
  Where where;
  base::PrincipalId person;
  {
    const std::shared_lock lock(table_->mutex);
    const auto found = table_->sanctions.find(sanction);
    if (found == table_->sanctions.end() || !found->second.in_force(clock_.wall()))
      return reply_error(reply_on, std::move(done),
                         {ErrorCode::not_found, "no such sanction is in force", ""});
    act = act_of(found->second.kind);
    where.space = found->second.space;
    person = found->second.person;
  }
  if (const Decision may = decide(who, act, where); !may)
    return reply_error(reply_on, std::move(done), denied(may.text));
  if (person && person == who.person) {
    return reply_error(reply_on, std::move(done),
                       {ErrorCode::denied, "nobody lifts a measure against themselves",
                        "appeal, or leave it to somebody else"});
  }
  where.target = person;  // who may place it on nobody in particular may lift it of anybody
  lift({sanction}, who, act, where, std::move(reason), reply_on, std::move(done));
}

void Rights::unmute(const Actor& who, const Where& where, std::string reason,
                    base::Executor& reply_on, LiftDone done) {
  std::vector<base::CaseId> mutes;
  {
    const std::shared_lock lock(table_->mutex);
    mutes = table_->of_person(where.target, SanctionKind::mute, clock_.wall());
    // Who may mute only here takes back only what was placed here.
    if (table_->holder_of(who.person).standing == Standing::visitor) {
      std::erase_if(mutes,
                    [&](base::CaseId id) { return table_->sanctions.at(id).space != where.space; });
    }
  }
  if (const Decision may = decide(who, Act::mute, where); !may)
    return reply_error(reply_on, std::move(done), denied(may.text));
  lift(mutes, who, Act::mute, where, std::move(reason), reply_on, std::move(done));
}

void Rights::lift(const std::vector<base::CaseId>& sanctions, Actor who, Act act,
                  const Where& where, std::string reason, base::Executor& reply_on, LiftDone done) {
  if (reason.empty() || reason.size() > kReasonMaxBytes)
    return reply_error(reply_on, std::move(done), reason_needed().error());
  if (sanctions.empty()) {
    reply_on.post([done = std::move(done)]() mutable { done(store::Appended{}); });
    return;
  }
  store::Batch batch;
  for (const base::CaseId id : sanctions)
    batch.events.push_back({store::case_stream(id), who.person, store::SanctionLifted{id, reason}});
  who.because = std::move(reason);
  auto kept = record(who, act, where, sanctions.front().value, "lift");
  if (!kept) return reply_error(reply_on, std::move(done), std::move(kept).error());
  add(batch, *std::move(kept));
  store_.append(std::move(batch), reply_on, std::move(done));
}

}  // namespace yc::rights
