// lossy_line --port N --target-port N [--rtt-ms 150] [--jitter-ms 20] [--loss 0.02] [--seed 1]
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <span>
#include <string_view>

#include "bench/lossy_line/lossy_line.h"

namespace yc::bench {
namespace {

constexpr int kBadUsage = 2;

struct Option {
  std::string_view name;
  double least = 0;
  double most = 0;
  double value = 0;
};

bool take(std::span<Option> options, std::string_view name, std::string_view text) {
  for (Option& option : options) {
    if (option.name != name) continue;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, option.value);
    return read.ec == std::errc() && read.ptr == end && option.value >= option.least &&
           option.value <= option.most;
  }
  return false;
}

base::Duration milliseconds(double ms) {
  return std::chrono::duration_cast<base::Duration>(std::chrono::duration<double, std::milli>(ms));
}

int run(std::span<char*> arguments) {
  std::array<Option, 6> options{{{"--port", 1, 65'535, 0},
                                 {"--target-port", 1, 65'535, 0},
                                 {"--rtt-ms", 0, 10'000, 150},
                                 {"--jitter-ms", 0, 5'000, 20},
                                 {"--loss", 0, 0.5, 0.02},
                                 {"--seed", 0, 1e9, 1}}};
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    if (i + 1 < arguments.size() && take(options, arguments[i], arguments[i + 1])) continue;
    std::fprintf(stderr, "error: %s is wrong; see bench/lossy_line/README.md\n", arguments[i]);
    return kBadUsage;
  }
  const auto& [port, target_port, rtt_ms, jitter_ms, loss, seed] = options;
  if (port.value == 0 || target_port.value == 0 || jitter_ms.value * 2 > rtt_ms.value) {
    std::fprintf(stderr,
                 "error: give --port and --target-port, and less jitter than half of "
                 "--rtt-ms\n");
    return kBadUsage;
  }
  const base::SystemClock clock;
  base::SeededRandom random(static_cast<std::uint64_t>(seed.value));
  LossyLine line({milliseconds(rtt_ms.value), milliseconds(jitter_ms.value), loss.value}, clock,
                 random);
  const base::Status open = line.listen(static_cast<std::uint16_t>(port.value),
                                        static_cast<std::uint16_t>(target_port.value));
  if (!open) {
    std::fprintf(stderr, "error: %s\n", open.error().text().c_str());
    return 1;
  }
  line.run();
}

}  // namespace
}  // namespace yc::bench

int main(int argc, char** argv) {
  return yc::bench::run(std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
}
