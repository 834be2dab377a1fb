#include "kernel/scene/scene.h"

#include <gtest/gtest.h>

namespace yc::scene {
namespace {
TEST(Shapes, Placeholder) { EXPECT_TRUE(is_name("a")); }
}  // namespace
}  // namespace yc::scene
