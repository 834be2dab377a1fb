#include "tests/powercut/power_cut.h"

#include <map>
#include <memory>
#include <set>

#include "kernel/base/simulated_disk.h"
#include "kernel/base/simulation.h"
#include "kernel/store/maintenance.h"
#include "kernel/store/sqlite_vfs.h"
#include "tests/powercut/workload.h"

namespace yc::powercut {
namespace {

using base::Result;
using store::Store;

constexpr char kFolder[] = "city";
constexpr int kMaxSteps = 4000;
// How many changes a life lasts at most: from a start that fails to one that wraps its WAL.
constexpr std::uint64_t kChangesToCut[] = {40, 300, 300, 4000};

class Run {
 public:
  explicit Run(const Settings& settings)
      : settings_(settings),
        scheduler_(settings.seed),
        space_(scheduler_.make_executor()),
        disk_thread_(scheduler_.make_executor()),
        disk_(settings.seed),
        workload_(scheduler_.random()) {
    disk_.ignore_syncs(settings.lying_disk);
  }

  Outcome all() {
    for (int life = 0; life < settings_.cuts && outcome_.failure.empty(); ++life) {
      live(scheduler_.random().below(kChangesToCut[scheduler_.random().below(4)]) + 1);
      disk_.restart();
      ++outcome_.cuts;
    }
    if (outcome_.failure.empty()) check_after_cut();
    return outcome_;
  }

 private:
  store::StoreParts parts() {
    return {disk_, scheduler_, scheduler_.random(), *disk_thread_, nullptr, vfs_->name()};
  }

  // One life of the server: start (which the cut may hit), check, work until the power fails.
  void live(std::uint64_t changes) {
    vfs_ = std::make_unique<store::DiskVfs>(disk_, settings_.seed);
    if (scheduler_.random().chance(0.3)) disk_.cut_power_after(changes);
    auto opened = Store::open(kFolder, store::OpenMode::serve, parts());
    if (!opened) {
      if (disk_.has_power()) fail("the store does not open: " + opened.error().text());
      disk_.cut_power();
      return settle();
    }
    store_ = *std::move(opened);
    if (disk_.has_power()) check();
    if (disk_.has_power()) disk_.cut_power_after(changes);
    for (int step = 0; step < kMaxSteps && disk_.has_power(); ++step) act();
    disk_.cut_power();
    settle();
    store_.reset();
    settle();
  }

  void settle() { static_cast<void>(scheduler_.run_until_idle(std::chrono::seconds(1))); }

  void act() {
    scheduler_.run_for(std::chrono::milliseconds(scheduler_.random().below(50)));
    switch (scheduler_.random().below(12)) {
      case 0:
        return put_blob();
      case 1:
        return erase_some();
      case 3:
        return back_up();
      default:
        return append();
    }
  }

  void append() {
    const auto id = store_->new_id();
    if (!id) return;
    if (!ids_.insert(*id).second) fail("id " + std::to_string(*id) + " was given twice");
    submit(workload_.batch(*id));
  }

  void submit(store::Batch batch) {
    std::vector<Fingerprint> fingerprints;
    for (const store::NewEvent& event : batch.events)
      fingerprints.push_back(fingerprint(event.stream, event.payload));
    store_->append(std::move(batch), *space_,
                   [this, fingerprints = std::move(fingerprints)](Result<store::Appended> done) {
                     if (done) remember(done->last_position, fingerprints);
                   });
  }

  void remember(std::uint64_t last_position, const std::vector<Fingerprint>& fingerprints) {
    std::uint64_t position = last_position - fingerprints.size();
    for (const Fingerprint& print : fingerprints) acknowledged_.emplace(++position, print);
    outcome_.acknowledged += fingerprints.size();
  }

  void put_blob() {
    base::Bytes bytes(1 + scheduler_.random().below(5000));
    scheduler_.random().fill(bytes);
    const auto name = store_->put_blob(bytes, "bin");
    if (!name) return;
    blobs_.insert(name->text());
    submit({{{store::city_stream(), {}, store::BlobsStored{{{name->sha256, "bin", bytes.size()}}}}},
            {}});
  }

