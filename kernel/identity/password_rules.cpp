#include "kernel/identity/password_rules.h"

#include <algorithm>
#include <array>
#include <string>

#include "kernel/identity/name.h"
#include "kernel/identity/refuse.h"

namespace yc::identity {
namespace {

using base::ErrorCode;
using schema::Reason;

// The most used of ten characters and more in published lists of leaked passwords, in lower case.
constexpr std::array<std::string_view, 60> kCommon = {
    "1234567890",    "12345678910",   "0123456789",   "0987654321",       "9876543210",
    "123456789a",    "a123456789",    "123456789q",   "q123456789",       "1234567891",
    "123123123123",  "1111111111",    "0000000000",   "1122334455",       "1234512345",
    "qwertyuiop",    "qwertyuiop123", "qwerty1234",   "qwerty12345",      "qwerty123456",
    "1q2w3e4r5t",    "1q2w3e4r5t6y",  "1qaz2wsx3edc", "q1w2e3r4t5",       "q1w2e3r4t5y6",
    "qazwsxedcr",    "asdfghjkl;",    "asdfghjkl1",   "zxcvbnm123",       "abcdefghij",
    "abcd123456",    "abc1234567",    "abc123456789", "aa123456789",      "aaaaaaaaaa",
    "password12",    "password123",   "password1234", "passwordpassword", "mypassword",
    "mypassword1",   "p@ssw0rd123",   "passw0rd123",  "password!123",     "iloveyou12",
    "iloveyou123",   "iloveyou1234",  "welcome123",   "welcome1234",      "letmein123",
    "administrator", "admin12345",    "admin123456",  "changeme123",      "football123",
    "princess123",   "woaini1314",    "woaini520",    "5201314520",       "woaini1314520"};

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return out;
}

// One character again and again, or a run such as abcdefghijkl.
bool is_trivial(std::string_view text) {
  const auto steady = [text](int step) {
    return std::ranges::adjacent_find(text, [step](char a, char b) { return b - a != step; }) ==
           text.end();
  };
  return steady(0) || steady(1) || steady(-1);
}

}  // namespace

base::Status check_password(std::string_view password, std::string_view account_name) {
  const std::size_t characters = count_characters(password);
  if (characters < kPasswordMinCharacters)
    return refuse(Reason::password_too_short, ErrorCode::bad_input,
                  "the password has " + std::to_string(characters) + " characters, fewer than " +
                      std::to_string(kPasswordMinCharacters),
                  "choose a longer one; a few words are fine");
  if (characters > kPasswordMaxCharacters)
    return refuse(
        Reason::password_too_long, ErrorCode::bad_input,
        "the password has more than " + std::to_string(kPasswordMaxCharacters) + " characters",
        "choose a shorter one");
  const std::string known = lower(password);
  if (std::ranges::find(kCommon, known) != kCommon.end() || is_trivial(known) ||
      known == lower(account_name))
    return refuse(Reason::password_common, ErrorCode::bad_input,
                  "the password is among the first that others would try",
                  "choose another one; a few words that do not belong together are fine");
  return {};
}

}  // namespace yc::identity
