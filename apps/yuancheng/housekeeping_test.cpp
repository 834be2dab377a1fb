#include "apps/yuancheng/housekeeping.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <vector>

#include "kernel/store/testing/test_world.h"

namespace yc::apps {
namespace {

base::Result<std::string> backup_now(Housekeeping& housekeeping, base::Executor& reply_on) {
  std::promise<base::Result<std::string>> answer;
  housekeeping.make(
      reply_on, [&answer](base::Result<std::string> file) { answer.set_value(std::move(file)); });
  return answer.get_future().get();
}

TEST(Housekeeping, ABackupRemovesWhatAKilledOneLeft) {
  const store::testing::TemporaryFolder temporary;
  const std::string folder = temporary.path() + "/city";
  Machine machine;
  auto store = store::Store::open(folder, store::OpenMode::serve, machine.store_parts());
  ASSERT_TRUE(store.has_value()) << store.error().text();
  ASSERT_TRUE(machine.disk.make_folders(folder + "/backups"));
  // By the names that store::backup gives what it has not finished; the last is an operator's own.
  for (const char* name : {"17.backup.part", "17.backup.database.part",
                           "17.backup.database.part-journal", "16.backup", "notes.txt"}) {
    std::ofstream(folder + "/backups/" + name) << "left";
  }
  const base::Settings settings;
  base::ThreadExecutor reply_on{"answers", machine.clock};
  Housekeeping housekeeping(machine, **store, settings, folder);
  const auto file = backup_now(housekeeping, reply_on);
  ASSERT_TRUE(file.has_value()) << file.error().text();
  const auto left = machine.disk.list(folder + "/backups");
  ASSERT_TRUE(left.has_value());
  std::vector<std::string> names;
  for (const base::FolderEntry& entry : *left) names.push_back(entry.name);
  std::ranges::sort(names);
  std::vector<std::string> expected{"16.backup", file->substr(file->rfind('/') + 1), "notes.txt"};
  EXPECT_EQ(names, expected);
}

}  // namespace
}  // namespace yc::apps
