#include <optional>

#include "kernel/base/log.h"
#include "kernel/store/backup_file.h"
#include "kernel/store/blobs.h"
#include "kernel/store/data_folder.h"
#include "kernel/store/log.h"
#include "kernel/store/maintenance.h"

namespace yc::store {
namespace {

using base::ErrorCode;
using base::fail;
using base::OpenFile;

constexpr std::uint64_t kProgressEvery = 500;

// Removes what a broken-off command would leave behind.
class RemoveOnExit {
 public:
  RemoveOnExit(base::Disk& disk, std::string path) : disk_(disk), path_(std::move(path)) {
    remove();
  }
  ~RemoveOnExit() { remove(); }
  RemoveOnExit(const RemoveOnExit&) = delete;
  RemoveOnExit& operator=(const RemoveOnExit&) = delete;

 private:
  void remove() {
    if (disk_.exists(path_)) static_cast<void>(disk_.remove(path_));
  }
  base::Disk& disk_;
  std::string path_;
};

struct Snapshot {
  std::uint64_t events = 0;
  std::vector<BlobEntry> blobs;
};

// What the copied database says, so that blobs and count are of the same moment.
base::Result<Snapshot> read_snapshot(const std::string& path, const StoreParts& parts) {
  YC_TRY(const auto copy, Database::open(path, DatabaseMode::read_only, parts.sqlite_vfs));
  Snapshot snapshot;
  YC_TRY(const LogHead head, read_head(*copy));
  snapshot.events = head.position;
  YC_CHECK(copy->query("SELECT sha256, extension, bytes FROM blob", {}, [&](const Row& row) {
    snapshot.blobs.push_back({row.digest(0), row.text(1), row.number(2)});
  }));
  return snapshot;
}

base::Status add_file(BackupWriter& writer, base::Disk& disk, BackupKind kind,
                      const std::string& name, const std::string& path) {
  YC_TRY(const auto content, disk.open(path, OpenFile::read));
  return writer.add(kind, name, *content);
}

base::Result<std::uint64_t> write_backup(const std::string& folder, const std::string& database,
                                         const std::string& file, const Snapshot& snapshot,
                                         StoreParts& parts, const Progress& progress) {
  YC_TRY(auto out, parts.disk.open(file, OpenFile::create_new));
  BackupWriter writer(std::move(out));
  YC_CHECK(writer.begin());
  YC_CHECK(add_file(writer, parts.disk, BackupKind::database, "city.db", database));
  std::uint64_t done = 0;
  for (const BlobEntry& entry : snapshot.blobs) {
    const BlobName name{entry.sha256, entry.extension};
    YC_CHECK(add_file(writer, parts.disk, BackupKind::blob, name.text(), blob_path(folder, name)));
    if (++done % kProgressEvery == 0 && progress)
      progress(std::to_string(done) + " of " + std::to_string(snapshot.blobs.size()) + " blobs");
  }
  YC_CHECK(writer.finish());
  return writer.bytes();
}

// Puts entries where they belong in a new folder; the database under another name until all is
// well.
class RestoreSink final : public BackupSink {
 public:
  RestoreSink(base::Disk& disk, const std::string& folder) : disk_(disk), folder_(folder) {}

  base::Status begin_entry(BackupKind kind, const std::string& name) override {
    if (kind == BackupKind::database) {
      if (seen_database_)
        return fail(ErrorCode::corrupt, "the backup holds two databases", "use another backup");
      seen_database_ = true;
      final_path_.clear();
      path_ = database_part();
    } else {
      name_ = *parse_blob_name(name);
      final_path_ = blob_path(folder_, name_);
      YC_CHECK(disk_.make_folders(base::folder_of(final_path_)));
      path_ = final_path_ + ".part";
    }
    YC_TRY(file_, disk_.open(path_, OpenFile::create));
    offset_ = 0;
    hash_ = base::Sha256();
    return {};
  }

  base::Status content(std::span<const std::byte> bytes) override {
    YC_CHECK(file_->write_at(offset_, bytes));
    offset_ += bytes.size();
    hash_.add(bytes);
    return {};
  }

  base::Status end_entry() override {
    YC_CHECK(file_->sync());
    file_.reset();
    if (final_path_.empty()) return {};
    if (hash_.finish() != name_.sha256)
      return fail(ErrorCode::corrupt, "the backup holds a damaged blob " + name_.text(),
                  "use another backup");
    ++blobs_;
    YC_CHECK(disk_.rename(path_, final_path_));
    return disk_.sync_folder(base::folder_of(final_path_));
  }

  std::string database_part() const { return database_path(folder_) + ".part"; }
  bool seen_database() const { return seen_database_; }
  std::uint64_t blobs() const { return blobs_; }

