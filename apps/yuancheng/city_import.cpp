#include "apps/yuancheng/city_import.h"

#include <algorithm>
#include <utility>

#include "kernel/import/bake.h"

namespace yc::apps {
namespace {

constexpr std::uint64_t kSceneFileMax = 64 * 1024 * 1024;
constexpr std::size_t kBlobsPerEvent = 1024;
constexpr int kFolderDepthMax = 8;
constexpr std::string_view kSpaceName = "city";
// In the city's folder: a scene each, which spaces are made from, and what they share.
constexpr std::string_view kTemplatesFolder = "templates";
constexpr std::string_view kCommonFile = "common.json";

base::Status read_scene_files(base::Disk& disk, const std::string& folder,
                              const std::string& prefix, int depth,
                              std::vector<scene::SceneFile>& out) {
  YC_TRY(const auto entries, disk.list(folder));
  for (const base::FolderEntry& entry : entries) {
    const std::string path = folder + "/" + entry.name;
    if (entry.is_folder && depth == 0 && entry.name == kTemplatesFolder) continue;
    if (entry.is_folder && depth < kFolderDepthMax) {
      YC_CHECK(read_scene_files(disk, path, prefix + entry.name + "/", depth + 1, out));
    } else if (entry.name.ends_with(".json")) {
      YC_TRY(const base::Bytes bytes, base::read_file(disk, path, kSceneFileMax));
      out.push_back({prefix + entry.name,
                     std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())});
    }
  }
  return {};
}

base::Result<std::vector<store::BlobEntry>> put_files(
    store::Store& store, const import::BakedCity& city,
    const std::function<void(const std::string&)>& progress) {
  std::vector<store::BlobEntry> entries;
  for (const import::OutputFile& file : city.files) {
    const auto dot = file.name.rfind('.');
    const std::string extension = dot == std::string::npos ? "" : file.name.substr(dot + 1);
    YC_TRY(const store::BlobName name, store.put_blob(file.bytes, extension));
    if (name.text() != file.name) {
      return base::fail(base::ErrorCode::corrupt,
                        file.name + " does not have the hash it is named by",
                        "this is a fault of the program: report it");
    }
    entries.push_back({name.sha256, name.extension, file.bytes.size()});
    if (entries.size() % 100 == 0) {
      progress("stored " + std::to_string(entries.size()) + " of " +
               std::to_string(city.files.size()) + " files");
    }
  }
  return entries;
}

base::Result<base::SpaceId> space_to_publish(store::Store& store) {
  const auto known = store.space_by_name(kSpaceName);
  if (known) return known->id;
  if (known.error().code != base::ErrorCode::not_found) return std::unexpected(known.error());
  YC_TRY(const std::uint64_t id, store.new_id());
  return base::SpaceId{id};
}

// What names the blobs comes last, all in one batch: published whole or not at all.
store::Batch batch_of(const std::vector<store::BlobEntry>& entries) {
  store::Batch batch;
  for (std::size_t at = 0; at < entries.size(); at += kBlobsPerEvent) {
    const std::size_t end = std::min(at + kBlobsPerEvent, entries.size());
    store::BlobsStored stored;
    stored.blobs.assign(entries.begin() + static_cast<std::ptrdiff_t>(at),
                        entries.begin() + static_cast<std::ptrdiff_t>(end));
    batch.events.push_back({store::city_stream(), {}, std::move(stored)});
  }
  return batch;
}

struct Stored {
  std::vector<store::BlobEntry> entries;
  base::Digest manifest{};
};

base::Result<Stored> bake_and_store(store::Store& store, const std::vector<scene::SceneFile>& files,
                                    const std::function<void(const std::string&)>& progress,
                                    ImportReport& report) {
  YC_TRY(const scene::Scene scene, scene::load_scene(files));
  YC_TRY(const import::BakedCity city, import::bake(scene));
  Stored stored;
  YC_TRY(stored.entries, put_files(store, city, progress));
  YC_TRY(const store::BlobName manifest,
         store.put_blob(std::as_bytes(std::span(city.manifest)), "json"));
  stored.entries.push_back({manifest.sha256, manifest.extension, city.manifest.size()});
  stored.manifest = manifest.sha256;
  report.files += stored.entries.size();
  for (const store::BlobEntry& entry : stored.entries) report.bytes += entry.bytes;
  return stored;
}

base::Status publish_template(store::Store& store, std::string name, Stored stored,
                              ImportReport& report) {
  const auto before = store.template_named(name);
  if (before && before->manifest == stored.manifest) return {};
  report.changed = true;
  store::Batch batch = batch_of(stored.entries);
  batch.events.push_back(
      {store::city_stream(), {}, store::TemplatePublished{std::move(name), stored.manifest}});
  YC_CHECK(store.append_now(std::move(batch)));
  return {};
}

}  // namespace

base::Result<ImportReport> import_templates(
    store::Store& store, base::Disk& disk, const std::string& city_folder,
    const std::function<void(const std::string&)>& progress) {
  ImportReport report;
  report.changed = false;
  const std::string folder = city_folder + "/" + std::string(kTemplatesFolder);
  if (!disk.list(folder)) return report;  // a city without templates
  std::vector<scene::SceneFile> files;
  YC_CHECK(read_scene_files(disk, folder, "templates/", 1, files));
  std::ranges::sort(files, {}, &scene::SceneFile::name);
  std::vector<scene::SceneFile> shared;
  for (const scene::SceneFile& file : files) {
    if (file.name.ends_with(kCommonFile)) shared.push_back(file);
  }
  for (const scene::SceneFile& file : files) {
    if (file.name.ends_with(kCommonFile)) continue;
    const std::size_t begin = file.name.rfind('/') + 1;
    std::string name = file.name.substr(begin, file.name.rfind('.') - begin);
    std::vector<scene::SceneFile> scene = shared;
    scene.push_back(file);
    YC_TRY(Stored stored, bake_and_store(store, scene, progress, report));
    progress("baked the template " + name);
    YC_CHECK(publish_template(store, std::move(name), std::move(stored), report));
  }
  return report;
}

base::Result<ImportReport> import_into(store::Store& store, base::Disk& disk,
                                       const std::string& city_folder,
                                       const std::function<void(const std::string&)>& progress) {
  std::vector<scene::SceneFile> files;
  YC_CHECK(read_scene_files(disk, city_folder, "", 0, files));
  std::ranges::sort(files, {}, &scene::SceneFile::name);
  progress("baking " + std::to_string(files.size()) + " files of " + city_folder);
  ImportReport report;
  YC_TRY(Stored stored, bake_and_store(store, files, progress, report));
  YC_TRY(const ImportReport templates, import_templates(store, disk, city_folder, progress));
  report.files += templates.files;
  report.bytes += templates.bytes;
  const auto before = store.space_by_name(kSpaceName);
  const bool city_changed = !before || before->manifest != stored.manifest;
  report.changed = city_changed || templates.changed;
  if (!city_changed) return report;
  YC_TRY(const base::SpaceId space, space_to_publish(store));
  store::Batch batch = batch_of(stored.entries);
  store::SpacePublished published;
  published.space = space;
  published.name = kSpaceName;
  published.manifest = stored.manifest;
  batch.events.push_back({store::space_stream(space), {}, std::move(published)});
  YC_CHECK(store.append_now(std::move(batch)));
  return report;
}

}  // namespace yc::apps
