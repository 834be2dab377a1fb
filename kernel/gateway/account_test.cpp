// Accounts and people by the API, with a whole city behind it.
#include "kernel/gateway/city_fixture.h"
#include "schema/reasons.h"

namespace yc::gateway {
namespace {

constexpr const char* kWhy = R"({"reason":"a test"})";
constexpr const char* kPassword = "three herons by the lake";

class AccountApiTest : public ::testing::Test {
 protected:
  // The session cookie of somebody new.
  std::string sign_up(const std::string& name, const std::string& guest_token = "") {
    const std::string answer = city.post("/api/sign-up", "",
                                         {{"account_name", name},
                                          {"display_name", name},
                                          {"look", "7"},
                                          {"guest_token", guest_token},
                                          {"password", kPassword}});
    EXPECT_NE(answer.find("201 Created"), std::string::npos) << answer;
    return cookie_of(answer);
  }
  static std::string cookie_of(const std::string& answer) {
    const auto start = answer.find("yc_session=");
    EXPECT_NE(start, std::string::npos) << answer;
    return "Cookie: " + answer.substr(start, answer.find(';', start) - start) + "\r\n";
  }
  static int status_of(const std::string& answer) { return std::stoi(answer.substr(9, 3)); }
  std::string person_of(const std::string& cookie) {
    return city.get("/api/account", cookie).at("person").get<std::string>();
  }
  std::string reason_of(const std::string& answer) {
    return CityWorld::body_of(answer).at("reason").get<std::string>();
  }
  std::string sign_in(const std::string& name, const std::string& password) {
    return city.post("/api/session/by-password", "",
                     {{"account_name", name}, {"password", password}});
  }

