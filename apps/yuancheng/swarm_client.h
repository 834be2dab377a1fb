#pragma once
// One WebSocket to the server (RFC 6455, the client's side): handshake, masked messages out, whole
// messages in.

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "apps/yuancheng/swarm_socket.h"
#include "kernel/base/random.h"

namespace yc::apps {

class WsClient final : private base::ByteStream::Handler {
 public:
  class Listener {
   public:
    virtual ~Listener() = default;
    virtual void on_open() = 0;
    virtual void on_text(std::string_view message) = 0;
    virtual void on_binary(std::span<const std::byte> message) = 0;
    virtual void on_closed(std::string_view why) = 0;  // once; the last call
  };

  WsClient(Socket socket, const WsUrl& url, base::Random& random, Listener& listener);

  int fd() const { return line_.socket->socket().fd(); }
  bool is_open() const { return state_ == State::open; }
  bool is_closed() const { return state_ == State::closed; }

  // To be called when the socket is ready.
  void take_writable();
  void take_readable(std::span<std::byte> scratch, bool hung_up) {
    line_.socket->take_readable(scratch, hung_up);
  }

  void send_text(std::string_view text);
  void send_binary(std::span<const std::byte> bytes);
  void close(std::string_view why);  // of our own accord

  std::uint64_t bytes_in() const { return line_.socket->bytes_in(); }
  std::uint64_t bytes_out() const { return line_.socket->bytes_out(); }

 private:
  enum class State { connecting, upgrading, open, closed };

  void on_bytes(std::span<const std::byte> bytes) override;
  void on_writable() override { flush(); }
  void on_closed() override { close("connection lost"); }
  void send_frame(std::uint8_t opcode, std::span<const std::byte> payload);
  void flush();
  void take(std::span<const std::byte> bytes);
  // Bytes used up of the front; 0 = more are needed.
  std::size_t take_handshake(std::span<const std::byte> bytes);
  std::size_t take_frame(std::span<const std::byte> bytes);
  void take_message(std::uint8_t first_byte, std::span<const std::byte> payload);

  ServerLine line_;
  std::string request_;
  base::Random& random_;
  Listener& listener_;
  State state_ = State::connecting;
  std::vector<std::byte> unread_;
  std::vector<std::byte> unsent_;
};

}  // namespace yc::apps
