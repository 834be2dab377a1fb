#pragma once
// What a running city does by itself: erases old chat, reminds of events, and writes backups when
// asked.

#include <atomic>
#include <string>

#include "apps/yuancheng/tools.h"
#include "kernel/base/settings.h"
#include "kernel/gateway/routes.h"
#include "kernel/social/calendar.h"

namespace yc::apps {

class Housekeeping final : public gateway::BackupDesk {
 public:
  Housekeeping(Machine& machine, store::Store& store, const base::Settings& settings,
               std::string data_folder);

  // <data>/backups
  std::string folder() const override;
  base::Result<std::vector<Kept>> list() override;
  // Writes <data>/backups/<time>.backup and drops the oldest above backup.keep.
  void make(base::Executor& reply_on, Done<std::string> done) override;
  void check(const std::string& name, base::Executor& reply_on, Done<Checked> done) override;
  // Into <data>/restored/<time of the backup>-<now>.
  void restore(const std::string& name, base::Executor& reply_on, Done<Restored> done) override;

 private:
  void erase_old_chat();
  void remind_of_events();
  base::Result<std::string> write_backup();
  Checked check_file(const std::string& file);
  base::Result<Restored> restore_file(const std::string& file, const std::string& stem);
  template <typename T, typename Work>
  void start(Work work, base::Executor& reply_on, Done<T> done);
  // The path of a backup that list() names.
  base::Result<std::string> file_of(const std::string& name);
  base::Status drop_unfinished_backups(const std::string& folder);
  base::Status drop_old_backups(const std::string& folder);
  std::int64_t retention_days();

  Machine& machine_;
  store::Store& store_;
  const base::Settings& settings_;
  const std::string data_folder_;
  social::Calendar calendar_;
  std::atomic<bool> busy_ = false;  // with a backup
  base::ThreadExecutor executor_;   // last: joins before the rest goes
};

}  // namespace yc::apps
