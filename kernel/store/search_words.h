#pragma once
// What of a name is kept to find it by: words of the language as people write it, folded. Chinese
// has no spaces, so of runs of Han (kana, hangul) each character and each pair of neighbours is a
// word; of other scripts the beginnings of each word. The one file that touches utf8proc is
// search_words.cpp.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/events.h"

namespace yc::store {

// What is searched. Numbers are hashed into keys: never reused.
enum class SearchKind : std::uint8_t { person = 1, space = 2, gathering = 3 };

// NFKC, lower case, without accents, single spaces, none at the ends: "Café  Ｌotus" -> "cafe
// lotus". Empty for bytes that are not UTF-8.
std::string fold_text(std::string_view text);

// Raise it when stored_words() changes: the next start makes the index again.
inline constexpr int kWordsVersion = 1;
inline constexpr std::size_t kSearchTextMax = 400;  // bytes; longer texts are not found by name

// Of a folded text, each once, in order.
std::vector<std::string> stored_words(std::string_view folded);

// What a question looks up among stored words, and how much each tells.
struct AskedWord {
  std::string word;
  int weight = 0;
};
std::vector<AskedWord> asked_words(std::string_view folded);

// How well a name answers a question, both folded. Smaller is better.
enum class Match : std::uint8_t { exact, prefix, every_word, some_words, none };
Match match_of(std::string_view name, std::string_view question);

// The private fields that are found by name; nothing for an event without one.
struct Searchable {
  SearchKind kind;
  const PrivateText* text;
};
std::vector<Searchable> searchable_texts(const Payload& payload);
// By the number of its event: all private fields of such an event that searchable_texts names.
bool has_searchable_texts(std::uint16_t event_kind);

}  // namespace yc::store
