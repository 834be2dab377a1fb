#include "kernel/store/data_folder.h"

#include "kernel/store/log.h"
#include "kernel/store/vault.h"
#include "kernel/store/view.h"

namespace yc::store {
namespace {

using base::ErrorCode;
using base::fail;

constexpr int kApplicationId = 0x59434459;  // "YCDY": this file is a city

constexpr std::int64_t kCheckedAtOpenBytes = 32 * 1024 * 1024;

// Frames of the WAL are synced before a commit is answered (FULL); erased texts are overwritten
// with zeros (secure_delete); the WAL shrinks back after a long backup has held it open.
constexpr const char* kWriterSettings = R"(
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA cache_size = -32768;
  PRAGMA journal_size_limit = 67108864;)";

base::Status check_identity(Database& database, const std::string& folder) {
  YC_TRY(const std::int64_t application, database.integer("PRAGMA application_id"));
  if (application != kApplicationId)
    return fail(ErrorCode::corrupt, database.path() + " is not the database of a city",
                "name the folder of a city with --data, or an empty one");
  YC_TRY(const std::int64_t format, database.integer("PRAGMA user_version"));
  if (format > kFormatVersion)
    return fail(ErrorCode::corrupt,
                folder + " was written by a newer version (format " + std::to_string(format) +
                    "; this program reads up to " + std::to_string(kFormatVersion) + ")",
                "install that version again, or restore a backup made before the upgrade");
  return {};
}

// Reads every page: 0.1 s for 32 MB. Of a larger database only what is used is looked at; `verify`
// always reads all.
base::Status check_pages(Database& database) {
  YC_TRY(const std::int64_t pages, database.integer("PRAGMA page_count"));
  YC_TRY(const std::int64_t page_bytes, database.integer("PRAGMA page_size"));
  if (pages * page_bytes > kCheckedAtOpenBytes) return {};
  std::string fault;
  YC_CHECK(database.query("PRAGMA quick_check(1)", {},
                          [&fault](const Row& row) { fault = row.text(0); }));
  if (fault == "ok") return {};
  return fail(ErrorCode::corrupt, database.path() + " is damaged: " + fault,
              "restore the last backup into a new folder: yuancheng restore FILE --data DIR");
}

// A database file without tables: never used, or its first transaction was lost to a power cut.
base::Result<bool> is_blank(Database& database) {
  YC_TRY(const std::int64_t tables, database.integer("SELECT count(*) FROM sqlite_master"));
  YC_TRY(const std::int64_t application, database.integer("PRAGMA application_id"));
  return tables == 0 && application == 0;
}

base::Status rebuild_views(Database& database) {
  YC_CHECK(drop_views(database));
  YC_CHECK(create_views(database));
  YC_CHECK(read_stored_events(database, 0, INT64_MAX, {}, [&](StoredEvent& stored) -> base::Status {
    YC_CHECK(stored.decoded);
    return apply_to_views(database, stored.event);
  }));
  return database.run("UPDATE store_facts SET view_version = ?1", {kViewVersion});
}

base::Status refresh_views(Database& database) {
  YC_TRY(const std::int64_t version, database.integer("SELECT view_version FROM store_facts"));
  if (version == kViewVersion) return {};
  YC_CHECK(database.run("BEGIN IMMEDIATE"));
  const base::Status rebuilt = rebuild_views(database);
  if (rebuilt) return database.run("COMMIT");
  database.roll_back();
  return rebuilt;
}

base::Status index_names(Database& database) {
  YC_TRY(const auto secret, read_vault_secret(database));
  return ensure_words(database, *secret);
}

// Brings a folder of an older format to this one.
base::Status renew_format(Database& database, base::Random& random) {
  YC_TRY(const std::int64_t format, database.integer("PRAGMA user_version"));
  YC_TRY(const std::optional<VaultSecret> secret, read_vault_secret(database));
  YC_TRY(const bool words, has_words(database));
  if (format == kFormatVersion && secret && words) return {};
  YC_CHECK(database.run("BEGIN IMMEDIATE"));
  base::Status renewed = ensure_vault(database, random);
  if (renewed) renewed = index_names(database);
  if (renewed) renewed = database.script("PRAGMA user_version = " + std::to_string(kFormatVersion));
  if (renewed) return database.run("COMMIT");
  database.roll_back();
  return renewed;
}

base::Status refuse_leftovers(base::Disk& disk, const std::string& folder) {
  YC_TRY(const auto entries, disk.list(folder));
  for (const base::FolderEntry& entry : entries) {
    if (entry.name == "blobs" || entry.name.starts_with("city.db"))
      return fail(ErrorCode::corrupt, folder + " holds " + entry.name + " but no city.db",
                  "if a restore was interrupted, empty the folder and restore again");
  }
  return {};
}

}  // namespace

