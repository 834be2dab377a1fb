#include "kernel/gateway/socket.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sys/resource.h>

#include <array>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>
#include <thread>

#include "kernel/base/log.h"

namespace yc::gateway {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;

namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
constexpr int kReadsPerWake = 4;  // then others have their turn
// Bytes that the kernel holds unsent before it says that the socket is full: small, so that frames
// are made late and from fresh state.
constexpr int kUnsentBytes = 16 * 1024;
constexpr auto kLingerTime = std::chrono::seconds(2);
constexpr auto kAcceptPause = std::chrono::milliseconds(100);

}  // namespace

struct IoShard::State {
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::array<std::byte, kReadBytes> read_buffer{};  // shared by the shard's sockets
  std::thread thread;
};

IoShard::IoShard(std::string thread_name) : state_(std::make_shared<State>()) {
  state_->thread = std::thread([state = state_.get()] { state->io.run(); });
  thread_name.resize(std::min<std::size_t>(thread_name.size(), 15));  // kernel limit
  pthread_setname_np(state_->thread.native_handle(), thread_name.c_str());
}

IoShard::~IoShard() {
  asio::post(state_->io, [state = state_.get()] { state->io.stop(); });
  state_->thread.join();
}

void IoShard::post(base::Task task) {
  asio::post(state_->io, std::move(task));
}

void IoShard::post_after(base::Duration delay, base::Task task) {
  auto timer = std::make_unique<asio::steady_timer>(state_->io, delay);
  asio::steady_timer& waiting = *timer;
  waiting.async_wait(
      [timer = std::move(timer), task = std::move(task)](const ErrorCode& error) mutable {
        if (!error) task();
      });
}

namespace {

// Shared with the operations under way, so that the stream may be destroyed at any time.
class TcpConnection : public std::enable_shared_from_this<TcpConnection> {
 public:
  TcpConnection(Tcp::socket socket, IoShard::State& shard)
      : shard_(shard), socket_(std::move(socket)) {
    ErrorCode ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(Tcp::no_delay(true), ignored);
    const int unsent = kUnsentBytes;
    ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);
    const auto peer = socket_.remote_endpoint(ignored);
    auto address = peer.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
      address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    }
    peer_ = address.to_string();
  }

  void start(base::ByteStream::Handler& handler) {
    handler_ = &handler;
    wait_readable();
  }

  std::size_t write(std::span<const std::byte> bytes) {
    std::size_t taken = 0;
    while (taken < bytes.size() && !closing_ && !closed_) {
      ErrorCode error;
      const auto rest = bytes.subspan(taken);
      taken += socket_.write_some(asio::const_buffer(rest.data(), rest.size()), error);
      if (error == asio::error::would_block || error == asio::error::try_again) {
        wait_writable();
        break;
      }
      if (error) {
        finish();
        break;
      }
    }
    return taken;
  }

  void pause() { paused_ = true; }
  void resume() {
    paused_ = false;
    wait_readable();
  }

  // Closing a socket with unread bytes resets it, and the peer may then lose our last answer: say
  // that we send no more, and read until the peer is done or its time is over.
  void close() {
    if (std::exchange(closing_, true) || closed_) return;
    ErrorCode error;
    socket_.shutdown(Tcp::socket::shutdown_send, error);
    if (error) return finish();
    resume();
    linger_.expires_after(kLingerTime);
    linger_.async_wait([self = shared_from_this()](const ErrorCode& e) {
      if (!e) self->finish();
    });
  }

  // The stream is gone: tell nobody, close at once.
  void abandon() {
    handler_ = nullptr;
    if (!closing_) return shut();
    // Being closed already: the linger goes on without a handler.
  }

  const std::string& peer() const { return peer_; }

 private:
  void wait_readable() {
    if (reading_ || paused_ || closed_) return;
    reading_ = true;
    socket_.async_wait(Tcp::socket::wait_read, [self = shared_from_this()](const ErrorCode& e) {
      self->reading_ = false;
      if (!e) self->read();
    });
  }

  void read() {
    for (int i = 0; i < kReadsPerWake && !paused_ && !closed_; ++i) {
      ErrorCode error;
      auto& buffer = shard_.read_buffer;
      const std::size_t got = socket_.read_some(asio::buffer(buffer.data(), buffer.size()), error);
      if (error == asio::error::would_block || error == asio::error::try_again) break;
      if (error) return finish();
      if (handler_ != nullptr && !closing_) handler_->on_bytes(std::span(buffer).first(got));
      if (got < buffer.size()) break;
    }
    wait_readable();
  }

  void wait_writable() {
    if (std::exchange(writing_, true)) return;
    socket_.async_wait(Tcp::socket::wait_write, [self = shared_from_this()](const ErrorCode& e) {
      self->writing_ = false;
      if (!e && self->handler_ != nullptr && !self->closing_) self->handler_->on_writable();
    });
  }

  void finish() {
    if (closed_) return;
    shut();
    asio::post(shard_.io, [self = shared_from_this()] {
      if (self->handler_ != nullptr) std::exchange(self->handler_, nullptr)->on_closed();
    });
  }

  void shut() {
    closed_ = true;
    linger_.cancel();
    ErrorCode ignored;
    socket_.close(ignored);
  }

  IoShard::State& shard_;
  Tcp::socket socket_;
  asio::steady_timer linger_{shard_.io};
  base::ByteStream::Handler* handler_ = nullptr;
  std::string peer_;
  bool reading_ = false;
  bool writing_ = false;
  bool paused_ = false;
  bool closing_ = false;
  bool closed_ = false;
};

