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

// A one-time link: of an administrator to be (person zero), or to a person's other device.
struct EntryLink {
  std::uint64_t id = 0;
  base::WallTime expires;
  base::PrincipalId person;
  bool used = false;
};

struct Session {
  std::uint64_t id = 0;
  base::PrincipalId person;
  base::WallTime expires;
  bool revoked = false;
  base::WallTime opened;
  base::WallTime seen;  // at most an hour behind
  SessionWay way = SessionWay::link;
  std::uint64_t credential = 0;  // passkey or password that opened it, or zero
  std::string browser;           // "Firefox, Linux"; may be empty
};

// Somebody with an account name.
struct Account {
  base::PrincipalId person;
  std::string name;  // without the @
  base::WallTime enrolled;
};

struct Profile {
  std::string languages;  // "zh,en"
};

struct Passkey {
  std::uint64_t id = 0;
  base::PrincipalId person;
  std::int64_t algorithm = 0;  // COSE
  std::uint32_t counter = 0;
  std::uint64_t uses = 0;     // last sequence of its stream
  std::string credential_id;  // base64url
  std::string public_key;     // base64url
  std::string label;
  base::WallTime added;
  base::WallTime used;  // unix_ms 0 = never
};

struct Password {
  std::uint64_t id = 0;
  base::PrincipalId person;
  std::string hash;              // Argon2id string
  std::uint64_t hash_entry = 0;  // in the vault
  base::WallTime added;
  base::WallTime used;
};

struct RecoveryCode {
  base::PrincipalId person;
  std::uint64_t set = 0;
  std::uint8_t number = 0;
  base::WallTime made;
  bool used = false;
};

struct ApiKey {
  std::uint64_t id = 0;
  base::PrincipalId person;
  std::uint32_t scopes = 0;
  std::string label;
  base::WallTime made;
  base::WallTime expires;  // unix_ms 0 = never
  bool revoked = false;
};

struct VerificationRequest {
  base::CaseId id;
  base::PrincipalId principal;
  VerificationKind kind = VerificationKind::person;
  std::string statement;  // empty once decided
  std::uint64_t statement_entry = 0;
  base::WallTime filed;
  base::PrincipalId filed_by;
  base::WallTime decided;  // unix_ms 0 = waits
  bool granted = false;
  std::string note;
  base::PrincipalId decided_by;
};

struct Consent {
  std::string purpose;
  std::uint32_t text_version = 0;
  bool given = false;
  base::WallTime at;
};

struct Organisation {
  base::PrincipalId id;
  std::string name;
  base::WallTime made;
  base::PrincipalId founder;
};

struct TierOf {
  base::PrincipalId principal;
  Tier tier = Tier::guest;
};

struct Membership {
  base::PrincipalId organisation;
  base::PrincipalId person;
  MemberRole role = MemberRole::member;
};

// Any erasable text of a person, for an export.
struct OwnText {
  std::uint8_t purpose = 0;  // TextPurpose
  base::WallTime written;
  std::string text;
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
  base::SpaceId space;  // zero = the whole city
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
  std::uint8_t rule = 0;  // a ReportReason, or 0
  std::uint16_t rules_version = 0;
  base::PrincipalId taken_by;
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
  Visibility visibility = Visibility::closed;
  bool archived = false;
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
  std::string to_name;  // of that space, which not everybody may know; empty: city, or archived
};

struct PinnedNotice {
  std::uint64_t id = 0;
  base::SpaceId space;
  base::PrincipalId by;
  base::WallTime pinned;
  std::string text;
};

// A link that gives rights on a space to whoever redeems it.
struct Invitation {
  std::uint64_t id = 0;
  base::SpaceId space;
  unsigned rights = 0;     // bits of schema/rights.json
  std::uint32_t uses = 0;  // at most
  std::uint32_t used = 0;
  base::PrincipalId by;
  base::WallTime made;
  base::WallTime expires;
  bool revoked = false;
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
