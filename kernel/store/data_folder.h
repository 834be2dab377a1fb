#pragma once
// The files of a data folder, and opening its database: made, of this format, or refused in words.
//
//   DIR/lock          held by the process that serves the folder
//   DIR/city.db       log, vault, views (SQLite, WAL; city.db-wal and city.db-shm beside it)
//   DIR/blobs/ab/...  blobs by SHA-256
//   DIR/last-backup   when and how large ("<unix_ms> <bytes>\n")

#include <memory>
#include <string>

#include "kernel/store/sqlite.h"
#include "kernel/store/store.h"

namespace yc::store {

// Of city.db, in PRAGMA user_version. Raise it only for a change that older programs cannot read.
// 2: the vault's table is vault_text, with keys beside it. 3: with an index of names.
inline constexpr int kFormatVersion = 3;

std::string database_path(const std::string& folder);
std::string blobs_folder(const std::string& folder);
std::string last_backup_path(const std::string& folder);
std::string head_path(const std::string& folder);

// Takes the lock of the folder, making the folder first.
base::Result<std::unique_ptr<base::DiskLock>> lock_folder(base::Disk& disk,
                                                          const std::string& folder);
// For the process that holds the lock: makes the database where there is none, and rebuilds views
// written by another version.
base::Result<std::unique_ptr<Database>> open_to_write(const std::string& folder, StoreParts& parts);
base::Result<std::unique_ptr<Database>> open_to_read(const std::string& folder, StoreParts& parts);

// Log, vault and empty views in a new database.
base::Status create_schema(Database& database);

}  // namespace yc::store
