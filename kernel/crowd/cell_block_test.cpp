#include "kernel/crowd/cell_block.h"

#include <gtest/gtest.h>

#include <cmath>

#include "kernel/crowd/cell_reader.h"

namespace yc::crowd {
namespace {

constexpr std::uint16_t kGround = 8192;  // 0 m
constexpr CellKey kCell{-3, 6};
constexpr std::size_t kSize = schema::CrowdCellsRecord::kSize;

CellMember standing(std::uint16_t handle, int height = kGround) {
  CellMember member;
  member.x = -40;
  member.z = 100;
  member.record.handle = handle;
  member.record.height = static_cast<std::uint16_t>(height);
  return member;
}

// Walks north.
CellMember walking(std::uint16_t handle, std::uint8_t yaw) {
  CellMember member = standing(handle);
  member.record.state = 1;
  member.record.velocity_z = velocity_to_wire(-2.2);
  member.record.yaw = yaw;
  return member;
}

CellBlock block_of(std::vector<CellMember> members) {
  return {kCell, 50, members};
}

// What a client reads of a frame that tells the whole block at tick 53.
std::vector<CellMotion> read(const CellBlock& block) {
  schema::CrowdCellsFrame frame;
  frame.tick = 53;
  frame.origin_x = -10;
  std::vector<std::byte> bytes(schema::CrowdCellsFrame::kHeaderSize + 2 * kSize);
  std::byte* at = bytes.data() + schema::CrowdCellsFrame::kHeaderSize;
  for (const auto& record : block.heading(frame.origin_x, frame.origin_z, frame.tick)) {
    record.write(at);
    at += kSize;
  }
  const auto people = block.bytes(0, block.size());
  bytes.insert(bytes.end(), people.begin(), people.end());
  frame.count = static_cast<std::uint16_t>(2 + people.size() / kSize);
  frame.write(bytes.data());
  EXPECT_TRUE(schema::CrowdCellsFrame::decode(bytes));
  std::vector<CellMotion> motions;
  CellReader reader(bytes, frame);
  for (CellMotion motion; reader.next(motion);) motions.push_back(motion);
  return motions;
}

std::size_t records(const CellBlock& block, std::size_t i) {
  return block.bytes(i, i + 1).size() / kSize;
}

TEST(CellBlock, SaysPositionsToASixteenthOfAMetre) {
  std::vector<CellMember> members{standing(7), standing(8)};
  members[0].x = -40.03;
  members[0].z = 100.5;
  members[1].x = -47.97;
  members[1].z = 96.0;
  const auto told = read(block_of(members));
  ASSERT_EQ(told.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(told[i].handle, members[i].record.handle);
    EXPECT_EQ(told[i].tick, 50);
    EXPECT_NEAR(told[i].x, members[i].x, 1 / 32.0);
    EXPECT_NEAR(told[i].z, members[i].z, 1 / 32.0);
  }
}

TEST(CellBlock, WhoWalksForwardOrStandsOnTheLevelIsOneRecord) {
  const CellBlock block = block_of({walking(1, 0), standing(2)});
  EXPECT_EQ(records(block, 0), 1u);
  EXPECT_EQ(records(block, 1), 1u);
  EXPECT_EQ(block.bytes(0, 2).size(), 2 * kSize);
}

TEST(CellBlock, TheLevelIsTheHeightOfMost) {
  const CellBlock block =
      block_of({standing(1, 9000), standing(2), standing(3), standing(4), standing(5, 7000)});
  const auto told = read(block);
  ASSERT_EQ(told.size(), 5u);
  const std::uint16_t heights[] = {9000, kGround, kGround, kGround, 7000};
  const std::size_t counts[] = {2, 1, 1, 1, 2};
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(told[i].height, heights[i]);
    EXPECT_EQ(records(block, i), counts[i]);
  }
}

TEST(CellBlock, HeightsAreAtMostAnEighthOfAMetreOff) {
  std::vector<CellMember> slope;
  for (int i = 0; i < 100; ++i)
    slope.push_back(standing(static_cast<std::uint16_t>(i + 1), kGround + i));
  const auto told = read(block_of(slope));
  ASSERT_EQ(told.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_LE(std::abs(told[i].height - (kGround + i)), 8);
}

TEST(CellBlock, WhoFacesAwayFromTheWayTheyWalkHasADetail) {
  const CellBlock block =
      block_of({walking(1, 8), walking(2, 9), walking(3, 248), walking(4, 247)});
  const std::size_t counts[] = {1, 2, 1, 2};  // more than 1/32 turn
  const int yaws[] = {0, 9, 0, 247};
  const auto told = read(block);
  ASSERT_EQ(told.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(records(block, i), counts[i]) << i;
    EXPECT_EQ(told[i].yaw, yaws[i]);
    EXPECT_NEAR(told[i].velocity.x, 0.0, 1e-9);
    EXPECT_NEAR(told[i].velocity.z, -2.2, 1e-9);
  }
}

TEST(CellBlock, WhoStandsIsToldAsTheyFace) {
  CellMember member = standing(1);
  member.record.yaw = 77;
  const CellBlock block = block_of({member});
  EXPECT_EQ(records(block, 0), 1u);
  EXPECT_EQ(read(block).at(0).yaw, 77);
}

TEST(CellBlock, AnEmoteIsADetail) {
  CellMember dances = standing(1);
  dances.record.state = 4 << 4;
  const CellBlock block = block_of({dances, standing(2)});
  EXPECT_EQ(records(block, 0), 2u);
  EXPECT_EQ(read(block).at(0).state, 4 << 4);
  EXPECT_EQ(read(block).at(1).state, 0);
}

TEST(DeadReckoning, APaceTellsSpeedAndWay) {
  for (int turn = 0; turn < 32; ++turn) {
    const double way = turn * 0.19634954;  // 1/32 turn
    schema::CrowdRecord record;
    record.state = 1;
    record.yaw = 200;
    record.velocity_x = velocity_to_wire(-std::sin(way) * 2.2);
    record.velocity_z = velocity_to_wire(-std::cos(way) * 2.2);
    const PlaneVelocity told = velocity_of(pace_of(record));
    const double off = std::hypot(told.x - velocity_from_wire(record.velocity_x),
                                  told.z - velocity_from_wire(record.velocity_z));
    // Half a step of 2.2 / 15 m/s and half of 1/256 turn.
    EXPECT_LE(off, 2.2 / 30 + 2.2 * 0.0123) << turn;
  }
}

}  // namespace
}  // namespace yc::crowd
