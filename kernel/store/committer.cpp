#include "kernel/store/committer.h"

#include "kernel/base/assert.h"
#include "kernel/base/log.h"
#include "kernel/store/head_file.h"
#include "kernel/store/vault.h"
#include "kernel/store/view.h"

namespace yc::store {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::size_t kMaxGroupEvents = 4096;  // keeps one commit well under a second
constexpr std::size_t kMaxBatchEvents = 1024;
constexpr base::Duration kEmptyWalEvery = std::chrono::seconds(1);
constexpr base::Duration kNoteHeadEvery = std::chrono::seconds(1);

base::Error closed_error() {
  return {ErrorCode::unavailable, "the store is closing", "try again when the server is back"};
}

}  // namespace

base::Result<std::shared_ptr<Committer>> Committer::open(std::unique_ptr<Database> database,
                                                         const StoreParts& parts,
                                                         const std::string& folder) {
  YC_CHECK(check_head_file(parts.disk, folder, *database));
  YC_TRY(const LogHead head, read_head(*database));
  YC_TRY(const auto secret, read_vault_secret(*database));
  YC_ASSERT(secret.has_value());
  return std::shared_ptr<Committer>(
      new Committer(std::move(database), parts, folder, head, *secret));
}

Committer::Committer(std::unique_ptr<Database> database, const StoreParts& parts,
                     std::string folder, LogHead head, const VaultSecret& secret)
    : clock_(parts.clock),
      random_(parts.random),
      executor_(parts.disk_executor),
      disk_(parts.disk),
      folder_(std::move(folder)),
      secret_(secret),
      database_(std::move(database)),
      head_(head),
      last_position_(head.position) {
  if (parts.metrics == nullptr) return;
  commits_ = &parts.metrics->counter("yc_store_commits_total", "Synced transactions");
  events_ = &parts.metrics->counter("yc_store_events_total", "Events made durable");
  group_sizes_ = &parts.metrics->histogram("yc_store_group_batches", "Batches that shared a sync",
                                           {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024});
  commit_seconds_ =
      &parts.metrics->histogram("yc_store_commit_seconds", "Time of one transaction with its sync",
                                {0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2});
}

void Committer::append(Batch batch, base::Executor* reply_on, AppendDone done) {
  YC_ASSERT(!batch.events.empty() && batch.events.size() <= kMaxBatchEvents);
  if (!enqueue({std::move(batch), reply_on, std::move(done), Appended{}})) return;
  executor_.post([self = shared_from_this()] {
    {
      const std::lock_guard lock(self->queue_mutex_);
      self->scheduled_ = false;
    }
    while (self->commit_group()) {
    }
  });
}

base::Result<Appended> Committer::append_now(Batch batch) {
  YC_ASSERT(!batch.events.empty() && batch.events.size() <= kMaxBatchEvents);
  std::optional<base::Result<Appended>> outcome;
  const auto keep = [&outcome](base::Result<Appended> result) { outcome = std::move(result); };
  enqueue({std::move(batch), nullptr, keep, Appended{}});
  // Another thread may commit it first: then commit_group() waits for that thread.
  for (;;) {
    commit_group();
    const std::lock_guard lock(write_mutex_);
    if (outcome) return *std::move(outcome);
  }
}

bool Committer::enqueue(Waiting waiting) {
  std::unique_lock lock(queue_mutex_);
  if (closed_) {
    lock.unlock();
    Group refused;
    waiting.outcome = std::unexpected(closed_error());
    refused.push_back(std::move(waiting));
    answer(refused);
    return false;
  }
  const bool schedule = waiting.reply_on != nullptr && !scheduled_;
  scheduled_ = scheduled_ || schedule;
  queue_.push_back(std::move(waiting));
  return schedule;
}

