#pragma once
// The sessions of one shard that are present, and the telling of each tick's snapshot to them: at
// most one write a session a tick, less often and less finely when the shard cannot keep up. Voices
// go out at once or, on a busy shard, in the same write, always with the next tick. Used on that
// shard only.

#include <memory>
#include <string>
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

  void join(Session& session) { sessions_.push_back(&session); }
  void leave(Session& session);
  void deliver(crowd::SnapshotPtr snapshot);  // newer than the one before
  // Told at once; when busy with the next snapshot, or without one at the third round that waits.
  void deliver(media::VoiceRoundPtr round);
  // The last delivered; null before the first.
  const crowd::SnapshotPtr& latest() const { return latest_; }

 private:
  const base::Clock& clock_;
  crowd::Governor governor_;
  base::Gauge& step_;
  base::Gauge& load_;
  base::Counter& shed_;
  std::vector<Session*> sessions_;
  std::vector<media::VoiceRoundPtr> rounds_;  // not told yet, oldest first
  crowd::SnapshotPtr latest_;
  std::uint32_t round_ = 0;
  FrameDesk desk_;
};

}  // namespace yc::gateway
