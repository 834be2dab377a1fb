#pragma once
// WebSocket framing (RFC 6455, "The WebSocket Protocol", 2011), without extensions. Bytes in,
// events out; no sockets. Section numbers in websocket.cpp are those of the RFC.

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/base/disk.h"

namespace yc::gateway {

enum class WsOpcode : std::uint8_t {
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10
};

// Section 7.4.1.
enum class WsCloseCode : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  protocol_error = 1002,
  unsupported = 1003,
  no_status = 1005,  // never on the wire: a close frame without a code
  invalid_text = 1007,
  policy = 1008,
  too_big = 1009,
  internal = 1011,
  try_again_later = 1013,
};

// What breaks the connection, and the code to close it with.
struct WsFault {
  WsCloseCode code = WsCloseCode::protocol_error;
  const char* cause = "";
};

enum class WsSide { server, client };  // a server takes masked frames only, a client unmasked only

class WsSink {
 public:
  virtual ~WsSink() = default;
  // Spans are valid during the call only.
  virtual void on_message(bool is_text, std::span<const std::byte> message) = 0;
  virtual void on_ping(std::span<const std::byte> payload) = 0;
  virtual void on_pong(std::span<const std::byte> payload) = 0;
  virtual void on_close(std::uint16_t code, std::string_view reason) = 0;  // 1005 when none
};

// Checks UTF-8 (RFC 3629) given in pieces, and fails at the first byte that cannot be right.
class Utf8Checker {
 public:
  bool feed(std::span<const std::byte> bytes);
  bool complete() const { return wanted_ == 0; }

 private:
  int wanted_ = 0;                         // continuation bytes still to come
  std::uint8_t low_ = 0x80, high_ = 0xbf;  // range of the next one
};

class WsParser {
 public:
  WsParser(WsSide side, std::size_t max_message_bytes)
      : side_(side), max_message_bytes_(max_message_bytes) {}

  // Takes every byte. After a fault or a close frame nothing more is parsed; stop() does the same,
  // also from inside a sink's call.
  std::optional<WsFault> feed(std::span<const std::byte> bytes, WsSink& sink);
  void stop() { stopped_ = true; }

 private:
  std::optional<WsFault> parse_header();
  std::optional<WsFault> begin_frame(bool fin, WsOpcode opcode);
  std::optional<WsFault> take_payload(std::span<const std::byte>& bytes);
  std::optional<WsFault> end_frame(WsSink& sink);
  std::optional<WsFault> end_close(WsSink& sink);
  std::size_t header_bytes_wanted() const;

  WsSide side_;
  std::size_t max_message_bytes_;
  std::array<std::uint8_t, 14> header_{};
  std::uint8_t header_size_ = 0;
  bool in_payload_ = false;
  bool fin_ = false;
  bool stopped_ = false;
  bool message_open_ = false;  // a fragmented message awaits its continuation
  bool message_is_text_ = false;
  WsOpcode opcode_ = WsOpcode::continuation;
  std::array<std::uint8_t, 4> mask_{};
  std::uint64_t payload_left_ = 0;
  std::size_t payload_done_ = 0;
  base::Bytes message_;  // data frames so far
  base::Bytes control_;  // payload of a control frame, which may arrive between fragments
  Utf8Checker utf8_;
};

// Appends one whole frame. mask: a client must give four random bytes.
void append_frame(base::Bytes& out, WsOpcode opcode, std::span<const std::byte> payload,
                  std::optional<std::array<std::uint8_t, 4>> mask = {});
void append_close_frame(base::Bytes& out, WsCloseCode code, std::string_view reason);

// Whole frames of a server, one after another, to be sent in one write.
class WsBatch {
 public:
  void clear() {
    bytes_.clear();
    messages_ = 0;
  }
  void add_text(std::string_view message) {
    append_frame(bytes_, WsOpcode::text, std::as_bytes(std::span(message)));
    ++messages_;
  }
  void add_binary(std::span<const std::byte> message) {
    append_frame(bytes_, WsOpcode::binary, message);
    ++messages_;
  }
  std::span<const std::byte> bytes() const { return bytes_; }
  std::size_t messages() const { return messages_; }

 private:
  base::Bytes bytes_;
  std::size_t messages_ = 0;
};

// Sec-WebSocket-Accept for a Sec-WebSocket-Key (section 4.2.2).
std::string websocket_accept(std::string_view key);
bool is_websocket_key(std::string_view key);  // base64 of 16 bytes

}  // namespace yc::gateway
