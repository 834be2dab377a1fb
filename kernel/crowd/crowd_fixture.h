#pragma once
// A small crowd for tests and benchmarks: people at given places, published as snapshots.

#include <cmath>
#include <map>
#include <memory>
#include <string>

#include "kernel/crowd/interest.h"

namespace yc::crowd {

class TestCrowd {
 public:
  // Puts a person there, new or moved.
  void put(std::uint16_t handle, double x, double z) {
    Walker& walker = walkers_[handle];
    if (walker.entry.record.handle == 0) {
      walker.entry.record.handle = handle;
      roster_.set(
          {handle, walker.entry.record.generation, "p" + std::to_string(handle), handle, false});
    }
    walker.x = x;
    walker.z = z;
    set_position(walker.entry.record, to_wire({x, 0.0, z}));
    walker.entry.changed_tick = tick_ + 1;
  }
  void remove(std::uint16_t handle) {
    walkers_.erase(handle);
    roster_.remove(handle);
  }
  SnapshotEntry& entry(std::uint16_t handle) { return walkers_.at(handle).entry; }
  double x(std::uint16_t handle) const { return walkers_.at(handle).x; }
  double z(std::uint16_t handle) const { return walkers_.at(handle).z; }
  Roster& roster() { return roster_; }
  std::uint32_t tick() const { return tick_; }

  SnapshotPtr publish() {
    std::vector<SnapshotEntry> entries;
    entries.reserve(walkers_.size());
    for (const auto& [handle, walker] : walkers_) entries.push_back(walker.entry);
    return std::make_shared<const Snapshot>(++tick_, base::MonotonicTime{}, std::move(entries),
                                            std::make_shared<const Roster>(roster_));
  }

 private:
  struct Walker {
    SnapshotEntry entry;
    double x = 0;
    double z = 0;
  };
  std::map<std::uint16_t, Walker> walkers_;
  Roster roster_;
  std::uint32_t tick_ = 0;
};

// Handles of the records of a frame, in its order.
inline Handles handles_in(const std::vector<std::byte>& frame) {
  Handles handles;
  const auto decoded = schema::CrowdFrame::decode(frame);
  for (std::size_t i = 0; decoded && i < decoded->count; ++i) {
    handles.push_back(schema::CrowdFrame::record(frame, i).handle);
  }
  return handles;
}

}  // namespace yc::crowd
