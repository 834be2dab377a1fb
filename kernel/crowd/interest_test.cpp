#include "kernel/crowd/interest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "kernel/base/random.h"
#include "kernel/crowd/crowd_fixture.h"

namespace yc::crowd {
namespace {

constexpr std::uint16_t kMe = 1;

struct View {
  explicit View(const InterestSettings& settings = {}) : interest(kMe, settings) {}

  // Handles in this tick's frame; empty also when there is none.
  Handles look(const SnapshotPtr& snapshot, std::size_t records = 64) {
    std::vector<std::byte> frame;
    sent = interest.encode_crowd(*snapshot, records, frame);
    bytes = sent ? frame.size() : 0;
    return sent ? handles_in(frame) : Handles{};
  }

  Interest interest;
  bool sent = false;
  std::size_t bytes = 0;
};

TEST(Interest, SendsTheNearestFirst) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, 30, 0);
  crowd.put(3, 0, -10);
  crowd.put(4, -20, 0);
  View view;
  EXPECT_EQ(view.look(crowd.publish()), (Handles{3, 4, 2}));
}

TEST(Interest, AViewerNeverGetsItself) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  View view;
  EXPECT_TRUE(view.look(crowd.publish()).empty());
  EXPECT_TRUE(view.sent);  // the first frame tells the tick
}

TEST(Interest, WithASmallBudgetOnlyTheNearestAreSent) {
  InterestSettings settings;
  settings.nearest_always = 2;
  View view(settings);
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  for (std::uint16_t h = 2; h < 30; ++h) crowd.put(h, h, 0);
  EXPECT_EQ(view.look(crowd.publish(), 2), (Handles{2, 3}));
  EXPECT_EQ(view.bytes, 9u + 2u * 16u);
}

TEST(Interest, EveryoneInViewGetsATurn) {
  // 200 walkers, 64 records: beyond the nearest 40 there is room for 24 others a tick, so in
  // (200 - 40) / 24 * (weight 1 + 40/8) ticks at most every one of them has been sent.
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  base::SeededRandom random(3);
  View view;
  std::set<std::uint16_t> seen;
  for (int tick = 0; tick < 40; ++tick) {
    for (std::uint16_t h = 2; h < 202; ++h) {
      crowd.put(h, random.unit() * 40.0, random.unit() * 40.0);
    }
    const Handles handles = view.look(crowd.publish());
    EXPECT_EQ(handles.size(), 64u);
    seen.insert(handles.begin(), handles.end());
  }
  EXPECT_EQ(seen.size(), 200u);
}

TEST(Interest, TheNearestAreSentAtEveryTickAtWhichTheyMove) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  base::SeededRandom random(4);
  View view;
  for (int tick = 0; tick < 50; ++tick) {
    std::vector<std::pair<double, std::uint16_t>> by_distance;
    for (std::uint16_t h = 2; h < 502; ++h) {
      crowd.put(h, random.unit() * 200.0 - 100.0, random.unit() * 200.0 - 100.0);
      const auto back = from_wire(position_of(crowd.entry(h).record));
      by_distance.emplace_back(std::hypot(back.x, back.z), h);
    }
    std::sort(by_distance.begin(), by_distance.end());
    Handles handles = view.look(crowd.publish());
    std::sort(handles.begin(), handles.end());
    for (int i = 0; i < 32; ++i) {
      EXPECT_TRUE(std::binary_search(handles.begin(), handles.end(), by_distance[i].second));
    }
  }
}

// 500 runners on 180 x 180 m: 8 people stand in a ring 3 m wide around the nearest 32, and nobody
// comes 3 m nearer between two ticks. Once the newest neighbours were half a second old.
TEST(Interest, WhoWalksIntoTheNearest32WasSentAtTheTickBefore) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  base::SeededRandom random(7);
  struct Runner {
    double x, z, dx, dz;
  };
  std::vector<Runner> runners;
  for (int i = 0; i < 500; ++i) {
    const double angle = random.unit() * 6.283185307;
    runners.push_back({random.unit() * 180.0 - 90.0, random.unit() * 180.0 - 90.0,
                       0.3 * std::cos(angle), 0.3 * std::sin(angle)});
  }
  View view;
  Handles before;
  for (int tick = 0; tick < 200; ++tick) {
    std::vector<std::pair<double, std::uint16_t>> by_distance;
    for (std::size_t i = 0; i < runners.size(); ++i) {
      Runner& r = runners[i];
      if (std::abs(r.x + r.dx) > 90.0) r.dx = -r.dx;
      if (std::abs(r.z + r.dz) > 90.0) r.dz = -r.dz;
      r.x += r.dx;
      r.z += r.dz;
      const auto handle = static_cast<std::uint16_t>(i + 2);
      crowd.put(handle, r.x, r.z);
      by_distance.emplace_back(std::hypot(r.x, r.z), handle);
    }
    std::sort(by_distance.begin(), by_distance.end());
    for (int i = 0; tick > 0 && i < 32; ++i) {
      EXPECT_TRUE(std::binary_search(before.begin(), before.end(), by_distance[i].second));
    }
    before = view.look(crowd.publish());
    std::sort(before.begin(), before.end());
  }
}

TEST(Interest, TheGridFindsTheSameNearestAsLookingAtEveryone) {
  TestCrowd crowd;
  crowd.put(kMe, 3, -7);
  base::SeededRandom random(5);
  for (std::uint16_t h = 2; h < 3000; ++h) {
    crowd.put(h, random.unit() * 400.0 - 200.0, random.unit() * 400.0 - 200.0);
  }
  const SnapshotPtr snapshot = crowd.publish();
  InterestSettings all;
  all.max_candidates = 10'000;
  InterestSettings grid;
  grid.max_candidates = 128;
  View view_all(all);
  View view_grid(grid);
  EXPECT_EQ(view_all.look(snapshot, 32), view_grid.look(snapshot, 32));
}

