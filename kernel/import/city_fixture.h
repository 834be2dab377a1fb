#pragma once
// For tests: the city of the repository, loaded once.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "kernel/scene/scene.h"

namespace yc::import {

inline const scene::Scene& repository_city() {
  static const scene::Scene city = [] {
    std::vector<scene::SceneFile> files;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::string(YC_SOURCE_DIR) + "/city")) {
      if (entry.path().extension() != ".json") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      files.push_back(
          {entry.path().filename().string(), std::string(std::istreambuf_iterator<char>(in), {})});
    }
    std::ranges::sort(files, {}, &scene::SceneFile::name);
    auto loaded = scene::load_scene(files);
    EXPECT_TRUE(loaded) << loaded.error().text();
    return std::move(*loaded);
  }();
  return city;
}

}  // namespace yc::import
