#pragma once
// Who may do what, where. Every door asks decide(); people, grants and sanctions are held in
// memory, so it may be asked in the tick.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/base/executor.h"
#include "kernel/base/ids.h"
#include "kernel/base/result.h"
#include "kernel/rights/minor_book.h"
#include "kernel/store/store.h"
#include "schema/rights.h"

namespace yc::rights {

std::string_view act_name(Act act);  // as in the enum; for welcome.may and logs
std::optional<Profile> profile_named(std::string_view name);

struct KeyScopes {
  unsigned bits = kAllScopes;

  bool has(KeyScope scope) const { return (bits & static_cast<unsigned>(scope)) != 0; }
  friend bool operator==(const KeyScopes&, const KeyScopes&) = default;
};

// Who asks, as the connection knows them.
struct Actor {
  base::PrincipalId person = {};  // of a session, key or guest's token; zero while not admitted yet
  std::string address = {};       // ByteStream::peer_address
  std::string device = {};        // hash of the browser's device hint, or empty
  KeyScopes scopes = {};
  std::string because =
      {};  // why they act, for the audit trail: 1-200 characters where it is asked
};

enum class ObjectKind : std::uint8_t { city, space, parcel, entity, work };

// What a right is held on: the last of city > space > parcel > entity that is given, or a work.
struct Object {
  base::SpaceId space = {};
  base::ParcelId parcel = {};  // with its space
  base::EntityId entity = {};  // with its space, and its parcel where it stands on one
  base::WorkId work = {};

  ObjectKind kind() const {
    if (work) return ObjectKind::work;
    if (entity) return ObjectKind::entity;
    if (parcel) return ObjectKind::parcel;
    return space ? ObjectKind::space : ObjectKind::city;
  }
  bool covers(const Object& other) const;  // the same, or above it
  friend bool operator==(const Object&, const Object&) = default;
};

struct Where {
  base::SpaceId space = {};
  base::PrincipalId target = {};  // the person acted on, or zero
  base::ParcelId parcel = {};
  base::EntityId entity = {};
  base::WorkId work = {};

  Object object() const { return {space, parcel, entity, work}; }
};

struct Subject {
  store::SubjectKind kind = store::SubjectKind::everyone;
  std::uint64_t id = 0;  // a principal, or the number of a role or tier

  friend bool operator==(const Subject&, const Subject&) = default;
};

struct Grant {
  base::GrantId id;
  Object object;
  Subject subject;
  unsigned rights = 0;
  bool delegable = false;
  base::WallTime from;
  base::WallTime until;  // unix_ms 0 = no end
  base::PrincipalId by;
  base::GrantId parent;  // that it was passed on from; zero = given by the city

  friend bool operator==(const Grant&, const Grant&) = default;
};

// One reason for or against, in parts; words.h makes sentences of it.
struct Step {
  Why why = Why::everyone;
  bool allows = false;
  Act act = Act::enter;
  store::Tier tier = store::Tier::guest;  // that is needed
  Standing standing = Standing::visitor;  // that is needed
  KeyScope scope = KeyScope::look;
  unsigned rights = 0;  // that the grant gives, or that are needed
  Object object;
  base::PrincipalId giver;
  base::GrantId grant;
  base::CaseId sanction;
  base::WallTime until;  // unix_ms 0 = no end
  std::string reason;    // that a moderator gave
};

struct Decision {
  bool allowed = false;
  std::string_view reason;  // stable id of schema/reasons.json when refused: denied, muted, banned
  std::string text;         // English; for a sanction the reason its moderator gave
  base::WallTime until;     // of the sanction; unix_ms 0 = until lifted or not a sanction
  base::CaseId sanction;
  Step source;  // the rule, grant or sanction that decided

  explicit operator bool() const { return allowed; }
};

struct GrantRequest {
  Object object;
  Subject subject;
  unsigned rights = 0;
  bool delegable = false;
  base::WallTime from;   // unix_ms 0 = at once
  base::WallTime until;  // unix_ms 0 = as long as the grant that it is passed on from
};

struct SanctionRequest {
  store::SanctionKind kind = store::SanctionKind::mute;
  base::PrincipalId person;  // any of the three; at least one
  std::string address;  // this machine's own is left out: it stands for everybody behind a proxy
  std::string device;
  std::string reason;  // 1-200 characters
  base::CaseId report;
  base::WallTime until;  // unix_ms 0 = until lifted
  base::SpaceId space;   // only there; zero = as far as the one who places it may
};

// A warning or kick that its person has still to hear of.
struct Untold {
  base::CaseId id;
  store::SanctionKind kind = store::SanctionKind::warn;
  std::string reason;
  base::SpaceId space;
};

// How the rules for minors bind somebody at this moment.
struct MinorDay {
  MinorLimits limits;
  std::uint32_t day = 0;  // of the city, since 1970
  int spent_minutes = 0;  // in the city on it, as far as written
};

using SanctionDone = std::move_only_function<void(base::Result<base::CaseId>)>;
using GrantDone = std::move_only_function<void(base::Result<base::GrantId>)>;
using LiftDone = std::move_only_function<void(base::Result<store::Appended>)>;

// Thread-safe. Follows the store's log: a sanction binds as soon as it is durable.
class Rights {
 public:
  struct Table;  // table.h

