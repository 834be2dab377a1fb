#pragma once
// Which spaces and events of others somebody may see: asked wherever any are listed, found or
// attended. One for each answer, as it remembers what it asked. On the file executor.

#include <map>

#include "kernel/gateway/api.h"
#include "kernel/store/social.h"

namespace yc::gateway {

class Sight {
 public:
  Sight(const SiteParts& parts, const rights::Actor& who) : parts_(parts), who_(who) {}

  // Listed ones, and those that one manages or was let into by name.
  bool of_space(const store::MadeSpace& space) const;
  // One's own; else where one may go, and not of whom one blocks or is blocked by. named: they
  // asked for it or its space by the id, which is all that opens an unlisted space.
  bool of_event(const store::Gathering& event, bool named);

 private:
  enum class Seen { never, named, listed };
  Seen seen(base::SpaceId space);
  bool is_blocked(base::PrincipalId other);
  bool may(rights::Act act, base::SpaceId space) const;

  const SiteParts& parts_;
  const rights::Actor& who_;
  std::map<base::SpaceId, Seen> spaces_;
  std::map<base::PrincipalId, bool> blocked_;
};

}  // namespace yc::gateway
