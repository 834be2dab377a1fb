#include "kernel/base/disk.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace yc::base {
namespace {

// errno as an Error about one path.
std::unexpected<Error> disk_error(const std::string& doing, const std::string& path, int error) {
  const std::string cause = "cannot " + doing + " " + path + ": " +
                            std::error_code(error, std::generic_category()).message();
  switch (error) {
    case ENOENT:
      return fail(ErrorCode::not_found, cause);
    case EEXIST:
      return fail(ErrorCode::conflict, cause);
    case ENOSPC:
    case EDQUOT:
      return fail(ErrorCode::full, cause, "free space on that disk");
    case EACCES:
    case EPERM:
    case EROFS:
      return fail(ErrorCode::io, cause, "give the server's user the right to write there");
    default:
      return fail(ErrorCode::io, cause);
  }
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

class RealFile final : public DiskFile {
 public:
  RealFile(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}

  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out) override {
    std::size_t done = 0;
    while (done < out.size()) {
      const ssize_t got = ::pread(fd_.get(), out.data() + done, out.size() - done,
                                  static_cast<off_t>(offset + done));
      if (got == 0) break;
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return disk_error("read", path_, errno);
      done += static_cast<std::size_t>(got);
    }
    return done;
  }

  Status write_at(std::uint64_t offset, std::span<const std::byte> bytes) override {
    while (!bytes.empty()) {
      const ssize_t put =
          ::pwrite(fd_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) return disk_error("write", path_, errno);
      bytes = bytes.subspan(static_cast<std::size_t>(put));
      offset += static_cast<std::uint64_t>(put);
    }
    return {};
  }

  Status truncate(std::uint64_t bytes) override {
    if (::ftruncate(fd_.get(), static_cast<off_t>(bytes)) != 0)
      return disk_error("shorten", path_, errno);
    return {};
  }

  Status sync() override {
    if (::fsync(fd_.get()) != 0) return disk_error("sync", path_, errno);
    return {};
  }

  Result<std::uint64_t> size() override {
    struct stat info {};
    if (::fstat(fd_.get(), &info) != 0) return disk_error("examine", path_, errno);
    return static_cast<std::uint64_t>(info.st_size);
  }

 private:
  Descriptor fd_;
  std::string path_;
};

class RealLock final : public DiskLock {
 public:
  explicit RealLock(int fd) : fd_(fd) {}

 private:
  Descriptor fd_;  // closing releases the lock
};

int flags_of(OpenFile how) {
  switch (how) {
    case OpenFile::read:
      return O_RDONLY;
    case OpenFile::write:
      return O_RDWR;
    case OpenFile::create:
      return O_RDWR | O_CREAT;
    case OpenFile::create_new:
      return O_RDWR | O_CREAT | O_EXCL;
  }
  return O_RDONLY;
}

}  // namespace

Result<std::unique_ptr<DiskFile>> RealDisk::open(const std::string& path, OpenFile how) {
  const int fd = ::open(path.c_str(), flags_of(how) | O_CLOEXEC, 0640);
  if (fd < 0) return disk_error("open", path, errno);
  return std::make_unique<RealFile>(fd, path);
}

bool RealDisk::exists(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

Status RealDisk::remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0) return disk_error("remove", path, errno);
  return {};
}

Status RealDisk::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return disk_error("rename", from, errno);
  return {};
}

Status RealDisk::make_folders(const std::string& path) {
  if (exists(path)) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return {};
    return fail(ErrorCode::io, path + " is not a folder", "choose another path");
  }
  const std::string parent = folder_of(path);
  if (parent != path) YC_CHECK(make_folders(parent));
  if (::mkdir(path.c_str(), 0750) != 0 && errno != EEXIST)
    return disk_error("make folder", path, errno);
  return sync_folder(parent);
}

Status RealDisk::sync_folder(const std::string& path) {
  const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0) return disk_error("open", path, errno);
  if (::fsync(folder.get()) != 0) return disk_error("sync", path, errno);
  return {};
}

Result<std::vector<FolderEntry>> RealDisk::list(const std::string& path) {
  std::error_code error;
  std::filesystem::directory_iterator folder(path, error);
  if (error) return disk_error("list", path, error.value());
  std::vector<FolderEntry> entries;
  for (const auto end = std::filesystem::directory_iterator(); folder != end;
       folder.increment(error)) {
    if (error) return disk_error("list", path, error.value());
    FolderEntry entry{folder->path().filename().string(), folder->is_directory(error), 0};
    if (!entry.is_folder) entry.bytes = folder->file_size(error);
    entries.push_back(std::move(entry));
  }
  std::ranges::sort(entries, {}, &FolderEntry::name);
  return entries;
}

Result<std::unique_ptr<DiskLock>> RealDisk::lock(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (fd < 0) return disk_error("open", path, errno);
  auto lock = std::make_unique<RealLock>(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK)
      return fail(ErrorCode::conflict, path + " is held by another process");
    return disk_error("lock", path, errno);
  }
  return lock;
}

Result<std::uint64_t> RealDisk::free_bytes(const std::string& path) {
  struct statvfs info {};
  if (::statvfs(path.c_str(), &info) != 0) return disk_error("examine", path, errno);
  return static_cast<std::uint64_t>(info.f_bavail) * info.f_frsize;
}

std::string folder_of(const std::string& path) {
  const std::size_t end = path.find_last_not_of('/');
  if (end == std::string::npos) return path.empty() ? "." : "/";
  const std::size_t slash = path.rfind('/', end);
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

Result<Bytes> read_file(Disk& disk, const std::string& path, std::uint64_t max_bytes) {
  YC_TRY(const auto file, disk.open(path, OpenFile::read));
  YC_TRY(const std::uint64_t size, file->size());
  if (size > max_bytes) {
    return fail(ErrorCode::bad_input,
                path + " is larger than " + std::to_string(max_bytes) + " bytes");
  }
  Bytes bytes(size);
  YC_TRY(const std::size_t got, file->read_at(0, bytes));
  bytes.resize(got);
  return bytes;
}

Status write_file_atomically(Disk& disk, const std::string& path,
                             std::span<const std::byte> bytes) {
  const std::string part = path + ".part";
  {
    YC_TRY(const auto file, disk.open(part, OpenFile::create));
    YC_CHECK(file->truncate(0));
    YC_CHECK(file->write_at(0, bytes));
    YC_CHECK(file->sync());
  }
  YC_CHECK(disk.rename(part, path));
  return disk.sync_folder(folder_of(path));
}

}  // namespace yc::base
