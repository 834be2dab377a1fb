#pragma once
// What a space needs to know of the other spaces of the city: a person is in one of them at a time.
// Spaces implements it. Used on the tick executor, which all spaces share.

#include <cstddef>

#include "kernel/base/ids.h"
#include "kernel/space/outlet.h"

namespace yc::space {

class Neighbourhood {
 public:
  virtual ~Neighbourhood() = default;
  // The person comes into `space` and so leaves wherever they were: without a word where this
  // outlet was theirs there too (they travel), else as one who entered from another window.
  virtual void came(base::PrincipalId person, base::SpaceId space, const OutletRef& outlet) = 0;
  virtual void went(base::PrincipalId person, base::SpaceId space) = 0;
  virtual std::size_t people() const = 0;  // in all spaces
};

}  // namespace yc::space
