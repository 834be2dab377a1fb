#pragma once
// What the views of order answer: appeals, the audit trail, ages and guardians.

#include <cstdint>
#include <string>

#include "kernel/base/clock.h"
#include "kernel/base/ids.h"
#include "schema/events.h"

namespace yc::store {

struct Appeal {
  base::CaseId id;
  base::CaseId sanction;
  base::PrincipalId person;
  std::string text;
  base::WallTime filed;
  bool open = true;
  AppealOutcome outcome = AppealOutcome::upheld;  // when decided
  std::string note;
  base::PrincipalId decided_by;
  base::WallTime decided;
};

// Which lines of the audit trail; what is zero or empty is not asked.
struct AuditFilter {
  base::PrincipalId person;  // who did it, or to whom
  std::string act;
};

struct AuditLine {
  std::uint64_t position = 0;
  base::PrincipalId actor;
  std::string act;  // as in schema/rights.json
  base::PrincipalId person;
  base::SpaceId space;
  std::uint64_t subject = 0;
  std::string what;    // a name, such as that of a setting
  std::string reason;  // empty when erased
  base::WallTime at;
};

// Somebody whom the city knows.
struct KnownPerson {
  base::PrincipalId id;
  std::string name;
  std::string account_name;  // empty = a guest
  base::WallTime admitted;
};

// What became of reports: those not asked for are false.
struct ReportFilter {
  bool open_only = false;
  bool decided_only = false;
  base::PrincipalId taken_by;
  base::SpaceId space;
  base::PrincipalId not_about;
};

struct Age {
  base::PrincipalId person;
  AgeBand band = AgeBand::adult;
  AgeEvidence evidence = AgeEvidence::own_word;
};

// When a minor may be in the city. Minutes of the city's day; days: bit 0 = Monday.
struct Hours {
  std::uint8_t days = 0x7f;
  std::uint16_t from_minute = 0;
  std::uint16_t to_minute = 1440;
  friend bool operator==(const Hours&, const Hours&) = default;
};

struct Guardian {
  base::PrincipalId minor;
  base::PrincipalId guardian;
  bool confirmed = false;
  Hours hours;
  Audience contact = Audience::friends;
  std::uint16_t daily_minutes = 0;  // 0 = as the policy says
  bool limited = false;             // the guardian has set limits
};

}  // namespace yc::store
