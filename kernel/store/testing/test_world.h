#pragma once
// A store on a simulated scheduler and disk, or on the real disk, in two lines of a test.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "kernel/base/assert.h"
#include "kernel/base/simulation.h"
#include "kernel/store/store.h"

namespace yc::store::testing {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "yc-store-XXXXXX").string();
    YC_ASSERT(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Files of the operating system; time and randomness from a seed; tasks run when asked to.
class TestWorld {
 public:
  explicit TestWorld(std::uint64_t seed = 1)
      : scheduler(seed),
        executor(scheduler.make_executor()),
        disk_executor(scheduler.make_executor()),
        folder(temporary.path() + "/city") {}

  StoreParts parts() {
    return {disk, scheduler, scheduler.random(), *disk_executor, nullptr, nullptr};
  }
  void open() {
    store.reset();
    auto opened = Store::open(folder, OpenMode::serve, parts());
    if (!opened) std::fprintf(stderr, "%s\n", opened.error().text().c_str());
    YC_ASSERT(opened.has_value());
    store = *std::move(opened);
  }
  void run() { YC_ASSERT(scheduler.run_until_idle(std::chrono::seconds(10))); }

  // Commits one event on its own.
  base::Result<Appended> put(base::StreamId stream, Payload payload, base::PrincipalId actor = {}) {
    return store->append_now({{{stream, actor, std::move(payload)}}, {}});
  }
  base::PrincipalId admit(const std::string& name) {
    const base::PrincipalId person{store->new_id().value()};
    base::Digest token{};
    scheduler.random().fill(token);
    YC_ASSERT(put(person_stream(person), GuestAdmitted{person, 7, token, name}, person));
    return person;
  }

  TemporaryFolder temporary;
  base::RealDisk disk;
  base::SimulatedScheduler scheduler;
  std::unique_ptr<base::Executor> executor;
  std::unique_ptr<base::Executor> disk_executor;
  std::string folder;
  std::unique_ptr<Store> store;
};

}  // namespace yc::store::testing
