#include "kernel/gateway/tls.h"

#include <gtest/gtest.h>

#include "kernel/gateway/gateway_fixture.h"

namespace yc::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr base::LinkProfile kLink{milliseconds(5), milliseconds(40), 0, 65536};
constexpr std::string_view kHello = "GET /hello HTTP/1.1\r\nHost: city\r\n\r\n";

TlsPair self_signed() {
  // The certificate is checked against the machine's clock, so it must be of today.
  auto pair = make_self_signed({"city", "127.0.0.1", "::1"}, base::SystemClock().wall());
  EXPECT_TRUE(pair.has_value());
  return *pair;
}

TEST(SelfSigned, IsForItsNamesAndForTwoYears) {
  const base::WallTime now{1'790'000'000'000};
  constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;
  const auto pair = make_self_signed({"localhost", "127.0.0.1", "fd00::7"}, now);
  ASSERT_TRUE(pair);
  const auto is_for = [&](const std::vector<std::string>& names, int days) {
    return is_certificate_for(pair->certificate_pem, names, {now.unix_ms + days * kDayMs});
  };
  EXPECT_TRUE(is_for({"localhost", "127.0.0.1", "fd00::7"}, 0));
  EXPECT_TRUE(is_for({"127.0.0.1"}, 729));
  EXPECT_FALSE(is_for({"127.0.0.1"}, 731));
  EXPECT_FALSE(is_for({"127.0.0.1", "192.168.1.7"}, 0));
  EXPECT_FALSE(is_for({"city.example"}, 0));
  EXPECT_FALSE(is_certificate_for("no certificate", {}, now));
}

class TlsTest : public testing::Test {
 protected:
  std::unique_ptr<TlsContext> server_ = std::move(*TlsContext::make_server(self_signed()));
  std::unique_ptr<TlsContext> client_ = TlsContext::make_client();
};

TEST_F(TlsTest, CarriesRequestsAndBigAnswers) {
  GatewayWorld world({}, 1, server_.get());
  auto client = world.connect_tls(*client_, {milliseconds(1), milliseconds(5), 0, 20'000});
  client->send(kHello);
  client->send("GET /big HTTP/1.1\r\nHost: city\r\nConnection: close\r\n\r\n");
  world.run(seconds(20));
  EXPECT_TRUE(client->has("\"hello\""));
  EXPECT_GT(client->got.size(), 1'000'000u);
  EXPECT_TRUE(client->closed);
}

TEST_F(TlsTest, CarriesWebSockets) {
  GatewayWorld world({}, 1, server_.get());
  auto client = world.connect_tls(*client_, kLink);
  client->send(
      "GET /ws HTTP/1.1\r\nHost: city\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
  world.run(seconds(1));
  EXPECT_TRUE(client->has("HTTP/1.1 101"));
  client->send(client_frame(WsOpcode::text, "secret"));
  world.run(seconds(1));
  EXPECT_TRUE(client->has("\x81\x06secret"));
}

TEST_F(TlsTest, PlainBytesOnTheSamePortAreAnsweredPlainly) {
  GatewayWorld world({}, 1, server_.get());
  auto local = world.connect(kLink);
  local->send(kHello);
  auto proxied = world.connect(kLink);
  proxied->send("GET /@%E6%A5%BC?x=1 HTTP/1.1\r\nHost: city\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n");
  auto posting = world.connect(kLink);
  posting->send("POST /hello HTTP/1.1\r\nHost: city\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n");
  world.run(seconds(3));
  EXPECT_TRUE(local->has("HTTP/1.1 200"));
  EXPECT_TRUE(proxied->has("HTTP/1.1 308"));
  EXPECT_TRUE(proxied->has("Location: https://city/@%E6%A5%BC?x=1\r\n"));
  EXPECT_TRUE(posting->has("HTTP/1.1 403"));
}

TEST_F(TlsTest, BrokenHandshakesAndRecordsEndTheConnectionOnly) {
  GatewayWorld world({}, 1, server_.get());
  auto good = world.connect_tls(*client_, kLink);
  auto broken = world.connect(kLink);
  broken->send(std::string("\x16\x03\x01\x00\x05nonsense that is no client hello", 37));
  auto silent = world.connect(kLink);
  silent->send("\x16");
  world.run(seconds(15));
  EXPECT_TRUE(broken->closed);
  EXPECT_TRUE(silent->closed);
  good->send(kHello);
  world.run(seconds(1));
  EXPECT_FALSE(good->has("HTTP/1.1 200"));  // it sent nothing in time either
  auto later = world.connect_tls(*client_, kLink);
  later->send(kHello);
  world.run(seconds(1));
  EXPECT_TRUE(later->has("HTTP/1.1 200"));
}

TEST_F(TlsTest, SurvivesLinksThatBreakAtAnyMoment) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    GatewayWorld world({}, seed, server_.get());
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 3; ++i) {
      clients.push_back(
          world.connect_tls(*client_, {milliseconds(1), milliseconds(30), 0.15, 3000}));
      clients.back()->send(kHello);
    }
    world.run(seconds(60));
    EXPECT_EQ(world.addresses.open(), 0u) << seed;
  }
}

TEST(TlsPair, ThatDoesNotBelongTogetherOrCannotBeReadIsRefused) {
  const TlsPair one = self_signed();
  const TlsPair two = self_signed();
  const auto mixed = TlsContext::make_server({one.certificate_pem, two.key_pem});
  ASSERT_FALSE(mixed);
  EXPECT_FALSE(mixed.error().remedy.empty());
  for (const TlsPair& bad : {TlsPair{"", ""}, TlsPair{"nonsense", one.key_pem},
                             TlsPair{one.certificate_pem, "nonsense"}}) {
    const auto made = TlsContext::make_server(bad);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().cause.find("TLS"), std::string::npos);
  }
}

}  // namespace
}  // namespace yc::gateway
