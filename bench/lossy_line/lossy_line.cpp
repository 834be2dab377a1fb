#include "bench/lossy_line/lossy_line.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace yc::bench {
namespace {

constexpr std::size_t kScratchBytes = 64 * 1024;
constexpr std::size_t kMostUnderWayBytes = 256 * 1024;  // a way; then its sender must wait
constexpr int kBacklog = 4096;
constexpr std::uint64_t kListenerEnd = 0;

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int open_socket() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

bool is_for_later(int error) {
  return error == EAGAIN || error == EINTR;
}

}  // namespace

// Side 0 came to the proxy, side 1 is the target.
struct LossyLine::Connection {
  struct Side {
    explicit Side(const LineProfile& profile, base::Random& random) : incoming(profile, random) {}
    ~Side() {
      if (fd >= 0) ::close(fd);
    }

    int fd = -1;
    LossyStream incoming;       // under way to this side
    bool has_ended = false;     // it will send no more
    bool is_told_end = false;   // that the other side will send no more
    bool is_full = false;       // takes no more for now
    bool is_scheduled = false;  // has an entry in arrivals_
    std::uint32_t watched_for = 0;
  };
  Connection(std::uint64_t number, const LineProfile& profile, base::Random& random)
      : id(number), sides{Side(profile, random), Side(profile, random)} {}

  std::uint64_t end_of(std::size_t side) const { return id * 2 + side; }

  std::uint64_t id;
  std::array<Side, 2> sides;
};

LossyLine::LossyLine(const LineProfile& profile, const base::Clock& clock, base::Random& random)
    : profile_(profile),
      clock_(clock),
      random_(random),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      scratch_(kScratchBytes) {}

LossyLine::~LossyLine() {
  if (listener_ >= 0) ::close(listener_);
  ::close(epoll_);
}

base::Status LossyLine::listen(std::uint16_t port, std::uint16_t target_port) {
  target_port_ = target_port;
  listener_ = open_socket();
  const int on = 1;
  ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const sockaddr_in address = loopback(port);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, kBacklog) != 0) {
    return base::fail(base::ErrorCode::io,
                      "cannot listen on port " + std::to_string(port) + ": " + std::strerror(errno),
                      "choose another with --port");
  }
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kListenerEnd;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, listener_, &event);
  return {};
}

void LossyLine::run() {
  std::array<epoll_event, 256> events{};
  for (;;) {
    const int count = ::epoll_wait(epoll_, events.data(), events.size(), ms_until_next_arrival());
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<std::size_t>(i)];
      if (event.data.u64 == kListenerEnd) {
        accept_all();
      } else {
        on_event(event.data.u64, event.events);
      }
    }
    deliver_due();
  }
}

void LossyLine::accept_all() {
  for (;;) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    auto made = std::make_unique<Connection>(next_id_++, profile_, random_);
    made->sides[0].fd = fd;
    made->sides[1].fd = open_socket();
    made->sides[1].is_full = true;  // until it is connected
    const sockaddr_in target = loopback(target_port_);
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(made->sides[1].fd, reinterpret_cast<const sockaddr*>(&target), sizeof target) !=
            0 &&
        errno != EINPROGRESS) {
      continue;
    }
    watch(*made, 0);
    watch(*made, 1);
    connections_.emplace(made->id, std::move(made));
  }
}

LossyLine::Connection* LossyLine::find(std::uint64_t end) const {
  const auto found = connections_.find(end / 2);
  return found == connections_.end() ? nullptr : found->second.get();
}

void LossyLine::on_event(std::uint64_t end, std::uint32_t events) {
  Connection* connection = find(end);
  if (connection == nullptr) return;
  const std::size_t side = end % 2;
  bool is_open = (events & EPOLLERR) == 0;
  if (is_open && (events & EPOLLOUT) != 0) is_open = write(*connection, side);
  if (is_open && (events & (EPOLLIN | EPOLLHUP)) != 0) is_open = read(*connection, side);
  if (!is_open) connections_.erase(connection->id);
}

