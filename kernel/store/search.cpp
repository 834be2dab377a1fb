#include "kernel/store/search.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "kernel/store/store_state.h"
#include "kernel/store/vault.h"

namespace yc::store {
namespace {

std::uint64_t entry_of(const Row& row) {
  return row.number(0);
}

Found found_of(const Row& row) {
  return {row.number(0), row.text(1), Match::none};
}

std::string_view sql_of(SearchKind kind) {
  switch (kind) {
    case SearchKind::person:
      return "SELECT p.id, v.text FROM vault v JOIN person p ON p.name_entry = v.entry "
             "WHERE v.entry = ?1 AND p.id NOT IN (SELECT person FROM closed_account) UNION ALL "
             "SELECT a.person, v.text FROM vault v JOIN account a ON a.name_entry = v.entry "
             "WHERE v.entry = ?1";
    case SearchKind::space:
      return "SELECT s.id, v.text FROM vault v JOIN made_space s ON s.name_entry = v.entry "
             "WHERE v.entry = ?1 AND s.archived = 0";
    case SearchKind::gathering:
      return "SELECT g.id, v.text FROM vault v JOIN gathering g ON g.title_entry = v.entry "
             "WHERE v.entry = ?1 AND g.cancelled = 0";
  }
  return {};
}

bool is_better(const Found& a, const Found& b) {
  if (a.match != b.match) return a.match < b.match;
  if (a.name.size() != b.name.size()) return a.name.size() < b.name.size();
  return a.id > b.id;
}

}  // namespace

// Entries that share most with the question, by the weight of the words they share.
base::Result<std::vector<std::uint64_t>> Search::likely(SearchKind kind, std::string_view folded) {
  std::unordered_map<std::uint64_t, int> weights;
  for (const auto& [word, weight] : asked_words(folded)) {
    const std::int64_t key = vault_word_key(*store_.state_->vault_secret, kind, word);
    YC_TRY(const auto entries,
           store_.state_->lists.rows("SELECT entry FROM vault_word WHERE key = ?1 "
                                     "ORDER BY entry DESC LIMIT ?2",
                                     {key, kEntriesOfAWord}, entry_of));
    for (const std::uint64_t entry : entries) weights[entry] += weight;
  }
  std::vector<std::pair<int, std::uint64_t>> ranked;
  ranked.reserve(weights.size());
  for (const auto& [entry, weight] : weights) ranked.emplace_back(weight, entry);
  const std::size_t kept = std::min(ranked.size(), kCompared);
  std::ranges::partial_sort(ranked, ranked.begin() + static_cast<std::ptrdiff_t>(kept),
                            std::greater());
  std::vector<std::uint64_t> entries;
  for (std::size_t i = 0; i < kept; ++i) entries.push_back(ranked[i].second);
  return entries;
}

base::Result<std::vector<Found>> Search::find(SearchKind kind, std::string_view text,
                                              std::size_t limit) {
  std::vector<Found> all;
  const std::string folded = fold_text(text);
  if (folded.empty() || !store_.state_->vault_secret) return all;
  YC_TRY(const auto entries, likely(kind, folded));
  for (const std::uint64_t entry : entries) {
    YC_TRY(const auto rows, store_.state_->lists.rows(sql_of(kind), {entry}, found_of));
    for (const Found& row : rows) {
      all.push_back(row);
      all.back().match = match_of(fold_text(row.name), folded);
    }
  }
  std::erase_if(all, [](const Found& row) { return row.match == Match::none; });
  std::ranges::sort(all, is_better);
  std::unordered_set<std::uint64_t> seen;
  std::erase_if(all, [&seen](const Found& row) { return !seen.insert(row.id).second; });
  if (all.size() > limit) all.resize(limit);
  return all;
}

}  // namespace yc::store
