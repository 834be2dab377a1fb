// The murmur, and the way of a packet from a shard through a round to the shards.
#include "kernel/media/mixer.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "kernel/base/simulation.h"
#include "kernel/media/media_fixture.h"

namespace yc::media {
namespace {

using std::chrono::milliseconds;

class Murmur : public ::testing::Test {
 protected:
  // One listener in the middle of a bed cell, and speakers in a row before them.
  void gather(std::uint16_t speakers, SpeakingCrowd& crowd) {
    crowd.people.put(1, 8, 8);
    for (std::uint16_t i = 2; i < 2 + speakers; ++i) crowd.people.put(i, 8, 8.5 + 0.3 * i);
  }
  VoiceRoundPtr say(std::uint16_t speakers, SpeakingCrowd& crowd) {
    for (std::uint16_t i = 2; i < 2 + speakers; ++i) crowd.speak(i, kSpeakingUp, packet_);
    return crowd.round(true);
  }
  bool hears_murmur(std::uint16_t listener, const VoiceRoundPtr& round) {
    Hearing hearing(listener, {});
    return has(hears(hearing, round), 0);
  }
  const std::vector<std::byte> packet_ = tone_packet();
};

TEST_F(Murmur, IsMadeOfThoseWithoutASeat) {
  SpeakingCrowd crowd;
  gather(20, crowd);
  const VoiceRoundPtr round = say(20, crowd);
  ASSERT_EQ(round->beds.size(), 1u);
  EXPECT_EQ(round->beds[0].from.size(), 12u) << "of twenty, eight are heard one by one";
  EXPECT_TRUE(is_voice_packet(round->bytes_of({0, 0, round->beds[0].size, round->beds[0].offset})));
  EXPECT_GT(round->beds[0].loudness, 0);
  EXPECT_TRUE(hears_murmur(1, round));
}

TEST_F(Murmur, IsNotMadeWhereEverybodyHasASeat) {
  SpeakingCrowd crowd;
  gather(8, crowd);
  EXPECT_TRUE(say(8, crowd)->beds.empty());
}

TEST_F(Murmur, IsNotHeardByThoseInItNorByThoseApartFromOneInIt) {
  SpeakingCrowd crowd;
  gather(20, crowd);
  const std::uint16_t mixed = say(20, crowd)->beds[0].from.front();
  crowd.people.entry(1).hidden = std::make_shared<const crowd::Handles>(crowd::Handles{mixed});
  const VoiceRoundPtr round = say(20, crowd);
  ASSERT_TRUE(has(round->beds[0].from, mixed));
  EXPECT_FALSE(hears_murmur(mixed, round));
  EXPECT_FALSE(hears_murmur(1, round));
}

TEST_F(Murmur, CostsNoMoreThanItsBoundsAndTellsWhatIsLeftOut) {
  BedSettings bounds;
  bounds.cells = 3;
  bounds.decoded = 30;
  SpeakingCrowd crowd({}, bounds);
  for (std::uint16_t i = 0; i < 1000; ++i) {
    crowd.people.put(static_cast<std::uint16_t>(i + 1), 2.0 * (i % 32), 2.0 * (i / 32));
    crowd.speak(static_cast<std::uint16_t>(i + 1), kSpeakingUp, packet_);
  }
  const VoiceRoundPtr round = crowd.round(true);
  EXPECT_LE(round->beds.size(), 3u);
  std::vector<std::uint16_t> mixed;
  for (const auto& bed : round->beds) {
    EXPECT_LE(bed.from.size(), 12u);
    mixed.insert(mixed.end(), bed.from.begin(), bed.from.end());
  }
  std::ranges::sort(mixed);
  mixed.erase(std::ranges::unique(mixed).begin(), mixed.end());
  EXPECT_LE(mixed.size(), 30u);
  EXPECT_GE(crowd.beds().shed(), 13u) << "of 16 cells";
}

class MixerTest : public ::testing::Test {
 protected:
  MixerTest() : mixer_({}, {*executor_, scheduler_, metrics_}) {
    crowd_.put(1, 0, 0);
    crowd_.put(2, 3, 0);
    snapshot_ = crowd_.publish();
    mixer_.watch(*shard_, [this](VoiceRoundPtr round) { rounds_.push_back(std::move(round)); });
    mixer_.start();
    scheduler_.run_for(milliseconds(10));
  }
  base::Status speak(std::uint16_t handle, std::span<const std::byte> packet) {
    schema::VoiceFrame frame;
    frame.sequence = ++sequence_;
    frame.loudness = kSpeakingUp;
    return mixer_.submit(*room_, handle, frame, packet);
  }

