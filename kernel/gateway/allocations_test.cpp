// What one viewer costs each tick on a shard: no memory is asked for once the buffers have grown.
// A program of its own, because it counts every `new`.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "kernel/base/simulation.h"
#include "kernel/crowd/crowd_fixture.h"
#include "kernel/gateway/frame_hub.h"
#include "kernel/gateway/ws_protocol.h"

namespace {
std::atomic<std::size_t> allocations = 0;
}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace yc::gateway {
namespace {

// A peer that reads everything at once, or nothing.
class Peer final : public base::ByteStream {
 public:
  explicit Peer(std::size_t& taken) : taken_(taken) {}
  void start(Handler&) override {}
  std::size_t write(std::span<const std::byte> bytes) override {
    taken_ += bytes.size();
    return bytes.size();
  }
  std::size_t pending_bytes() const override { return 0; }
  void pause_reading() override {}
  void resume_reading() override {}
  void close() override {}
  std::string peer_address() const override { return "192.0.2.1"; }

 private:
  std::size_t& taken_;
};

// Keeps the channel that it is given.
class Viewer final : public WsEndpoint {
 public:
  void opened(WsChannel& given) override { channel = &given; }
  void on_text(std::string_view) override {}
  void on_binary(std::span<const std::byte>) override {}
  void on_sweep(base::MonotonicTime) override {}
  void closed() override {}
  WsChannel* channel = nullptr;
};

class AllocationsTest : public ::testing::Test {
 protected:
  AllocationsTest()
      : counters_(metrics_),
        connection_(std::make_unique<Peer>(taken_), nullptr, scheduler_, [](Connection&) {}) {
    auto protocol = std::make_unique<WsProtocol>(connection_, viewer_, limits_, true, scheduler_,
                                                 counters_, nullptr);
    protocol->open();
    connection_.start(std::move(protocol));
  }

  base::SimulatedScheduler scheduler_{1};
  base::Metrics metrics_;
  GatewayMetrics counters_;
  const Limits limits_;
  std::size_t taken_ = 0;
  std::shared_ptr<Viewer> viewer_ = std::make_shared<Viewer>();
  Connection connection_;
};

TEST_F(AllocationsTest, AMessageThatTheStreamTakesAtOnceCostsNone) {
  const base::Bytes message(1000);
  viewer_->channel->send_binary(message);
  const std::size_t before = allocations;
  for (int i = 0; i < 1000; ++i) viewer_->channel->send_binary(message);
  EXPECT_EQ(allocations - before, 0u);
  EXPECT_EQ(taken_, 1001u * (4 + message.size())) << "a header of four bytes (RFC 6455, 5.2)";
}

TEST_F(AllocationsTest, AFrameOfAMovingCrowdCostsNone) {
  constexpr int kTicks = 160, kWarm = 120;
  crowd::TestCrowd people;
  std::vector<crowd::SnapshotPtr> ticks;
  for (int tick = 0; tick < kTicks; ++tick) {
    for (std::uint16_t handle = 1; handle <= 200; ++handle) {
      people.put(handle, handle % 20 + 0.05 * tick, handle / 20);
    }
    ticks.push_back(people.publish());
  }
  crowd::Interest interest(1, {});
  FrameDesk desk;
  std::size_t before = 0;
  for (int tick = 0; tick < kTicks; ++tick) {
    if (tick == kWarm) before = allocations;
    ASSERT_TRUE(interest.look(*ticks[static_cast<std::size_t>(tick)], {}));
    desk.batch.clear();
    if (interest.encode_people(desk.text)) desk.batch.add_text(desk.text);
    if (interest.encode_looks(desk.frame)) desk.batch.add_binary(desk.frame);
    ASSERT_TRUE(interest.encode_crowd(desk.frame));
    desk.batch.add_binary(desk.frame);
    if (interest.encode_cells(desk.frame)) desk.batch.add_binary(desk.frame);
    EXPECT_FALSE(interest.encode_hands(desk.frame));
    viewer_->channel->send(desk.batch);
  }
  EXPECT_GT(before, 0u) << "else nothing is counted";
  EXPECT_EQ(allocations - before, 0u);
}

}  // namespace
}  // namespace yc::gateway
