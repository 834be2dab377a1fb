// The operator's calls, with a whole city behind them.
#include "kernel/gateway/city_fixture.h"
#include "kernel/space/testing/templates.h"

namespace yc::gateway {
namespace {

TEST(CityOperator, NeedsALinkThatWorksOnce) {
  CityWorld city;
  EXPECT_TRUE(is_status(city.ask("GET", "/api/operator/state"), 401));
  EXPECT_TRUE(is_status(city.ask("POST", "/api/session/by-link", "", "{}"), 400));
  EXPECT_TRUE(is_status(city.ask("POST", "/api/session/by-link", "", "{\"token\":\"x\"}"), 403));
  const auto link = city.world.identity->make_administrator_link(std::chrono::hours(1), {});
  const std::string nameless = "{\"token\":\"" + link->token + "\",\"name\":\"\"}";
  const std::string refused = city.ask("POST", "/api/session/by-link", "", nameless);
  EXPECT_TRUE(is_status(refused, 400));
  EXPECT_NE(refused.find("\"name_invalid\""), std::string::npos);
  const std::string body = "{\"token\":\"" + link->token + "\"}";
  const std::string first = city.ask("POST", "/api/session/by-link", "", body);
  EXPECT_TRUE(is_status(first, 200));
  EXPECT_NE(first.find("HttpOnly; SameSite=Strict"), std::string::npos);
  EXPECT_TRUE(is_status(city.ask("POST", "/api/session/by-link", "", body), 403));
}

TEST(CityOperator, SeesAndActs) {
  CityWorld city;
  const std::string cookie = city.administrate();
  auto anna = city.enter("Anna");
  auto troll = city.enter("Troll");
  const base::Json state = city.get("/api/operator/state", cookie);
  EXPECT_EQ(state["load"]["people"], 2);
  EXPECT_EQ(state["you"]["name"], "Operator");
  const base::Json people = city.get("/api/operator/people", cookie)["items"];
  ASSERT_EQ(people.size(), 2u);
  EXPECT_EQ(people[1]["name"], "Troll");
  const std::string person = people[1]["person"];
  const auto act = [&](const std::string& call, const base::Json& body) {
    return city.post("/api/" + call, cookie, body);
  };
  EXPECT_TRUE(is_status(
      act("sanctions", {{"kind", "mute"}, {"person", person}, {"minutes", 5}, {"reason", "spam"}}),
      201));
  EXPECT_TRUE(troll->has("\"act\":\"mute\""));
  EXPECT_TRUE(is_status(act("people/" + person + "/unmute", {{"reason", "again"}}), 204));
  EXPECT_EQ(city.get("/api/sanctions", cookie)["items"][0]["in_force"], false);
  EXPECT_TRUE(is_status(
      act("sanctions", {{"kind", "ban"}, {"person", person}, {"reason", "more spam"}}), 201));
  city.run(seconds(3));
  EXPECT_TRUE(troll->closed);
  EXPECT_FALSE(anna->closed);
  const base::Json sanctions = city.get("/api/sanctions", cookie)["items"];
  ASSERT_EQ(sanctions.size(), 2u);
  EXPECT_EQ(sanctions[0]["kind"], "ban");
  EXPECT_EQ(sanctions[0]["in_force"], true);
  const std::string id = sanctions[0]["id"];
  EXPECT_TRUE(is_status(act("sanctions/" + id + "/lift", {{"reason", "sorry"}}), 204));
  EXPECT_TRUE(is_status(act("sanctions/" + id + "/lift", {{"reason", "sorry"}}), 404));
  EXPECT_EQ(city.get("/api/sanctions", cookie)["items"][0]["in_force"], false);
  EXPECT_TRUE(is_status(act("sanctions", {{"kind", "ban"}, {"person", 5}, {"reason", "x"}}), 400));
  EXPECT_TRUE(is_status(act("sanctions", {{"kind", "ban"}, {"person", person}}), 400));
}

TEST(CityOperator, SeesThePeopleOfAllSpacesPageByPage) {
  CityWorld city;
  space::testing::put_template(city.world, "plaza");
  const std::string cookie = city.administrate();
  const std::string made =
      city.post("/api/spaces", cookie,
                {{"name", "Garden"}, {"template_name", "plaza"}, {"visibility", "open"}});
  const std::string garden = CityWorld::body_of(made).at("space");
  const auto ann = city.enter("Ann");
  const auto ben = city.open_websocket();
  schema::Hello hello = space::testing::SpaceWorld::hello("Ben");
  hello.space = garden;
  CityWorld::say(*ben, hello.to_json());
  city.run(seconds(1));
  const base::Json first = city.get("/api/operator/people?limit=1", cookie);
  ASSERT_EQ(first["items"].size(), 1u);
  EXPECT_EQ(first["items"][0]["name"], "Ann");
  EXPECT_EQ(first["items"][0]["space"], "0");
  const std::string after = first["next"];
  const base::Json second = city.get("/api/operator/people?limit=1&after=" + after, cookie);
  ASSERT_EQ(second["items"].size(), 1u);
  EXPECT_EQ(second["items"][0]["name"], "Ben");
  EXPECT_EQ(second["items"][0]["handle"], first["items"][0]["handle"]) << "the first of each space";
  EXPECT_EQ(second["items"][0]["space"], garden);
  EXPECT_EQ(second["items"][0]["space_name"], "Garden");
}

TEST(CityOperator, IsTheSamePersonInTheCityAndInTheConsole) {
  CityWorld city;
  const std::string cookie = city.administrate();
  auto client = city.enter("Steward", cookie);
  EXPECT_TRUE(client->has("\"moderator\":true"));
  const base::Json you = city.get("/api/operator/state", cookie)["you"];
  const base::Json people = city.get("/api/operator/people", cookie)["items"];
  ASSERT_EQ(people.size(), 1u);
  EXPECT_EQ(people[0]["person"], you["person"]);
  EXPECT_EQ(you["name"], "Steward");
}

TEST(CityOperator, GivesReasonsOfTwoHundredCharactersInAnyScript) {
  CityWorld city;
  const std::string cookie = city.administrate();
  auto troll = city.enter("Troll");
  const std::string person = city.get("/api/operator/people", cookie)["items"][0]["person"];
  const auto mute = [&](const std::string& reason) {
    return city.post("/api/sanctions", cookie,
                     {{"kind", "mute"}, {"person", person}, {"reason", reason}});
  };
  std::string reason;
  for (int i = 0; i < 200; ++i) reason += "长";
  EXPECT_TRUE(is_status(mute(reason), 201));
  EXPECT_TRUE(is_status(mute(reason + "江"), 400));
  EXPECT_TRUE(is_status(mute("\u202Emaps\n"), 201));
  EXPECT_EQ(city.get("/api/sanctions", cookie)["items"][0]["reason"], "maps")
      << "in the order it is read";
  EXPECT_TRUE(is_status(mute("\u202E"), 400));
}

TEST(CityOperator, ClosesReports) {
  CityWorld city;
  const std::string cookie = city.administrate();
  auto anna = city.enter("Anna");
  auto troll = city.enter("Troll");
  const int handle = city.get("/api/operator/people", cookie)["items"][1]["handle"];
  CityWorld::say(
      *anna,
      {{"type", "report"}, {"nonce", 3}, {"handle", handle}, {"reason", "spam"}, {"text", "!"}});
  city.run(seconds(1));
  const base::Json reports = city.get("/api/reports?open=true", cookie)["items"];
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0]["subject"]["name"], "Troll");
  EXPECT_FALSE(reports[0].contains("outcome"));
  const std::string path = "/api/reports/" + reports[0]["id"].get<std::string>() + "/decision";
  const std::string closing = base::dump_json({{"outcome", "warned"}, {"reason", "told"}});
  // Two operators who do not know of each other: both find it open before either is durable.
  city.file_executor.busy = true;
  const std::array both{city.connect(), city.connect()};
  for (const auto& client : both) {
    client->send("POST " + path + " HTTP/1.1\r\nHost: city\r\n" + cookie +
                 "Content-Length: " + std::to_string(closing.size()) + "\r\n\r\n" + closing);
  }
  city.run(seconds(1));
  city.file_executor.go_on();
  city.run(seconds(1));
  EXPECT_NE(both[0]->has("HTTP/1.1 204"), both[1]->has("HTTP/1.1 204"));
  EXPECT_NE(both[0]->has("\"conflict\""), both[1]->has("\"conflict\""));
  EXPECT_EQ(city.get("/api/reports", cookie)["items"][0]["outcome"], "warned");
  EXPECT_EQ(city.get("/api/reports?open=true", cookie)["items"].size(), 0u);
  EXPECT_TRUE(is_status(city.ask("POST", path, cookie, closing), 409));
}

