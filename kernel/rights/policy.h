#pragma once
// The table of acts: one row each. A test fails when an act has no row.

#include <array>
#include <span>

#include "kernel/rights/rights.h"

namespace yc::rights {

struct Rule {
  Act act;
  std::string_view name;
  Standing least;        // who may do it at all
  bool stopped_by_mute;  // a ban stops everything
  bool against_person;   // refused against someone of the same or a higher standing
};

// In the order of Act.
std::span<const Rule, kActCount> policy();

}  // namespace yc::rights
