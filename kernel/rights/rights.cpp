#include "kernel/rights/rights.h"

#include <mutex>

#include "kernel/base/address.h"
#include "kernel/base/log.h"
#include "kernel/rights/policy.h"
#include "kernel/rights/table.h"

namespace yc::rights {
namespace {

using base::ErrorCode;
using base::fail;
using store::SanctionKind;

constexpr std::size_t kReasonMaxBytes = 1000;  // 200 characters of any script

Decision allow() {
  return {.allowed = true, .reason = {}, .text = {}, .until = {}, .sanction = {}};
}

Decision deny(std::string_view reason, std::string text) {
  return {.allowed = false, .reason = reason, .text = std::move(text), .until = {}, .sanction = {}};
}

Act act_of(SanctionKind kind) {
  switch (kind) {
    case SanctionKind::mute:
      return Act::mute;
    case SanctionKind::kick:
      return Act::kick;
    case SanctionKind::ban:
      return Act::ban;
  }
  return Act::ban;
}

base::Error denied(const Decision& decision) {
  return {ErrorCode::denied, decision.text, "ask someone who manages the city"};
}

template <typename T>
void reply_error(base::Executor& reply_on, std::move_only_function<void(base::Result<T>)> done,
                 base::Error error) {
  reply_on.post([done = std::move(done), error = std::move(error)]() mutable {
    done(std::unexpected(std::move(error)));
  });
}

base::Status check_request(const SanctionRequest& request) {
  if (!request.person && request.address.empty() && request.device.empty())
    return fail(ErrorCode::bad_input, "the sanction names nobody",
                "name a person, address or device");
  if (request.reason.empty() || request.reason.size() > kReasonMaxBytes)
    return fail(ErrorCode::bad_input, "the reason is empty or too long",
                "give a reason of 1-200 characters");
  return {};
}

}  // namespace

std::string_view act_name(Act act) {
  return policy()[static_cast<std::size_t>(act)].name;
}

base::Result<std::unique_ptr<Rights>> Rights::open(store::Store& store, const base::Clock& clock) {
  std::unique_ptr<Rights> rights(new Rights(store, clock));
  auto table = rights->table_;
  YC_TRY(const auto roles, store.roles());
  for (const store::RoleGrant& grant : roles) table->grant(grant.person, grant.role);
  YC_TRY(auto sanctions, store.sanctions_in_force(clock.wall()));
  for (store::Sanction& in_force : sanctions) {
    table->add(in_force.id,
               {in_force.kind, in_force.person, base::address_group(in_force.address),
                std::move(in_force.device), std::move(in_force.reason), in_force.until});
  }
  store.add_observer([table](const std::vector<store::Event>& events) {
    const std::unique_lock lock(table->mutex);
    for (const store::Event& event : events) table->follow(event);
  });
  return rights;
}

Rights::Rights(store::Store& store, const base::Clock& clock)
    : store_(store), clock_(clock), table_(std::make_shared<Table>()) {}

Standing Rights::standing(const Actor& who) const {
  const std::shared_lock lock(table_->mutex);
  return table_->standing_of(who.person);
}

Decision Rights::decide(const Actor& who, Act act, const Where& where) const {
  const Rule& rule = policy()[static_cast<std::size_t>(act)];
  const std::shared_lock lock(table_->mutex);
  const Standing own = table_->standing_of(who.person);
  // Nobody can lock an administrator out by banning an address that both use.
  if (own != Standing::administrator) {
    const base::WallTime now = clock_.wall();
    if (const auto ban = table_->binding(who, SanctionKind::ban, now))
      return {false, "banned", ban->active->reason, ban->active->until, ban->id};
    if (rule.stopped_by_mute) {
      if (const auto mute = table_->binding(who, SanctionKind::mute, now))
        return {false, "muted", mute->active->reason, mute->active->until, mute->id};
    }
  }
  if (own < rule.least) return deny("denied", "only those who manage the city may do this");
  if (rule.against_person && table_->standing_of(where.target) >= own)
    return deny("denied", "not against someone who manages the city too");
  return allow();
}

std::vector<Act> Rights::allowed_acts(const Actor& who, const Where& where) const {
  std::vector<Act> acts;
  for (const Rule& rule : policy()) {
    if (decide(who, rule.act, where)) acts.push_back(rule.act);
  }
  return acts;
}

void Rights::place_sanction(const Actor& who, const Where& where, SanctionRequest request,
                            base::Executor& reply_on, SanctionDone done) {
  const Decision decision = decide(who, act_of(request.kind), where);
  if (!decision) return reply_error(reply_on, std::move(done), denied(decision));
  if (base::is_loopback(request.address)) {
    base::log_warning("ban_without_address",
                      {{"cause", "the person came from this machine's own address"},
                       {"remedy", "name the reverse proxy in trusted-proxies"}});
    request.address.clear();
  }
  if (const auto checked = check_request(request); !checked)
    return reply_error(reply_on, std::move(done), checked.error());
  const auto id = store_.new_id();
  if (!id) return reply_error(reply_on, std::move(done), id.error());
  const base::CaseId sanction{*id};
  store::SanctionPlaced placed;
  placed.sanction = sanction;
  placed.kind = request.kind;
  placed.person = request.person;
  placed.address = std::move(request.address);
  placed.device = std::move(request.device);
  placed.reason = std::move(request.reason);
  placed.report = request.report;
  placed.until_ms = request.until.unix_ms;
  const base::StreamId stream = store::case_stream(sanction);
  store_.append({{{stream, who.person, std::move(placed)}}, {{stream, 0}}}, reply_on,
                [done = std::move(done), sanction](base::Result<store::Appended> r) mutable {
                  if (r) return done(sanction);
                  done(std::unexpected(std::move(r).error()));
                });
}

void Rights::lift_sanction(const Actor& who, base::CaseId sanction, std::string reason,
                           base::Executor& reply_on, LiftDone done) {
  Act act = Act::ban;
  {
    const std::shared_lock lock(table_->mutex);
    const auto found = table_->sanctions.find(sanction);
    if (found == table_->sanctions.end() || !found->second.in_force(clock_.wall()))
      return reply_error(reply_on, std::move(done),
                         {ErrorCode::not_found, "no such sanction is in force", ""});
    act = act_of(found->second.kind);
  }
  lift({sanction}, who, decide(who, act, {}), std::move(reason), reply_on, std::move(done));
}

void Rights::unmute(const Actor& who, const Where& where, std::string reason,
                    base::Executor& reply_on, LiftDone done) {
  std::vector<base::CaseId> mutes;
  {
    const std::shared_lock lock(table_->mutex);
    mutes = table_->of_person(where.target, SanctionKind::mute, clock_.wall());
  }
  lift(mutes, who, decide(who, Act::mute, where), std::move(reason), reply_on, std::move(done));
}

void Rights::lift(const std::vector<base::CaseId>& sanctions, const Actor& who,
                  const Decision& decision, std::string reason, base::Executor& reply_on,
                  LiftDone done) {
  if (!decision) return reply_error(reply_on, std::move(done), denied(decision));
  if (reason.size() > kReasonMaxBytes)
    return reply_error(reply_on, std::move(done),
                       {ErrorCode::bad_input, "the reason is too long", "use 200 characters"});
  if (sanctions.empty()) {
    reply_on.post([done = std::move(done)]() mutable { done(store::Appended{}); });
    return;
  }
  store::Batch batch;
  for (const base::CaseId id : sanctions)
    batch.events.push_back({store::case_stream(id), who.person, store::SanctionLifted{id, reason}});
  store_.append(std::move(batch), reply_on, std::move(done));
}

}  // namespace yc::rights
