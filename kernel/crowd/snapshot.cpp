#include "kernel/crowd/snapshot.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "kernel/base/assert.h"

namespace yc::crowd {

Snapshot::Snapshot(std::uint32_t tick, base::MonotonicTime at, std::vector<SnapshotEntry> entries,
                   std::shared_ptr<const Roster> roster)
    : tick_(tick), at_(at), entries_(std::move(entries)), roster_(std::move(roster)) {
  YC_ASSERT(roster_ != nullptr);
  x_.reserve(entries_.size());
  z_.reserve(entries_.size());
  entry_of_.assign(roster_->handle_limit(), kNoEntry);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const geometry::Vec3 position = from_wire(position_of(entries_[i].record));
    x_.push_back(static_cast<float>(position.x));
    z_.push_back(static_cast<float>(position.z));
    const std::uint16_t handle = entries_[i].record.handle;
    YC_ASSERT(handle < entry_of_.size() && entry_of_[handle] == kNoEntry);
    entry_of_[handle] = static_cast<std::uint32_t>(i);
  }
  build_grid();
}

std::int32_t Snapshot::grid_cell(double metres) {
  return static_cast<std::int32_t>(std::floor(metres / kGridCellM));
}

std::size_t Snapshot::bucket_of(std::int32_t cell_x, std::int32_t cell_z) const {
  const std::uint32_t hash = static_cast<std::uint32_t>(cell_x) * 0x9e3779b1u ^
                             static_cast<std::uint32_t>(cell_z) * 0x85ebca77u;
  return (hash ^ hash >> 15) & (bucket_start_.size() - 2);
}

// Counting sort of the entries by hash bucket.
void Snapshot::build_grid() {
  const std::size_t buckets = std::bit_ceil(std::max<std::size_t>(entries_.size(), 16));
  bucket_start_.assign(buckets + 1, 0);
  std::vector<std::uint32_t> bucket_of_entry(entries_.size());
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const std::size_t b = bucket_of(grid_cell(x_[i]), grid_cell(z_[i]));
    bucket_of_entry[i] = static_cast<std::uint32_t>(b);
    ++bucket_start_[b + 1];
  }
  for (std::size_t b = 0; b < buckets; ++b) bucket_start_[b + 1] += bucket_start_[b];
  bucketed_.resize(entries_.size());
  std::vector<std::uint32_t> next(bucket_start_.begin(), bucket_start_.end() - 1);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    bucketed_[next[bucket_of_entry[i]]++] = static_cast<std::uint32_t>(i);
  }
}

std::span<const std::uint32_t> Snapshot::bucket(std::int32_t cell_x, std::int32_t cell_z) const {
  const std::size_t b = bucket_of(cell_x, cell_z);
  return std::span(bucketed_).subspan(bucket_start_[b], bucket_start_[b + 1] - bucket_start_[b]);
}

bool Snapshot::in_cell(std::size_t i, std::int32_t cell_x, std::int32_t cell_z) const {
  return grid_cell(x_[i]) == cell_x && grid_cell(z_[i]) == cell_z;
}

}  // namespace yc::crowd
