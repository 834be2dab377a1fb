#include "kernel/crowd/cell_block.h"

#include <algorithm>
#include <cmath>

#include "kernel/base/assert.h"
#include "kernel/crowd/dead_reckoning.h"

namespace yc::crowd {
namespace {

using Record = schema::CrowdCellsRecord;

constexpr double kSteps = 256.0;  // of a cell's side on the wire

std::int16_t cell_index(double metres) {
  return static_cast<std::int16_t>(
      std::clamp(std::floor(metres / schema::kCrowdCellM), -32'768.0, 32'767.0));
}

std::uint8_t offset_in(std::int16_t cell, double metres) {
  const double steps = (metres / schema::kCrowdCellM - cell) * kSteps;
  return static_cast<std::uint8_t>(std::clamp(std::round(steps), 0.0, kSteps - 1.0));
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
  const auto [low, high] = std::minmax_element(
      members.begin(), members.end(),
      [](const auto& a, const auto& b) { return a.record.height < b.record.height; });
  lowest_ = low->record.height;
  while (((high->record.height - lowest_) >> height_shift_) > 255) ++height_shift_;
  listed_.reserve(members.size());
  bytes_.resize(members.size() * Record::kSize);
  std::byte* at = bytes_.data();
  for (const CellMember& member : members) {
    Record record;
    record.handle = member.record.handle;
    record.x = offset_in(key.x, member.x);
    record.z = offset_in(key.z, member.z);
    record.height = static_cast<std::uint8_t>((member.record.height - lowest_) >> height_shift_);
    record.yaw = member.record.yaw;
    record.state = member.record.state;
    record.pace = pace_of(member.record);
    record.write(at);
    at += Record::kSize;
    listed_.push_back(member.listed_tick);
  }
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

Record CellBlock::heading(std::int16_t origin_x, std::int16_t origin_z,
                          std::uint32_t frame_tick) const {
  Record heading;
  heading.x = static_cast<std::uint8_t>(key_.x - origin_x);
  heading.z = static_cast<std::uint8_t>(key_.z - origin_z);
  heading.height = static_cast<std::uint8_t>(lowest_ & 0xff);
  heading.yaw = static_cast<std::uint8_t>(lowest_ >> 8);
  heading.state = height_shift_;
  heading.pace = static_cast<std::uint8_t>(std::min<std::uint32_t>(frame_tick - tick_, 255));
  return heading;
}

std::uint16_t CellBlock::handle(std::size_t i) const {
  Record record;
  record.read(bytes_.data() + i * Record::kSize);
  return record.handle;
}

}  // namespace yc::crowd
