#pragma once
// A whole city on one thread from a seed: server, disk, links, people, faults.

#include <cstdint>
#include <string>

#include "tests/simulation/witness.h"

namespace yc::simulation {

struct CityRun {
  std::uint64_t seed = 1;
  int people = 12;
  int lives = 2;  // of the server; the power fails at the end of each but the last
  double seconds_a_life = 15;
  Sabotage sabotage = Sabotage::none;
};

struct CityOutcome {
  std::string failure;  // empty = every invariant held
  std::string hash;     // of everything that everyone received
  std::uint64_t welcomes = 0;
  std::uint64_t crowd_frames = 0;
  std::uint64_t corrections = 0;
  std::uint64_t expelled = 0;
  std::uint64_t chat_acknowledged = 0;
  std::uint64_t lanterns_lit = 0;
  std::uint64_t lantern_rounds = 0;
  std::uint64_t hands = 0;
  std::uint64_t blocks = 0;
  std::uint64_t sanctions = 0;
  std::uint64_t snapshots = 0;

  std::string text() const;
};

// Invariants: what was acknowledged (chat, guests, lanterns, blocks, sanctions) survives every
// power cut; nobody is ever seen inside a wall; no viewer gets two frames of a tick, or somebody
// else's hands, or anything of whom they block; who is muted says nothing, who is kicked or banned
// is gone.
CityOutcome simulate(const CityRun& run);

}  // namespace yc::simulation
