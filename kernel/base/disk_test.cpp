#include "kernel/base/disk.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

#include "kernel/base/sha256.h"
#include "kernel/base/simulated_disk.h"

namespace yc::base {
namespace {

Bytes bytes_of(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

std::string text_of(Disk& disk, const std::string& path) {
  const auto bytes = read_file(disk, path, 1 << 20);
  if (!bytes) return "<" + bytes.error().cause + ">";
  return {reinterpret_cast<const char*>(bytes->data()), bytes->size()};
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "yc-disk-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(Sha256, AgreesWithFips180Examples) {
  EXPECT_EQ(to_hex(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Sha256 pieces;
  pieces.add("a");
  pieces.add("bc");
  EXPECT_EQ(pieces.finish(), sha256("abc"));
}

TEST(Sha256, HexReadsBackAndNothingElseDoes) {
  EXPECT_EQ(digest_from_hex(to_hex(sha256("abc"))), sha256("abc"));
  EXPECT_FALSE(digest_from_hex("ba78"));
  EXPECT_FALSE(digest_from_hex(std::string(64, 'G')));
  EXPECT_FALSE(digest_from_hex(std::string(64, 'A')));
}

TEST(RealDisk, AFileReadsBackWhatWasWritten) {
  TemporaryFolder folder;
  RealDisk disk;
  const std::string path = folder.path() + "/a/b/file";
  ASSERT_TRUE(disk.make_folders(folder.path() + "/a/b"));
  ASSERT_TRUE(write_file_atomically(disk, path, bytes_of("first")));
  ASSERT_TRUE(write_file_atomically(disk, path, bytes_of("second")));
  EXPECT_EQ(text_of(disk, path), "second");
  EXPECT_FALSE(disk.exists(path + ".part"));
  EXPECT_EQ(disk.open(path, OpenFile::create_new).error().code, ErrorCode::conflict);
  EXPECT_EQ(disk.open(path + "x", OpenFile::read).error().code, ErrorCode::not_found);
  EXPECT_EQ(read_file(disk, path, 5).error().code, ErrorCode::bad_input);
}

TEST(RealDisk, ALockIsHeldOnce) {
  TemporaryFolder folder;
  RealDisk disk;
  auto held = disk.lock(folder.path() + "/lock");
  ASSERT_TRUE(held);
  EXPECT_EQ(disk.lock(folder.path() + "/lock").error().code, ErrorCode::conflict);
  held->reset();
  EXPECT_TRUE(disk.lock(folder.path() + "/lock"));
}

TEST(FolderOf, IsTheParent) {
  EXPECT_EQ(folder_of("/a/b"), "/a");
  EXPECT_EQ(folder_of("/a"), "/");
  EXPECT_EQ(folder_of("a"), ".");
  EXPECT_EQ(folder_of("a/b/"), "a");
}

TEST(SimulatedDisk, SyncedContentOfASyncedNameSurvives) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    SimulatedDisk disk(seed);
    ASSERT_TRUE(disk.make_folders("d"));
    ASSERT_TRUE(write_file_atomically(disk, "d/f", bytes_of("kept")));
    disk.cut_power();
    EXPECT_EQ(text_of(disk, "d/f"), "<the simulated power is off>");
    disk.restart();
    EXPECT_EQ(text_of(disk, "d/f"), "kept");
  }
}

// Over enough seeds an unsynced overwrite of two sectors survives wholly, not at all, and in halves
// of either order.
TEST(SimulatedDisk, UnsyncedSectorsSurviveIndependently) {
  std::set<std::string> outcomes;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SimulatedDisk disk(seed);
    ASSERT_TRUE(disk.make_folders("d"));
    ASSERT_TRUE(write_file_atomically(disk, "d/f", Bytes(1024, std::byte{'o'})));
    const auto file = disk.open("d/f", OpenFile::write);
    ASSERT_TRUE((*file)->write_at(0, Bytes(1024, std::byte{'n'})));
    disk.cut_power();
    disk.restart();
    const std::string text = text_of(disk, "d/f");
    outcomes.insert({text[0], text[511], text[512], text[1023]});
    EXPECT_FALSE((*file)->sync()) << "a handle from before the cut is dead";
  }
  EXPECT_EQ(outcomes, (std::set<std::string>{"oooo", "oonn", "nnoo", "nnnn"}));
}

TEST(SimulatedDisk, AnUnsyncedNameMayBeLost) {
  int lost = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    SimulatedDisk disk(seed);
    ASSERT_TRUE(disk.make_folders("d"));
    ASSERT_TRUE(disk.open("d/f", OpenFile::create));
    disk.cut_power();
    disk.restart();
    if (!disk.exists("d/f")) ++lost;
  }
  EXPECT_GT(lost, 10);
  EXPECT_LT(lost, 40);
}

TEST(SimulatedDisk, ReportsWhenFull) {
  SimulatedDisk disk(1);
  ASSERT_TRUE(disk.make_folders("d"));
  disk.set_capacity(10);
  const auto file = disk.open("d/f", OpenFile::create);
  EXPECT_TRUE((*file)->write_at(0, Bytes(10)));
  EXPECT_EQ((*file)->write_at(10, Bytes(1)).error().code, ErrorCode::full);
  EXPECT_TRUE((*file)->write_at(0, Bytes(10))) << "overwriting needs no room";
}

TEST(SimulatedDisk, CutsAtTheChangeAskedFor) {
  SimulatedDisk disk(1);
  ASSERT_TRUE(disk.make_folders("d"));
  const auto file = disk.open("d/f", OpenFile::create);
  disk.cut_power_after(2);
  EXPECT_TRUE((*file)->write_at(0, Bytes(1)));
  EXPECT_FALSE((*file)->write_at(1, Bytes(1)));
  EXPECT_FALSE(disk.has_power());
}

}  // namespace
}  // namespace yc::base
