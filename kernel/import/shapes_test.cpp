#include "kernel/import/shapes/shapes.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "kernel/import/city_fixture.h"
#include "kernel/import/recipe_book.h"

namespace yc::import {
namespace {

using scene::PartKind;

Vec3 position(const Surface& surface, std::uint32_t index) {
  const auto& p = surface.vertices[index].position;
  return {p[0], p[1], p[2]};
}

// Six times the volume, positive when faces look outwards; meaningful for closed meshes only.
double signed_volume(const Surface& surface) {
  double six = 0.0;
  for (std::size_t i = 0; i + 2 < surface.indices.size(); i += 3) {
    const Vec3 a = position(surface, surface.indices[i]),
               b = position(surface, surface.indices[i + 1]);
    six += geometry::dot(a, geometry::cross(b, position(surface, surface.indices[i + 2])));
  }
  return six / 6.0;
}

// Every directed edge is answered by its opposite.
bool closed(const Surface& surface) {
  std::map<std::array<long, 6>, int> edges;
  const auto key = [](Vec3 a, Vec3 b) {
    const auto r = [](double v) { return std::lround(v * 1000); };
    return std::array<long, 6>{r(a.x), r(a.y), r(a.z), r(b.x), r(b.y), r(b.z)};
  };
  for (std::size_t i = 0; i + 2 < surface.indices.size(); i += 3) {
    for (std::size_t k = 0; k < 3; ++k) {
      const Vec3 a = position(surface, surface.indices[i + k]);
      const Vec3 b = position(surface, surface.indices[i + (k + 1) % 3]);
      ++edges[key(a, b)];
      --edges[key(b, a)];
    }
  }
  return std::ranges::all_of(edges, [](const auto& e) { return e.second == 0; });
}

TEST(Pen, ABoxWithABottomIsClosedAndLooksOutwards) {
  Mesh mesh;
  Pen(mesh, {}).box({1, 2, 3}, {2, 3, 4}, true);
  const Surface& solid = mesh.of(Material::solid);
  EXPECT_EQ(solid.indices.size(), 6U * 2 * 3);
  EXPECT_TRUE(closed(solid));
  EXPECT_NEAR(signed_volume(solid), 2 * 3 * 4, 1e-4);
}

TEST(Pen, AMirroredBoxStillLooksOutwards) {
  Mesh mesh;
  Pen pen(mesh, {});
  pen.at = scaled({-1, 1, 1});
  pen.box({1, 2, 3}, {2, 3, 4}, true);
  EXPECT_NEAR(signed_volume(mesh.of(Material::solid)), 24, 1e-4);
}

TEST(Pen, ABeamIsClosedInAnyDirection) {
  for (const Vec3 to : {Vec3{5, 0, 0}, Vec3{0, 5, 0}, Vec3{3, 4, 12}, Vec3{0, 0, -7}}) {
    Mesh mesh;
    Pen(mesh, {}).beam({}, to, 0.5, 0.4);
    EXPECT_TRUE(closed(mesh.of(Material::solid)));
    EXPECT_NEAR(signed_volume(mesh.of(Material::solid)), geometry::length(to) * 0.5 * 0.4, 1e-4);
  }
}

TEST(Pen, ATubeInACircleIsClosed) {
  std::vector<Vec3> circle;
  for (int i = 0; i < 48; ++i)
    circle.push_back({10 * std::cos(i * M_PI / 24), 0, 10 * std::sin(i * M_PI / 24)});
  Mesh mesh;
  Pen(mesh, {}).tube(circle, 1.0, 16, true);
  EXPECT_TRUE(closed(mesh.of(Material::solid)));
  // Pappus: 2 pi R * pi r^2, a little less for polygons.
  EXPECT_NEAR(std::abs(signed_volume(mesh.of(Material::solid))), 2 * M_PI * M_PI * 10, 8.0);
}

TEST(Pen, AnExtrudedConcaveOutlineHasItsVolume) {
  const std::vector<Vec3> l_shape = {{0, 0, 0},  {4, 0, 0},  {4, 0, -1},
                                     {1, 0, -1}, {1, 0, -3}, {0, 0, -3}};
  Mesh mesh;
  Pen(mesh, {}).extrude(l_shape, 0.0, 2.0, 1.0, true);
  EXPECT_TRUE(closed(mesh.of(Material::solid)));
  EXPECT_NEAR(signed_volume(mesh.of(Material::solid)), (4 * 1 + 1 * 2) * 2.0, 1e-4);
}

TEST(Pen, TriangulationOfAnySimplePolygonHasTwoTrianglesLessThanCorners) {
  const std::vector<Vec3> star = {{0, 0, 3},  {1, 0, 1},   {3, 0, 0},  {1, 0, -1},
                                  {0, 0, -3}, {-1, 0, -1}, {-3, 0, 0}, {-1, 0, 1}};
  EXPECT_EQ(triangulate(star).size(), star.size() - 2);
}

TEST(Pen, WindowsCountOnAcrossStackedWalls) {
  Mesh mesh;
  Pen pen(mesh, {});
  pen.material = Material::facade;
  pen.wall_v0 = 10.0;
  pen.wall({0, 10, 0}, {4, 10, 0}, 6.0);
  const auto& vertices = mesh.of(Material::facade).vertices;
  EXPECT_FLOAT_EQ(vertices[0].uv[1], 10.0F);
  EXPECT_FLOAT_EQ(vertices[2].uv[1], 16.0F);
  EXPECT_FLOAT_EQ(vertices[1].uv[0], 4.0F);
}

geometry::Box recipe_box(const std::string& name) {
  RecipeBook book(repository_city().recipes, Detail{});
  return book.mesh(name).box();
}

TEST(Landmarks, HeightsAreThePublishedOnes) {
  EXPECT_NEAR(recipe_box("yellow_crane_tower").max.y, 51.4, 0.05);
  EXPECT_NEAR(recipe_box("guishan_tv_tower").max.y, 221.2, 0.05);
  EXPECT_NEAR(recipe_box("customs_house").max.y, 46.3, 0.05);
  EXPECT_NEAR(recipe_box("qingchuan_pavilion").max.y, 17.5, 0.05);
  EXPECT_NEAR(recipe_box("hankou_water_tower").max.y, 41.32, 0.05);
  EXPECT_NEAR(recipe_box("greenland_center").max.y, 475.0, 0.5);
}

TEST(Landmarks, TheBridgeHasItsNineSpans) {
  const geometry::Box box = recipe_box("yangtze_bridge");
  EXPECT_NEAR(box.size().x, 1156 + 2 * 11.2, 4.0);  // main bridge, and its end towers
  EXPECT_NEAR(box.max.y, 35.0, 0.05);
}

TEST(Landmarks, ThePlazaIsTwoHundredMetresSquare) {
  const geometry::Box box = recipe_box("event_plaza");
  EXPECT_NEAR(box.size().x, 200.0, 1.0);
  EXPECT_NEAR(box.size().z, 200.0, 1.0);
}

double count_parts(const std::vector<scene::Part>& parts, PartKind kind) {
  double total = 0.0;
  for (const scene::Part& part : parts) {
    if (part.kind == kind) total += scene::expanded_parts({"", {part}});
  }
  return total;
}

TEST(Landmarks, TheCraneTowerHasItsSeventyTwoColumns) {
  EXPECT_EQ(count_parts(repository_city().recipes.at("yellow_crane_tower").parts, PartKind::column),
            72.0);
}

TEST(Landmarks, TheCraneTowerHasItsSixtyUpturnedEaves) {
  int convex = 0;
  for (const scene::Part& part : repository_city().recipes.at("yellow_crane_tower").parts) {
    if (part.kind != PartKind::roof || part.values.number("upturn") == 0.0) continue;
    auto outline = part.values.points("outline");
    for (Vec3& p : outline) p = {p.x, 0, p.y};
    if (signed_area_xz(outline) < 0) std::ranges::reverse(outline);
    for (std::size_t i = 0; i < outline.size(); ++i) {
      const Vec3 a = outline[(i + outline.size() - 1) % outline.size()], b = outline[i],
                 c = outline[(i + 1) % outline.size()];
      if (geometry::cross(b - a, c - b).y > 0) ++convex;
    }
  }
  EXPECT_EQ(convex, 60);
}

TEST(RecipeBook, CoarserLevelsHaveFewerTriangles) {
  for (const auto& [name, recipe] : repository_city().recipes) {
    std::size_t before = 0;
    for (int level = 0; level <= kFinestLevel; ++level) {
      RecipeBook book(repository_city().recipes, Detail{level, false});
      const std::size_t now = book.mesh(name).triangle_count();
      EXPECT_LE(before, now + 8) << name << " at level " << level;
      before = now;
    }
  }
}

}  // namespace
}  // namespace yc::import
