#include "kernel/identity/name.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "kernel/identity/refuse.h"

namespace yc::identity {
namespace {

using base::ErrorCode;
using base::fail;

constexpr std::size_t kMaxMarksInARow = 2;

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
bool in_ranges(const std::array<Range, N>& ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](Range r) { return c >= r.first && c <= r.last; });
}

// Unicode 15: general category Zs.
constexpr std::array<Range, 7> kSpaces = {{{0x20, 0x20},
                                           {0xA0, 0xA0},
                                           {0x1680, 0x1680},
                                           {0x2000, 0x200A},
                                           {0x202F, 0x202F},
                                           {0x205F, 0x205F},
                                           {0x3000, 0x3000}}};

// Controls, invisible letters and fillers, direction marks, line separators, private use,
// surrogates, tags and noncharacters: nothing that a reader sees, or sees the same everywhere.
constexpr std::array<Range, 24> kRefused = {
    {{0x0, 0x1F},        {0x7F, 0x9F},       {0xAD, 0xAD},       {0x34F, 0x34F},
     {0x61C, 0x61C},     {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},
     {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},   {0x2800, 0x2800},
     {0x3164, 0x3164},   {0xD800, 0xF8FF},   {0xFDD0, 0xFDEF},   {0xFE00, 0xFE0D},
     {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFF},   {0x1D173, 0x1D17A},
     {0x1FFFE, 0x1FFFF}, {0x2FFFE, 0x2FFFF}, {0xE0000, 0xE0FFF}, {0xF0000, 0x10FFFF}}};

// C0 and C1 controls, line and paragraph separators.
constexpr std::array<Range, 3> kControls = {{{0x0, 0x1F}, {0x7F, 0x9F}, {0x2028, 0x2029}}};

// Embeddings, overrides and isolates (Unicode Standard Annex 9): they reorder what others wrote.
constexpr std::array<Range, 2> kTurning = {{{0x202A, 0x202E}, {0x2066, 0x2069}}};

constexpr std::array<Range, 10> kMarks = {{{0x300, 0x36F},
                                           {0x483, 0x489},
                                           {0x591, 0x5BD},
                                           {0x610, 0x61A},
                                           {0x64B, 0x65F},
                                           {0xE31, 0xE4E},
                                           {0x1AB0, 0x1AFF},
                                           {0x1DC0, 0x1DFF},
                                           {0x20D0, 0x20FF},
                                           {0xFE20, 0xFE2F}}};

// Latin letters, digits, underscore; Han (Unicode 15: Ideographic, without iteration marks).
constexpr std::array<Range, 9> kAccountLetters = {{{'0', '9'},
                                                   {'A', 'Z'},
                                                   {'_', '_'},
                                                   {'a', 'z'},
                                                   {0x3400, 0x4DBF},
                                                   {0x4E00, 0x9FFF},
                                                   {0xF900, 0xFAFF},
                                                   {0x20000, 0x2FA1D},
                                                   {0x30000, 0x323AF}}};

constexpr Range kFullWidth = {0xFF01, 0xFF5E};
constexpr char32_t kFullWidthShift = 0xFEE0;
constexpr Range kEmojiStyle = {0xFE0E, 0xFE0F};  // dropped: they only choose between two drawings

// The next code point, or nothing for bytes that are not well-formed UTF-8 (Unicode table 3-7).
std::optional<char32_t> next_code_point(std::string_view& text) {
  const auto byte = [&text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  constexpr std::array<char32_t, 5> kLowest = {0, 0, 0x80, 0x800, 0x10000};
  if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || text.size() < length) return std::nullopt;
  char32_t c = length == 1 ? lead : lead & (0x7F >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return std::nullopt;
    c = c << 6 | (byte(i) & 0x3F);
  }
  if (c < kLowest[length] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return std::nullopt;
  text.remove_prefix(length);
  return c;
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      put(0xE0 | c >> 12);
    } else {
      put(0xF0 | c >> 18);
      put(0x80 | (c >> 12 & 0x3F));
    }
    put(0x80 | (c >> 6 & 0x3F));
  }
  put(0x80 | (c & 0x3F));
}

std::unexpected<base::Error> bad_name(std::string cause) {
  return fail(
      ErrorCode::bad_input, std::move(cause),
      "choose a name of 1-" + std::to_string(kNameMaxCharacters) + " letters, digits or signs");
}

struct Look {
  char32_t from;
  char to;
};