  CityWorld city;
};

TEST_F(AccountApiTest, WhoSignsUpEntersTheCityAsThemselves) {
  const std::string cookie = sign_up("lotus");
  const base::Json account = city.get("/api/account", cookie);
  EXPECT_EQ(account.at("account_name"), "lotus");
  EXPECT_EQ(account.at("has_password"), true);
  auto client = city.enter("Lotus", cookie);
  EXPECT_EQ(city.presence.all().at(0).actor.person.value,
            std::stoull(account.at("person").get<std::string>()));
  EXPECT_TRUE(client->has("\"token\":\"\"")) << "a session needs no guest's token";
}

TEST_F(AccountApiTest, AGuestWhoSignsUpStaysThePersonTheyWere) {
  auto guest = city.enter("Ming");
  const base::PrincipalId person = city.presence.all().at(0).actor.person;
  const auto at = guest->got.find("\"token\":\"") + 9;
  const std::string token = guest->got.substr(at, 64);
  const std::string cookie = sign_up("ming", token);
  EXPECT_EQ(person_of(cookie), std::to_string(person.value));
  EXPECT_FALSE(city.world.identity->guest_of(token)) << "the token opens nothing any more";
}

TEST_F(AccountApiTest, AWrongPasswordIsRefusedInTheLanguageOfWhoAsks) {
  sign_up("lotus");
  EXPECT_EQ(status_of(sign_in("lotus", kPassword)), 200);
  EXPECT_EQ(reason_of(sign_in("lotus", "not that one at all")), "wrong_credentials");
  EXPECT_EQ(reason_of(sign_in("nobody_here", "not that one at all")), "wrong_credentials");
  const std::string chinese =
      city.post("/api/session/by-password", "Accept-Language: zh\r\n",
                {{"account_name", "lotus"}, {"password", "not that one at all"}});
  EXPECT_EQ(CityWorld::body_of(chinese).at("title"),
            schema::text_of(schema::Reason::wrong_credentials, schema::Language::zh).title);
}

TEST_F(AccountApiTest, ASessionThatIsEndedClosesItsConnectionWithinASecond) {
  const std::string phone = sign_up("lotus");
  const std::string laptop = cookie_of(sign_in("lotus", kPassword));
  auto on_phone = city.enter("Lotus", phone);
  const base::Json ended = CityWorld::body_of(
      city.post("/api/account/sessions/end-others", laptop, base::Json::object()));
  EXPECT_EQ(ended.at("ended"), 1);
  city.run(seconds(1));
  EXPECT_TRUE(on_phone->has("signed_out"));
  EXPECT_EQ(city.presence.size(), 0u);
  EXPECT_EQ(status_of(city.ask("GET", "/api/account", phone)), 401);
  EXPECT_EQ(status_of(city.ask("GET", "/api/account", laptop)), 200);
}

TEST_F(AccountApiTest, AKeyDoesNoMoreThanItWasMadeFor) {
  const std::string cookie = sign_up("lotus");
  const base::Json made = CityWorld::body_of(
      city.post("/api/account/keys", cookie, {{"label", "robot"}, {"scopes", {"speak"}}}));
  const std::string key = "Authorization: Bearer " + made.at("token").get<std::string>() + "\r\n";
  EXPECT_EQ(status_of(city.ask("GET", "/api/friends", key)), 200);
  EXPECT_EQ(reason_of(city.ask("GET", "/api/account", key)), "key_scope");
  EXPECT_EQ(status_of(city.ask("GET", "/api/account/keys", key)), 401) << "not with a key";
  const std::string path = "/api/account/keys/" + made.at("key").get<std::string>();
  EXPECT_EQ(status_of(city.ask("DELETE", path, cookie)), 204);
  EXPECT_EQ(reason_of(city.ask("GET", "/api/friends", key)), "key_unknown");
}

TEST_F(AccountApiTest, FriendsFindEachOtherAndWriteWhileOneIsAway) {
  const std::string anna = sign_up("anna");
  const std::string ming = sign_up("ming");
  const std::string annas_id = person_of(anna);
  const std::string mings_id = person_of(ming);
  EXPECT_EQ(CityWorld::body_of(city.post("/api/friends", anna, {{"person", mings_id}})).at("state"),
            "asked_by_me");
  EXPECT_EQ(city.get("/api/notices", ming).at("items").at(0).at("kind"), "friend_asked");
  EXPECT_EQ(CityWorld::body_of(
                city.post("/api/friends/" + annas_id + "/accept", ming, base::Json::object()))
                .at("state"),
            "friends");
  EXPECT_EQ(status_of(city.post("/api/messages", anna, {{"person", mings_id}, {"text", "你好"}})),
            201);
  const base::Json talks = city.get("/api/talks", ming).at("talks");
  ASSERT_EQ(talks.size(), 1u);
  EXPECT_EQ(talks.at(0).at("unread"), 1);
  EXPECT_EQ(talks.at(0).at("last_text"), "你好");
  EXPECT_EQ(city.get("/api/friends", anna).at("friends").at(0).at("here"), false);
  auto here = city.enter("Ming", ming);
  EXPECT_EQ(city.get("/api/friends", anna).at("friends").at(0).at("here"), true);
  EXPECT_EQ(status_of(city.ask("PUT", "/api/privacy", ming,
                               R"({"reach":"everyone","presence":"nobody","follow":"friends",)"
                               R"("found":"everyone"})")),
            204);
  EXPECT_EQ(city.get("/api/friends", anna).at("friends").at(0).at("here"), false);
}

TEST_F(AccountApiTest, AfterABanNoDoorOpensForThatPersonAcrossReconnects) {
  const std::string chief = city.administrate();
  const std::string loud = sign_up("loud");
  const std::string id = person_of(loud);
  auto client = city.enter("Loud", loud);
  EXPECT_EQ(status_of(city.post("/api/sanctions", chief,
                                {{"kind", "ban"}, {"person", id}, {"reason", "too loud"}})),
            201);
  city.run(seconds(1));
  EXPECT_TRUE(client->has("banned"));
  EXPECT_EQ(city.presence.size(), 0u);
  auto again = city.open_websocket(loud);
  CityWorld::say(*again, space::testing::SpaceWorld::hello("Loud").to_json());
  city.run(seconds(1));
  EXPECT_TRUE(again->has("banned"));
  EXPECT_FALSE(again->has("\"type\":\"welcome\""));
  // Signing in again opens no more; one's own data stays one's own.
  const std::string anew = cookie_of(sign_in("loud", kPassword));
  EXPECT_EQ(reason_of(city.ask("GET", "/api/friends", anew)), "banned");
  EXPECT_EQ(reason_of(city.post("/api/groups", anew, {{"name", "Louder"}})), "banned");
  EXPECT_EQ(status_of(city.ask("GET", "/api/account/export", anew)), 200);
}

TEST_F(AccountApiTest, ABannedPersonAppealsAndSomebodyElseDecides) {
  const std::string chief = city.administrate();
  const std::string other = city.administrate();
  const std::string loud = sign_up("loud");
  const std::string placed =
      city.post("/api/sanctions", chief,
                {{"kind", "ban"}, {"person", person_of(loud)}, {"reason", "too loud"}});
  ASSERT_EQ(status_of(placed), 201) << placed;
  const std::string own = cookie_of(sign_in("loud", kPassword));
  const base::Json cases = city.get("/api/own-cases", own).at("cases");
  ASSERT_EQ(cases.size(), 1u);
  EXPECT_EQ(cases.at(0).at("reason"), "too loud");
  const std::string path = "/api/own-cases/" + cases.at(0).at("sanction").get<std::string>();
  EXPECT_EQ(status_of(city.post(path + "/appeal", own, {{"text", "I only sang"}})), 201);
  EXPECT_EQ(reason_of(city.post(path + "/appeal", own, {{"text", "again"}})), "conflict");
  const base::Json appeal = city.get("/api/appeals?open=true", other).at("items").at(0);
  EXPECT_EQ(appeal.at("text"), "I only sang");
  const std::string decide = "/api/appeals/" + appeal.at("id").get<std::string>() + "/decision";
  const base::Json lifted{{"outcome", "lifted"}, {"reason", "a song is no noise"}};
  EXPECT_EQ(status_of(city.post(decide, chief, lifted)), 403) << "who took the measure";
  EXPECT_EQ(status_of(city.post(decide, other, lifted)), 204);
  EXPECT_EQ(status_of(city.ask("GET", "/api/friends", own)), 200);
  EXPECT_EQ(city.get("/api/own-cases", own).at("cases").at(0).at("note"), "a song is no noise");
}

TEST_F(AccountApiTest, RolesAreGivenAndTakenBackAtOnce) {
  const std::string chief = city.administrate();
  const std::string ming = sign_up("ming");
  const std::string role = "/api/roles/" + person_of(ming) + "/moderator";
  EXPECT_EQ(status_of(city.ask("GET", "/api/roles", ming)), 403);
  EXPECT_EQ(status_of(city.ask("PUT", role, chief, kWhy)), 204);
  EXPECT_EQ(city.get("/api/roles", ming).at("holders").size(), 2u);
  EXPECT_EQ(status_of(city.ask("PUT", role, ming, kWhy)), 403) << "moderators give no roles";
  EXPECT_EQ(status_of(city.ask("DELETE", role, chief, kWhy)), 204);
  EXPECT_EQ(status_of(city.ask("GET", "/api/roles", ming)), 403);
  EXPECT_EQ(reason_of(city.ask("DELETE", "/api/roles/" + person_of(chief) + "/administrator", chief,
                               kWhy)),
            "conflict")
      << "the last administrator";
}

TEST_F(AccountApiTest, AnOrganisationTakesInAMemberByTheAccountName) {
  const std::string lin = sign_up("lin"), mei = sign_up("Meimei");
  const std::string made = city.post("/api/organisations", lin, {{"name", "Lake Society"}});
  const std::string id = CityWorld::body_of(made).at("organisation");
  const std::string members = "/api/organisations/" + id + "/members";
  const auto add = [&](const std::string& cookie, const std::string& name) {
    return city.post(members, cookie, {{"account_name", name}, {"role", "member"}});
  };
  EXPECT_EQ(status_of(add(lin, "nobody_here")), 404);
  const base::Json added = CityWorld::body_of(add(lin, "@meiMEI"));
  EXPECT_EQ(added["member"]["person"]["person"], person_of(mei));
  EXPECT_EQ(city.get(members, mei)["members"].size(), 2u);
  EXPECT_EQ(city.get("/api/organisations", mei)["organisations"][0]["name"], "Lake Society");
  EXPECT_EQ(status_of(add(mei, "lin")), 403) << "a plain member brings nobody in";
}

TEST_F(AccountApiTest, WhoAsksToBeVerifiedSeesWhatBecomesOfIt) {
  const std::string lin = sign_up("lin");
  const std::string staff = city.administrate();
  EXPECT_EQ(city.get("/api/account", lin)["tier"], "citizen");
  const std::string made = city.post("/api/organisations", lin, {{"name", "Lake Society"}});
  const std::string organisation = CityWorld::body_of(made).at("organisation");
  const auto ask = [&](const std::string& principal, const std::string& kind) {
    return city.post(
        "/api/verifications", lin,
        {{"principal", principal}, {"kind", kind}, {"statement", "We meet on Fridays"}});
  };
  EXPECT_EQ(status_of(ask(organisation, "organisation")), 201);
  const base::Json waiting = city.get("/api/account/verifications", lin)["requests"];
  ASSERT_EQ(waiting.size(), 1u);
  EXPECT_EQ(waiting[0]["state"], "waiting");
  EXPECT_EQ(waiting[0]["principal"]["name"], "Lake Society");
  EXPECT_EQ(city.get("/api/organisations", lin)["organisations"][0]["verified"], false);

  const std::string request = waiting[0]["id"];
  EXPECT_EQ(status_of(city.post("/api/verifications/" + request + "/decision", staff,
                                {{"granted", true}, {"reason", "Seen the papers"}})),
            204);
  const base::Json decided = city.get("/api/account/verifications", lin)["requests"];
  EXPECT_EQ(decided[0]["state"], "granted");
  EXPECT_EQ(decided[0]["note"], "Seen the papers");
  EXPECT_EQ(city.get("/api/organisations", lin)["organisations"][0]["verified"], true);
}

TEST_F(AccountApiTest, AClosedAccountIsGoneAtOnce) {
  const std::string cookie = sign_up("lotus");
  auto client = city.enter("Lotus", cookie);
  EXPECT_EQ(status_of(city.ask("DELETE", "/api/account", cookie)), 204);
  city.run(seconds(1));
  EXPECT_EQ(city.presence.size(), 0u);
  EXPECT_EQ(status_of(city.ask("GET", "/api/account", cookie)), 401);
  EXPECT_EQ(reason_of(sign_in("lotus", kPassword)), "wrong_credentials");
  sign_up("lotus");  // the name is free again
}

TEST_F(AccountApiTest, ActsOfOnePersonComeAtARateWhateverConnectionTheyTake) {
  const std::string lin = sign_up("lin");
  const std::string mei = sign_up("mei");
  city.run(seconds(5));
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 30; ++i) {  // 5 a second, and five seconds of them at once
    clients.push_back(city.connect());
    clients.back()->send("POST /api/notices/read HTTP/1.1\r\nHost: city\r\nConnection: close\r\n" +
                         lin + "Content-Length: 11\r\n\r\n{\"up_to\":1}");
  }
  city.run(milliseconds(150));
  const auto refused =
      std::ranges::count_if(clients, [](const auto& each) { return each->has("Retry-After: 5"); });
  EXPECT_EQ(refused, 5);
  EXPECT_EQ(status_of(city.ask("GET", "/api/account", lin)), 200) << "reading goes on";
  EXPECT_EQ(status_of(city.post("/api/notices/clear", mei, {{"up_to", 1}})), 204);
}

TEST_F(AccountApiTest, AnExportIsMadeOnceInFiveSeconds) {
  const std::string lin = sign_up("lin");
  EXPECT_EQ(status_of(city.ask("GET", "/api/account/export", lin)), 200);
  EXPECT_EQ(reason_of(city.ask("GET", "/api/account/export", lin)), "rate_limited");
  city.run(seconds(2));
  EXPECT_EQ(status_of(city.ask("GET", "/api/account/export", lin)), 200);
}

TEST_F(AccountApiTest, ACalendarOfTheCityIsPlannedByThoseWhoManageIt) {
  const std::string chief = city.administrate();
  const std::string ming = sign_up("ming");
  const double now = static_cast<double>(city.world.scheduler().wall().unix_ms);
  const base::Json plan{{"space", std::to_string(city.world.spaces->city().premises().id.value)},
                        {"starts_unix_ms", static_cast<std::int64_t>(now) + 3'600'000},
                        {"ends_unix_ms", static_cast<std::int64_t>(now) + 7'200'000},
                        {"title", "Lantern night"}};
  const std::string planned = city.post("/api/events", chief, plan);
  ASSERT_EQ(status_of(planned), 201) << planned;
  const std::string id = CityWorld::body_of(planned).at("gathering").get<std::string>();
  EXPECT_EQ(status_of(city.post("/api/events/" + id + "/attendance", ming, base::Json::object())),
            204);
  const base::Json coming = city.get("/api/events", ming).at("items").at(0);
  EXPECT_EQ(coming.at("title"), "Lantern night");
  EXPECT_EQ(coming.at("attending"), 1);
  EXPECT_EQ(coming.at("attended"), true);
  EXPECT_EQ(status_of(city.ask("DELETE", "/api/events/" + id, ming)), 403);
  EXPECT_EQ(status_of(city.ask("DELETE", "/api/events/" + id, chief)), 204);
}

}  // namespace
}  // namespace yc::gateway
