#pragma once
// A disk in memory whose power can be cut. What was synced survives; of every later write each
// 512-byte sector survives or not, independently, so writes are torn and reordered; names made,
// renamed or removed since the last sync_folder survive up to some moment. Folders are durable when
// made. Sectors themselves are never half-written (as SQLite's "powersafe overwrite" assumes).

#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "kernel/base/disk.h"
#include "kernel/base/random.h"

namespace yc::base {

class SimulatedDisk final : public Disk {
 public:
  explicit SimulatedDisk(std::uint64_t seed);
  ~SimulatedDisk() override;

  // The power fails at the given number of changes (writes, syncs, names) from now; every operation
  // from then on is an io error, until restart().
  void cut_power_after(std::uint64_t changes);
  void cut_power();
  bool has_power() const;
  // Power is back: the disk holds what survived. Files and locks opened before stay dead.
  void restart();

  std::uint64_t changes() const;           // so far; to choose where to cut
  void set_capacity(std::uint64_t bytes);  // of all files; more is `full`
  void fail_syncs(bool on);                // every sync is an io error
  void ignore_syncs(bool on);              // a lying disk: syncs succeed and do nothing

  Result<std::unique_ptr<DiskFile>> open(const std::string& path, OpenFile how) override;
  bool exists(const std::string& path) override;
  Status remove(const std::string& path) override;
  Status rename(const std::string& from, const std::string& to) override;
  Status make_folders(const std::string& path) override;
  Status sync_folder(const std::string& path) override;
  Result<std::vector<FolderEntry>> list(const std::string& path) override;
  Result<std::unique_ptr<DiskLock>> lock(const std::string& path) override;
  Result<std::uint64_t> free_bytes(const std::string& path) override;

  struct State;  // of the implementation

 private:
  std::shared_ptr<State> state_;
};

}  // namespace yc::base
