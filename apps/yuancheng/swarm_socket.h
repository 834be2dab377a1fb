#pragma once
// The sockets of a swarm: Linux, epoll, never blocking once connected.

#include <cstddef>
#include <span>
#include <string>
#include <utility>

#include "kernel/base/result.h"

namespace yc::apps {

struct WsUrl {
  std::string host;
  std::string port;
  std::string path;
};

base::Result<WsUrl> parse_ws_url(const std::string& url);  // ws:// only

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

// Body of one GET answered with 200, by a connection of its own; waits at most ten seconds.
base::Result<std::string> http_get(const WsUrl& server, const std::string& path);

}  // namespace yc::apps
