#pragma once
// The lanterns that visitors light together: which are lit, by whom, and when they go dark again.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/space/manifest.h"
#include "schema/messages.h"

namespace yc::space {

class Lanterns {
 public:
  Lanterns(const std::vector<LanternSpot>& spots, base::Duration lit_for);

  enum class Claim { accepted, unknown, already_lit, being_lit, too_far };
  // Asks to light one from where somebody stands. accepted: it counts as taken until settle() or
  // release(), so that two people cannot both light it.
  Claim claim(std::string_view id, geometry::Vec3 from, double reach_m);
  void settle(std::string_view id, std::string found_by, base::WallTime now);  // durable: lit
  void release(std::string_view id);                                           // was not durable

  bool all_lit() const;
  // Time to begin a new round; true once until darken() or retry_later().
  bool take_darkening_due(base::WallTime now);
  void darken();                         // durable: all are dark
  void retry_later(base::WallTime now);  // was not durable

  std::vector<schema::Lantern> states() const;
  schema::Lantern state(std::string_view id) const;  // of one that exists

 private:
  struct Lantern {
    LanternSpot spot;
    bool lit = false;
    bool claimed = false;
    std::string found_by;
  };
  Lantern* find(std::string_view id);
  static schema::Lantern state_of(const Lantern& lantern);

  std::vector<Lantern> lanterns_;
  std::int64_t lit_for_ms_;
  std::optional<base::WallTime> dark_at_;
};

}  // namespace yc::space
