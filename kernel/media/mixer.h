#pragma once
// The voices of all spaces: takes packets as they come, and each 40 ms publishes what was said in a
// space as one immutable round. It decides nothing about who may speak, and keeps nothing of what
// was said. A space in which nobody has spoken costs nothing.
//
// Threads: enter and submit may be called from any thread; rounds are made on the mixer's executor
// and posted to the shards. All else before start().

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/base/executor.h"
#include "kernel/base/metrics.h"
#include "kernel/media/beds.h"
#include "kernel/media/round_builder.h"

namespace yc::media {

struct MixerSettings {
  RoundSettings rounds;
  BedSettings beds;
  std::size_t packets_per_round = 16'384;  // more are dropped
};

// What the mixer is built on; all must outlive it.
struct MixerParts {
  base::Executor& executor;
  const base::Clock& clock;
  base::Metrics& metrics;
};

// Of a space: stages, and where everybody is now (called on the mixer's executor).
struct RoomParts {
  base::SpaceId space;
  std::vector<Stage> stages;
  std::function<crowd::SnapshotPtr()> latest;
};

class Mixer {
 public:
  Mixer(MixerSettings settings, MixerParts parts);
  ~Mixer();  // on no executor; a round under way ends on the mixer's
  Mixer(const Mixer&) = delete;
  Mixer& operator=(const Mixer&) = delete;

  // The voices of one space; they end when nobody holds the room.
  class Room;
  using RoomPtr = std::shared_ptr<Room>;
  // The room of this space, made when nobody holds it yet.
  RoomPtr enter(RoomParts parts);

  // Fails for what is no voice packet. With too many at once, one is dropped and counted.
  base::Status submit(Room& room, std::uint16_t speaker, const schema::VoiceFrame& frame,
                      std::span<const std::byte> packet);

  using Watcher = std::function<void(VoiceRoundPtr)>;
  void watch(base::Executor& shard, Watcher watcher);
  void start();

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace yc::media
