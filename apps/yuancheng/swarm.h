#pragma once
// `yuancheng swarm`: many real WebSocket participants in one process, that walk and watch, and a
// report of what they received. For load tests and for trying a server alone.

#include <string>

#include "kernel/base/result.h"

namespace yc::apps {

enum class SwarmPattern {
  wander,  // everyone walks, each to their own goals
  stroll,  // everyone walks, a fifth runs; straight on, in curves, with turns and stops
  plaza,   // most stand about, some walk, some wave and talk
  flow     // two streams pass through each other
};

struct SwarmOptions {
  std::string url = "ws://127.0.0.1:8080/ws";
  int people = 100;
  double seconds = 20;     // of measuring, after all have joined; SIGINT and SIGTERM end it
  double join_rate = 100;  // a second
  int speak = 0;           // how many of them speak aloud
  SwarmPattern pattern = SwarmPattern::wander;
  std::string spaces;  // file of keys, one a line: people are dealt out to them; empty = the city
  std::string report;  // file; empty = standard output
  std::uint64_t seed = 1;
};

base::Result<SwarmPattern> parse_swarm_pattern(const std::string& name);

// Returns an exit code of commands.h.
int swarm(const SwarmOptions& options);

}  // namespace yc::apps
