#include "kernel/import/join_glb.h"

#include <gtest/gtest.h>

#include <cstring>

#include "kernel/import/glb.h"

namespace yc::import {
namespace {

using base::Json;

Mesh square(float x, Material material) {
  Mesh mesh;
  Surface& surface = mesh.of(material);
  for (const auto& [dx, dz] : {std::pair{0.0F, 0.0F}, {1.0F, 0.0F}, {1.0F, 1.0F}, {0.0F, 1.0F}})
    surface.vertices.push_back({{x + dx, 0, dz}, {0, 1, 0}, {dx, dz}, 0x808080, 7});
  surface.indices = {0, 2, 1, 0, 3, 2};
  return mesh;
}

Json json_of(const std::vector<std::byte>& glb) {
  std::uint32_t size = 0;
  std::memcpy(&size, glb.data() + 12, 4);
  return base::parse_json({reinterpret_cast<const char*>(glb.data()) + 20, size}).value();
}

TEST(JoinGlb, PutsTilesSideBySideAndDecodesThem) {
  const auto joined =
      join_glb({write_glb(square(0, Material::solid)), write_glb(square(50, Material::solid)),
                write_glb(square(90, Material::glow))});
  ASSERT_TRUE(joined) << joined.error().text();
  const Json json = json_of(*joined);
  EXPECT_EQ(json["nodes"].size(), 3u);
  EXPECT_EQ(json["nodes"][1]["translation"][0], 50.0);
  EXPECT_EQ(json["materials"].size(), 2u) << "equal ones once";
  EXPECT_FALSE(base::dump_json(json).contains("meshopt"));
  EXPECT_EQ(json["accessors"].size(), 15u) << "four attributes and the indices of each";
  // Six indices of two bytes: each names one of four vertices.
  const std::size_t accessor = json["meshes"][2]["primitives"][0]["indices"];
  const Json view = json["bufferViews"][json["accessors"][accessor]["bufferView"].get<int>()];
  std::uint32_t text = 0;
  std::memcpy(&text, joined->data() + 12, 4);
  const std::byte* indices = joined->data() + 28 + text + view["byteOffset"].get<std::size_t>();
  std::array<std::uint16_t, 6> values{};
  ASSERT_EQ(view["byteLength"], sizeof(values));
  std::memcpy(values.data(), indices, sizeof(values));
  for (const std::uint16_t value : values) EXPECT_LT(value, 4);
}

TEST(JoinGlb, WithoutTilesIsAnEmptyModel) {
  EXPECT_EQ(json_of(join_glb({}).value())["asset"]["version"], "2.0");
}

TEST(JoinGlb, RefusesWhatIsNoTile) {
  auto tile = write_glb(square(0, Material::solid));
  EXPECT_FALSE(join_glb({std::vector<std::byte>(40)}));
  tile.resize(tile.size() - 8);
  EXPECT_FALSE(join_glb({tile}));
}

TEST(JoinGlb, TheFinestTilesAreThoseWithoutChildren) {
  const Json tileset = {{"root",
                         {{"children",
                           {{{"content", {{"uri", "coarse.glb"}}},
                             {"children", {{{"content", {{"uri", "fine.glb"}}}}}}},
                            {{"content", {{"uri", "horizon.glb"}}}}}}}}};
  EXPECT_EQ(finest_contents(tileset), (std::vector<std::string>{"fine.glb", "horizon.glb"}));
}

}  // namespace
}  // namespace yc::import
