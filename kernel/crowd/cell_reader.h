#pragma once
// Reads crowd_cells frames as a client does (docs/protocol.md, "What a viewer is sent"). The twin
// of readCells in web/protocol/motion.ts; both are held to tests/vectors/motion.

#include <cstdint>
#include <span>

#include "kernel/crowd/dead_reckoning.h"
#include "schema/frames.h"

namespace yc::crowd {

// How somebody moves, by their cell.
struct CellMotion {
  std::uint16_t handle = 0;
  std::int64_t tick = 0;  // at which the position was true
  double x = 0;           // metres
  double z = 0;
  std::uint16_t height = 0;  // as on the wire
  PlaneVelocity velocity;
  std::uint8_t yaw = 0;    // the way they face
  std::uint8_t state = 0;  // as in crowd
};

class CellReader {
 public:
  // bytes were decoded to `frame`, and stay for as long as the reader.
  CellReader(std::span<const std::byte> bytes, const schema::CrowdCellsFrame& frame)
      : bytes_(bytes), frame_(frame) {}

  // The next person; false when there is none. Records that are nobody's are left out.
  bool next(CellMotion& motion);

 private:
  schema::CrowdCellsRecord record(std::size_t i) const {
    return schema::CrowdCellsFrame::record(bytes_, i);
  }
  // Takes the next record if it is a detail.
  bool take_detail(schema::CrowdCellsRecord& detail);
  void begin_cell(const schema::CrowdCellsRecord& heading);
  void read_person(const schema::CrowdCellsRecord& person, CellMotion& motion);

  std::span<const std::byte> bytes_;
  schema::CrowdCellsFrame frame_;
  std::size_t next_ = 0;
  // Of the cell whose people follow.
  bool headed_ = false;
  std::int64_t tick_ = 0;
  double edge_x_ = 0;
  double edge_z_ = 0;
  std::uint16_t level_ = 0;
};

}  // namespace yc::crowd
