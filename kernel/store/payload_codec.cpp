#include "kernel/store/payload_codec.h"

#include <cstring>

#include "kernel/base/assert.h"

namespace yc::store {

void PayloadWriter::little_endian(std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) u8(static_cast<std::uint8_t>(value >> (8 * i)));
}

void PayloadWriter::text(std::string_view value, std::size_t max_bytes) {
  YC_ASSERT(value.size() <= max_bytes);
  put(static_cast<std::uint16_t>(value.size()));
  const auto bytes = std::as_bytes(std::span(value));
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
}

void PayloadWriter::list_count(std::size_t count, std::size_t max_count) {
  YC_ASSERT(count <= max_count);
  put(static_cast<std::uint16_t>(count));
}

std::span<const std::byte> PayloadReader::take(std::size_t count) {
  if (failed_ || bytes_.size() < count) {
    fail();
    return {};
  }
  const auto taken = bytes_.first(count);
  bytes_ = bytes_.subspan(count);
  return taken;
}

std::uint64_t PayloadReader::little_endian(int bytes) {
  std::uint64_t value = 0;
  int shift = 0;
  for (const std::byte byte : take(static_cast<std::size_t>(bytes))) {
    value |= std::to_integer<std::uint64_t>(byte) << shift;
    shift += 8;
  }
  return value;
}

void PayloadReader::get(bool& value) {
  const std::uint64_t number = little_endian(1);
  if (number > 1) fail();
  value = number == 1;
}

void PayloadReader::get(Digest& value) {
  const auto bytes = take(value.size());
  if (!bytes.empty()) std::memcpy(value.data(), bytes.data(), bytes.size());
}

void PayloadReader::text(std::string& value, std::size_t max_bytes) {
  std::uint16_t length = 0;
  get(length);
  if (length > max_bytes) return fail();
  const auto bytes = take(length);
  value.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

std::unexpected<base::Error> unknown_event_kind(std::uint16_t kind) {
  return base::fail(base::ErrorCode::corrupt,
                    "event kind " + std::to_string(kind) + " is not known to this version",
                    "use the version of yuancheng that wrote this folder, or a newer one");
}

std::unexpected<base::Error> unknown_event_version(std::string_view event, std::uint8_t version) {
  return base::fail(base::ErrorCode::corrupt,
                    "version " + std::to_string(version) + " of event " + std::string(event) +
                        " is not known to this version",
                    "use the version of yuancheng that wrote this folder, or a newer one");
}

std::unexpected<base::Error> malformed_payload(std::string_view event) {
  return base::fail(base::ErrorCode::corrupt,
                    "the payload of an event " + std::string(event) + " is malformed",
                    "restore the last backup");
}

}  // namespace yc::store
