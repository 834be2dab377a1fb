#pragma once
// Bakes the source of a city, and of the templates in its folder, and publishes them in a store.

#include <functional>
#include <string>

#include "kernel/base/disk.h"
#include "kernel/store/store.h"

namespace yc::apps {

struct ImportReport {
  std::size_t files = 0;
  std::uint64_t bytes = 0;
  bool changed = true;  // false: exactly these were published before
};

base::Result<ImportReport> import_into(store::Store& store, base::Disk& disk,
                                       const std::string& city_folder,
                                       const std::function<void(const std::string&)>& progress);

// The templates alone: city_folder/templates/<name>.json, each with what common.json there holds.
base::Result<ImportReport> import_templates(
    store::Store& store, base::Disk& disk, const std::string& city_folder,
    const std::function<void(const std::string&)>& progress);

}  // namespace yc::apps
