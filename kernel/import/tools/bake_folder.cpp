// bake_folder CITY OUT: bakes a folder of scene files into a folder, for looking at the result with
// any static file server. `yuancheng import` does the same into a store.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "kernel/import/bake.h"

namespace {

namespace fs = std::filesystem;

std::vector<yc::scene::SceneFile> read_folder(const fs::path& folder) {
  std::vector<yc::scene::SceneFile> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    if (fs::relative(entry.path(), folder).begin()->string() == "templates") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files.push_back({fs::relative(entry.path(), folder).string(),
                     std::string(std::istreambuf_iterator<char>(in), {})});
  }
  std::ranges::sort(files, {}, &yc::scene::SceneFile::name);
  return files;
}

void write_file(const fs::path& path, const char* bytes, std::size_t size) {
  std::ofstream(path, std::ios::binary).write(bytes, static_cast<std::streamsize>(size));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: bake_folder CITY OUT\n");
    return 2;
  }
  const auto files = read_folder(argv[1]);
  const auto scene = yc::scene::load_scene(files);
  if (!scene) {
    std::fprintf(stderr, "%s\n", scene.error().text().c_str());
    return 1;
  }
  const auto city = yc::import::bake(*scene);
  if (!city) {
    std::fprintf(stderr, "%s\n", city.error().text().c_str());
    return 1;
  }
  const fs::path out(argv[2]);
  fs::create_directories(out / "blob");
  std::size_t total = 0;
  for (const auto& file : city->files) {
    write_file(out / "blob" / file.name, reinterpret_cast<const char*>(file.bytes.data()),
               file.bytes.size());
    total += file.bytes.size();
  }
  write_file(out / "manifest.json", city->manifest.data(), city->manifest.size());
  std::printf("%zu files, %zu bytes\n", city->files.size(), total);
  return 0;
}