TEST(Interest, PeopleBeyondTheViewDistanceAreNotSent) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, 249, 0);
  crowd.put(3, 251, 0);
  View view;
  EXPECT_EQ(view.look(crowd.publish()), Handles{2});
}

TEST(Interest, SomeoneWhoStandsStillIsRepeatedRarely) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, 5, 0);
  View view;
  int records = 0;
  for (int tick = 0; tick < 100; ++tick)
    records += static_cast<int>(view.look(crowd.publish()).size());
  EXPECT_EQ(records, 3);  // at ticks 1, 41 and 81
}

TEST(Interest, WithoutNewsAFrameGoesOutOnlyNowAndThen) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  View view;
  int frames = 0;
  for (int tick = 0; tick < 100; ++tick) {
    view.look(crowd.publish());
    frames += view.sent ? 1 : 0;
  }
  EXPECT_EQ(frames, 5);  // every 20 ticks
}

TEST(Interest, AnAcceptedPoseIsAcknowledgedAtOnce) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  View view;
  view.look(crowd.publish());
  crowd.entry(kMe).own_sequence = 7;
  std::vector<std::byte> frame;
  ASSERT_TRUE(view.interest.encode_crowd(*crowd.publish(), 64, frame));
  EXPECT_EQ(schema::CrowdFrame::decode(frame)->own_sequence, 7);
}

TEST(Interest, BlockedPeopleAreLeftOutAndToldAsGone) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, 5, 0);
  View view;
  view.look(crowd.publish());
  const SnapshotPtr before = crowd.publish();
  ASSERT_EQ(view.interest.take_people(*before)->seen.size(), 1u);
  crowd.entry(kMe).hidden = std::make_shared<const Handles>(Handles{2});
  crowd.put(2, 6, 0);
  const SnapshotPtr after = crowd.publish();
  EXPECT_TRUE(view.look(after).empty());
  EXPECT_EQ(view.interest.take_people(*after)->gone, std::vector<std::int64_t>{2});
}

TEST(Interest, ANameIsToldOnceAndAgainWhenItChanges) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, 5, 0);
  View view;
  SnapshotPtr snapshot = crowd.publish();
  view.look(snapshot);
  auto people = view.interest.take_people(*snapshot);
  ASSERT_TRUE(people);
  ASSERT_EQ(people->seen.size(), 1u);
  EXPECT_EQ(people->seen[0].name, "p2");
  EXPECT_EQ(people->total, 2);

  snapshot = crowd.publish();
  view.look(snapshot);
  EXPECT_FALSE(view.interest.take_people(*snapshot));

  crowd.roster().set({2, 0, "new name", 2, false});
  snapshot = crowd.publish();
  view.look(snapshot);
  people = view.interest.take_people(*snapshot);
  ASSERT_TRUE(people);
  EXPECT_EQ(people->seen.at(0).name, "new name");
}

TEST(Interest, AHandleGivenToSomeoneElseIsToldAsGoneAndThenSeen) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, 5, 0);
  View view;
  SnapshotPtr snapshot = crowd.publish();
  view.look(snapshot);
  view.interest.take_people(*snapshot);

  crowd.remove(2);
  crowd.put(2, 5, 0);
  crowd.entry(2).record.generation = 1;
  crowd.roster().set({2, 1, "somebody else", 2, false});
  snapshot = crowd.publish();
  EXPECT_EQ(view.look(snapshot), Handles{2});  // though nothing but the generation differs
  const auto people = view.interest.take_people(*snapshot);
  ASSERT_TRUE(people);
  EXPECT_EQ(people->gone, std::vector<std::int64_t>{2});
  EXPECT_EQ(people->seen.at(0).generation, 1);
}

TEST(Interest, AViewerTooFarBehindTheRosterLearnsEverythingAnew) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, 5, 0);
  View view;
  SnapshotPtr snapshot = crowd.publish();
  view.look(snapshot);
  view.interest.take_people(*snapshot);
  for (std::size_t i = 0; i <= Roster::kLogLength; ++i) {
    crowd.roster().set({3, 0, "busy", i, false});
  }
  crowd.put(2, 6, 0);
  snapshot = crowd.publish();
  view.look(snapshot);
  const auto people = view.interest.take_people(*snapshot);
  ASSERT_TRUE(people);
  EXPECT_EQ(people->gone, std::vector<std::int64_t>{2});
  EXPECT_EQ(people->seen.at(0).handle, 2);
}

TEST(Interest, HandsOfThoseNearFollowNearestFirst) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  for (std::uint16_t h = 2; h < 6; ++h) {
    crowd.put(h, h * 4.0, 0);
    schema::HandsRecord hands;
    hands.handle = h;
    crowd.entry(h).hands = std::make_shared<const schema::HandsRecord>(hands);
  }
  View view;
  const SnapshotPtr snapshot = crowd.publish();
  view.look(snapshot);
  std::vector<std::byte> bytes;
  ASSERT_TRUE(view.interest.encode_hands(*snapshot, bytes));
  const auto frame = schema::HandsFrame::decode(bytes);
  ASSERT_TRUE(frame);
  ASSERT_EQ(frame->count, 2);  // at 8 and 12 m; 16 and 20 m are too far
  EXPECT_EQ(schema::HandsFrame::record(bytes, 0).handle, 2);
  EXPECT_EQ(schema::HandsFrame::record(bytes, 1).handle, 3);
}

}  // namespace
}  // namespace yc::crowd
