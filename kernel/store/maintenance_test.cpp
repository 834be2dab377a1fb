#include "kernel/store/maintenance.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "kernel/store/blobs.h"
#include "kernel/store/data_folder.h"
#include "kernel/store/testing/test_world.h"

namespace yc::store {
namespace {

using base::ErrorCode;
using testing::TestWorld;

constexpr base::SpaceId kCity{1};

class MaintenanceTest : public ::testing::Test {
 protected:
  MaintenanceTest() {
    world_.open();
    person_ = world_.admit("Lotus");
    put(ChatSaid{kCity, person_, ChatScope::near, {}, "hello"});
    put(LanternLit{kCity, "crane", person_});
    blob_ = world_.store->put_blob(std::as_bytes(std::span("{}", 2)), "json").value();
    put(BlobsStored{{{blob_.sha256, blob_.extension, 2}}});
    put(SpacePublished{kCity, "city", blob_.sha256});
  }

  void put(Payload payload) { ASSERT_TRUE(world_.put(space_stream(kCity), std::move(payload))); }

  VerifyReport verified(const std::string& folder) {
    return verify(folder, world_.parts()).value();
  }

  // Changes the database behind the store's back.
  void meddle(const std::string& sql) {
    const auto database =
        Database::open(database_path(world_.folder), DatabaseMode::create, nullptr).value();
    ASSERT_TRUE(database->script(sql));
  }

  // The only fault that verify finds.
  std::string fault() {
    const VerifyReport report = verified(world_.folder);
    EXPECT_EQ(report.faults.size(), 1u);
    return report.faults.empty() ? "" : report.faults[0];
  }

  std::string file(const std::string& name) { return world_.temporary.path() + "/" + name; }

