#include "kernel/base/simulated_disk.h"

#include <algorithm>
#include <cstring>

namespace yc::base {
namespace {

constexpr std::uint64_t kSector = 512;

struct Change {  // not yet synced
  bool is_truncate = false;
  std::uint64_t offset = 0;  // of a write; new size of a truncate
  Bytes bytes;
};

void write_into(Bytes& content, std::uint64_t offset, std::span<const std::byte> bytes) {
  if (bytes.empty()) return;
  if (content.size() < offset + bytes.size()) content.resize(offset + bytes.size());
  std::memcpy(content.data() + offset, bytes.data(), bytes.size());
}

struct Inode {
  Bytes current;  // what reads see
  Bytes durable;
  std::vector<Change> pending;

  void apply(const Change& change) {
    if (change.is_truncate) {
      current.resize(change.offset);
    } else {
      write_into(current, change.offset, change.bytes);
    }
  }

  void sync() {
    for (const Change& change : pending) {
      if (change.is_truncate) {
        durable.resize(change.offset);
      } else {
        write_into(durable, change.offset, change.bytes);
      }
    }
    pending.clear();
  }

  // Each sector of each pending write, and each truncation, survives with this probability.
  void survive(Random& random, double probability) {
    for (const Change& change : pending) {
      if (change.is_truncate) {
        if (random.chance(probability)) durable.resize(change.offset);
        continue;
      }
      std::span<const std::byte> rest = change.bytes;
      std::uint64_t offset = change.offset;
      while (!rest.empty()) {
        const std::size_t length = std::min<std::size_t>(rest.size(), kSector - offset % kSector);
        if (random.chance(probability)) write_into(durable, offset, rest.first(length));
        rest = rest.subspan(length);
        offset += length;
      }
    }
    pending.clear();
    current = durable;
  }
};

struct NameChange {  // `to` now names inode, `from` nothing; empty paths are not used
  std::string from;
  std::string to;
  std::shared_ptr<Inode> inode;
};

using Names = std::map<std::string, std::shared_ptr<Inode>>;

void apply_name(Names& names, const NameChange& change) {
  if (!change.from.empty()) names.erase(change.from);
  if (!change.to.empty()) names[change.to] = change.inode;
}

std::unexpected<Error> power_off() {
  return fail(ErrorCode::io, "the simulated power is off");
}

}  // namespace

struct SimulatedDisk::State {
  explicit State(std::uint64_t seed) : random(seed) {}

  mutable std::mutex mutex;
  SeededRandom random;
  Names names;
  Names durable_names;
  std::map<std::string, std::vector<NameChange>> pending_names;  // by folder
  std::set<std::string> folders{".", "/", ""};
  std::set<std::string> locked;
  std::uint64_t changes = 0;
  std::uint64_t cut_at = UINT64_MAX;
  std::uint64_t generation = 0;  // grows at restart; older handles are dead
  std::uint64_t capacity = UINT64_MAX;
  std::uint64_t used = 0;
  bool power = true;
  bool syncs_fail = false;
  bool syncs_lie = false;

  // Counts one change; false when the power is off or fails just now.
  bool change() {
    if (power && ++changes >= cut_at) power = false;
    return power;
  }
  void change_name(NameChange change) {
    apply_name(names, change);
    const std::string folder = folder_of(change.to.empty() ? change.from : change.to);
    pending_names[folder].push_back(std::move(change));
  }
  void restart();
};

void SimulatedDisk::State::restart() {
  for (auto& [folder, changes_of] : pending_names) {
    const std::size_t survivors = random.below(changes_of.size() + 1);
    for (std::size_t i = 0; i < survivors; ++i) apply_name(durable_names, changes_of[i]);
  }
  pending_names.clear();
  names = durable_names;
  constexpr double kProbabilities[] = {0.0, 0.5, 0.9, 1.0};
  const double probability = kProbabilities[random.below(std::size(kProbabilities))];
  used = 0;
  for (auto& [path, inode] : names) {
    inode->survive(random, probability);
    used += inode->current.size();
  }
  locked.clear();
  power = true;
  cut_at = UINT64_MAX;
  ++generation;
}

namespace {

using StatePointer = std::shared_ptr<SimulatedDisk::State>;

class SimulatedFile final : public DiskFile {
 public:
  SimulatedFile(StatePointer disk, std::shared_ptr<Inode> inode)
      : disk_(std::move(disk)), inode_(std::move(inode)), generation_(disk_->generation) {}

  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> out) override {
    const std::lock_guard lock(disk_->mutex);
    if (dead()) return power_off();
    if (offset >= inode_->current.size()) return std::size_t{0};
    const std::size_t length = std::min<std::size_t>(out.size(), inode_->current.size() - offset);
    std::memcpy(out.data(), inode_->current.data() + offset, length);
    return length;
  }

