#include "kernel/base/simulation.h"

#include <gtest/gtest.h>

#include <string>

namespace yc::base {
namespace {

using namespace std::chrono_literals;

std::string interleaving(std::uint64_t seed) {
  SimulatedScheduler scheduler(seed);
  auto left = scheduler.make_executor();
  auto right = scheduler.make_executor();
  std::string order;
  for (int i = 0; i < 8; ++i) {
    left->post_after(i * 1ms, [&] { order += 'l'; });
    right->post_after(i * 1ms, [&] { order += 'r'; });
  }
  scheduler.run_for(1s);
  return order;
}

TEST(SimulatedScheduler, SameSeedSameOrderAndSeedsDiffer) {
  EXPECT_EQ(interleaving(1), interleaving(1));
  std::size_t different = 0;
  for (std::uint64_t seed = 2; seed < 12; ++seed)
    different += interleaving(seed) != interleaving(1);
  EXPECT_GT(different, 0U);
}

TEST(SimulatedScheduler, OneExecutorKeepsItsOrder) {
  SimulatedScheduler scheduler(3);
  auto executor = scheduler.make_executor();
  std::vector<int> order;
  for (int i = 0; i < 50; ++i) executor->post([&order, i] { order.push_back(i); });
  EXPECT_TRUE(scheduler.run_until_idle(1s));
  EXPECT_EQ(order.size(), 50U);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(SimulatedScheduler, WallAndMonotonicMoveTogether) {
  SimulatedScheduler scheduler(4, {1000});
  scheduler.run_for(1500ms);
  EXPECT_EQ(scheduler.wall().unix_ms, 2500);
  EXPECT_EQ(scheduler.monotonic().since_start, 1500ms);
}

struct Recorder : ByteStream::Handler {
  void on_bytes(std::span<const std::byte> bytes) override {
    for (const std::byte b : bytes) text += static_cast<char>(b);
  }
  void on_writable() override { ++writable; }
  void on_closed() override { ++closed; }
  std::string text;
  int writable = 0;
  int closed = 0;
};

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text));
}

struct LinkTest : testing::Test {
  SimulatedScheduler scheduler{5};
  std::unique_ptr<Executor> left = scheduler.make_executor();
  std::unique_ptr<Executor> right = scheduler.make_executor();
  Recorder a, b;
};

TEST_F(LinkTest, BytesArriveInOrderAfterTheDelay) {
  auto [near, far] =
      make_simulated_link(scheduler, *left, *right, {.delay_min = 5ms, .delay_max = 50ms});
  near->start(a);
  far->start(b);
  for (const char* word : {"one ", "two ", "three"}) near->write(bytes_of(word));
  scheduler.run_for(4ms);
  EXPECT_EQ(b.text, "");
  scheduler.run_for(200ms);
  EXPECT_EQ(b.text, "one two three");
}

TEST_F(LinkTest, FullBufferTakesLessAndAnnouncesRoom) {
  auto [near, far] = make_simulated_link(scheduler, *left, *right, {.buffer_bytes = 4});
  near->start(a);
  far->start(b);
  EXPECT_EQ(near->write(bytes_of("123456")), 4U);
  scheduler.run_for(1ms);
  EXPECT_EQ(a.writable, 1);
  EXPECT_EQ(near->write(bytes_of("56")), 2U);
  scheduler.run_for(1ms);
  EXPECT_EQ(b.text, "123456");
}

TEST_F(LinkTest, CloseDeliversWhatWasWrittenThenTellsBothOnce) {
  auto [near, far] =
      make_simulated_link(scheduler, *left, *right, {.delay_min = 3ms, .delay_max = 3ms});
  near->start(a);
  far->start(b);
  near->write(bytes_of("bye"));
  near->close();
  scheduler.run_for(100ms);
  EXPECT_EQ(b.text, "bye");
  EXPECT_EQ(a.closed, 1);
  EXPECT_EQ(b.closed, 1);
}

TEST_F(LinkTest, PausedReaderIsNotCalled) {
  auto [near, far] = make_simulated_link(scheduler, *left, *right, {});
  near->start(a);
  far->start(b);
  far->pause_reading();
  near->write(bytes_of("later"));
  scheduler.run_for(10ms);
  EXPECT_EQ(b.text, "");
  far->resume_reading();
  scheduler.run_for(10ms);
  EXPECT_EQ(b.text, "later");
}

}  // namespace
}  // namespace yc::base
