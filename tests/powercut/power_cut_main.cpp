// power_cut [SEEDS [FIRST]]: runs that many seeds (1000) from the first (1); exits 1 when one
// fails.
#include <cinttypes>
#include <cstdio>
#include <cstdlib>

#include "tests/powercut/power_cut.h"

int main(int argc, char** argv) {
  const std::uint64_t seeds = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1000;
  const std::uint64_t first = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  // Every cut makes writes fail, and the store logs that.
  if (std::freopen("/dev/null", "w", stderr) == nullptr) return 2;
  yc::powercut::Outcome total;
  std::uint64_t failures = 0;
  for (std::uint64_t done = 0; done < seeds; ++done) {
    const yc::powercut::Outcome outcome = yc::powercut::run({.seed = first + done});
    total.acknowledged += outcome.acknowledged;
    total.recovered_unacknowledged += outcome.recovered_unacknowledged;
    total.erased += outcome.erased;
    total.cuts += outcome.cuts;
    if (!outcome.failure.empty()) {
      ++failures;
      std::printf("FAILED %s\n", outcome.failure.c_str());
    }
    if ((done + 1) % 100 == 0) {
      std::printf("%" PRIu64 " seeds, %" PRIu64 " failed\n", done + 1, failures);
      std::fflush(stdout);
    }
  }
  std::printf("%" PRIu64 " seeds, %" PRIu64 " power cuts, %" PRIu64 " events acknowledged, %" PRIu64
              " more found, %" PRIu64 " texts erased, %" PRIu64 " seeds failed\n",
              seeds, total.cuts, total.acknowledged, total.recovered_unacknowledged, total.erased,
              failures);
  return failures == 0 ? 0 : 1;
}
