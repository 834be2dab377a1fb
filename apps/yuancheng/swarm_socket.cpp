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
  const auto bad = [&] {
    return base::fail(ErrorCode::bad_input, "\"" + url + "\" is no address of a swarm",
                      "write ws://HOST:PORT/ws or wss://HOST:PORT/ws");
  };
  WsUrl parsed;
  parsed.secure = url.starts_with("wss://");
  if (!parsed.secure && !url.starts_with("ws://")) return bad();
  const std::size_t begin = url.find("//") + 2;
  const auto slash = url.find('/', begin);
  const std::string authority = url.substr(begin, slash - begin);
  parsed.path = slash == url.npos ? "/ws" : url.substr(slash);
  const auto colon = authority.rfind(':');
  const bool has_port = colon != authority.npos && authority.find(']', colon) == authority.npos;
  parsed.port = has_port ? authority.substr(colon + 1) : parsed.secure ? "443" : "80";
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
  ssize_t got = 0;
  do {
    got = ::recv(fd_, out.data(), out.size(), 0);
  } while (got < 0 && errno == EINTR);
  if (got > 0) return {static_cast<std::size_t>(got), false};
  const bool later = got < 0 && errno == EAGAIN;
  return {0, !later};
}

Socket::Transfer Socket::write(std::span<const std::byte> bytes) {
  const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (sent >= 0) return {static_cast<std::size_t>(sent), false};
  const bool later = errno == EAGAIN || errno == EINTR;
  return {0, !later};
}

void SocketStream::take_readable(std::span<std::byte> scratch, bool hung_up) {
  Socket::Transfer got;
  do {
    got = socket_.read(scratch);
    bytes_in_ += got.bytes;
    if (got.bytes > 0) handler_->on_bytes(scratch.first(got.bytes));
    if (got.closed) close();
    // A short read has emptied the socket.
  } while (socket_.open() && (got.bytes == scratch.size() || (hung_up && got.bytes > 0)));
}

void SocketStream::take_writable() {
  if (std::exchange(was_short_, false)) handler_->on_writable();
}

std::size_t SocketStream::write(std::span<const std::byte> bytes) {
  if (!socket_.open() || bytes.empty()) return 0;
  const Socket::Transfer sent = socket_.write(bytes);
  bytes_out_ += sent.bytes;
  was_short_ = sent.bytes < bytes.size();
  return sent.bytes;
}

void SocketStream::close() {
  if (!socket_.open()) return;
  socket_.close();
  was_short_ = false;
  if (handler_ != nullptr) handler_->on_closed();
}

ServerLine make_line(Socket socket, const WsUrl& server) {
  static const std::unique_ptr<gateway::TlsContext> tls = gateway::TlsContext::make_client();
  ServerLine line;
  auto plain = std::make_unique<SocketStream>(std::move(socket));
  line.socket = plain.get();
  line.stream = std::move(plain);
  if (server.secure) line.stream = gateway::make_tls_stream(std::move(line.stream), *tls);
  return line;
}

namespace {

// Collects what comes until the server closes.
class Answer final : public base::ByteStream::Handler {
 public:
  Answer(ServerLine line, std::string request)
      : line_(std::move(line)), request_(std::move(request)) {}

  void run() {
    line_.stream->start(*this);
    send();
    std::vector<std::byte> scratch(65'536);
    while (!closed_) {
      const int fd = line_.socket->socket().fd();
      if (!wait_for(fd, line_.socket->wants_to_write() ? POLLIN | POLLOUT : POLLIN)) return;
      line_.socket->take_writable();
      line_.socket->take_readable(scratch, false);
    }
  }
  const std::string& text() const { return text_; }

  void on_bytes(std::span<const std::byte> bytes) override {
    text_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  void on_writable() override { send(); }
  void on_closed() override { closed_ = true; }

 private:
  void send() { request_.erase(0, line_.stream->write(std::as_bytes(std::span(request_)))); }

  ServerLine line_;
  std::string request_;
  std::string text_;
  bool closed_ = false;
};

}  // namespace

base::Result<std::string> http_get(const WsUrl& server, const std::string& path) {
  YC_TRY(Socket socket, Socket::connect(server));
  if (!wait_for(socket.fd(), POLLOUT)) return network_error("no answer", ETIMEDOUT);
  if (const int error = socket.pending_error()) return network_error("cannot connect", error);
  Answer answer(make_line(std::move(socket), server),
                "GET " + path + " HTTP/1.1\r\nHost: " + server.host + ":" + server.port +
                    "\r\nConnection: close\r\n\r\n");
  answer.run();
  const std::string& text = answer.text();
  const auto body = text.find("\r\n\r\n");
  if (!text.starts_with("HTTP/1.1 200") || body == text.npos) {
    return base::fail(ErrorCode::not_found, path + " was not given", "");
  }
  return text.substr(body + 4);
}

}  // namespace yc::apps
