#include "kernel/store/search_words.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

#include "kernel/store/view.h"

namespace yc::store {
namespace {

// Lengths, in characters, at which the beginning of a word is kept. What is typed beyond the
// nearest is compared with the text itself.
constexpr std::array<std::size_t, 7> kLengths = {1, 2, 3, 4, 6, 8, 12};

constexpr int kExactWeight = 1000, kBeginningWeight = 100, kWordWeight = 10;

struct Character {
  char32_t code;
  std::string_view bytes;
};

// Scripts that are written without spaces between words.
bool stands_alone(char32_t c) {
  return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x323AF) || (c >= 0x3041 && c <= 0x30FF) ||
         (c >= 0xAC00 && c <= 0xD7A3) || c == 0x3005 || c == 0x3007;
}

bool is_letter(char32_t c) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
      return false;
    default:
      return true;
  }
}

std::vector<Character> characters_of(std::string_view text) {
  std::vector<Character> out;
  while (!text.empty()) {
    utf8proc_int32_t code = 0;
    const auto used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &code);
    if (used <= 0) break;
    out.push_back({static_cast<char32_t>(code), text.substr(0, static_cast<std::size_t>(used))});
    text.remove_prefix(static_cast<std::size_t>(used));
  }
  return out;
}

// A run of letters of one sort.
struct Run {
  bool alone = false;  // each character is a word
  std::vector<Character> characters;
};

std::vector<Run> runs_of(std::string_view folded) {
  std::vector<Run> runs;
  bool between = true;
  for (const Character& c : characters_of(folded)) {
    if (!is_letter(c.code)) {
      between = true;
      continue;
    }
    const bool alone = stands_alone(c.code);
    if (between || runs.back().alone != alone) runs.push_back({alone, {}});
    between = false;
    runs.back().characters.push_back(c);
  }
  return runs;
}

std::string join(char sort, const std::vector<Character>& characters, std::size_t from,
                 std::size_t count) {
  std::string word(1, sort);
  for (std::size_t i = from; i < from + count; ++i) word += characters[i].bytes;
  return word;
}

// The longest beginning that is kept of so many characters.
std::size_t kept_length(std::size_t characters) {
  std::size_t kept = 0;
  for (const std::size_t length : kLengths) {
    if (length <= characters) kept = length;
  }
  return kept;
}

void add_beginnings(std::vector<std::string>& words, char sort,
                    const std::vector<Character>& characters) {
  for (const std::size_t length : kLengths) {
    if (length <= characters.size()) words.push_back(join(sort, characters, 0, length));
  }
}

enum class Spelling { whole, as_kept };

std::vector<std::string> words_asked(std::string_view folded, Spelling spelling) {
  std::vector<std::string> words;
  for (const auto& [alone, characters] : runs_of(folded)) {
    const std::size_t count = characters.size();
    const std::size_t spelled = spelling == Spelling::whole ? count : kept_length(count);
    if (!alone) words.push_back(join('w', characters, 0, spelled));
    if (alone && count == 1) words.push_back(join('c', characters, 0, 1));
    for (std::size_t i = 0; alone && i + 1 < count; ++i) {
      words.push_back(join('b', characters, i, 2));
    }
  }
  std::ranges::sort(words);
  const auto again = std::ranges::unique(words);
  words.erase(again.begin(), again.end());
  return words;
}

}  // namespace

std::string fold_text(std::string_view text) {
  constexpr auto kOptions =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE |
                                     UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_STRIPMARK);
  utf8proc_uint8_t* made = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &made, kOptions);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(made, &std::free);
  if (size < 0) return {};
  std::string out;
  bool space = false;
  const std::string_view mapped(reinterpret_cast<const char*>(made),
                                static_cast<std::size_t>(size));
  for (const Character& c : characters_of(mapped)) {
    if (c.code == U' ' || c.code < 0x20) {
      space = !out.empty();
      continue;
    }
    if (space) out += ' ';
    space = false;
    out += c.bytes;
  }
  return out;
}

std::vector<std::string> stored_words(std::string_view folded) {
  std::vector<std::string> words;
  if (folded.empty() || folded.size() > kSearchTextMax) return words;
  words.push_back("=" + std::string(folded));
  add_beginnings(words, '^', characters_of(folded));
  for (const auto& [alone, characters] : runs_of(folded)) {
    if (!alone) add_beginnings(words, 'w', characters);
    for (std::size_t i = 0; alone && i < characters.size(); ++i) {
      words.push_back(join('c', characters, i, 1));
      if (i + 1 < characters.size()) words.push_back(join('b', characters, i, 2));
    }
  }
  std::ranges::sort(words);
  const auto again = std::ranges::unique(words);
  words.erase(again.begin(), again.end());
  return words;
}

std::vector<AskedWord> asked_words(std::string_view folded) {
  if (folded.empty() || folded.size() > kSearchTextMax) return {};
  const auto characters = characters_of(folded);
  std::vector<AskedWord> words = {
      {"=" + std::string(folded), kExactWeight},
      {join('^', characters, 0, kept_length(characters.size())), kBeginningWeight}};
  for (std::string& word : words_asked(folded, Spelling::as_kept))
    words.push_back({std::move(word), kWordWeight});
  return words;
}

Match match_of(std::string_view name, std::string_view question) {
  if (name == question) return Match::exact;
  if (name.starts_with(question)) return Match::prefix;
  const auto kept = stored_words(name);
  std::vector<std::string> spelled;  // words that are more than their kept beginnings
  for (const auto& [alone, characters] : runs_of(name)) {
    if (!alone) spelled.push_back(join('w', characters, 0, characters.size()));
  }
  const auto has = [&](const std::string& word) {
    if (word.front() != 'w') return std::ranges::binary_search(kept, word);
    return std::ranges::any_of(spelled, [&](const auto& whole) { return whole.starts_with(word); });
  };
  const auto asked = words_asked(question, Spelling::whole);
  const auto hits = static_cast<std::size_t>(std::ranges::count_if(asked, has));
  if (hits == 0 || hits * 2 < asked.size()) return Match::none;
  return hits == asked.size() ? Match::every_word : Match::some_words;
}

std::vector<Searchable> searchable_texts(const Payload& payload) {
  using List = std::vector<Searchable>;
  return std::visit(Overload{
                        [](const GuestAdmitted& e) {
                          return List{{SearchKind::person, &e.name}};
                        },
                        [](const PersonRenamed& e) {
                          return List{{SearchKind::person, &e.name}};
                        },
                        [](const CitizenEnrolled& e) {
                          return List{{SearchKind::person, &e.name}};
                        },
                        [](const SpaceMade& e) {
                          return List{{SearchKind::space, &e.name}};
                        },
                        [](const SpaceRenamed& e) {
                          return List{{SearchKind::space, &e.name}};
                        },
                        [](const GatheringPlanned& e) {
                          return List{{SearchKind::gathering, &e.title}};
                        },
                        [](const GatheringChanged& e) {
                          return List{{SearchKind::gathering, &e.title}};
                        },
                        [](const auto&) { return List{}; },
                    },
                    payload);
}

bool has_searchable_texts(std::uint16_t event_kind) {
  constexpr std::array kKinds = {
      GuestAdmitted::kKind, PersonRenamed::kKind,    CitizenEnrolled::kKind, SpaceMade::kKind,
      SpaceRenamed::kKind,  GatheringPlanned::kKind, GatheringChanged::kKind};
  return std::ranges::find(kKinds, event_kind) != kKinds.end();
}

}  // namespace yc::store
