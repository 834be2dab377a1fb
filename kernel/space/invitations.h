#pragma once
// Links that let people into a space. Redeeming one gives a grant by whoever made it, so it works
// as long as they may give rights there, and what it gave ends with their own.

#include <string>

#include "kernel/rights/rights.h"
#include "kernel/space/space_office.h"

namespace yc::space {

inline constexpr std::size_t kInvitationsMax = 100;  // that still work, of one space
inline constexpr std::uint32_t kInvitationUsesMax = 1000;

struct InvitationRequest {
  base::SpaceId space;
  unsigned rights = rights::kVisit;                   // kVisit or kCreate
  std::uint32_t uses = 1;                             // 1 to kInvitationUsesMax
  base::Duration lasts = std::chrono::hours(24 * 7);  // a minute to a year
};

struct MadeInvitation {
  std::uint64_t id = 0;
  std::string token;  // shown once
  base::WallTime expires;
};

// Thread-safe; asks the store, so not for the tick executor. `done` is posted to `reply_on`.
class Invitations {
 public:
  Invitations(store::Store& store, const base::Clock& clock, base::Random& random,
              rights::Rights& rights)
      : store_(store), clock_(clock), random_(random), rights_(rights) {}

  // denied: may not invite or give rights there.
  void make(const rights::Actor& who, InvitationRequest request, base::Executor& reply_on,
            Done<MadeInvitation> done);
  // not_found: not one of this space.
  void revoke(base::SpaceId space, std::uint64_t invitation, const store::By& by,
              base::Executor& reply_on, Done<store::Appended> done);
  // Whoever holds the rights already uses nothing up. not_found (invitation_over): it works no
  // more, or whoever made it may not invite any more.
  void redeem(const rights::Actor& who, const std::string& token, base::Executor& reply_on,
              Done<base::SpaceId> done);

 private:
  base::Result<store::Batch> make_batch(const rights::Actor& who, const InvitationRequest& request,
                                        MadeInvitation& made);
  // An empty batch: there is nothing to write.
  base::Result<store::Batch> redeem_batch(const rights::Actor& who, const std::string& token,
                                          base::SpaceId& space);
  void try_redeem(const rights::Actor& who, const std::string& token, int tries,
                  base::Executor& reply_on, Done<base::SpaceId> done);

  store::Store& store_;
  const base::Clock& clock_;
  base::Random& random_;
  rights::Rights& rights_;
};

}  // namespace yc::space
