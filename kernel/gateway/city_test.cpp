// The gateway with a whole city behind it, on one simulated thread: routes, sessions, the operator.
#include <gtest/gtest.h>

#include "kernel/base/simulated_disk.h"
#include "kernel/gateway/gateway_fixture.h"
#include "kernel/gateway/routes.h"
#include "kernel/space/testing/space_world.h"

namespace yc::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

base::Bytes bytes(std::string_view text) {
  const auto span = std::as_bytes(std::span(text));
  return {span.begin(), span.end()};
}

WebPages small_pages() {
  base::SimulatedDisk disk(1);
  const auto put = [&](const std::string& path, std::string_view text) {
    EXPECT_TRUE(disk.make_folders(base::folder_of(path)));
    EXPECT_TRUE(base::write_file_atomically(disk, path, bytes(text)));
  };
  put("web/index.html", "<title>visit</title>");
  put("web/console.html", "<title>console</title>");
  put("web/assets/app-1234.js", std::string(5000, ';'));
  put("web/assets/app-1234.js.map", "secret source");
  auto pages = WebPages::load(disk, "web");
  EXPECT_TRUE(pages.has_value());
  return std::move(*pages);
}

class CityWorld {
 public:
  explicit CityWorld(Limits limits = {})
      : pages(small_pages()),
        file_executor(world.scheduler().make_executor()),
        far(world.scheduler().make_executor()),
        counters(world.metrics),
        new_guests(limits),
        sessions{*world.space, *world.door,       *world.rights,
                 presence,     world.scheduler(), counters,
                 new_guests,   limits.greeting,   crowd::InterestSettings{}},
        site({settings, world.scheduler(), world.metrics, *file_executor, pages,
              *world.store_world.store, *world.identity, *world.rights, sessions},
             [this](base::Executor& reply_on, BackupDone done) {
               ++backups;
               reply_on.post([done = std::move(done)]() mutable { done("city.backup"); });
             }),
        context{world.scheduler(), limits, site, counters, {}, false, false},
        addresses(limits),
        shard(*world.shard, context, addresses, nullptr) {
    site.add_hub(*world.shard, hub);
    world.space->watch(*world.shard,
                       [this](const crowd::SnapshotPtr& snapshot) { hub.deliver(snapshot); });
  }

  void run(base::Duration span) { world.scheduler().run_for(span); }

  std::unique_ptr<Client> connect() {
    auto [near_end, far_end] = base::make_simulated_link(
        world.scheduler(), *world.shard, *far, {milliseconds(5), milliseconds(20), 0, 65536});
    auto client = std::make_unique<Client>(std::move(far_end));
    world.shard->post(
        [this, end = std::move(near_end)]() mutable { shard.accept(std::move(end)); });
    return client;
  }