Committer::Group Committer::take_group() {
  const std::lock_guard lock(queue_mutex_);
  Group group;
  std::size_t events = 0;
  while (!queue_.empty()) {
    events += queue_.front().batch.events.size();
    if (!group.empty() && events > kMaxGroupEvents) break;
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return group;
}

bool Committer::commit_group() {
  const std::lock_guard lock(write_mutex_);
  Group group = take_group();
  if (group.empty()) return false;
  const base::MonotonicTime began = clock_.monotonic();
  const LogHead before = head_;
  std::vector<Event> events;
  if (const base::Status written = write_group(group, events); written) {
    last_position_ = head_.position;
    writing_ = Writing::works;
    for (const Observer& observer : observers_) observer(events);
    measure(group, events.size(), clock_.monotonic() - began);
    if (wal_holds_erased_ && clock_.monotonic() >= next_try_) {
      if (const base::Status emptied = try_to_empty_wal(); !emptied)
        base::log_warning("wal_not_emptied", {{"cause", emptied.error().cause}});
    }
  } else {
    database_->roll_back();
    head_ = before;
    fail_group(group, written.error());
  }
  answer(group);
  if (clock_.monotonic() - noted_at_ >= kNoteHeadEvery) note_head();
  return true;
}

// What cannot be noted now is noted later: the log itself is safe.
void Committer::note_head() {
  if (failed_ || noted_position_ == head_.position) return;
  noted_at_ = clock_.monotonic();
  if (const base::Status noted = write_head_file(disk_, folder_, head_); noted) {
    noted_position_ = head_.position;
  } else {
    base::log_warning("head_not_noted", {{"cause", noted.error().cause}});
  }
}

base::Status Committer::write_group(Group& group, std::vector<Event>& events) {
  if (failed_) {
    return fail(ErrorCode::unavailable, "an earlier write failed: " + failed_->cause,
                "repair the disk, then start the server again");
  }
  YC_CHECK(database_->run("BEGIN IMMEDIATE"));
  for (Waiting& waiting : group) YC_CHECK(write_batch(waiting, events));
  return database_->run("COMMIT");
}

// An error is of the whole group; the batch's own refusal is its outcome.
base::Status Committer::write_batch(Waiting& waiting, std::vector<Event>& events) {
  YC_TRY(const bool met, meets_expectations(waiting.batch, waiting));
  if (!met) return {};
  const LogHead before = head_;
  const std::size_t events_before = events.size();
  YC_CHECK(database_->run("SAVEPOINT batch"));
  const base::Status written = write_events(waiting.batch, events);
  if (!written && !is_constraint(written.error())) return written;
  if (!written) {
    YC_CHECK(database_->run("ROLLBACK TO batch"));
    head_ = before;
    events.resize(events_before);
    waiting.outcome = std::unexpected(written.error());
  } else {
    waiting.outcome = Appended{head_.position};
  }
  return database_->run("RELEASE batch");
}

base::Result<bool> Committer::meets_expectations(const Batch& batch, Waiting& waiting) {
  for (const Expectation& expected : batch.expected) {
    YC_TRY(const std::uint64_t last, last_stream_sequence(*database_, expected.stream));
    if (last == expected.sequence) continue;
    waiting.outcome = fail(ErrorCode::conflict,
                           "the stream is at event " + std::to_string(last) + ", not " +
                               std::to_string(expected.sequence),
                           "read it again and decide anew");
    return false;
  }
  return true;
}

base::Status Committer::write_events(Batch& batch, std::vector<Event>& events) {
  for (NewEvent& fresh : batch.events) {
    Event event;
    event.stream = fresh.stream;
    event.at = clock_.wall();
    event.actor = fresh.actor;
    event.payload = std::move(fresh.payload);
    YC_CHECK(seal_texts(*database_, random_, secret_, head_.position + 1, event.payload));
    YC_CHECK(write_event(*database_, event, head_));
    YC_CHECK(apply_to_views(*database_, event));
    if (const auto* erased = std::get_if<TextsErased>(&event.payload)) {
      YC_CHECK(erase_texts(*database_, secret_, *erased));
      wal_holds_erased_ = true;
    }
    events.push_back(std::move(event));
  }
  return {};
}

void Committer::fail_group(Group& group, const base::Error& error) {
  for (Waiting& waiting : group) waiting.outcome = std::unexpected(error);
  const bool disk_failed = error.code == ErrorCode::io || error.code == ErrorCode::corrupt;
  if (error.code == ErrorCode::full && writing_.exchange(Writing::disk_full) == Writing::works)
    base::log_error("disk_full", {{"cause", error.cause}, {"remedy", error.remedy}});
  if (!disk_failed || failed_) return;
  // After a failed sync nobody knows what the disk holds; a restart reads what is really there.
  failed_ = error;
  writing_ = Writing::stopped;
  base::log_error("store_failed", {{"cause", error.cause}, {"remedy", error.remedy}});
}

void Committer::measure(const Group& group, std::size_t events, base::Duration took) {
  if (commits_ == nullptr) return;
  commits_->add();
  events_->add(static_cast<double>(events));
  group_sizes_->observe(static_cast<double>(group.size()));
  commit_seconds_->observe(std::chrono::duration<double>(took).count());
}

void Committer::answer(Group& group) {
  for (Waiting& waiting : group) {
    if (waiting.reply_on == nullptr) {
      waiting.done(std::move(waiting.outcome));
      continue;
    }
    waiting.reply_on->post(
        [done = std::move(waiting.done), outcome = std::move(waiting.outcome)]() mutable {
          done(std::move(outcome));
        });
  }
}

void Committer::add_observer(Observer observer) {
  const std::lock_guard lock(write_mutex_);
  observers_.push_back(std::move(observer));
}

base::Status Committer::empty_wal() {
  const std::lock_guard lock(write_mutex_);
  return try_to_empty_wal();
}

base::Status Committer::try_to_empty_wal() {
  next_try_ = clock_.monotonic() + kEmptyWalEvery;
  YC_TRY(const bool emptied, database_->empty_wal());
  wal_holds_erased_ = !emptied;
  return {};
}

void Committer::close() {
  const std::lock_guard lock(write_mutex_);
  Group refused;
  {
    const std::lock_guard queue_lock(queue_mutex_);
    closed_ = true;
    refused.swap(queue_);
  }
  for (Waiting& waiting : refused) waiting.outcome = std::unexpected(closed_error());
  answer(refused);
  if (database_) note_head();
  database_.reset();
}

}  // namespace yc::store
