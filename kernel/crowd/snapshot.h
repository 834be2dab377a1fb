#pragma once
// Everyone in a space at one tick: what the tick publishes and every shard reads without a lock.
// Flat arrays with one entry a person; entry numbers mean nothing from one snapshot to the next.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/crowd/roster.h"
#include "kernel/crowd/wire_position.h"
#include "schema/frames.h"

namespace yc::crowd {

inline constexpr double kGridCellM = 16.0;
inline constexpr std::uint32_t kNoEntry = 0xffff'ffff;

using Handles = std::vector<std::uint16_t>;  // sorted

struct SnapshotEntry {
  schema::CrowdRecord record;      // as it goes out
  std::uint32_t changed_tick = 0;  // last tick at which the record differed from the one before
  std::uint16_t own_sequence = 0;  // last pose of this person that was accepted
  std::shared_ptr<const Handles> hidden;             // whom this person blocks; null = nobody
  std::shared_ptr<const schema::HandsRecord> hands;  // null without a headset
};

class Snapshot {
 public:
  Snapshot(std::uint32_t tick, base::MonotonicTime at, std::vector<SnapshotEntry> entries,
           std::shared_ptr<const Roster> roster);

  std::uint32_t tick() const { return tick_; }
  base::MonotonicTime at() const { return at_; }
  const Roster& roster() const { return *roster_; }

  std::size_t size() const { return entries_.size(); }
  const SnapshotEntry& entry(std::size_t i) const { return entries_[i]; }
  float x(std::size_t i) const { return x_[i]; }  // metres
  float z(std::size_t i) const { return z_[i]; }
  std::uint32_t find(std::uint16_t handle) const {  // kNoEntry when not here
    return handle < entry_of_.size() ? entry_of_[handle] : kNoEntry;
  }

  // Entries in the grid cell that covers (x, z) * kGridCellM; may hold entries of other cells that
  // share a hash bucket, which the caller tells by in_cell().
  std::span<const std::uint32_t> bucket(std::int32_t cell_x, std::int32_t cell_z) const;
  bool in_cell(std::size_t i, std::int32_t cell_x, std::int32_t cell_z) const;
  static std::int32_t grid_cell(double metres);

 private:
  void build_grid();
  std::size_t bucket_of(std::int32_t cell_x, std::int32_t cell_z) const;

  std::uint32_t tick_;
  base::MonotonicTime at_;
  std::vector<SnapshotEntry> entries_;
  std::vector<float> x_;
  std::vector<float> z_;
  std::vector<std::uint32_t> entry_of_;      // by handle
  std::vector<std::uint32_t> bucket_start_;  // power of two + 1
  std::vector<std::uint32_t> bucketed_;
  std::shared_ptr<const Roster> roster_;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

}  // namespace yc::crowd
