#include "kernel/store/store.h"

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
  YC_TRY(state->reader, open_to_read(folder, parts));
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Store::Store(std::shared_ptr<State> state) : state_(std::move(state)) {}

// A callback under way may keep the state a little longer, but not the folder.
Store::~Store() {
  if (state_->committer) state_->committer->close();
  const std::lock_guard lock(state_->read_mutex);
  state_->reader.reset();
  state_->lock.reset();
}

void Store::append(Batch batch, base::Executor& reply_on, AppendDone done) {
  if (state_->committer) {
    state_->committer->append(std::move(batch), &reply_on, std::move(done));
    return;
  }
  reply_on.post([done = std::move(done)]() mutable { done(std::unexpected(read_only_error())); });
}

base::Result<Appended> Store::append_now(Batch batch) {
  if (!state_->committer) return std::unexpected(read_only_error());
  return state_->committer->append_now(std::move(batch));
}

void Store::add_observer(Observer observer) {
  YC_ASSERT(state_->committer != nullptr);
  state_->committer->add_observer(std::move(observer));
}

// The next lease is taken when half of this one is used, so that a caller almost never waits.
base::Result<std::uint64_t> Store::new_id() {
  State& state = *state_;
  const std::lock_guard lock(state.id_mutex);
  if (state.next_id == state.lease_end) {
    const std::uint64_t until = state.lease_end + kLeaseIds;
    YC_TRY([[maybe_unused]] const Appended leased, append_now({{lease_event(until)}, {}}));
    state.lease_end = until;
  }
  if (state.lease_end - state.next_id <= kLeaseIds / 2 && !state.renewing) {
    state.renewing = true;
    const std::uint64_t until = state.lease_end + kLeaseIds;
    append({{lease_event(until)}, {}}, state.parts.disk_executor,
           [kept = state_, until](base::Result<Appended> leased) {
             const std::lock_guard renewed(kept->id_mutex);
             kept->renewing = false;
             if (leased && until > kept->lease_end) kept->lease_end = until;
           });
  }
  return state.next_id++;
}

std::uint64_t Store::last_position() const {
  if (state_->committer) return state_->committer->last_position();
  const auto last = state_->integer("SELECT max(position) FROM event");
  return last ? static_cast<std::uint64_t>(*last) : 0;
}

bool Store::broken() const {
  return state_->committer && state_->committer->broken();
}

base::Result<std::vector<Event>> Store::events(std::uint64_t after_position, std::size_t limit) {
  const std::lock_guard lock(state_->read_mutex);
  return read_events(*state_->reader, after_position, limit);
}

base::Result<std::vector<Event>> Store::stream_events(base::StreamId stream,
                                                      std::uint64_t after_sequence,
                                                      std::size_t limit) {
  const std::lock_guard lock(state_->read_mutex);
  return read_stream(*state_->reader, stream, after_sequence, limit);
}

base::Result<std::uint64_t> Store::stream_sequence(base::StreamId stream) {
  const std::lock_guard lock(state_->read_mutex);
  return last_stream_sequence(*state_->reader, stream);
}

base::Result<std::optional<std::string>> Store::read_text(std::uint64_t vault_entry) {
  const std::lock_guard lock(state_->read_mutex);
  return read_vault(*state_->reader, vault_entry);
}

}  // namespace yc::store