// What the side has sent goes under way to the other. False: the connection is over.
bool LossyLine::read(Connection& connection, std::size_t side) {
  Connection::Side& from = connection.sides[side];
  Connection::Side& to = connection.sides[1 - side];
  if (from.has_ended) return true;
  const ssize_t got = ::recv(from.fd, scratch_.data(), scratch_.size(), 0);
  if (got < 0) return is_for_later(errno);
  if (got == 0) {
    from.has_ended = true;
    return write(connection, 1 - side);
  }
  to.incoming.send(clock_.monotonic(), std::span(scratch_).first(static_cast<std::size_t>(got)));
  if (!to.is_scheduled && !to.is_full) {
    to.is_scheduled = true;
    arrivals_.push({*to.incoming.next_arrival(), connection.end_of(1 - side)});
  }
  watch(connection, side);
  return true;
}

// Hands the side what has arrived for it. False: the connection is over.
bool LossyLine::write(Connection& connection, std::size_t side) {
  Connection::Side& to = connection.sides[side];
  const base::MonotonicTime now = clock_.monotonic();
  to.is_full = false;
  for (auto bytes = to.incoming.arrived(now); !bytes.empty(); bytes = to.incoming.arrived(now)) {
    const ssize_t sent = ::send(to.fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && !is_for_later(errno)) return false;
    to.is_full = sent < 0;
    if (to.is_full) break;
    to.incoming.take(static_cast<std::size_t>(sent));
  }
  if (const auto next = to.incoming.next_arrival(); next && !to.is_full && !to.is_scheduled) {
    to.is_scheduled = true;
    arrivals_.push({*next, connection.end_of(side)});
  }
  Connection::Side& from = connection.sides[1 - side];
  if (from.has_ended && to.incoming.bytes_under_way() == 0 && !to.is_told_end) {
    to.is_told_end = true;
    ::shutdown(to.fd, SHUT_WR);
  }
  watch(connection, side);
  watch(connection, 1 - side);
  return !(to.is_told_end && from.is_told_end);
}

void LossyLine::watch(Connection& connection, std::size_t side) {
  Connection::Side& of = connection.sides[side];
  const bool has_room = connection.sides[1 - side].incoming.bytes_under_way() < kMostUnderWayBytes;
  epoll_event event{};
  event.events = (has_room && !of.has_ended ? EPOLLIN : 0u) | (of.is_full ? EPOLLOUT : 0u);
  event.data.u64 = connection.end_of(side);
  if (of.watched_for == event.events) return;
  // Not watched at all when for nothing: epoll would go on telling that the peer has gone.
  const int change = event.events == 0     ? EPOLL_CTL_DEL
                     : of.watched_for == 0 ? EPOLL_CTL_ADD
                                           : EPOLL_CTL_MOD;
  ::epoll_ctl(epoll_, change, of.fd, &event);
  of.watched_for = event.events;
}

void LossyLine::deliver_due() {
  const base::MonotonicTime now = clock_.monotonic();
  while (!arrivals_.empty() && arrivals_.top().at <= now) {
    const std::uint64_t end = arrivals_.top().end;
    arrivals_.pop();
    Connection* connection = find(end);
    if (connection == nullptr) continue;
    Connection::Side& to = connection->sides[end % 2];
    to.is_scheduled = false;
    if (!to.is_full && !write(*connection, end % 2)) connections_.erase(connection->id);
  }
}

// As epoll_wait takes it, rounded up: -1 = nothing is under way.
int LossyLine::ms_until_next_arrival() const {
  if (arrivals_.empty()) return -1;
  const base::Duration rest = arrivals_.top().at - clock_.monotonic();
  if (rest <= base::Duration::zero()) return 0;
  return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(rest).count());
}

}  // namespace yc::bench
