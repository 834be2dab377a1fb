#include "kernel/crowd/interest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "kernel/crowd/interest_fixture.h"

namespace yc::crowd {
namespace {

std::vector<std::uint16_t> by_distance(const TestCrowd& crowd, std::uint16_t people) {
  std::vector<std::pair<double, std::uint16_t>> order;
  const geometry::Vec3 me = crowd.position(kMe);
  for (std::uint16_t h = 2; h < people + 2; ++h) {
    const geometry::Vec3 way = crowd.position(h) - me;
    order.emplace_back(std::hypot(way.x, way.z), h);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::uint16_t> handles;
  for (const auto& [distance, handle] : order) handles.push_back(handle);
  return handles;
}

TEST(Interest, TellsTheNearestFirst) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, 30, 0);
  crowd.put(3, 0, -10);
  crowd.put(4, -20, 0);
  View view;
  view.look(crowd.publish());
  EXPECT_EQ(view.near, (Handles{3, 4, 2}));
  EXPECT_TRUE(view.far.empty());  // all are near
}

TEST(Interest, AViewerNeverGetsItself) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  View view;
  view.look(crowd.publish());
  EXPECT_TRUE(view.near.empty());
  EXPECT_TRUE(view.sent);  // the first frame tells the tick
}

TEST(Interest, AMotionIsToldOnceUntilItChanges) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, 5, 0, 2.2, 0);
  View view;
  int records = 0;
  for (int tick = 0; tick < 100; ++tick) {
    if (tick == 50) crowd.put(2, 10.5, 0, 0, 2.2);
    view.look(crowd.publish());
    records += static_cast<int>(view.near.size());
  }
  EXPECT_EQ(records, 2);
}

TEST(Interest, ARecordSaysHowOldItsPositionIs) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, 5, 0, 2.2, 0);
  for (int tick = 0; tick < 7; ++tick) crowd.publish();
  Interest interest(kMe, {});
  const SnapshotPtr snapshot = crowd.publish();
  ASSERT_TRUE(interest.look(*snapshot, {}));
  std::vector<std::byte> frame;
  ASSERT_TRUE(interest.encode_crowd(frame));
  EXPECT_EQ(schema::CrowdFrame::record(frame, 0).age_ticks, 7);
}

TEST(Interest, TheNearestAreToldAtTheTickAtWhichTheyTurn) {
  constexpr std::uint16_t kPeople = 500;
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  scatter(crowd, kPeople, 200, 4);
  base::SeededRandom random(8);
  View view;
  for (int tick = 0; tick < 30; ++tick) view.look(crowd.publish());
  for (int tick = 0; tick < 50; ++tick) {
    const auto order = by_distance(crowd, kPeople);
    Handles turned;
    for (int i = 0; i < 32; i += 3) {
      const geometry::Vec3 at = crowd.position(order[static_cast<std::size_t>(i)]);
      crowd.put(order[static_cast<std::size_t>(i)], at.x, at.z, random.unit(), random.unit());
      turned.push_back(order[static_cast<std::size_t>(i)]);
    }
    view.look(crowd.publish());
    for (const std::uint16_t handle : turned) {
      EXPECT_NE(std::ranges::find(view.near, handle), view.near.end()) << tick;
    }
  }
}

// Runs through a crowd: each is known, if only by its cell, on becoming one of the nearest 32.
TEST(Interest, WhoBecomesOneOfTheNearest32IsKnownByThen) {
  constexpr std::uint16_t kPeople = 500;
  TestCrowd crowd;
  crowd.put(kMe, -80, 0);
  scatter(crowd, kPeople, 180, 7);
  View view;
  std::set<std::uint16_t> known;
  for (int tick = 0; tick < 200; ++tick) {
    crowd.put(kMe, -80 + tick * 0.3, 0);  // 6 m/s
    view.look(crowd.publish());
    known.insert(view.near.begin(), view.near.end());
    known.insert(view.far.begin(), view.far.end());
    if (tick == 0) continue;
    const auto order = by_distance(crowd, kPeople);
    for (int i = 0; i < 32; ++i) EXPECT_TRUE(known.contains(order[static_cast<std::size_t>(i)]));
  }
}

