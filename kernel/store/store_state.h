#pragma once
// What a Store holds; shared by the files that implement its parts.

#include <mutex>

#include "kernel/store/committer.h"
#include "kernel/store/sqlite.h"
#include "kernel/store/store.h"

namespace yc::store {

// A connection that reads, and whose turn it is.
struct Reader {
  std::mutex mutex;
  std::unique_ptr<Database> database;

  // All rows of a query as records.
  template <typename Record>
  base::Result<std::vector<Record>> rows(std::string_view sql, std::initializer_list<Value> values,
                                         Record (*record_of)(const Row&)) {
    const std::lock_guard guard(mutex);
    std::vector<Record> records;
    YC_CHECK(
        database->query(sql, values, [&](const Row& row) { records.push_back(record_of(row)); }));
    return records;
  }

  template <typename Record>
  base::Result<Record> one(std::string_view sql, std::initializer_list<Value> values,
                           Record (*record_of)(const Row&), std::string_view what) {
    YC_TRY(std::vector<Record> found, rows(sql, values, record_of));
    if (found.empty())
      return base::fail(base::ErrorCode::not_found, "no such " + std::string(what));
    return std::move(found.front());
  }

  base::Result<std::int64_t> integer(std::string_view sql,
                                     std::initializer_list<Value> values = {}) {
    const std::lock_guard guard(mutex);
    return database->integer(sql, values);
  }
};

struct Store::State {
  std::string folder;
  StoreParts parts;
  std::unique_ptr<base::DiskLock> lock;  // empty when read only
  std::shared_ptr<Committer> committer;  // empty when read only

  Reader doors;  // few rows by an index: whoever comes in waits for these
  Reader lists;  // many rows, or counts: what the operator looks at

  std::optional<VaultSecret> vault_secret;  // empty for a folder of an older version, read only

  std::mutex blob_mutex;  // two writers of one blob would share its .part file

  // Ids handed out are below the end of a lease that is in the log.
  std::mutex id_mutex;
  std::uint64_t next_id = 0;
  std::uint64_t lease_end = 0;
  bool renewing = false;

  State(std::string data_folder, StoreParts store_parts)
      : folder(std::move(data_folder)), parts(store_parts) {}
};

}  // namespace yc::store
