#pragma once
// Chooses, for one viewer, what the frames of a tick tell of the crowd, and encodes it. One
// Interest a viewer, used on the shard that owns the connection; the snapshot is shared and never
// changes.
//
// The nearest are told at once whenever their motion changes (crowd frames). Everyone else comes by
// cells, whose bytes all viewers share (crowd_cells frames): the cells that have waited longest in
// relation to their distance, as many as the budget of bytes allows. Names of the nearest and looks
// of the others follow, each once. docs/crowd.md says why.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "kernel/crowd/snapshot.h"
#include "schema/messages.h"

namespace yc::crowd {

struct InterestSettings {
  std::size_t bytes_per_second = 16'000;  // of all that is chosen here, over a few seconds
  std::size_t bytes_on_arrival = 64'000;  // to be told at once of a crowd that one comes into
  int tick_hz = 20;
  // The nearest 32, and 8 more so that who is about to become one of the 32 is known by then.
  std::size_t nearest = 40;
  std::size_t cell_records = 128;  // told of a cell at once, 8 bytes each; others wait their turn
  std::uint32_t empty_repeat_ticks = 20;  // frames without records, so that a viewer sees the tick
  double hands_distance_m = 12.0;
  std::size_t hands_per_frame = 8;  // 33 bytes each
  std::size_t names_per_message = 64;
  std::size_t looks_per_frame = 100;  // 9 bytes each
};

// How finely a viewer is told; the governor lowers it under load.
struct Detail {
  std::uint32_t ticks_per_frame = 1;
  std::size_t nearest = 40;    // at most InterestSettings::nearest
  float cell_interval = 1.0f;  // times that between two tellings of a cell
  bool extras = true;          // looks of those far off, hands
};

class Interest {
 public:
  Interest(std::uint16_t own_handle, const InterestSettings& settings);

  // To be called first, at most once a snapshot; skipping snapshots is fine. False when the viewer
  // is not in the snapshot, and then nothing else may be asked of this snapshot.
  bool look(const Snapshot& snapshot, const Detail& detail);

  // Each writes one frame about the snapshot of the last look() into `out` (replaced) and returns
  // true; false when there is nothing to tell. In the order in which they must be sent:
  std::optional<schema::People> take_people();  // as a text message
  bool encode_looks(std::vector<std::byte>& out);
  bool encode_crowd(std::vector<std::byte>& out);
  bool encode_cells(std::vector<std::byte>& out);
  bool encode_hands(std::vector<std::byte>& out);
  // What went out besides (names) counts against the budget too.
  void spend(std::size_t bytes) { tokens_ -= static_cast<double>(bytes); }

  // These have been told to the viewer in answer to a question; they are told as gone when they
  // leave. The snapshot is the newest that look() has seen, or the one it sees next.
  void note_told(const Snapshot& snapshot, const std::vector<schema::Person>& people);

 private:
  struct Near {
    std::uint16_t handle = 0;
    std::uint8_t generation = 0;
    bool told = false;
    std::uint32_t told_tick = 0;
    float distance_m = 0;
  };
  struct Candidate {
    float distance2 = 0;
    std::uint32_t entry = 0;
  };
  struct KnownCell {
    CellKey key;
    std::uint32_t slot = 0;
    std::uint32_t have = 0;        // everyone listed until this tick is known; 0 = nobody
    std::uint32_t told_tick = 0;   // 0 = never
    std::uint32_t round_tick = 0;  // of a cell told in turns: when the round began
    std::uint16_t turn = 0;
    std::uint16_t interval_ticks = 0;
    float distance_m = 0;
  };
  struct Due {
    float urgency = 0;
    std::uint32_t cell = 0;
  };

  void follow_roster(const Roster& roster);
  void follow_hidden(const SnapshotEntry& me);
  void forget(std::uint16_t handle);
  void refill(std::uint32_t tick);
  void find_nearest(const Snapshot& snapshot);
  void keep_nearest(const Snapshot& snapshot, const std::vector<Candidate>& found);
  void find_cells(const Snapshot& snapshot);
  float interval_s(const Snapshot& snapshot, CellKey key, float distance_m) const;
  void find_due(const Snapshot& snapshot, std::vector<Due>& due) const;
  void append_cell(KnownCell& cell, const CellBlock& block, const schema::CrowdCellsFrame& frame,
                   std::vector<std::byte>& out);
  void append_records(const CellBlock& block, std::size_t first, std::size_t end,
                      std::vector<std::byte>& out);
  bool is_hidden(std::uint16_t handle) const;
  bool is_named(std::uint16_t handle) const { return handle < named_.size() && named_[handle]; }
  bool is_dressed(std::uint16_t handle) const {
    return handle < dressed_.size() && dressed_[handle];
  }

  std::uint16_t own_handle_;
  InterestSettings settings_;
  const Snapshot* snapshot_ = nullptr;  // during the calls about one tick only
  Detail detail_;
  std::uint32_t my_entry_ = kNoEntry;
  double tokens_;  // bytes that may be sent now
  std::uint32_t tokens_tick_ = 0;

  std::vector<Near> near_;  // the nearest first
  std::uint32_t near_tick_ = 0;
  float near_reach_m_ = 0;         // of the farthest of near_
  bool near_is_everyone_ = false;  // in view
  std::vector<KnownCell> cells_;   // by slot
  std::uint32_t cells_tick_ = 0;

  std::vector<bool> named_;    // by handle: the viewer knows name and look
  std::vector<bool> dressed_;  // by handle: the viewer knows the look, or will with the next frame
  Handles unnamed_;            // to be told in people
  Handles undressed_;          // to be told in looks
  Handles gone_;               // to be told in people
  std::shared_ptr<const Handles> hidden_;
  std::uint64_t roster_version_ = 0;
  std::uint32_t frame_tick_ = 0;  // of the last crowd frame; 0 = none yet
  std::uint16_t told_sequence_ = 0;
  std::size_t told_total_ = 0;
  std::uint32_t told_total_tick_ = 0;
};

}  // namespace yc::crowd
