#include "kernel/scene/scene.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace yc::scene {
namespace {

const std::string kCity =
    R"("city":{"name":{"zh":"城","en":"City"},"anchor":[114.3,30.5],"spawn":[114.3,30.5]})";

base::Result<Scene> load(const std::string& rest) {
  const SceneFile file{"a.json", "{" + kCity + (rest.empty() ? "" : "," + rest) + "}"};
  return load_scene({&file, 1});
}

std::string error_of(const std::string& rest) {
  const auto scene = load(rest);
  return scene ? "no error" : scene.error().text();
}

std::string entity(const std::string& fields) {
  return R"("entities":[{"id":7,"key":"a","components":{}},{)" + fields + "}]";
}

std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Scene, TheSmallestSceneIsACity) {
  const auto scene = load("");
  ASSERT_TRUE(scene) << scene.error().text();
  EXPECT_EQ(scene->city.name.zh, "城");
  EXPECT_DOUBLE_EQ(scene->city.anchor.lon_deg, 114.3);
}

TEST(Scene, SeveralFilesMakeOneScene) {
  const std::vector<SceneFile> files = {
      {"city.json", "{" + kCity + "}"},
      {"b.json", R"({"entities":[{"id":9,"key":"b","components":{}}]})"},
      {"a.json", R"({"entities":[{"id":3,"key":"a","components":{}}]})"}};
  const auto scene = load_scene(files);
  ASSERT_TRUE(scene);
  ASSERT_EQ(scene->entities.size(), 2U);
  EXPECT_EQ(scene->entities[0].id.value, 3U);
  EXPECT_NE(scene->find({9}), nullptr);
  EXPECT_EQ(scene->find({4}), nullptr);
}

TEST(Scene, ADuplicateIdNamesBothPlaces) {
  const std::string error = error_of(entity(R"("id":7,"key":"b","components":{})"));
  EXPECT_NE(error.find("a.json#/entities/1/id: 7 is taken by a.json#/entities/0"),
            std::string::npos)
      << error;
}

TEST(Scene, ADuplicateKeyIsRefused) {
  EXPECT_NE(error_of(entity(R"("id":8,"key":"a","components":{})")).find("#/entities/1/key"),
            std::string::npos);
}

TEST(Scene, AnUnknownFieldIsNamedByItsPointer) {
  const std::string error = error_of(entity(R"("id":8,"key":"b","hight":3,"components":{})"));
  EXPECT_NE(error.find("a.json#/entities/1/hight: is not a field of this kind"), std::string::npos)
      << error;
}

TEST(Scene, AnIdMustBeExactInAFeatureId) {
  EXPECT_TRUE(load(entity(R"("id":16777215,"key":"b","components":{})")));
  EXPECT_FALSE(load(entity(R"("id":16777216,"key":"b","components":{})")));
  EXPECT_FALSE(load(entity(R"("id":0,"key":"b","components":{})")));
}

TEST(Scene, APointWithMoreThanFiveDecimalsIsRefused) {
  const std::string error =
      error_of(entity(R"("id":8,"key":"b","at":[114.123456,30.5],"components":{})"));
  EXPECT_NE(error.find("a.json#/entities/1/at/0: has more than five decimals"), std::string::npos)
      << error;
}

TEST(Scene, ANumberOutsideItsRangeSaysTheRange) {
  const std::string error = error_of(
      entity(R"("id":8,"key":"b","components":{"river":{"centreline":[[1,2],[3,4]],"width":9}})"));
  EXPECT_NE(error.find("/components/river/width: must lie between 10 and 5000, is 9"),
            std::string::npos)
      << error;
}

TEST(Scene, AnUnknownComponentIsRefused) {
  EXPECT_NE(
      error_of(entity(R"("id":8,"key":"b","components":{"moon":{}})")).find("/components/moon"),
      std::string::npos);
}

TEST(Scene, AComponentThatStandsSomewhereNeedsAPlace) {
  const std::string error =
      error_of(R"("recipes":[{"name":"r","parts":[]}],)" +
               entity(R"("id":8,"key":"b","components":{"recipe":{"name":"r"}})"));
  EXPECT_NE(error.find("#/entities/1/at: is missing"), std::string::npos) << error;
}

