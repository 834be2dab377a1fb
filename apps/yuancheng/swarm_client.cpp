#include "apps/yuancheng/swarm_client.h"

#include <array>
#include <utility>

#include "kernel/base/assert.h"

namespace yc::apps {
namespace {

constexpr std::uint8_t kText = 1;
constexpr std::uint8_t kBinary = 2;
constexpr std::uint8_t kClose = 8;
constexpr std::uint8_t kPing = 9;
constexpr std::uint8_t kPong = 10;
constexpr std::uint8_t kFinal = 0x80;
constexpr std::uint8_t kMasked = 0x80;
constexpr std::size_t kLongestMessage = 1 << 20;

std::string upgrade_request(const WsUrl& url) {
  const std::string host = url.host + ":" + url.port;
  // The key proves nothing here, so any 16 bytes in base64 will do.
  return "GET " + url.path + " HTTP/1.1\r\nHost: " + host +
         "\r\nOrigin: " + (url.secure ? "https://" : "http://") + host +
         "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: c3dhcm0tb2YteXVhbmNoZQ==\r\n\r\n";
}

std::uint8_t byte_at(std::span<const std::byte> bytes, std::size_t i) {
  return static_cast<std::uint8_t>(bytes[i]);
}

}  // namespace

WsClient::WsClient(Socket socket, const WsUrl& url, base::Random& random, Listener& listener)
    : line_(make_line(std::move(socket), url)),
      request_(upgrade_request(url)),
      random_(random),
      listener_(listener) {}

void WsClient::close(std::string_view why) {
  if (state_ == State::closed) return;
  state_ = State::closed;
  line_.stream->close();
  line_.socket->close();  // what TLS had still to say is of no use
  listener_.on_closed(why);
}

void WsClient::take_writable() {
  if (state_ != State::connecting) return line_.socket->take_writable();
  if (line_.socket->socket().pending_error() != 0) return close("cannot connect");
  state_ = State::upgrading;
  const auto bytes = std::as_bytes(std::span(request_));
  unsent_.assign(bytes.begin(), bytes.end());
  line_.stream->start(*this);
  flush();
}

void WsClient::flush() {
  if (unsent_.empty() || state_ == State::closed) return;
  const std::size_t sent = line_.stream->write(unsent_);
  unsent_.erase(unsent_.begin(), unsent_.begin() + static_cast<std::ptrdiff_t>(sent));
}

void WsClient::on_bytes(std::span<const std::byte> bytes) {
  if (unread_.empty()) return take(bytes);
  unread_.insert(unread_.end(), bytes.begin(), bytes.end());
  const std::vector<std::byte> all = std::exchange(unread_, {});
  take(all);
}

void WsClient::take(std::span<const std::byte> bytes) {
  while (!bytes.empty() && state_ != State::closed) {
    const std::size_t used = state_ == State::upgrading ? take_handshake(bytes) : take_frame(bytes);
    if (used == 0) break;
    bytes = bytes.subspan(used);
  }
  unread_.assign(bytes.begin(), bytes.end());
}

std::size_t WsClient::take_handshake(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const auto end = text.find("\r\n\r\n");
  if (end == text.npos) return 0;
  if (!text.starts_with("HTTP/1.1 101")) {
    close("no WebSocket: " + std::string(text.substr(0, text.find("\r\n"))));
    return bytes.size();
  }
  state_ = State::open;
  listener_.on_open();
  return end + 4;
}

std::size_t WsClient::take_frame(std::span<const std::byte> bytes) {
  if (bytes.size() < 2) return 0;
  std::size_t header = 2;
  std::size_t length = byte_at(bytes, 1) & 0x7f;
  if (length >= 126) {
    const std::size_t extra = length == 126 ? 2 : 8;
    header += extra;
    if (bytes.size() < header) return 0;
    length = 0;
    for (std::size_t i = 0; i < extra; ++i) length = length << 8 | byte_at(bytes, 2 + i);
  }
  if ((byte_at(bytes, 1) & kMasked) != 0 || length > kLongestMessage) {
    close("the server breaks RFC 6455");
    return bytes.size();
  }
  if (bytes.size() < header + length) return 0;
  take_message(byte_at(bytes, 0), bytes.subspan(header, length));
  return header + length;
}

void WsClient::take_message(std::uint8_t first_byte, std::span<const std::byte> payload) {
  if ((first_byte & kFinal) == 0) return close("the server splits messages");
  switch (first_byte & 0x0f) {
    case kText:
      return listener_.on_text({reinterpret_cast<const char*>(payload.data()), payload.size()});
    case kBinary:
      return listener_.on_binary(payload);
    case kPing:
      return send_frame(kPong, payload);
    case kClose:
      return close("closed by the server");
    default:
      return;
  }
}

void WsClient::send_text(std::string_view text) {
  send_frame(kText, std::as_bytes(std::span(text)));
}
void WsClient::send_binary(std::span<const std::byte> bytes) {
  send_frame(kBinary, bytes);
}

void WsClient::send_frame(std::uint8_t opcode, std::span<const std::byte> payload) {
  if (state_ != State::open) return;
  YC_ASSERT(payload.size() < 65'536);
  unsent_.push_back(std::byte(kFinal | opcode));
  if (payload.size() < 126) {
    unsent_.push_back(std::byte(kMasked | payload.size()));
  } else {
    unsent_.push_back(std::byte(kMasked | 126));
    unsent_.push_back(std::byte(payload.size() >> 8));
    unsent_.push_back(std::byte(payload.size() & 0xff));
  }
  std::array<std::byte, 4> mask;
  random_.fill(mask);
  unsent_.insert(unsent_.end(), mask.begin(), mask.end());
  for (std::size_t i = 0; i < payload.size(); ++i) unsent_.push_back(payload[i] ^ mask[i % 4]);
  flush();
}

}  // namespace yc::apps
