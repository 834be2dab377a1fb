#pragma once
// Who does something to others, with what the audit trail keeps of it: act and record are written
// in one batch, or neither is.

#include <utility>
#include <vector>

#include "kernel/store/store.h"

namespace yc::store {

struct By {
  By(base::PrincipalId who = {}) : person(who) {}  // not explicit: most acts leave no record
  By(base::PrincipalId who, std::vector<NewEvent> kept) : person(who), record(std::move(kept)) {}

  base::PrincipalId person;
  std::vector<NewEvent> record;
};

inline void add_record(Batch& batch, const By& by) {
  batch.events.insert(batch.events.end(), by.record.begin(), by.record.end());
}

}  // namespace yc::store
