#include "kernel/geometry/collision_mesh.h"

#include <gtest/gtest.h>

#include <limits>

#include "kernel/base/random.h"

namespace yc::geometry {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<Triangle> square(double low, double high, double y) {
  const Vec3 nw{low, y, low}, ne{high, y, low}, sw{low, y, high}, se{high, y, high};
  return {{nw, sw, se}, {nw, se, ne}};
}

double area_inside(const std::vector<CollisionCell>& cells, const CellKey& key) {
  double area = 0.0;
  for (const CollisionCell& cell : cells) {
    if (cell.key != key) continue;
    for (std::size_t i = 0; i < cell.triangles.size(); ++i) {
      area += length(cell.triangle(i).scaled_normal()) * 0.5;
    }
  }
  return area;
}

TEST(CutIntoCells, ASquareInsideOneCellKeepsItsFourCornersAndItsOrientation) {
  const auto cells = cut_into_cells(square(10.0, 20.0, 3.5));
  ASSERT_TRUE(cells);
  ASSERT_EQ(cells->size(), 1u);
  const CollisionCell& cell = cells->front();
  EXPECT_EQ(cell.key, (CellKey{0, 0}));
  EXPECT_EQ(cell.vertices.size(), 4u);
  ASSERT_EQ(cell.triangles.size(), 2u);
  EXPECT_EQ(cell.triangle(0), square(10.0, 20.0, 3.5)[0]);
  EXPECT_GT(cell.triangle(0).scaled_normal().y, 0.0);
}

TEST(CutIntoCells, ATriangleOnABorderIsStoredWholeInBothCells) {
  const std::vector<Triangle> soup = {{{250.0, 0.0, 1.0}, {250.0, 0.0, 2.0}, {260.0, 0.0, 1.0}}};
  const auto cells = cut_into_cells(soup);
  ASSERT_TRUE(cells);
  ASSERT_EQ(cells->size(), 2u);
  EXPECT_EQ((*cells)[0].key, (CellKey{0, 0}));
  EXPECT_EQ((*cells)[1].key, (CellKey{1, 0}));
  EXPECT_EQ((*cells)[0].triangle(0), soup[0]);
  EXPECT_EQ((*cells)[1].triangle(0), soup[0]);
}

TEST(CutIntoCells, AFiveKilometreFloorCoversEveryCellOfIt) {
  const auto cells = cut_into_cells(square(-2560.0, 2560.0, 0.0));
  ASSERT_TRUE(cells);
  for (std::int32_t x = -10; x < 10; ++x) {
    for (std::int32_t z = -10; z < 10; ++z) EXPECT_GE(area_inside(*cells, {x, z}), 256.0 * 256.0);
  }
}

TEST(CutIntoCells, NegativePositionsBelongToNegativeCells) {
  const auto cells = cut_into_cells(square(-20.0, -10.0, 0.0));
  ASSERT_TRUE(cells);
  ASSERT_EQ(cells->size(), 1u);
  EXPECT_EQ(cells->front().key, (CellKey{-1, -1}));
}

TEST(CutIntoCells, RoundsToTheGridAndDropsWhatBecomesFlat) {
  const std::vector<Triangle> soup = {{{1.001, 0.0, 1.0}, {1.0, 0.0, 1.001}, {1.0, 0.0, 1.0}},
                                      {{5.001, 0.0, 5.0}, {5.0, 1.001, 5.0}, {5.0, 0.0, 6.001}}};
  const auto cells = cut_into_cells(soup);
  ASSERT_TRUE(cells);
  ASSERT_EQ(cells->front().triangles.size(), 1u);
  EXPECT_EQ(cells->front().triangle(0),
            (Triangle{{5.0, 0.0, 5.0}, {5.0, 1.0, 5.0}, {5.0, 0.0, 6.0}}));
}

TEST(CutIntoCells, RefusesWhatItCannotHold) {
  EXPECT_FALSE(cut_into_cells(std::vector<Triangle>{{{kNan, 0, 0}, {1, 0, 0}, {0, 0, 1}}}));
  EXPECT_FALSE(cut_into_cells(std::vector<Triangle>{{{0, 600, 0}, {1, 0, 0}, {0, 0, 1}}}));
  EXPECT_FALSE(cut_into_cells(std::vector<Triangle>{{{1e9, 0, 0}, {1, 0, 0}, {0, 0, 1}}}));
  EXPECT_FALSE(cut_into_cells(std::vector<Triangle>{{{-20e3, 0, 0}, {20e3, 0, 0}, {0, 0, 1}}}));
}

TEST(CollisionCellFile, HasTheLayoutOfTheDocument) {
  const CollisionCell cell{
      .key = {1, -2}, .vertices = {{64, 0, 0}, {0, 64, 0}, {0, 0, -1}}, .triangles = {{0, 1, 2}}};
  const std::vector<unsigned char> expected = {
      0x59, 0x43, 0x43, 0x31, 1,    0,    0, 0, 0xfe, 0xff, 0xff, 0xff, 3,  0, 0, 0,
      1,    0,    0,    0,    64,   0,    0, 0, 0,    0,    0,    0,    64, 0, 0, 0,
      0,    0,    0,    0,    0xff, 0xff, 0, 0, 0,    0,    1,    0,    2,  0};
  const std::vector<std::byte> bytes = write_collision_cell(cell);
  ASSERT_EQ(bytes.size(), expected.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    EXPECT_EQ(std::to_integer<int>(bytes[i]), expected[i]) << "at byte " << i;
  }
  EXPECT_EQ(read_collision_cell(bytes), cell);
  EXPECT_EQ(cell.vertex(2), (Vec3{256.0, 0.0, -512.0 - 1.0 / 64.0}));
}

TEST(CollisionCellFile, EmptyCellRoundTrips) {
  const CollisionCell cell{.key = {5, 6}, .vertices = {}, .triangles = {}};
  EXPECT_EQ(read_collision_cell(write_collision_cell(cell)), cell);
}

TEST(CollisionCellFile, EveryShortenedFileIsRefused) {
  const std::vector<CollisionCell> cells = *cut_into_cells(square(1.0, 2.0, 0.0));
  std::vector<std::byte> bytes = write_collision_cell(cells.front());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(read_collision_cell(std::span(bytes).first(size))) << size;
  }
  bytes.push_back(std::byte{0});
  EXPECT_FALSE(read_collision_cell(bytes));
}

TEST(CollisionCellFile, RefusesAnIndexPastTheVertices) {
  const CollisionCell cell{.key = {}, .vertices = {{0, 0, 0}, {1, 0, 0}}, .triangles = {{0, 1, 2}}};
  const auto read = read_collision_cell(write_collision_cell(cell));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, base::ErrorCode::bad_input);
}

TEST(CollisionCellFile, RandomCellsRoundTrip) {
  base::SeededRandom random(7);
  for (int round = 0; round < 50; ++round) {
    std::vector<Triangle> soup;
    for (int i = 0; i < 40; ++i) {
      const auto point = [&] {
        return Vec3{random.unit() * 900 - 450, random.unit() * 100, random.unit() * 900 - 450};
      };
      soup.push_back({point(), point(), point()});
    }
    const auto cells = cut_into_cells(soup);
    ASSERT_TRUE(cells);
    for (const CollisionCell& cell : *cells) {
      EXPECT_EQ(read_collision_cell(write_collision_cell(cell)), cell);
    }
  }
}

}  // namespace
}  // namespace yc::geometry
