#pragma once
// How much a viewer is told: settings of the city, and what the governor makes of them under load.

#include <cstddef>
#include <cstdint>

namespace yc::crowd {

struct InterestSettings {
  std::size_t bytes_per_second = 16'000;  // of all that is chosen here, over a few seconds
  std::size_t bytes_on_arrival = 64'000;  // to be told at once of a crowd that one comes into
  int tick_hz = 20;
  // The nearest 32, and more so that who is about to become one of the 32 is known by then.
  std::size_t nearest = 48;
  // People told of a cell at once, 6 or 12 bytes each; others wait their turn.
  std::size_t cell_people = 128;
  std::uint32_t empty_repeat_ticks = 20;  // frames without records, so that a viewer sees the tick
  double hands_distance_m = 12.0;
  std::size_t hands_per_frame = 8;  // 33 bytes each
  std::size_t names_per_message = 64;
  std::size_t looks_per_frame = 100;  // 9 bytes each
};

// How finely a viewer is told.
struct Detail {
  std::uint32_t frames = 1;  // so many in so many ticks
  std::uint32_t in_ticks = 1;
  std::size_t nearest = 40;    // at most InterestSettings::nearest
  float cell_interval = 1.0f;  // times that between two tellings of a cell
  bool extras = true;          // looks of those far off, hands
  double budget = 1.0;         // share of InterestSettings::bytes_per_second

  double ticks_per_frame() const { return static_cast<double>(in_ticks) / frames; }
  // Whether a viewer is told at this tick. Viewers take turns, so that every tick has as much to
  // do.
  bool tells(std::uint16_t handle, std::uint32_t tick) const {
    return (handle + tick) % in_ticks * frames % in_ticks < frames;
  }
};

}  // namespace yc::crowd
