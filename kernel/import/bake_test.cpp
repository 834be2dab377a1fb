#include "kernel/import/bake.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "kernel/base/json.h"
#include "kernel/geometry/collision_mesh.h"
#include "kernel/import/city_fixture.h"
#include "kernel/import/manifest.h"

namespace yc::import {
namespace {

using base::Json;

// A small town on one bank: a tower, a block of houses, a place to stand.
scene::Scene small_town() {
  const scene::SceneFile file{"town.json", R"({
    "city": {"name":{"zh":"镇","en":"Town"},"anchor":[114.3,30.5],"window":512,
             "spawn":[114.3,30.5]},
    "recipes": [{"name":"tower","parts":[
      {"part":"box","size":[10,40,10],"color":"#a08060"},
      {"part":"roof","at":[0,40,0],"size":[10,10],"rise":4,"overhang":2,"inner":[0.05,0.05],
       "upturn":1}]}],
    "entities": [
      {"id":1,"key":"shore","components":{"shore":{
        "waterline":[[114.3012,30.498],[114.3012,30.502]],"style":"promenade"}}},
      {"id":2,"key":"tower","at":[114.2995,30.5003],"title":{"zh":"塔","en":"Tower"},
       "components":{"recipe":{"name":"tower"},
        "place":{"kind":"tower","summary":{"zh":"","en":""},"stand":[114.2999,30.5]}}},
      {"id":3,"key":"blocks","components":{"fabric":{
        "outline":[[114.298,30.4985],[114.2993,30.4985],[114.2993,30.4995],[114.298,30.4995]],
        "bearing":90,"block":[50,40],"style":"midrise","floors":[5,9]}}}]})"};
  auto scene = scene::load_scene({&file, 1});
  EXPECT_TRUE(scene) << scene.error().text();
  return std::move(*scene);
}

const BakedCity& baked_town() {
  static const BakedCity city = [] {
    auto baked = bake(small_town());
    EXPECT_TRUE(baked) << baked.error().text();
    return std::move(*baked);
  }();
  return city;
}

std::string text_of(const std::string& name) {
  for (const OutputFile& file : baked_town().files) {
    if ("/blob/" + file.name == name || file.name == name) {
      return {reinterpret_cast<const char*>(file.bytes.data()), file.bytes.size()};
    }
  }
  return {};
}

Json tileset() {
  return *base::parse_json(
      text_of((*base::parse_json(baked_town().manifest))["tileset"].get<std::string>()));
}

geometry::Box box_of(const Json& tile) {
  const auto v = tile["boundingVolume"]["box"].get<std::vector<double>>();
  const Vec3 c{v[0], v[1], v[2]}, h{v[3], v[7], v[11]};
  return {c - h, c + h};
}

void check_tile(const Json& tile, double parent_error, const geometry::Box& parent, int& contents) {
  const geometry::Box box = box_of(tile);
  EXPECT_TRUE(parent.grown(1e-6).contains(box.min) && parent.grown(1e-6).contains(box.max));
  const double error = tile["geometricError"].get<double>();
  EXPECT_LE(error, parent_error);
  EXPECT_EQ(error > 0.0, tile.contains("children"));
  if (tile.contains("content")) {
    ++contents;
    EXPECT_EQ(text_of(tile["content"]["uri"].get<std::string>()).substr(0, 4), "glTF");
  }
  if (!tile.contains("children")) return;
  for (const Json& child : tile["children"]) check_tile(child, error, box, contents);
}

TEST(Bake, TheSameSceneGivesTheSameBytes) {
  const auto again = bake(small_town());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->manifest, baked_town().manifest);
  ASSERT_EQ(again->files.size(), baked_town().files.size());
  for (std::size_t i = 0; i < again->files.size(); ++i) {
    EXPECT_EQ(again->files[i].name, baked_town().files[i].name);
    EXPECT_EQ(again->files[i].bytes, baked_town().files[i].bytes);
  }
}

TEST(Bake, FilesAreNamedByTheirContent) {
  std::set<std::string> names;
  for (const OutputFile& file : baked_town().files) {
    const std::string extension = file.name.substr(64);
    EXPECT_EQ(file.name, content_name(file.bytes, extension.c_str()));
    names.insert(file.name);
  }
  EXPECT_EQ(names.size(), baked_town().files.size());
}

// A town without a single house was published, and then refused by the server: its highest point
// was the ground, so that feet on it were out of bounds.
TEST(Bake, PeopleMayJumpOnTheHighestThing) {
  const Json manifest = *base::parse_json(baked_town().manifest);
  const double highest = 40.0 + 4.0;  // the ridge of the tower
  EXPECT_GE(manifest["bounds"]["max"][1].get<double>(), highest + 2.0);
}

