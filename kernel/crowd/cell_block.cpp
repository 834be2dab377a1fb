#include "kernel/crowd/cell_block.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "kernel/base/assert.h"
#include "kernel/crowd/dead_reckoning.h"
#include "kernel/crowd/scratch.h"

namespace yc::crowd {
namespace {

using Record = schema::CrowdCellsRecord;

constexpr double kSteps = 256.0;  // of a cell's side on the wire
// Who is farther from the cell's level, or faces more away from the way walked, gets a detail.
constexpr int kOffLevel = 8;    // 1/8 m
constexpr int kFacingAway = 8;  // 1/32 turn

std::int16_t cell_index(double metres) {
  return static_cast<std::int16_t>(
      std::clamp(std::floor(metres / schema::kCrowdCellM), -32'768.0, 32'767.0));
}

std::uint8_t offset_in(std::int16_t cell, double metres) {
  const double steps = (metres / schema::kCrowdCellM - cell) * kSteps;
  return static_cast<std::uint8_t>(std::clamp(std::round(steps), 0.0, kSteps - 1.0));
}

// The height of most: the middle one of as many as one level can stand for.
std::uint16_t level_of(std::span<const CellMember> members) {
  auto& heights = scratch<std::uint16_t>();
  for (const CellMember& member : members) heights.push_back(member.record.height);
  std::sort(heights.begin(), heights.end());
  std::size_t best = 0;
  std::size_t most = 0;
  for (std::size_t first = 0, end = 0; end < heights.size(); ++first) {
    while (end < heights.size() && heights[end] - heights[first] <= 2 * kOffLevel) ++end;
    if (end - first <= most) continue;
    most = end - first;
    best = first;
  }
  return heights[best + (most - 1) / 2];
}

void append_record(const Record& record, std::vector<std::byte>& out) {
  out.resize(out.size() + Record::kSize);
  record.write(out.data() + out.size() - Record::kSize);
}

Record detail(std::uint16_t height, std::uint8_t yaw, std::uint8_t emote) {
  Record detail;
  detail.handle = schema::kCrowdDetailHandle;
  detail.x = static_cast<std::uint8_t>(height & 0xff);
  detail.z = static_cast<std::uint8_t>(height >> 8);
  detail.yaw = yaw;
  detail.pace = emote;
  return detail;
}

}  // namespace

CellKey cell_of(double x, double z) {
  return {cell_index(x), cell_index(z)};
}

CellBlock::CellBlock(CellKey key, std::uint32_t tick, std::span<CellMember> members)
    : key_(key), tick_(tick) {
  YC_ASSERT(!members.empty());
  std::sort(members.begin(), members.end(), [](const CellMember& a, const CellMember& b) {
    if (a.listed_tick != b.listed_tick) return a.listed_tick > b.listed_tick;
    return a.record.handle < b.record.handle;
  });
  level_ = level_of(members);
  listed_.reserve(members.size());
  starts_.reserve(members.size() + 1);
  auto& bytes = scratch<std::byte>();
  for (const CellMember& member : members) {
    listed_.push_back(member.listed_tick);
    starts_.push_back(static_cast<std::uint32_t>(bytes.size()));
    append(member.record, offset_in(key.x, member.x), offset_in(key.z, member.z), bytes);
  }
  starts_.push_back(static_cast<std::uint32_t>(bytes.size()));
  bytes_ = bytes;
}

void CellBlock::append(const schema::CrowdRecord& motion, std::uint8_t x, std::uint8_t z,
                       std::vector<std::byte>& out) const {
  const Pace pace = pace_of(motion);
  Record person;
  person.handle = motion.handle;
  person.x = x;
  person.z = z;
  person.yaw = pace.yaw;
  person.pace = pace.pace;
  append_record(person, out);
  const auto emote = static_cast<std::uint8_t>(motion.state >> 4);
  const int away = static_cast<std::int8_t>(motion.yaw - pace.yaw);
  const bool off_level = std::abs(motion.height - level_) > kOffLevel;
  if (emote == 0 && !off_level && std::abs(away) <= kFacingAway) return;
  append_record(detail(motion.height, motion.yaw, emote), out);
}

std::size_t CellBlock::listed_after(std::uint32_t tick) const {
  return static_cast<std::size_t>(
      std::ranges::partition_point(listed_, [&](std::uint32_t listed) { return listed > tick; }) -
      listed_.begin());
}

std::size_t CellBlock::up_to(std::uint32_t tick, std::uint16_t handle) const {
  std::size_t i = listed_after(tick);
  while (i < listed_.size() && listed_[i] == tick && this->handle(i) <= handle) ++i;
  return i;
}

std::array<Record, 2> CellBlock::heading(std::int16_t origin_x, std::int16_t origin_z,
                                         std::uint32_t frame_tick) const {
  Record heading;
  heading.x = static_cast<std::uint8_t>(key_.x - origin_x);
  heading.z = static_cast<std::uint8_t>(key_.z - origin_z);
  heading.pace = static_cast<std::uint8_t>(std::min<std::uint32_t>(frame_tick - tick_, 255));
  return {heading, detail(level_, 0, 0)};
}

std::span<const std::byte> CellBlock::bytes(std::size_t first, std::size_t end) const {
  return std::span(bytes_).subspan(starts_[first], starts_[end] - starts_[first]);
}

std::uint16_t CellBlock::handle(std::size_t i) const {
  Record record;
  record.read(bytes_.data() + starts_[i]);
  return record.handle;
}

}  // namespace yc::crowd
