#include "kernel/crowd/snapshot.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <utility>

#include "kernel/base/assert.h"
#include "kernel/crowd/dead_reckoning.h"

namespace yc::crowd {
namespace {

// A cell's block is made anew at most every so many ticks: no viewer is told of a cell more often
// than every 0.85 s.
constexpr std::uint32_t kBlockTicks = 4;

std::uint32_t hash_of(CellKey key) {
  const auto x = static_cast<std::uint32_t>(key.x);
  const auto z = static_cast<std::uint32_t>(key.z);
  const std::uint32_t hash = x * 0x9e3779b1u ^ z * 0x85ebca77u;
  return hash ^ hash >> 15;
}

bool touch(CellKey a, CellKey b) {
  return std::abs(a.x - b.x) <= 1 && std::abs(a.z - b.z) <= 1;
}

}  // namespace

std::uint32_t Snapshot::find_cell(CellKey key) const {
  if (slots_.empty()) return kNoSlot;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash_of(key) & mask; slots_[i] != kNoSlot; i = (i + 1) & mask) {
    const SnapshotCell& cell = cells_[slots_[i]];
    if (cell.key == key) return cell.first == cell.end ? kNoSlot : slots_[i];
  }
  return kNoSlot;
}

SnapshotPtr SnapshotBuilder::build(std::uint32_t tick, base::MonotonicTime at,
                                   std::vector<SnapshotEntry> entries,
                                   std::shared_ptr<const Roster> roster) {
  YC_ASSERT(roster != nullptr);
  std::shared_ptr<Snapshot> snapshot(new Snapshot());
  snapshot->tick_ = tick;
  snapshot->at_ = at;
  snapshot->entry_of_.assign(roster->handle_limit(), kNoEntry);
  snapshot->roster_ = std::move(roster);
  listings_.resize(std::max(listings_.size(), snapshot->entry_of_.size()));
  place(*snapshot, entries);
  drop_absent(tick);
  free_empty_slots();
  sort_by_cell(*snapshot, entries);
  make_blocks(*snapshot);
  snapshot->slots_ = table_;
  return snapshot;
}

// Where everyone has come to, and in which cell that is.
void SnapshotBuilder::place(Snapshot& snapshot, std::vector<SnapshotEntry>& entries) {
  slot_of_.resize(entries.size());
  positions_.resize(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const SnapshotEntry& entry = entries[i];
    positions_[i] = position_at(entry.record, entry.motion_tick, snapshot.tick_, tick_hz_);
    slot_of_[i] = slot_for(cell_of(positions_[i].x, positions_[i].z));
    follow(entry, slot_of_[i], snapshot.tick_);
  }
}

void SnapshotBuilder::follow(const SnapshotEntry& entry, std::uint32_t slot, std::uint32_t tick) {
  Listing& listing = listings_[entry.record.handle];
  const bool same = listing.slot != kNoSlot && listing.generation == entry.record.generation;
  if (!same || listing.slot != slot) {
    if (listing.slot != kNoSlot) {
      take_out(listing, !same || !touch(cells_[listing.slot].key, cells_[slot].key));
    }
    ++cells_[slot].people;
    listing.listed_tick = tick;
    cells_[slot].changed = true;
  } else if (entry.changed_tick == tick) {
    listing.listed_tick = tick;
    cells_[slot].changed = true;
  }
  listing.slot = slot;
  listing.generation = entry.record.generation;
  listing.seen_tick = tick;
}

void SnapshotBuilder::take_out(Listing& listing, bool at_once) {
  Cell& cell = cells_[listing.slot];
  --cell.people;
  cell.changed = true;
  cell.at_once |= at_once;
  listing.slot = kNoSlot;
}

void SnapshotBuilder::drop_absent(std::uint32_t tick) {
  for (Listing& listing : listings_) {
    if (listing.slot != kNoSlot && listing.seen_tick != tick) take_out(listing, true);
  }
}

