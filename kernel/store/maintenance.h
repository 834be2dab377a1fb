#pragma once
// What the operator's commands do with a data folder: verify, backup, restore. Each may run while a
// server serves the folder (restore makes a new one). docs/store.md has the format of a backup
// file.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kernel/store/store.h"

namespace yc::store {

struct VerifyReport {
  std::uint64_t events = 0;
  std::uint64_t rows_compared = 0;  // of views, against a replay
  std::uint64_t texts = 0;          // of the vault, against their commitments
  std::uint64_t texts_erased = 0;
  std::uint64_t blobs = 0;
  std::uint64_t blob_bytes = 0;
  std::vector<std::string> faults;  // in words, at most kMaxFaults and then how many more

  bool clean() const { return faults.empty(); }
  static constexpr std::size_t kMaxFaults = 100;
};

struct BackupReport {
  std::uint64_t events = 0;
  std::uint64_t blobs = 0;
  std::uint64_t bytes = 0;  // of the file
};

struct RestoreReport {
  std::uint64_t events = 0;
  std::uint64_t blobs = 0;
};

// One short line now and then while working ("12000 of 100000 events"); may be empty.
using Progress = std::function<void(const std::string& line)>;

// Replays the whole log into a scratch database and compares every view; checks the hash chain,
// every text and every blob. An error means that it could not look; faults are in the report.
base::Result<VerifyReport> verify(const std::string& folder, StoreParts parts,
                                  const Progress& progress = {});

// Writes one file that holds the log, views, vault and blobs as of one moment. Refuses to
// overwrite. Records the time for StoreFacts::last_backup.
base::Result<BackupReport> backup(const std::string& folder, const std::string& file,
                                  StoreParts parts, const Progress& progress = {});

// Reads a whole backup file and compares every checksum; corrupt, with what is wrong. events: 0.
base::Result<BackupReport> check_backup(const std::string& file, StoreParts parts);

// Makes `folder` (absent or empty) from a backup file; every checksum is compared on the way. An
// interrupted restore leaves a folder that Store::open refuses.
base::Result<RestoreReport> restore(const std::string& file, const std::string& folder,
                                    StoreParts parts, const Progress& progress = {});

}  // namespace yc::store
