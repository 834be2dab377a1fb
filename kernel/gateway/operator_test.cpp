// The operator's calls, with a whole city behind them.
#include "kernel/gateway/city_fixture.h"

namespace yc::gateway {
namespace {

TEST(CityOperator, NeedsALinkThatWorksOnce) {
  CityWorld city;
  EXPECT_TRUE(is_status(city.ask("GET", "/api/admin/state"), 401));
  EXPECT_TRUE(is_status(city.ask("POST", "/api/enter-administration", "", "{}"), 400));
  EXPECT_TRUE(
      is_status(city.ask("POST", "/api/enter-administration", "", "{\"token\":\"x\"}"), 403));
  const auto link = city.world.identity->make_administrator_link(std::chrono::hours(1), {});
  const std::string nameless = "{\"token\":\"" + link->token + "\",\"name\":\"\"}";
  const std::string refused = city.ask("POST", "/api/enter-administration", "", nameless);
  EXPECT_TRUE(is_status(refused, 400));
  EXPECT_NE(refused.find("\"name_invalid\""), std::string::npos);
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

TEST(CityOperator, IsTheSamePersonInTheCityAndInTheConsole) {
  CityWorld city;
  const std::string cookie = city.administrate();
  auto client = city.enter("Steward", cookie);
  EXPECT_TRUE(client->has("\"moderator\":true"));
  const base::Json state = city.state(cookie);
  ASSERT_EQ(state["people"].size(), 1u);
  EXPECT_EQ(state["people"][0]["person"], state["you"]["person"]);
  EXPECT_EQ(state["you"]["name"], "Steward");
}

TEST(CityOperator, GivesReasonsOfTwoHundredCharactersInAnyScript) {
  CityWorld city;
  const std::string cookie = city.administrate();
  auto troll = city.enter("Troll");
  const std::string person = city.state(cookie)["people"][0]["person"];
  const auto mute = [&](const std::string& reason) {
    const base::Json body{{"kind", "mute"}, {"person", person}, {"reason", reason}};
    return city.ask("POST", "/api/admin/sanction", cookie, base::dump_json(body));
  };
  std::string reason;
  for (int i = 0; i < 200; ++i) reason += "长";
  EXPECT_TRUE(is_status(mute(reason), 200));
  EXPECT_TRUE(is_status(mute(reason + "江"), 400));
  EXPECT_TRUE(is_status(mute("\u202Emaps\n"), 200));
  EXPECT_EQ(city.state(cookie)["sanctions"][0]["reason"], "maps") << "in the order it is read";
  EXPECT_TRUE(is_status(mute("\u202E"), 400));
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
  const std::string closing = base::dump_json(
      {{"report", state["reports"][0]["id"]}, {"outcome", "warned"}, {"note", "told"}});
  // Two operators who do not know of each other: both find it open before either is durable.
  city.file_executor.busy = true;
  const std::array both{city.connect(), city.connect()};
  for (const auto& client : both) {
    client->send("POST /api/admin/close-report HTTP/1.1\r\nHost: city\r\n" + cookie +
                 "Content-Length: " + std::to_string(closing.size()) + "\r\n\r\n" + closing);
  }
  city.run(seconds(1));
  city.file_executor.go_on();
  city.run(seconds(1));
  EXPECT_NE(both[0]->has("HTTP/1.1 200"), both[1]->has("HTTP/1.1 200"));
  EXPECT_NE(both[0]->has("\"conflict\""), both[1]->has("\"conflict\""));
  EXPECT_EQ(city.state(cookie)["reports"][0]["outcome"], "warned");
  EXPECT_TRUE(is_status(city.ask("POST", "/api/admin/close-report", cookie, closing), 409));
}

TEST(CityOperator, NoVisitorIsToldWhereTheDataLies) {
  CityWorld city;
  const std::string& folder = city.world.store_world.folder;
  for (const char* name : {"/city.db", "/city.db-wal"})
    std::filesystem::resize_file(folder + name, 1);
  const std::string answer = city.ask("POST", "/api/enter-administration", "", R"({"token":"x"})");
  EXPECT_TRUE(is_status(answer, 503) && answer.find(folder) == std::string::npos) << answer;
  const std::string leaving =
      city.ask("POST", "/api/leave-administration", "Cookie: yc_session=x\r\n");
  EXPECT_TRUE(is_status(leaving, 503) && leaving.find(folder) == std::string::npos) << leaving;
}

// While the disk keeps the file executor busy, the shard serves everybody else.
TEST(CityOperator, IsAnsweredOnTheFileExecutor) {
  CityWorld city;
  const std::string cookie = city.administrate();
  const std::uint64_t before = city.world.store_world.store->last_position();
  city.file_executor.busy = true;
  auto client = city.connect();
  client->send("POST /api/admin/make-link HTTP/1.1\r\nHost: city\r\n" + cookie + "\r\n");
  city.run(seconds(1));
  EXPECT_EQ(client->got, "");
  EXPECT_EQ(city.world.store_world.store->last_position(), before);
  EXPECT_TRUE(is_status(city.ask("GET", "/healthz"), 200));
  city.file_executor.go_on();
  city.run(seconds(1));
  EXPECT_TRUE(client->has("/console#enter="));
  EXPECT_EQ(city.world.store_world.store->last_position(), before + 1);
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
