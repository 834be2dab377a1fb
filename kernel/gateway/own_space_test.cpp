// Spaces of one's own over the API, and what the city makes of them.
#include "kernel/gateway/account_fixture.h"
#include "kernel/space/testing/templates.h"

namespace yc::gateway {
namespace {

class OwnSpaceTest : public ::testing::Test {
 protected:
  OwnSpaceTest() {
    space::testing::put_template(city.world, "plaza");
    lin = sign_up("lin");
  }

  std::string sign_up(const std::string& name) { return gateway::sign_up(city, name); }
  std::string make(const std::string& cookie, const std::string& visibility = "closed") {
    const std::string answer =
        city.post("/api/spaces", cookie,
                  {{"name", "Garden"}, {"template_name", "plaza"}, {"visibility", visibility}});
    EXPECT_TRUE(is_status(answer, 201)) << answer;
    return city.body_of(answer)["space"].get<std::string>();
  }
  std::string call(const std::string& method, const std::string& path, const std::string& cookie,
                   const base::Json& body = base::Json::object()) {
    return city.ask(method, path, cookie, base::dump_json(body));
  }
  // The token of a new invitation.
  std::pair<std::string, std::string> invite(const std::string& space, int uses = 1) {
    const std::string answer =
        city.post("/api/spaces/" + space + "/invitations", lin, {{"uses", uses}});
    EXPECT_TRUE(is_status(answer, 201)) << answer;
    const base::Json made = city.body_of(answer);
    const std::string path = made["path"];
    return {made["invitation"], path.substr(path.find('=') + 1)};
  }
  std::string redeem(const std::string& cookie, const std::string& token,
                     const std::string& guest_token = "") {
    return city.post("/api/invitations/redeem", cookie,
                     {{"token", token}, {"guest_token", guest_token}});
  }
  std::string give(const std::string& space, const std::string& account, const std::string& right) {
    return city.post("/api/spaces/" + space + "/grants", lin,
                     {{"account_name", "@" + account}, {"rights", {right}}});
  }
  void travel(Client& client, const std::string& to) {
    CityWorld::say(client, schema::Travel{to, "", 0}.to_json());
    city.run(seconds(1));
    CityWorld::say(client, schema::Arrived{}.to_json());
    city.run(milliseconds(200));
  }
  void say(Client& client, const std::string& text) {
    CityWorld::say(client, schema::Say{7, schema::SayScope::space, 0, text}.to_json());
    city.run(seconds(1));
  }
  static std::string token_of(const Client& client) {
    const auto start = client.got.find("\"token\":\"") + 9;
    return client.got.substr(start, client.got.find('"', start) - start);
  }
  int handle_of(const std::string& name) {
    for (const PresentPerson& present : city.presence.all()) {
      const auto snapshot = present.space->latest();
      const auto* card = snapshot->roster().find(present.handle);
      if (card != nullptr && card->name == name) return present.handle;
    }
    ADD_FAILURE() << name << " is nowhere";
    return 0;
  }