TEST(CityOperator, NoVisitorIsToldWhereTheDataLies) {
  CityWorld city;
  const std::string& folder = city.world.store_world.folder;
  for (const char* name : {"/city.db", "/city.db-wal"})
    std::filesystem::resize_file(folder + name, 1);
  const std::string answer = city.ask("POST", "/api/session/by-link", "", R"({"token":"x"})");
  EXPECT_TRUE(is_status(answer, 503) && answer.find(folder) == std::string::npos) << answer;
  const std::string leaving = city.ask("DELETE", "/api/session", "Cookie: yc_session=x\r\n");
  EXPECT_TRUE(is_status(leaving, 503) && leaving.find(folder) == std::string::npos) << leaving;
}

// While the disk keeps the file executor busy, the shard serves everybody else.
TEST(CityOperator, IsAnsweredOnTheFileExecutor) {
  CityWorld city;
  const std::string cookie = city.administrate();
  const std::uint64_t before = city.world.store_world.store->last_position();
  city.file_executor.busy = true;
  auto client = city.connect();
  const std::string why = R"({"reason":"a second pair of eyes"})";
  client->send("POST /api/administrator-links HTTP/1.1\r\nHost: city\r\n" + cookie +
               "Content-Length: " + std::to_string(why.size()) + "\r\n\r\n" + why);
  city.run(seconds(1));
  EXPECT_EQ(client->got, "");
  EXPECT_EQ(city.world.store_world.store->last_position(), before);
  EXPECT_TRUE(is_status(city.ask("GET", "/healthz"), 200));
  city.file_executor.go_on();
  city.run(seconds(1));
  EXPECT_TRUE(client->has("/console#enter="));
  EXPECT_EQ(city.world.store_world.store->last_position(), before + 2)
      << "the link, and the record of it";
}

