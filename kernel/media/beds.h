#pragma once
// The murmur of a crowd: for each cell in which people hear more speakers than have seats, one mix
// of the others around, encoded once for all who listen there. Decoding is what costs, so only so
// many speakers are decoded a round, and only so many cells have a bed; metrics tell what was shed.

#include <memory>
#include <unordered_map>
#include <vector>

#include "kernel/media/opus.h"
#include "kernel/media/voice_round.h"

namespace yc::media {

struct BedSettings {
  double hearing_m = 30.0;
  std::size_t cells = 12;              // at most so many beds a round, where most people listen
  std::size_t speakers_per_cell = 12;  // the strongest of those without a seat
  std::size_t decoded = 48;            // speakers decoded a round, in all
};

class Beds {
 public:
  explicit Beds(const BedSettings& settings) : settings_(settings) {}

  // Adds the beds to a round that the builder has made.
  void mix(VoiceRound& round);
  std::size_t shed() const { return shed_; }  // cells and speakers that the last round left out

 private:
  struct Ear {  // of one speaker
    VoiceDecoder decoder;
    std::vector<float> samples;  // decoded, not mixed yet
    std::uint32_t decoded = 0;   // round
  };
  struct Mouth {  // of one cell
    BedEncoder encoder;
    std::uint32_t used = 0;  // round
  };
  struct Listened {
    Cell cell;
    std::uint32_t listeners = 0;
  };
  struct Ranked {
    float score = 0;
    float gain = 0;
    std::uint32_t speaker = 0;
  };
  struct CellHash {
    std::size_t operator()(const Cell& cell) const {
      return static_cast<std::size_t>(static_cast<std::uint32_t>(cell.x) * 0x9e3779b1u ^
                                      static_cast<std::uint32_t>(cell.z) * 0x85ebca77u);
    }
  };

  void list_cells(const VoiceRound& round);
  bool rank_rest(const VoiceRound& round, Cell cell);
  void mix_cell(VoiceRound& round, Cell cell);
  Ear* listen_to(const VoiceRound& round, const Speaker& speaker);
  void forget_unused(std::uint32_t number);

  const BedSettings settings_;
  std::unordered_map<std::uint16_t, Ear> ears_;
  std::unordered_map<Cell, Mouth, CellHash> mouths_;
  std::vector<Listened> listened_;
  std::vector<Ranked> ranked_;
  std::size_t decoded_ = 0;  // in this round
  std::size_t shed_ = 0;
};

}  // namespace yc::media
