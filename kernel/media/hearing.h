#pragma once
// Chooses, for one listener, whom they hear in a round, and encodes it. One Hearing a listener,
// used on the shard that owns the connection; the round is shared and never changes.
//
// The best eight by strength over distance, those on a stage first. Who has a seat keeps it through
// a pause of 200 ms and against anyone who is not twice as strong, so that voices do not flap.
// Never the listener, never somebody apart from them, and never more bytes than the budget.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "kernel/media/voice_round.h"

namespace yc::media {

struct HearingSettings {
  double hearing_m = 30.0;
  // Of one frame, all in: 25 of 1,400 are 280 kbit/s.
  std::size_t bytes_per_round = 1400;
};

inline constexpr std::size_t kSeats = 8;

class Hearing {
 public:
  Hearing(std::uint16_t own_handle, const HearingSettings& settings);

  // Writes the voices frame of this round into `out` (replaced) and returns true; false when there
  // is nothing to hear. Rounds may be left out.
  bool encode(const VoiceRound& round, std::vector<std::byte>& out);
  // Who has a seat since the last round; valid until the next.
  std::span<const std::uint16_t> heard() const { return std::span(heard_).first(heard_count_); }

 private:
  struct Seat {
    float rank = 0;             // score, and the bonus of who is seated already
    float score = 0;            // power at the listener's ears
    std::uint16_t handle = 0;   // 0 = free
    std::uint32_t heard = 0;    // round in which they last spoke
    std::uint32_t speaker = 0;  // of this round; meaningless when silent in it
  };
  using Seats = std::array<Seat, kSeats>;  // best first

  void choose(const VoiceRound& round, std::uint32_t my_entry);
  void write(const VoiceRound& round, const VoiceRound::Bed* bed, std::vector<std::byte>& out);
  const VoiceRound::Bed* bed_for_me(const VoiceRound& round, std::uint32_t my_entry) const;
  bool is_seated(std::uint16_t handle) const;

  std::uint16_t own_handle_;
  HearingSettings settings_;
  Seats seats_{};
  std::array<std::uint16_t, kSeats> heard_{};
  std::size_t heard_count_ = 0;
  std::vector<schema::VoicesRecord> records_;        // of the frame that is being made
  std::vector<std::span<const std::byte>> packets_;  // theirs
};

}  // namespace yc::media
