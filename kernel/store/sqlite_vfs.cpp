// Written after "The OS Interface or VFS in SQLite" and the WAL-index section of "Write-Ahead
// Logging" (sqlite.org/vfs.html, sqlite.org/walformat.html).
#include "kernel/store/sqlite_vfs.h"

#include <sqlite3.h>

#include <array>
#include <atomic>
#include <cstring>
#include <map>
#include <mutex>
#include <new>
#include <vector>

namespace yc::store {
namespace {

constexpr int kSharedMemorySlots = SQLITE_SHM_NLOCK;

// What all connections to one database file share: its lock and the index of its WAL.
struct SharedFile {
  int readers = 0;  // connections at SQLITE_LOCK_SHARED or above
  bool reserved = false;
  bool pending = false;
  bool exclusive = false;
  std::vector<std::unique_ptr<std::byte[]>> regions;
  std::array<int, kSharedMemorySlots> shared_locks{};
  std::array<bool, kSharedMemorySlots> exclusive_locks{};
  int mapped_by = 0;
};

int code_of(const base::Error& error, int otherwise) {
  return error.code == base::ErrorCode::full ? SQLITE_FULL : otherwise;
}

}  // namespace

struct DiskVfs::State {
  base::Disk& disk;
  std::string name;
  sqlite3_vfs vfs{};
  std::mutex mutex;  // guards files and the locks in them
  std::map<std::string, std::shared_ptr<SharedFile>> files;
};

namespace {

struct OpenFileState {
  DiskVfs::State* owner;
  std::unique_ptr<base::DiskFile> file;
  std::shared_ptr<SharedFile> shared;
  std::string path;
  bool sync_folder = false;  // a journal or WAL: its name must survive too
  int lock = SQLITE_LOCK_NONE;
  std::array<bool, kSharedMemorySlots> holds_shared{};
  std::array<bool, kSharedMemorySlots> holds_exclusive{};
  bool mapped = false;
};

// SQLite allocates this; its first member is what it knows.
struct Handle {
  sqlite3_file base;
  OpenFileState* state;
};

OpenFileState& state_of(sqlite3_file* file) {
  return *reinterpret_cast<Handle*>(file)->state;
}

int vfs_read(sqlite3_file* file, void* out, int count, sqlite3_int64 offset) {
  const std::span<std::byte> bytes(static_cast<std::byte*>(out), static_cast<std::size_t>(count));
  const auto got = state_of(file).file->read_at(static_cast<std::uint64_t>(offset), bytes);
  if (!got) return SQLITE_IOERR_READ;
  if (*got == bytes.size()) return SQLITE_OK;
  std::memset(bytes.data() + *got, 0, bytes.size() - *got);
  return SQLITE_IOERR_SHORT_READ;
}

int vfs_write(sqlite3_file* file, const void* in, int count, sqlite3_int64 offset) {
  const std::span<const std::byte> bytes(static_cast<const std::byte*>(in),
                                         static_cast<std::size_t>(count));
  const auto put = state_of(file).file->write_at(static_cast<std::uint64_t>(offset), bytes);
  return put ? SQLITE_OK : code_of(put.error(), SQLITE_IOERR_WRITE);
}

int vfs_truncate(sqlite3_file* file, sqlite3_int64 size) {
  return state_of(file).file->truncate(static_cast<std::uint64_t>(size)) ? SQLITE_OK
                                                                         : SQLITE_IOERR_TRUNCATE;
}

int vfs_sync(sqlite3_file* file, int) {
  OpenFileState& state = state_of(file);
  if (!state.file->sync()) return SQLITE_IOERR_FSYNC;
  if (!state.sync_folder) return SQLITE_OK;
  if (!state.owner->disk.sync_folder(base::folder_of(state.path))) return SQLITE_IOERR_DIR_FSYNC;
  state.sync_folder = false;
  return SQLITE_OK;
}

int vfs_file_size(sqlite3_file* file, sqlite3_int64* size) {
  const auto bytes = state_of(file).file->size();
  if (!bytes) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(*bytes);
  return SQLITE_OK;
}

// The five lock levels of a rollback journal; in WAL mode a connection stays at SHARED and takes
// EXCLUSIVE only to find out on closing whether it is the last.
int vfs_lock(sqlite3_file* file, int level) {
  OpenFileState& state = state_of(file);
  const std::lock_guard guard(state.owner->mutex);
  SharedFile& shared = *state.shared;
  if (state.lock >= level) return SQLITE_OK;
  if (level == SQLITE_LOCK_SHARED) {
    if (shared.pending || shared.exclusive) return SQLITE_BUSY;
    ++shared.readers;
  } else if (level == SQLITE_LOCK_RESERVED) {
    if (shared.reserved) return SQLITE_BUSY;
    shared.reserved = true;
  } else {  // EXCLUSIVE; SQLite never asks for PENDING itself
    if (state.lock < SQLITE_LOCK_RESERVED && shared.reserved) return SQLITE_BUSY;
    shared.reserved = true;
    shared.pending = true;
    if (shared.readers > 1) {
      state.lock = SQLITE_LOCK_PENDING;
      return SQLITE_BUSY;
    }
    shared.exclusive = true;
  }
  state.lock = level;
  return SQLITE_OK;
}

int vfs_unlock(sqlite3_file* file, int level) {
  OpenFileState& state = state_of(file);
  const std::lock_guard guard(state.owner->mutex);
  SharedFile& shared = *state.shared;
  if (state.lock <= level) return SQLITE_OK;
  if (state.lock >= SQLITE_LOCK_RESERVED) {
    shared.reserved = false;
    shared.pending = false;
    shared.exclusive = false;
  }
  if (level == SQLITE_LOCK_NONE) --shared.readers;
  state.lock = level;
  return SQLITE_OK;
}

int vfs_check_reserved(sqlite3_file* file, int* held) {
  OpenFileState& state = state_of(file);
  const std::lock_guard guard(state.owner->mutex);
  *held = state.shared->reserved ? 1 : 0;
  return SQLITE_OK;
}

int vfs_file_control(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int vfs_sector_size(sqlite3_file*) {
  return 512;
}

// As the simulated disk behaves: neighbours of a torn sector are unharmed.
int vfs_characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int vfs_shm_map(sqlite3_file* file, int region, int bytes, int extend, void volatile** out) {
  OpenFileState& state = state_of(file);
  const std::lock_guard guard(state.owner->mutex);
  SharedFile& shared = *state.shared;
  if (!state.mapped) {
    state.mapped = true;
    ++shared.mapped_by;
  }
  const std::size_t wanted = static_cast<std::size_t>(region) + 1;
  *out = nullptr;
  if (shared.regions.size() < wanted && !extend) return SQLITE_OK;
  while (shared.regions.size() < wanted)
    shared.regions.push_back(std::make_unique<std::byte[]>(static_cast<std::size_t>(bytes)));
  *out = shared.regions[static_cast<std::size_t>(region)].get();
  return SQLITE_OK;
}

bool slot_is_free(const OpenFileState& state, std::size_t slot, bool exclusive) {
  const SharedFile& shared = *state.shared;
  const int others = shared.shared_locks[slot] - (state.holds_shared[slot] ? 1 : 0);
  if (shared.exclusive_locks[slot] && !state.holds_exclusive[slot]) return false;
  return !exclusive || others == 0;
}

void release_slot(OpenFileState& state, std::size_t slot) {
  SharedFile& shared = *state.shared;
  if (state.holds_shared[slot]) --shared.shared_locks[slot];
  if (state.holds_exclusive[slot]) shared.exclusive_locks[slot] = false;
  state.holds_shared[slot] = false;
  state.holds_exclusive[slot] = false;
}

int vfs_shm_lock(sqlite3_file* file, int first, int count, int flags) {
  OpenFileState& state = state_of(file);
  const std::lock_guard guard(state.owner->mutex);
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  const auto begin = static_cast<std::size_t>(first);
  const std::size_t end = begin + static_cast<std::size_t>(count);
  if (flags & SQLITE_SHM_UNLOCK) {
    for (std::size_t slot = begin; slot < end; ++slot) release_slot(state, slot);
    return SQLITE_OK;
  }
  for (std::size_t slot = begin; slot < end; ++slot) {
    if (!slot_is_free(state, slot, exclusive)) return SQLITE_BUSY;
  }
  for (std::size_t slot = begin; slot < end; ++slot) {
    if (exclusive) {
      state.holds_exclusive[slot] = state.shared->exclusive_locks[slot] = true;
    } else if (!state.holds_shared[slot]) {
      state.holds_shared[slot] = true;
      ++state.shared->shared_locks[slot];
    }
  }
  return SQLITE_OK;
}

void vfs_shm_barrier(sqlite3_file*) {
  std::atomic_thread_fence(std::memory_order_seq_cst);
}

int vfs_shm_unmap(sqlite3_file* file, int) {
  OpenFileState& state = state_of(file);
  const std::lock_guard guard(state.owner->mutex);
  if (!state.mapped) return SQLITE_OK;
  for (std::size_t slot = 0; slot < kSharedMemorySlots; ++slot) release_slot(state, slot);
  state.mapped = false;
  if (--state.shared->mapped_by == 0) state.shared->regions.clear();
  return SQLITE_OK;
}

int vfs_close(sqlite3_file* file) {
  vfs_shm_unmap(file, 0);
  vfs_unlock(file, SQLITE_LOCK_NONE);
  Handle* handle = reinterpret_cast<Handle*>(file);
  delete handle->state;
  handle->state = nullptr;
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods = {2,  // version: with shared memory, without memory mapping
                                     vfs_close,
                                     vfs_read,
                                     vfs_write,
                                     vfs_truncate,
                                     vfs_sync,
                                     vfs_file_size,
                                     vfs_lock,
                                     vfs_unlock,
                                     vfs_check_reserved,
                                     vfs_file_control,
                                     vfs_sector_size,
                                     vfs_characteristics,
                                     vfs_shm_map,
                                     vfs_shm_lock,
                                     vfs_shm_barrier,
                                     vfs_shm_unmap,
                                     nullptr,
                                     nullptr};

DiskVfs::State& owner_of(sqlite3_vfs* vfs) {
  return *static_cast<DiskVfs::State*>(vfs->pAppData);
}

base::OpenFile mode_of(int flags) {
  if ((flags & SQLITE_OPEN_CREATE) && (flags & SQLITE_OPEN_EXCLUSIVE))
    return base::OpenFile::create_new;
  if (flags & SQLITE_OPEN_CREATE) return base::OpenFile::create;
  return (flags & SQLITE_OPEN_READWRITE) ? base::OpenFile::write : base::OpenFile::read;
}

int vfs_open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  Handle* handle = reinterpret_cast<Handle*>(file);
  handle->base.pMethods = nullptr;
  if (path == nullptr) return SQLITE_CANTOPEN;  // temporary files: temp_store = MEMORY is used
  DiskVfs::State& owner = owner_of(vfs);
  auto opened = owner.disk.open(path, mode_of(flags));
  if (!opened) return code_of(opened.error(), SQLITE_CANTOPEN);
  auto state = std::make_unique<OpenFileState>();
  state->owner = &owner;
  state->file = *std::move(opened);
  state->path = path;
  constexpr int kJournals = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
  state->sync_folder = (flags & kJournals) && (flags & SQLITE_OPEN_CREATE);
  {
    const std::lock_guard guard(owner.mutex);
    auto& shared = owner.files[path];
    if (!shared) shared = std::make_shared<SharedFile>();
    state->shared = shared;
  }
  handle->state = state.release();
  handle->base.pMethods = &kMethods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int vfs_delete(sqlite3_vfs* vfs, const char* path, int sync_folder) {
  base::Disk& disk = owner_of(vfs).disk;
  if (const auto removed = disk.remove(path); !removed) {
    return removed.error().code == base::ErrorCode::not_found ? SQLITE_IOERR_DELETE_NOENT
                                                              : SQLITE_IOERR_DELETE;
  }
  if (sync_folder && !disk.sync_folder(base::folder_of(path))) return SQLITE_IOERR_DIR_FSYNC;
  return SQLITE_OK;
}

int vfs_access(sqlite3_vfs* vfs, const char* path, int, int* result) {
  *result = owner_of(vfs).disk.exists(path) ? 1 : 0;
  return SQLITE_OK;
}

int vfs_full_path(sqlite3_vfs*, const char* path, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", path);
  return SQLITE_OK;
}

// SQLite asks only the default VFS for randomness, and the constructor has seeded that.
int vfs_randomness(sqlite3_vfs*, int count, char* out) {
  std::memset(out, 0, static_cast<std::size_t>(count));
  return count;
}

int vfs_sleep(sqlite3_vfs*, int microseconds) {
  return microseconds;
}

int vfs_current_time(sqlite3_vfs*, double* julian_day) {
  *julian_day = 2461000.5;  // our SQL never asks
  return SQLITE_OK;
}

int vfs_last_error(sqlite3_vfs*, int, char*) {
  return 0;
}

}  // namespace

DiskVfs::DiskVfs(base::Disk& disk, std::uint64_t seed) : state_(new State{disk, {}, {}, {}, {}}) {
  const int nonzero = static_cast<int>(seed % 0x7fffffff) + 1;
  sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, nonzero, static_cast<sqlite3*>(nullptr));
  static std::atomic<int> count = 0;
  state_->name = "yc-disk-" + std::to_string(++count);
  sqlite3_vfs& vfs = state_->vfs;
  vfs.iVersion = 1;
  vfs.szOsFile = sizeof(Handle);
  vfs.mxPathname = 512;
  vfs.zName = state_->name.c_str();
  vfs.pAppData = state_.get();
  vfs.xOpen = vfs_open;
  vfs.xDelete = vfs_delete;
  vfs.xAccess = vfs_access;
  vfs.xFullPathname = vfs_full_path;
  vfs.xRandomness = vfs_randomness;
  vfs.xSleep = vfs_sleep;
  vfs.xCurrentTime = vfs_current_time;
  vfs.xGetLastError = vfs_last_error;
  sqlite3_vfs_register(&vfs, 0);
}

DiskVfs::~DiskVfs() {
  sqlite3_vfs_unregister(&state_->vfs);
}

const char* DiskVfs::name() const {
  return state_->vfs.zName;
}

}  // namespace yc::store
