#pragma once
// Chooses, for one viewer, whose samples go into the frame of a tick, and encodes it. One Interest
// a viewer, used on the shard that owns the connection; the snapshot is shared and never changes.
//
// The nearest are sent at every tick at which they changed; the rest of the budget goes to those
// who have waited longest, weighted by nearness. Somebody who stands still is repeated rarely.
// Names and looks follow in a `people` message when somebody is first sent, changes, or leaves.

#include <cstdint>
#include <optional>
#include <vector>

#include "kernel/crowd/snapshot.h"
#include "schema/messages.h"

namespace yc::crowd {

struct InterestSettings {
  double view_distance_m = 250.0;
  std::size_t max_candidates = 512;  // nearest considered a tick
  // Of these no change is ever left out, budget permitting: the nearest 32, and 8 more so that who
  // is about to become one of the 32 is not half a second old when they do.
  std::size_t nearest_always = 40;
  std::size_t records_per_frame = 64;  // 16 bytes each
  std::uint32_t still_repeat_ticks = 40;
  std::uint32_t empty_repeat_ticks = 20;  // frames without records, so that a viewer sees the tick
  double hands_distance_m = 12.0;
  std::size_t hands_per_frame = 8;  // 33 bytes each
  std::size_t names_per_message = 64;
};

class Interest {
 public:
  Interest(std::uint16_t own_handle, const InterestSettings& settings);

  // Writes the crowd frame of this snapshot into `out` (replaced) and returns true; false when
  // there is nothing to tell. Call at most once a snapshot; skipping snapshots is fine. records:
  // budget of this frame, at most settings.records_per_frame (fewer for a viewer that is behind).
  bool encode_crowd(const Snapshot& snapshot, std::size_t records, std::vector<std::byte>& out);

  // Heads and hands of those near; false when there are none. After encode_crowd.
  bool encode_hands(const Snapshot& snapshot, std::vector<std::byte>& out);

  // What the viewer must learn about people after this snapshot's frame, if anything. After
  // encode_crowd; more may wait for the next call.
  std::optional<schema::People> take_people(const Snapshot& snapshot);

  // These have been told to the viewer in answer to a question; they are told as gone when they
  // leave. The snapshot is the newest that encode_crowd has seen, or the one it sees next.
  void note_told(const Snapshot& snapshot, const std::vector<schema::Person>& people);

 private:
  struct Candidate {
    std::uint32_t entry = 0;
    float distance_m = 0;
    float urgency = 0;            // 0 = nothing to tell
    std::uint32_t sent_tick = 0;  // 0 = not sent yet
  };
  struct Sent {
    std::uint16_t handle = 0;  // 0 = free slot
    std::uint8_t generation = 0;
    std::uint32_t tick = 0;
  };

  void follow_roster(const Roster& roster);
  void follow_hidden(const SnapshotEntry& me);
  void forget(std::uint16_t handle);
  void gather(const Snapshot& snapshot, std::uint32_t my_entry);
  void gather_ring(const Snapshot& snapshot, std::uint32_t my_entry, std::int32_t ring);
  void consider(const Snapshot& snapshot, std::uint32_t my_entry, std::uint32_t entry);
  void judge(const Snapshot& snapshot);
  void choose(std::size_t records);
  void write_frame(const Snapshot& snapshot, const SnapshotEntry& me, std::vector<std::byte>& out);
  std::uint32_t sent_tick_of(const schema::CrowdRecord& record) const;
  void remember(const Snapshot& snapshot);
  bool knows(std::uint16_t handle) const { return handle < named_.size() && named_[handle]; }

  std::uint16_t own_handle_;
  InterestSettings settings_;
  std::vector<Candidate> candidates_;  // of the last snapshot; the chosen first, nearest first
  std::size_t chosen_ = 0;
  std::vector<Candidate> near_;  // whose hands go into the frame that is being made
  std::vector<Sent> sent_;       // open-addressed by handle, a power of two
  std::vector<bool> named_;      // by handle: the viewer knows this name and look
  Handles unnamed_;              // sent, but the viewer does not know the name
  Handles gone_;                 // to be told
  std::shared_ptr<const Handles> hidden_;
  std::uint64_t roster_version_ = 0;
  std::uint32_t frame_tick_ = 0;  // of the last frame; 0 = none yet
  std::uint16_t told_sequence_ = 0;
  std::size_t told_total_ = 0;
  std::uint32_t told_total_tick_ = 0;
};

}  // namespace yc::crowd
