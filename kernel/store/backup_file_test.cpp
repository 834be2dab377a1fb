#include "kernel/store/backup_file.h"

#include <gtest/gtest.h>

namespace yc::store {
namespace {

class NamesSink final : public BackupSink {
 public:
  base::Status begin_entry(BackupKind, const std::string& name) override {
    names.push_back(name);
    return {};
  }
  base::Status content(std::span<const std::byte>) override { return {}; }
  base::Status end_entry() override { return {}; }
  std::vector<std::string> names;
};

std::string read(const std::string& corpus_file, std::size_t* entries = nullptr) {
  base::RealDisk disk;
  const std::string folder = std::string(YC_SOURCE_DIR) + "/kernel/store/fuzz_corpus/backup/";
  const auto file = disk.open(folder + corpus_file, base::OpenFile::read).value();
  NamesSink sink;
  const auto status = read_backup(*file, sink);
  if (entries != nullptr) *entries = sink.names.size();
  return status ? "" : status.error().cause;
}

// The corpus files are made by hand from the description in backup_file.h, not by BackupWriter.
TEST(BackupFile, ReadsAFileMadeFromItsDescription) {
  std::size_t entries = 0;
  EXPECT_EQ(read("good", &entries), "");
  EXPECT_EQ(entries, 2u);
}

TEST(BackupFile, SaysWhatIsWrong) {
  const auto holds = [](const std::string& file, const std::string& words) {
    const std::string cause = read(file);
    EXPECT_NE(cause.find(words), std::string::npos) << file << ": " << cause;
  };
  holds("bad_magic", "not a backup of yuancheng");
  holds("future", "version 9");
  holds("cut", "ends too early");
  holds("trailing", "something follows the end");
  holds("wrong_count", "another number of entries");
  holds("huge_length", "it ends inside city.db");
  holds("path_name", "impossible name");
  holds("bad_sum", "checksum does not match");
  holds("unknown_kind", "unknown kind");
  holds("empty", "too short");
}

}  // namespace
}  // namespace yc::store
