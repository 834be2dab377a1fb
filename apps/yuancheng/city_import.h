#pragma once
// Bakes the source of a city and publishes it in a store.

#include <functional>
#include <string>

#include "kernel/base/disk.h"
#include "kernel/store/store.h"

namespace yc::apps {

struct ImportReport {
  std::size_t files = 0;
  std::uint64_t bytes = 0;
  bool changed = true;  // false: exactly this city was published before
};

base::Result<ImportReport> import_into(store::Store& store, base::Disk& disk,
                                       const std::string& city_folder,
                                       const std::function<void(const std::string&)>& progress);

}  // namespace yc::apps
