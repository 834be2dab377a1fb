#pragma once
// The sessions of one shard that are present, by space, and the telling of each tick's snapshot to
// them: at most one write a session a tick, less often and less finely when the shard cannot keep
// up, whichever space costs it. Voices go out at once or, on a busy shard, in the same write,
// always with the next tick. Used on that shard only.

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/base/metrics.h"
#include "kernel/crowd/governor.h"
#include "kernel/gateway/websocket.h"
#include "kernel/media/voice_round.h"

namespace yc::gateway {

class Session;

// Memory for what one session is told, used by one after another.
struct FrameDesk {
  std::string text;
  std::vector<std::byte> frame;
  WsBatch batch;
};

class FrameHub {
 public:
  // name: the shard's, for the metrics.
  FrameHub(const base::Clock& clock, base::Metrics& metrics, base::Duration tick_period,
           const std::string& name);

  void join(base::SpaceId space, Session& session);
  void leave(base::SpaceId space, Session& session);
  // Newer than the one before of this space. Nothing is kept of a space without sessions here.
  void deliver(base::SpaceId space, const crowd::SnapshotPtr& snapshot);
  // Told at once; when busy with the next snapshot, or without one at the third round that waits.
  void deliver(media::VoiceRoundPtr round);
  // The last delivered of this space; null before the first.
  crowd::SnapshotPtr latest(base::SpaceId space) const;

 private:
  struct Room {
    std::vector<Session*> sessions;
    std::vector<media::VoiceRoundPtr> rounds;  // not told yet, oldest first
    crowd::SnapshotPtr latest;
    std::uint32_t round = 0;
    bool told = false;  // since the governor last judged
  };
  void tell(Room& room);
  void forget(base::SpaceId space);
  void judge(base::MonotonicTime done);

  const base::Clock& clock_;
  crowd::Governor governor_;
  base::Gauge& step_;
  base::Gauge& load_;
  base::Counter& shed_;
  // A room is never destroyed while it is told: sessions leave it then.
  std::unordered_map<base::SpaceId, std::unique_ptr<Room>> rooms_;
  // What telling cost since the governor last judged: once a tick, whatever the number of spaces.
  base::Duration took_{0};
  base::Duration cpu_{0};
  base::Duration late_{0};  // of the latest of them
  std::size_t rooms_told_ = 0;
  bool telling_ = false;
  FrameDesk desk_;
};

}  // namespace yc::gateway
