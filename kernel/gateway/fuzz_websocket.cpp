// Any bytes after the handshake, whole and cut in two: the same events or the same fault, and no
// message above the limit.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "kernel/gateway/websocket.h"

namespace {

using namespace yc::gateway;

constexpr std::size_t kMax = 4096;

struct Recorder final : WsSink {
  std::string seen;
  void on_message(bool is_text, std::span<const std::byte> m) override {
    if (m.size() > kMax) std::abort();
    add(is_text ? 't' : 'b', m);
  }
  void on_ping(std::span<const std::byte> p) override { add('p', p); }
  void on_pong(std::span<const std::byte> p) override { add('o', p); }
  void on_close(std::uint16_t code, std::string_view reason) override {
    seen += 'c' + std::to_string(code) + std::string(reason);
  }
  void add(char kind, std::span<const std::byte> bytes) {
    seen += kind + std::to_string(bytes.size()) + ':';
    seen.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
};

std::string outcome(std::span<const std::byte> bytes, std::size_t cut, WsSide side) {
  WsParser parser(side, kMax);
  Recorder recorder;
  for (const auto part : {bytes.first(cut), bytes.subspan(cut)}) {
    if (const auto fault = parser.feed(part, recorder)) {
      return recorder.seen + "!" + std::to_string(static_cast<int>(fault->code));
    }
  }
  return recorder.seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto bytes = std::as_bytes(std::span(data, size)).subspan(1);
  const std::size_t cut = bytes.empty() ? 0 : data[0] * bytes.size() / 256;
  for (const auto side : {WsSide::server, WsSide::client}) {
    if (outcome(bytes, bytes.size(), side) != outcome(bytes, cut, side)) std::abort();
  }
  return 0;
}
