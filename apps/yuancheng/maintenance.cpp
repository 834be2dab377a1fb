// The commands on a data folder: import, verify, backup, restore.
#include <cstdio>

#include "apps/yuancheng/city_import.h"
#include "apps/yuancheng/commands.h"
#include "apps/yuancheng/tools.h"
#include "kernel/identity/identity.h"
#include "kernel/store/maintenance.h"

namespace yc::apps {
namespace {

constexpr base::Duration kLinkLifetime = std::chrono::hours(24);

void say(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

int code_of(const base::Error& error) {
  const bool data = error.code == base::ErrorCode::corrupt ||
                    error.code == base::ErrorCode::conflict || error.code == base::ErrorCode::full;
  return data ? kBadData : kFailed;
}

int report(const base::Error& error) {
  return report_error(error, code_of(error));
}

double megabytes(std::uint64_t bytes) {
  return static_cast<double>(bytes) / 1e6;
}

}  // namespace

int report_error(const base::Error& error, int code) {
  std::fprintf(stderr, "yuancheng: %s\n", error.text().c_str());
  return code;
}

int import_city(const std::string& city_folder, const std::string& data_folder) {
  Machine machine;
  auto opened = store::Store::open(data_folder, store::OpenMode::serve, machine.store_parts());
  if (!opened) return report(opened.error());
  const auto done = import_into(**opened, machine.disk, city_folder, say);
  if (!done) return report(done.error());
  if (!done->changed) {
    say("nothing to do: exactly this city is published already");
    return kDone;
  }
  std::printf("published: %zu files, %.1f MB\n", done->files, megabytes(done->bytes));
  return kDone;
}

int verify(const std::string& data_folder) {
  Machine machine;
  const auto found = store::verify(data_folder, machine.store_parts(), say);
  if (!found) return report(found.error());
  for (const std::string& fault : found->faults) say("FAULT " + fault);
  std::printf(
      "%llu events, %llu rows of views, %llu texts (%llu erased), %llu blobs (%.1f MB): %s\n",
      static_cast<unsigned long long>(found->events),
      static_cast<unsigned long long>(found->rows_compared),
      static_cast<unsigned long long>(found->texts),
      static_cast<unsigned long long>(found->texts_erased),
      static_cast<unsigned long long>(found->blobs), megabytes(found->blob_bytes),
      found->clean() ? "clean" : "NOT CLEAN; restore a backup with yuancheng restore");
  return found->clean() ? kDone : kBadData;
}

int make_link(const std::string& data_folder) {
  Machine machine;
  auto opened = store::Store::open(data_folder, store::OpenMode::serve, machine.store_parts());
  if (!opened) return report(opened.error());
  identity::Identity identity(**opened, machine.clock, machine.random);
  const auto link = identity.make_administrator_link(kLinkLifetime, {});
  if (!link) return report(link.error());
  say("open the city, then within 24 hours its address with /console#enter=" + link->token);
  return kDone;
}

int backup(const std::string& data_folder, const std::string& file) {
  Machine machine;
  const auto done = store::backup(data_folder, file, machine.store_parts(), say);
  // What it meets is the file: serving does not stand in its way.
  if (!done && done.error().code == base::ErrorCode::conflict)
    return report_error(done.error(), kFailed);
  if (!done) return report(done.error());
  std::printf("%s: %llu events, %llu blobs, %.1f MB\n", file.c_str(),
              static_cast<unsigned long long>(done->events),
              static_cast<unsigned long long>(done->blobs), megabytes(done->bytes));
  return kDone;
}

int restore(const std::string& file, const std::string& data_folder) {
  Machine machine;
  const auto done = store::restore(file, data_folder, machine.store_parts(), say);
  if (!done) return report(done.error());
  std::printf("%s: %llu events, %llu blobs\n", data_folder.c_str(),
              static_cast<unsigned long long>(done->events),
              static_cast<unsigned long long>(done->blobs));
  return kDone;
}

}  // namespace yc::apps