  // The whole answer to one request.
  std::string ask(const std::string& method, const std::string& path,
                  const std::string& fields = "", const std::string& body = "") {
    auto client = connect();
    client->send(method + " " + path + " HTTP/1.1\r\nHost: city\r\nConnection: close\r\n" + fields +
                 (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") +
                 "\r\n" + body);
    run(seconds(3));
    return client->got;
  }

  std::unique_ptr<Client> open_websocket(const std::string& fields = "") {
    auto client = connect();
    client->send("GET /ws HTTP/1.1\r\n" + kUpgradeFields + fields + "\r\n");
    run(milliseconds(200));
    return client;
  }

  static void say(Client& client, const base::Json& message) {
    client.send(client_frame(WsOpcode::text, base::dump_json(message)));
  }

  std::unique_ptr<Client> enter(const std::string& name, const std::string& fields = "") {
    auto client = open_websocket(fields);
    say(*client, space::testing::SpaceWorld::hello(name).to_json());
    run(seconds(1));
    EXPECT_TRUE(client->has("\"type\":\"welcome\"")) << name;
    return client;
  }

  // The cookie of a new administrator.
  std::string administrate() {
    const auto link = world.identity->make_administrator_link(std::chrono::hours(1), {});
    EXPECT_TRUE(link.has_value());
    const std::string answer =
        ask("POST", "/api/enter-administration", "", "{\"token\":\"" + link->token + "\"}");
    const auto start = answer.find("yc_session=");
    EXPECT_NE(start, std::string::npos) << answer;
    return "Cookie: " + answer.substr(start, answer.find(';', start) - start) + "\r\n";
  }

  base::Json state(const std::string& cookie) {
    const std::string answer = ask("GET", "/api/admin/state", cookie);
    const auto json = base::parse_json(answer.substr(answer.find("\r\n\r\n") + 4));
    EXPECT_TRUE(json.has_value()) << answer;
    return *json;
  }

  space::testing::SpaceWorld world;
  base::Settings settings;
  WebPages pages;
  std::unique_ptr<base::Executor> file_executor;
  std::unique_ptr<base::Executor> far;
  GatewayMetrics counters;
  Presence presence;
  NewGuests new_guests;
  SessionServices sessions;
  int backups = 0;
  CitySite site;
  GatewayContext context;
  AddressBook addresses;
  FrameHub hub;
  GatewayShard shard;
};

bool is_status(const std::string& answer, int status) {
  return answer.starts_with("HTTP/1.1 " + std::to_string(status) + " ");
}

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
       {"/assets/app-1234.js.map", "/nothing", "/blob/12.glb", "/api/spaces/moon"}) {
    EXPECT_TRUE(is_status(city.ask("GET", path), 404)) << path;
  }
  EXPECT_TRUE(is_status(city.ask("POST", "/healthz"), 405));
  EXPECT_TRUE(is_status(city.ask("GET", "/../etc/passwd"), 400));
}

