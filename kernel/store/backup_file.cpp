#include "kernel/store/backup_file.h"

#include <algorithm>
#include <cstring>

#include "kernel/base/assert.h"
#include "kernel/store/blob_name.h"
#include "kernel/store/payload_codec.h"

namespace yc::store {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::string_view kMagic = "YCBACKUP";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kMaxName = 128;
constexpr std::size_t kChunk = 1 << 20;
constexpr std::string_view kDatabaseName = "city.db";

std::unexpected<base::Error> damaged(std::uint64_t offset, const std::string& what) {
  return fail(ErrorCode::corrupt,
              "the backup is damaged at byte " + std::to_string(offset) + ": " + what,
              "use another copy of it, or another backup");
}

// Reads forward and hashes what passes.
class Source {
 public:
  Source(base::DiskFile& file, std::uint64_t size) : file_(file), size_(size) {}

  base::Status read(std::span<std::byte> out) {
    YC_TRY(const std::size_t got, file_.read_at(offset_, out));
    if (got != out.size()) return damaged(size_, "it ends too early");
    offset_ += got;
    hash_.add(out);
    return {};
  }

  template <typename Number>
  base::Status number(Number& value) {
    std::array<std::byte, sizeof(Number)> bytes;
    YC_CHECK(read(bytes));
    PayloadReader(bytes).get(value);
    return {};
  }

  // The checksum of everything since the last call, compared with the 32 bytes that follow.
  base::Result<base::Digest> checksum() {
    const std::uint64_t at = offset_;
    const base::Digest computed = hash_.finish();
    base::Digest stored;
    YC_CHECK(read(stored));
    if (stored != computed) return damaged(at, "a checksum does not match");
    hash_ = base::Sha256();
    return computed;
  }

  void restart_hash() { hash_ = base::Sha256(); }
  std::uint64_t offset() const { return offset_; }
  std::uint64_t left() const { return size_ - offset_; }

 private:
  base::DiskFile& file_;
  std::uint64_t size_;
  std::uint64_t offset_ = 0;
  base::Sha256 hash_;
};

base::Status check_begin(Source& source) {
  std::array<std::byte, kMagic.size()> magic;
  std::uint32_t version = 0;
  if (source.left() < magic.size() + sizeof version) return damaged(0, "it is too short");
  YC_CHECK(source.read(magic));
  if (std::memcmp(magic.data(), kMagic.data(), kMagic.size()) != 0)
    return fail(ErrorCode::bad_input, "this file is not a backup of yuancheng",
                "name a file that yuancheng backup has written");
  YC_CHECK(source.number(version));
  if (version != kVersion)
    return fail(
        ErrorCode::bad_input,
        "this backup has version " + std::to_string(version) + ", which this program does not read",
        "restore it with the version of yuancheng that wrote it, or a newer one");
  source.restart_hash();
  return {};
}

bool is_allowed(BackupKind kind, const std::string& name) {
  if (kind == BackupKind::database) return name == kDatabaseName;
  return kind == BackupKind::blob && parse_blob_name(name).has_value();
}

base::Status read_entry(Source& source, BackupKind kind, BackupSink& sink, base::Sha256& all) {
  const std::uint64_t start = source.offset();
  std::uint16_t name_length = 0;
  YC_CHECK(source.number(name_length));
  if (name_length > kMaxName) return damaged(start, "a name is too long");
  std::string name(name_length, '\0');
  YC_CHECK(source.read(std::as_writable_bytes(std::span(name))));
  if (!is_allowed(kind, name)) return damaged(start, "an entry has an impossible name");
  std::uint64_t left = 0;
  YC_CHECK(source.number(left));
  if (left > source.left()) return damaged(start, "it ends inside " + name);
  YC_CHECK(sink.begin_entry(kind, name));
  base::Bytes chunk;
  while (left > 0) {
    chunk.resize(std::min<std::uint64_t>(left, kChunk));
    YC_CHECK(source.read(chunk));
    YC_CHECK(sink.content(chunk));
    left -= chunk.size();
  }
  YC_TRY(const base::Digest checksum, source.checksum());
  all.add(checksum);
  return sink.end_entry();
}

base::Status check_end(Source& source, std::uint64_t entries, base::Sha256& all) {
  const std::uint64_t at = source.offset();
  std::uint64_t counted = 0;
  base::Digest total;
  YC_CHECK(source.number(counted));
  YC_CHECK(source.read(total));
  if (counted != entries) return damaged(at, "it counts another number of entries");
  if (total != all.finish()) return damaged(at, "the last checksum does not match");
  if (source.left() != 0) return damaged(source.offset(), "something follows the end");
  return {};
}

}  // namespace

base::Status BackupWriter::put(std::span<const std::byte> bytes) {
  YC_CHECK(file_->write_at(offset_, bytes));
  offset_ += bytes.size();
  entry_hash_.add(bytes);
  return {};
}

base::Status BackupWriter::begin() {
  PayloadWriter head;
  head.put(kVersion);
  YC_CHECK(put(std::as_bytes(std::span(kMagic))));
  return put(head.take());
}

base::Status BackupWriter::add(BackupKind kind, const std::string& name, base::DiskFile& content) {
  YC_ASSERT(is_allowed(kind, name));
  YC_TRY(const std::uint64_t size, content.size());
  entry_hash_ = base::Sha256();
  PayloadWriter head;
  head.u8(static_cast<std::uint8_t>(kind));
  head.text(name, kMaxName);
  head.put(size);
  YC_CHECK(put(head.take()));
  base::Bytes chunk;
  for (std::uint64_t done = 0; done < size; done += chunk.size()) {
    chunk.resize(std::min<std::uint64_t>(size - done, kChunk));
    YC_TRY(const std::size_t got, content.read_at(done, chunk));
    if (got != chunk.size()) return fail(ErrorCode::io, name + " became shorter while it was read");
    YC_CHECK(put(chunk));
  }
  const base::Digest checksum = entry_hash_.finish();
  all_.add(checksum);
  ++entries_;
  entry_hash_ = base::Sha256();
  return put(checksum);
}

base::Status BackupWriter::finish() {
  PayloadWriter tail;
  tail.u8(static_cast<std::uint8_t>(BackupKind::end));
  tail.put(entries_);
  tail.put(all_.finish());
  YC_CHECK(put(tail.take()));
  return file_->sync();
}

base::Status read_backup(base::DiskFile& file, BackupSink& sink) {
  YC_TRY(const std::uint64_t size, file.size());
  Source source(file, size);
  YC_CHECK(check_begin(source));
  base::Sha256 all;
  std::uint64_t entries = 0;
  for (;;) {
    const std::uint64_t at = source.offset();
    std::uint8_t kind = 0;
    YC_CHECK(source.number(kind));
    if (kind == static_cast<std::uint8_t>(BackupKind::end)) return check_end(source, entries, all);
    if (kind != static_cast<std::uint8_t>(BackupKind::database) &&
        kind != static_cast<std::uint8_t>(BackupKind::blob))
      return damaged(at, "an entry of unknown kind");
    YC_CHECK(read_entry(source, static_cast<BackupKind>(kind), sink, all));
    ++entries;
  }
}

}  // namespace yc::store
