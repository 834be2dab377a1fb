#pragma once
// Makes the round out of the packets that came: who spoke, where, how loud, and for each cell in
// which somebody listens the speakers to choose from. Used by the mixer only; keeps its buffers.

#include <memory>
#include <span>
#include <vector>

#include "kernel/media/voice_inbox.h"
#include "kernel/media/voice_round.h"

namespace yc::media {

struct RoundSettings {
  double hearing_m = 30.0;      // beyond it nobody is heard, but from a stage
  std::size_t candidates = 48;  // speakers that the listeners of a cell choose from
  std::size_t packets_per_speaker = 4;
};

class RoundBuilder {
 public:
  RoundBuilder(const RoundSettings& settings, std::vector<Stage> stages);

  // A round without beds. Packets of people who are not in the snapshot are left out.
  std::shared_ptr<VoiceRound> build(std::uint32_t number, const PacketBatch& batch,
                                    crowd::SnapshotPtr snapshot);
  std::size_t dropped() const { return dropped_; }  // packets that the last round left out

 private:
  struct Placed {
    Cell cell;
    std::uint32_t speaker = 0;
  };
  struct Ranked {
    float score = 0;
    std::uint32_t speaker = 0;
  };
  void take_packets(const PacketBatch& batch, VoiceRound& round);
  void take_speaker(const PacketBatch& batch, std::span<const std::uint32_t> packets,
                    VoiceRound& round);
  void place_speakers(VoiceRound& round);
  void list_cells(VoiceRound& round);
  void list_candidates(VoiceRound& round, Cell cell);
  void rank_near(const VoiceRound& round, Cell cell);
  void rank_stages(const VoiceRound& round, Cell cell);

  const RoundSettings settings_;
  const std::shared_ptr<const std::vector<Stage>> stages_;
  std::uint32_t faded_ = 0;              // round to which strengths have faded
  std::vector<float> strength_;          // by handle
  std::vector<std::uint32_t> order_;     // packets, by speaker
  std::vector<Placed> placed_;           // speakers, sorted by cell of kBedCellM
  std::vector<std::uint32_t> on_stage_;  // speakers
  std::vector<Cell> listening_;
  std::vector<Ranked> ranked_;
  std::size_t dropped_ = 0;
};

}  // namespace yc::media
