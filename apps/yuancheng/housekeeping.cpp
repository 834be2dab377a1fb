#include "apps/yuancheng/housekeeping.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "kernel/base/log.h"
#include "kernel/store/maintenance.h"

namespace yc::apps {
namespace {

constexpr base::Duration kEraseEvery = std::chrono::hours(1);
constexpr base::Duration kRemindEvery = std::chrono::minutes(1);
constexpr std::int64_t kMsPerDay = 24LL * 3600 * 1000;
constexpr std::string_view kBackupEnding = ".backup";
// Of a backup that was killed: the file, its copy of the database, and the journal of that.
constexpr std::array<std::string_view, 2> kUnfinishedEndings{".part", ".part-journal"};
constexpr std::string_view kRetention = "chat.retention-days";

}  // namespace

Housekeeping::Housekeeping(Machine& machine, store::Store& store, const base::Settings& settings,
                           std::string data_folder)
    : machine_(machine),
      store_(store),
      settings_(settings),
      data_folder_(std::move(data_folder)),
      calendar_(store, machine.clock),
      executor_("housekeeping", machine.clock) {
  executor_.post([this] { erase_old_chat(); });
  executor_.post([this] { remind_of_events(); });
}

void Housekeeping::remind_of_events() {
  if (const auto written = calendar_.remind(); !written) {
    base::log_error("reminders_failed", {{"cause", written.error().text()}});
  }
  executor_.post_after(kRemindEvery, [this] { remind_of_events(); });
}

// What an administrator set while the city ran goes before the settings file.
std::int64_t Housekeeping::retention_days() {
  const auto changed = store_.settings();
  if (changed) {
    const auto found = changed->find(std::string(kRetention));
    if (found != changed->end() && !found->second.empty()) {
      base::Settings live;
      if (live.set(kRetention, found->second, base::SettingOrigin::flag)) {
        return live.integer(kRetention);
      }
    }
  }
  return settings_.integer(kRetention);
}

void Housekeeping::erase_old_chat() {
  const std::int64_t days = retention_days();
  const base::WallTime before{machine_.clock.wall().unix_ms - days * kMsPerDay};
  std::uint64_t erased = 0;
  while (days > 0) {
    const auto done = store_.erase_chat_before(before);
    if (!done) {
      base::log_error("chat_not_erased", {{"cause", done.error().text()}});
      break;
    }
    erased += *done;
    if (*done == 0) break;
  }
  if (erased > 0) base::log_info("chat_erased", {{"texts", erased}});
  executor_.post_after(kEraseEvery, [this] { erase_old_chat(); });
}

void Housekeeping::start_backup(base::Executor& reply_on, gateway::BackupDone done) {
  if (backing_up_.exchange(true)) {
    return done(
        base::fail(base::ErrorCode::conflict, "a backup is being written already", "wait for it"));
  }
  executor_.post([this, &reply_on, done = std::move(done)]() mutable {
    auto written = write_backup();
    backing_up_ = false;
    if (written) {
      base::log_info("backup_written", {{"file", *written}});
    } else {
      base::log_error("backup_failed", {{"cause", written.error().text()}});
    }
    reply_on.post([done = std::move(done), written = std::move(written)]() mutable {
      done(std::move(written));
    });
  });
}

base::Result<std::string> Housekeeping::write_backup() {
  const std::string folder = data_folder_ + "/backups";
  YC_CHECK(machine_.disk.make_folders(folder));
  YC_CHECK(drop_unfinished_backups(folder));
  const std::string file =
      folder + "/" + std::to_string(machine_.clock.wall().unix_ms) + std::string(kBackupEnding);
  YC_CHECK(store::backup(data_folder_, file, machine_.store_parts()));
  YC_CHECK(drop_old_backups(folder));
  return file;
}

// The folder is the server's own: what is unfinished there is left from a program that was killed.
base::Status Housekeeping::drop_unfinished_backups(const std::string& folder) {
  YC_TRY(const auto entries, machine_.disk.list(folder));
  for (const base::FolderEntry& entry : entries) {
    const bool unfinished = std::ranges::any_of(
        kUnfinishedEndings, [&](std::string_view ending) { return entry.name.ends_with(ending); });
    if (entry.is_folder || !unfinished) continue;
    YC_CHECK(machine_.disk.remove(folder + "/" + entry.name));
  }
  return {};
}

base::Status Housekeeping::drop_old_backups(const std::string& folder) {
  YC_TRY(auto entries, machine_.disk.list(folder));
  std::erase_if(entries, [](const base::FolderEntry& entry) {
    return entry.is_folder || !entry.name.ends_with(kBackupEnding);
  });
  const auto keep = static_cast<std::size_t>(settings_.integer("backup.keep"));
  // Names begin with the time, so the list is sorted oldest first.
  for (std::size_t i = 0; i + keep < entries.size(); ++i) {
    YC_CHECK(machine_.disk.remove(folder + "/" + entries[i].name));
  }
  return {};
}

}  // namespace yc::apps