TEST(CityRoutes, EveryAnswerBearsTheSecurityFields) {
  CityWorld city;
  for (const char* path : {"/", "/nothing", "/healthz", "/api/admin/state"}) {
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
  const std::string answer = city.ask("GET", "/api/spaces/city");
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

TEST(CityOrigin, PagesOfOtherSitesMayNotConnectOrAct) {
  CityWorld city;
  EXPECT_TRUE(city.open_websocket("Origin: http://city\r\n")->has("101 "));
  EXPECT_TRUE(city.open_websocket("Origin: https://evil.example\r\n")->has("origin_refused"));
  EXPECT_TRUE(city.open_websocket("Origin: null\r\n")->has("origin_refused"));
  const std::string cookie = city.administrate();
  EXPECT_TRUE(is_status(
      city.ask("POST", "/api/admin/backup", cookie + "Origin: https://evil.example\r\n"), 403));
  ASSERT_TRUE(city.settings.set("allowed-origins", "https://a.example, https://b.example",
                                base::SettingOrigin::flag));
  EXPECT_TRUE(city.open_websocket("Origin: https://b.example\r\n")->has("101 "));
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

TEST(CityOperator, NeedsALinkThatWorksOnce) {
  CityWorld city;
  EXPECT_TRUE(is_status(city.ask("GET", "/api/admin/state"), 401));
  EXPECT_TRUE(is_status(city.ask("POST", "/api/enter-administration", "", "{}"), 400));
  EXPECT_TRUE(
      is_status(city.ask("POST", "/api/enter-administration", "", "{\"token\":\"x\"}"), 403));
  const auto link = city.world.identity->make_administrator_link(std::chrono::hours(1), {});
  const std::string body = "{\"token\":\"" + link->token + "\"}";
  const std::string first = city.ask("POST", "/api/enter-administration", "", body);
  EXPECT_TRUE(is_status(first, 200));
  EXPECT_NE(first.find("HttpOnly; SameSite=Strict"), std::string::npos);
  EXPECT_TRUE(is_status(city.ask("POST", "/api/enter-administration", "", body), 403));
}

TEST(CityOperator, SeesAndActs) {
  CityWorld city;
  const std::string cookie = city.administrate();
  auto anna = city.enter("Anna");
  auto troll = city.enter("Troll");
  base::Json state = city.state(cookie);
  ASSERT_EQ(state["people"].size(), 2u);
  EXPECT_EQ(state["people"][1]["name"], "Troll");
  const std::string person = state["people"][1]["person"];
  const auto act = [&](const std::string& call, const base::Json& body) {
    return city.ask("POST", "/api/admin/" + call, cookie, base::dump_json(body));
  };
  EXPECT_TRUE(is_status(
      act("sanction", {{"kind", "mute"}, {"person", person}, {"minutes", 5}, {"reason", "spam"}}),
      200));
  EXPECT_TRUE(troll->has("\"act\":\"mute\""));
  EXPECT_TRUE(is_status(
      act("sanction", {{"kind", "ban"}, {"person", person}, {"reason", "more spam"}}), 200));
  city.run(seconds(3));
  EXPECT_TRUE(troll->closed);
  EXPECT_FALSE(anna->closed);
  state = city.state(cookie);
  ASSERT_EQ(state["sanctions"].size(), 2u);
  EXPECT_EQ(state["sanctions"][0]["kind"], "ban");
  EXPECT_EQ(state["sanctions"][0]["in_force"], true);
  EXPECT_TRUE(is_status(
      act("lift", {{"sanction", state["sanctions"][0]["id"]}, {"reason", "sorry"}}), 200));
  EXPECT_EQ(city.state(cookie)["sanctions"][0]["in_force"], false);
  EXPECT_TRUE(is_status(act("sanction", {{"kind", "ban"}, {"person", 5}, {"reason", "x"}}), 400));
  EXPECT_TRUE(is_status(act("sanction", {{"kind", "ban"}, {"person", person}}), 400));
}

TEST(CityOperator, ClosesReports) {
  CityWorld city;
  const std::string cookie = city.administrate();
  auto anna = city.enter("Anna");
  auto troll = city.enter("Troll");
  const int handle = city.state(cookie)["people"][1]["handle"];
  CityWorld::say(
      *anna,
      {{"type", "report"}, {"nonce", 3}, {"handle", handle}, {"reason", "spam"}, {"text", "!"}});
  city.run(seconds(1));
  base::Json state = city.state(cookie);
  ASSERT_EQ(state["reports"].size(), 1u);
  EXPECT_EQ(state["reports"][0]["subject_name"], "Troll");
  const base::Json closing{
      {"report", state["reports"][0]["id"]}, {"outcome", "warned"}, {"note", "told"}};
  const auto close = [&] {
    return city.ask("POST", "/api/admin/close-report", cookie, base::dump_json(closing));
  };
  EXPECT_TRUE(is_status(close(), 200));
  EXPECT_EQ(city.state(cookie)["reports"][0]["outcome"], "warned");
  EXPECT_TRUE(is_status(close(), 409));
}

TEST(CityOperator, ChangesLiveSettingsOnlyAndStartsBackups) {
  CityWorld city;
  const std::string cookie = city.administrate();
  const auto set = [&](const char* name, const char* value) {
    return city.ask("POST", "/api/admin/setting", cookie,
                    base::dump_json({{"name", name}, {"value", value}}));
  };
  EXPECT_TRUE(is_status(set("chat.retention-days", "30"), 200));
  EXPECT_TRUE(is_status(set("chat.retention-days", "-1"), 400));
  EXPECT_TRUE(is_status(set("port", "1"), 400));
  const base::Json state = city.state(cookie);
  for (const base::Json& setting : state["settings"]) {
    if (setting["name"] != "chat.retention-days") continue;
    EXPECT_EQ(setting["value"], "30");
  }
  EXPECT_TRUE(is_status(city.ask("POST", "/api/admin/backup", cookie), 200));
  EXPECT_EQ(city.backups, 1);
  EXPECT_TRUE(is_status(city.ask("POST", "/api/admin/make-link", cookie), 200));
  EXPECT_TRUE(is_status(city.ask("POST", "/api/leave-administration", cookie), 200));
  EXPECT_TRUE(is_status(city.ask("GET", "/api/admin/state", cookie), 401));
}

}  // namespace
}  // namespace yc::gateway
