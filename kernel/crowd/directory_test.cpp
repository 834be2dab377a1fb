#include "kernel/crowd/directory.h"

#include <gtest/gtest.h>

#include "kernel/crowd/crowd_fixture.h"

namespace yc::crowd {
namespace {

constexpr std::uint16_t kMe = 1;

std::vector<std::int64_t> handles_of(const schema::FoundPeople& answer) {
  std::vector<std::int64_t> handles;
  for (const schema::Person& person : answer.found) handles.push_back(person.handle);
  return handles;
}

schema::FindPeople ask(std::string text, std::int64_t after = 0) {
  schema::FindPeople question;
  question.text = std::move(text);
  question.after = after;
  return question;
}

void name(TestCrowd& crowd, std::uint16_t handle, std::string called) {
  crowd.put(handle, 10'000.0 * handle, 0);  // far out of each other's view
  crowd.roster().set({handle, 0, std::move(called), 7, false, {}});
}

TEST(Directory, names_people_out_of_view_but_not_the_viewer) {
  TestCrowd crowd;
  name(crowd, kMe, "me");
  name(crowd, 2, "Ann");
  name(crowd, 3, "Bea");
  const schema::FoundPeople answer = find_people(*crowd.publish(), kMe, ask(""));
  EXPECT_EQ(handles_of(answer), (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(answer.matches, 2);
  EXPECT_EQ(answer.next, 0);
  EXPECT_EQ(answer.found[0].name, "Ann");
  EXPECT_EQ(answer.found[0].look, 7u);
}

TEST(Directory, finds_a_part_of_a_name_without_the_case_of_letters) {
  TestCrowd crowd;
  name(crowd, kMe, "me");
  name(crowd, 2, "Annabel");
  name(crowd, 3, "小李 BELL");
  name(crowd, 4, "Bo");
  const SnapshotPtr snapshot = crowd.publish();
  EXPECT_EQ(handles_of(find_people(*snapshot, kMe, ask("bEl"))), (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(handles_of(find_people(*snapshot, kMe, ask("小"))), (std::vector<std::int64_t>{3}));
  EXPECT_TRUE(find_people(*snapshot, kMe, ask("nobody")).found.empty());
}

TEST(Directory, gives_fifty_at_a_time_and_everyone_once) {
  TestCrowd crowd;
  name(crowd, kMe, "me");
  for (std::uint16_t h = 2; h < 122; ++h) name(crowd, h, "guest");
  const SnapshotPtr snapshot = crowd.publish();
  std::vector<std::int64_t> all;
  std::vector<std::size_t> sizes;
  std::int64_t after = 0;
  do {
    const schema::FoundPeople answer = find_people(*snapshot, kMe, ask("guest", after));
    EXPECT_EQ(answer.matches, 120);
    EXPECT_EQ(answer.after, after);
    for (const std::int64_t handle : handles_of(answer)) all.push_back(handle);
    sizes.push_back(answer.found.size());
    after = answer.next;
  } while (after != 0);
  EXPECT_EQ(sizes, (std::vector<std::size_t>{50, 50, 20}));
  ASSERT_EQ(all.size(), 120u);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], static_cast<std::int64_t>(i) + 2);
}

TEST(Directory, says_whom_the_viewer_blocks_so_that_they_can_be_let_off) {
  TestCrowd crowd;
  name(crowd, kMe, "me");
  name(crowd, 2, "Ann");
  name(crowd, 3, "Bea");
  crowd.entry(kMe).hidden = std::make_shared<const Handles>(Handles{3});
  const schema::FoundPeople answer = find_people(*crowd.publish(), kMe, ask(""));
  EXPECT_EQ(handles_of(answer), (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(answer.blocked, (std::vector<std::int64_t>{3}));
}

TEST(Directory, who_was_found_is_told_as_gone_on_leaving) {
  TestCrowd crowd;
  name(crowd, kMe, "me");
  name(crowd, 2, "Ann");
  name(crowd, 3, "Bea");
  Interest viewer(kMe, {});
  const SnapshotPtr snapshot = crowd.publish();
  ASSERT_TRUE(viewer.look(*snapshot, {}));
  viewer.note_told(*snapshot, find_people(*snapshot, kMe, ask("ann")).found);
  crowd.remove(2);
  crowd.remove(3);
  const SnapshotPtr later = crowd.publish();
  ASSERT_TRUE(viewer.look(*later, {}));
  const auto people = take_people(viewer);
  ASSERT_TRUE(people.has_value());
  EXPECT_EQ(people->gone, (std::vector<std::int64_t>{2}));  // 3 was never told
}

}  // namespace
}  // namespace yc::crowd