  TestWorld world_;
  base::PrincipalId person_;
  BlobName blob_;
};

// SQLite takes a damaged end of its WAL for the end of the log; the head file does not.
TEST_F(MaintenanceTest, AnAcknowledgedEventThatIsGoneIsNoticed) {
  const std::uint64_t last = world_.store->last_position();
  world_.store.reset();
  const std::string place = " WHERE position = " + std::to_string(last);
  meddle("CREATE TABLE kept AS SELECT * FROM event" + place + "; DELETE FROM event" + place);
  const std::string gone = "the log ends at event " + std::to_string(last - 1) + ", but event " +
                           std::to_string(last) + " was acknowledged";
  const VerifyReport report = verified(world_.folder);
  EXPECT_NE(std::ranges::find(report.faults, gone), report.faults.end());
  const auto opened = Store::open(world_.folder, OpenMode::serve, world_.parts());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
  EXPECT_EQ(opened.error().cause, gone);

  meddle("INSERT INTO event SELECT * FROM kept; DROP TABLE kept;");
  EXPECT_TRUE(verified(world_.folder).clean());
  EXPECT_TRUE(Store::open(world_.folder, OpenMode::serve, world_.parts()));
}

TEST_F(MaintenanceTest, VerifyOfASoundFolderIsCleanWhileServing) {
  const VerifyReport report = verified(world_.folder);
  EXPECT_TRUE(report.clean()) << report.faults[0];
  EXPECT_EQ(report.events, 6u) << "with a lease of ids";
  EXPECT_EQ(report.texts, 2u);
  EXPECT_EQ(report.blobs, 1u);
  EXPECT_GT(report.rows_compared, 4u);
}

TEST_F(MaintenanceTest, VerifyKnowsErasedFromLost) {
  ASSERT_EQ(world_.store->erase_chat_before({INT64_MAX}).value(), 1u);
  const VerifyReport report = verified(world_.folder);
  EXPECT_TRUE(report.clean());
  EXPECT_EQ(report.texts_erased, 1u);
  meddle("DELETE FROM vault_text; DELETE FROM vault_word");
  EXPECT_NE(fault().find("is missing, but was never erased"), std::string::npos);
}

TEST_F(MaintenanceTest, VerifyFindsAChangedEvent) {
  meddle("UPDATE event SET actor = 9 WHERE position = 3");
  EXPECT_NE(fault().find("event 3 does not match its hash"), std::string::npos);
}

TEST_F(MaintenanceTest, VerifyFindsAMissingEvent) {
  meddle("DELETE FROM event WHERE position = 4");
  const VerifyReport report = verified(world_.folder);
  ASSERT_FALSE(report.clean());
  EXPECT_NE(report.faults[0].find("events 4 to 4 are missing"), std::string::npos);
}

TEST_F(MaintenanceTest, VerifyFindsAChangedText) {
  meddle("UPDATE vault_text SET text = 'never said' WHERE text = 'hello'");
  EXPECT_NE(fault().find("the text was changed"), std::string::npos);
}

TEST_F(MaintenanceTest, VerifyFindsAKeyThatDoesNotFollowFromItsText) {
  const base::PrincipalId person = world_.admit("Heron");
  ASSERT_TRUE(
      world_.put(account_stream(person), CitizenEnrolled{person, "Heron", "heron"}, person));
  EXPECT_TRUE(verified(world_.folder).clean());
  meddle("UPDATE vault_key SET key = x'00'");
  EXPECT_NE(fault().find("does not follow from its text"), std::string::npos);
  meddle("DELETE FROM vault_key");
  EXPECT_NE(fault().find("is missing"), std::string::npos);
  meddle("INSERT INTO vault_key VALUES(8, 1, x'00', 1)");
  EXPECT_EQ(verified(world_.folder).faults.size(), 2u) << "one too many, one missing";
}

TEST_F(MaintenanceTest, VerifyFindsAViewThatDoesNotFollowFromTheLog) {
  meddle("INSERT INTO role_grant VALUES(1, 1)");
  EXPECT_NE(fault().find("view role_grant: row (1, 1) does not follow from the log"),
            std::string::npos);
  meddle("DELETE FROM role_grant; DELETE FROM lantern");
  EXPECT_NE(fault().find("view lantern"), std::string::npos);
}

TEST_F(MaintenanceTest, VerifyFindsADamagedAndAMissingBlob) {
  std::ofstream(blob_path(world_.folder, blob_)) << "[]";
  EXPECT_NE(fault().find("is damaged"), std::string::npos);
  std::filesystem::remove(blob_path(world_.folder, blob_));
  EXPECT_NE(fault().find("is missing"), std::string::npos);
}

TEST_F(MaintenanceTest, VerifyFindsDamagedPages) {
  world_.store.reset();
  std::fstream database(database_path(world_.folder),
                        std::ios::in | std::ios::out | std::ios::binary);
  database.seekp(4096 * 2);
  database << std::string(4096, 'x');
  database.close();
  const auto report = verify(world_.folder, world_.parts());
  EXPECT_TRUE(!report || !report->clean());
}

TEST_F(MaintenanceTest, ADamagedPageKeepsTheCityShut) {
  world_.store.reset();
  const std::string path = database_path(world_.folder);
  const auto pages = static_cast<std::int64_t>(std::filesystem::file_size(path) / 4096);
  for (std::int64_t page = 1; page < pages; ++page) {
    const std::string damaged = file("damaged" + std::to_string(page));
    std::filesystem::copy(world_.folder, damaged, std::filesystem::copy_options::recursive);
    std::fstream(database_path(damaged), std::ios::in | std::ios::out | std::ios::binary)
        .seekp(page * 4096)
        .write(std::string(64, '\xff').data(), 64);
    const auto opened = Store::open(damaged, OpenMode::serve, world_.parts());
    ASSERT_FALSE(opened) << "page " << page;
    EXPECT_EQ(opened.error().code, base::ErrorCode::corrupt);
  }
}

TEST_F(MaintenanceTest, ViewsOfAnotherVersionAreRebuiltAtTheStart) {
  world_.store.reset();
  meddle("UPDATE store_facts SET view_version = 0; DROP TABLE lantern; DELETE FROM person");
  world_.open();
  EXPECT_EQ(world_.store->person(person_)->name, "Lotus");
  EXPECT_TRUE(verified(world_.folder).clean());
}

TEST_F(MaintenanceTest, ABackupThatCannotBeNotedIsWrittenAllTheSame) {
  std::filesystem::create_directory(last_backup_path(world_.folder) + ".part");
  EXPECT_TRUE(backup(world_.folder, file("b"), world_.parts()));
  EXPECT_TRUE(restore(file("b"), file("new"), world_.parts()));
}

TEST_F(MaintenanceTest, ABackupMadeWhileServingComesBackWhole) {
  const BackupReport saved = backup(world_.folder, file("b"), world_.parts()).value();
  EXPECT_EQ(saved.events, 6u);
  EXPECT_EQ(saved.blobs, 1u);
  EXPECT_EQ(saved.bytes, std::filesystem::file_size(file("b")));
  EXPECT_EQ(world_.store->facts()->last_backup.bytes, saved.bytes);
  EXPECT_EQ(world_.store->facts()->last_backup.at, world_.scheduler.wall());
  put(LanternLit{kCity, "bridge", person_});  // not in the backup

  const RestoreReport back = restore(file("b"), file("new"), world_.parts()).value();
  EXPECT_EQ(back.events, 6u);
  EXPECT_EQ(back.blobs, 1u);
  EXPECT_TRUE(verified(file("new")).clean());
  const auto store = Store::open(file("new"), OpenMode::serve, world_.parts()).value();
  EXPECT_EQ(store->lit_lanterns(kCity)->size(), 1u);
  EXPECT_EQ(store->chat(kCity, UINT64_MAX, 1)->at(0).text, "hello");
  EXPECT_EQ(store->read_blob(blob_)->size(), 2u);
}

TEST_F(MaintenanceTest, ABackupHoldsNoErasedText) {
  ASSERT_EQ(world_.store->erase_chat_before({INT64_MAX}).value(), 1u);
  ASSERT_TRUE(backup(world_.folder, file("b"), world_.parts()));
  std::ifstream stream(file("b"), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  EXPECT_EQ(bytes.find("hello"), std::string::npos);
  EXPECT_NE(bytes.find("Lotus"), std::string::npos);
}

TEST_F(MaintenanceTest, NothingIsOverwritten) {
  ASSERT_TRUE(backup(world_.folder, file("b"), world_.parts()));
  EXPECT_EQ(backup(world_.folder, file("b"), world_.parts()).error().code, ErrorCode::conflict);
  const auto refused = restore(file("b"), world_.folder, world_.parts());
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().cause.find("is not empty"), std::string::npos);
}

TEST_F(MaintenanceTest, ADamagedBackupIsRefusedAndLeavesNoCity) {
  ASSERT_TRUE(backup(world_.folder, file("b"), world_.parts()));
  const auto size = std::filesystem::file_size(file("b"));
  int folder = 0;
  for (const std::uintmax_t at : {std::uintmax_t{0}, std::uintmax_t{9}, size / 2, size - 1}) {
    std::filesystem::copy_file(file("b"), file("bad"),
                               std::filesystem::copy_options::overwrite_existing);
    std::fstream bad(file("bad"), std::ios::in | std::ios::out | std::ios::binary);
    bad.seekp(static_cast<std::streamoff>(at));
    bad.put('\x7f');
    bad.close();
    const std::string target = file("target" + std::to_string(folder++));
    EXPECT_FALSE(restore(file("bad"), target, world_.parts())) << "byte " << at;
    EXPECT_FALSE(std::filesystem::exists(database_path(target)));
  }
  std::filesystem::resize_file(file("b"), size - 40);
  const auto cut = restore(file("b"), file("cut"), world_.parts());
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, ErrorCode::corrupt);
  const auto opened = Store::open(file("cut"), OpenMode::serve, world_.parts());
  ASSERT_FALSE(opened) << "an interrupted restore is not a new city";
  EXPECT_NE(opened.error().remedy.find("restore again"), std::string::npos);
}

}  // namespace
}  // namespace yc::store
