// Scene files are bytes from outside: any bytes end in a scene or an error.

#include <cstdint>
#include <string>

#include "kernel/scene/scene.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const yc::scene::SceneFile file{"fuzz.json",
                                  std::string(reinterpret_cast<const char*>(data), size)};
  const auto scene = yc::scene::load_scene({&file, 1});
  if (scene && scene->entities.size() > size) return 1;
  return 0;
}
