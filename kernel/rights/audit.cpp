// What the audit trail keeps, and what people have still to hear of.
#include <algorithm>
#include <mutex>

#include "kernel/rights/reply.h"
#include "kernel/rights/table.h"

namespace yc::rights {
namespace {

constexpr std::size_t kBecauseMaxBytes = 1000;  // 200 characters of any script

}  // namespace

base::Result<std::vector<store::NewEvent>> Rights::record(const Actor& who, Act act,
                                                          const Where& where, std::uint64_t subject,
                                                          std::string_view what) const {
  const Rule& rule = rule_of(act);
  std::vector<store::NewEvent> kept;
  if (rule.recorded == Recorded::no) return kept;
  if (rule.recorded == Recorded::by_role) {
    const bool by_role = decide(who, act, where).source.why == Why::standing;
    if (!by_role || holds(who.person, where.object(), rule.right)) return kept;
  }
  if (who.because.empty() || who.because.size() > kBecauseMaxBytes) return reason_needed();
  kept.push_back(
      {store::city_stream(), who.person,
       store::ActRecorded{std::string(rule.name), where.target, where.space, subject,
                          store::PrivateText(who.because), std::string(what.substr(0, 64))}});
  return kept;
}

bool Rights::knows_minors() const {
  const std::shared_lock lock(table_->mutex);
  return !table_->minors.empty();
}

std::optional<MinorDay> Rights::minor_day(base::PrincipalId person) const {
  const std::uint32_t day = city_moment(clock_.wall()).day;
  const std::shared_lock lock(table_->mutex);
  const auto limits = table_->minors.limits(person, profile_);
  if (!limits) return std::nullopt;
  return MinorDay{*limits, day, table_->minors.spent(person, day)};
}

std::vector<Untold> Rights::untold(base::PrincipalId person) const {
  const std::shared_lock lock(table_->mutex);
  const auto found = table_->untold.find(person);
  return found == table_->untold.end() ? std::vector<Untold>{} : found->second;
}

std::optional<Untold> Rights::bound_quiet(const Actor& who, base::SpaceId space) const {
  const std::shared_lock lock(table_->mutex);
  const auto bound = table_->binding(who, StoppedBy::mute, space, clock_.wall());
  if (bound.active == nullptr) return std::nullopt;
  return Untold{bound.id, bound.active->kind, bound.active->reason, bound.active->space};
}

}  // namespace yc::rights
