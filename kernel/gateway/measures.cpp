#include "kernel/gateway/measures.h"

namespace yc::gateway {
namespace {

constexpr std::int64_t kMsPerMinute = 60'000;

}  // namespace

rights::SanctionRequest measure_against(const SiteParts& parts, base::PrincipalId person,
                                        store::SanctionKind kind, std::int64_t minutes) {
  rights::SanctionRequest measure;
  measure.kind = kind;
  measure.person = person;
  if (minutes > 0) measure.until = {parts.clock.wall().unix_ms + minutes * kMsPerMinute};
  if (kind != store::SanctionKind::ban) return measure;
  for (const PresentPerson& present : parts.sessions.presence.all()) {
    if (present.actor.person != person) continue;
    measure.address = present.actor.address;
    measure.device = present.actor.device;
  }
  return measure;
}

}  // namespace yc::gateway
