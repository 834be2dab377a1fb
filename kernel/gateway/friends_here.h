#pragma once
// Tells each connection which of its person's friends are in the same space, so that a crowd shows
// them first. Used on one executor.

#include <unordered_map>
#include <vector>

#include "kernel/gateway/connections.h"
#include "kernel/store/social.h"

namespace yc::gateway {

class FriendsHere {
 public:
  FriendsHere(store::Store& store, const Connections& connections)
      : social_(store), connections_(connections) {}

  void entered(base::PrincipalId person);
  // From that place; gone: for good, not to another space.
  void left(const Connected& place, bool gone);
  void changed(base::PrincipalId one, base::PrincipalId other, bool friends);

 private:
  void introduce(const Connected& one, const Connected& other, bool friends);

  store::Social social_;
  const Connections& connections_;
  std::unordered_map<base::PrincipalId, std::vector<base::PrincipalId>> friends_;  // of those here
};

}  // namespace yc::gateway
