// Whom a listener hears: by loudness and distance, within bounds.
#include <gtest/gtest.h>

#include <algorithm>

#include "kernel/media/media_fixture.h"

namespace yc::media {
namespace {

using Handles = std::vector<std::uint16_t>;

Handles sorted(Handles handles) {
  std::ranges::sort(handles);
  return handles;
}

TEST(Hearing, TheNearestEightOfEquallyLoudAreHeardNearestFirst) {
  SpeakingCrowd crowd;
  crowd.people.put(1, 0, 0);
  for (std::uint16_t i = 2; i <= 15; ++i) {
    crowd.people.put(i, 1.0 + i, 0);
    crowd.speak(i);
  }
  Hearing hearing(1, {});
  EXPECT_EQ(hears(hearing, crowd.round()), (Handles{2, 3, 4, 5, 6, 7, 8, 9}));
}

TEST(Hearing, SaysWhoIsHeardBestFirst) {
  SpeakingCrowd crowd;
  crowd.people.put(1, 0, 0);
  for (std::uint16_t i = 2; i <= 4; ++i) {
    crowd.people.put(i, 40.0 - 8.0 * i, 0);  // 24, 16 and 8 m off
    crowd.speak(i);
  }
  Hearing hearing(1, {});
  EXPECT_TRUE(hearing.heard().empty());
  hears(hearing, crowd.round());
  EXPECT_TRUE(std::ranges::equal(hearing.heard(), Handles{4, 3, 2}));
}

TEST(Hearing, SomebodyLouderIsHeardBeforeSomebodyNearer) {
  SpeakingCrowd crowd;
  crowd.people.put(1, 0, 0);
  crowd.people.put(2, 2, 0);
  crowd.people.put(3, 4, 0);
  crowd.speak(2, 255 - 2 * 40);
  crowd.speak(3, 255 - 2 * 24);  // 16 dB louder, 6 dB further
  Hearing hearing(1, {});
  EXPECT_EQ(hears(hearing, crowd.round()), (Handles{3, 2}));
}

TEST(Hearing, ALoudnessBeyondReasonCountsAsASteadyVoice) {
  SpeakingCrowd crowd;
  crowd.people.put(1, 0, 0);
  crowd.people.put(2, 2, 0);
  crowd.people.put(3, 6, 0);
  crowd.speak(2, 255 - 2 * 24);
  crowd.speak(3, 255);  // counts 6 dB above the other, and is 9.5 dB further
  Hearing hearing(1, {});
  EXPECT_EQ(hears(hearing, crowd.round()), (Handles{2, 3}));
}

TEST(Hearing, NobodyHearsThemselvesThoseApartOrThoseTooFar) {
  SpeakingCrowd crowd;
  crowd.people.put(1, 0, 0);
  crowd.people.put(2, 5, 0);
  crowd.people.put(3, 6, 0);
  crowd.people.put(4, 29, 0);
  crowd.people.put(5, 31, 0);
  crowd.people.entry(1).hidden = std::make_shared<const crowd::Handles>(crowd::Handles{2});
  for (std::uint16_t i = 1; i <= 5; ++i) crowd.speak(i);
  Hearing hearing(1, {});
  EXPECT_EQ(hears(hearing, crowd.round()), (Handles{3, 4}));
}

TEST(Hearing, WhoIsBlockedWhileSpeakingIsSilentInTheNextRound) {
  SpeakingCrowd crowd;
  crowd.people.put(1, 0, 0);
  crowd.people.put(2, 5, 0);
  Hearing hearing(1, {});
  crowd.speak(2);
  EXPECT_EQ(hears(hearing, crowd.round()), (Handles{2}));
  crowd.people.entry(1).hidden = std::make_shared<const crowd::Handles>(crowd::Handles{2});
  crowd.speak(2);
  EXPECT_EQ(hears(hearing, crowd.round()), Handles{});
}

// Nine speakers around the listener, the last a little further away.
class Seats : public ::testing::Test {
 protected:
  Seats() {
    crowd_.people.put(1, 0, 0);
    for (std::uint16_t i = 2; i <= 10; ++i) crowd_.people.put(i, i == 10 ? 5.0 : 4.0, 0);
    speak_all();
    EXPECT_EQ(hears(hearing_, crowd_.round()), kFirstEight);
  }
  void speak_all(std::uint16_t but = 0) {
    for (std::uint16_t i = 2; i <= 10; ++i) {
      if (i != but) crowd_.speak(i);
    }
  }
  const Handles kFirstEight{2, 3, 4, 5, 6, 7, 8, 9};
  SpeakingCrowd crowd_;
  Hearing hearing_{1, {}};
};

TEST_F(Seats, SomebodyALittleNearerTakesNone) {
  crowd_.people.put(10, 3.0, 0);  // 4 to 3 is 2.5 dB
  speak_all();
  EXPECT_EQ(sorted(hears(hearing_, crowd_.round())), kFirstEight);
}

TEST_F(Seats, SomebodyMoreThanTwiceAsStrongTakesOne) {
  crowd_.people.put(10, 1.5, 0);
  speak_all();
  const Handles heard = hears(hearing_, crowd_.round());
  EXPECT_EQ(heard.size(), 8u);
  EXPECT_EQ(heard.front(), 10);
}

TEST_F(Seats, AreKeptThroughAPauseOf200MsAndNoLonger) {
  for (int i = 0; i < 5; ++i) {
    speak_all(9);
    EXPECT_EQ(hears(hearing_, crowd_.round()), (Handles{2, 3, 4, 5, 6, 7, 8})) << i;
  }
  speak_all(9);
  EXPECT_EQ(sorted(hears(hearing_, crowd_.round())), (Handles{2, 3, 4, 5, 6, 7, 8, 10}));
}

TEST(HearingStage, AnAudienceHearsWhoStandsOnItBeforeItsNeighbours) {
  SpeakingCrowd crowd({{"opera", {100, 0, 0}, 5, 80}});
  crowd.people.put(1, 30, 0);
  crowd.people.put(2, 31, 0);
  crowd.people.put(3, 103, 0);
  crowd.people.put(4, 10, 0);
  for (std::uint16_t i = 2; i <= 3; ++i) crowd.speak(i);
  const VoiceRoundPtr round = crowd.round();
  Hearing near_enough(1, {}), too_far(4, {});
  EXPECT_EQ(hears(near_enough, round), (Handles{3, 2}));
  EXPECT_EQ(hears(too_far, round), (Handles{2}));
}

TEST(HearingStage, AFloorAboveOrBelowIsNotTheStage) {
  const std::vector<Stage> stages{{"opera", {0, 10, 0}, 5, 80}};
  EXPECT_EQ(stage_under(stages, {4, 10.5, 0}), 0);
  EXPECT_EQ(stage_under(stages, {6, 10.5, 0}), kNoStage);
  EXPECT_EQ(stage_under(stages, {4, 14, 0}), kNoStage);
  EXPECT_EQ(stage_under(stages, {4, 8, 0}), kNoStage);
}

// A plaza of 40 m with a thousand people who all speak.
void fill_plaza(SpeakingCrowd& crowd) {
  for (std::uint16_t i = 0; i < 1000; ++i) {
    crowd.people.put(static_cast<std::uint16_t>(i + 1), 1.25 * (i % 32), 1.25 * (i / 32));
  }
}

TEST(HearingBudget, InACrowdOfAThousandSpeakersAListenerIsSentAtMost300KbitASecond) {
  SpeakingCrowd crowd;
  fill_plaza(crowd);
  // The largest packets that the protocol allows, four at once.
  for (std::uint16_t i = 1; i <= 1000; ++i) {
    for (int k = 0; k < 4; ++k) {
      crowd.speak(i, kSpeakingUp, std::vector<std::byte>(schema::VoiceFrame::kTailMax));
    }
  }
  const VoiceRoundPtr round = crowd.round();
  constexpr std::size_t kWebSocketHeader = 4, kTcpIp = 52;
  for (std::uint16_t i = 1; i <= 1000; ++i) {
    Hearing hearing(i, {});
    std::vector<std::byte> frame;
    ASSERT_TRUE(hearing.encode(*round, frame));
    EXPECT_LE((frame.size() + kWebSocketHeader + kTcpIp) * 8 * 1000 / kRoundMs, 300'000u);
    EXPECT_TRUE(schema::VoicesFrame::decode(frame));
  }
}

TEST(HearingBudget, InACrowdOfAThousandSpeakersNeighboursAreAmongTheEight) {
  SpeakingCrowd crowd;
  fill_plaza(crowd);
  for (std::uint16_t i = 1; i <= 1000; ++i) crowd.speak(i);
  const VoiceRoundPtr round = crowd.round();
  Hearing hearing(500, {});
  const Handles heard = hears(hearing, round);
  ASSERT_EQ(heard.size(), 8u);
  for (const std::uint16_t handle : heard) {
    const geometry::Vec3 way = crowd.people.position(handle) - crowd.people.position(500);
    const double away = std::hypot(way.x, way.z);
    EXPECT_LT(away, 1.25 * 1.5) << "the eight on the squares around";
  }
}

}  // namespace
}  // namespace yc::media
