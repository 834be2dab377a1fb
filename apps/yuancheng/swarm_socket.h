#pragma once
// The sockets of a swarm, with and without TLS: Linux, epoll, never blocking once connected.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "kernel/base/byte_stream.h"
#include "kernel/base/result.h"
#include "kernel/gateway/tls.h"

namespace yc::apps {

struct WsUrl {
  std::string host;
  std::string port;
  std::string path;
  bool secure = false;
};

base::Result<WsUrl> parse_ws_url(const std::string& url);  // ws:// or wss://

class Socket {
 public:
  Socket() = default;
  ~Socket();
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }

  // Begins to connect; connected when writable and pending_error() is 0.
  static base::Result<Socket> connect(const WsUrl& url);

  int fd() const { return fd_; }
  bool open() const { return fd_ >= 0; }
  int pending_error() const;
  void close();

  struct Transfer {
    std::size_t bytes = 0;
    bool closed = false;  // by the peer or an error
  };
  Transfer read(std::span<std::byte> out);
  Transfer write(std::span<const std::byte> bytes);

 private:
  explicit Socket(int fd) : fd_(fd) {}
  int fd_ = -1;
};

// A socket as a stream. Whoever waits for the socket, by its edges or its levels, calls
// take_readable() and take_writable().
class SocketStream final : public base::ByteStream {
 public:
  explicit SocketStream(Socket socket) : socket_(std::move(socket)) {}

  const Socket& socket() const { return socket_; }
  bool wants_to_write() const { return was_short_; }
  // hung_up: no more will come, so reads to the very end.
  void take_readable(std::span<std::byte> scratch, bool hung_up);
  void take_writable();
  std::uint64_t bytes_in() const { return bytes_in_; }
  std::uint64_t bytes_out() const { return bytes_out_; }

  void start(Handler& handler) override { handler_ = &handler; }
  std::size_t write(std::span<const std::byte> bytes) override;
  std::size_t pending_bytes() const override { return 0; }
  void pause_reading() override {}
  void resume_reading() override {}
  void close() override;
  std::string peer_address() const override { return {}; }

 private:
  Socket socket_;
  Handler* handler_ = nullptr;
  bool was_short_ = false;
  std::uint64_t bytes_in_ = 0;
  std::uint64_t bytes_out_ = 0;
};

// A stream on a socket that is connecting to the server; `socket` belongs to it.
struct ServerLine {
  std::unique_ptr<base::ByteStream> stream;
  SocketStream* socket = nullptr;
};
ServerLine make_line(Socket socket, const WsUrl& server);

// Body of one GET answered with 200, by a connection of its own; waits at most ten seconds.
base::Result<std::string> http_get(const WsUrl& server, const std::string& path);

}  // namespace yc::apps
