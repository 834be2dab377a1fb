#include "kernel/crowd/cell_reader.h"

namespace yc::crowd {
namespace {

using Record = schema::CrowdCellsRecord;

constexpr double kSideM = schema::kCrowdCellM;
constexpr double kOffsetsPerM = 256.0 / kSideM;

std::uint16_t height_of(const Record& detail) {
  return static_cast<std::uint16_t>(detail.x | detail.z << 8);
}

}  // namespace

bool CellReader::next(CellMotion& motion) {
  while (next_ < frame_.count) {
    const Record now = record(next_++);
    if (now.handle == 0) {
      begin_cell(now);
    } else if (now.handle != schema::kCrowdDetailHandle && headed_) {
      read_person(now, motion);
      return true;
    }
  }
  return false;
}

bool CellReader::take_detail(Record& detail) {
  if (next_ >= frame_.count) return false;
  detail = record(next_);
  if (detail.handle != schema::kCrowdDetailHandle) return false;
  ++next_;
  return true;
}

void CellReader::begin_cell(const Record& heading) {
  Record detail;
  headed_ = take_detail(detail);
  edge_x_ = (frame_.origin_x + heading.x) * kSideM;
  edge_z_ = (frame_.origin_z + heading.z) * kSideM;
  tick_ = std::int64_t{frame_.tick} - heading.pace;
  level_ = height_of(detail);
}

void CellReader::read_person(const Record& person, CellMotion& motion) {
  const Pace pace{person.yaw, person.pace};
  motion = {person.handle,
            tick_,
            edge_x_ + person.x / kOffsetsPerM,
            edge_z_ + person.z / kOffsetsPerM,
            level_,
            velocity_of(pace),
            person.yaw,
            pace.gait()};
  Record detail;
  if (!take_detail(detail)) return;
  motion.height = height_of(detail);
  motion.yaw = detail.yaw;
  motion.state = static_cast<std::uint8_t>(pace.gait() | (detail.pace & 15) << 4);
}

}  // namespace yc::crowd
