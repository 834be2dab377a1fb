// Real sockets on this machine's loopback.
#include "apps/yuancheng/swarm_socket.h"

#include <gtest/gtest.h>

#include <future>

#include "kernel/gateway/socket.h"

namespace yc::apps {
namespace {

// Answers a request with its own text, a hundred thousand times, and closes.
class Parrot final : public base::ByteStream::Handler {
 public:
  static constexpr std::size_t kTimes = 100'000;

  explicit Parrot(std::unique_ptr<base::ByteStream> stream) : stream_(std::move(stream)) {
    stream_->start(*this);
  }
  void on_bytes(std::span<const std::byte> bytes) override {
    heard_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (!heard_.ends_with("\r\n\r\n")) return;
    answer_ = "HTTP/1.1 200 OK\r\n\r\n";
    const std::string line = heard_.substr(0, heard_.find("\r\n"));
    for (std::size_t i = 0; i < kTimes; ++i) answer_ += line;
    on_writable();
  }
  void on_writable() override {
    answer_.erase(0, stream_->write(std::as_bytes(std::span(answer_))));
    if (!heard_.empty() && answer_.empty()) stream_->close();
  }
  void on_closed() override {}

 private:
  std::unique_ptr<base::ByteStream> stream_;
  std::string heard_;
  std::string answer_;
};

std::unique_ptr<gateway::TlsContext> server_tls() {
  const auto pair = gateway::make_self_signed({"127.0.0.1"}, base::SystemClock().wall());
  EXPECT_TRUE(pair);
  return std::move(*gateway::TlsContext::make_server(*pair));
}

TEST(ServerLine, CarriesBytesBothWaysWithAndWithoutTls) {
  const std::unique_ptr<gateway::TlsContext> tls = server_tls();
  std::vector<std::unique_ptr<Parrot>> parrots;
  gateway::IoShard shard("server");
  // Both on one port: the server tells them apart.
  auto listener = gateway::Listener::open(
      {&shard}, "127.0.0.1", 0, [&](std::size_t, std::unique_ptr<base::ByteStream> stream) {
        parrots.push_back(
            std::make_unique<Parrot>(gateway::make_tls_stream(std::move(stream), *tls)));
      });
  ASSERT_TRUE(listener);
  const std::string line = "GET /city HTTP/1.1";
  for (const std::string scheme : {"ws", "wss"}) {
    const auto url =
        parse_ws_url(scheme + "://127.0.0.1:" + std::to_string((*listener)->port()) + "/ws");
    ASSERT_TRUE(url);
    const auto answer = http_get(*url, "/city");
    ASSERT_TRUE(answer) << scheme << ": " << answer.error().cause;
    EXPECT_EQ(answer->size(), line.size() * Parrot::kTimes) << scheme;
    EXPECT_TRUE(answer->starts_with(line + line)) << scheme;
  }
  std::promise<void> done;
  shard.post([&] {
    parrots.clear();
    done.set_value();
  });
  done.get_future().wait();
}

TEST(WsUrl, TellsHostPortAndWhetherItIsSecure) {
  const auto plain = parse_ws_url("ws://[::1]:8080/ws");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->host, "::1");
  EXPECT_EQ(plain->port, "8080");
  EXPECT_FALSE(plain->secure);
  const auto secure = parse_ws_url("wss://city.example");
  ASSERT_TRUE(secure);
  EXPECT_EQ(secure->port, "443");
  EXPECT_EQ(secure->path, "/ws");
  EXPECT_TRUE(secure->secure);
  EXPECT_FALSE(parse_ws_url("http://city.example/ws"));
}

}  // namespace
}  // namespace yc::apps
