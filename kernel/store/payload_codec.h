#pragma once
// Bytes of event payloads (schema/events.json says the layout). The structs and their codecs are
// generated from the schema; this header holds what they are made of.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/base/ids.h"
#include "kernel/base/result.h"
#include "kernel/base/sha256.h"

namespace yc::store {

using base::Digest;

// Personal text of an event. Give the text when appending; the store keeps it in the vault, and
// only entry and commitment go into the log. Events read back have an empty text: ask
// Store::read_text.
struct PrivateText {
  PrivateText() = default;
  PrivateText(std::string t) : text(std::move(t)) {}
  PrivateText(const char* t) : text(t) {}

  std::uint64_t entry = 0;  // 0 = empty text, nothing stored
  Digest commitment{};
  std::string text;
  friend bool operator==(const PrivateText&, const PrivateText&) = default;
};

class PayloadWriter {
 public:
  void u8(std::uint8_t value) { bytes_.push_back(std::byte{value}); }
  void put(bool value) { u8(value ? 1 : 0); }
  void put(std::uint8_t value) { u8(value); }
  void put(std::uint16_t value) { little_endian(value, 2); }
  void put(std::uint32_t value) { little_endian(value, 4); }
  void put(std::uint64_t value) { little_endian(value, 8); }
  void put(std::int64_t value) { little_endian(static_cast<std::uint64_t>(value), 8); }
  void put(const Digest& value) { bytes_.insert(bytes_.end(), value.begin(), value.end()); }
  void put(const PrivateText& value) {
    put(value.entry);
    put(value.commitment);
  }
  template <typename Tag>
  void put(base::Id<Tag> value) {
    put(value.value);
  }
  void text(std::string_view value, std::size_t max_bytes);  // longer is the caller's mistake
  template <typename Record>
  void list(const std::vector<Record>& values, std::size_t max_count) {
    list_count(values.size(), max_count);
    for (const Record& value : values) value.write(*this);
  }

  std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  void little_endian(std::uint64_t value, int bytes);
  void list_count(std::size_t count, std::size_t max_count);
  std::vector<std::byte> bytes_;
};

// Reads past the end, or values out of range, make finished() false; nothing is thrown.
class PayloadReader {
 public:
  explicit PayloadReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  void get(bool& value);
  void get(std::uint8_t& value) { value = static_cast<std::uint8_t>(little_endian(1)); }
  void get(std::uint16_t& value) { value = static_cast<std::uint16_t>(little_endian(2)); }
  void get(std::uint32_t& value) { value = static_cast<std::uint32_t>(little_endian(4)); }
  void get(std::uint64_t& value) { value = little_endian(8); }
  void get(std::int64_t& value) { value = static_cast<std::int64_t>(little_endian(8)); }
  void get(Digest& value);
  void get(PrivateText& value) {
    get(value.entry);
    get(value.commitment);
  }
  template <typename Tag>
  void get(base::Id<Tag>& value) {
    get(value.value);
  }
  void text(std::string& value, std::size_t max_bytes);
  template <typename Enum>
  void enumeration(Enum& value, std::uint8_t lowest, std::uint8_t highest) {
    std::uint8_t number = 0;
    get(number);
    if (number < lowest || number > highest) fail();
    value = static_cast<Enum>(failed_ ? lowest : number);
  }
  template <typename Record>
  void list(std::vector<Record>& values, std::size_t max_count) {
    std::uint16_t count = 0;
    get(count);
    if (count > max_count) return fail();
    for (std::uint16_t i = 0; i < count && !failed_; ++i)
      Record::read(*this, values.emplace_back());
  }

  bool finished() const { return !failed_ && bytes_.empty(); }

 private:
  std::uint64_t little_endian(int bytes);
  std::span<const std::byte> take(std::size_t count);  // empty and failed when too few are left
  void fail() { failed_ = true; }

  std::span<const std::byte> bytes_;
  bool failed_ = false;
};

std::unexpected<base::Error> unknown_event_kind(std::uint16_t kind);
std::unexpected<base::Error> unknown_event_version(std::string_view event, std::uint8_t version);
std::unexpected<base::Error> malformed_payload(std::string_view event);

}  // namespace yc::store