// Letters that most fonts draw like a Latin one, after Unicode Technical Standard 39
// (confusables.txt), to the letter of the skeleton.
constexpr std::array<Look, 52> kLookAlikes = {
    {{U'а', 'a'}, {U'в', 'b'}, {U'е', 'e'}, {U'к', 'k'}, {U'м', 'm'}, {U'н', 'h'}, {U'о', 'o'},
     {U'р', 'p'}, {U'с', 'c'}, {U'т', 't'}, {U'у', 'y'}, {U'х', 'x'}, {U'і', 'l'}, {U'ј', 'j'},
     {U'ѕ', 's'}, {U'ԁ', 'd'}, {U'ԛ', 'q'}, {U'ԝ', 'w'}, {U'А', 'a'}, {U'В', 'b'}, {U'Е', 'e'},
     {U'К', 'k'}, {U'М', 'm'}, {U'Н', 'h'}, {U'О', 'o'}, {U'Р', 'p'}, {U'С', 'c'}, {U'Т', 't'},
     {U'У', 'y'}, {U'Х', 'x'}, {U'І', 'l'}, {U'Ѕ', 's'}, {U'α', 'a'}, {U'ο', 'o'}, {U'ν', 'v'},
     {U'ρ', 'p'}, {U'τ', 't'}, {U'υ', 'u'}, {U'ι', 'l'}, {U'κ', 'k'}, {U'Α', 'a'}, {U'Β', 'b'},
     {U'Ε', 'e'}, {U'Η', 'h'}, {U'Ι', 'l'}, {U'Κ', 'k'}, {U'Μ', 'm'}, {U'Ν', 'n'}, {U'Ο', 'o'},
     {U'Ρ', 'p'}, {U'Τ', 't'}, {U'Χ', 'x'}}};

char32_t skeleton_of(char32_t c) {
  for (const Look& look : kLookAlikes) {
    if (look.from == c) return static_cast<unsigned char>(look.to);
  }
  if (c >= U'A' && c <= U'Z') c += U'a' - U'A';
  if (c == U'i' || c == U'1' || c == U'|') return U'l';
  if (c == U'0') return U'o';
  return c;
}

}  // namespace

base::Result<std::string> clean_name(std::string_view text) {
  std::string name;
  std::size_t characters = 0;
  std::size_t marks = 0;
  bool space_waits = false;
  while (!text.empty()) {
    const auto decoded = next_code_point(text);
    if (!decoded) return bad_name("the name is not valid UTF-8");
    char32_t c = *decoded;
    if (c >= kFullWidth.first && c <= kFullWidth.last) c -= kFullWidthShift;
    if (c >= kEmojiStyle.first && c <= kEmojiStyle.last) continue;
    if (in_ranges(kSpaces, c)) {
      space_waits = characters > 0;
      continue;
    }
    if (in_ranges(kRefused, c))
      return bad_name("the name holds a control, invisible or private character");
    marks = in_ranges(kMarks, c) ? marks + 1 : 0;
    if (marks > kMaxMarksInARow || (marks > 0 && (characters == 0 || space_waits)))
      return bad_name("the name holds stacked or stray accents");
    if (space_waits) name.push_back(' ');
    characters += space_waits ? 2 : 1;
    space_waits = false;
    append_utf8(name, c);
    if (characters > kNameMaxCharacters)
      return bad_name("the name is longer than " + std::to_string(kNameMaxCharacters) +
                      " characters");
  }
  if (name.empty()) return bad_name("the name is empty");
  return name;
}

base::Result<std::string> clean_account_name(std::string_view text) {
  const auto bad = [] {
    return refuse(schema::Reason::account_name_invalid, ErrorCode::bad_input,
                  "an account name has 2-24 letters, digits, underscores or Chinese characters",
                  "choose another account name");
  };
  const auto cleaned = clean_name(text);
  if (!cleaned || count_characters(*cleaned) < kAccountNameMinCharacters) return bad();
  std::string_view rest = *cleaned;
  while (!rest.empty()) {
    const auto c = next_code_point(rest);
    if (!c || !in_ranges(kAccountLetters, *c)) return bad();
  }
  return *cleaned;
}

std::size_t count_characters(std::string_view text) {
  std::size_t characters = 0;
  for (; !text.empty(); ++characters) {
    if (!next_code_point(text)) text.remove_prefix(1);
  }
  return characters;
}

std::string_view first_characters(std::string_view text, std::size_t count) {
  std::string_view rest = text;
  for (; count > 0 && !rest.empty(); --count) {
    if (!next_code_point(rest)) rest.remove_prefix(1);
  }
  return text.substr(0, text.size() - rest.size());
}

std::string clean_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto c = next_code_point(text);
    if (!c) {
      text.remove_prefix(1);
    } else if (in_ranges(kControls, *c) || *c == U' ') {
      if (!out.empty()) out.push_back(' ');
    } else if (!in_ranges(kTurning, *c)) {
      append_utf8(out, *c);
    }
  }
  out.resize(out.find_last_not_of(' ') + 1);  // npos + 1 is 0
  return out;
}

std::string name_skeleton(std::string_view clean_name) {
  std::string skeleton;
  while (!clean_name.empty()) {
    const auto c = next_code_point(clean_name);
    if (!c) break;
    if (*c == U' ' || in_ranges(kMarks, *c)) continue;
    append_utf8(skeleton, skeleton_of(*c));
  }
  return skeleton;
}

}  // namespace yc::identity
