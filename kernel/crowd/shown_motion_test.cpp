#include "kernel/crowd/shown_motion.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <string>

#include "kernel/base/json.h"

namespace yc::crowd {
namespace {

TEST(ShownMotion, GoesOnWithItsVelocity) {
  ShownMotion shown(20);
  shown.take({100, 1, 2, 2, -4}, 103);
  EXPECT_NEAR(shown.at(110).x, 1 + 2 * 0.5, 1e-9);
  EXPECT_NEAR(shown.at(110).z, 2 - 4 * 0.5, 1e-9);
}

TEST(ShownMotion, ADifferenceFadesAndNothingJumps) {
  ShownMotion shown(20);
  shown.take({100, 0, 0, 2, 0}, 100);
  shown.take({110, 1, 0, 0, 0}, 114);  // stopped at 1 m, learnt when shown at 1.4 m
  EXPECT_NEAR(shown.at(114).x, 1.4, 1e-9);
  // 0.08 s later the 0.4 m are a share of 1 / e.
  EXPECT_NEAR(shown.at(114 + 1.6).x, 1 + 0.4 * std::exp(-1.0), 1e-9);
}

TEST(ShownMotion, AnOlderMotionIsLeft) {
  ShownMotion shown(20);
  shown.take({100, 0, 0, 2, 0}, 100);
  shown.take({90, 50, 0, 0, 0}, 101);
  EXPECT_EQ(shown.motion().tick, 100);
}

TEST(ShownMotion, ALongWayIsAJump) {
  ShownMotion shown(20);
  shown.take({100, 0, 0, 0, 0}, 100);
  shown.take({101, 20, 0, 0, 0}, 101);
  EXPECT_NEAR(shown.at(101).x, 20, 1e-9);
}

TEST(ShownMotion, ACoarseMotionThatAgreesLetsTheFineOneGoOn) {
  ShownMotion shown(20);
  shown.take({100, 0, 0, 2, 0}, 100);
  shown.take_coarse({140, 4.1, 0.05, 1.9, 0.2}, 141);
  EXPECT_NEAR(shown.at(141).x, 4.1, 1e-9);  // 2.05 s of 2 m/s
  EXPECT_NEAR(shown.at(141).z, 0.0, 1e-9);
  // And it coasts from there: 6 s from tick 140.
  EXPECT_NEAR(shown.at(1000).x, 4.0 + 6 * 2, 1e-9);
}

TEST(ShownMotion, ACoarseMotionThatContradictsReplaces) {
  ShownMotion shown(20);
  shown.take({100, 0, 0, 2, 0}, 100);
  shown.take_coarse({140, 4, 0, 0, 0}, 140);  // there, but standing
  EXPECT_NEAR(shown.at(200).x, 4.0, 1e-9);
}

// The cases that the browser's motions.ts is held to; derived by hand, see the file.
TEST(ShownMotion, ShowsWhatTheVectorsSay) {
  std::ifstream file(YC_SOURCE_DIR "/tests/vectors/motion/shown.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto json = base::parse_json(text);
  ASSERT_TRUE(json);
  const int tick_hz = (*json)["tick_hz"].get<int>();
  std::size_t points = 0;
  for (const base::Json& test : (*json)["cases"]) {
    ShownMotion shown(tick_hz);
    const base::Json& told = test["told"];
    std::size_t next = 0;
    for (const base::Json& point : test["shown"]) {
      const double at = point["at_tick"].get<double>();
      for (; next < told.size() && told[next]["at_tick"].get<double>() <= at; ++next) {
        const base::Json& t = told[next];
        const PlaneMotion motion{t["tick"].get<double>(), t["x"].get<double>(),
                                 t["z"].get<double>(), t["vx"].get<double>(),
                                 t["vz"].get<double>()};
        const double at_tick = t["at_tick"].get<double>();
        t.value("coarse", false) ? shown.take_coarse(motion, at_tick) : shown.take(motion, at_tick);
      }
      EXPECT_NEAR(shown.at(at).x, point["x"].get<double>(), 1e-3) << test["name"] << at;
      EXPECT_NEAR(shown.at(at).z, point["z"].get<double>(), 1e-3) << test["name"] << at;
      ++points;
    }
  }
  EXPECT_GT(points, 20u);
}

}  // namespace
}  // namespace yc::crowd
