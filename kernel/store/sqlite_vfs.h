#pragma once
// SQLite on a base::Disk instead of the operating system's files, so that a simulated disk can lose
// what SQLite did not sync. For tests and simulations: no product code registers it.

#include <cstdint>
#include <memory>
#include <string>

#include "kernel/base/disk.h"

namespace yc::store {

// Registered under a name of its own while it lives; it must outlive every database on it. Two
// connections of one process see each other's locks; other processes are not simulated.
class DiskVfs {
 public:
  // The seed fixes the random numbers that SQLite draws (salts of the WAL), in the whole process.
  DiskVfs(base::Disk& disk, std::uint64_t seed);
  ~DiskVfs();
  DiskVfs(const DiskVfs&) = delete;
  DiskVfs& operator=(const DiskVfs&) = delete;

  const char* name() const;  // for StoreParts::sqlite_vfs

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace yc::store