  base::SimulatedScheduler scheduler_{1};
  std::unique_ptr<base::Executor> executor_ = scheduler_.make_executor();
  std::unique_ptr<base::Executor> shard_ = scheduler_.make_executor();
  base::Metrics metrics_;
  crowd::TestCrowd crowd_;
  crowd::SnapshotPtr snapshot_;
  std::vector<VoiceRoundPtr> rounds_;
  std::uint16_t sequence_ = 0;
  Mixer mixer_;
  Mixer::RoomPtr room_ = mixer_.enter({base::SpaceId{1}, {}, [this] { return snapshot_; }});
};

TEST_F(MixerTest, APacketIsInARoundWithin40Ms) {
  const auto packet = tone_packet();
  ASSERT_TRUE(speak(2, packet));
  scheduler_.run_for(milliseconds(41));
  ASSERT_EQ(rounds_.size(), 1u);
  ASSERT_EQ(rounds_[0]->speakers.size(), 1u);
  EXPECT_EQ(rounds_[0]->speakers[0].handle, 2);
  const auto bytes = rounds_[0]->bytes_of(rounds_[0]->packets[0]);
  EXPECT_TRUE(std::ranges::equal(bytes, packet));
}

TEST_F(MixerTest, OfABurstTheNewestFourPacketsAreKept) {
  const auto packet = tone_packet();
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(speak(2, packet));
  scheduler_.run_for(milliseconds(41));
  ASSERT_EQ(rounds_.size(), 1u);
  ASSERT_EQ(rounds_[0]->packets.size(), 4u);
  EXPECT_EQ(rounds_[0]->packets.front().sequence, 7);
}

TEST_F(MixerTest, WhileNobodySpeaksNothingIsPublished) {
  scheduler_.run_for(milliseconds(1000));
  EXPECT_TRUE(rounds_.empty());
}

TEST_F(MixerTest, WhatIsNoOpusPacketOf40MsIsRefused) {
  EXPECT_FALSE(speak(2, {}));
  const std::vector<std::byte> twenty_ms{std::byte{0x08 << 3 | 0x00}, std::byte{1}};
  EXPECT_FALSE(speak(2, twenty_ms)) << "configuration 8 is 10 ms (RFC 6716, table 2)";
  std::vector<std::byte> broken{std::byte{3}, std::byte{63}};  // code 3 with 63 frames
  EXPECT_FALSE(speak(2, broken));
}

TEST_F(MixerTest, PacketsOfOneSpeakerStayInOrderAndSomebodyWhoLeftIsLeftOut) {
  const auto packet = tone_packet();
  ASSERT_TRUE(speak(2, packet));
  ASSERT_TRUE(speak(9, packet));
  ASSERT_TRUE(speak(2, packet));
  scheduler_.run_for(milliseconds(41));
  ASSERT_EQ(rounds_.size(), 1u);
  ASSERT_EQ(rounds_[0]->speakers.size(), 1u);
  ASSERT_EQ(rounds_[0]->packets.size(), 2u);
  EXPECT_EQ(rounds_[0]->packets[0].sequence + 2, rounds_[0]->packets[1].sequence);
  EXPECT_NE(metrics_.prometheus_text().find("yc_media_packets_dropped_total 1"), std::string::npos);
}

}  // namespace
}  // namespace yc::media
