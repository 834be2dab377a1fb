// Two people in one city and the voice between them: who may speak, who hears whom.
#include "kernel/gateway/city_fixture.h"
#include "kernel/media/media_fixture.h"

namespace yc::gateway {
namespace {

// The binary messages in what a client got, by their first byte.
std::size_t frames_of(const Client& client, std::uint8_t kind) {
  struct Sink final : WsSink {
    void on_message(bool is_text, std::span<const std::byte> message) override {
      if (!is_text && !message.empty() && message.front() == std::byte{wanted}) ++count;
    }
    void on_ping(std::span<const std::byte>) override {}
    void on_pong(std::span<const std::byte>) override {}
    void on_close(std::uint16_t, std::string_view) override {}
    std::uint8_t wanted = 0;
    std::size_t count = 0;
  } sink;
  sink.wanted = kind;
  WsParser parser(WsSide::client, 65536);
  const std::size_t start = client.got.find("\r\n\r\n") + 4;
  EXPECT_FALSE(parser.feed(std::as_bytes(std::span(client.got)).subspan(start), sink));
  return sink.count;
}

class VoiceTest : public ::testing::Test {
 protected:
  explicit VoiceTest(std::vector<media::Stage> stages = {}) : city_({}, std::move(stages)) {}
  // Rounds of 40 ms in which `client` speaks.
  void speak(Client& client, int rounds, std::span<const std::byte> packet) {
    for (int i = 0; i < rounds; ++i) {
      schema::VoiceFrame frame;
      frame.sequence = ++sequence_;
      frame.loudness = media::kSpeakingUp;
      base::Bytes message(schema::VoiceFrame::kHeaderSize);
      frame.write(message.data());
      message.insert(message.end(), packet.begin(), packet.end());
      base::Bytes wire;
      append_frame(wire, WsOpcode::binary, message, std::array<std::uint8_t, 4>{1, 2, 3, 4});
      client.send(wire);
      city_.run(milliseconds(40));
    }
    city_.run(milliseconds(120));
  }
  void speak(Client& client, int rounds) { speak(client, rounds, packet_); }
  std::size_t heard(const Client& client) { return frames_of(client, schema::VoicesFrame::kKind); }
  std::uint16_t handle_of(const std::string& name) {
    const auto& roster = city_.world.space->latest()->roster();
    for (std::size_t i = 1; i < roster.handle_limit(); ++i) {
      const auto* card = roster.find(static_cast<std::uint16_t>(i));
      if (card != nullptr && card->name == name) return card->handle;
    }
    return 0;
  }

  // The way to a client takes 20 ms at most, a tick 50 ms.
  static constexpr base::Duration kWay = milliseconds(21);

  crowd::SnapshotPtr latest() { return city_.hub.latest(city_.world.space->premises().id); }
  // Until the snapshot of the next tick has been told.
  void run_to_tick() {
    for (const auto before = latest(); latest() == before;) {
      city_.run(milliseconds(1));
    }
  }
  // Between two ticks, so long after one that Ben's line is free: as many rounds, and their way.
  void say_between_ticks(int rounds) {
    run_to_tick();
    city_.run(kWay);
    for (int i = 0; i < rounds; ++i) city_.hub.deliver(round());
    city_.run(kWay);
  }
  // A round in which Ann speaks, made apart from the mixer.
  media::VoiceRoundPtr round() {
    schema::VoiceFrame frame;
    frame.sequence = ++sequence_;
    media::VoiceInbox inbox(1);
    EXPECT_TRUE(inbox.push(handle_of("Ann"), frame, packet_));
    media::PacketBatch batch;
    inbox.take(batch);
    auto made = builder_.build(++round_, batch, city_.world.space->latest());
    made->space = city_.world.space->premises().id;
    return made;
  }

