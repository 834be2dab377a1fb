// From a report to its decision, and to the appeal: who sees it, who decides, who is told.
#include "kernel/gateway/account_fixture.h"
#include "kernel/space/testing/templates.h"

namespace yc::gateway {
namespace {

class CasesTest : public ::testing::Test {
 protected:
  CasesTest() {
    space::testing::put_template(city.world, "plaza");
    chief = city.administrate();
    lin = sign_up("lin");
    witness = sign_up("witness");
    troll = sign_up("troll");
  }
  std::string sign_up(const std::string& name) { return gateway::sign_up(city, name); }
  std::string id_of(const std::string& cookie) {
    return city.get("/api/account", cookie).at("person");
  }
  std::string make_garden() {
    const base::Json made{{"name", "Garden"}, {"template_name", "plaza"}, {"visibility", "open"}};
    return city.body_of(city.post("/api/spaces", lin, made)).at("space");
  }
  void travel(Client& client, const std::string& to) {
    CityWorld::say(client, schema::Travel{to, "", 0}.to_json());
    city.run(seconds(1));
    CityWorld::say(client, schema::Arrived{}.to_json());
    city.run(milliseconds(200));
  }
  int handle_of(const std::string& name) {
    for (const PresentPerson& present : city.presence.all()) {
      const auto snapshot = present.space->latest();
      const auto* card = snapshot->roster().find(present.handle);
      if (card != nullptr && card->name == name) return present.handle;
    }
    return 0;
  }
  // The witness reports the troll, after they said something; in a space, or in the city.
  std::string report(const std::string& space = "") {
    witness_here = city.enter("witness", witness);
    troll_here = city.enter("troll", troll);
    if (!space.empty()) {
      travel(*witness_here, space);
      travel(*troll_here, space);
    }
    CityWorld::say(*troll_here,
                   schema::Say{7, schema::SayScope::space, 0, "buy my bridge"}.to_json());
    city.run(seconds(1));
    CityWorld::say(*witness_here, {{"type", "report"},
                                   {"nonce", 3},
                                   {"handle", handle_of("troll")},
                                   {"reason", "fraud"},
                                   {"text", "sells bridges"}});
    city.run(seconds(1));
    return city.get("/api/reports?open=true", chief).at("items").at(0).at("id");
  }
  std::string decide(const std::string& id, const std::string& cookie, base::Json body) {
    body["reason"] = "no bridges here";
    return city.post("/api/reports/" + id + "/decision", cookie, body);
  }
  std::vector<std::string> notices(const std::string& cookie) {
    std::vector<std::string> kinds;
    for (const base::Json& each : city.get("/api/notices", cookie).at("items"))
      kinds.push_back(each.at("kind"));
    return kinds;
  }