std::string database_path(const std::string& folder) {
  return folder + "/city.db";
}
std::string blobs_folder(const std::string& folder) {
  return folder + "/blobs";
}
std::string last_backup_path(const std::string& folder) {
  return folder + "/last-backup";
}

std::string head_path(const std::string& folder) {
  return folder + "/head";
}

base::Result<std::unique_ptr<base::DiskLock>> lock_folder(base::Disk& disk,
                                                          const std::string& folder) {
  YC_CHECK(disk.make_folders(folder));
  auto lock = disk.lock(folder + "/lock");
  if (!lock && lock.error().code == ErrorCode::conflict)
    return fail(ErrorCode::conflict, folder + " is in use by another process",
                "stop that server first, or choose another folder with --data");
  return lock;
}

base::Status create_schema(Database& database) {
  YC_CHECK(database.script(std::string(kLogSchema)));
  YC_CHECK(database.script(std::string(kVaultSchema)));
  YC_CHECK(database.script("CREATE TABLE store_facts(view_version INTEGER NOT NULL) STRICT;"));
  YC_CHECK(database.run("INSERT INTO store_facts VALUES(?1)", {kViewVersion}));
  YC_CHECK(create_views(database));
  YC_CHECK(database.script("PRAGMA user_version = " + std::to_string(kFormatVersion)));
  return database.script("PRAGMA application_id = " + std::to_string(kApplicationId));
}

base::Result<std::unique_ptr<Database>> open_to_write(const std::string& folder,
                                                      StoreParts& parts) {
  if (!parts.disk.exists(database_path(folder))) YC_CHECK(refuse_leftovers(parts.disk, folder));
  YC_TRY(auto database,
         Database::open(database_path(folder), DatabaseMode::create, parts.sqlite_vfs));
  YC_CHECK(database->script("PRAGMA journal_mode = WAL;"));
  YC_CHECK(database->script(kWriterSettings));
  YC_TRY(const bool blank, is_blank(*database));
  if (blank) {
    YC_CHECK(database->run("BEGIN IMMEDIATE"));
    YC_CHECK(create_schema(*database));
    YC_CHECK(database->run("COMMIT"));
  }
  YC_CHECK(check_identity(*database, folder));
  YC_CHECK(check_pages(*database));
  YC_CHECK(renew_format(*database, parts.random));
  YC_CHECK(refresh_views(*database));
  YC_CHECK(parts.disk.sync_folder(folder));  // SQLite syncs names of journals, not of city.db
  return database;
}

base::Result<std::unique_ptr<Database>> open_to_read(const std::string& folder, StoreParts& parts) {
  if (!parts.disk.exists(database_path(folder)))
    return fail(ErrorCode::not_found, folder + " holds no city",
                "name its folder with --data; yuancheng serve --data DIR makes a new one");
  YC_TRY(auto database,
         Database::open(database_path(folder), DatabaseMode::read_only, parts.sqlite_vfs));
  YC_CHECK(check_identity(*database, folder));
  return database;
}

}  // namespace yc::store
