// Whoever acts on others says why, and the audit trail keeps it with the act.
#include <algorithm>
#include <iterator>
#include <set>

#include "kernel/gateway/account_fixture.h"
#include "kernel/space/testing/templates.h"
#include "schema/api.h"

namespace yc::gateway {
namespace {

constexpr const char* kWhy = "because of the test";

struct Privileged {
  std::string operation;
  std::string act;
  std::string method;
  std::string path;
  base::Json body = base::Json::object();
};

class AuditTest : public ::testing::Test {
 protected:
  AuditTest() {
    space::testing::put_template(city.world, "plaza");
    chief = city.administrate();
    other_chief = city.administrate();
    ming = sign_up("ming");
    ming_id = city.get("/api/account", ming).at("person");
    const base::Json made{{"name", "Garden"}, {"template_name", "plaza"}};
    garden = city.body_of(city.post("/api/spaces", ming, made)).at("space");
  }

  std::string sign_up(const std::string& name) { return gateway::sign_up(city, name); }
  std::string call(const std::string& method, const std::string& path, base::Json body,
                   const std::string& cookie) {
    return city.ask(method, path, cookie, base::dump_json(body));
  }
  base::Json newest() { return city.get("/api/audit?limit=1", chief).at("items").at(0); }
  std::uint64_t kept() { return city.get("/api/audit?limit=200", chief).at("items").size(); }
  std::string report() {
    auto witness = city.enter("Witness");
    auto troll = city.enter("Troll");
    int handle = 0;
    for (const base::Json& each : city.get("/api/operator/people", chief).at("items"))
      if (each.at("name") == "Troll") handle = each.at("handle");
    CityWorld::say(*witness, {{"type", "report"},
                              {"nonce", 3},
                              {"handle", handle},
                              {"reason", "spam"},
                              {"text", "sells bridges"}});
    city.run(seconds(1));
    return city.get("/api/reports?open=true", chief).at("items").at(0).at("id");
  }
  std::string sanction(const std::string& kind) {
    const std::string placed = call(
        "POST", "/api/sanctions",
        {{"kind", kind}, {"person", ming_id}, {"minutes", 5}, {"reason", "before"}}, other_chief);
    return city.body_of(placed).at("sanction");
  }

  std::vector<Privileged> privileged();
  std::vector<Privileged> privileged_in_a_space();

