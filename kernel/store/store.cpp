#include "kernel/store/store.h"

#include <utility>

#include "kernel/base/assert.h"
#include "kernel/store/data_folder.h"
#include "kernel/store/store_state.h"
#include "kernel/store/vault.h"

namespace yc::store {
namespace {

constexpr std::uint64_t kLeaseIds = 65536;

NewEvent lease_event(std::uint64_t until) {
  return {city_stream(), {}, IdsLeased{until}};
}

base::Error read_only_error() {
  return {base::ErrorCode::denied, "the data folder was opened for reading only", ""};
}

}  // namespace

base::Result<std::unique_ptr<Store>> Store::open(const std::string& folder, OpenMode mode,
                                                 StoreParts parts) {
  auto state = std::make_shared<State>(folder, parts);
  if (mode == OpenMode::serve) {
    YC_TRY(state->lock, lock_folder(parts.disk, folder));
    YC_TRY(auto database, open_to_write(folder, parts));
    YC_TRY(const std::int64_t leased, database->integer("SELECT until FROM id_lease"));
    YC_TRY(state->committer, Committer::open(std::move(database), parts, folder));
    state->next_id = static_cast<std::uint64_t>(leased);
    state->lease_end = state->next_id + kLeaseIds;
    YC_CHECK(state->committer->append_now({{lease_event(state->lease_end)}, {}}));
  }
  for (Reader* reader : {&state->doors, &state->lists}) {
    YC_TRY(reader->database, open_to_read(folder, parts));
  }
  YC_TRY(state->vault_secret, read_vault_secret(*state->doors.database));
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Store::Store(std::shared_ptr<State> state) : state_(std::move(state)) {}

// A callback under way may keep the state a little longer, but not the folder.
Store::~Store() {
  if (state_->committer) state_->committer->close();
  for (Reader* reader : {&state_->doors, &state_->lists}) {
    const std::lock_guard lock(reader->mutex);
    reader->database.reset();
  }
  state_->lock.reset();
}

void Store::append(Batch batch, base::Executor& reply_on, AppendDone done) {
  if (state_->committer) {
    state_->committer->append(std::move(batch), &reply_on, std::move(done));
    return;
  }
  reply_on.post([done = std::move(done)]() mutable { done(std::unexpected(read_only_error())); });
}

void Store::append_unanswered(Batch batch) {
  append(std::move(batch), state_->parts.disk_executor, [](const auto&) {});
}

base::Result<Appended> Store::append_now(Batch batch) {
  if (!state_->committer) return std::unexpected(read_only_error());
  return state_->committer->append_now(std::move(batch));
}

void Store::add_observer(Observer observer) {
  YC_ASSERT(state_->committer != nullptr);
  state_->committer->add_observer(std::move(observer));
}

// Under id_mutex. What fails is tried again by the next caller.
void Store::renew_lease() {
  if (std::exchange(state_->renewing, true)) return;
  const std::uint64_t until = state_->lease_end + kLeaseIds;
  append({{lease_event(until)}, {}}, state_->parts.disk_executor,
         [kept = state_, until](base::Result<Appended> leased) {
           const std::lock_guard renewed(kept->id_mutex);
           kept->renewing = false;
           if (leased) kept->lease_end = until;
         });
}

// The next lease is taken when half of this one is used, so that nobody ever waits for the disk.
base::Result<std::uint64_t> Store::new_id() {
  State& state = *state_;
  const std::lock_guard lock(state.id_mutex);
  if (!state.committer) return std::unexpected(read_only_error());
  if (state.lease_end - state.next_id <= kLeaseIds / 2) renew_lease();
  if (state.next_id == state.lease_end) {
    return base::fail(base::ErrorCode::unavailable, "no leased ids are left: the disk is behind",
                      "try again in a moment");
  }
  return state.next_id++;
}

std::uint64_t Store::last_position() const {
  if (state_->committer) return state_->committer->last_position();
  const auto last = state_->doors.integer("SELECT max(position) FROM event");
  return last ? static_cast<std::uint64_t>(*last) : 0;
}

Writing Store::writing() const {
  return state_->committer ? state_->committer->writing() : Writing::works;
}

void Store::try_writing() {
  if (writing() != Writing::disk_full) return;
  const std::lock_guard lock(state_->id_mutex);
  renew_lease();
}

base::Result<std::vector<Event>> Store::events(std::uint64_t after_position, std::size_t limit) {
  const std::lock_guard lock(state_->lists.mutex);
  return read_events(*state_->lists.database, after_position, limit);
}

base::Result<std::optional<std::string>> Store::read_text(std::uint64_t vault_entry) {
  const std::lock_guard lock(state_->lists.mutex);
  return read_vault(*state_->lists.database, vault_entry);
}

}  // namespace yc::store
