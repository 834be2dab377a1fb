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
  void befriend(const std::string& one, const std::string& other) {
    city.post("/api/friends", one, {{"person", id_of(other)}});
    EXPECT_TRUE(is_status(
        city.post("/api/friends/" + id_of(one) + "/accept", other, base::Json::object()), 200));
  }
  // From here on only friends reach the child.
  void guard_child() {
    city.post("/api/wards", parent, {{"account_name", "childe"}});
    put("/api/account/guardians/" + id_of(parent), child);
    put("/api/wards/" + id_of(child) + "/limits", parent,
        {{"days", 127}, {"from_minute", 0}, {"to_minute", 1440}, {"contact", "friends"}});
  }
  std::string group_of(const std::string& owner) {
    return CityWorld::body_of(city.post("/api/groups", owner, {{"name", "Fans"}})).at("group");
  }
  std::string add(const std::string& by, const std::string& group, const std::string& person) {
    return city.post("/api/groups/" + group + "/members", by, {{"person", id_of(person)}});
  }
  std::string write(const std::string& from, const std::string& group) {
    return city.post("/api/messages", from, {{"group", group}, {"text", "hello"}});
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
  const std::string group = group_of(stranger);
  guard_child();
  EXPECT_EQ(reason_of(add(stranger, group, child)), "friends_only");
}

TEST_F(MinorsApiTest, AFriendOfBothBringsNoStrangerToAMinorByAGroup) {
  const std::string friend_of_both = sign_up("friendly");
  befriend(friend_of_both, child);
  befriend(friend_of_both, stranger);
  const std::string before = group_of(friend_of_both);
  ASSERT_TRUE(is_status(add(friend_of_both, before, child), 204));
  ASSERT_TRUE(is_status(add(friend_of_both, before, stranger), 204));
  guard_child();
  EXPECT_EQ(reason_of(write(stranger, before)), "friends_only");
  EXPECT_EQ(reason_of(write(child, before)), "friends_only") << "the stranger would read it";
  EXPECT_TRUE(is_status(write(friend_of_both, before), 201));
  const std::string with_stranger = group_of(friend_of_both);
  ASSERT_TRUE(is_status(add(friend_of_both, with_stranger, stranger), 204));
  EXPECT_EQ(reason_of(add(friend_of_both, with_stranger, child)), "friends_only");
  const std::string with_child = group_of(friend_of_both);
  ASSERT_TRUE(is_status(add(friend_of_both, with_child, child), 204)) << "two friends";
  EXPECT_EQ(reason_of(add(friend_of_both, with_child, stranger)), "friends_only");
  befriend(child, stranger);
  EXPECT_TRUE(is_status(add(friend_of_both, with_child, stranger), 204));
  EXPECT_TRUE(is_status(write(stranger, before), 201));
}

}  // namespace
}  // namespace yc::gateway