TEST(Interest, EveryoneInViewIsToldOnce) {
  constexpr std::uint16_t kPeople = 3000;
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  scatter(crowd, kPeople, 300, 3);  // corners are 212 m away
  View view;
  std::map<std::uint16_t, int> told;
  for (int tick = 0; tick < 20 * 20; ++tick) {
    view.look(crowd.publish());
    for (const std::uint16_t handle : view.far) ++told[handle];
  }
  EXPECT_EQ(told.size(), std::size_t{kPeople});
  // Nobody moves, so once is enough, but for the edge of the view, which is told again and again.
  for (const auto& [handle, times] : told) {
    const geometry::Vec3 at = crowd.position(handle);
    if (std::hypot(at.x, at.z) < schema::kCrowdViewM - 40) {
      EXPECT_EQ(times, 1) << handle;
    }
  }
}

TEST(Interest, NobodyBeyondTheViewIsTold) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, schema::kCrowdViewM - 1, 0);
  crowd.put(3, schema::kCrowdViewM + 1, 0);
  View view;
  view.look(crowd.publish());
  EXPECT_EQ(view.near, Handles{2});
}

TEST(Interest, BytesStayWithinTheBudget) {
  constexpr std::uint16_t kPeople = 5000;
  InterestSettings settings;
  settings.bytes_per_second = 8000;
  settings.bytes_on_arrival = 8000;
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  scatter(crowd, kPeople, 200, 6);
  base::SeededRandom random(9);
  View view(settings);
  std::size_t bytes = 0;
  constexpr int kSeconds = 20;
  for (int tick = 0; tick < kSeconds * kTestTickHz; ++tick) {
    for (int i = 0; i < 250; ++i) {  // each turns once a second
      const auto handle = static_cast<std::uint16_t>(2 + random.unit() * (kPeople - 1));
      const geometry::Vec3 at = crowd.position(handle);
      crowd.put(handle, at.x, at.z, random.unit(), random.unit());
    }
    view.look(crowd.publish());
    bytes += view.bytes;
  }
  // Names are not counted here; the last cell told may overdraw by its records.
  EXPECT_LE(bytes, (kSeconds + 1) * 8000u + 2000u);
  EXPECT_GE(bytes, kSeconds * 8000u * 9 / 10);
}

TEST(Interest, AVeryFullCellIsToldInTurns) {
  constexpr std::uint16_t kPeople = 1000;
  TestCrowd crowd;
  crowd.put(kMe, 60, 0);
  base::SeededRandom random(11);
  for (std::uint16_t h = 2; h < kPeople + 2; ++h) {
    crowd.put(h, random.unit() * 15.9, random.unit() * 15.9);
  }
  View view;
  std::set<std::uint16_t> told;
  std::size_t most = 0;
  for (int tick = 0; tick < 30 * kTestTickHz; ++tick) {
    view.look(crowd.publish());
    told.insert(view.far.begin(), view.far.end());
    most = std::max(most, view.far.size());
  }
  EXPECT_EQ(told.size(), std::size_t{kPeople});
  EXPECT_LE(most, InterestSettings{}.cell_people);
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
  const SnapshotPtr snapshot = crowd.publish();
  ASSERT_TRUE(view.interest.look(*snapshot, {}));
  std::vector<std::byte> frame;
  ASSERT_TRUE(view.interest.encode_crowd(frame));
  EXPECT_EQ(schema::CrowdFrame::decode(frame)->own_sequence, 7);
}

TEST(Interest, BlockedPeopleAreLeftOutAndToldAsGone) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, 5, 0);
  View view;
  view.look(crowd.publish());
  crowd.entry(kMe).hidden = std::make_shared<const Handles>(Handles{2});
  crowd.put(2, 6, 0);
  view.look(crowd.publish());
  EXPECT_TRUE(view.near.empty());
  ASSERT_TRUE(view.people);
  EXPECT_EQ(view.people->gone, std::vector<std::int64_t>{2});
}

