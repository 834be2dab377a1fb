#pragma once
// The people of one cell as they go out in crowd_cells frames: encoded once, shared by all viewers.
//
// Records are in the order in which people were listed, the newest first: when their motion changed
// or they came into the cell. So a viewer who knows the cell as of a tick takes the front part, and
// no viewer's knowledge has to be kept here. A person on the cell's level who shows no emote and
// faces the way they walk is one record, anybody else two.

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "schema/frames.h"

namespace yc::crowd {

struct CellKey {
  std::int16_t x = 0;  // cells of schema::kCrowdCellM
  std::int16_t z = 0;
  friend bool operator==(const CellKey&, const CellKey&) = default;
};

// The cell that covers a point; the point fits the wire's range of x and z, or the nearest does.
CellKey cell_of(double x, double z);

// One person for a block, as of the block's tick.
struct CellMember {
  std::uint32_t listed_tick = 0;
  double x = 0;  // metres; in the cell, or just beside it (then as at its edge)
  double z = 0;
  schema::CrowdRecord record;  // for all else
};

class CellBlock {
 public:
  // Sorts `members`. Immutable from then on.
  CellBlock(CellKey key, std::uint32_t tick, std::span<CellMember> members);

  CellKey key() const { return key_; }
  std::uint32_t tick() const { return tick_; }  // positions are as of this tick
  std::size_t size() const { return listed_.size(); }
  std::uint32_t newest() const { return listed_.empty() ? 0 : listed_.front(); }
  std::uint32_t listed(std::size_t i) const { return listed_[i]; }  // the tick
  // How many from the front come before or at the place of one who was listed at `tick`.
  std::size_t up_to(std::uint32_t tick, std::uint16_t handle) const;
  // How many from the front were listed after `tick`.
  std::size_t listed_after(std::uint32_t tick) const;

  // The heading and its detail.
  std::array<schema::CrowdCellsRecord, 2> heading(std::int16_t origin_x, std::int16_t origin_z,
                                                  std::uint32_t frame_tick) const;
  // The records of the people first .. end - 1, ready to be sent.
  std::span<const std::byte> bytes(std::size_t first, std::size_t end) const;
  std::uint16_t handle(std::size_t i) const;

 private:
  void append(const schema::CrowdRecord& motion, std::uint8_t x, std::uint8_t z,
              std::vector<std::byte>& out) const;

  CellKey key_;
  std::uint32_t tick_;
  std::uint16_t level_ = 0;            // height as on the wire
  std::vector<std::uint32_t> listed_;  // ticks, newest first
  std::vector<std::uint32_t> starts_;  // of each one's records in bytes_; and the end
  std::vector<std::byte> bytes_;
};

using CellBlockPtr = std::shared_ptr<const CellBlock>;

}  // namespace yc::crowd
