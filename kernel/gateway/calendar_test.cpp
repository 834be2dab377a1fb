// Events of the calendar over the API: who sees, attends, plans and runs them.
#include "kernel/gateway/account_fixture.h"
#include "kernel/space/testing/templates.h"

namespace yc::gateway {
namespace {

using base::Json;

class CalendarTest : public ::testing::Test {
 protected:
  CalendarTest() {
    space::testing::put_template(city.world, "plaza");
    lin = sign_up(city, "lin");
    mei = sign_up(city, "meimei");
  }

  std::string made(const std::string& answer, const char* field) {
    EXPECT_TRUE(is_status(answer, 201)) << answer;
    return CityWorld::body_of(answer).at(field).get<std::string>();
  }
  std::string make_space(const std::string& visibility) {
    return made(
        city.post("/api/spaces", lin,
                  {{"name", "Study"}, {"template_name", "plaza"}, {"visibility", visibility}}),
        "space");
  }
  Json plan(const std::string& space, const std::string& place = "") {
    const std::int64_t now = city.world.scheduler().wall().unix_ms;
    return {{"space", space},
            {"place", place},
            {"title", "Tea"},
            {"starts_unix_ms", now + 3'600'000},
            {"ends_unix_ms", now + 7'200'000}};
  }
  std::string try_plan(const std::string& who, const Json& plan) {
    return city.post("/api/events", who, plan);
  }
  std::string planned(const std::string& who, const std::string& space) {
    return made(try_plan(who, plan(space)), "gathering");
  }
  std::size_t listed(const std::string& who, const std::string& query = "") {
    return city.get("/api/events" + query, who).at("items").size();
  }
  std::string attend(const std::string& who, const std::string& event) {
    return city.post("/api/events/" + event + "/attendance", who, Json::object());
  }
  std::string call(const std::string& method, const std::string& path, const std::string& who,
                   const Json& body = Json::object()) {
    return city.ask(method, path, who, base::dump_json(body));
  }
  std::string id_of(const std::string& who) { return city.get("/api/account", who).at("person"); }
  void let_in(const std::string& space, const std::string& right) {
    made(city.post("/api/spaces/" + space + "/grants", lin,
                   {{"person", id_of(mei)}, {"rights", {right}}}),
         "grant");
  }
  static std::string reason_of(const std::string& answer) {
    return CityWorld::body_of(answer).at("reason");
  }