TEST(Scene, ARecipeThatIsNotThereIsNamed) {
  const std::string error = error_of(
      entity(R"("id":8,"key":"b","at":[114.3,30.5],"components":{"recipe":{"name":"none"}})"));
  EXPECT_NE(error.find("there is no recipe \"none\""), std::string::npos) << error;
}

TEST(Scene, ARecipeThatUsesItselfIsRefused) {
  const std::string error = error_of(
      R"("recipes":[{"name":"a","parts":[{"part":"use","recipe":"b"}]},
                    {"name":"b","parts":[{"part":"use","recipe":"a"}]}])");
  EXPECT_NE(error.find("or itself"), std::string::npos) << error;
}

TEST(Scene, ARecipeThatGrowsTooLargeIsRefused) {
  const std::string error = error_of(
      R"("recipes":[{"name":"a","parts":[{"part":"box","size":[1,1,1],"repeat":[
           {"line":{"count":1000,"step":[1,0,0]}},{"line":{"count":1000,"step":[0,0,1]}}]}]}])");
  EXPECT_NE(error.find("more than 200000 parts"), std::string::npos) << error;
}

TEST(Scene, APartNamesItsFaultDeepInAGroup) {
  const std::string error = error_of(
      R"("recipes":[{"name":"a","parts":[
           {"part":"group","parts":[{"part":"box","size":[1,1]}]}]}])");
  EXPECT_NE(error.find("a.json#/recipes/0/parts/0/parts/0/size: must be a list of 3 numbers"),
            std::string::npos)
      << error;
}

TEST(Scene, AColourComesFromThePaletteOrIsWritten) {
  const auto scene = load(
      R"("recipes":[{"name":"a","palette":{"tile":"#d99a2b"},
                    "parts":[{"part":"box","size":[1,1,1],"color":"tile"}]}])");
  ASSERT_TRUE(scene) << scene.error().text();
  EXPECT_EQ(scene->recipes.at("a").parts[0].common.color("color"), 0xd99a2bU);
  EXPECT_NE(
      error_of(R"("recipes":[{"name":"a","parts":[{"part":"box","size":[1,1,1],"color":"tile"}]}])")
          .find("palette"),
      std::string::npos);
}

TEST(Scene, TourCuesAreInOrder) {
  const std::string cue =
      R"({"at_s":5,"at":[1,2],"height":1,"look_at":[1,2],"look_height":1,
          "caption":{"zh":"","en":""}})";
  const SceneFile file{
      "a.json", R"({"city":{"name":{"zh":"","en":""},"anchor":[1,2],"spawn":[1,2],"tour":[)" + cue +
                    "," + cue + "]}}"};
  const auto scene = load_scene({&file, 1});
  ASSERT_FALSE(scene);
  EXPECT_NE(scene.error().cause.find("#/city/tour/1/at_s"), std::string::npos);
}

TEST(Scene, BrokenJsonNamesTheFile) {
  const SceneFile file{"bad.json", "{\"city\": "};
  const auto scene = load_scene({&file, 1});
  ASSERT_FALSE(scene);
  EXPECT_NE(scene.error().cause.find("bad.json"), std::string::npos);
}

TEST(Scene, TheFormatsPageNamesEveryKindAndField) {
  const std::string page = read_text(std::string(YC_SOURCE_DIR) + "/docs/formats.md");
  const auto expect_fields = [&](std::string_view owner, std::span<const Field> fields) {
    for (const Field& field : fields) {
      EXPECT_NE(page.find("`" + std::string(field.name) + "`"), std::string::npos)
          << owner << "." << field.name;
    }
  };
  for (const auto kinds : {part_kinds(), repeat_kinds(), component_kinds()}) {
    for (const Kind& kind : kinds) {
      EXPECT_NE(page.find("| `" + std::string(kind.name) + "` |"), std::string::npos) << kind.name;
      expect_fields(kind.name, kind.fields);
    }
  }
  expect_fields("part", common_part_fields());
  expect_fields("entity", entity_fields());
  expect_fields("city", city_fields());
  expect_fields("cue", cue_fields());
}

}  // namespace
}  // namespace yc::scene