TEST(Interest, BlockedPeopleAreLeftOutOfTheCellsThatAllShare) {
  constexpr std::uint16_t kPeople = 200;
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  scatter(crowd, kPeople, 150, 12);
  const std::uint16_t far = by_distance(crowd, kPeople).back();
  crowd.entry(kMe).hidden = std::make_shared<const Handles>(Handles{far});
  View view;
  for (int tick = 0; tick < 200; ++tick) {
    if (tick == 100) crowd.put(far, crowd.position(far).x, crowd.position(far).z, 1, 0);
    view.look(crowd.publish());
    EXPECT_EQ(std::ranges::find(view.far, far), view.far.end());
  }
  crowd.entry(kMe).hidden = nullptr;
  bool told = false;
  for (int tick = 0; tick < 200; ++tick) {
    view.look(crowd.publish());
    told |= std::ranges::find(view.far, far) != view.far.end();
  }
  EXPECT_TRUE(told);
}

TEST(Interest, ANameIsToldOnceAndAgainWhenItChanges) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, 5, 0);
  View view;
  view.look(crowd.publish());
  view.look(crowd.publish());
  ASSERT_TRUE(view.people);
  ASSERT_EQ(view.people->seen.size(), 1u);
  EXPECT_EQ(view.people->seen[0].name, "p2");
  EXPECT_EQ(view.people->total, 2);
  view.look(crowd.publish());
  EXPECT_FALSE(view.people);

  crowd.roster().set({2, 0, "new name", 2, false});
  view.look(crowd.publish());
  ASSERT_TRUE(view.people);
  EXPECT_EQ(view.people->seen.at(0).name, "new name");
}

TEST(Interest, LooksOfThoseFarOffAreToldOnce) {
  constexpr std::uint16_t kPeople = 300;
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  scatter(crowd, kPeople, 200, 13);
  Interest interest(kMe, {});
  std::map<std::uint16_t, int> dressed;
  std::vector<std::byte> frame;
  for (int tick = 0; tick < 400; ++tick) {
    const SnapshotPtr snapshot = crowd.publish();
    ASSERT_TRUE(interest.look(*snapshot, {}));
    if (const auto people = take_people(interest)) {
      for (const auto& person : people->seen) ++dressed[static_cast<std::uint16_t>(person.handle)];
    }
    if (interest.encode_looks(frame)) {
      const auto looks = schema::LooksFrame::decode(frame);
      ASSERT_TRUE(looks);
      for (std::size_t i = 0; i < looks->count; ++i) {
        const schema::LooksRecord record = schema::LooksFrame::record(frame, i);
        EXPECT_EQ(record.look_low, record.handle);  // as the fixture dresses them
        ++dressed[record.handle];
      }
    }
    interest.encode_crowd(frame);
    interest.encode_cells(frame);
  }
  EXPECT_EQ(dressed.size(), std::size_t{kPeople});
  for (const auto& [handle, times] : dressed) EXPECT_EQ(times, 1) << handle;
}

// Nobody moves, so nobody is told of again.
TEST(Interest, WhoWasToldWithoutALookIsToldAsGoneAllTheSame) {
  constexpr std::uint16_t kLeaves = 900, kBlocked = 901;
  Detail detail;
  detail.extras = false;
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  scatter(crowd, 100, 40, 5);  // enough near ones
  crowd.put(kLeaves, 100, 0);
  crowd.put(kBlocked, 0, 100);
  View view;
  Handles far;
  for (int tick = 0; tick < 60; ++tick) {
    view.look(crowd.publish(), detail);
    far.insert(far.end(), view.far.begin(), view.far.end());
  }
  for (const std::uint16_t handle : {kLeaves, kBlocked}) {
    ASSERT_NE(std::ranges::find(far, handle), far.end());
  }
  crowd.remove(kLeaves);
  crowd.entry(kMe).hidden = std::make_shared<const Handles>(Handles{kBlocked});
  view.look(crowd.publish(), detail);
  ASSERT_TRUE(view.people);
  EXPECT_EQ(std::set(view.people->gone.begin(), view.people->gone.end()),
            (std::set<std::int64_t>{kLeaves, kBlocked}));
}