class TcpStream final : public base::ByteStream {
 public:
  TcpStream(Tcp::socket socket, IoShard::State& shard)
      : connection_(std::make_shared<TcpConnection>(std::move(socket), shard)) {}
  ~TcpStream() override { connection_->abandon(); }

  void start(Handler& handler) override { connection_->start(handler); }
  std::size_t write(std::span<const std::byte> bytes) override { return connection_->write(bytes); }
  std::size_t pending_bytes() const override { return 0; }  // nothing is kept outside the kernel
  void pause_reading() override { connection_->pause(); }
  void resume_reading() override { connection_->resume(); }
  void close() override { connection_->close(); }
  std::string peer_address() const override { return connection_->peer(); }

 private:
  std::shared_ptr<TcpConnection> connection_;
};

base::Error listen_error(const ErrorCode& error, const std::string& address, std::uint16_t port) {
  const std::string where = address + ":" + std::to_string(port);
  if (error == asio::error::address_in_use) {
    return {base::ErrorCode::conflict, "port " + std::to_string(port) + " is in use",
            "stop the other program or choose another port with --port"};
  }
  if (error == asio::error::access_denied) {
    return {base::ErrorCode::denied, "this user may not listen on " + where,
            "choose a port above 1023 with --port"};
  }
  return {base::ErrorCode::io, "cannot listen on " + where + ": " + error.message(),
          "choose an address of this machine with --listen"};
}

