#pragma once
// DIR/head: how far the log had come, and with which hash, a second ago. SQLite takes a damaged end
// of its WAL for the end of the log, so the log alone cannot tell that acknowledged events are
// gone.

#include "kernel/store/log.h"

namespace yc::store {

base::Status write_head_file(base::Disk& disk, const std::string& folder, const LogHead& head);

// Corrupt when the log ends before the head, or has another event there. Without the file nothing
// is known, and nothing is wrong.
base::Status check_head_file(base::Disk& disk, const std::string& folder, Database& database);

}  // namespace yc::store
