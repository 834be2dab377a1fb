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

class Housekeeping {
 public:
  Housekeeping(Machine& machine, store::Store& store, const base::Settings& settings,
               std::string data_folder);

  // Writes <data>/backups/<time>.backup and drops the oldest above backup.keep.
  void start_backup(base::Executor& reply_on, gateway::BackupDone done);

 private:
  void erase_old_chat();
  void remind_of_events();
  base::Result<std::string> write_backup();
  base::Status drop_unfinished_backups(const std::string& folder);
  base::Status drop_old_backups(const std::string& folder);
  std::int64_t retention_days();

  Machine& machine_;
  store::Store& store_;
  const base::Settings& settings_;
  const std::string data_folder_;
  social::Calendar calendar_;
  std::atomic<bool> backing_up_ = false;
  base::ThreadExecutor executor_;  // last: joins before the rest goes
};

}  // namespace yc::apps
