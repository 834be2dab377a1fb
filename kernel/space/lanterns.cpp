#include "kernel/space/lanterns.h"

#include <algorithm>
#include <utility>

#include "kernel/base/assert.h"

namespace yc::space {
namespace {

constexpr std::int64_t kRetryMs = 10'000;

}  // namespace

Lanterns::Lanterns(const std::vector<LanternSpot>& spots, base::Duration lit_for)
    : lit_for_ms_(std::chrono::duration_cast<std::chrono::milliseconds>(lit_for).count()) {
  for (const LanternSpot& spot : spots) lanterns_.push_back({spot, false, false, {}});
}

Lanterns::Lantern* Lanterns::find(std::string_view id) {
  const auto found = std::find_if(lanterns_.begin(), lanterns_.end(),
                                  [&](const Lantern& lantern) { return lantern.spot.id == id; });
  return found == lanterns_.end() ? nullptr : &*found;
}

Lanterns::Claim Lanterns::claim(std::string_view id, geometry::Vec3 from, double reach_m) {
  Lantern* lantern = find(id);
  if (lantern == nullptr) return Claim::unknown;
  if (lantern->lit) return Claim::already_lit;
  if (lantern->claimed) return Claim::being_lit;
  if (geometry::distance(from, lantern->spot.position) > reach_m) return Claim::too_far;
  lantern->claimed = true;
  return Claim::accepted;
}

void Lanterns::settle(std::string_view id, std::string found_by, base::WallTime now) {
  Lantern* lantern = find(id);
  if (lantern == nullptr) return;  // the log names one that the city no longer has
  lantern->claimed = false;
  lantern->lit = true;
  lantern->found_by = std::move(found_by);
  if (all_lit()) dark_at_ = base::WallTime{now.unix_ms + lit_for_ms_};
}

void Lanterns::release(std::string_view id) {
  if (Lantern* lantern = find(id)) lantern->claimed = false;
}

bool Lanterns::all_lit() const {
  return !lanterns_.empty() && std::all_of(lanterns_.begin(), lanterns_.end(),
                                           [](const Lantern& lantern) { return lantern.lit; });
}

bool Lanterns::take_darkening_due(base::WallTime now) {
  if (!dark_at_ || now < *dark_at_) return false;
  dark_at_.reset();
  return true;
}

void Lanterns::darken() {
  for (Lantern& lantern : lanterns_) {
    lantern.lit = false;
    lantern.found_by.clear();
  }
}

void Lanterns::retry_later(base::WallTime now) {
  dark_at_ = base::WallTime{now.unix_ms + kRetryMs};
}

schema::Lantern Lanterns::state_of(const Lantern& lantern) {
  return {lantern.spot.id, lantern.lit, lantern.found_by};
}

std::vector<schema::Lantern> Lanterns::states() const {
  std::vector<schema::Lantern> all;
  for (const Lantern& lantern : lanterns_) all.push_back(state_of(lantern));
  return all;
}

schema::Lantern Lanterns::state(std::string_view id) const {
  for (const Lantern& lantern : lanterns_) {
    if (lantern.spot.id == id) return state_of(lantern);
  }
  YC_ASSERT(false);
}

}  // namespace yc::space
