#include "kernel/space/space_file.h"

#include <gtest/gtest.h>

#include "kernel/space/parcels.h"

namespace yc::space {
namespace {

store::Parcel l_shape() {
  // 20 by 20 m without its north-east quarter; from the ground to 3 m.
  return {1, {5}, {{0, 0}, {2000, 0}, {2000, 1000}, {1000, 1000}, {1000, 2000}, {0, 2000}}, 0, 300};
}

TEST(Parcels, APointInABayOfTheOutlineIsOutside) {
  const store::Parcel parcel = l_shape();
  EXPECT_TRUE(contains(parcel, {5, 1, 15}));
  EXPECT_TRUE(contains(parcel, {15, 1, 5}));
  EXPECT_FALSE(contains(parcel, {15, 1, 15})) << "the quarter that is cut out";
  EXPECT_TRUE(contains(parcel, {10, 0, 15})) << "on the edge of it";
  EXPECT_FALSE(contains(parcel, {5, 3, 15})) << "the top belongs to what is above";
  EXPECT_DOUBLE_EQ(area_m2(parcel), 300.0);
}

TEST(Parcels, OfTwoThatOverlapTheOlderDecides) {
  store::Parcel newer = l_shape();
  newer.id = 2;
  const std::vector<store::Parcel> both = {l_shape(), newer};
  EXPECT_EQ(parcel_at(both, {5, 1, 5})->id, 1u);
  EXPECT_EQ(parcel_at(both, {50, 1, 5}), nullptr);
}

TEST(SpaceFile, WhatIsNoDocumentIsRefusedInWords) {
  for (const char* text : {"", "[]", "{", "{\"format\":\"yuancheng space 1\"}", "null"}) {
    const auto file = read_space_file(text);
    ASSERT_FALSE(file) << text;
    EXPECT_EQ(file.error().code, base::ErrorCode::bad_input);
    EXPECT_TRUE(file.error().cause.starts_with("/")) << file.error().cause;
  }
}

}  // namespace
}  // namespace yc::space
