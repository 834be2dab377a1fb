// Every city that a release wrote opens in this version, and says what it said then.
#include <gtest/gtest.h>

#include <filesystem>

#include "kernel/store/maintenance.h"
#include "kernel/store/testing/test_world.h"

namespace yc::store {
namespace {

constexpr base::SpaceId kCity{1};

std::vector<std::string> versions() {
  std::vector<std::string> found;
  const std::string worlds = std::string(YC_SOURCE_DIR) + "/tests/worlds";
  for (const auto& entry : std::filesystem::directory_iterator(worlds)) {
    if (entry.is_directory()) found.push_back(entry.path());
  }
  return found;
}

// What make_world of 0.1.0 wrote; later releases keep it and add.
void expect_world(Store& store) {
  EXPECT_EQ(store.person({101})->name, "莲花");
  EXPECT_EQ(store.person({101})->look, 78u);
  EXPECT_EQ(store.person_by_token(base::sha256("lotus"))->id, base::PrincipalId{101});
  EXPECT_FALSE(store.person_by_token(base::sha256("chief"))) << "revoked";
  EXPECT_TRUE(store.link_by_token(base::sha256("link"))->used);
  EXPECT_TRUE(store.session_by_token(base::sha256("session"))->revoked);
  ASSERT_EQ(store.roles()->size(), 1u);
  EXPECT_EQ(store.roles()->front().role, Role::administrator);
  EXPECT_TRUE(store.blocked_by({101})->empty());
  const auto chat = store.chat(kCity, UINT64_MAX, 10).value();
  ASSERT_EQ(chat.size(), 2u);
  EXPECT_EQ(chat[0].text, "你好，武汉");
  EXPECT_TRUE(chat[1].erased);
  EXPECT_EQ(store.report({201})->note, "only three");
  EXPECT_EQ(store.sanction({202})->lift_reason, "the test is over");
  const auto in_force = store.sanctions_in_force({1'790'000'000'000}).value();
  ASSERT_EQ(in_force.size(), 1u);
  EXPECT_EQ(in_force[0].address, "203.0.113.9");
  EXPECT_EQ(store.lit_lanterns(kCity)->front().lantern, "crane");
  EXPECT_EQ(store.settings()->at("chat_retention_days"), "30");
  const PublishedSpace space = store.space_by_name("city").value();
  EXPECT_EQ(space.id, kCity);
  EXPECT_EQ(store.read_blob({space.manifest, "json"})->size(), 16u);
}

TEST(SavedWorlds, ThereIsOne) {
  EXPECT_FALSE(versions().empty());
}

TEST(SavedWorlds, EachOpensAndVerifies) {
  for (const std::string& version : versions()) {
    SCOPED_TRACE(version);
    testing::TestWorld world;
    std::filesystem::copy(version + "/city", world.folder,
                          std::filesystem::copy_options::recursive);
    world.open();
    expect_world(*world.store);
    const auto report = verify(world.folder, world.parts());
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->clean()) << report->faults[0];
    EXPECT_TRUE(world.put(space_stream(kCity), LanternsDarkened{kCity})) << "and goes on";
  }
}

TEST(SavedWorlds, EachBackupRestores) {
  for (const std::string& version : versions()) {
    SCOPED_TRACE(version);
    testing::TestWorld world;
    const auto restored = restore(version + "/city.backup", world.folder, world.parts());
    ASSERT_TRUE(restored) << restored.error().text();
    world.open();
    expect_world(*world.store);
  }
}

}  // namespace
}  // namespace yc::store
