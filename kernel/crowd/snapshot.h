#pragma once
// Everyone in a space at one tick: what the tick publishes and every shard reads without a lock.
// Flat arrays with one entry a person, cell by cell; entry numbers mean nothing from one snapshot
// to the next, cell numbers (slots) last as long as somebody is in the cell.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/crowd/cell_block.h"
#include "kernel/crowd/roster.h"
#include "kernel/crowd/wire_position.h"
#include "schema/frames.h"

namespace yc::crowd {

inline constexpr std::uint32_t kNoEntry = 0xffff'ffff;
inline constexpr std::uint32_t kNoSlot = 0xffff'ffff;

struct SnapshotEntry {
  schema::CrowdRecord record;                        // the motion; its age_ticks is not set
  std::uint32_t motion_tick = 0;                     // at which the position was true
  std::uint32_t changed_tick = 0;                    // last tick at which the motion was replaced
  std::uint16_t own_sequence = 0;                    // last pose of this person that was accepted
  HiddenPtr hidden;                                  // who and this person are apart
  std::shared_ptr<const schema::HandsRecord> hands;  // null without a headset
};

// One occupied cell.
struct SnapshotCell {
  CellKey key;
  std::uint32_t first = 0;  // entries first .. end - 1 are in it
  std::uint32_t end = 0;
  std::uint32_t newest = 0;  // block->newest(): looked at by every viewer each time
  CellBlockPtr block;        // never null for an occupied cell; may be some ticks old
};

class Snapshot {
 public:
  std::uint32_t tick() const { return tick_; }
  base::MonotonicTime at() const { return at_; }
  const Roster& roster() const { return *roster_; }

  std::size_t size() const { return entries_.size(); }
  const SnapshotEntry& entry(std::size_t i) const { return entries_[i]; }
  float x(std::size_t i) const { return x_[i]; }  // metres, at this tick
  float z(std::size_t i) const { return z_[i]; }
  // Of the entry, side by side: looked at by every viewer each time.
  struct Sign {
    std::uint32_t changed_tick = 0;
    std::uint16_t handle = 0;
    std::uint8_t generation = 0;
  };
  const Sign& sign(std::size_t i) const { return signs_[i]; }
  std::uint32_t find(std::uint16_t handle) const {  // kNoEntry when not here
    return handle < entry_of_.size() ? entry_of_[handle] : kNoEntry;
  }

  // By slot; a slot that is free now has first == end.
  std::span<const SnapshotCell> cells() const { return cells_; }
  std::uint32_t find_cell(CellKey key) const;  // a slot; kNoSlot when nobody is there

 private:
  friend class SnapshotBuilder;
  Snapshot() = default;

  std::uint32_t tick_ = 0;
  base::MonotonicTime at_;
  std::vector<SnapshotEntry> entries_;
  std::vector<float> x_;
  std::vector<float> z_;
  std::vector<Sign> signs_;
  std::vector<std::uint32_t> entry_of_;  // by handle
  std::vector<SnapshotCell> cells_;
  std::vector<std::uint32_t> slots_;  // hash table of slots by key, a power of two
  std::shared_ptr<const Roster> roster_;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

// Makes the snapshots of one space, tick after tick; used by its tick only.
class SnapshotBuilder {
 public:
  explicit SnapshotBuilder(int tick_hz) : tick_hz_(tick_hz) {}

  // tick grows from call to call. Every entry's handle is in the roster, once.
  SnapshotPtr build(std::uint32_t tick, base::MonotonicTime at, std::vector<SnapshotEntry> entries,
                    std::shared_ptr<const Roster> roster);

 private:
  // What is kept of one person from tick to tick.
  struct Listing {
    std::uint32_t slot = kNoSlot;
    std::uint32_t listed_tick = 0;
    std::uint32_t seen_tick = 0;  // last snapshot that holds this person
    std::uint8_t generation = 0;
  };
  struct Cell {
    CellKey key;
    std::uint32_t people = 0;
    bool changed = false;  // since the block was made
    bool at_once = false;  // somebody is gone from here who may not be told of any more
    CellBlockPtr block;
  };

  void place(Snapshot& snapshot, std::vector<SnapshotEntry>& entries);
  void follow(const SnapshotEntry& entry, std::uint32_t slot, std::uint32_t tick);
  void take_out(Listing& listing, bool at_once);
  void drop_absent(std::uint32_t tick);
  std::uint32_t slot_for(CellKey key);
  void free_empty_slots();
  void rebuild_table();
  void sort_by_cell(Snapshot& snapshot, std::vector<SnapshotEntry>& entries);
  void make_blocks(Snapshot& snapshot);

  int tick_hz_;
  std::vector<Listing> listings_;  // by handle
  std::vector<Cell> cells_;        // by slot
  std::vector<std::uint32_t> free_slots_;
  std::vector<std::uint32_t> table_;  // slots by key, open addressing; a power of two
  std::size_t occupied_ = 0;
  // Of the tick under way, kept for their memory.
  std::vector<std::uint32_t> slot_of_;
  std::vector<geometry::Vec3> positions_;
  std::vector<std::uint32_t> next_;
  std::vector<CellMember> members_;
};

}  // namespace yc::crowd