  CityWorld city;
  std::string chief, other_chief, ming, ming_id, garden;
};

// Every operation that may do something to others.
std::vector<Privileged> AuditTest::privileged() {
  const std::string people = "/api/operator/known-people/" + ming_id;
  const auto appeal = [&](const std::string& placed) {
    const base::Json text{{"text", "I only sang"}};
    return city.body_of(city.post("/api/own-cases/" + placed + "/appeal", ming, text))
        .at("appeal")
        .get<std::string>();
  };
  const base::Json asked{{"principal", ming_id}, {"kind", "person"}, {"statement", "x"}};
  const std::string request =
      city.body_of(city.post("/api/verifications", ming, asked)).at("request");
  sanction("mute");
  return {
      {"place_sanction", "warn", "POST", "/api/sanctions", {{"kind", "warn"}, {"person", ming_id}}},
      {"lift_sanction", "limit", "POST", "/api/sanctions/" + sanction("limit") + "/lift"},
      {"unmute_person", "mute", "POST", "/api/people/" + ming_id + "/unmute"},
      {"decide_appeal",
       "decide_appeal",
       "POST",
       "/api/appeals/" + appeal(sanction("limit")) + "/decision",
       {{"outcome", "lifted"}}},
      {"decide_report",
       "decide_case",
       "POST",
       "/api/reports/" + report() + "/decision",
       {{"outcome", "no_action"}}},
      {"decide_verification",
       "verify_person",
       "POST",
       "/api/verifications/" + request + "/decision",
       {{"granted", true}}},
      {"decide_age", "verify_person", "PUT", people + "/age", {{"age", "under_16"}}},
      {"give_role", "manage_roles", "PUT", "/api/roles/" + ming_id + "/moderator"},
      {"remove_role", "manage_roles", "DELETE", "/api/roles/" + ming_id + "/moderator"},
      {"change_setting",
       "change_settings",
       "PUT",
       "/api/settings/chat.retention-days",
       {{"value", "30"}}},
      {"make_administrator_link", "invite_administrator", "POST", "/api/administrator-links"},
      {"make_backup", "back_up", "POST", "/api/backups"},
      {"verify_backup", "back_up", "POST", "/api/backups/city.backup/verify"},
      {"restore_backup", "back_up", "POST", "/api/backups/city.backup/restore"}};
}

// Those of a space, by somebody who holds no right there but by a role over the city.
std::vector<Privileged> AuditTest::privileged_in_a_space() {
  const std::string spaces = "/api/spaces/" + garden;
  const base::Json parcel{
      {"corners", {{{"x", 0}, {"z", 0}}, {{"x", 5}, {"z", 0}}, {{"x", 5}, {"z", 5}}}},
      {"bottom_m", 0},
      {"top_m", 3}};
  const std::string parcels = spaces + "/parcels";
  const std::string own_parcel =
      parcels + "/" +
      city.body_of(call("POST", parcels, parcel, ming)).at("parcel").get<std::string>();
  const std::int64_t now = city.world.scheduler().wall().unix_ms;
  const base::Json event{{"space", garden},
                         {"title", "Tea"},
                         {"starts_unix_ms", now + 86'400'000},
                         {"ends_unix_ms", now + 90'000'000}};
  const std::string own_event =
      "/api/events/" +
      city.body_of(call("POST", "/api/events", event, ming)).at("gathering").get<std::string>();
  return {{"plan_gathering", "host_event", "POST", "/api/events", event},
          {"change_gathering", "change_space", "PUT", own_event, event},
          {"cancel_gathering", "change_space", "DELETE", own_event},
          {"change_space", "change_space", "PATCH", spaces, {{"visibility", "unlisted"}}},
          {"set_slow_mode", "set_slow_mode", "PUT", spaces + "/slow-mode", {{"seconds", 5}}},
          {"set_charter", "change_space", "PUT", spaces + "/charter", {{"text", "be kind"}}},
          {"set_portal",
           "set_portal",
           "POST",
           spaces + "/portals",
           {{"x", 0}, {"y", 0}, {"z", 0}, {"radius_m", 1}}},
          {"make_parcel", "set_parcel", "POST", parcels, parcel},
          {"change_parcel", "set_parcel", "PUT", own_parcel, parcel},
          {"give_parcel_grant",
           "grant_rights",
           "POST",
           own_parcel + "/grants",
           {{"everyone", true}, {"rights", {"create"}}}},
          {"remove_parcel", "set_parcel", "DELETE", own_parcel},
          {"pin_notice", "pin_notice", "POST", spaces + "/notices", {{"text", "closed on Monday"}}},
          {"make_invitation", "invite", "POST", spaces + "/invitations"},
          {"give_grant",
           "grant_rights",
           "POST",
           spaces + "/grants",
           {{"everyone", true}, {"rights", {"create"}}}},
          {"archive_space", "archive_space", "POST", spaces + "/archive"},
          {"restore_space", "archive_space", "POST", spaces + "/restore"}};
}

TEST_F(AuditTest, EveryPrivilegedOperationSaysWhyAndIsKept) {
  const std::vector<Privileged> in_a_space = privileged_in_a_space();  // its owner may still make
  std::vector<Privileged> all = privileged();
  std::ranges::copy(in_a_space, std::back_inserter(all));
  std::set<std::string> tried{
      // as those that make what they take away
      "remove_portal", "remove_notice", "revoke_invitation", "revoke_grant"};
  for (const Privileged& each : all) {
    tried.insert(each.operation);
    const std::uint64_t before = kept();
    const std::string silent = call(each.method, each.path, each.body, chief);
    EXPECT_TRUE(is_status(silent, 400)) << each.operation << ": " << silent;
    EXPECT_EQ(kept(), before) << each.operation;
    base::Json body = each.body;
    body["reason"] = kWhy;
    const std::string answer = call(each.method, each.path, body, chief);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 20")) << each.operation << ": " << answer;
    EXPECT_EQ(kept(), before + 1) << each.operation;
    EXPECT_EQ(newest().at("act"), each.act) << each.operation;
    EXPECT_EQ(newest().at("reason"), kWhy) << each.operation;
    EXPECT_EQ(newest().at("by").at("name"), "Operator") << each.operation;
  }
  for (const schema::api::OperationRow& row : schema::api::kOperations) {
    if (row.has_reason) EXPECT_TRUE(tried.contains(std::string(row.name))) << row.name;
  }
}

TEST_F(AuditTest, AChangeOfNameAndMoreIsOneActWithOneRecord) {
  const std::uint64_t before = kept();
  const base::Json both{{"name", "Yard"}, {"visibility", "unlisted"}, {"reason", kWhy}};
  EXPECT_TRUE(is_status(call("PATCH", "/api/spaces/" + garden, both, chief), 204));
  EXPECT_EQ(kept(), before + 1);
  const base::Json half{{"name", "12345"}, {"visibility", "open"}, {"reason", kWhy}};
  EXPECT_TRUE(is_status(call("PATCH", "/api/spaces/" + garden, half, chief), 400));
  EXPECT_EQ(kept(), before + 1);
  EXPECT_EQ(city.get("/api/spaces/" + garden, chief).at("space").at("name"), "Yard");
}

TEST_F(AuditTest, WhatIsTakenAwayIsKeptToo) {
  const std::string spaces = "/api/spaces/" + garden;
  const auto made = [&](const std::string& path, base::Json body, const char* field) {
    body["reason"] = kWhy;
    const base::Json id = city.body_of(call("POST", spaces + path, body, chief)).at(field);
    return spaces + path + "/" + (id.is_string() ? id.get<std::string>() : base::dump_json(id));
  };
  const std::vector<std::pair<std::string, std::string>> things{
      {made("/portals", {{"x", 0}, {"y", 0}, {"z", 0}, {"radius_m", 1}}, "portal"), "set_portal"},
      {made("/notices", {{"text", "x"}}, "notice"), "pin_notice"},
      {made("/invitations", base::Json::object(), "invitation"), "invite"}};
  for (const auto& [path, act] : things) {
    EXPECT_TRUE(is_status(call("DELETE", path, base::Json::object(), chief), 400)) << path;
    EXPECT_TRUE(is_status(call("DELETE", path, {{"reason", "gone"}}, chief), 204)) << path;
    EXPECT_EQ(newest().at("act"), act);
    EXPECT_EQ(newest().at("reason"), "gone");
  }
  const std::string grant = made("/grants", {{"everyone", true}, {"rights", {"create"}}}, "grant");
  EXPECT_TRUE(is_status(call("DELETE", grant, {{"reason", "gone"}}, chief), 204));
}

TEST_F(AuditTest, WhatOnesOwnSpaceIsNobodyElsesBusiness) {
  const std::string spaces = "/api/spaces/" + garden;
  const std::uint64_t before = kept();
  for (const auto& [method, end, body] :
       std::vector<std::tuple<std::string, std::string, base::Json>>{
           {"PUT", "/slow-mode", {{"seconds", 5}}},
           {"POST", "/notices", {{"text", "mine"}}},
           {"POST", "/archive", base::Json::object()},
           {"POST", "/restore", base::Json::object()}}) {
    const std::string answer = call(method, spaces + end, body, ming);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 20")) << answer;
  }
  EXPECT_EQ(kept(), before);
}

TEST_F(AuditTest, IsReadByAdministratorsInPagesAndByPersonAndAct) {
  sanction("mute");
  call("PUT", "/api/settings/chat.retention-days", {{"value", "30"}, {"reason", "less"}}, chief);
  call("PUT", "/api/roles/" + ming_id + "/moderator", {{"reason", "trusted"}}, chief);
  const base::Json of_ming = city.get("/api/audit?person=" + ming_id, chief).at("items");
  ASSERT_EQ(of_ming.size(), 2u);
  EXPECT_EQ(of_ming.at(0).at("what"), "moderator");
  EXPECT_EQ(of_ming.at(0).at("person").at("name"), "ming");
  const base::Json settings = city.get("/api/audit?act=change_settings", chief).at("items");
  ASSERT_EQ(settings.size(), 1u);
  EXPECT_EQ(settings.at(0).at("what"), "chat.retention-days");
  const base::Json page = city.get("/api/audit?limit=2", chief);
  const std::string next = base::dump_json(page.at("next"));
  EXPECT_EQ(city.get("/api/audit?limit=2&after=" + next, chief).at("items").size(), 1u);
  EXPECT_TRUE(is_status(city.ask("GET", "/api/audit", ming), 403)) << "a moderator now";
}

}  // namespace
}  // namespace yc::gateway
