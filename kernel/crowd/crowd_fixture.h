#pragma once
// A small crowd for tests and benchmarks: people at given places, published as snapshots.

#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "kernel/base/assert.h"
#include "kernel/crowd/cell_reader.h"
#include "kernel/crowd/dead_reckoning.h"
#include "kernel/crowd/interest.h"

namespace yc::crowd {

inline constexpr int kTestTickHz = 20;

class TestCrowd {
 public:
  // Puts a person there, new or with another motion (m/s). They walk forward.
  void put(std::uint16_t handle, double x, double z, double velocity_x = 0, double velocity_z = 0) {
    SnapshotEntry& entry = people_[handle];
    if (entry.record.handle == 0) {
      entry.record.handle = handle;
      roster_.set({handle, entry.record.generation, "p" + std::to_string(handle), handle, false});
    }
    set_position(entry.record, to_wire({x, 0.0, z}));
    entry.record.velocity_x = velocity_to_wire(velocity_x);
    entry.record.velocity_z = velocity_to_wire(velocity_z);
    const bool walks = velocity_x != 0 || velocity_z != 0;
    entry.record.state = walks ? 1 : 0;
    if (walks) {
      const unsigned yaw = yaw_to_u16(std::atan2(-velocity_x, -velocity_z));
      entry.record.yaw = static_cast<std::uint8_t>((yaw + 128) >> 8);
    }
    entry.motion_tick = entry.changed_tick = tick_ + 1;
  }
  void remove(std::uint16_t handle) {
    people_.erase(handle);
    roster_.remove(handle);
  }
  SnapshotEntry& entry(std::uint16_t handle) { return people_.at(handle); }
  // Where the motion says that this person is at the next tick.
  geometry::Vec3 position(std::uint16_t handle) const {
    const SnapshotEntry& entry = people_.at(handle);
    return position_at(entry.record, entry.motion_tick, tick_ + 1, kTestTickHz);
  }
  Roster& roster() { return roster_; }
  std::uint32_t tick() const { return tick_; }

  SnapshotPtr publish() {
    std::vector<SnapshotEntry> entries;
    entries.reserve(people_.size());
    for (const auto& [handle, entry] : people_) entries.push_back(entry);
    return builder_.build(++tick_, base::MonotonicTime{}, std::move(entries),
                          std::make_shared<const Roster>(roster_));
  }

 private:
  std::map<std::uint16_t, SnapshotEntry> people_;
  Roster roster_;
  SnapshotBuilder builder_{kTestTickHz};
  std::uint32_t tick_ = 0;
};

// The message people that is due; nullopt when none is. Fails when it is not as the schema says.
inline std::optional<schema::People> take_people(Interest& interest) {
  std::string text;
  if (!interest.encode_people(text)) return std::nullopt;
  const auto json = base::parse_json(text);
  YC_ASSERT(json);
  auto people = schema::People::parse(*json);
  YC_ASSERT(people);
  return std::move(*people);
}

// Handles of the records of a crowd frame, in its order.
inline Handles handles_in(const std::vector<std::byte>& frame) {
  Handles handles;
  const auto decoded = schema::CrowdFrame::decode(frame);
  for (std::size_t i = 0; decoded && i < decoded->count; ++i) {
    handles.push_back(schema::CrowdFrame::record(frame, i).handle);
  }
  return handles;
}

// Handles of the people in a crowd_cells frame, in its order.
inline Handles handles_in_cells(const std::vector<std::byte>& frame) {
  Handles handles;
  const auto decoded = schema::CrowdCellsFrame::decode(frame);
  if (!decoded) return handles;
  CellReader reader(frame, *decoded);
  for (CellMotion motion; reader.next(motion);) handles.push_back(motion.handle);
  return handles;
}

}  // namespace yc::crowd
