#pragma once
// A gateway of one shard in virtual time, with a small site, and clients on simulated links.

#include "kernel/base/assert.h"
#include "kernel/base/simulation.h"
#include "kernel/gateway/gateway.h"

namespace yc::gateway {

// Host and the fields that ask for a WebSocket, with the key of RFC 6455, 1.3.
inline const std::string kUpgradeFields =
    "Host: city\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n";
inline const std::string kUpgrade = "GET /ws HTTP/1.1\r\n" + kUpgradeFields + "\r\n";

// Answers GET /hello, and /big with a megabyte; /later answers after a second; echoes on /ws/echo.
class SmallSite final : public Site {
 public:
  void answer(const RequestContext& context, Reply reply) override {
    const std::string& path = context.request.path;
    last_address = context.address;
    if (path == "/hello") return reply(json_response(200, "hello"));
    if (path == "/big") {
      HttpResponse big;
      big.body = std::make_shared<const base::Bytes>(1'000'000);
      return reply(std::move(big));
    }
    if (path == "/later") {
      context.shard.post_after(std::chrono::seconds(1), [reply = std::move(reply)]() mutable {
        reply(json_response(200, "later"));
      });
      return;
    }
    reply(json_response(404, "nothing"));
  }
  std::expected<std::shared_ptr<WsEndpoint>, HttpResponse> open_websocket(
      const RequestContext& context) override {
    if (context.request.path != "/ws") return std::unexpected(json_response(404, "nothing"));
    return make_echo_endpoint();
  }
  std::string last_address;
};

// The far end of a link: keeps what it reads.
class Client final : public base::ByteStream::Handler {
 public:
  explicit Client(std::unique_ptr<base::ByteStream> stream) : stream_(std::move(stream)) {
    stream_->start(*this);
  }
  void send(std::string_view text) { send(std::as_bytes(std::span(text))); }
  void send(std::span<const std::byte> bytes) {
    waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
    on_writable();
  }
  void stop_reading() { stream_->pause_reading(); }
  void close() { stream_->close(); }

  void on_bytes(std::span<const std::byte> bytes) override {
    got.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  void on_writable() override {
    const std::size_t taken = stream_->write(waiting_);
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(taken));
  }
  void on_closed() override { closed = true; }

  bool has(std::string_view part) const { return got.find(part) != std::string::npos; }

  std::string got;
  bool closed = false;

 private:
  base::Bytes waiting_;
  std::unique_ptr<base::ByteStream> stream_;
};

class GatewayWorld {
 public:
  explicit GatewayWorld(Limits limits = {}, std::uint64_t seed = 1, TlsContext* tls = nullptr)
      : scheduler(seed),
        server(scheduler.make_executor()),
        far(scheduler.make_executor()),
        counters(metrics),
        visitors(limits),
        context{scheduler, limits, site, counters, visitors, {}, tls != nullptr, false},
        addresses(limits),
        shard(*server, context, addresses, tls) {}

  std::unique_ptr<Client> connect(base::LinkProfile link = {std::chrono::milliseconds(5),
                                                            std::chrono::milliseconds(40), 0,
                                                            65536}) {
    auto [near_end, far_end] = base::make_simulated_link(scheduler, *server, *far, link);
    auto client = std::make_unique<Client>(std::move(far_end));
    server->post([this, end = std::move(near_end)]() mutable { shard.accept(std::move(end)); });
    return client;
  }

  // A client that speaks TLS.
  std::unique_ptr<Client> connect_tls(TlsContext& client_context, base::LinkProfile link) {
    auto [near_end, far_end] = base::make_simulated_link(scheduler, *server, *far, link);
    auto client = std::make_unique<Client>(make_tls_stream(std::move(far_end), client_context));
    server->post([this, end = std::move(near_end)]() mutable { shard.accept(std::move(end)); });
    return client;
  }

  // A client whose WebSocket is open.
  std::unique_ptr<Client> connect_websocket(base::LinkProfile link = {std::chrono::milliseconds(5),
                                                                      std::chrono::milliseconds(40),
                                                                      0, 65536}) {
    auto client = connect(link);
    client->send(kUpgrade);
    run(std::chrono::milliseconds(200));
    YC_ASSERT(client->has("HTTP/1.1 101"));
    YC_ASSERT(client->has("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    client->got.clear();
    return client;
  }

  void run(base::Duration span) { scheduler.run_for(span); }
  bool counted(const std::string& line) const {
    return metrics.prometheus_text().find(line) != std::string::npos;
  }
  bool refused_for(const std::string& reason) const {
    return counted("yc_gateway_refused_total{reason=\"" + reason + "\"}");
  }

  base::SimulatedScheduler scheduler;
  std::unique_ptr<base::Executor> server;
  std::unique_ptr<base::Executor> far;
  base::Metrics metrics;
  GatewayMetrics counters;
  SmallSite site;
  AddressBook visitors;
  GatewayContext context;
  AddressBook addresses;
  GatewayShard shard;
};

inline base::Bytes client_frame(WsOpcode opcode, std::string_view payload) {
  base::Bytes out;
  append_frame(out, opcode, std::as_bytes(std::span(payload)),
               std::array<std::uint8_t, 4>{1, 2, 3, 4});
  return out;
}

}  // namespace yc::gateway
