// The store on a simulated disk that is full or fails. Power cuts at random moments:
// tests/powercut.
#include <gtest/gtest.h>

#include "kernel/base/simulated_disk.h"
#include "kernel/base/simulation.h"
#include "kernel/store/maintenance.h"
#include "kernel/store/sqlite_vfs.h"
#include "kernel/store/store.h"

namespace yc::store {
namespace {

using base::ErrorCode;

class DiskFailureTest : public ::testing::Test {
 protected:
  DiskFailureTest()
      : scheduler_(1), executor_(scheduler_.make_executor()), disk_(1), vfs_(disk_, 1) {
    open();
  }

  StoreParts parts() {
    return {disk_, scheduler_, scheduler_.random(), *executor_, nullptr, vfs_.name()};
  }
  void open() {
    store_.reset();
    auto opened = Store::open("city", OpenMode::serve, parts());
    ASSERT_TRUE(opened) << opened.error().text();
    store_ = *std::move(opened);
  }
  base::Result<Appended> light(const std::string& lantern) {
    const base::SpaceId city{1};
    return store_->append_now({{{space_stream(city), {}, LanternLit{city, lantern, {}}}}, {}});
  }

  base::SimulatedScheduler scheduler_;
  std::unique_ptr<base::Executor> executor_;
  base::SimulatedDisk disk_;
  DiskVfs vfs_;
  std::unique_ptr<Store> store_;
};

TEST_F(DiskFailureTest, AFullDiskIsSaidAndTheStoreGoesOnWhenThereIsRoom) {
  ASSERT_TRUE(light("before"));
  const std::uint64_t last = store_->last_position();
  disk_.set_capacity(0);
  const auto refused = light("full");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::full);
  EXPECT_NE(refused.error().text().find("free space"), std::string::npos);
  EXPECT_EQ(store_->last_position(), last);
  EXPECT_EQ(store_->writing(), Writing::disk_full);
  disk_.set_capacity(UINT64_MAX);
  ASSERT_TRUE(light("after"));
  EXPECT_EQ(store_->writing(), Writing::works);
  EXPECT_EQ(store_->lit_lanterns({1})->size(), 2u);
  EXPECT_TRUE(verify("city", parts())->clean());
}

TEST_F(DiskFailureTest, RoomOnAFullDiskIsNoticedByTrying) {
  disk_.set_capacity(0);
  ASSERT_FALSE(light("full"));
  store_->try_writing();
  ASSERT_TRUE(scheduler_.run_until_idle(std::chrono::seconds(10)));
  EXPECT_EQ(store_->writing(), Writing::disk_full);
  disk_.set_capacity(UINT64_MAX);
  store_->try_writing();
  ASSERT_TRUE(scheduler_.run_until_idle(std::chrono::seconds(10)));
  EXPECT_EQ(store_->writing(), Writing::works);
}

TEST_F(DiskFailureTest, AfterAFailedSyncNothingIsTakenUntilReopened) {
  ASSERT_TRUE(light("before"));
  disk_.fail_syncs(true);
  EXPECT_EQ(light("lost").error().code, ErrorCode::io);
  disk_.fail_syncs(false);
  EXPECT_EQ(store_->writing(), Writing::stopped);
  EXPECT_EQ(light("refused").error().code, ErrorCode::unavailable);
  open();
  EXPECT_TRUE(light("again"));
  EXPECT_TRUE(verify("city", parts())->clean());
}

TEST_F(DiskFailureTest, ABackupOntoAFullDiskLeavesNothingBehind) {
  ASSERT_TRUE(light("before"));
  disk_.set_capacity(0);
  const auto refused = backup("city", "backup", parts());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::full);
  disk_.set_capacity(UINT64_MAX);
  EXPECT_FALSE(disk_.exists("backup"));
  EXPECT_FALSE(disk_.exists("backup.part"));
  EXPECT_TRUE(backup("city", "backup", parts()));
  EXPECT_TRUE(restore("backup", "new", parts()));
}

}  // namespace
}  // namespace yc::store
