// Those whom a viewer hears, and friends: told as the nearest are, from however far in view.
#include <gtest/gtest.h>

#include "kernel/crowd/interest_fixture.h"

namespace yc::crowd {
namespace {

TEST(Interest, WhoIsHeardFromAfarIsToldAsTheNearestAreForTwoSeconds) {
  constexpr std::uint16_t kSpeaker = 900;
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  scatter(crowd, 300, 60, 5);  // enough near ones
  crowd.put(kSpeaker, 100, 0, 1, 0);
  View view;
  for (int tick = 0; tick < 30; ++tick) view.look(crowd.publish());
  const auto tells_the_turn = [&] {
    const geometry::Vec3 at = crowd.position(kSpeaker);
    crowd.put(kSpeaker, at.x, at.z, 0, crowd.tick() % 2 == 0 ? 1.0 : 1.5);
    view.look(crowd.publish());
    return std::ranges::find(view.near, kSpeaker) != view.near.end();
  };
  EXPECT_FALSE(tells_the_turn());
  view.interest.attend(Handles{kSpeaker});
  for (int tick = 0; tick < 4; ++tick) tells_the_turn();  // the nearest are found anew within these
  for (int tick = 4; tick < 2 * kTestTickHz; ++tick) EXPECT_TRUE(tells_the_turn()) << tick;
  for (int tick = 0; tick < 5; ++tick) tells_the_turn();
  EXPECT_FALSE(tells_the_turn());
}

TEST(Interest, FriendsAreToldAsTheNearestAreAsLongAsTheyAreHere) {
  constexpr std::uint16_t kFriend = 400;
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  scatter(crowd, 300, 40, 3);
  crowd.put(kFriend, 120, 0);
  View view;
  const auto is_near = [&] {
    for (int tick = 0; tick < 4; ++tick) {  // the nearest are found anew within these
      crowd.put(kFriend, 120, 0, 0, crowd.tick() % 2 == 0 ? 1.0 : 1.5);
      view.look(crowd.publish());
    }
    return std::ranges::find(view.near, kFriend) != view.near.end();
  };
  EXPECT_FALSE(is_near());
  view.interest.set_friends({kFriend});
  is_near();
  for (int second = 0; second < 5; ++second) EXPECT_TRUE(is_near()) << second;
  view.interest.set_friends({});
  is_near();
  EXPECT_FALSE(is_near());
}

}  // namespace
}  // namespace yc::crowd