base::Status bind_to(Tcp::acceptor& acceptor, const std::string& address, std::uint16_t port) {
  ErrorCode error;
  const auto ip = asio::ip::make_address(address, error);
  if (error) {
    return base::fail(base::ErrorCode::bad_input, "\"" + address + "\" is not a numeric address",
                      "give one such as 127.0.0.1, 0.0.0.0 or :: with --listen");
  }
  const Tcp::endpoint endpoint(ip, port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
  if (!error && ip.is_v6()) acceptor.set_option(asio::ip::v6_only(false), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(4096, error);
  if (error) return std::unexpected(listen_error(error, address, port));
  return {};
}

}  // namespace

struct Listener::State : std::enable_shared_from_this<Listener::State> {
  State(std::vector<IoShard*> all_shards, OnConnection callback)
      : shards(std::move(all_shards)),
        on_connection(std::move(callback)),
        acceptor(shards.front()->state().io),
        pause(shards.front()->state().io) {}

  void accept() {
    const std::size_t shard = next_shard++ % shards.size();
    acceptor.async_accept(
        shards[shard]->state().io,
        [self = shared_from_this(), shard](const ErrorCode& error, Tcp::socket socket) {
          if (error == asio::error::operation_aborted) return;
          if (error) return self->accept_later(error);
          self->hand_over(shard, std::move(socket));
          self->accept();
        });
  }

  void hand_over(std::size_t shard, Tcp::socket socket) {
    auto& io = shards[shard]->state().io;
    asio::dispatch(io, [self = shared_from_this(), shard, socket = std::move(socket)]() mutable {
      self->on_connection(
          shard, std::make_unique<TcpStream>(std::move(socket), self->shards[shard]->state()));
    });
  }

  // Usually out of file descriptors: connections wait in the kernel until some are closed.
  void accept_later(const ErrorCode& error) {
    base::log_error("accept_failed", {{"cause", error.message()}});
    pause.expires_after(kAcceptPause);
    pause.async_wait([self = shared_from_this()](const ErrorCode& e) {
      if (!e) self->accept();
    });
  }

  std::vector<IoShard*> shards;
  OnConnection on_connection;
  Tcp::acceptor acceptor;
  asio::steady_timer pause;
  std::size_t next_shard = 0;
};

base::Result<std::unique_ptr<Listener>> Listener::open(const std::vector<IoShard*>& shards,
                                                       const std::string& address,
                                                       std::uint16_t port,
                                                       OnConnection on_connection) {
  auto state = std::make_shared<State>(shards, std::move(on_connection));
  YC_CHECK(bind_to(state->acceptor, address, port));
  shards.front()->post([state] { state->accept(); });
  return std::unique_ptr<Listener>(new Listener(std::move(state)));
}

base::Status Listener::probe(const std::string& address, std::uint16_t port) {
  asio::io_context io;
  Tcp::acceptor acceptor(io);
  return bind_to(acceptor, address, port);
}

Listener::Listener(std::shared_ptr<State> state) : state_(std::move(state)) {}

Listener::~Listener() {
  std::promise<void> closed;
  state_->shards.front()->post([this, &closed] {
    ErrorCode ignored;
    state_->acceptor.close(ignored);
    state_->pause.cancel();
    closed.set_value();
  });
  closed.get_future().wait();
}

std::uint16_t Listener::port() const {
  ErrorCode ignored;
  return state_->acceptor.local_endpoint(ignored).port();
}

void connect(IoShard& shard, const std::string& address, std::uint16_t port,
             OnConnected on_connected) {
  shard.post([&shard, address, port, on_connected = std::move(on_connected)] {
    ErrorCode error;
    const auto ip = asio::ip::make_address(address, error);
    if (error) {
      return on_connected(base::fail(base::ErrorCode::bad_input,
                                     "\"" + address + "\" is not a numeric address",
                                     "give one such as 127.0.0.1"));
    }
    auto socket = std::make_shared<Tcp::socket>(shard.state().io);
    socket->async_connect(Tcp::endpoint(ip, port), [&shard, socket,
                                                    on_connected](const ErrorCode& failed) {
      if (failed) {
        return on_connected(base::fail(base::ErrorCode::io, "cannot connect: " + failed.message(),
                                       "is the server running there?"));
      }
      on_connected(std::make_unique<TcpStream>(std::move(*socket), shard.state()));
    });
  });
}

std::vector<std::string> local_addresses() {
  std::vector<std::string> out;
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return out;
  for (const ifaddrs* at = list; at != nullptr; at = at->ifa_next) {
    const bool reachable = at->ifa_addr != nullptr && (at->ifa_flags & IFF_UP) != 0;
    if (!reachable || (at->ifa_flags & IFF_LOOPBACK) != 0) continue;
    const int family = at->ifa_addr->sa_family;
    if (family != AF_INET && family != AF_INET6) continue;
    std::array<char, NI_MAXHOST> text{};
    const socklen_t size = family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
    if (::getnameinfo(at->ifa_addr, size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) !=
        0)
      continue;
    const std::string address(text.data());
    // A link-local address needs the name of a link, which no certificate can hold.
    if (address.find('%') == std::string::npos) out.push_back(address);
  }
  ::freeifaddrs(list);
  return out;
}

std::uint64_t raise_open_files_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

}  // namespace yc::gateway
