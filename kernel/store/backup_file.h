#pragma once
// The one file of a backup, written and read front to back.
//
//   "YCBACKUP"  u32 version (1)
//   entry*:     u8 kind (1 database, 2 blob), u16 length of name, name, u64 length of content,
//               content, SHA-256 of all of the entry before it (32 bytes)
//   end:        u8 kind 3, u64 number of entries, SHA-256 of the entries' SHA-256s in order
//
// Numbers are little-endian. The name of the database is "city.db", of a blob its BlobName.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "kernel/base/disk.h"
#include "kernel/base/sha256.h"

namespace yc::store {

enum class BackupKind : std::uint8_t { database = 1, blob = 2, end = 3 };

class BackupWriter {
 public:
  explicit BackupWriter(std::unique_ptr<base::DiskFile> file) : file_(std::move(file)) {}

  base::Status begin();
  base::Status add(BackupKind kind, const std::string& name, base::DiskFile& content);
  base::Status finish();  // with sync
  std::uint64_t bytes() const { return offset_; }

 private:
  base::Status put(std::span<const std::byte> bytes);
  std::unique_ptr<base::DiskFile> file_;
  std::uint64_t offset_ = 0;
  std::uint64_t entries_ = 0;
  base::Sha256 entry_hash_;
  base::Sha256 all_;
};

// Where the entries of a backup go while it is read.
class BackupSink {
 public:
  virtual ~BackupSink() = default;
  virtual base::Status begin_entry(BackupKind kind, const std::string& name) = 0;
  virtual base::Status content(std::span<const std::byte> bytes) = 0;  // any number of times
  virtual base::Status end_entry() = 0;                                // the checksum was right
};

// Reads a whole backup; corrupt, with what is wrong and where, for any other bytes.
base::Status read_backup(base::DiskFile& file, BackupSink& sink);

}  // namespace yc::store