 private:
  base::Disk& disk_;
  const std::string& folder_;
  bool seen_database_ = false;
  std::uint64_t blobs_ = 0;
  BlobName name_;
  std::string path_;
  std::string final_path_;  // empty for the database
  std::unique_ptr<base::DiskFile> file_;
  std::uint64_t offset_ = 0;
  base::Sha256 hash_;
};

// Looks at everything and keeps nothing.
class CheckSink final : public BackupSink {
 public:
  base::Status begin_entry(BackupKind kind, const std::string& name) override {
    is_blob_ = kind == BackupKind::blob;
    databases_ += is_blob_ ? 0 : 1;
    if (is_blob_) name_ = *parse_blob_name(name);
    hash_ = base::Sha256();
    return {};
  }
  base::Status content(std::span<const std::byte> bytes) override {
    hash_.add(bytes);
    return {};
  }
  base::Status end_entry() override {
    if (!is_blob_) return {};
    if (hash_.finish() != name_.sha256)
      return fail(ErrorCode::corrupt, "the backup holds a damaged blob " + name_.text(),
                  "use another backup");
    ++blobs_;
    return {};
  }
  std::uint64_t blobs() const { return blobs_; }
  int databases() const { return databases_; }

 private:
  bool is_blob_ = false;
  int databases_ = 0;
  std::uint64_t blobs_ = 0;
  BlobName name_;
  base::Sha256 hash_;
};

base::Status require_empty(base::Disk& disk, const std::string& folder) {
  if (!disk.exists(folder)) return {};
  YC_TRY(const auto entries, disk.list(folder));
  if (entries.empty()) return {};
  return fail(ErrorCode::conflict, folder + " is not empty",
              "restore into a new folder, then serve that one");
}

}  // namespace

base::Result<BackupReport> backup(const std::string& folder, const std::string& file,
                                  StoreParts parts, const Progress& progress) {
  if (parts.disk.exists(file))
    return fail(ErrorCode::conflict, file + " exists", "name a new file, or move the old one away");
  const std::string copy = file + ".database.part";
  const std::string part = file + ".part";
  const RemoveOnExit remove_copy(parts.disk, copy);
  const RemoveOnExit remove_journal(parts.disk, copy + "-journal");
  const RemoveOnExit remove_part(parts.disk, part);
  if (progress) progress("copying the database");
  {
    YC_TRY(const auto stored, open_to_read(folder, parts));
    YC_CHECK(stored->run("PRAGMA query_only = 0"));   // which would refuse to write the copy too
    YC_CHECK(stored->run("VACUUM INTO ?1", {copy}));  // one moment; writers go on meanwhile
  }
  YC_TRY(const Snapshot snapshot, read_snapshot(copy, parts));
  YC_TRY(const std::uint64_t bytes, write_backup(folder, copy, part, snapshot, parts, progress));
  YC_CHECK(parts.disk.rename(part, file));
  YC_CHECK(parts.disk.sync_folder(base::folder_of(file)));
  const std::string line =
      std::to_string(parts.clock.wall().unix_ms) + " " + std::to_string(bytes) + "\n";
  // The backup is whole; on a full disk only the operator's page does not learn of it.
  if (const auto noted = base::write_file_atomically(parts.disk, last_backup_path(folder),
                                                     std::as_bytes(std::span(line)));
      !noted)
    base::log_warning("backup_not_noted", {{"file", file}, {"cause", noted.error().cause}});
  return BackupReport{snapshot.events, snapshot.blobs.size(), bytes};
}

base::Result<BackupReport> check_backup(const std::string& file, StoreParts parts) {
  YC_TRY(const auto source, parts.disk.open(file, OpenFile::read));
  CheckSink sink;
  YC_CHECK(read_backup(*source, sink));
  if (sink.databases() != 1)
    return fail(ErrorCode::corrupt, "the backup does not hold one database", "use another backup");
  YC_TRY(const std::uint64_t bytes, source->size());
  return BackupReport{0, sink.blobs(), bytes};
}

base::Result<RestoreReport> restore(const std::string& file, const std::string& folder,
                                    StoreParts parts, const Progress& progress) {
  YC_CHECK(require_empty(parts.disk, folder));
  YC_TRY(const auto source, parts.disk.open(file, OpenFile::read));
  YC_CHECK(parts.disk.make_folders(folder));
  RestoreSink sink(parts.disk, folder);
  if (progress) progress("reading " + file);
  YC_CHECK(read_backup(*source, sink));
  if (!sink.seen_database())
    return fail(ErrorCode::corrupt, "the backup holds no database", "use another backup");
  YC_CHECK(parts.disk.rename(sink.database_part(), database_path(folder)));
  YC_CHECK(parts.disk.sync_folder(folder));
  YC_TRY(const auto database, open_to_write(folder, parts));
  YC_TRY(const LogHead head, read_head(*database));
  return RestoreReport{head.position, sink.blobs()};
}

}  // namespace yc::store
