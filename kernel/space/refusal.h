#pragma once
// What a participant is told when something is not accepted.

#include <string>

#include "kernel/rights/rights.h"
#include "schema/messages.h"

namespace yc::space {

schema::Refused refused(schema::Reason reason, std::string cause, std::string remedy);

// For a decision that says no.
schema::Refused refused_by(const rights::Decision& decision, base::WallTime now);

// For something that could not be written. Where and why is for the log, not for visitors.
schema::Refused not_durable(const base::Error& error);

// For what rights or the store answered: said wrongly, not allowed, or not written.
schema::Refused refused_by(const base::Error& error);

}  // namespace yc::space
