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

std::string Housekeeping::folder() const {
  return data_folder_ + "/backups";
}

base::Result<std::vector<gateway::BackupDesk::Kept>> Housekeeping::list() {
  std::vector<Kept> kept;
  if (!machine_.disk.exists(folder())) return kept;
  YC_TRY(const auto entries, machine_.disk.list(folder()));
  for (const base::FolderEntry& entry : entries) {
    if (!entry.is_folder && entry.name.ends_with(kBackupEnding))
      kept.push_back({entry.name, entry.bytes});
  }
  std::ranges::reverse(kept);  // names begin with the time
  return kept;
}

base::Result<std::string> Housekeeping::file_of(const std::string& name) {
  YC_TRY(const auto kept, list());
  if (std::ranges::find(kept, name, &Kept::name) == kept.end())
    return base::fail(base::ErrorCode::not_found, "there is no such backup", "look at the list");
  return folder() + "/" + name;
}

template <typename T, typename Work>
void Housekeeping::start(Work work, base::Executor& reply_on, Done<T> done) {
  const auto answer = [](base::Executor& on, Done<T> to, base::Result<T> result) {
    on.post([to = std::move(to), result = std::move(result)]() mutable { to(std::move(result)); });
  };
  if (busy_.exchange(true)) {
    return answer(
        reply_on, std::move(done),
        base::fail(base::ErrorCode::conflict, "another backup is being worked on", "wait for it"));
  }
  executor_.post(
      [this, &reply_on, answer, work = std::move(work), done = std::move(done)]() mutable {
        base::Result<T> result = work();
        busy_ = false;
        if (!result) base::log_error("backup_failed", {{"cause", result.error().text()}});
        answer(reply_on, std::move(done), std::move(result));
      });
}

void Housekeeping::make(base::Executor& reply_on, Done<std::string> done) {
  start<std::string>(
      [this] {
        auto written = write_backup();
        if (written) base::log_info("backup_written", {{"file", *written}});
        return written;
      },
      reply_on, std::move(done));
}

void Housekeeping::check(const std::string& name, base::Executor& reply_on, Done<Checked> done) {
  start<Checked>(
      [this, name]() -> base::Result<Checked> {
        YC_TRY(const std::string file, file_of(name));
        return check_file(file);
      },
      reply_on, std::move(done));
}

gateway::BackupDesk::Checked Housekeeping::check_file(const std::string& file) {
  const auto report = store::check_backup(file, machine_.store_parts());
  if (!report) return {report.error().cause, 0, 0};
  return {{}, report->blobs, report->bytes};
}

void Housekeeping::restore(const std::string& name, base::Executor& reply_on, Done<Restored> done) {
  start<Restored>(
      [this, name]() -> base::Result<Restored> {
        YC_TRY(const std::string file, file_of(name));
        return restore_file(file, name.substr(0, name.size() - kBackupEnding.size()));
      },
      reply_on, std::move(done));
}

base::Result<gateway::BackupDesk::Restored> Housekeeping::restore_file(const std::string& file,
                                                                       const std::string& stem) {
  const std::string place =
      data_folder_ + "/restored/" + stem + "-" + std::to_string(machine_.clock.wall().unix_ms);
  YC_TRY(const auto report, store::restore(file, place, machine_.store_parts()));
  base::log_info("backup_restored", {{"file", file}, {"folder", place}});
  return Restored{place, "yuancheng serve --data " + place, report.events, report.blobs};
}

base::Result<std::string> Housekeeping::write_backup() {
  const std::string place = folder();
  YC_CHECK(machine_.disk.make_folders(place));
  YC_CHECK(drop_unfinished_backups(place));
  const std::string file =
      place + "/" + std::to_string(machine_.clock.wall().unix_ms) + std::string(kBackupEnding);
  YC_CHECK(store::backup(data_folder_, file, machine_.store_parts()));
  YC_CHECK(drop_old_backups(place));
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