  CityWorld city_;
  media::RoundBuilder builder_{{}, {}};
  std::uint32_t round_ = 0;
  std::unique_ptr<Client> ann_ = city_.enter("Ann");
  std::unique_ptr<Client> ben_ = city_.enter("Ben");
  const std::vector<std::byte> packet_ = media::tone_packet();
  std::uint16_t sequence_ = 0;
};

TEST_F(VoiceTest, IsHeardByThoseNearAndNotByTheSpeaker) {
  speak(*ann_, 10);
  EXPECT_GE(heard(*ben_), 8u) << "ten packets; two may share a round";
  EXPECT_EQ(heard(*ann_), 0u);
  EXPECT_FALSE(ann_->closed);
}

TEST_F(VoiceTest, OfSomebodyMutedIsNotForwardedFromTheNextPacketOn) {
  speak(*ann_, 5);
  const std::size_t before = heard(*ben_);
  ASSERT_GT(before, 0u);
  const base::PrincipalId ann = city_.presence.all().front().actor.person;
  store::SanctionPlaced mute;
  mute.sanction = base::CaseId{991};
  mute.kind = store::SanctionKind::mute;
  mute.person = ann;
  mute.reason = store::PrivateText("too loud");
  ASSERT_TRUE(city_.world.store_world.put(store::case_stream(mute.sanction), mute));
  city_.run(milliseconds(200));
  speak(*ann_, 10);
  EXPECT_EQ(heard(*ben_), before);
  EXPECT_TRUE(ann_->has("\"reason\":\"muted\"")) << "she is told why";
  EXPECT_FALSE(ann_->closed);
}

TEST_F(VoiceTest, OfSomebodyBlockedIsNeitherHeardNorDoTheyHear) {
  schema::Block block;
  block.handle = handle_of("Ann");
  block.blocked = true;
  base::Json message = block.to_json();
  CityWorld::say(*ben_, message);
  city_.run(milliseconds(200));
  speak(*ann_, 5);
  speak(*ben_, 5);
  EXPECT_EQ(heard(*ben_), 0u);
  EXPECT_EQ(heard(*ann_), 0u);
}

TEST_F(VoiceTest, ThatIsNoOpusEndsTheConnection) {
  speak(*ann_, 1, std::vector<std::byte>(5, std::byte{0xff}));
  EXPECT_TRUE(ann_->has("bad_message"));
  EXPECT_TRUE(ann_->closed);
  EXPECT_EQ(heard(*ben_), 0u);
}

TEST_F(VoiceTest, OfTooManyPacketsIsCountedAndRefusedWithoutEndingTheConnection) {
  for (int i = 0; i < 100; ++i) {
    schema::VoiceFrame frame;
    base::Bytes message(schema::VoiceFrame::kHeaderSize);
    frame.write(message.data());
    message.insert(message.end(), packet_.begin(), packet_.end());
    base::Bytes wire;
    append_frame(wire, WsOpcode::binary, message, std::array<std::uint8_t, 4>{1, 2, 3, 4});
    ann_->send(wire);
  }
  city_.run(milliseconds(500));
  EXPECT_TRUE(ann_->has("rate_limited"));
  EXPECT_FALSE(ann_->closed);
  EXPECT_EQ(
      city_.world.metrics.prometheus_text().find("yc_gateway_voice_packets_refused_total 0\n"),
      std::string::npos);
}

TEST_F(VoiceTest, GoesOutAtOnceWhileTheShardHasTime) {
  say_between_ticks(1);
  EXPECT_EQ(heard(*ben_), 1u);
}

TEST_F(VoiceTest, OfABusyShardWaitsForTheTick) {
  city_.hub_clock.work = milliseconds(10);
  city_.run(seconds(1));
  say_between_ticks(1);
  EXPECT_EQ(heard(*ben_), 0u);
  run_to_tick();
  city_.run(kWay);
  EXPECT_EQ(heard(*ben_), 1u);
}

TEST_F(VoiceTest, OfABusyShardDoesNotWaitForATickThatIsLate) {
  city_.hub_clock.work = milliseconds(10);
  city_.run(seconds(1));
  say_between_ticks(3);
  EXPECT_EQ(heard(*ben_), 3u);
}

TEST_F(VoiceTest, IsToldEachTickAlsoWhereTheCrowdIsToldMoreRarely) {
  city_.hub_clock.work = milliseconds(40);  // of a tick of 50: the governor goes down its table
  city_.run(seconds(10));
  ASSERT_EQ(city_.world.metrics.prometheus_text().find("yc_crowd_step{shard=\"0\"} 0\n"),
            std::string::npos);
  for (int i = 1; i <= 8; ++i) {
    say_between_ticks(1);
    run_to_tick();
    city_.run(kWay);
    EXPECT_EQ(heard(*ben_), static_cast<std::size_t>(i));
  }
}

class StageVoiceTest : public VoiceTest {
 protected:
  // Under the feet of all who come in; else no voice reaches the audience.
  StageVoiceTest() : VoiceTest({{"stage", {0, 0, 0}, 30, 60}}) {
    city_.sessions.hearing.hearing_m = 0;
  }
};

TEST_F(StageVoiceTest, IsHeardByTheWholeAudience) {
  std::vector<std::unique_ptr<Client>> audience;
  for (int i = 0; i < 12; ++i) audience.push_back(city_.enter("Guest " + std::to_string(i)));
  speak(*ann_, 10);
  for (const auto& listener : audience) EXPECT_GE(heard(*listener), 8u);
  EXPECT_EQ(heard(*ann_), 0u);
}

TEST_F(VoiceTest, LeavesNothingInTheLog) {
  const auto before = city_.world.store_world.store->last_position();
  speak(*ann_, 10);
  EXPECT_EQ(city_.world.store_world.store->last_position(), before);
}

}  // namespace
}  // namespace yc::gateway