  CityWorld city;
  std::string lin, mei;
};

// ---- seeing -------------------------------------------------------------------------------------

TEST_F(CalendarTest, AnEventOfAClosedOrArchivedSpaceIsSeenByWhomItLetsIn) {
  const std::string study = make_space("closed");
  const std::string tea = planned(lin, study);
  EXPECT_EQ(listed(lin), 1u);
  EXPECT_EQ(listed(mei), 0u);
  EXPECT_EQ(listed(""), 0u);
  EXPECT_EQ(listed(mei, "?space=" + study), 0u);
  EXPECT_TRUE(is_status(attend(mei, tea), 404));
  let_in(study, "visit");
  EXPECT_EQ(listed(mei), 1u);
  EXPECT_TRUE(is_status(attend(mei, tea), 204));
  EXPECT_TRUE(is_status(call("POST", "/api/spaces/" + study + "/archive", lin), 204));
  EXPECT_EQ(listed(mei), 0u);
  EXPECT_TRUE(is_status(attend(mei, tea), 404));
}

TEST_F(CalendarTest, AnEventOfAnUnlistedSpaceIsSeenByWhoAsksForTheSpace) {
  const std::string study = make_space("unlisted");
  const std::string tea = planned(lin, study);
  EXPECT_EQ(listed(mei), 0u);
  EXPECT_EQ(listed(mei, "?space=" + study), 1u);
  EXPECT_TRUE(is_status(attend(mei, tea), 204));
  EXPECT_EQ(listed(mei), 1u) << "who comes finds it again";
}

TEST_F(CalendarTest, EventsOfWhomOneBlocksOrIsBlockedByAreNotSeen) {
  const std::string tea = planned(lin, "0");
  EXPECT_EQ(listed(mei), 1u);
  const auto block = [&](const char* method, const std::string& who, const std::string& whom) {
    EXPECT_TRUE(is_status(call(method, "/api/blocks/" + id_of(whom), who), 204));
  };
  for (const auto& [one, other] : {std::pair(lin, mei), std::pair(mei, lin)}) {
    block("PUT", one, other);
    EXPECT_EQ(listed(mei), 0u);
    EXPECT_TRUE(is_status(attend(mei, tea), 404));
    EXPECT_EQ(listed(lin), 1u) << "one's own";
    block("DELETE", one, other);
  }
  EXPECT_TRUE(is_status(attend(mei, tea), 204));
}

TEST_F(CalendarTest, PagesGoOnPastEventsThatOneMayNotSee) {
  const std::string study = make_space("closed");
  planned(mei, "0");
  for (int i = 0; i < 3; ++i) planned(lin, study);
  planned(mei, "0");
  const Json first = city.get("/api/events?limit=1", mei);
  EXPECT_EQ(first.at("items").size(), 1u);
  const std::string after = first.at("next");
  EXPECT_EQ(city.get("/api/events?limit=1&after=" + after, mei).at("items").size(), 1u);
  EXPECT_EQ(listed(lin), 5u);
}

// ---- planning -----------------------------------------------------------------------------------

TEST_F(CalendarTest, AnEventIsAtAPlaceOfItsSpaceOrASpotAndNoOtherText) {
  const std::string study = make_space("open");
  EXPECT_TRUE(is_status(try_plan(lin, plan(study, "stage")), 201));
  EXPECT_TRUE(is_status(try_plan(lin, plan(study, "1.5,0,-2,3.1")), 201));
  EXPECT_TRUE(is_status(try_plan(lin, plan(study, "Lin's flat, 3rd floor")), 400));
  EXPECT_TRUE(is_status(try_plan(lin, plan(study, "plaza")), 400)) << "a place of the city";
  EXPECT_TRUE(is_status(try_plan(lin, plan("0", "plaza")), 201));
  const std::string refused = try_plan(lin, plan("0", "stage"));
  EXPECT_TRUE(is_status(refused, 400));
  EXPECT_NE(refused.find("name a place of its manifest"), std::string::npos);
  const std::string tea = planned(lin, study);
  EXPECT_TRUE(is_status(call("PUT", "/api/events/" + tea, lin, plan(study, "somewhere")), 400));
}

TEST_F(CalendarTest, InASpaceOfOthersOnlyWhoKeepsOrderThereAnnouncesEvents) {
  const std::string closed = make_space("closed");
  EXPECT_TRUE(is_status(try_plan(mei, plan(closed)), 404)) << "nor learns of it";
  const std::string open = make_space("open");
  EXPECT_TRUE(is_status(try_plan(mei, plan(open)), 403));
  const std::string own = planned(mei, "0");
  EXPECT_TRUE(is_status(call("PUT", "/api/events/" + own, mei, plan(open)), 403)) << "by moving it";
  let_in(open, "create");
  EXPECT_TRUE(is_status(try_plan(mei, plan(open)), 403));
  let_in(open, "moderate");
  EXPECT_TRUE(is_status(try_plan(mei, plan(open)), 201));
  EXPECT_TRUE(is_status(call("PUT", "/api/events/" + own, mei, plan(open)), 204));
  EXPECT_TRUE(is_status(try_plan(lin, plan(closed)), 201)) << "one's own";
}

// ---- running ------------------------------------------------------------------------------------

TEST_F(CalendarTest, WhoCancelsAnEventOfOthersByTheirRoleSaysWhyAndOnesOwnIsNobodyElsesBusiness) {
  const std::string chief = city.administrate();
  const std::string tea = planned(lin, "0");
  const std::string path = "/api/events/" + tea;
  EXPECT_TRUE(is_status(call("DELETE", path, mei), 403));
  EXPECT_EQ(reason_of(call("DELETE", path, chief)), "reason_needed");
  EXPECT_EQ(listed(mei), 1u) << "nothing is done without it";
  EXPECT_TRUE(is_status(call("DELETE", path, chief, {{"reason", "sells bridges"}}), 204));
  EXPECT_EQ(listed(mei), 0u);
  const Json kept = city.get("/api/audit", chief).at("items");
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept.at(0).at("act"), "change_space");
  EXPECT_EQ(kept.at(0).at("reason"), "sells bridges");
  EXPECT_EQ(kept.at(0).at("person").at("name"), "lin");
  EXPECT_TRUE(is_status(call("DELETE", "/api/events/" + planned(lin, "0"), lin), 204));
  EXPECT_EQ(city.get("/api/audit", chief).at("items").size(), 1u);
}

TEST_F(CalendarTest, WhoManagesASpaceCancelsItsEventsWithoutARecord) {
  const std::string chief = city.administrate();
  const std::string garden = make_space("open");
  let_in(garden, "moderate");
  const std::string tea = planned(mei, garden);
  EXPECT_TRUE(is_status(call("DELETE", "/api/events/" + tea, lin), 204));
  EXPECT_TRUE(city.get("/api/audit", chief).at("items").empty());
}

}  // namespace
}  // namespace yc::gateway