  // Registers itself as an observer of the store, which must outlive every call to this.
  static base::Result<std::unique_ptr<Rights>> open(store::Store& store, const base::Clock& clock,
                                                    Profile profile = Profile::open);

  Decision decide(const Actor& who, Act act, const Where& where) const;
  Standing standing(const Actor& who) const;
  // Whether grants give them all of these rights there; sanctions and tiers are not asked.
  bool holds(base::PrincipalId person, const Object& object, unsigned rights) const;
  store::Tier tier(base::PrincipalId person) const;  // with what organisations and roles add
  // Why somebody may or may not: what decided, then whatever else would allow it.
  std::vector<Step> explain(const Actor& who, Act act, const Where& where) const;
  // What others who manage the place are told: the grants and roles. That a sanction, the age or
  // the tier stops somebody is their own affair, so all of these are one: Why::own_reason.
  std::vector<Step> explain_to_others(base::PrincipalId person, Act act, const Where& where) const;
  std::vector<Act> allowed_acts(const Actor& who, const Where& where) const;

  // --- The audit trail
  // What it keeps of an act that decide() allows: one event for the batch that does it, or nothing
  // where the act is nobody else's business (recorded in rights.json). bad_input, reason_needed:
  // who.because is empty or too long. subject, what: see act_recorded in events.json.
  base::Result<std::vector<store::NewEvent>> record(const Actor& who, Act act, const Where& where,
                                                    std::uint64_t subject = 0,
                                                    std::string_view what = {}) const;

  // --- Minors
  bool knows_minors() const;  // false: nobody's minor_day() answers
  std::optional<MinorDay> minor_day(base::PrincipalId person) const;

  // --- What people are told when they come
  std::vector<Untold> untold(base::PrincipalId person) const;
  // Of mute and limit, what binds them there; nothing: neither does.
  std::optional<Untold> bound_quiet(const Actor& who, base::SpaceId space) const;

  // --- Grants. All ask decide() first (denied); `done` is posted to `reply_on` once durable.
  // Passes on a grant of the giver's that covers the object, the rights and the time; an
  // administrator gives by right of the city. bad_input: says nothing, or ends before it begins.
  void give_grant(const Actor& who, GrantRequest request, base::Executor& reply_on, GrantDone done);
  // The same grant for a batch of the caller's.
  struct Prepared {
    base::GrantId id;
    store::NewEvent event;
  };
  base::Result<Prepared> prepare_grant(const Actor& who, GrantRequest request);
  // May be done by its giver and subject, by whoever gave a grant above it, by who manages the
  // object and by administrators. not_found: not in force.
  void revoke_grant(const Actor& who, base::GrantId grant, base::Executor& reply_on, LiftDone done);
  std::vector<Grant> grants_on(const Object& object) const;    // exactly there, in order of giving
  std::vector<Grant> grants_of(const Subject& subject) const;  // a person or organisation
  // What makes a new object its owner's: goes into the batch that makes the object.
  static store::NewEvent founding_grant(base::GrantId id, const Object& object,
                                        const Subject& owner);
  // Everyone has these rights there, such as kVisit on a public space; 0 = no more. Not kept: said
  // at each start and change by whoever knows the object.
  void set_open(const Object& object, unsigned rights);

  // --- Roles over the whole city, for people with an account. conflict: the last administrator.
  void give_role(const Actor& who, base::PrincipalId person, store::Role role,
                 base::Executor& reply_on, LiftDone done);
  void remove_role(const Actor& who, base::PrincipalId person, store::Role role,
                   base::Executor& reply_on, LiftDone done);

  // --- Sanctions
  // Asks decide() for the actor first (denied). Of the city, or of where.space when the actor may
  // place it only there. `done` is posted to `reply_on` once durable. The audit trail keeps the
  // request's reason.
  void place_sanction(const Actor& who, const Where& where, SanctionRequest request,
                      base::Executor& reply_on, SanctionDone done);
  // The same for a batch of the caller's.
  struct PreparedSanction {
    base::CaseId id;
    store::Batch batch;
  };
  base::Result<PreparedSanction> prepare_sanction(const Actor& who, const Where& where,
                                                  SanctionRequest request);
  // not_found: no such sanction in force. denied: also to whom it binds.
  void lift_sanction(const Actor& who, base::CaseId sanction, std::string reason,
                     base::Executor& reply_on, LiftDone done);
  // Lifts every mute of where.target; fine when there is none.
  void unmute(const Actor& who, const Where& where, std::string reason, base::Executor& reply_on,
              LiftDone done);

 private:
  Rights(store::Store& store, const base::Clock& clock, Profile profile);
  void lift(const std::vector<base::CaseId>& sanctions, Actor who, Act act, const Where& where,
            std::string reason, base::Executor& reply_on, LiftDone done);
  base::Status load_minors();
  store::Store& store_;
  const base::Clock& clock_;
  const Profile profile_;
  std::shared_ptr<Table> table_;  // shared with the observer
};

}  // namespace yc::rights