std::uint32_t SnapshotBuilder::slot_for(CellKey key) {
  if ((occupied_ + 1) * 2 > table_.size()) rebuild_table();
  const std::size_t mask = table_.size() - 1;
  std::size_t i = hash_of(key) & mask;
  for (; table_[i] != kNoSlot; i = (i + 1) & mask) {
    if (cells_[table_[i]].key == key) return table_[i];
  }
  std::uint32_t slot = static_cast<std::uint32_t>(cells_.size());
  if (free_slots_.empty()) {
    cells_.emplace_back();
  } else {
    slot = free_slots_.back();
    free_slots_.pop_back();
  }
  cells_[slot] = {};
  cells_[slot].key = key;
  table_[i] = slot;
  ++occupied_;
  return slot;
}

void SnapshotBuilder::rebuild_table() {
  table_.assign(std::bit_ceil(std::max<std::size_t>(64, (occupied_ + 1) * 4)), kNoSlot);
  const std::size_t mask = table_.size() - 1;
  std::vector<bool> free(cells_.size());
  for (const std::uint32_t slot : free_slots_) free[slot] = true;
  for (std::uint32_t slot = 0; slot < cells_.size(); ++slot) {
    if (free[slot]) continue;
    std::size_t i = hash_of(cells_[slot].key) & mask;
    while (table_[i] != kNoSlot) i = (i + 1) & mask;
    table_[i] = slot;
  }
}

void SnapshotBuilder::free_empty_slots() {
  bool any = false;
  for (std::uint32_t slot = 0; slot < cells_.size(); ++slot) {
    Cell& cell = cells_[slot];
    if (cell.people > 0 || !cell.changed) continue;  // a free slot has not changed
    cell = {};
    free_slots_.push_back(slot);
    --occupied_;
    any = true;
  }
  if (any) rebuild_table();
}

// A counting sort, so that the people of a cell lie side by side.
void SnapshotBuilder::sort_by_cell(Snapshot& snapshot, std::vector<SnapshotEntry>& entries) {
  snapshot.cells_.resize(cells_.size());
  std::uint32_t first = 0;
  next_.resize(cells_.size());
  for (std::size_t slot = 0; slot < cells_.size(); ++slot) {
    snapshot.cells_[slot] = {cells_[slot].key, first, first + cells_[slot].people, 0, nullptr};
    next_[slot] = first;
    first += cells_[slot].people;
  }
  YC_ASSERT(first == entries.size());
  snapshot.entries_.resize(entries.size());
  snapshot.x_.resize(entries.size());
  snapshot.z_.resize(entries.size());
  snapshot.signs_.resize(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::uint32_t to = next_[slot_of_[i]]++;
    std::uint32_t& known = snapshot.entry_of_[entries[i].record.handle];
    YC_ASSERT(known == kNoEntry);
    known = to;
    snapshot.x_[to] = static_cast<float>(positions_[i].x);
    snapshot.z_[to] = static_cast<float>(positions_[i].z);
    const schema::CrowdRecord& record = entries[i].record;
    snapshot.signs_[to] = {entries[i].changed_tick, record.handle, record.generation};
    snapshot.entries_[to] = std::move(entries[i]);
  }
}

void SnapshotBuilder::make_blocks(Snapshot& snapshot) {
  for (std::size_t slot = 0; slot < cells_.size(); ++slot) {
    Cell& cell = cells_[slot];
    SnapshotCell& out = snapshot.cells_[slot];
    if (cell.people == 0) continue;
    const bool due = cell.block == nullptr || cell.at_once ||
                     (cell.changed && snapshot.tick_ - cell.block->tick() >= kBlockTicks);
    if (due) {
      members_.clear();
      for (std::uint32_t i = out.first; i < out.end; ++i) {
        const SnapshotEntry& entry = snapshot.entries_[i];
        members_.push_back({listings_[entry.record.handle].listed_tick, snapshot.x_[i],
                            snapshot.z_[i], entry.record});
      }
      cell.block = std::make_shared<const CellBlock>(cell.key, snapshot.tick_, members_);
      cell.changed = cell.at_once = false;
    }
    out.newest = cell.block->newest();
    out.block = cell.block;
  }
}

}  // namespace yc::crowd
