#include "kernel/crowd/snapshot.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "kernel/base/random.h"
#include "kernel/crowd/crowd_fixture.h"

namespace yc::crowd {
namespace {

Handles handles_of(const CellBlock& block) {
  Handles handles;
  for (std::size_t i = 0; i < block.size(); ++i) handles.push_back(block.handle(i));
  return handles;
}

const CellBlock& block_at(const Snapshot& snapshot, double x, double z) {
  return *snapshot.cells()[snapshot.find_cell(cell_of(x, z))].block;
}

TEST(Snapshot, PeopleOfACellLieSideBySide) {
  TestCrowd crowd;
  base::SeededRandom random(1);
  for (std::uint16_t h = 1; h <= 2000; ++h) {
    crowd.put(h, random.unit() * 300 - 150, random.unit() * 300 - 150);
  }
  for (int tick = 0; tick < 3; ++tick) {
    const SnapshotPtr snapshot = crowd.publish();
    std::size_t people = 0;
    for (const SnapshotCell& cell : snapshot->cells()) {
      for (std::uint32_t i = cell.first; i < cell.end; ++i, ++people) {
        EXPECT_EQ(cell_of(snapshot->x(i), snapshot->z(i)), cell.key);
        EXPECT_EQ(snapshot->find(snapshot->entry(i).record.handle), i);
      }
    }
    EXPECT_EQ(people, 2000u);
    for (std::uint16_t h = 1; h <= 500; ++h) {
      crowd.put(h, random.unit() * 300 - 150, random.unit() * 300 - 150);
    }
  }
}

TEST(Snapshot, MotionsGoOnByThemselves) {
  TestCrowd crowd;
  crowd.put(1, 10, 20, 2, -4);
  for (int tick = 0; tick < 10; ++tick) crowd.publish();
  const SnapshotPtr snapshot = crowd.publish();  // 10 ticks after the first, half a second
  EXPECT_NEAR(snapshot->x(0), 11, 0.01);
  EXPECT_NEAR(snapshot->z(0), 18, 0.01);
}

TEST(Snapshot, AMotionEndsAfterItsCoasting) {
  TestCrowd crowd;
  crowd.put(1, 0, 0, 2, 0);
  for (int tick = 0; tick < 200; ++tick) crowd.publish();
  EXPECT_NEAR(crowd.publish()->x(0), 2.0 * schema::kCrowdCoastTicks / kTestTickHz, 0.01);
}

TEST(Snapshot, ABlockNamesTheLatestFirstAndKnowsWhatIsNewSinceATick) {
  TestCrowd crowd;
  for (std::uint16_t h = 1; h <= 4; ++h) crowd.put(h, h, 1);
  SnapshotPtr snapshot = crowd.publish();
  EXPECT_EQ(handles_of(block_at(*snapshot, 1, 1)), (Handles{1, 2, 3, 4}));
  const std::uint32_t first = snapshot->tick();
  for (int tick = 0; tick < 5; ++tick) {
    if (tick == 1) crowd.put(3, 3, 1, 0.5, 0);
    snapshot = crowd.publish();
  }
  const CellBlock& block = block_at(*snapshot, 1, 1);
  EXPECT_EQ(handles_of(block), (Handles{3, 1, 2, 4}));
  EXPECT_EQ(block.listed_after(first), 1u);
  EXPECT_EQ(block.listed_after(0), 4u);
  EXPECT_EQ(block.listed_after(block.tick()), 0u);
}

TEST(Snapshot, WhereNothingChangesTheBlockIsNotMadeAgain) {
  TestCrowd crowd;
  crowd.put(1, 1, 1);
  const CellBlock* block = &block_at(*crowd.publish(), 1, 1);
  for (int tick = 0; tick < 50; ++tick) EXPECT_EQ(&block_at(*crowd.publish(), 1, 1), block);
}

TEST(Snapshot, WhoLeavesIsInNoBlockOfThatTick) {
  TestCrowd crowd;
  for (std::uint16_t h = 1; h <= 4; ++h) crowd.put(h, h, 1);
  crowd.publish();
  crowd.remove(2);
  EXPECT_EQ(handles_of(block_at(*crowd.publish(), 1, 1)), (Handles{1, 3, 4}));
}

TEST(Snapshot, WhoWalksIntoACellIsListedThere) {
  TestCrowd crowd;
  crowd.put(1, 15, 1, 2, 0);
  crowd.put(2, 20, 1);
  SnapshotPtr snapshot = crowd.publish();
  const std::uint32_t first = snapshot->tick();
  for (int tick = 0; tick < 20; ++tick) snapshot = crowd.publish();  // 2 m on
  EXPECT_EQ(snapshot->find_cell(cell_of(15, 1)), kNoSlot);
  const CellBlock& block = block_at(*snapshot, 20, 1);
  EXPECT_EQ(handles_of(block), (Handles{1, 2}));
  EXPECT_EQ(block.listed_after(first), 1u);
}

}  // namespace
}  // namespace yc::crowd
