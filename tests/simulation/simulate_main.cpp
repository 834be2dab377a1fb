// Runs simulated cities for a range of seeds and says how each went.
// Usage: simulate <first seed> <count>
#include <cstdio>
#include <cstdlib>

#include "tests/simulation/simulated_city.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: simulate <first seed> <count>\n");
    return 2;
  }
  const std::uint64_t first = std::strtoull(argv[1], nullptr, 10);
  const std::uint64_t count = std::strtoull(argv[2], nullptr, 10);
  int broken = 0;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    yc::simulation::CityRun run;
    run.seed = seed;
    run.lives = 3;
    const yc::simulation::CityOutcome outcome = yc::simulation::simulate(run);
    std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), outcome.text().c_str());
    if (!outcome.failure.empty()) ++broken;
  }
  return broken == 0 ? 0 : 1;
}
