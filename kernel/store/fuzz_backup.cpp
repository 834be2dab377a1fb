// A backup file of any bytes: read_backup ends in a value or an error, and hands out no more
// content than the file holds.
#include <algorithm>
#include <cstdint>

#include "kernel/base/assert.h"
#include "kernel/store/backup_file.h"

namespace {

using yc::base::Result;
using yc::base::Status;

class MemoryFile final : public yc::base::DiskFile {
 public:
  explicit MemoryFile(std::span<const std::byte> bytes) : bytes_(bytes) {}
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out) override {
    if (offset >= bytes_.size()) return std::size_t{0};
    const std::size_t length = std::min<std::size_t>(out.size(), bytes_.size() - offset);
    std::ranges::copy(bytes_.subspan(offset, length), out.begin());
    return length;
  }
  Status write_at(std::uint64_t, std::span<const std::byte>) override { return refuse(); }
  Status truncate(std::uint64_t) override { return refuse(); }
  Status sync() override { return refuse(); }
  Result<std::uint64_t> size() override { return std::uint64_t{bytes_.size()}; }

 private:
  static Status refuse() { return yc::base::fail(yc::base::ErrorCode::io, "read only"); }
  std::span<const std::byte> bytes_;
};

class CountingSink final : public yc::store::BackupSink {
 public:
  Status begin_entry(yc::store::BackupKind, const std::string&) override { return {}; }
  Status content(std::span<const std::byte> bytes) override {
    bytes_ += bytes.size();
    return {};
  }
  Status end_entry() override { return {}; }
  std::size_t bytes() const { return bytes_; }

 private:
  std::size_t bytes_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  MemoryFile file(std::as_bytes(std::span(data, size)));
  CountingSink sink;
  static_cast<void>(yc::store::read_backup(file, sink));
  YC_ASSERT(sink.bytes() <= size);
  return 0;
}
