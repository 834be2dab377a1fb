#include "kernel/store/store_state.h"
#include "kernel/store/texts_view.h"

namespace yc::store {
namespace {

constexpr std::uint64_t kErasePerEvent = 500;

std::uint64_t entry_of(const Row& row) {
  return row.number(0);
}

// Erases the entries in one event and then empties the WAL, where copies of the texts may be.
base::Status erase_entries(Store& store, Committer& committer,
                           const std::vector<std::uint64_t>& entries, ErasureReason reason,
                           base::PrincipalId actor) {
  TextsErased erased{reason, {}};
  for (const std::uint64_t entry : entries) erased.entries.push_back({entry});
  YC_TRY([[maybe_unused]] const Appended appended,
         store.append_now({{{city_stream(), actor, std::move(erased)}}, {}}));
  return committer.empty_wal();
}

}  // namespace

base::Result<std::uint64_t> Store::erase_chat_before(base::WallTime before, std::uint64_t limit) {
  limit = std::min(limit, kErasePerEvent);
  YC_TRY(
      const auto entries,
      state_->lists.rows("SELECT entry FROM personal_text WHERE purpose = ?1 AND written < ?2 "
                         "ORDER BY written LIMIT ?3",
                         {static_cast<int>(TextPurpose::chat), before.unix_ms, limit}, entry_of));
  if (entries.empty()) return std::uint64_t{0};
  YC_CHECK(erase_entries(*this, *state_->committer, entries, ErasureReason::retention, {}));
  return std::uint64_t{entries.size()};
}

base::Status Store::erase_message(base::MessageId message, base::PrincipalId actor) {
  YC_TRY(const auto entries,
         state_->lists.rows("SELECT m.text_entry FROM message m JOIN vault v ON v.entry = "
                            "m.text_entry WHERE m.position = ?1",
                            {message}, entry_of));
  if (entries.empty()) return {};
  return erase_entries(*this, *state_->committer, entries, ErasureReason::request, actor);
}

base::Result<std::uint64_t> Store::erase_person(base::PrincipalId person, base::PrincipalId actor) {
  const std::int64_t now = state_->parts.clock.wall().unix_ms;
  std::uint64_t total = 0;
  for (;;) {
    // A sanction in force needs the address or device that it binds.
    YC_TRY(const auto entries,
           state_->lists.rows("SELECT t.entry FROM personal_text t "
                              "LEFT JOIN sanction s ON t.purpose IN (?2, ?5) AND s.id = t.owner "
                              "AND s.lifted = 0 AND (s.until = 0 OR s.until > ?3) "
                              "WHERE t.person = ?1 AND s.id IS NULL LIMIT ?4",
                              {person, static_cast<int>(TextPurpose::sanction_subject), now,
                               kErasePerEvent, static_cast<int>(TextPurpose::sanction_reason)},
                              entry_of));
    if (entries.empty()) return total;
    YC_CHECK(erase_entries(*this, *state_->committer, entries, ErasureReason::request, actor));
    total += entries.size();
  }
}

}  // namespace yc::store
