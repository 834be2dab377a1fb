#include "kernel/crowd/cell_reader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "kernel/base/json.h"

namespace yc::crowd {
namespace {

std::vector<std::byte> frame_of(const base::Json& vectors, const base::Json& records) {
  schema::CrowdCellsFrame frame;
  frame.tick = vectors["tick"].get<std::uint32_t>();
  frame.origin_x = vectors["origin_x"].get<std::int16_t>();
  frame.origin_z = vectors["origin_z"].get<std::int16_t>();
  frame.count = static_cast<std::uint16_t>(records.size());
  std::vector<std::byte> bytes(schema::CrowdCellsFrame::kHeaderSize +
                               records.size() * schema::CrowdCellsRecord::kSize);
  frame.write(bytes.data());
  std::byte* at = bytes.data() + schema::CrowdCellsFrame::kHeaderSize;
  for (const base::Json& values : records) {
    schema::CrowdCellsRecord record;
    record.handle = values[0].get<std::uint16_t>();
    record.x = values[1].get<std::uint8_t>();
    record.z = values[2].get<std::uint8_t>();
    record.yaw = values[3].get<std::uint8_t>();
    record.pace = values[4].get<std::uint8_t>();
    record.write(at);
    at += schema::CrowdCellsRecord::kSize;
  }
  return bytes;
}

// The cases that the browser's motion.ts is held to; derived by hand, see the file.
TEST(CellReader, ReadsWhatTheVectorsSay) {
  std::ifstream file(YC_SOURCE_DIR "/tests/vectors/motion/cells.json");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const auto json = base::parse_json(text);
  ASSERT_TRUE(json);
  std::size_t read = 0;
  for (const base::Json& test : (*json)["cases"]) {
    const std::string name = test["name"];
    const auto bytes = frame_of(*json, test["records"]);
    const auto frame = schema::CrowdCellsFrame::decode(bytes);
    ASSERT_TRUE(frame) << name;
    CellReader reader(bytes, *frame);
    CellMotion motion;
    for (const base::Json& person : test["people"]) {
      ASSERT_TRUE(reader.next(motion)) << name;
      EXPECT_EQ(motion.handle, person["handle"].get<int>()) << name;
      EXPECT_EQ(motion.tick, person["tick"].get<int>()) << name;
      EXPECT_EQ(motion.x, person["x"].get<double>()) << name;
      EXPECT_EQ(motion.height / schema::kHeightPerM + schema::kHeightZeroM,
                person["y"].get<double>())
          << name;
      EXPECT_EQ(motion.z, person["z"].get<double>()) << name;
      EXPECT_NEAR(motion.velocity.x, person["vx"].get<double>(), 1e-9) << name;
      EXPECT_NEAR(motion.velocity.z, person["vz"].get<double>(), 1e-9) << name;
      EXPECT_EQ(motion.yaw, person["yaw_256"].get<int>()) << name;
      EXPECT_EQ(motion.state, person["state"].get<int>()) << name;
      ++read;
    }
    EXPECT_FALSE(reader.next(motion)) << name;
  }
  EXPECT_GT(read, 10u);
}

}  // namespace
}  // namespace yc::crowd
