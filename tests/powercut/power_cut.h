#pragma once
// A city on a simulated disk whose power fails at random moments, again and again. What was
// acknowledged must be there, in order, and verify must find nothing wrong.

#include <cstdint>
#include <string>

namespace yc::powercut {

struct Outcome {
  std::string failure;  // empty: as it should be
  std::uint64_t acknowledged = 0;
  std::uint64_t recovered_unacknowledged = 0;  // allowed: durable, but the answer was lost
  std::uint64_t erased = 0;                    // texts
  std::uint64_t cuts = 0;
};

// The same seed does the same, to the byte.
struct Settings {
  std::uint64_t seed = 1;
  int cuts = 4;
  bool lying_disk = false;  // syncs do nothing: a run that must fail, to prove that runs can
};

Outcome run(const Settings& settings);

}  // namespace yc::powercut