TEST(Interest, LooksLeftOutForWantOfExtrasFollowWhenThereAreExtrasAgain) {
  constexpr std::uint16_t kPeople = 300;
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  scatter(crowd, kPeople, 200, 17);
  Interest interest(kMe, {});
  std::set<std::uint16_t> dressed;
  std::set<std::uint16_t> told;
  std::vector<std::byte> frame;
  const auto tell = [&](int ticks, const Detail& detail) {
    for (int tick = 0; tick < ticks; ++tick) {
      const SnapshotPtr snapshot = crowd.publish();
      ASSERT_TRUE(interest.look(*snapshot, detail));
      const auto people = take_people(interest);
      for (const auto& person : people ? people->seen : std::vector<schema::Person>{}) {
        dressed.insert(static_cast<std::uint16_t>(person.handle));
      }
      if (interest.encode_looks(frame)) {
        const auto looks = schema::LooksFrame::decode(frame);
        for (std::size_t i = 0; i < looks->count; ++i) {
          const std::uint16_t handle = schema::LooksFrame::record(frame, i).handle;
          EXPECT_TRUE(dressed.insert(handle).second) << handle;
        }
      }
      interest.encode_crowd(frame);
      if (!interest.encode_cells(frame)) continue;
      for (const std::uint16_t handle : handles_in_cells(frame)) told.insert(handle);
    }
  };
  Detail detail;
  detail.extras = false;
  tell(400, detail);
  told.erase(kMe);
  EXPECT_EQ(told.size(), std::size_t{kPeople});
  EXPECT_EQ(dressed.size(), detail.nearest);  // looks come with names
  told.clear();
  detail.extras = true;
  tell(400, detail);
  EXPECT_TRUE(told.size() < kPeople / 2) << told.size();  // only the edge of the view
  EXPECT_EQ(dressed.size(), std::size_t{kPeople});
}

TEST(Interest, AHandleGivenToSomeoneElseIsToldAsGoneAndThenSeen) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, 5, 0);
  View view;
  view.look(crowd.publish());
  view.look(crowd.publish());

  crowd.remove(2);
  crowd.put(2, 5, 0);
  crowd.entry(2).record.generation = 1;
  crowd.roster().set({2, 1, "somebody else", 2, false});
  view.look(crowd.publish());
  EXPECT_EQ(view.near, Handles{2});  // though nothing but the generation differs
  ASSERT_TRUE(view.people);
  EXPECT_EQ(view.people->gone, std::vector<std::int64_t>{2});
  view.look(crowd.publish());
  ASSERT_TRUE(view.people);
  EXPECT_EQ(view.people->seen.at(0).generation, 1);
}

TEST(Interest, WhoLeavesIsToldAsGoneAndNeverAfterwards) {
  constexpr std::uint16_t kPeople = 300;
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  scatter(crowd, kPeople, 200, 14);
  View view;
  for (int tick = 0; tick < 100; ++tick) view.look(crowd.publish());
  const auto order = by_distance(crowd, kPeople);
  for (const std::uint16_t handle : {order[0], order[150], order[299]}) {
    crowd.remove(handle);
    view.look(crowd.publish());
    ASSERT_TRUE(view.people);
    EXPECT_EQ(view.people->gone, std::vector<std::int64_t>{handle});
    for (int tick = 0; tick < 100; ++tick) {
      EXPECT_EQ(std::ranges::find(view.far, handle), view.far.end());
      view.look(crowd.publish());
    }
  }
}

