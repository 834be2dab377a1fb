#pragma once
// Chooses, for one viewer, what the frames of a tick tell of the crowd, and encodes it. One
// Interest a viewer, used on the shard that owns the connection; the snapshot is shared and never
// changes.
//
// The nearest are told at once whenever their motion changes (crowd frames). Everyone else comes by
// cells, whose bytes all viewers share (crowd_cells frames): the cells that have waited longest in
// relation to their distance, as many as the budget of bytes allows. Names of the nearest and looks
// of the others follow, each once. docs/crowd.md says why.

#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "kernel/crowd/cells_in_view.h"
#include "kernel/crowd/detail.h"
#include "kernel/crowd/introductions.h"
#include "kernel/crowd/snapshot.h"
#include "schema/messages.h"

namespace yc::crowd {

class Interest {
 public:
  Interest(std::uint16_t own_handle, const InterestSettings& settings);

  // To be called first, at most once a snapshot; skipping snapshots is fine. False when the viewer
  // is not in the snapshot, and then nothing else may be asked of this snapshot.
  bool look(const Snapshot& snapshot, const Detail& detail);

  // Each writes one message about the snapshot of the last look() into `out` (replaced) and returns
  // true; false when there is nothing to tell. In the order in which they must be sent:
  bool encode_people(std::string& out);  // JSON
  bool encode_looks(std::vector<std::byte>& out);
  bool encode_crowd(std::vector<std::byte>& out);
  bool encode_cells(std::vector<std::byte>& out);
  bool encode_hands(std::vector<std::byte>& out);

  // Whom the viewer hears now, a few at most: for two seconds they are told as the nearest are.
  void attend(std::span<const std::uint16_t> people);

  // Friends of the viewer who are in the space, in the place of those given before: the nearest few
  // of them within view are told as the nearest of all are, as long as they are among these.
  static constexpr std::size_t kMostFriends = 16;  // told
  void set_friends(std::vector<std::uint16_t> friends) { friends_ = std::move(friends); }

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
  // Somebody within reach, ordered by distance in one comparison: the bits of floats that are not
  // negative are in the order of their values (IEEE 754).
  class Candidate {
   public:
    Candidate() = default;
    Candidate(float distance2, std::uint32_t entry)
        : key_(std::uint64_t{std::bit_cast<std::uint32_t>(distance2)} << 32 | entry) {}
    float distance2() const { return std::bit_cast<float>(static_cast<std::uint32_t>(key_ >> 32)); }
    std::uint32_t entry() const { return static_cast<std::uint32_t>(key_); }
    friend auto operator<=>(const Candidate&, const Candidate&) = default;

   private:
    std::uint64_t key_ = 0;
  };

  void follow_roster(const Roster& roster);
  void follow_hidden(const SnapshotEntry& me);
  void look_anew();
  void refill(std::uint32_t tick);
  // With the header that the WebSocket puts before a message of this size (RFC 6455, 5.2).
  void spend(std::size_t bytes) { tokens_ -= static_cast<double>(bytes + 4); }
  void find_nearest(const Snapshot& snapshot);
  bool gather_as_before(const Snapshot& snapshot, std::size_t wanted,
                        std::vector<Candidate>& found) const;
  void gather_anew(const Snapshot& snapshot, std::size_t wanted, std::vector<Candidate>& found);
  void add_attended(const Snapshot& snapshot, std::vector<Candidate>& found) const;
  void add_friends(const Snapshot& snapshot, std::vector<Candidate>& found) const;
  void add_in_view(const Snapshot& snapshot, std::uint16_t handle,
                   std::vector<Candidate>& found) const;
  void gather_around(const Snapshot& snapshot, float reach_m, std::vector<Candidate>& found) const;
  void gather(const Snapshot& snapshot, const SnapshotCell& cell, float reach_m,
              std::vector<Candidate>& found) const;
  void keep_nearest(const Snapshot& snapshot, const std::vector<Candidate>& found);

  std::uint16_t own_handle_;
  InterestSettings settings_;
  const Snapshot* snapshot_ = nullptr;  // during the calls about one tick only
  Detail detail_;
  std::uint32_t my_entry_ = kNoEntry;
  double tokens_;  // bytes that may be sent now
  std::uint32_t tokens_tick_ = 0;

  std::vector<Near> near_;
  std::uint32_t near_tick_ = 0;
  float near_reach_m_ = 0;  // that holds about as many as wanted; 0 = not known
  Handles attended_;
  std::uint32_t attended_tick_ = 0;
  Handles friends_;
  bool near_is_everyone_ = false;  // in view
  CellsInView cells_;
  Introductions introductions_;
  HiddenPtr hidden_;
  std::uint32_t frame_tick_ = 0;  // of the last crowd frame; 0 = none yet
  std::uint16_t told_sequence_ = 0;
  std::uint32_t told_total_tick_ = 0;
};

}  // namespace yc::crowd
