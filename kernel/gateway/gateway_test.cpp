#include <gtest/gtest.h>

#include "kernel/gateway/gateway_fixture.h"

namespace yc::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::string_view kHello = "GET /hello HTTP/1.1\r\nHost: city\r\n\r\n";

std::size_t count_of(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST(Gateway, AnswersRequestsOneAfterAnotherOnOneConnection) {
  GatewayWorld world;
  auto client = world.connect();
  client->send(std::string(kHello) + std::string(kHello));
  client->send("GET /later HTTP/1.1\r\nHost: city\r\n\r\n");
  client->send(kHello);
  world.run(seconds(2));
  EXPECT_EQ(count_of(client->got, "HTTP/1.1 200 OK"), 4u);
  EXPECT_LT(client->got.find("later"), client->got.rfind("hello"));
  EXPECT_FALSE(client->closed);
}

TEST(Gateway, HeadHasTheLengthButNoBody) {
  GatewayWorld world;
  auto client = world.connect();
  client->send("HEAD /big HTTP/1.1\r\nHost: city\r\n\r\n");
  world.run(seconds(1));
  EXPECT_TRUE(client->has("Content-Length: 1000000\r\n"));
  EXPECT_TRUE(client->got.ends_with("\r\n\r\n"));
}

TEST(Gateway, SendsABigBodyThroughASmallPipe) {
  GatewayWorld world;
  auto client = world.connect({milliseconds(1), milliseconds(3), 0, 5000});
  client->send("GET /big HTTP/1.1\r\nHost: city\r\nConnection: close\r\n\r\n");
  world.run(seconds(20));
  EXPECT_GT(client->got.size(), 1'000'000u);
  EXPECT_TRUE(client->closed);
}

TEST(Gateway, SaysWhatIsWrongWithARequestAndCloses) {
  GatewayWorld world;
  auto client = world.connect();
  client->send("nonsense\r\n\r\n");
  world.run(seconds(3));
  EXPECT_TRUE(client->has("HTTP/1.1 400"));
  EXPECT_TRUE(client->has("remedy"));
  EXPECT_TRUE(client->closed);
  EXPECT_TRUE(world.refused_for("bad_request"));
}

TEST(Gateway, EchoesOverAWebSocket) {
  GatewayWorld world;
  auto client = world.connect_websocket();
  client->send(client_frame(WsOpcode::text, "hello"));
  client->send(client_frame(WsOpcode::ping, "p"));
  world.run(seconds(1));
  EXPECT_EQ(client->got, std::string("\x81\x05hello\x8a\x01p"));
}

TEST(Gateway, FramesRightBehindTheHandshakeAreNotLost) {
  GatewayWorld world;
  auto client = world.connect();
  const base::Bytes frame = client_frame(WsOpcode::text, "early");
  std::string text = kUpgrade;
  text.append(reinterpret_cast<const char*>(frame.data()), frame.size());
  client->send(text);
  world.run(seconds(1));
  EXPECT_TRUE(
      client->has("\x81\x05"
                  "early"));
}

TEST(Gateway, AnswersCloseWithClose) {
  GatewayWorld world;
  auto client = world.connect_websocket();
  client->send(client_frame(WsOpcode::close, "\x03\xe8"));
  world.run(seconds(3));
  EXPECT_EQ(client->got, std::string("\x88\x02\x03\xe8"));
  EXPECT_TRUE(client->closed);
}

// --- Each limit: who breaks it is told and cut off, the neighbour is not disturbed. --------------

class LimitTest : public testing::Test {
 protected:
  void start(const Limits& limits = {}) {
    world_ = std::make_unique<GatewayWorld>(limits);
    neighbour_ = world_->connect_websocket();
  }
  // Told the reason, cut off within three seconds, and counted.
  void expect_cut_off(const Client& client, const std::string& reason) {
    world_->run(seconds(3));
    EXPECT_TRUE(client.has(reason)) << reason;
    EXPECT_TRUE(client.closed) << reason;
    EXPECT_TRUE(world_->refused_for(reason));
  }
  void TearDown() override {
    neighbour_->got.clear();
    neighbour_->send(client_frame(WsOpcode::text, "still here"));
    world_->run(milliseconds(300));
    EXPECT_TRUE(neighbour_->has("still here"));
    EXPECT_FALSE(neighbour_->closed);
  }
  std::unique_ptr<GatewayWorld> world_;
  std::unique_ptr<Client> neighbour_;
};

TEST_F(LimitTest, ConnectionsOfOneAddress) {
  Limits limits;
  limits.connections_per_address = 2;
  start(limits);
  auto second = world_->connect();
  auto third = world_->connect();
  second->send(kHello);
  third->send(kHello);
  expect_cut_off(*third, "too_many_connections");
  EXPECT_TRUE(third->has("HTTP/1.1 429"));
  EXPECT_TRUE(third->has("Retry-After: 10"));
  EXPECT_TRUE(second->has("HTTP/1.1 200"));
}

TEST_F(LimitTest, AWebSocketOverTheLimitIsToldWhy) {
  Limits limits;
  limits.connections_per_address = 1;
  start(limits);
  auto second = world_->connect_websocket();
  world_->run(seconds(3));
  EXPECT_TRUE(second->closed);
}

TEST_F(LimitTest, ConnectionsInAll) {
  Limits limits;
  limits.connections = 1;
  start(limits);
  auto second = world_->connect();
  second->send(kHello);
  expect_cut_off(*second, "server_full");
  EXPECT_TRUE(second->has("HTTP/1.1 503"));
}

TEST_F(LimitTest, NewConnectionsASecond) {
  Limits limits;
  limits.new_connections_per_second = 0.4;  // two at once
  start(limits);
  auto second = world_->connect();
  auto third = world_->connect();
  third->send(kHello);
  expect_cut_off(*third, "rate_limited");
  EXPECT_TRUE(third->has("HTTP/1.1 429"));
}

TEST_F(LimitTest, LoopbackMayBeRelaxedForLoadTests) {
  Limits limits;
  limits.connections_per_address = 1;
  limits.relax_loopback = true;
  start(limits);
  auto second = world_->connect();
  second->send(kHello);
  world_->run(seconds(1));
  EXPECT_TRUE(second->has("HTTP/1.1 200"));
}

TEST_F(LimitTest, RequestsASecond) {
  Limits limits;
  limits.requests_per_second = 1;  // five at once
  start(limits);
  auto client = world_->connect();
  for (int i = 0; i < 8; ++i) client->send(kHello);
  expect_cut_off(*client, "rate_limited");
  EXPECT_EQ(count_of(client->got, "HTTP/1.1 200"), 5u);
  EXPECT_EQ(count_of(client->got, "HTTP/1.1 429"), 1u);
}

TEST_F(LimitTest, HeaderAndBodySize) {
  Limits limits;
  limits.http = {2000, 100};
  start(limits);
  auto big_header = world_->connect();
  big_header->send("GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(5000, 'a'));
  auto big_body = world_->connect();
  big_body->send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n" +
                 std::string(101, 'a'));
  world_->run(seconds(3));
  EXPECT_TRUE(big_header->has("HTTP/1.1 431"));
  EXPECT_TRUE(big_body->has("HTTP/1.1 413"));
  EXPECT_TRUE(world_->refused_for("header_too_large"));
  EXPECT_TRUE(world_->refused_for("body_too_large"));
}

TEST_F(LimitTest, ASlowRequestIsCutOff) {
  start();
  auto client = world_->connect();
  client->send("GET / HTTP/1.1\r\n");
  for (int i = 0; i < 12 && !client->closed; ++i) {  // a field a second
    world_->run(seconds(1));
    client->send("A: b\r\n");
  }
  world_->run(seconds(3));
  EXPECT_TRUE(client->has("HTTP/1.1 408"));
  EXPECT_TRUE(client->closed);
  EXPECT_TRUE(world_->refused_for("request_timeout"));
}

TEST_F(LimitTest, SilenceAfterConnectingAndBetweenRequestsIsEnded) {
  Limits limits;
  limits.silent = std::chrono::hours(1);
  start(limits);
  auto silent = world_->connect();
  auto idle = world_->connect();
  idle->send(kHello);
  world_->run(seconds(15));
  EXPECT_TRUE(silent->closed);
  EXPECT_FALSE(idle->closed);
  world_->run(seconds(25));
  EXPECT_TRUE(idle->closed);
}

TEST_F(LimitTest, WhoStopsReadingAnAnswerIsDropped) {
  Limits limits;
  limits.silent = std::chrono::hours(1);
  start(limits);
  auto client = world_->connect();
  client->send("GET /big HTTP/1.1\r\nHost: city\r\n\r\n");
  client->stop_reading();
  world_->run(seconds(40));
  EXPECT_TRUE(client->closed);
  EXPECT_TRUE(world_->refused_for("too_slow"));
}

// Reads 4000 bytes every two seconds: never still for long, but the megabyte would take it 500 s.
TEST_F(LimitTest, WhoReadsAnAnswerInTricklesIsDropped) {
  Limits limits;
  limits.answer = seconds(60);
  limits.silent = std::chrono::hours(1);
  start(limits);
  for (const std::string_view connection : {"keep-alive", "close"}) {
    auto client = world_->connect({seconds(1), seconds(1), 0, 4000});
    client->send("GET /big HTTP/1.1\r\nHost: city\r\nConnection: " + std::string(connection) +
                 "\r\n\r\n");
    world_->run(seconds(50));
    EXPECT_FALSE(client->closed) << connection;
    EXPECT_GT(client->got.size(), 50'000u) << connection;
    world_->run(seconds(20));
    EXPECT_TRUE(client->closed) << connection;
  }
  EXPECT_TRUE(world_->refused_for("too_slow"));
}

TEST_F(LimitTest, AClientThatPipelinesWithoutReadingFillsOnlyItsOwnBuffers) {
  start();
  auto client = world_->connect({milliseconds(1), milliseconds(1), 0, 4000});
  client->stop_reading();
  for (int i = 0; i < 5000; ++i) client->send(kHello);
  world_->run(seconds(2));
  // Two megabytes were offered; the link takes 4000 bytes at a time and is not read any more.
  EXPECT_FALSE(world_->counted("yc_gateway_http_requests_total 1000"));
}

TEST_F(LimitTest, MessagesASecond) {
  Limits limits;
  limits.messages_per_second = 2;  // ten at once
  start(limits);
  auto client = world_->connect_websocket();
  for (int i = 0; i < 20; ++i) client->send(client_frame(WsOpcode::text, "spam"));
  expect_cut_off(*client, "rate_limited");
  EXPECT_EQ(count_of(client->got, "spam"), 10u);
  EXPECT_TRUE(client->has("\"closing\":true"));
  EXPECT_TRUE(client->has("\x03\xf5"));  // close code 1013: it may come back
}

TEST_F(LimitTest, PingsCountAsMessages) {
  Limits limits;
  limits.messages_per_second = 2;
  start(limits);
  auto client = world_->connect_websocket();
  for (int i = 0; i < 20; ++i) client->send(client_frame(WsOpcode::ping, ""));
  expect_cut_off(*client, "rate_limited");
}

TEST_F(LimitTest, BytesASecond) {
  Limits limits;
  limits.bytes_per_second = 1000;
  start(limits);
  auto client = world_->connect_websocket();
  client->send(client_frame(WsOpcode::binary, std::string(5500, 'x')));
  expect_cut_off(*client, "rate_limited");
}

TEST_F(LimitTest, MessageSize) {
  start();
  auto client = world_->connect_websocket();
  client->send(client_frame(WsOpcode::binary, std::string(16385, 'x')));
  expect_cut_off(*client, "message_too_large");
  EXPECT_TRUE(client->has("\x03\xf1"));  // close code 1009
}

TEST_F(LimitTest, BrokenFramesEndTheConnectionOnly) {
  start();
  auto client = world_->connect_websocket();
  client->send(std::string("\xff\xff\xff\xff\xff\xff", 6));
  world_->run(seconds(3));
  EXPECT_TRUE(client->has("\x03\xea"));  // close code 1002
  EXPECT_TRUE(client->closed);
  EXPECT_TRUE(world_->refused_for("bad_message"));
}

TEST_F(LimitTest, ASilentWebSocketIsPingedThenClosed) {
  start();
  auto client = world_->connect_websocket();
  for (int i = 0; i < 60; ++i) {  // the neighbour answers, the client does not
    world_->run(seconds(1));
    neighbour_->send(client_frame(WsOpcode::pong, ""));
  }
  EXPECT_TRUE(client->has(std::string_view("\x89\x00", 2)));
  expect_cut_off(*client, "silent");
}

TEST_F(LimitTest, ASlowReaderOfMessagesIsCutOff) {
  Limits limits;
  limits.outgoing_bytes = 20'000;
  limits.bytes_per_second = 1e6;
  start(limits);
  auto client = world_->connect_websocket();
  client->stop_reading();
  for (int i = 0; i < 10; ++i) {
    client->send(client_frame(WsOpcode::binary, std::string(16000, 'x')));
    world_->run(milliseconds(100));
  }
  world_->run(seconds(7));
  EXPECT_TRUE(client->closed);
  EXPECT_TRUE(world_->refused_for("too_slow"));
}

TEST(Gateway, BelievesForwardedAddressesOfTrustedProxiesOnly) {
  GatewayWorld world;
  const std::string request =
      "GET /hello HTTP/1.1\r\nHost: city\r\nX-Forwarded-For: 6.6.6.6, 192.0.2.9\r\n\r\n";
  auto client = world.connect();
  client->send(request);
  world.run(seconds(1));
  EXPECT_EQ(world.site.last_address, "127.0.0.1");
  world.context.trusted_proxies = base::AddressSet::parse("127.0.0.0/8").value();
  client->send(request);
  world.run(seconds(1));
  EXPECT_EQ(world.site.last_address, "192.0.2.9");
  client->send("GET /hello HTTP/1.1\r\nHost: city\r\nX-Forwarded-For: ::ffff:192.0.2.7\r\n\r\n");
  world.run(seconds(1));
  EXPECT_EQ(world.site.last_address, "192.0.2.7") << "a proxy that listens for both kinds";
}

TEST(Gateway, LeavesItToTheProxyToLimitRequestsThatItsVisitorsShare) {
  Limits limits;
  limits.requests_per_second = 1;  // five at once
  GatewayWorld world(limits);
  world.context.trusted_proxies = base::AddressSet::parse("127.0.0.1").value();
  auto proxy = world.connect();
  for (int i = 0; i < 20; ++i) {
    proxy->send("GET /hello HTTP/1.1\r\nHost: city\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n");
  }
  world.run(seconds(1));
  EXPECT_FALSE(proxy->has("429"));
  EXPECT_FALSE(proxy->closed);
}

TEST(Gateway, CountsTheWebSocketsOfEachVisitorBehindAProxy) {
  Limits limits;
  limits.connections_per_address = 2;
  GatewayWorld world(limits);
  world.context.trusted_proxies = base::AddressSet::parse("127.0.0.1").value();
  const auto open_as = [&](const std::string& visitor) {
    auto client = world.connect();
    client->send("GET /ws HTTP/1.1\r\n" + kUpgradeFields + "X-Forwarded-For: " + visitor +
                 "\r\n\r\n");
    world.run(milliseconds(200));
    return client;
  };
  const auto first = open_as("192.0.2.1"), second = open_as("192.0.2.1");
  const auto third = open_as("192.0.2.1");
  EXPECT_FALSE(first->has("too_many_connections"));
  EXPECT_FALSE(second->has("too_many_connections"));
  EXPECT_TRUE(third->has("too_many_connections"));
  EXPECT_TRUE(world.refused_for("too_many_connections"));
  EXPECT_FALSE(open_as("192.0.2.2")->has("too_many_connections")) << "somebody else";
  first->close();
  world.run(seconds(10));
  EXPECT_FALSE(open_as("192.0.2.1")->has("too_many_connections")) << "one has gone";
}

TEST(Gateway, SurvivesLinksThatBreakAtAnyMoment) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    GatewayWorld world({}, seed);
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 5; ++i) {
      clients.push_back(world.connect({milliseconds(1), milliseconds(30), 0.2, 3000}));
      clients.back()->send(kHello);
      clients.back()->send(kUpgrade);
    }
    world.run(milliseconds(100));
    for (auto& client : clients) client->send(client_frame(WsOpcode::text, "hello"));
    world.run(seconds(60));
    for (auto& client : clients) client->close();
    world.run(seconds(10));
    EXPECT_EQ(world.addresses.open(), 0u) << seed;
  }
}

TEST(Gateway, ClosesAllWithinItsTime) {
  GatewayWorld world;
  auto websocket = world.connect_websocket();
  auto stuck = world.connect();
  stuck->send("GET /big HTTP/1.1\r\nHost: city\r\n\r\n");
  stuck->stop_reading();
  world.run(seconds(1));
  bool done = false;
  world.server->post([&] { world.shard.close_all([&] { done = true; }); });
  world.run(seconds(2));
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace yc::gateway