  Status write_at(std::uint64_t offset, std::span<const std::byte> bytes) override {
    const std::lock_guard lock(disk_->mutex);
    const std::uint64_t end = offset + bytes.size();
    const std::uint64_t growth = end > inode_->current.size() ? end - inode_->current.size() : 0;
    if (disk_->used + growth > disk_->capacity)
      return fail(ErrorCode::full, "the simulated disk is full", "free space on that disk");
    return change({false, offset, Bytes(bytes.begin(), bytes.end())});
  }

  Status truncate(std::uint64_t bytes) override {
    const std::lock_guard lock(disk_->mutex);
    return change({true, bytes, {}});
  }

  Status sync() override {
    const std::lock_guard lock(disk_->mutex);
    if (dead() || !disk_->change()) return power_off();
    if (disk_->syncs_fail) return fail(ErrorCode::io, "the simulated disk cannot sync");
    if (!disk_->syncs_lie) inode_->sync();
    return {};
  }

  Result<std::uint64_t> size() override {
    const std::lock_guard lock(disk_->mutex);
    if (dead()) return power_off();
    return std::uint64_t{inode_->current.size()};
  }

 private:
  bool dead() const { return !disk_->power || generation_ != disk_->generation; }

  // A change on which the power fails is left pending, so that parts of it may survive.
  Status change(Change what) {
    if (dead()) return power_off();
    const bool powered = disk_->change();
    const std::uint64_t before = inode_->current.size();
    inode_->apply(what);
    disk_->used += inode_->current.size() - before;
    inode_->pending.push_back(std::move(what));
    if (!powered) return power_off();
    return {};
  }

  StatePointer disk_;
  std::shared_ptr<Inode> inode_;
  std::uint64_t generation_;
};

class SimulatedLock final : public DiskLock {
 public:
  SimulatedLock(StatePointer disk, std::string path)
      : disk_(std::move(disk)), path_(std::move(path)), generation_(disk_->generation) {}
  ~SimulatedLock() override {
    const std::lock_guard lock(disk_->mutex);
    if (generation_ == disk_->generation) disk_->locked.erase(path_);
  }

 private:
  StatePointer disk_;
  std::string path_;
  std::uint64_t generation_;
};

}  // namespace

SimulatedDisk::SimulatedDisk(std::uint64_t seed) : state_(std::make_shared<State>(seed)) {}
SimulatedDisk::~SimulatedDisk() = default;

void SimulatedDisk::cut_power_after(std::uint64_t changes) {
  const std::lock_guard lock(state_->mutex);
  state_->cut_at = state_->changes + changes;
}

void SimulatedDisk::cut_power() {
  const std::lock_guard lock(state_->mutex);
  state_->power = false;
}

bool SimulatedDisk::has_power() const {
  const std::lock_guard lock(state_->mutex);
  return state_->power;
}

void SimulatedDisk::restart() {
  const std::lock_guard lock(state_->mutex);
  state_->restart();
}

std::uint64_t SimulatedDisk::changes() const {
  const std::lock_guard lock(state_->mutex);
  return state_->changes;
}

void SimulatedDisk::set_capacity(std::uint64_t bytes) {
  const std::lock_guard lock(state_->mutex);
  state_->capacity = bytes;
}

