#pragma once
// What is kept of one person that no other question asks: for the export of an account. Any thread
// but the tick's; lists hold at most `limit` rows.

#include <vector>

#include "kernel/base/result.h"
#include "kernel/store/order_records.h"
#include "kernel/store/social_records.h"
#include "kernel/store/store.h"

namespace yc::store {

struct OwnLantern {
  base::SpaceId space;
  std::string lantern;
  base::WallTime lit;
};

class Dossier {
 public:
  explicit Dossier(Store& store) : store_(store) {}

  // Events of the calendar that they planned or come to, also past and cancelled ones.
  base::Result<std::vector<Gathering>> gatherings(base::PrincipalId person, std::size_t limit);
  base::Result<std::vector<Appeal>> appeals(base::PrincipalId person, std::size_t limit);
  base::Result<std::vector<Invitation>> invitations(base::PrincipalId person, std::size_t limit);
  base::Result<std::vector<OwnLantern>> lanterns(base::PrincipalId person, std::size_t limit);

 private:
  Store& store_;
};

}  // namespace yc::store