TEST(Tileset, BoxesHoldTheirChildrenAndErrorsShrink) {
  const Json json = tileset();
  EXPECT_EQ(json["asset"]["version"], "1.1");
  int contents = 0;
  check_tile(json["root"], json["geometricError"].get<double>(), box_of(json["root"]), contents);
  EXPECT_GE(contents, 8);
}

TEST(Tileset, ThereAreAtLeastThreeLevelsOfDetail) {
  const auto depth = [](const auto& self, const Json& tile) -> int {
    int deepest = 0;
    if (tile.contains("children")) {
      for (const Json& child : tile["children"]) deepest = std::max(deepest, self(self, child));
    }
    return deepest + (tile.contains("content") ? 1 : 0);
  };
  EXPECT_GE(depth(depth, tileset()["root"]), 3);
}

TEST(Tileset, TheRootStandsOnTheEarthAtTheAnchor) {
  const auto m = tileset()["root"]["transform"].get<std::vector<double>>();
  const Vec3 origin = geometry::geodetic_to_ecef({114.3, 30.5, 0.0});
  EXPECT_NEAR(geometry::distance({m[12], m[13], m[14]}, origin), 0.0, 1e-6);
  // Its z axis is the vertical there: the ellipsoid's normal.
  constexpr double kRadians = M_PI / 180;
  EXPECT_NEAR(m[8], std::cos(30.5 * kRadians) * std::cos(114.3 * kRadians), 1e-12);
  EXPECT_NEAR(m[9], std::cos(30.5 * kRadians) * std::sin(114.3 * kRadians), 1e-12);
  EXPECT_NEAR(m[10], std::sin(30.5 * kRadians), 1e-12);
}

TEST(Features, EveryFeatureIdIsAnEntityOrTheBareGround) {
  const scene::Scene& city = repository_city();
  for (const int level : {0, 1}) {
    std::set<std::uint32_t> ids;
    for (const Surface& surface : draw_city(city, Detail{level, false}).surfaces) {
      for (const Vertex& vertex : surface.vertices) ids.insert(vertex.feature);
    }
    EXPECT_GT(ids.size(), 20U);
    for (const std::uint32_t id : ids) EXPECT_TRUE(id == 0 || city.find({id}) != nullptr) << id;
  }
}

TEST(Land, LiftFollowsTheEarth) {
  const Land land(small_town());
  // A tangent plane leaves the ellipsoid by d^2 / 2R: 7.8 m at 10 km, R about 6.37e6 m.
  EXPECT_NEAR(land.lift(10000, 0, 0).y, -1e8 / (2 * 6.37e6), 0.05);
  const Vec3 low = land.lift(2000, -1500, 0), high = land.lift(2000, -1500, 100);
  EXPECT_NEAR(geometry::distance(low, high), 100.0, 1e-6);
}

TEST(Land, WaterLiesToTheRightOfTheShore) {
  const Land land(small_town());
  EXPECT_GT(land.shoreward(0, 0).inland_m, 100.0);
  EXPECT_LT(land.shoreward(200, 0).inland_m, 0.0);
}

TEST(Manifest, PeopleArriveOnTheGround) {
  const Json manifest = *base::parse_json(baked_town().manifest);
  // The anchor's ground is at height 0, seen from a spawn on it.
  EXPECT_NEAR(manifest["spawn"]["y"].get<double>(), 0.0, 0.3);
  ASSERT_EQ(manifest["places"].size(), 1U);
  EXPECT_EQ(manifest["places"][0]["id"], "tower");
  EXPECT_NEAR(manifest["places"][0]["position"][1].get<double>(), 0.0, 0.3);
}

TEST(Manifest, CollisionCellsCanBeReadBack) {
  const Json manifest = *base::parse_json(baked_town().manifest);
  EXPECT_GT(manifest["collision"]["cells"].size(), 3U);
  for (const Json& cell : manifest["collision"]["cells"]) {
    const std::string bytes = text_of(cell["blob"].get<std::string>());
    const auto read = geometry::read_collision_cell(std::as_bytes(std::span(bytes)));
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(read->key.x, cell["x"].get<int>());
  }
}

TEST(Manifest, SettleFindsTheHighestFloorBelow) {
  const std::vector<geometry::Triangle> floors = {{{0, 1, 0}, {0, 1, 9}, {9, 1, 0}},
                                                  {{0, 5, 0}, {0, 5, 9}, {9, 5, 0}}};
  EXPECT_DOUBLE_EQ(settle(floors, 1, 1, 4.0), 1.0);
  EXPECT_DOUBLE_EQ(settle(floors, 1, 1, 6.0), 5.0);
  EXPECT_DOUBLE_EQ(settle(floors, 50, 50, 6.0), 6.0);
}

}  // namespace
}  // namespace yc::import