TEST(CityOperator, ChangesLiveSettingsOnlyAndStartsBackups) {
  CityWorld city;
  const std::string cookie = city.administrate();
  const auto set = [&](const char* name, const char* value) {
    return city.ask("PUT", "/api/settings/" + std::string(name), cookie,
                    base::dump_json({{"value", value}, {"reason", "a try"}}));
  };
  EXPECT_TRUE(is_status(set("chat.retention-days", "30"), 204));
  EXPECT_TRUE(is_status(set("chat.retention-days", "-1"), 400));
  EXPECT_TRUE(is_status(set("port", "1"), 409));
  EXPECT_TRUE(is_status(set("moon", "1"), 404));
  const base::Json settings = city.get("/api/settings?limit=200", cookie)["items"];
  EXPECT_EQ(settings.size(), base::all_settings().size());
  const auto changed = std::ranges::find_if(
      settings, [](const base::Json& row) { return row["name"] == "chat.retention-days"; });
  ASSERT_NE(changed, settings.end());
  EXPECT_EQ((*changed)["value"], "30");
  EXPECT_EQ((*changed)["changed"], true);
  const std::string backup = city.post("/api/backups", cookie, {{"reason", "before the fair"}});
  EXPECT_TRUE(is_status(backup, 201));
  EXPECT_EQ(CityWorld::body_of(backup)["file"], "city.backup");
  EXPECT_EQ(city.backups.made, 1);
  EXPECT_TRUE(is_status(city.post("/api/administrator-links", cookie, {{"reason", "x"}}), 201));
  EXPECT_TRUE(is_status(city.ask("DELETE", "/api/session", cookie), 204));
  EXPECT_TRUE(is_status(city.ask("GET", "/api/operator/state", cookie), 401));
}

}  // namespace
}  // namespace yc::gateway
