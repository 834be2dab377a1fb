#pragma once
// Who may do what, where. Every door asks decide(); roles and sanctions are held in memory, so it
// may be asked in the tick.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/base/executor.h"
#include "kernel/base/ids.h"
#include "kernel/base/result.h"
#include "kernel/store/store.h"

namespace yc::rights {

enum class Act : std::uint8_t {
  enter,
  speak_near,
  speak_space,
  speak_direct,
  speak_aloud,  // with one's own voice
  emote,
  teleport,
  change_look,
  light_lantern,
  block,
  report,
  see_people,  // ask who is here
  mute,        // also unmute
  kick,
  ban,  // also lifting a ban
  close_report,
  see_operator_page,
  change_settings,
  manage_roles,
  publish_space,
  erase_texts,
};
inline constexpr int kActCount = static_cast<int>(Act::erase_texts) + 1;
std::string_view act_name(Act act);  // as in the enum; for welcome.may and logs

enum class Standing : std::uint8_t { visitor, moderator, administrator };
inline constexpr int kStandingCount = 3;

// What a key of the API may be used for; whoever asks in person has all of them.
enum class KeyScope : std::uint8_t { look = 1, speak = 2, create = 4, manage = 8, account = 16 };

struct KeyScopes {
  std::uint8_t bits = 0x1f;

  bool has(KeyScope scope) const { return (bits & static_cast<std::uint8_t>(scope)) != 0; }
  friend bool operator==(const KeyScopes&, const KeyScopes&) = default;
};

// Who asks, as the connection knows them.
struct Actor {
  base::PrincipalId person = {};  // of a session, key or guest's token; zero while not admitted yet
  std::string address = {};       // ByteStream::peer_address
  std::string device = {};        // hash of the browser's device hint, or empty
  KeyScopes scopes = {};
};

struct Where {
  base::SpaceId space = {};
  base::PrincipalId target = {};  // the person acted on, or zero
};

struct Decision {
  bool allowed = false;
  std::string_view reason;  // stable id of schema/reasons.json when refused: denied, muted, banned
  std::string text;         // English; for a sanction the reason its moderator gave
  base::WallTime until;     // of the sanction; unix_ms 0 = until lifted or not a sanction
  base::CaseId sanction;

  explicit operator bool() const { return allowed; }
};

struct SanctionRequest {
  store::SanctionKind kind = store::SanctionKind::mute;
  base::PrincipalId person;  // any of the three; at least one
  std::string address;  // this machine's own is left out: it stands for everybody behind a proxy
  std::string device;
  std::string reason;  // 1-200 characters
  base::CaseId report;
  base::WallTime until;  // unix_ms 0 = until lifted
};

using SanctionDone = std::move_only_function<void(base::Result<base::CaseId>)>;
using LiftDone = std::move_only_function<void(base::Result<store::Appended>)>;

// Thread-safe. Follows the store's log: a sanction binds as soon as it is durable.
class Rights {
 public:
  // Registers itself as an observer of the store, which must outlive every call to this.
  static base::Result<std::unique_ptr<Rights>> open(store::Store& store, const base::Clock& clock);

  Decision decide(const Actor& who, Act act, const Where& where) const;
  Standing standing(const Actor& who) const;
  std::vector<Act> allowed_acts(const Actor& who, const Where& where) const;

  // Asks decide() for the actor first (denied). `done` is posted to `reply_on` once durable.
  void place_sanction(const Actor& who, const Where& where, SanctionRequest request,
                      base::Executor& reply_on, SanctionDone done);
  // not_found: no such sanction in force.
  void lift_sanction(const Actor& who, base::CaseId sanction, std::string reason,
                     base::Executor& reply_on, LiftDone done);
  // Lifts every mute of where.target; fine when there is none.
  void unmute(const Actor& who, const Where& where, std::string reason, base::Executor& reply_on,
              LiftDone done);

 private:
  struct Table;
  Rights(store::Store& store, const base::Clock& clock);
  void lift(const std::vector<base::CaseId>& sanctions, const Actor& who, const Decision& decision,
            std::string reason, base::Executor& reply_on, LiftDone done);
  store::Store& store_;
  const base::Clock& clock_;
  std::shared_ptr<Table> table_;  // shared with the observer
};

}  // namespace yc::rights