TEST(Interest, WhoGoesElsewhereAtOnceIsToldAsGoneAndAnew) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, 5, 0);
  crowd.put(3, 8, 0);
  View view;
  view.look(crowd.publish());
  view.look(crowd.publish());
  crowd.put(2, 1000, 0);
  crowd.put(3, -8, 0);
  crowd.roster().jump(2);
  crowd.roster().jump(3);
  view.look(crowd.publish());
  ASSERT_TRUE(view.people);
  EXPECT_EQ(view.people->gone, (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(view.near, Handles{3});
}

TEST(Interest, AViewerTooFarBehindTheRosterLearnsEverythingAnew) {
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  crowd.put(2, 5, 0);
  View view;
  view.look(crowd.publish());
  view.look(crowd.publish());
  for (std::size_t i = 0; i <= Roster::kLogLength; ++i) {
    crowd.roster().set({3, 0, "busy", i, false});
  }
  view.look(crowd.publish());
  ASSERT_TRUE(view.people);
  EXPECT_EQ(view.people->gone, std::vector<std::int64_t>{2});
  EXPECT_EQ(view.near, Handles{2});
  view.look(crowd.publish());
  ASSERT_TRUE(view.people);
  EXPECT_EQ(view.people->seen.at(0).handle, 2);
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
  Interest interest(kMe, {});
  const SnapshotPtr snapshot = crowd.publish();
  ASSERT_TRUE(interest.look(*snapshot, {}));
  std::vector<std::byte> bytes;
  ASSERT_TRUE(interest.encode_hands(bytes));
  const auto frame = schema::HandsFrame::decode(bytes);
  ASSERT_TRUE(frame);
  ASSERT_EQ(frame->count, 2);  // at 8 and 12 m; 16 and 20 m are too far
  EXPECT_EQ(schema::HandsFrame::record(bytes, 0).handle, 2);
  EXPECT_EQ(schema::HandsFrame::record(bytes, 1).handle, 3);
}

// All stand in one cell, too many to be told at once; who leaves meanwhile makes the others move
// up.
TEST(Interest, OfAVeryFullCellNobodyIsPassedOver) {
  constexpr std::uint16_t kPeople = 700;
  TestCrowd crowd;
  crowd.put(kMe, -40, 0);
  base::SeededRandom random(5);
  std::set<std::uint16_t> untold;
  for (std::uint16_t h = 2; h < kPeople + 2; ++h) {
    crowd.put(h, 1 + random.unit() * 14, 1 + random.unit() * 14);
    untold.insert(h);
    if (h % 50 == 0) crowd.publish();
  }
  View view;
  for (int tick = 0; tick < 600; ++tick) {
    if (tick % 20 == 10 && tick < 200) {
      const auto leaves = static_cast<std::uint16_t>(2 + tick);
      crowd.remove(leaves);
      untold.erase(leaves);
    }
    view.look(crowd.publish());
    for (const std::uint16_t h : view.near) untold.erase(h);
    for (const std::uint16_t h : view.far) untold.erase(h);
  }
  EXPECT_TRUE(untold.empty()) << untold.size();
}

TEST(Interest, AfterTooManyChangesWhoStandsFarOffIsToldAgain) {
  constexpr std::uint16_t kPeople = 100;
  TestCrowd crowd;
  crowd.put(kMe, -100, 0);
  for (std::uint16_t h = 2; h < kPeople + 2; ++h) crowd.put(h, 0.5 * h, 20);
  View view;
  for (int tick = 0; tick < 200; ++tick) view.look(crowd.publish());
  for (std::size_t i = 0; i <= Roster::kLogLength; ++i) {
    crowd.roster().set({2, 0, "n" + std::to_string(i), 2, false});
  }
  std::set<std::uint16_t> told;
  for (int tick = 0; tick < 400; ++tick) {
    view.look(crowd.publish());
    told.insert(view.near.begin(), view.near.end());
    told.insert(view.far.begin(), view.far.end());
  }
  EXPECT_EQ(told.size(), std::size_t{kPeople});
}

TEST(Interest, WhoJumpsSeesThoseThereAtTheNextTick) {
  constexpr std::uint16_t kPeople = 200;
  TestCrowd crowd;
  crowd.put(kMe, 0, 0);
  scatter(crowd, kPeople, 60, 3);
  crowd.put(kPeople + 2, 900, 900);
  View view;
  for (int tick = 0; tick < 50; ++tick) view.look(crowd.publish());
  crowd.put(kMe, 905, 900);
  crowd.roster().jump(kMe);
  view.look(crowd.publish());
  EXPECT_EQ(view.near, Handles{kPeople + 2});
}

}  // namespace
}  // namespace yc::crowd