  CityWorld city;
  std::string lin;  // the owner's cookie
};

TEST_F(OwnSpaceTest, BelongsToWhoMadeIt) {
  const std::string garden = make(lin);
  const base::Json seen = city.get("/api/spaces/" + garden, lin);
  EXPECT_EQ(seen["space"]["name"], "Garden");
  EXPECT_EQ(seen["space"]["owner"]["name"], "lin");
  const base::Json may = seen["may"];
  EXPECT_NE(std::ranges::find(may, "change_space"), may.end());
  EXPECT_EQ(city.get("/api/account/spaces", lin)["spaces"].size(), 1u);
  EXPECT_EQ(city.get("/api/spaces", "")["items"].size(), 0u) << "closed ones are not listed";
  EXPECT_TRUE(
      is_status(city.post("/api/spaces", "", {{"name", "x"}, {"template_name", "plaza"}}), 401));
}

TEST_F(OwnSpaceTest, IsChangedByItsOwnerAndNotByAStranger) {
  const std::string garden = make(lin, "open");
  const std::string mei = sign_up("meimei");
  const std::string path = "/api/spaces/" + garden;
  for (const auto& [method, end, body] :
       std::vector<std::tuple<std::string, std::string, base::Json>>{
           {"PATCH", "", {{"name", "Mine now"}}},
           {"PUT", "/slow-mode", {{"seconds", 5}}},
           {"PUT", "/charter", {{"text", "x"}}},
           {"POST", "/notices", {{"text", "x"}}},
           {"POST", "/archive", base::Json::object()},
           {"POST", "/portals", {{"x", 0}, {"y", 0}, {"z", 0}, {"radius_m", 1}}},
           {"POST", "/invitations", base::Json::object()},
           {"POST", "/grants", {{"everyone", true}, {"rights", {"create"}}}},
           {"POST", "/copy", {{"name", "Copy"}}}}) {
    EXPECT_TRUE(is_status(call(method, path + end, mei, body), 403)) << method << end;
    const std::string own = call(method, path + end, lin, body);
    EXPECT_TRUE(own.starts_with("HTTP/1.1 20")) << method << end << own;
    if (end == "/archive") call("POST", path + "/restore", lin);
  }
  const base::Json seen = city.get(path, mei);
  EXPECT_EQ(seen["space"]["name"], "Mine now");
  EXPECT_EQ(seen["slow_mode_s"], 5);
  EXPECT_EQ(seen["charter"], "x");
  EXPECT_EQ(seen["notices"][0]["text"], "x");
  EXPECT_EQ(city.get("/api/spaces", "")["items"][0]["name"], "Mine now");
  EXPECT_EQ(city.get(path + "/portals", "")["portals"].size(), 1u);
}

TEST_F(OwnSpaceTest, ThatIsClosedRefusesAStrangerWithItsReason) {
  const std::string garden = make(lin);
  auto mei = city.enter("Mei");
  travel(*mei, garden);
  EXPECT_TRUE(mei->has("\"reason\":\"denied\""));
  EXPECT_TRUE(is_status(city.ask("GET", "/api/spaces/" + garden), 403));
  const base::Json why = city.get("/api/spaces/" + garden + "/why/visit_space", "");
  EXPECT_EQ(why["allowed"], false);
  EXPECT_FALSE(why["steps"][0]["zh"].get<std::string>().empty());
  EXPECT_EQ(city.get("/api/spaces/" + garden + "/why/visit_space", lin)["allowed"], true);
}

TEST_F(OwnSpaceTest, AnInvitationLetsInOnce) {
  const std::string garden = make(lin);
  const auto [id, token] = invite(garden);
  auto mei = city.enter("Mei");
  const std::string kept = token_of(*mei);
  EXPECT_TRUE(is_status(redeem("", token), 401)) << "nobody";
  EXPECT_TRUE(is_status(redeem("", token, kept), 200));
  EXPECT_TRUE(is_status(redeem("", token, kept), 200)) << "again by the same: nothing used up";
  travel(*mei, garden);
  EXPECT_TRUE(mei->has("\"title\":\"Garden\""));
  EXPECT_TRUE(is_status(
      city.ask("GET", "/api/manifests/" + garden, "X-Guest-Token: " + kept + "\r\n"), 200));
  EXPECT_TRUE(is_status(city.ask("GET", "/api/manifests/" + garden), 403));
  EXPECT_EQ(city.get("/api/spaces/" + garden, "X-Guest-Token: " + kept + "\r\n")["space"]["name"],
            "Garden");
  auto ben = city.enter("Ben");
  EXPECT_TRUE(is_status(redeem("", token, token_of(*ben)), 410));
  const base::Json list = city.get("/api/spaces/" + garden + "/invitations", lin)["invitations"];
  EXPECT_EQ(list[0]["used"], 1);
  EXPECT_EQ(list[0]["works"], false);
}

TEST_F(OwnSpaceTest, ARevokedOrPassedInvitationLetsNobodyIn) {
  const std::string garden = make(lin);
  const auto [id, token] = invite(garden, 5);
  EXPECT_TRUE(is_status(call("DELETE", "/api/spaces/" + garden + "/invitations/" + id, lin), 204));
  const std::string mei = sign_up("meimei");
  EXPECT_TRUE(is_status(redeem(mei, token), 410));
  EXPECT_TRUE(is_status(redeem(mei, "no-such-token"), 410));
  const base::Json short_one =
      city.body_of(city.post("/api/spaces/" + garden + "/invitations", lin, {{"minutes", 1}}));
  city.run(seconds(61));
  const std::string path = short_one["path"];
  EXPECT_TRUE(is_status(redeem(mei, path.substr(path.find('=') + 1)), 410));
}

TEST_F(OwnSpaceTest, ItsOwnerLetsSomebodyBuildAndTakesItBack) {
  const std::string garden = make(lin, "open");
  const std::string mei = sign_up("meimei");
  const std::string why = "/api/spaces/" + garden + "/why/edit_scene";
  EXPECT_EQ(city.get(why, mei)["allowed"], false);
  const std::string given = give(garden, "meimei", "create");
  ASSERT_TRUE(is_status(given, 201)) << given;
  EXPECT_EQ(city.get(why, mei)["allowed"], true);
  EXPECT_TRUE(is_status(give(garden, "nobody_here", "create"), 404));
  EXPECT_TRUE(is_status(give(garden, "meimei", "fly"), 400));
  EXPECT_EQ(city.get("/api/account/spaces", mei)["spaces"].size(), 1u);
  const base::Json grants = city.get("/api/spaces/" + garden + "/grants", lin)["grants"];
  ASSERT_EQ(grants.size(), 2u);
  EXPECT_EQ(grants[0]["founding"], true);
  EXPECT_EQ(grants[1]["account_name"], "meimei");
  const std::string grant = grants[1]["id"];
  EXPECT_TRUE(is_status(call("DELETE", "/api/spaces/" + garden + "/grants/" + grant, lin), 204));
  EXPECT_EQ(city.get(why, mei)["allowed"], false);
}

TEST_F(OwnSpaceTest, ItsOwnerLearnsNothingOfSomebodysSanctionsAgeOrTier) {
  const std::string garden = make(lin, "open");
  const std::string chief = city.administrate();
  const std::string mei = sign_up("meimei");
  const std::string person = city.get("/api/account", mei).at("person");
  const std::string why = "/api/spaces/" + garden + "/why/";
  const std::string visit = why + "visit_space?person=" + person;
  EXPECT_EQ(city.get(visit, lin)["allowed"], true);
  ASSERT_TRUE(is_status(
      city.post("/api/sanctions", chief,
                {{"kind", "ban"}, {"person", person}, {"reason", "a quarrel of their own"}}),
      201));
  const base::Json told = city.get(visit, lin);
  EXPECT_EQ(told["allowed"], false);
  ASSERT_EQ(told["steps"].size(), 1u);
  EXPECT_EQ(told["steps"][0]["en"], "This person may not, for a reason of their own.");
  EXPECT_NE(city.get(visit, chief)["steps"][0]["en"].get<std::string>().find("a quarrel"),
            std::string::npos)
      << "those who keep order in the city hear it";
  EXPECT_NE(
      city.get(why + "visit_space", mei)["steps"][0]["en"].get<std::string>().find("a quarrel"),
      std::string::npos)
      << "and who it is about";
  const std::string edit = city.get(why + "edit_scene?person=" + person, lin)["steps"][0]["en"];
  EXPECT_EQ(edit, "Whoever wants to build here needs this right on this space: create.");
  for (const char* act : {"speak_near", "make_organisation", "enter"})  // mute, age and tier, ban
    EXPECT_TRUE(is_status(city.ask("GET", why + act + "?person=" + person, lin), 403)) << act;
}

TEST_F(OwnSpaceTest, WhoModeratesThereMutesThereAndNotInTheCity) {
  const std::string garden = make(lin, "open");
  const std::string mei = sign_up("meimei");
  ASSERT_TRUE(is_status(give(garden, "meimei", "moderate"), 201));
  auto moderator = city.enter("meimei", mei);
  auto troll = city.enter("Troll");
  const auto mute = [&] {
    moderator->got.clear();
    CityWorld::say(
        *moderator,
        schema::Moderate{9, handle_of("Troll"), schema::ModerateAct::mute, 5, "noise"}.to_json());
    city.run(seconds(1));
  };
  mute();
  EXPECT_TRUE(moderator->has("\"reason\":\"denied\""));
  travel(*moderator, garden);
  travel(*troll, garden);
  mute();
  EXPECT_TRUE(moderator->has("\"type\":\"said\""));
  troll->got.clear();
  say(*troll, "noise");
  EXPECT_TRUE(troll->has("\"reason\":\"muted\""));
  travel(*troll, "city");
  troll->got.clear();
  say(*troll, "free again");
  EXPECT_TRUE(troll->has("\"type\":\"said\""));
}

TEST_F(OwnSpaceTest, WhomTheOwnerBansStaysOutOfItButNotOfTheCity) {
  const std::string garden = make(lin, "open");
  auto owner = city.enter("lin", lin);
  auto troll = city.enter("Troll");
  travel(*owner, garden);
  travel(*troll, garden);
  const std::string kept = token_of(*troll);
  CityWorld::say(
      *owner,
      schema::Moderate{9, handle_of("Troll"), schema::ModerateAct::ban, 0, "spoiled it"}.to_json());
  city.run(seconds(3));
  EXPECT_TRUE(troll->closed);
  EXPECT_FALSE(owner->closed) << "who shares the address with them";
  auto again = city.open_websocket();
  schema::Hello hello = space::testing::SpaceWorld::hello("Troll");
  hello.token = kept;
  CityWorld::say(*again, hello.to_json());
  city.run(seconds(1));
  EXPECT_TRUE(again->has("\"type\":\"welcome\""));
  travel(*again, garden);
  EXPECT_TRUE(again->has("\"reason\":\"banned\""));
  EXPECT_TRUE(again->has("spoiled it"));
}

TEST_F(OwnSpaceTest, ArchivingSendsPeopleToTheCityUntilItIsRestored) {
  const std::string garden = make(lin, "open");
  auto mei = city.enter("Mei");
  travel(*mei, garden);
  mei->got.clear();
  EXPECT_TRUE(is_status(call("POST", "/api/spaces/" + garden + "/archive", lin), 204));
  city.run(seconds(1));
  EXPECT_TRUE(mei->has("\"reason\":\"space_closed\""));
  EXPECT_EQ(city.world.space->latest()->size(), 1u);
  EXPECT_TRUE(is_status(city.ask("GET", "/api/spaces/" + garden), 404));
  EXPECT_EQ(city.get("/api/spaces/" + garden, lin)["space"]["archived"], true);
  EXPECT_TRUE(is_status(call("POST", "/api/spaces/" + garden + "/restore", lin), 204));
  travel(*mei, garden);
  EXPECT_TRUE(mei->has("\"title\":\"Garden\""));
}

TEST_F(OwnSpaceTest, SendsToTheCityWhoMayNotBeInItAnyMore) {
  const std::string garden = make(lin, "open");
  const std::string mei_account = sign_up("meimei");
  auto owner = city.enter("lin", lin);
  auto mei = city.enter("meimei", mei_account);
  auto stranger = city.enter("Stranger");
  for (Client* client : {owner.get(), mei.get(), stranger.get()}) travel(*client, garden);
  const std::string given = give(garden, "meimei", "visit");
  EXPECT_TRUE(is_status(given, 201));
  EXPECT_EQ(city.world.space->latest()->size(), 0u);

  EXPECT_TRUE(
      is_status(call("PATCH", "/api/spaces/" + garden, lin, {{"visibility", "closed"}}), 204));
  city.run(milliseconds(500));
  EXPECT_TRUE(stranger->has("\"reason\":\"visit_ended\""));
  EXPECT_FALSE(stranger->closed);
  EXPECT_FALSE(mei->has("\"reason\":\"visit_ended\""));
  EXPECT_EQ(city.world.space->latest()->size(), 1u);

  const std::string grant = city.body_of(given)["grant"];
  EXPECT_TRUE(is_status(call("DELETE", "/api/spaces/" + garden + "/grants/" + grant, lin), 204));
  city.run(milliseconds(500));
  EXPECT_TRUE(mei->has("\"reason\":\"visit_ended\""));
  EXPECT_FALSE(owner->has("\"reason\":\"visit_ended\""));
  EXPECT_EQ(city.world.space->latest()->size(), 2u);
}

// Within the sweeps that come by every open space: here there is one.
TEST_F(OwnSpaceTest, SendsToTheCityWhoseGrantEndedByItsHour) {
  const std::string garden = make(lin);
  const std::string mei_account = sign_up("meimei");
  const std::int64_t until = city.world.scheduler().wall().unix_ms + 5000;
  EXPECT_TRUE(is_status(
      city.post("/api/spaces/" + garden + "/grants", lin,
                {{"account_name", "meimei"}, {"rights", {"visit"}}, {"until_unix_ms", until}}),
      201));
  auto mei = city.enter("meimei", mei_account);
  travel(*mei, garden);
  EXPECT_TRUE(mei->has("\"title\":\"Garden\""));
  EXPECT_FALSE(mei->has("\"reason\":\"visit_ended\""));
  city.run(seconds(7));
  EXPECT_TRUE(mei->has("\"reason\":\"visit_ended\""));
  EXPECT_EQ(city.world.space->latest()->size(), 1u);
}

TEST_F(OwnSpaceTest, SlowChatTellsHowLongToWaitAndLeavesTheOwnerFree) {
  const std::string garden = make(lin, "open");
  call("PUT", "/api/spaces/" + garden + "/slow-mode", lin, {{"seconds", 30}});
  auto owner = city.enter("lin", lin);
  auto mei = city.enter("Mei");
  for (Client* client : {owner.get(), mei.get()}) travel(*client, garden);
  say(*mei, "one");
  mei->got.clear();
  city.run(milliseconds(100));
  say(*mei, "two");  // a little more than a second after the first
  EXPECT_TRUE(mei->has("\"reason\":\"slow_mode\""));
  EXPECT_TRUE(mei->has("\"retry_after_s\":29"));
  city.run(seconds(29));
  mei->got.clear();
  say(*mei, "three");
  EXPECT_TRUE(mei->has("\"type\":\"said\""));
  say(*owner, "one");
  owner->got.clear();
  say(*owner, "two");
  EXPECT_TRUE(owner->has("\"type\":\"said\""));
}

}  // namespace
}  // namespace yc::gateway
