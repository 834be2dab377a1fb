#include "kernel/rights/words.h"

#include <chrono>
#include <cstdio>

namespace yc::rights {
namespace {

std::string_view in(const Words& words, Language language) {
  return language == Language::zh ? words.zh : words.en;
}

template <std::size_t N, typename Enum>
std::string pick(const std::array<Words, N>& words, Enum value, Language language,
                 std::size_t first = 0) {
  return std::string(in(words.at(static_cast<std::size_t>(value) - first), language));
}

// Of bits; names are in the order of the bits.
template <std::size_t N>
std::string names_of(const std::array<Words, N>& words, unsigned bits, Language language) {
  std::string out;
  for (std::size_t i = 0; i < N; ++i) {
    if ((bits & (1u << i)) == 0) continue;
    if (!out.empty()) out += language == Language::zh ? "、" : ", ";
    out += in(words[i], language);
  }
  return out;
}

std::string text_of(base::WallTime time) {
  if (time.unix_ms == 0) return {};
  using namespace std::chrono;
  const sys_time<milliseconds> moment{milliseconds{time.unix_ms}};
  const auto day = floor<days>(moment);
  const year_month_day date{day};
  const hh_mm_ss clock{moment - day};
  std::array<char, 48> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02u %02d:%02d UTC",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()));
  return out.data();
}

// "06:00", of the city's day.
std::string clock_of(base::WallTime time) {
  if (time.unix_ms == 0) return {};
  const int minute = city_moment(time).minute;
  std::array<char, 16> out{};
  std::snprintf(out.data(), out.size(), "%02d:%02d", minute / 60, minute % 60);
  return out.data();
}

std::string giver_of(const Step& step, Language language, const NameOf& name_of) {
  std::string name = name_of && step.giver ? name_of(step.giver) : std::string();
  if (name.empty()) name = language == Language::zh ? "有人" : "Somebody";
  return name;
}

std::string value_of(std::string_view name, const Step& step, Language language,
                     const NameOf& name_of) {
  if (name == "act") return std::string(in(rule_of(step.act).words, language));
  if (name == "tier") return pick(kTierWords, step.tier, language, 1);
  if (name == "standing") return pick(kStandingWords, step.standing, language);
  if (name == "rights") return names_of(kRightWords, step.rights, language);
  if (name == "scope") return names_of(kScopeWords, static_cast<unsigned>(step.scope), language);
  if (name == "object") return pick(kObjectWords, step.object.kind(), language);
  if (name == "giver") return giver_of(step, language, name_of);
  if (name == "until") return text_of(step.until);
  if (name == "opens") return clock_of(step.until);
  if (name == "reason") return step.reason;
  return {};
}

// Fills { }; `missing` tells that a value was empty.
std::string filled(std::string_view text, const Step& step, Language language,
                   const NameOf& name_of, bool& missing) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto close = text.find('}', open);
    const std::string value =
        value_of(text.substr(open + 1, close - open - 1), step, language, name_of);
    missing = missing || value.empty();
    out += value;
    text.remove_prefix(close + 1);
  }
  return out;
}

void begin_large(std::string& sentence) {
  if (!sentence.empty() && sentence[0] >= 'a' && sentence[0] <= 'z')
    sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
}

}  // namespace

std::string in_words(const Step& step, Language language, const NameOf& name_of) {
  std::string_view text = in(kWhyWords.at(static_cast<std::size_t>(step.why)), language);
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('[');
    bool missing = false;
    out += filled(text.substr(0, open), step, language, name_of, missing);
    if (open == std::string_view::npos) break;
    const auto close = text.find(']', open);
    missing = false;
    const std::string part =
        filled(text.substr(open + 1, close - open - 1), step, language, name_of, missing);
    if (!missing) out += part;
    text.remove_prefix(close + 1);
  }
  begin_large(out);
  return out;
}

}  // namespace yc::rights