  CityWorld city;
  std::string chief, lin, witness, troll;
  std::unique_ptr<Client> witness_here, troll_here;
};

TEST_F(CasesTest, AReportIsTakenDecidedAndToldWithItsMeasureInOneMoment) {
  const std::string id = report();
  EXPECT_TRUE(
      is_status(city.post("/api/reports/" + id + "/take", chief, base::Json::object()), 204));
  const base::Json mine = city.get("/api/reports?mine=true", chief).at("items");
  ASSERT_EQ(mine.size(), 1u);
  EXPECT_EQ(mine.at(0).at("taken_by").at("name"), "Operator");
  const base::Json seen = city.get("/api/reports/" + id, chief);
  EXPECT_EQ(seen.at("report").at("text"), "sells bridges");
  EXPECT_EQ(seen.at("said").at(0).at("text"), "buy my bridge");
  const std::uint64_t before = city.world.store_world.store->last_position();
  EXPECT_TRUE(is_status(decide(id, chief, {{"outcome", "muted"}, {"minutes", 10}}), 204));
  EXPECT_EQ(city.world.store_world.store->last_position(), before + 4)
      << "measure and its record, decision and its record";
  EXPECT_TRUE(troll_here->has("\"act\":\"mute\""));
  EXPECT_EQ(notices(witness), std::vector<std::string>{"report_decided"});
  EXPECT_EQ(notices(troll), std::vector<std::string>{"measure_taken"});
  const base::Json decided = city.get("/api/reports?decided=true", chief).at("items").at(0);
  EXPECT_EQ(decided.at("rule"), "fraud") << "as reported";
  EXPECT_EQ(decided.at("outcome"), "muted");
  EXPECT_EQ(decided.at("decided_by").at("name"), "Operator");
  EXPECT_TRUE(is_status(decide(id, chief, {{"outcome", "banned"}}), 409)) << "once";
}

TEST_F(CasesTest, ReportMeasureAndAppealAreSeenTogether) {
  const std::string other = city.administrate();
  const std::string id = report();
  EXPECT_TRUE(is_status(
      decide(id, chief, {{"outcome", "limited"}, {"rule", "spam"}, {"minutes", 60}}), 204));
  const base::Json measure = city.get("/api/own-cases", troll).at("cases").at(0);
  const std::string placed = measure.at("sanction");
  EXPECT_EQ(measure.at("rule"), "spam") << "as decided, not as reported";
  EXPECT_TRUE(is_status(
      city.post("/api/own-cases/" + placed + "/appeal", troll, {{"text", "a joke"}}), 201));
  const base::Json chain = city.get("/api/reports/" + id, chief);
  EXPECT_EQ(chain.at("report").at("rule"), "spam");
  EXPECT_EQ(chain.at("sanctions").at(0).at("id"), placed);
  EXPECT_EQ(chain.at("sanctions").at(0).at("kind"), "limit");
  EXPECT_EQ(chain.at("appeals").at(0).at("text"), "a joke");
  const base::Json appeal = city.get("/api/appeals", other).at("items").at(0);
  EXPECT_EQ(appeal.at("report"), id);
  const std::string path = "/api/appeals/" + appeal.at("id").get<std::string>() + "/decision";
  const base::Json lifted{{"outcome", "lifted"}, {"reason", "it was a joke"}};
  EXPECT_TRUE(is_status(city.post(path, chief, lifted), 403)) << "who took the measure";
  EXPECT_TRUE(is_status(city.post(path, other, lifted), 204));
  const std::vector<std::string> told = notices(troll);
  EXPECT_NE(std::ranges::find(told, "appeal_decided"), told.end());
  EXPECT_EQ(city.get("/api/reports/" + id, chief).at("sanctions").at(0).at("in_force"), false);
}

TEST_F(CasesTest, WhoModeratesOneSpaceSeesAndDecidesItsCasesOnly) {
  const std::string garden = make_garden();
  const std::string here = report(garden);
  witness_here.reset();
  troll_here.reset();
  city.run(seconds(2));
  const std::string elsewhere = report();
  ASSERT_NE(here, elsewhere);
  EXPECT_TRUE(is_status(city.ask("GET", "/api/reports", lin), 403));
  const base::Json queue = city.get("/api/spaces/" + garden + "/reports", lin).at("items");
  ASSERT_EQ(queue.size(), 1u);
  EXPECT_EQ(queue.at(0).at("id"), here);
  EXPECT_TRUE(is_status(city.ask("GET", "/api/reports/" + elsewhere, lin), 404));
  EXPECT_TRUE(is_status(decide(elsewhere, lin, {{"outcome", "banned"}}), 404));
  EXPECT_TRUE(is_status(city.ask("GET", "/api/spaces/" + garden + "/reports", witness), 403));
  EXPECT_TRUE(is_status(decide(here, lin, {{"outcome", "banned"}}), 204));
  const base::Json measure = city.get("/api/own-cases", troll).at("cases").at(0);
  EXPECT_EQ(measure.at("space"), garden) << "no further than they may";
}

TEST_F(CasesTest, ABanDecidedFromAReportHoldsForWhoComesBackAsSomebodyNew) {
  witness_here = city.enter("witness", witness);
  auto guest = city.open_websocket();
  schema::Hello hello = space::testing::SpaceWorld::hello("Nobody");
  hello.device_hint = "the same browser";
  CityWorld::say(*guest, hello.to_json());
  city.run(seconds(1));
  CityWorld::say(*witness_here, {{"type", "report"},
                                 {"nonce", 3},
                                 {"handle", handle_of("Nobody")},
                                 {"reason", "fraud"},
                                 {"text", "sells bridges"}});
  city.run(seconds(1));
  const std::string id = city.get("/api/reports?open=true", chief).at("items").at(0).at("id");
  ASSERT_TRUE(is_status(decide(id, chief, {{"outcome", "banned"}}), 204));
  EXPECT_TRUE(guest->has("\"reason\":\"banned\""));
  auto again = city.open_websocket();
  CityWorld::say(*again, hello.to_json());  // without the token
  city.run(seconds(1));
  EXPECT_FALSE(again->has("\"type\":\"welcome\""));
  EXPECT_TRUE(again->has("\"reason\":\"banned\""));
}

TEST_F(CasesTest, NobodySeesOrDecidesAReportAboutThemselves) {
  const std::string garden = make_garden();
  const std::string everywhere = "/api/roles/" + id_of(troll) + "/moderator";
  const std::string id = report(garden);
  city.ask("PUT", everywhere, chief, R"({"reason":"knows the city"})");
  EXPECT_EQ(city.get("/api/reports", chief).at("items").size(), 1u);
  EXPECT_EQ(city.get("/api/reports", troll).at("items").size(), 0u);
  EXPECT_EQ(city.get("/api/spaces/" + garden + "/reports", troll).at("items").size(), 0u);
  EXPECT_TRUE(is_status(city.ask("GET", "/api/reports/" + id, troll), 404));
  EXPECT_TRUE(
      is_status(city.post("/api/reports/" + id + "/take", troll, base::Json::object()), 404));
  EXPECT_TRUE(is_status(decide(id, troll, {{"outcome", "no_action"}}), 404));
}

TEST_F(CasesTest, PrivateLinesOfOtherSpacesAreShownOnlyToThoseWhoKeepOrderInTheCity) {
  witness_here = city.enter("witness", witness);
  troll_here = city.enter("troll", troll);
  const auto whisper = [&](const std::string& text) {
    const schema::Say line{7, schema::SayScope::direct, handle_of("witness"), text};
    CityWorld::say(*troll_here, line.to_json());
    city.run(seconds(1));
  };
  whisper("said in the city");
  witness_here.reset();
  troll_here.reset();
  city.run(seconds(2));
  const std::string id = report(make_garden());
  whisper("said after the report");
  const auto texts = [&](const std::string& cookie) {
    std::vector<std::string> out;
    for (const base::Json& line : city.get("/api/reports/" + id, cookie).at("said"))
      out.push_back(line.at("text"));
    return out;
  };
  EXPECT_EQ(texts(lin), std::vector<std::string>{"buy my bridge"});
  EXPECT_EQ(texts(chief), (std::vector<std::string>{"said in the city", "buy my bridge"}));
}

TEST_F(CasesTest, WhoWasWarnedOrAskedToLeaveAndToldOfItAppeals) {
  for (const char* kind : {"warn", "kick"}) {
    auto here = city.enter("troll", troll);
    const std::string placed = city.body_of(city.post(
        "/api/sanctions", chief,
        {{"kind", kind}, {"person", id_of(troll)}, {"reason", "mind the rules"}}))["sanction"];
    city.run(seconds(1));
    EXPECT_TRUE(here->has("mind the rules"));
    const std::string appeal =
        city.post("/api/own-cases/" + placed + "/appeal", troll, {{"text", "it was not me"}});
    EXPECT_TRUE(is_status(appeal, 201)) << kind << appeal;
    here.reset();
    city.run(seconds(2));
  }
}

TEST_F(CasesTest, AWarningIsToldAtOnceOrWhenTheyComeBackAndOnce) {
  const auto warn = [&](const std::string& reason) {
    return city.post("/api/sanctions", chief,
                     {{"kind", "warn"}, {"person", id_of(troll)}, {"reason", reason}});
  };
  EXPECT_TRUE(is_status(warn("mind the rules"), 201));
  auto back = city.enter("troll", troll);
  city.run(seconds(1));
  EXPECT_TRUE(back->has("mind the rules"));
  EXPECT_TRUE(is_status(warn("a second time"), 201));
  EXPECT_TRUE(back->has("a second time"));
  back.reset();
  city.run(seconds(2));
  auto again = city.enter("troll", troll);
  city.run(seconds(1));
  EXPECT_FALSE(again->has("\"act\":\"warn\""));
  city.post("/api/sanctions", chief,
            {{"kind", "limit"}, {"person", id_of(troll)}, {"minutes", 9}, {"reason", "only look"}});
  city.run(seconds(1));
  EXPECT_TRUE(again->has("only look"));
}

}  // namespace
}  // namespace yc::gateway
