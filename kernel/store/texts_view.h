#pragma once
// What an erasable text is for, in table personal_text. Numbers are stored: never reused.

#include <cstdint>

namespace yc::store {

enum class TextPurpose : std::uint8_t {
  name = 1,
  chat = 2,
  report = 3,
  sanction_subject = 4,
  space = 5
};

}  // namespace yc::store
