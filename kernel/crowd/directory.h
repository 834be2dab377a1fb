#pragma once
// Who is in the space, by name: also those whom the viewer does not see.

#include "kernel/crowd/snapshot.h"
#include "schema/messages.h"

namespace yc::crowd {

inline constexpr std::size_t kFoundPerMessage = 50;

// Answers one viewer's question from a snapshot, on the viewer's shard; looks at every name once.
schema::FoundPeople find_people(const Snapshot& snapshot, std::uint16_t viewer,
                                const schema::FindPeople& question);

}  // namespace yc::crowd
