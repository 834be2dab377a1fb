#include "bench/lossy_line/lossy_stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace yc::bench {
namespace {

using std::chrono::milliseconds;

base::MonotonicTime at(base::Duration since_start) {
  return {since_start};
}

std::vector<std::byte> numbered(std::size_t count) {
  std::vector<std::byte> bytes(count);
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<std::byte>(i % 251);
  return bytes;
}

// Takes all that has arrived by then, seven bytes at most at a time.
void take_all(LossyStream& stream, base::MonotonicTime now, std::vector<std::byte>& into) {
  for (auto part = stream.arrived(now); !part.empty(); part = stream.arrived(now)) {
    part = part.first(std::min<std::size_t>(part.size(), 7));
    into.insert(into.end(), part.begin(), part.end());
    stream.take(part.size());
  }
}

// How long each of many lone segments, a second apart, is under way; in milliseconds.
std::vector<double> times_on_the_way(const LineProfile& profile, int segments) {
  base::SeededRandom random(1);
  LossyStream stream(profile, random);
  std::vector<double> times;
  for (int i = 0; i < segments; ++i) {
    const base::MonotonicTime sent = at(std::chrono::seconds(i));
    stream.send(sent, numbered(100));
    const base::Duration time = *stream.next_arrival() - sent;
    times.push_back(std::chrono::duration<double, std::milli>(time).count());
    stream.take(100);
  }
  return times;
}

TEST(LossyStream, bytes_leave_unchanged_and_in_order) {
  base::SeededRandom random(7);
  LossyStream stream({milliseconds(150), milliseconds(75), 0.3}, random);
  const std::vector<std::byte> sent = numbered(100'000);
  std::vector<std::byte> got;
  std::size_t given = 0;
  for (int ms = 0; ms < 10'000; ++ms) {
    const std::size_t part = std::min<std::size_t>(997, sent.size() - given);
    stream.send(at(milliseconds(ms)), std::span(sent).subspan(given, part));
    given += part;
    take_all(stream, at(milliseconds(ms)), got);
    EXPECT_EQ(stream.bytes_under_way(), given - got.size());
  }
  EXPECT_EQ(got, sent);
  EXPECT_EQ(stream.next_arrival(), std::nullopt);
}

TEST(LossyStream, without_loss_a_segment_takes_half_a_round_trip_and_the_jitter) {
  const auto times = times_on_the_way({milliseconds(150), milliseconds(20), 0}, 2000);
  EXPECT_GE(*std::min_element(times.begin(), times.end()), 55.0);
  EXPECT_LE(*std::max_element(times.begin(), times.end()), 95.0);
  EXPECT_NEAR(std::accumulate(times.begin(), times.end(), 0.0) / 2000, 75.0, 1.0);
}

TEST(LossyStream, a_loss_costs_a_round_trip_each_time) {
  const auto times = times_on_the_way({milliseconds(150), milliseconds(0), 0.02}, 20'000);
  // 75 ms and a geometric number of losses: 150 ms x 0.02 / 0.98.
  EXPECT_NEAR(std::accumulate(times.begin(), times.end(), 0.0) / 20'000, 78.06, 0.5);
  const auto lost = std::count_if(times.begin(), times.end(), [](double ms) { return ms > 75; });
  EXPECT_NEAR(static_cast<double>(lost) / 20'000, 0.02, 0.005);
}

TEST(LossyStream, what_follows_a_lost_segment_waits_for_it) {
  base::SeededRandom random(1);
  LossyStream stream({milliseconds(150), milliseconds(0), 0.1}, random);
  for (int ms = 0; ms < 1000; ++ms) stream.send(at(milliseconds(ms)), numbered(1));
  base::MonotonicTime before;
  int waited = 0;
  for (int ms = 0; ms < 1000; ++ms) {
    const base::MonotonicTime arrives = *stream.next_arrival();
    EXPECT_GE(arrives, before);
    if (arrives == before && arrives > at(milliseconds(ms + 75))) ++waited;
    before = arrives;
    stream.take(1);
  }
  EXPECT_GT(waited, 500);  // a loss in ten holds back some 150 segments
}

}  // namespace
}  // namespace yc::bench
