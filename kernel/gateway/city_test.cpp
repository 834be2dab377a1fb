// The gateway with a whole city behind it: routes, origins, sessions.
#include "kernel/gateway/city_fixture.h"

namespace yc::gateway {
namespace {

TEST(CityRoutes, ServePagesPlacesAndAssets) {
  CityWorld city;
  EXPECT_NE(city.ask("GET", "/").find("<title>visit"), std::string::npos);
  EXPECT_NE(city.ask("GET", "/@yellow-crane-tower").find("<title>visit"), std::string::npos);
  EXPECT_NE(city.ask("GET", "/console").find("<title>console"), std::string::npos);
  const std::string asset = city.ask("GET", "/assets/app-1234.js", "Accept-Encoding: gzip, br\r\n");
  EXPECT_NE(asset.find("immutable"), std::string::npos);
  EXPECT_NE(asset.find("Content-Encoding: gzip"), std::string::npos);
  EXPECT_LT(asset.size(), 2000u);
  EXPECT_NE(city.ask("GET", "/assets/app-1234.js").find("Content-Length: 5000"), std::string::npos);
  for (const char* path :
       {"/assets/app-1234.js.map", "/nothing", "/blob/12.glb", "/api/manifests/moon"}) {
    EXPECT_TRUE(is_status(city.ask("GET", path), 404)) << path;
  }
  EXPECT_NE(city.ask("GET", "/nothing").find("\"not_found\""), std::string::npos);
  EXPECT_TRUE(is_status(city.ask("POST", "/healthz"), 405));
  EXPECT_NE(city.ask("POST", "/healthz").find("\"method_unknown\""), std::string::npos);
  EXPECT_TRUE(is_status(city.ask("GET", "/../etc/passwd"), 400));
}

TEST(CityRoutes, EveryAnswerBearsTheSecurityFields) {
  CityWorld city;
  for (const char* path : {"/", "/nothing", "/healthz", "/api/operator/state"}) {
    const std::string answer = city.ask("GET", path);
    for (const char* field :
         {"X-Content-Type-Options: nosniff", "Content-Security-Policy: default-src 'self'",
          "Referrer-Policy:", "Permissions-Policy:", "Cross-Origin-Opener-Policy:"}) {
      EXPECT_NE(answer.find(field), std::string::npos) << path << " " << field;
    }
    EXPECT_EQ(answer.find("unsafe-inline"), std::string::npos);
  }
}

TEST(CityRoutes, AnEtagSavesTheBody) {
  CityWorld city;
  const std::string first = city.ask("GET", "/");
  const auto start = first.find("W/\"");
  const std::string etag = first.substr(start, first.find("\r\n", start) - start);
  const std::string second = city.ask("GET", "/", "If-None-Match: " + etag + "\r\n");
  EXPECT_TRUE(is_status(second, 304));
  EXPECT_EQ(second.find("<title>"), std::string::npos);
}

TEST(CityRoutes, ServeBlobsAndTheManifest) {
  CityWorld city;
  auto& store = *city.world.store_world.store;
  const auto tile = store.put_blob(bytes("glTF tile"), "glb");
  const auto manifest = store.put_blob(bytes("{\"space\":\"city\"}"), "json");
  ASSERT_TRUE(tile && manifest);
  store::SpacePublished published{base::SpaceId{77}, "city", manifest->sha256};
  ASSERT_TRUE(city.world.store_world.put(store::space_stream(published.space), published));
  const std::string blob = city.ask("GET", "/blob/" + tile->text());
  EXPECT_NE(blob.find("glTF tile"), std::string::npos);
  EXPECT_NE(blob.find("model/gltf-binary"), std::string::npos);
  EXPECT_NE(blob.find("immutable"), std::string::npos);
  const std::string answer = city.ask("GET", "/api/manifests/city");
  EXPECT_NE(answer.find("{\"space\":\"city\"}"), std::string::npos);
  EXPECT_EQ(answer.find("immutable"), std::string::npos);
}

TEST(CityRoutes, ManyFirstRequestsForABlobCompressItOnce) {
  CityWorld city;
  const std::string text(5000, 'x');
  const auto name = city.world.store_world.store->put_blob(bytes(text), "json");
  ASSERT_TRUE(name.has_value());
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 5; ++i) {
    clients.push_back(city.connect());
    clients.back()->send("GET /blob/" + name->text() + " HTTP/1.1\r\nHost: city\r\n\r\n");
  }
  city.run(seconds(1));
  for (const auto& client : clients) EXPECT_TRUE(client->has(text));
  EXPECT_NE(city.world.metrics.prometheus_text().find("yc_gateway_blobs_prepared_total 1\n"),
            std::string::npos);
}

TEST(CityRoutes, MetricsAreForThisMachineAndAdministrators) {
  CityWorld city;
  EXPECT_TRUE(is_status(city.ask("GET", "/metrics"), 403)) << "a name pointed at this machine";
  ASSERT_TRUE(city.settings.set("public-url", "http://city", base::SettingOrigin::flag));
  EXPECT_TRUE(is_status(city.ask("GET", "/metrics"), 200));
  EXPECT_TRUE(is_status(city.ask("GET", "/metrics", "X-Forwarded-For: 192.0.2.1\r\n"), 403));
  const std::string cookie = city.administrate();
  EXPECT_TRUE(
      is_status(city.ask("GET", "/metrics", "X-Forwarded-For: 192.0.2.1\r\n" + cookie), 200));
}

TEST(CityRoutes, ReadyUntilStopping) {
  CityWorld city;
  EXPECT_TRUE(is_status(city.ask("GET", "/readyz"), 200));
  city.site.set_stopping();
  EXPECT_TRUE(is_status(city.ask("GET", "/readyz"), 503));
  EXPECT_TRUE(is_status(city.ask("GET", "/healthz"), 200));
  EXPECT_TRUE(city.open_websocket()->has("shutting_down"));
}

TEST(CityOrigin, ANameThatSomebodyPointedAtThisMachineIsNoOrigin) {
  CityWorld city;
  const auto open_from = [&](const std::string& host) {
    auto client = city.connect();
    std::string fields = kUpgradeFields;
    fields.replace(fields.find("city"), 4, host);
    client->send("GET /ws HTTP/1.1\r\n" + fields + "Origin: http://" + host + "\r\n\r\n");
    city.run(milliseconds(200));
    return client->has("101 ");
  };
  for (const char* host :
       {"localhost:8080", "a.localhost", "127.0.0.1:8080", "[::1]:8080", "192.168.1.7"}) {
    EXPECT_TRUE(open_from(host)) << host;
  }
  EXPECT_FALSE(open_from("evil.example"));
  EXPECT_FALSE(open_from("localhost.evil.example"));
  EXPECT_FALSE(open_from("127.0.0.1.evil.example"));
  ASSERT_TRUE(city.settings.set("listen", "0.0.0.0", base::SettingOrigin::flag));
  EXPECT_TRUE(open_from("city.example")) << "the operator said nothing of names";
  ASSERT_TRUE(city.settings.set("public-url", "https://city.example", base::SettingOrigin::flag));
  EXPECT_TRUE(open_from("city.example"));
  EXPECT_FALSE(open_from("evil.example"));
}

TEST(CityOrigin, PagesOfOtherSitesMayNotConnectOrAct) {
  CityWorld city;
  ASSERT_TRUE(city.settings.set("public-url", "http://city", base::SettingOrigin::flag));
  EXPECT_TRUE(city.open_websocket("Origin: http://city\r\n")->has("101 "));
  EXPECT_TRUE(city.open_websocket("Origin: https://evil.example\r\n")->has("origin_refused"));
  EXPECT_TRUE(city.open_websocket("Origin: null\r\n")->has("origin_refused"));
  const std::string cookie = city.administrate();
  EXPECT_TRUE(is_status(
      city.ask("POST", "/api/backups", cookie + "Origin: https://evil.example\r\n"), 403));
  ASSERT_TRUE(city.settings.set("allowed-origins", "https://a.example, https://b.example",
                                base::SettingOrigin::flag));
  EXPECT_TRUE(city.open_websocket("Origin: https://b.example\r\n")->has("101 "));
  ASSERT_TRUE(
      city.settings.set("allowed-origins", "https://City.example:443/", base::SettingOrigin::flag));
  EXPECT_TRUE(city.open_websocket("Origin: https://city.example\r\n")->has("101 "));
  EXPECT_FALSE(city.open_websocket("Origin: https://city.example:8443\r\n")->has("101 "));
}

TEST(CitySession, TwoPeopleEnterAndHearEachOther) {
  CityWorld city;
  auto anna = city.enter("Anna");
  auto bo = city.enter("Bo");
  EXPECT_TRUE(anna->has("\"name\":\"Bo\""));
  CityWorld::say(*anna,
                 {{"type", "say"}, {"nonce", 7}, {"scope", "space"}, {"to", 0}, {"text", "你好"}});
  city.run(seconds(1));
  EXPECT_TRUE(bo->has("你好"));
  EXPECT_TRUE(anna->has("\"type\":\"said\""));
  CityWorld::say(*anna, {{"type", "ping"}, {"sent_ms", 12}});
  city.run(seconds(1));
  EXPECT_TRUE(anna->has("\"type\":\"pong\""));
  // Crowd frames have arrived: a binary message that begins with their kind.
  EXPECT_NE(bo->got.find(static_cast<char>(schema::CrowdFrame::kKind)), std::string::npos);
  EXPECT_EQ(city.presence.size(), 2u);
  CityWorld::say(*anna, {{"type", "leave"}});
  city.run(seconds(3));
  EXPECT_TRUE(anna->closed);
  EXPECT_EQ(city.presence.size(), 1u);
  EXPECT_EQ(city.world.space->latest()->size(), 1u);
}

TEST(CitySession, PeopleOutOfViewAreFoundByNameAndToldAsGone) {
  CityWorld city;
  const auto ann = city.enter("Ann");
  auto bea = city.enter("Bea");
  ann->got.clear();
  CityWorld::say(*ann, {{"type", "find_people"}, {"text", "BE"}, {"after", 0}});
  city.run(milliseconds(100));
  EXPECT_TRUE(ann->has("\"type\":\"found_people\"")) << ann->got;
  EXPECT_TRUE(ann->has("\"name\":\"Bea\""));
  EXPECT_TRUE(ann->has("\"matches\":1"));
  bea->close();
  city.run(seconds(1));
  EXPECT_TRUE(ann->has("\"gone\":[2]")) << ann->got;
}

TEST(CitySession, WhoAsksForPeopleAgainAndAgainIsToldToWait) {
  CityWorld city;
  const auto ann = city.enter("Ann");
  for (int i = 0; i < 8; ++i)
    CityWorld::say(*ann, {{"type", "find_people"}, {"text", ""}, {"after", 0}});
  city.run(milliseconds(100));
  EXPECT_FALSE(ann->has("rate_limited"));
  CityWorld::say(*ann, {{"type", "find_people"}, {"text", ""}, {"after", 0}});
  city.run(milliseconds(100));
  EXPECT_TRUE(ann->has("rate_limited"));
  EXPECT_FALSE(ann->closed);
}

TEST(CitySession, EachBrokenMessageIsAnsweredAsItDeserves) {
  CityWorld city;
  const struct {
    const char* text;
    const char* reason;
    bool ends;
  } cases[] = {
      {"{", "bad_message", true},
      {"[]", "unknown_message", true},
      {"{\"type\":5}", "unknown_message", true},
      {"{\"type\":\"fly\"}", "unknown_message", true},
      {"{\"type\":\"hello\"}", "unknown_message", true},  // a second hello
      {"{\"type\":\"say\",\"nonce\":9,\"scope\":\"loud\",\"to\":0,\"text\":\"x\"}", "bad_message",
       false},
      {"{\"type\":\"emote\"}", "bad_message", false},
  };
  for (const auto& c : cases) {
    auto client = city.enter("Anna");
    client->send(client_frame(WsOpcode::text, c.text));
    city.run(seconds(3));
    EXPECT_TRUE(client->has("\"reason\":\"" + std::string(c.reason) + "\"")) << c.text;
    EXPECT_EQ(client->closed, c.ends) << c.text;
    client->close();
    city.run(seconds(3));
  }
  EXPECT_EQ(city.presence.size(), 0u);
}

TEST(CitySession, NothingButHelloOpensTheDoor) {
  CityWorld city;
  for (const std::string text : {"{\"type\":\"say\"}", "{\"type\":\"hello\"}", "nonsense"}) {
    auto client = city.open_websocket();
    client->send(client_frame(WsOpcode::text, text));
    city.run(seconds(3));
    EXPECT_TRUE(client->closed) << text;
  }
  auto binary = city.open_websocket();
  binary->send(client_frame(WsOpcode::binary, std::string(21, '\x01')));
  city.run(seconds(3));
  EXPECT_TRUE(binary->has("unknown_message"));
  auto silent = city.open_websocket();
  city.run(seconds(15));
  EXPECT_TRUE(silent->has("silent"));
  EXPECT_TRUE(silent->closed);
}

TEST(CitySession, AnotherVersionIsToldToReload) {
  CityWorld city;
  auto client = city.open_websocket();
  schema::Hello hello = space::testing::SpaceWorld::hello("Old");
  hello.protocol = 999;
  CityWorld::say(*client, hello.to_json());
  city.run(seconds(3));
  EXPECT_TRUE(client->has("wrong_version"));
  EXPECT_TRUE(client->closed);
}

TEST(CitySession, MalformedFramesEndTheSessionAndItsPresence) {
  CityWorld city;
  auto good = city.enter("Good");
  for (const std::string& frame :
       {std::string(""), std::string(20, '\x01'), std::string(22, '\x01'), std::string(5, '\x02'),
        std::string(40, '\x10')}) {
    auto client = city.enter("Bad");
    client->send(client_frame(WsOpcode::binary, frame));
    city.run(seconds(3));
    EXPECT_TRUE(client->closed);
  }
  EXPECT_EQ(city.presence.size(), 1u);
  EXPECT_FALSE(good->closed);
}

TEST(CitySession, LeavesNobodyBehindWhenTheLineBreaksWhileEntering) {
  CityWorld city;
  for (int delay_ms = 0; delay_ms < 120; delay_ms += 5) {
    auto client = city.open_websocket();
    CityWorld::say(*client, space::testing::SpaceWorld::hello("Ghost").to_json());
    city.run(milliseconds(delay_ms));
    client->close();
    client.reset();
    city.run(seconds(2));
    EXPECT_EQ(city.world.space->latest()->size(), 0u) << delay_ms;
  }
  EXPECT_EQ(city.addresses.open(), 0u);
}

TEST(CitySession, AStoppingCityTellsEverybody) {
  CityWorld city;
  auto anna = city.enter("Anna");
  city.world.close_space();
  city.run(seconds(3));
  EXPECT_TRUE(anna->has("shutting_down"));
  EXPECT_TRUE(anna->has("\x03\xe9"));  // close code 1001
  EXPECT_TRUE(anna->closed);
}

}  // namespace
}  // namespace yc::gateway