void SimulatedDisk::fail_syncs(bool on) {
  const std::lock_guard lock(state_->mutex);
  state_->syncs_fail = on;
}

void SimulatedDisk::ignore_syncs(bool on) {
  const std::lock_guard lock(state_->mutex);
  state_->syncs_lie = on;
}

Result<std::unique_ptr<DiskFile>> SimulatedDisk::open(const std::string& path, OpenFile how) {
  const std::lock_guard lock(state_->mutex);
  if (!state_->power) return power_off();
  const auto found = state_->names.find(path);
  const bool present = found != state_->names.end();
  if (present && how == OpenFile::create_new) return fail(ErrorCode::conflict, path + " exists");
  if (present) return std::make_unique<SimulatedFile>(state_, found->second);
  if (how == OpenFile::read || how == OpenFile::write || !state_->folders.contains(folder_of(path)))
    return fail(ErrorCode::not_found, path + " does not exist");
  if (!state_->change()) return power_off();
  auto inode = std::make_shared<Inode>();
  state_->change_name({"", path, inode});
  return std::make_unique<SimulatedFile>(state_, std::move(inode));
}

bool SimulatedDisk::exists(const std::string& path) {
  const std::lock_guard lock(state_->mutex);
  return state_->names.contains(path) || state_->folders.contains(path);
}

Status SimulatedDisk::remove(const std::string& path) {
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->names.find(path);
  if (!state_->change()) return power_off();
  if (found == state_->names.end()) return fail(ErrorCode::not_found, path + " does not exist");
  state_->used -= found->second->current.size();
  state_->change_name({path, "", nullptr});
  return {};
}

Status SimulatedDisk::rename(const std::string& from, const std::string& to) {
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->names.find(from);
  if (!state_->change()) return power_off();
  if (found == state_->names.end()) return fail(ErrorCode::not_found, from + " does not exist");
  state_->change_name({from, to, found->second});
  return {};
}

Status SimulatedDisk::make_folders(const std::string& path) {
  const std::lock_guard lock(state_->mutex);
  if (!state_->power) return power_off();
  for (std::string folder = path; state_->folders.insert(folder).second;)
    folder = folder_of(folder);
  return {};
}

Status SimulatedDisk::sync_folder(const std::string& path) {
  const std::lock_guard lock(state_->mutex);
  if (!state_->change()) return power_off();
  if (state_->syncs_fail) return fail(ErrorCode::io, "the simulated disk cannot sync");
  const auto pending = state_->pending_names.find(path);
  if (pending == state_->pending_names.end() || state_->syncs_lie) return {};
  for (const NameChange& change : pending->second) apply_name(state_->durable_names, change);
  state_->pending_names.erase(pending);
  return {};
}

Result<std::vector<FolderEntry>> SimulatedDisk::list(const std::string& path) {
  const std::lock_guard lock(state_->mutex);
  if (!state_->power) return power_off();
  if (!state_->folders.contains(path)) return fail(ErrorCode::not_found, path + " does not exist");
  std::vector<FolderEntry> entries;
  for (const auto& [name, inode] : state_->names) {
    if (folder_of(name) != path) continue;
    entries.push_back({name.substr(path.size() + 1), false, inode->current.size()});
  }
  for (const std::string& folder : state_->folders) {
    if (folder.size() > path.size() && folder_of(folder) == path)
      entries.push_back({folder.substr(path.size() + 1), true, 0});
  }
  std::ranges::sort(entries, {}, &FolderEntry::name);
  return entries;
}

Result<std::unique_ptr<DiskLock>> SimulatedDisk::lock(const std::string& path) {
  const std::lock_guard lock(state_->mutex);
  if (!state_->power) return power_off();
  if (!state_->locked.insert(path).second)
    return fail(ErrorCode::conflict, path + " is held by another process");
  return std::make_unique<SimulatedLock>(state_, path);
}

Result<std::uint64_t> SimulatedDisk::free_bytes(const std::string&) {
  const std::lock_guard lock(state_->mutex);
  return state_->capacity - std::min(state_->used, state_->capacity);
}

}  // namespace yc::base
