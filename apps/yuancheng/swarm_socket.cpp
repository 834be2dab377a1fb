#include "apps/yuancheng/swarm_socket.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

namespace yc::apps {
namespace {

using base::ErrorCode;

constexpr int kPatienceMs = 10'000;

std::unexpected<base::Error> network_error(const std::string& what, int error) {
  return base::fail(ErrorCode::io, what + ": " + std::strerror(error),
                    "check that the server is up and the address right");
}

// True when the socket has become ready for this in time.
bool wait_for(int fd, short events) {
  pollfd waiting{fd, events, 0};
  return ::poll(&waiting, 1, kPatienceMs) == 1;
}

}  // namespace

base::Result<WsUrl> parse_ws_url(const std::string& url) {
  constexpr std::string_view kScheme = "ws://";
  const auto bad = [&] {
    return base::fail(ErrorCode::bad_input, "\"" + url + "\" is no address of a swarm",
                      "write ws://HOST:PORT/ws (TLS ends at a proxy; aim behind it)");
  };
  if (!url.starts_with(kScheme)) return bad();
  const auto slash = url.find('/', kScheme.size());
  std::string authority = url.substr(kScheme.size(), slash - kScheme.size());
  WsUrl parsed;
  parsed.path = slash == url.npos ? "/ws" : url.substr(slash);
  const auto colon = authority.rfind(':');
  const bool has_port = colon != authority.npos && authority.find(']', colon) == authority.npos;
  parsed.port = has_port ? authority.substr(colon + 1) : "80";
  parsed.host = has_port ? authority.substr(0, colon) : authority;
  if (parsed.host.starts_with('[') && parsed.host.ends_with(']')) {
    parsed.host = parsed.host.substr(1, parsed.host.size() - 2);
  }
  if (parsed.host.empty() || parsed.port.empty()) return bad();
  return parsed;
}

Socket::~Socket() {
  close();
}

void Socket::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

base::Result<Socket> Socket::connect(const WsUrl& url) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* raw = nullptr;
  if (const int error = ::getaddrinfo(url.host.c_str(), url.port.c_str(), &hints, &raw)) {
    return base::fail(ErrorCode::not_found, url.host + ": " + ::gai_strerror(error),
                      "check the address");
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> found(raw, &::freeaddrinfo);
  Socket made(::socket(raw->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!made.open()) return network_error("no socket", errno);
  const int on = 1;
  ::setsockopt(made.fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(made.fd_, raw->ai_addr, raw->ai_addrlen) != 0 && errno != EINPROGRESS) {
    return network_error("cannot connect to " + url.host + ":" + url.port, errno);
  }
  return made;
}

int Socket::pending_error() const {
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

Socket::Transfer Socket::read(std::span<std::byte> out) {
  const ssize_t got = ::recv(fd_, out.data(), out.size(), 0);
  if (got > 0) return {static_cast<std::size_t>(got), false};
  const bool later = got < 0 && (errno == EAGAIN || errno == EINTR);
  return {0, !later};
}

Socket::Transfer Socket::write(std::span<const std::byte> bytes) {
  const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent >= 0) return {static_cast<std::size_t>(sent), false};
  const bool later = errno == EAGAIN || errno == EINTR;
  return {0, !later};
}

base::Result<std::string> http_get(const WsUrl& server, const std::string& path) {
  YC_TRY(Socket socket, Socket::connect(server));
  if (!wait_for(socket.fd(), POLLOUT)) return network_error("no answer", ETIMEDOUT);
  if (const int error = socket.pending_error()) return network_error("cannot connect", error);
  const std::string request = "GET " + path + " HTTP/1.1\r\nHost: " + server.host + ":" +
                              server.port + "\r\nConnection: close\r\n\r\n";
  socket.write(std::as_bytes(std::span(request)));
  std::string answer;
  std::vector<std::byte> piece(65'536);
  while (wait_for(socket.fd(), POLLIN)) {
    const Socket::Transfer got = socket.read(piece);
    answer.append(reinterpret_cast<const char*>(piece.data()), got.bytes);
    if (got.closed) break;
  }
  const auto body = answer.find("\r\n\r\n");
  if (!answer.starts_with("HTTP/1.1 200") || body == answer.npos) {
    return base::fail(ErrorCode::not_found, path + " was not given", "");
  }
  return answer.substr(body + 4);
}

}  // namespace yc::apps
