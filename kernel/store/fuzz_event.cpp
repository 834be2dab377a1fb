// An event's payload as it may lie in a damaged database: u16 kind, u8 version, bytes. What decodes
// must encode to the same bytes when its version is the newest.
#include <algorithm>
#include <cstdint>
#include <cstring>

#include "kernel/base/assert.h"
#include "schema/events.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yc::store;
  const auto input = std::as_bytes(std::span(data, size));
  if (input.size() < 3) return 0;
  std::uint16_t kind = 0;
  std::memcpy(&kind, input.data(), sizeof kind);
  const auto version = std::to_integer<std::uint8_t>(input[2]);
  const auto payload = decode_payload(kind, version, input.subspan(3));
  if (!payload) return 0;
  PayloadWriter writer;
  bool newest = false;
  std::visit(
      [&](const auto& event) {
        event.write(writer);
        newest = version == event.kVersion;
      },
      *payload);
  const auto bytes = writer.take();
  YC_ASSERT(!newest || std::ranges::equal(bytes, input.subspan(3)));
  return 0;
}
