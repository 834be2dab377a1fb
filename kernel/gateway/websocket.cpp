#include "kernel/gateway/websocket.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstring>

#include "kernel/base/assert.h"

namespace yc::gateway {
namespace {

constexpr std::size_t kControlMaxBytes = 125;   // section 5.5
constexpr std::size_t kKeptBufferBytes = 1024;  // larger message buffers are given back

bool is_control(WsOpcode opcode) {
  return static_cast<std::uint8_t>(opcode) >= 8;
}

bool is_known(std::uint8_t opcode) {
  return opcode <= 2 || (opcode >= 8 && opcode <= 10);
}

// Section 7.4: codes that may stand in a close frame.
bool is_close_code(std::uint16_t code) {
  if (code >= 3000 && code <= 4999) return true;
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
}

std::string base64(std::span<const unsigned char> bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3), '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes.data(),
                  static_cast<int>(bytes.size()));
  return out;
}

// Section 5.3; offset = bytes of the payload unmasked before.
void apply_mask(std::span<std::byte> bytes, const std::array<std::uint8_t, 4>& mask,
                std::size_t offset) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] ^= static_cast<std::byte>(mask[(offset + i) & 3]);
  }
}

}  // namespace

bool Utf8Checker::feed(std::span<const std::byte> bytes) {
  for (const std::byte value : bytes) {
    const auto b = static_cast<std::uint8_t>(value);
    if (wanted_ > 0) {
      if (b < low_ || b > high_) return false;
      low_ = 0x80;
      high_ = 0xbf;
      --wanted_;
    } else if (b >= 0x80) {
      if (b < 0xc2 || b > 0xf4) return false;
      wanted_ = b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
      low_ = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80;   // no overlong forms
      high_ = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;  // no surrogates, nothing over U+10FFFF
    }
  }
  return true;
}

std::size_t WsParser::header_bytes_wanted() const {
  if (header_size_ < 2) return 2;
  const std::uint8_t length = header_[1] & 0x7f;
  const std::size_t mask_bytes = side_ == WsSide::server ? 4 : 0;
  return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + mask_bytes;
}

std::optional<WsFault> WsParser::feed(std::span<const std::byte> bytes, WsSink& sink) {
  while (!stopped_) {
    if (!in_payload_) {
      while (header_size_ < header_bytes_wanted() && !bytes.empty()) {
        header_[header_size_++] = static_cast<std::uint8_t>(bytes.front());
        bytes = bytes.subspan(1);
        // A wrong bit in the first two bytes is refused without waiting for the rest.
        if (header_size_ == 2) {
          if (const auto fault = parse_header()) return stop(), fault;
        }
      }
      if (header_size_ < header_bytes_wanted()) return {};
      const bool fin = (header_[0] & 0x80) != 0;
      if (const auto fault = begin_frame(fin, static_cast<WsOpcode>(header_[0] & 0x0f))) {
        return stop(), fault;
      }
    }
    if (const auto fault = take_payload(bytes)) return stop(), fault;
    if (payload_left_ > 0) return {};
    if (const auto fault = end_frame(sink)) return stop(), fault;
    if (bytes.empty()) return {};
  }
  return {};
}

// Checks the first two bytes (section 5.2).
std::optional<WsFault> WsParser::parse_header() {
  const std::uint8_t opcode = header_[0] & 0x0f;
  const bool fin = (header_[0] & 0x80) != 0;
  const bool masked = (header_[1] & 0x80) != 0;
  if ((header_[0] & 0x70) != 0) return WsFault{WsCloseCode::protocol_error, "reserved bit set"};
  if (!is_known(opcode)) return WsFault{WsCloseCode::protocol_error, "unknown opcode"};
  if (masked != (side_ == WsSide::server)) {
    return WsFault{WsCloseCode::protocol_error,
                   masked ? "frame of a server is masked" : "frame of a client is not masked"};
  }
  if (is_control(static_cast<WsOpcode>(opcode))) {
    if (!fin) return WsFault{WsCloseCode::protocol_error, "control frame is fragmented"};
    if ((header_[1] & 0x7f) > kControlMaxBytes) {
      return WsFault{WsCloseCode::protocol_error, "control frame is longer than 125 bytes"};
    }
  } else if ((opcode == 0) != message_open_) {
    return WsFault{WsCloseCode::protocol_error, message_open_
                                                    ? "new message inside a fragmented one"
                                                    : "continuation without a message"};
  }
  return {};
}

std::optional<WsFault> WsParser::begin_frame(bool fin, WsOpcode opcode) {
  std::uint64_t length = header_[1] & 0x7f;
  std::size_t at = 2;
  if (length >= 126) {
    const std::size_t bytes = length == 126 ? 2 : 8;
    length = 0;
    for (std::size_t i = 0; i < bytes; ++i) length = length << 8 | header_[at++];
    if (length < (bytes == 2 ? 126u : 65536u)) {
      return WsFault{WsCloseCode::protocol_error, "length is not in its shortest form"};
    }
  }
  if (side_ == WsSide::server) std::copy_n(&header_[at], 4, mask_.begin());
  fin_ = fin;
  opcode_ = opcode;
  if (!is_control(opcode)) {
    if (opcode != WsOpcode::continuation) {
      message_is_text_ = opcode == WsOpcode::text;
      message_.clear();
      utf8_ = {};
    }
    if (length > max_message_bytes_ - std::min(message_.size(), max_message_bytes_)) {
      return WsFault{WsCloseCode::too_big, "message is larger than the limit"};
    }
    message_open_ = !fin;
  }
  control_.clear();
  payload_left_ = length;
  payload_done_ = 0;
  in_payload_ = true;
  return {};
}

