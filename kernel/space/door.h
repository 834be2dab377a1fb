#pragma once
// From a hello to somebody in the space: checks the version, asks rights, admits the person and
// hands over to Space::enter. Used on the shards.

#include "kernel/space/refusal.h"
#include "kernel/space/space.h"

namespace yc::space {

class Door {
 public:
  // All must outlive the door and what it has under way.
  Door(Space& space, store::Store& store, identity::Identity& identity, rights::Rights& rights,
       const base::Clock& clock);

  // What the connection knows besides the hello. Call on the outlet's shard. The outlet hears
  // entered, or close with the reason: wrong_version, name_invalid, token_unknown, banned,
  // server_full, not_durable ...
  struct Caller {
    std::string address;       // ByteStream::peer_address
    base::PrincipalId person;  // of a valid session, who then enters whatever token the hello has
  };
  void knock(const schema::Hello& hello, const Caller& caller, OutletRef outlet);

 private:
  void admit(EnterRequest request, base::Result<identity::Guest> guest);

  Space& space_;
  store::Store& store_;
  identity::Identity& identity_;
  rights::Rights& rights_;
  const base::Clock& clock_;
};

}  // namespace yc::space
