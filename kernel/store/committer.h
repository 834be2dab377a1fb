#pragma once
// Writes batches to the log with group commit: whatever waits when the disk is free goes into one
// transaction, ended by one sync. Nobody is answered before it.

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

#include "kernel/store/log.h"
#include "kernel/store/store.h"
#include "kernel/store/vault.h"

namespace yc::store {

class Committer : public std::enable_shared_from_this<Committer> {
 public:
  static base::Result<std::shared_ptr<Committer>> open(std::unique_ptr<Database> database,
                                                       const StoreParts& parts,
                                                       const std::string& folder);

  void append(Batch batch, base::Executor* reply_on, AppendDone done);  // nullptr: on this thread
  base::Result<Appended> append_now(Batch batch);
  void add_observer(Observer observer);
  std::uint64_t last_position() const { return last_position_; }
  Writing writing() const { return writing_; }
  // Moves the WAL into the database and empties it, so that erased texts are gone from both. While
  // somebody reads an older moment (verify, backup) it cannot: then a later commit tries again.
  base::Status empty_wal();
  void close();  // refuses what still waits; nothing but append() may follow

 private:
  struct Waiting {
    Batch batch;
    base::Executor* reply_on;
    AppendDone done;
    base::Result<Appended> outcome;
  };
  using Group = std::deque<Waiting>;

  Committer(std::unique_ptr<Database> database, const StoreParts& parts, std::string folder,
            LogHead head, const VaultSecret& secret);
  bool enqueue(Waiting waiting);  // true when a commit must be scheduled
  Group take_group();
  bool commit_group();  // false when nothing waited
  base::Status write_group(Group& group, std::vector<Event>& events);
  base::Status write_batch(Waiting& waiting, std::vector<Event>& events);
  base::Status write_events(Batch& batch, std::vector<Event>& events);
  base::Result<bool> meets_expectations(const Batch& batch, Waiting& waiting);
  void fail_group(Group& group, const base::Error& error);
  base::Status try_to_empty_wal();
  void note_head();
  void measure(const Group& group, std::size_t events, base::Duration took);
  static void answer(Group& group);

  const base::Clock& clock_;
  base::Random& random_;
  base::Executor& executor_;
  base::Disk& disk_;
  const std::string folder_;
  const VaultSecret secret_;

  std::mutex write_mutex_;  // held for a whole commit, with its observers
  std::unique_ptr<Database> database_;
  LogHead head_;
  std::uint64_t noted_position_ = 0;  // in the head file
  base::MonotonicTime noted_at_;
  std::optional<base::Error> failed_;  // the disk failed: nothing more is taken
  std::vector<Observer> observers_;
  bool wal_holds_erased_ = true;  // at a start nobody knows: a kill may have come between
  base::MonotonicTime next_try_;
  std::atomic<std::uint64_t> last_position_;
  std::atomic<Writing> writing_ = Writing::works;  // how the last commit ended

  std::mutex queue_mutex_;
  Group queue_;
  bool scheduled_ = false;
  bool closed_ = false;

  base::Counter* commits_ = nullptr;
  base::Counter* events_ = nullptr;
  base::Histogram* group_sizes_ = nullptr;
  base::Histogram* commit_seconds_ = nullptr;
};

}  // namespace yc::store
