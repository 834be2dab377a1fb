#pragma once
// Where files enter. RealDisk is the machine's; SimulatedDisk (simulated_disk.h) loses what was not
// synced when its power is cut. Paths are UTF-8 with '/'; all calls are thread-safe, but one
// DiskFile is used by one thread at a time.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/base/result.h"

namespace yc::base {

using Bytes = std::vector<std::byte>;

class DiskFile {
 public:
  virtual ~DiskFile() = default;
  // Returns how many bytes were read: fewer than asked only at the end of the file.
  virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out) = 0;
  virtual Status write_at(std::uint64_t offset, std::span<const std::byte> bytes) = 0;
  virtual Status truncate(std::uint64_t bytes) = 0;
  virtual Status sync() = 0;  // content and length then survive a power cut; the name may not
  virtual Result<std::uint64_t> size() = 0;
};

// Held until destroyed, and released when the process dies.
class DiskLock {
 public:
  virtual ~DiskLock() = default;
};

enum class OpenFile {
  read,        // not_found if absent
  write,       // not_found if absent
  create,      // made if absent
  create_new,  // conflict if present
};

struct FolderEntry {
  std::string name;  // without the folder
  bool is_folder = false;
  std::uint64_t bytes = 0;
};

class Disk {
 public:
  virtual ~Disk() = default;
  virtual Result<std::unique_ptr<DiskFile>> open(const std::string& path, OpenFile how) = 0;
  virtual bool exists(const std::string& path) = 0;
  virtual Status remove(const std::string& path) = 0;
  // Replaces `to` at once: after a power cut either the old or the new content has that name.
  virtual Status rename(const std::string& from, const std::string& to) = 0;
  virtual Status make_folders(const std::string& path) = 0;  // with parents; present is fine
  virtual Status sync_folder(const std::string& path) = 0;   // names made or removed then survive
  virtual Result<std::vector<FolderEntry>> list(const std::string& path) = 0;  // sorted by name
  // conflict when another process (or another lock of this one) holds it.
  virtual Result<std::unique_ptr<DiskLock>> lock(const std::string& path) = 0;
  virtual Result<std::uint64_t> free_bytes(const std::string& path) = 0;
};

class RealDisk final : public Disk {
 public:
  Result<std::unique_ptr<DiskFile>> open(const std::string& path, OpenFile how) override;
  bool exists(const std::string& path) override;
  Status remove(const std::string& path) override;
  Status rename(const std::string& from, const std::string& to) override;
  Status make_folders(const std::string& path) override;
  Status sync_folder(const std::string& path) override;
  Result<std::vector<FolderEntry>> list(const std::string& path) override;
  Result<std::unique_ptr<DiskLock>> lock(const std::string& path) override;
  Result<std::uint64_t> free_bytes(const std::string& path) override;
};

// The part before the last '/', or "." for a bare name.
std::string folder_of(const std::string& path);

// Whole-file helpers on any disk.
Result<Bytes> read_file(Disk& disk, const std::string& path, std::uint64_t max_bytes);
// Writes path + ".part", syncs, renames, syncs the folder: the old or the new content, never a mix.
Status write_file_atomically(Disk& disk, const std::string& path, std::span<const std::byte> bytes);

}  // namespace yc::base
