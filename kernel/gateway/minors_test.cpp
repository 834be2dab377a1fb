// Ages and guardians over the API, with a whole city behind it.
#include "kernel/gateway/account_fixture.h"

namespace yc::gateway {
namespace {

class MinorsApiTest : public ::testing::Test {
 protected:
  MinorsApiTest() {
    chief = city.administrate();
    child = sign_up("childe");
    parent = sign_up("parent");
    stranger = sign_up("stranger");
  }
  std::string sign_up(const std::string& name) { return gateway::sign_up(city, name); }
  std::string id_of(const std::string& cookie) {
    return city.get("/api/account", cookie).at("person");
  }
  std::string put(const std::string& path, const std::string& cookie,
                  const base::Json& body = base::Json::object()) {
    return city.ask("PUT", path, cookie, base::dump_json(body));
  }
  std::string reason_of(const std::string& answer) {
    return CityWorld::body_of(answer).at("reason");
  }

  CityWorld city;
  std::string chief, child, parent, stranger;
};

TEST_F(MinorsApiTest, AGuardianAsksTheMinorConfirmsAndTheLimitsBind) {
  const std::string ward = "/api/wards/" + id_of(child);
  const base::Json limits{{"days", 127},
                          {"from_minute", 0},
                          {"to_minute", 1440},
                          {"daily_minutes", 0},
                          {"contact", "friends"}};
  const base::Json wanted{{"account_name", "@childe"}};
  EXPECT_TRUE(is_status(city.post("/api/wards", parent, wanted), 204));
  EXPECT_EQ(city.get("/api/notices", child).at("items").at(0).at("kind"), "guardian_asked");
  EXPECT_TRUE(is_status(put(ward + "/limits", parent, limits), 403)) << "not confirmed yet";
  EXPECT_TRUE(is_status(put("/api/account/guardians/" + id_of(parent), child), 204));
  EXPECT_EQ(city.get("/api/account/minor", child).at("age"), "under_18");
  EXPECT_EQ(city.get("/api/account/minor", child).at("bound"), false) << "nothing asked yet";
  EXPECT_TRUE(is_status(put(ward + "/limits", parent, limits), 204));
  EXPECT_EQ(city.get("/api/account/minor", child).at("bound"), true);
  EXPECT_EQ(city.get("/api/wards", parent).at("wards").at(0).at("confirmed"), true);
  const base::Json note{{"person", id_of(child)}, {"text", "hello"}};
  EXPECT_EQ(reason_of(city.post("/api/messages", stranger, note)), "friends_only");
  const base::Json back{{"person", id_of(stranger)}, {"text", "hello"}};
  EXPECT_EQ(reason_of(city.post("/api/messages", child, back)), "friends_only");
  EXPECT_TRUE(is_status(city.ask("DELETE", "/api/account/guardians/" + id_of(parent), child), 403))
      << "only the guardian ends it";
  EXPECT_TRUE(is_status(city.ask("DELETE", ward, parent), 204));
  EXPECT_TRUE(is_status(city.post("/api/messages", child, back), 201));
}

TEST_F(MinorsApiTest, WhomOneBlocksDoesNotAskToBeOnesGuardian) {
  ASSERT_TRUE(is_status(city.ask("PUT", "/api/blocks/" + id_of(stranger), child), 204));
  EXPECT_TRUE(is_status(city.post("/api/wards", stranger, {{"account_name", "childe"}}), 403));
  for (int i = 0; i < 3; ++i)
    EXPECT_TRUE(is_status(city.post("/api/wards", parent, {{"account_name", "childe"}}), 204));
  EXPECT_EQ(city.get("/api/notices", child).at("items").size(), 1u);
}

TEST_F(MinorsApiTest, OnesOwnWordMakesYoungerAndAReviewersWeighsMost) {
  EXPECT_TRUE(is_status(put("/api/account/minor", child, {{"age", "under_16"}}), 204));
  EXPECT_TRUE(is_status(put("/api/account/minor", child, {{"age", "adult"}}), 403));
  const std::string decide = "/api/operator/known-people/" + id_of(child) + "/age";
  const base::Json grown{{"age", "adult"}, {"reason", "saw the document"}};
  EXPECT_TRUE(is_status(put(decide, stranger, grown), 403));
  EXPECT_TRUE(is_status(put(decide, chief, grown), 204));
  EXPECT_EQ(city.get("/api/account/minor", child).at("age"), "adult");
}

TEST_F(MinorsApiTest, GroupsAreNoWayAroundIt) {
  const std::string group =
      CityWorld::body_of(city.post("/api/groups", stranger, {{"name", "Fans"}})).at("group");
  city.post("/api/wards", parent, {{"account_name", "childe"}});
  put("/api/account/guardians/" + id_of(parent), child);
  put("/api/wards/" + id_of(child) + "/limits", parent,
      {{"days", 127}, {"from_minute", 0}, {"to_minute", 1440}, {"contact", "friends"}});
  const std::string members = "/api/groups/" + group + "/members";
  EXPECT_EQ(reason_of(city.post(members, stranger, {{"person", id_of(child)}})), "friends_only");
}

}  // namespace
}  // namespace yc::gateway
