#pragma once
// What an erasable text is for, in table personal_text. Numbers are stored: never reused.

#include <cstdint>

namespace yc::store {

enum class TextPurpose : std::uint8_t {
  name = 1,
  chat = 2,
  report = 3,
  sanction_subject = 4,
  account = 5,     // account name, languages
  credential = 6,  // owner: the credential
  session = 7,     // owner: the session
  api_key = 8,     // owner: the key
  verification = 9,
  sanction_reason = 10,
  space = 30,
  message = 40,
  group_name = 41,
  gathering = 42,
  appeal = 50,
  audit = 51,
};

}  // namespace yc::store
