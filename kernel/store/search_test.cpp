#include "kernel/store/search.h"

#include <gtest/gtest.h>

#include "kernel/store/data_folder.h"
#include "kernel/store/maintenance.h"
#include "kernel/store/sqlite.h"
#include "kernel/store/testing/test_world.h"

namespace yc::store {
namespace {

using testing::TestWorld;

class SearchTest : public ::testing::Test {
 protected:
  SearchTest() { world.open(); }

  std::vector<std::string> names(std::string_view question, std::size_t limit = 10) {
    Search search(*world.store);
    std::vector<std::string> out;
    const auto found = search.find(SearchKind::person, question, limit);
    for (const Found& row : found.value()) out.push_back(row.name);
    return out;
  }
  void meddle(const std::string& sql) {
    const auto database =
        Database::open(database_path(world.folder), DatabaseMode::create, nullptr).value();
    ASSERT_TRUE(database->script(sql));
  }
  using Names = std::vector<std::string>;

  TestWorld world;
};

TEST(SearchWords, ATextIsFoldedToOneSpelling) {
  EXPECT_EQ(fold_text("  Café   Ｌｏｔｕｓ "), "cafe lotus");
  EXPECT_EQ(fold_text("STRASSE"), fold_text("Straße"));
  EXPECT_EQ(fold_text("Ａ１①"), "a11") << "NFKC";
  EXPECT_EQ(fold_text("黄鹤楼"), "黄鹤楼");
  EXPECT_EQ(fold_text("\xff\xfe"), "") << "no UTF-8";
}

TEST(SearchWords, ChineseIsCutIntoCharactersAndOverlappingPairs) {
  EXPECT_EQ(stored_words("江滩灯"),
            (std::vector<std::string>{"=江滩灯", "^江", "^江滩", "^江滩灯", "b江滩", "b滩灯", "c江",
                                      "c滩", "c灯"}));
}

TEST(SearchWords, OtherWordsAreFoundByTheirBeginnings) {
  EXPECT_EQ(match_of("red lotus", "lot"), Match::every_word);
  EXPECT_EQ(match_of("red lotus", "otus"), Match::none);
  EXPECT_EQ(match_of("lotusfloat", "lotusflower"), Match::none)
      << "beyond the beginnings that are kept, the text decides";
  EXPECT_EQ(match_of("big lotusfloat", "lotusflo"), Match::every_word);
}

// Substrings of two characters, that a trigram index does not find, and a single one.
TEST_F(SearchTest, APartOfAChineseNameFindsIt) {
  for (const char* name : {"长江灯光秀", "江滩夜跑", "黄鹤楼下"}) world.admit(name);
  EXPECT_EQ(names("长江"), Names{"长江灯光秀"});
  EXPECT_EQ(names("江滩"), Names{"江滩夜跑"});
  EXPECT_EQ(names("灯光"), Names{"长江灯光秀"});
  EXPECT_EQ(names("鹤楼下"), Names{"黄鹤楼下"});
  EXPECT_EQ(names("楼"), Names{"黄鹤楼下"});
  EXPECT_EQ(names("滩江"), Names{}) << "the order counts";
}

TEST_F(SearchTest, ABeginningOfAWordFindsItInAnyCaseWidthAndAccent) {
  world.admit("Zoë Lindqvist");
  for (const char* question : {"zoe", "ZOË", "ｚｏｅ", "lind", "lind zo", "Lindqvist"})
    EXPECT_EQ(names(question), Names{"Zoë Lindqvist"}) << question;
  EXPECT_EQ(names("qvist"), Names{});
  EXPECT_EQ(names(""), Names{});
}

TEST_F(SearchTest, TheWholeNameIsBeforeItsBeginningAndThatBeforeSharedWords) {
  for (const char* name : {"夜游江滩公园", "江滩公园南门", "江滩公园", "滩公园"}) world.admit(name);
  EXPECT_EQ(names("江滩公园"), (Names{"江滩公园", "江滩公园南门", "夜游江滩公园", "滩公园"}));
  EXPECT_EQ(names("江滩公园", 2), (Names{"江滩公园", "江滩公园南门"}));
}

TEST_F(SearchTest, AWordThatHundredsHaveDoesNotHideTheExactName) {
  const base::PrincipalId exact = world.admit("李");
  for (int i = 0; i < 600; ++i) world.admit("李" + std::to_string(i));
  Search search(*world.store);
  EXPECT_EQ(search.find(SearchKind::person, "李", 1)->at(0).id, exact.value);
}

TEST_F(SearchTest, APersonIsFoundByTheNameTheyHaveNowAndByTheAccountName) {
  const base::PrincipalId person = world.admit("Lotus");
  ASSERT_TRUE(world.put(person_stream(person), PersonRenamed{person, "Heron"}, person));
  ASSERT_TRUE(
      world.put(account_stream(person), CitizenEnrolled{person, "kingfisher", "k1"}, person));
  EXPECT_EQ(names("Lotus"), Names{});
  EXPECT_EQ(names("Heron"), Names{"Heron"});
  EXPECT_EQ(names("kingf"), Names{"kingfisher"});
  ASSERT_TRUE(world.put(account_stream(person), AccountClosed{person}, person));
  EXPECT_EQ(names("Heron"), Names{}) << "closed, and not yet erased";
}

TEST_F(SearchTest, SpacesAndEventsAreFoundWhileTheyAreThere) {
  ASSERT_TRUE(world.put(
      space_stream({7}),
      SpaceMade{{7}, SpaceKind::personal, {1}, "Tea house", "plaza", {}, Visibility::open, 0, {}}));
  ASSERT_TRUE(world.put(city_stream(), GatheringPlanned{{8}, {1}, {7}, "", 1, 2, "中秋灯会", ""}));
  Search search(*world.store);
  EXPECT_EQ(search.find(SearchKind::space, "tea", 5)->at(0).id, 7u);
  EXPECT_EQ(search.find(SearchKind::gathering, "灯会", 5)->at(0).id, 8u);
  EXPECT_TRUE(search.find(SearchKind::person, "tea", 5)->empty()) << "kinds are apart";
  ASSERT_TRUE(world.put(space_stream({7}), SpaceArchived{{7}}));
  ASSERT_TRUE(world.put(city_stream(), GatheringCancelled{{8}}));
  EXPECT_TRUE(search.find(SearchKind::space, "tea", 5)->empty());
  EXPECT_TRUE(search.find(SearchKind::gathering, "灯会", 5)->empty());
}

TEST_F(SearchTest, AFolderWithoutAnIndexGetsOneAtTheNextStart) {
  world.admit("Lotus");
  world.store.reset();
  meddle("DROP TABLE vault_word; DROP TABLE vault_words_version; PRAGMA user_version = 2");
  EXPECT_TRUE(verify(world.folder, world.parts())->clean()) << "as an older version left it";
  world.open();
  EXPECT_EQ(names("lotus"), Names{"Lotus"});
  EXPECT_TRUE(verify(world.folder, world.parts())->clean());
}

TEST_F(SearchTest, VerifyComparesTheIndexWithTheNames) {
  world.admit("Lotus");
  EXPECT_TRUE(verify(world.folder, world.parts())->clean());
  meddle("INSERT INTO vault_word VALUES(1, 8)");
  EXPECT_EQ(verify(world.folder, world.parts())->faults,
            std::vector<std::string>{"the index of names holds 1 words of no name"});
  meddle("DELETE FROM vault_word");
  // l, lo, lot, lotu as word and as beginning of all; and all of it.
  EXPECT_EQ(verify(world.folder, world.parts())->faults.size(), 9u);
}

}  // namespace
}  // namespace yc::store
