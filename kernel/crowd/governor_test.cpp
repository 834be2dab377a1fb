#include "kernel/crowd/governor.h"

#include <gtest/gtest.h>

namespace yc::crowd {
namespace {

using std::chrono::milliseconds;

constexpr base::Duration kPeriod = milliseconds(50);

// A shard on which telling everyone at every tick takes `full`, in a space of 20 ticks a second.
struct Shard {
  Governor governor{kPeriod};
  base::MonotonicTime now{std::chrono::seconds(1)};

  void tick(base::Duration full) {
    const auto cost =
        std::chrono::duration_cast<base::Duration>(full / governor.detail().ticks_per_frame());
    const base::MonotonicTime done = now + cost;
    governor.told({now, now, done, cost});
    now = std::max(now + kPeriod, done);
  }
  void run(base::Duration full, base::Duration time) {
    for (const base::MonotonicTime end = now + time; now < end;) tick(full);
  }
};

TEST(Detail, EveryViewerIsToldAsOftenAsTheStepSays) {
  for (const Detail& detail : detail_steps()) {
    for (std::uint16_t handle = 1; handle < 50; ++handle) {
      std::uint32_t told = 0;
      for (std::uint32_t tick = 0; tick < 120; ++tick) told += detail.tells(handle, tick);
      EXPECT_EQ(told * detail.in_ticks, 120 * detail.frames);
    }
  }
}

TEST(Detail, EveryTickHasAsMuchToDo) {
  for (const Detail& detail : detail_steps()) {
    for (std::uint32_t tick = 0; tick < 24; ++tick) {
      std::uint32_t told = 0;
      for (std::uint16_t handle = 1; handle <= 120; ++handle) told += detail.tells(handle, tick);
      EXPECT_EQ(told * detail.in_ticks, 120 * detail.frames);
    }
  }
}

TEST(Governor, ALightLoadIsToldInFull) {
  Shard shard;
  shard.run(milliseconds(20), std::chrono::seconds(10));
  EXPECT_EQ(shard.governor.step(), 0u);
}

TEST(Governor, OthersWhoUseTheProcessorsAreNoReasonToTellLess) {
  Governor governor{kPeriod};
  base::MonotonicTime now{std::chrono::seconds(1)};
  for (int i = 0; i < 400; ++i, now = now + kPeriod) {
    governor.told({now, now + milliseconds(5), now + milliseconds(55), milliseconds(20)});
  }
  EXPECT_EQ(governor.step(), 0u);
}

TEST(Governor, UnlessATickTakesMuchLongerThanItsTime) {
  Governor governor{kPeriod};
  base::MonotonicTime now{std::chrono::seconds(1)};
  for (int i = 0; i < 400; ++i, now = now + kPeriod) {
    governor.told({now, now + milliseconds(5), now + milliseconds(80), milliseconds(20)});
  }
  EXPECT_GT(governor.step(), 0u);
}

TEST(Governor, DetailIsShedBeforeRate) {
  Shard shard;
  double ticks_per_frame = 1;
  for (int i = 0; i < 400; ++i) {
    shard.tick(milliseconds(90));
    const Detail& detail = shard.governor.detail();
    if (detail.ticks_per_frame() > ticks_per_frame) {
      EXPECT_GE(shard.governor.step(), 3u);
    }
    ticks_per_frame = detail.ticks_per_frame();
  }
  EXPECT_GT(ticks_per_frame, 1.0);
}

TEST(Governor, TwiceTheLoadSettlesWithinAFewSecondsAndStays) {
  Shard shard;
  shard.run(milliseconds(100), std::chrono::seconds(4));
  const std::size_t settled = shard.governor.step();
  EXPECT_LT(shard.governor.load(), 0.85);  // more is too much
  for (int i = 0; i < 400; ++i) {
    shard.tick(milliseconds(100));
    EXPECT_EQ(shard.governor.step(), settled);
  }
}

TEST(Governor, WhenTheLoadGoesAllIsBackWithinFiveSeconds) {
  Shard shard;
  shard.run(milliseconds(400), std::chrono::seconds(10));
  EXPECT_GE(shard.governor.step(), 6u);
  shard.run(milliseconds(10), std::chrono::seconds(5));
  EXPECT_EQ(shard.governor.step(), 0u);
}

// What one tick takes does not matter, only what all take: here they alternate.
TEST(Governor, StepsThatDifferByTheirRateAreComeBackOverAtOnceButNotTooMany) {
  for (const auto& [full, lowest] : {std::pair{milliseconds(24), 2u}, {milliseconds(60), 3u}}) {
    Shard shard;
    shard.run(milliseconds(800), std::chrono::seconds(10));
    ASSERT_EQ(shard.governor.step(), 8u);
    for (int i = 0; shard.governor.step() == 8; ++i)
      shard.tick(i % 2 == 0 ? full / 2 : full * 3 / 2);
    const std::size_t after = shard.governor.step();
    EXPECT_LT(after, 7u);
    EXPECT_GE(after, lowest);  // 0.48 of a tick at every tick; 0.6 at every second
    shard.run(full, std::chrono::seconds(1));
    EXPECT_LE(shard.governor.step(), after) << "taken back";
  }
}

// Telling less costs a third less, which is not enough to come back: it may try, but ever more
// rarely.
TEST(Governor, AStepThatSavesMuchIsNotTakenBackAgainAndAgain) {
  Governor governor{kPeriod};
  base::MonotonicTime now{std::chrono::seconds(1)};
  int changes = 0;
  for (int i = 0; i < 60 * 20; ++i, now = now + kPeriod) {
    const std::size_t step = governor.step();
    const auto cost = step == 0 ? milliseconds(45) : milliseconds(30);
    changes += governor.told({now, now, now + cost, cost}) != step ? 1 : 0;
  }
  EXPECT_LE(changes, 15) << "in a minute: waits of 0.4, 0.8 ... 12.8 and 20 s, each ended by two";
}

// Half of those go who made a step down too much again and again.
TEST(Governor, WhenHalfTheLoadGoesThePatienceGoesToo) {
  Governor governor{kPeriod};
  base::MonotonicTime now{std::chrono::seconds(1)};
  const auto run = [&](base::Duration full, base::Duration time) {
    for (const base::MonotonicTime end = now + time; now < end; now = now + kPeriod) {
      const auto cost = governor.step() == 0 ? full : full * 2 / 3;
      governor.told({now, now, now + cost, cost});
    }
  };
  run(milliseconds(45), std::chrono::seconds(120));
  run(milliseconds(22), std::chrono::seconds(5));
  EXPECT_EQ(governor.step(), 0u);
}

}  // namespace
}  // namespace yc::crowd
