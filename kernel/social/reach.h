#pragma once
// Whether one person may come near another: blocks and what each has chosen (docs/people.md).

#include "kernel/store/social.h"
#include "kernel/store/store.h"

namespace yc::social {

enum class Approach {
  write,   // messages, friendship, groups
  see,     // whether and where they are in the city
  follow,  // ask to come to them, or to bring them here
  find,    // by name
};

// True when neither blocks the other and `other` lets this person: everyone, friends, or nobody.
// One's own self is never refused. not_found: there is no such person.
base::Result<bool> may_approach(store::Store& store, base::PrincipalId person,
                                base::PrincipalId other, Approach approach);

// denied, in the same words whether by a block or by a choice: nobody learns of a block.
base::Status check_approach(store::Store& store, base::PrincipalId person, base::PrincipalId other,
                            Approach approach);

}  // namespace yc::social
