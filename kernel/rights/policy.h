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

// What a ban by address compares: an IPv4 address as it is (also one mapped into IPv6), of an IPv6
// address the /64 that one household or machine is given. Any other text as it is.
std::string address_key(const std::string& address);

// A local proxy or a load test, never one person.
bool is_this_machine(std::string_view address);

}  // namespace yc::rights
