#pragma once
// What the views answer. Texts that were erased are empty, with `erased` beside where it matters.

#include <cstdint>
#include <string>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/base/ids.h"
#include "kernel/base/sha256.h"
#include "schema/events.h"

namespace yc::store {

struct Person {
  base::PrincipalId id;
  std::string name;
  std::uint64_t look = 0;
  base::WallTime admitted;
  bool token_revoked = false;
};

struct RoleGrant {
  base::PrincipalId person;
  Role role = Role::moderator;
};

struct AdministratorLink {
  std::uint64_t id = 0;
  base::WallTime expires;
  bool used = false;
};

struct Session {
  std::uint64_t id = 0;
  base::PrincipalId person;
  base::WallTime expires;
  bool revoked = false;
};

struct Sanction {
  base::CaseId id;
  SanctionKind kind = SanctionKind::mute;
  base::PrincipalId person;  // zero = not by person
  std::string address;       // empty = not by address
  std::string device;        // empty = not by device hint (a hash, as given)
  std::string reason;
  base::CaseId report;  // that it answers, or zero
  base::PrincipalId by;
  base::WallTime placed;
  base::WallTime until;   // unix_ms 0 = until lifted
  base::WallTime lifted;  // unix_ms 0 = not lifted
  std::string lift_reason;
};

struct Report {
  base::CaseId id;
  base::SpaceId space;
  base::PrincipalId reporter;
  base::PrincipalId subject;
  ReportReason reason = ReportReason::other;
  std::string text;
  base::WallTime filed;
  bool open = true;
  CaseOutcome outcome = CaseOutcome::no_action;  // when closed
  std::string note;
  base::PrincipalId closed_by;
};

struct ChatLine {
  std::uint64_t position = 0;  // of its event
  base::SpaceId space;
  base::PrincipalId speaker;
  ChatScope scope = ChatScope::near;
  base::PrincipalId to;
  base::WallTime said;
  std::string text;
  bool erased = false;
};

struct LitLantern {
  std::string lantern;
  base::PrincipalId person;
  base::WallTime lit;
};

struct PublishedSpace {
  base::SpaceId id;
  std::string name;
  base::Digest manifest{};  // blob with extension "json"
  base::WallTime published;
};

// A space that somebody made.
struct MadeSpace {
  base::SpaceId id;
  SpaceKind kind = SpaceKind::personal;
  base::PrincipalId owner;
  std::string name;
  std::string template_name;
  base::Digest manifest{};  // blob with extension "json"
  Visibility visibility = Visibility::closed;
  std::uint32_t capacity = 0;  // 0 = as many as the server allows
  std::uint32_t slow_mode_s = 0;
  base::SpaceId copied_from;
  std::string charter;
  base::WallTime made;
  base::WallTime archived;  // unix_ms 0 = not archived
};

struct SpaceName {
  base::SpaceId space;
  std::string name;
};

struct Template {
  std::string name;
  base::Digest manifest{};  // blob with extension "json"
  base::WallTime published;
};

// In the frame of its space.
struct Parcel {
  std::uint64_t id = 0;
  base::SpaceId space;
  std::vector<Corner> corners;
  std::int64_t bottom_cm = 0;
  std::int64_t top_cm = 0;
};

struct Portal {
  std::uint64_t id = 0;
  base::SpaceId space;
  std::int64_t x_cm = 0;
  std::int64_t y_cm = 0;
  std::int64_t z_cm = 0;
  std::uint32_t radius_cm = 0;
  base::SpaceId to_space;  // zero = the city
  std::string to_place;
  std::string to_name;  // of that space; empty for the city
};

struct Notice {
  std::uint64_t id = 0;
  base::SpaceId space;
  base::PrincipalId by;
  base::WallTime pinned;
  std::string text;
};

struct LastBackup {
  base::WallTime at;  // unix_ms 0 = never
  std::uint64_t bytes = 0;
};

struct StoreFacts {
  std::uint64_t events = 0;
  std::uint64_t people = 0;
  std::uint64_t open_reports = 0;
  std::uint64_t blob_count = 0;
  std::uint64_t blob_bytes = 0;
  std::uint64_t database_bytes = 0;
  std::uint64_t free_bytes = 0;
  LastBackup last_backup;
};

}  // namespace yc::store
