#pragma once
// All that was said in one round of 40 ms: what the mixer publishes and every shard reads without a
// lock. Flat arrays; speaker numbers mean nothing from one round to the next.

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

#include "kernel/base/ids.h"
#include "kernel/crowd/snapshot.h"
#include "kernel/media/stage.h"

namespace yc::media {

// Listeners are grouped by these cells: those of one share a list of speakers to choose from.
inline constexpr double kListenCellM = 4.0;
inline constexpr double kBedCellM = 16.0;

struct Cell {
  std::int32_t x = 0;
  std::int32_t z = 0;
  friend auto operator<=>(const Cell&, const Cell&) = default;

  static Cell at(double metres_x, double metres_z, double size_m);
};

struct Speaker {
  std::uint16_t handle = 0;
  std::uint8_t loudness = 0;  // of the last packet, as on the wire
  int stage = kNoStage;
  float x = 0;  // metres
  float z = 0;
  float strength = 0;       // how far it carries: amplitude at a metre, steadied over rounds
  std::uint32_t first = 0;  // packet
  std::uint32_t count = 0;
};

struct VoiceRound {
  struct Packet {
    std::uint16_t sequence = 0;
    std::uint8_t loudness = 0;
    std::uint16_t size = 0;
    std::uint32_t offset = 0;  // in bytes
  };
  struct Candidates {  // of the listeners in one cell
    Cell cell;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
  };
  struct Bed {  // the murmur for the listeners in one cell
    Cell cell;
    std::uint8_t loudness = 0;
    std::uint16_t size = 0;
    std::uint32_t offset = 0;         // in bytes
    std::vector<std::uint16_t> from;  // handles of those mixed, sorted
  };

  std::uint32_t number = 0;
  base::SpaceId space;
  crowd::SnapshotPtr snapshot;  // where everybody was, and who is apart from whom
  std::shared_ptr<const std::vector<Stage>> stages;
  std::vector<Speaker> speakers;
  std::vector<Packet> packets;  // those of one speaker together, in the order of arrival
  std::vector<std::byte> bytes;
  std::vector<Candidates> cells;          // sorted by cell
  std::vector<std::uint32_t> candidates;  // speakers by number
  std::vector<Bed> beds;                  // sorted by cell

  std::span<const std::uint32_t> candidates_at(double x, double z) const;
  const Bed* bed_at(double x, double z) const;  // null where there is none
  std::span<const std::byte> bytes_of(const Packet& packet) const {
    return std::span(bytes).subspan(packet.offset, packet.size);
  }
};

using VoiceRoundPtr = std::shared_ptr<const VoiceRound>;

// How strong a voice is where it is heard, to compare it with others there: a power, since a square
// costs no root. Nearer than a metre it grows no stronger.
inline float power_at(float strength, float distance_m2) {
  return strength * strength / std::max(distance_m2, 1.0f);
}

// Amplitude, 1 = full scale, of a loudness on the wire.
float amplitude_of(std::uint8_t loudness);
std::uint8_t loudness_of(float amplitude);

}  // namespace yc::media
