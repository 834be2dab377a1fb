#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <set>

#include "kernel/base/clock.h"
#include "kernel/base/executor.h"
#include "kernel/base/ids.h"
#include "kernel/base/json.h"
#include "kernel/base/metrics.h"
#include "kernel/base/random.h"
#include "kernel/base/result.h"

namespace yc::base {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0) return fail(ErrorCode::bad_input, "odd number", "give an even one");
  return value / 2;
}

Result<int> quarter(int value) {
  YC_TRY(const int first, half(value));
  YC_TRY(const int second, half(first));
  return second;
}

TEST(Result, TryPassesTheErrorOn) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(6).error().text(), "odd number; give an even one");
}

TEST(Json, FaultNamesTheByte) {
  EXPECT_EQ(parse_json(R"({"a":1})").value().at("a"), 1);
  const auto fault = parse_json("{\"a\":}");
  ASSERT_FALSE(fault);
  EXPECT_EQ(fault.error().cause, "not valid JSON at byte 6");
}

TEST(Json, RefusesDeepNesting) {
  const auto nested = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse_json(nested(kJsonMaxDepth)));
  EXPECT_FALSE(parse_json(nested(kJsonMaxDepth + 1)));
  EXPECT_FALSE(parse_json(std::string(1'000'000, '[')));
}

TEST(Json, RefusesTextThatIsNotUtf8) {
  EXPECT_FALSE(parse_json("\"\xff\""));
}

TEST(SeededRandom, SameSeedSameBytesOtherSeedOthers) {
  SeededRandom a(7), b(7), c(8);
  const auto first = a.next_u64();
  EXPECT_EQ(first, b.next_u64());
  EXPECT_NE(first, c.next_u64());
}

TEST(Random, BelowStaysInRangeAndReachesEveryValue) {
  SeededRandom random(1);
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random.below(7));
  EXPECT_EQ(seen, (std::set<std::uint64_t>{0, 1, 2, 3, 4, 5, 6}));
  for (int i = 0; i < 1000; ++i) {
    const double unit = random.unit();
    EXPECT_TRUE(unit >= 0.0 && unit < 1.0);
  }
}

TEST(ThreadExecutor, RunsInOrderAndDrainsOnDestruction) {
  SystemClock clock;
  std::vector<int> order;
  {
    ThreadExecutor executor("test", clock);
    for (int i = 0; i < 100; ++i) executor.post([&order, i] { order.push_back(i); });
  }
  EXPECT_EQ(order.size(), 100U);
  EXPECT_TRUE(std::ranges::is_sorted(order));
}

TEST(ThreadExecutor, TimersRunInOrderOfTime) {
  SystemClock clock;
  std::vector<int> order;
  std::atomic<bool> done = false;
  ThreadExecutor executor("test", clock);
  executor.post_after(std::chrono::milliseconds(20), [&] {
    order.push_back(2);
    done = true;
    done.notify_one();
  });
  executor.post_after(std::chrono::milliseconds(1), [&] { order.push_back(1); });
  done.wait(false);
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
}

TEST(Metrics, TextHoldsNameHelpAndValue) {
  Metrics metrics;
  metrics.counter("yc_test_total", "things", "kind=a").add(2);
  metrics.counter("yc_test_total", "things", "kind=a").add(1);
  const std::string text = metrics.prometheus_text();
  EXPECT_NE(text.find("# HELP yc_test_total things"), std::string::npos);
  EXPECT_NE(text.find("yc_test_total{kind=\"a\"} 3"), std::string::npos);
}

TEST(Ids, ZeroIsNobody) {
  EXPECT_FALSE(PrincipalId{});
  EXPECT_TRUE(PrincipalId{1});
}

}  // namespace
}  // namespace yc::base
