#pragma once
// Finding people, spaces and events of the calendar by name. It asks no rights: whoever calls it
// leaves out what the asker may not see. Any thread but the tick's; a few milliseconds with 100,000
// names (bench_search).

#include <string>
#include <string_view>
#include <vector>

#include "kernel/base/result.h"
#include "kernel/store/search_words.h"
#include "kernel/store/store.h"

namespace yc::store {

struct Found {
  std::uint64_t id = 0;  // of the person, space or gathering
  std::string name;      // that answers the question: of a person also the account name
  Match match = Match::none;
};

class Search {
 public:
  explicit Search(Store& store) : store_(store) {}

  // Best first: exact, then those that begin so, then those with every word, then with half of the
  // words or more; of equals the shorter name, then the newer. Each thing once, by the name it has
  // now. Archived spaces, cancelled events and closed accounts are not found.
  base::Result<std::vector<Found>> find(SearchKind kind, std::string_view text, std::size_t limit);

  // Names compared for one question; a word that more have is known from its newest ones.
  static constexpr std::size_t kCompared = 500;
  static constexpr int kEntriesOfAWord = 10'000;

 private:
  base::Result<std::vector<std::uint64_t>> likely(SearchKind kind, std::string_view folded);
  Store& store_;
};

}  // namespace yc::store