std::optional<WsFault> WsParser::take_payload(std::span<const std::byte>& bytes) {
  const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(payload_left_, bytes.size()));
  base::Bytes& target = is_control(opcode_) ? control_ : message_;
  const std::size_t start = target.size();
  target.insert(target.end(), bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(taken));
  const std::span fresh = std::span(target).subspan(start);
  if (side_ == WsSide::server) apply_mask(fresh, mask_, payload_done_);
  bytes = bytes.subspan(taken);
  payload_left_ -= taken;
  payload_done_ += taken;
  if (!is_control(opcode_) && message_is_text_ && !utf8_.feed(fresh)) {
    return WsFault{WsCloseCode::invalid_text, "text is not UTF-8"};
  }
  return {};
}

std::optional<WsFault> WsParser::end_frame(WsSink& sink) {
  in_payload_ = false;
  header_size_ = 0;
  switch (opcode_) {
    case WsOpcode::close:
      return end_close(sink);
    case WsOpcode::ping:
      sink.on_ping(control_);
      return {};
    case WsOpcode::pong:
      sink.on_pong(control_);
      return {};
    default:
      break;
  }
  if (!fin_) return {};
  if (message_is_text_ && !utf8_.complete()) {
    return WsFault{WsCloseCode::invalid_text, "text ends inside a character"};
  }
  sink.on_message(message_is_text_, message_);
  message_.clear();
  if (message_.capacity() > kKeptBufferBytes) message_.shrink_to_fit();
  return {};
}

// Section 5.5.1.
std::optional<WsFault> WsParser::end_close(WsSink& sink) {
  std::uint16_t code = static_cast<std::uint16_t>(WsCloseCode::no_status);
  std::string_view reason;
  if (control_.size() == 1) return WsFault{WsCloseCode::protocol_error, "close code is cut off"};
  if (control_.size() >= 2) {
    code = static_cast<std::uint16_t>(static_cast<unsigned>(control_[0]) << 8 |
                                      static_cast<unsigned>(control_[1]));
    if (!is_close_code(code)) return WsFault{WsCloseCode::protocol_error, "close code is illegal"};
    const auto text = std::span(control_).subspan(2);
    Utf8Checker checker;
    if (!checker.feed(text) || !checker.complete()) {
      return WsFault{WsCloseCode::invalid_text, "close reason is not UTF-8"};
    }
    reason = {reinterpret_cast<const char*>(text.data()), text.size()};
  }
  stop();
  sink.on_close(code, reason);
  return {};
}

void append_frame(base::Bytes& out, WsOpcode opcode, std::span<const std::byte> payload,
                  std::optional<std::array<std::uint8_t, 4>> mask) {
  const auto put = [&out](std::uint64_t value) { out.push_back(static_cast<std::byte>(value)); };
  const std::uint64_t size = payload.size();
  const unsigned mask_bit = mask ? 0x80 : 0;
  put(0x80u | static_cast<unsigned>(opcode));
  if (size < 126) {
    put(mask_bit | size);
  } else if (size < 65536) {
    put(mask_bit | 126);
    put(size >> 8);
    put(size & 0xff);
  } else {
    put(mask_bit | 127);
    for (int shift = 56; shift >= 0; shift -= 8) put(size >> shift & 0xff);
  }
  if (mask) {
    for (const std::uint8_t byte : *mask) put(byte);
  }
  const std::size_t start = out.size();
  out.insert(out.end(), payload.begin(), payload.end());
  if (mask) apply_mask(std::span(out).subspan(start), *mask, 0);
}

void append_close_frame(base::Bytes& out, WsCloseCode code, std::string_view reason) {
  reason = reason.substr(0, kControlMaxBytes - 2);
  base::Bytes payload;
  payload.push_back(static_cast<std::byte>(static_cast<unsigned>(code) >> 8));
  payload.push_back(static_cast<std::byte>(static_cast<unsigned>(code) & 0xff));
  const auto text = std::as_bytes(std::span(reason));
  payload.insert(payload.end(), text.begin(), text.end());
  append_frame(out, WsOpcode::close, payload);
}

std::string websocket_accept(std::string_view key) {
  const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  const int done = EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  YC_ASSERT(done == 1 && size == 20);
  return base64(std::span(digest).first(size));
}

bool is_websocket_key(std::string_view key) {
  if (key.size() != 24 || !key.ends_with("==")) return false;
  return std::ranges::all_of(key.substr(0, 22), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
  });
}

}  // namespace yc::gateway