  void erase_some() {
    const base::WallTime before{scheduler_.wall().unix_ms - 500};
    const auto erased = store_->erase_chat_before(before, 20);
    if (erased) outcome_.erased += *erased;
  }

  void back_up() {
    const std::string file = "backup-" + std::to_string(++backups_);
    if (const auto saved = store::backup(kFolder, file, parts()); saved) last_backup_ = file;
  }

  void check_after_cut() {
    vfs_ = std::make_unique<store::DiskVfs>(disk_, settings_.seed);
    auto opened = Store::open(kFolder, store::OpenMode::serve, parts());
    if (!opened) return fail("the store does not open: " + opened.error().text());
    store_ = *std::move(opened);
    check();
    if (!last_backup_.empty()) check_backup();
    settle();
    store_.reset();
    settle();
  }

  void check() {
    check_acknowledged();
    for (const std::string& name : blobs_) {
      if (!store_->read_blob(*store::parse_blob_name(name))) fail("blob " + name + " is lost");
    }
    const auto report = store::verify(kFolder, parts());
    if (!report) return fail("verify cannot look: " + report.error().text());
    if (!report->clean()) return fail("verify: " + report->faults.front());
    adopt();
  }

  void check_acknowledged() {
    const auto events = store_->events(0, SIZE_MAX >> 1);
    if (!events) return fail("the log cannot be read: " + events.error().text());
    if (!acknowledged_.empty() && events->size() < acknowledged_.rbegin()->first)
      return fail("acknowledged " + std::to_string(acknowledged_.rbegin()->first) +
                  " events, found " + std::to_string(events->size()));
    for (const auto& [position, print] : acknowledged_) {
      const store::Event& event = events->at(position - 1);
      if (event.position != position || !matches(*store_, print, event))
        return fail("event " + std::to_string(position) + " is not the one acknowledged");
    }
  }

  // What is on the disk now must survive from now on, acknowledged or not.
  void adopt() {
    auto events = store_->events(0, SIZE_MAX >> 1).value();
    for (store::Event& event : events) {
      if (acknowledged_.contains(event.position)) continue;
      ++outcome_.recovered_unacknowledged;
      restore_texts(event.payload);
      acknowledged_.emplace(event.position, fingerprint(event.stream, event.payload));
    }
  }

  void restore_texts(store::Payload& payload) {
    std::visit(
        [&](auto& event) {
          event.each_private([&](store::PrivateText& text) {
            if (text.entry != 0) text.text = store_->read_text(text.entry).value().value_or("");
          });
        },
        payload);
  }

  void check_backup() {
    const auto restored = store::restore(last_backup_, "restored", parts());
    if (!restored) return fail("the last backup does not restore: " + restored.error().text());
    const auto report = store::verify("restored", parts());
    if (!report || !report->clean()) fail("the restored city is not sound");
  }

  void fail(const std::string& words) {
    if (!outcome_.failure.empty()) return;
    outcome_.failure = "seed " + std::to_string(settings_.seed) + ", after " +
                       std::to_string(outcome_.cuts) + " cuts: " + words;
  }

  const Settings settings_;
  base::SimulatedScheduler scheduler_;
  std::unique_ptr<base::Executor> space_;
  std::unique_ptr<base::Executor> disk_thread_;
  base::SimulatedDisk disk_;
  std::unique_ptr<store::DiskVfs> vfs_;
  std::unique_ptr<Store> store_;
  Workload workload_;
  std::map<std::uint64_t, Fingerprint> acknowledged_;
  std::set<std::string> blobs_;
  std::set<std::uint64_t> ids_;
  int backups_ = 0;
  std::string last_backup_;
  Outcome outcome_;
};

}  // namespace

Outcome run(const Settings& settings) {
  return Run(settings).all();
}

}  // namespace yc::powercut
