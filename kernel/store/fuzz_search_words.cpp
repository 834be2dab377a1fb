// Any bytes as a name and as a question, split at the first line end: a name answers itself.
#include <cstdint>
#include <string_view>

#include "kernel/base/assert.h"
#include "kernel/store/search_words.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yc::store;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto end = text.find('\n');
  const std::string name = fold_text(text.substr(0, end));
  const std::string question = end == text.npos ? name : fold_text(text.substr(end + 1));
  YC_ASSERT(match_of(name, name) == Match::exact);
  match_of(name, question);
  for (const auto& [word, weight] : asked_words(question)) YC_ASSERT(!word.empty() && weight > 0);
  YC_ASSERT(stored_words(name).size() <= 3 * kSearchTextMax);
  return 0;
}
