#pragma once
// From a hello to somebody in a space, and from one space to another: checks the version, finds the
// space, asks rights, admits the guest and hands over to Spaces::enter. Used on the shards.

#include "kernel/space/refusal.h"
#include "kernel/space/spaces.h"

namespace yc::space {

class Door {
 public:
  // All must outlive the door and what it has under way.
  Door(Spaces& spaces, store::Store& store, identity::Identity& identity);

  // What the connection knows besides the hello. Call on the outlet's shard. The outlet hears
  // entered, or close with the reason: wrong_version, name_invalid, token_unknown, banned,
  // server_full, not_durable ...
  struct Caller {
    std::string address;        // ByteStream::peer_address
    base::PrincipalId person;   // of a valid session, who then enters whatever token the hello has
    std::uint64_t session = 0;  // that session, or zero
  };
  void knock(const schema::Hello& hello, const Caller& caller, OutletRef outlet);

  // For somebody in a space who wants to be in another. Call on the outlet's shard. The outlet
  // hears entered, or turned_away: no_such_space, denied, banned, server_full ...
  void travel(std::string_view key, const std::string& place, const rights::Actor& who,
              OutletRef outlet);

 private:
  void admit(EnterRequest request, base::SpaceId space, base::Result<identity::Guest> guest);

  Spaces& spaces_;
  store::Store& store_;
  identity::Identity& identity_;
};

}  // namespace yc::space
