// Parcels and their rights, spaces as files, and finding things by name: over the API.
#include "kernel/gateway/account_fixture.h"
#include "kernel/space/testing/templates.h"

namespace yc::gateway {
namespace {

using base::Json;

class PlacesTest : public ::testing::Test {
 protected:
  PlacesTest() {
    space::testing::put_template(city.world, "plaza");
    lin = sign_up("lin");
    mei = sign_up("meimei");
  }

  std::string sign_up(const std::string& name) { return gateway::sign_up(city, name); }
  std::string make(const std::string& name, const std::string& visibility = "open") {
    return made(city.post("/api/spaces", lin,
                          {{"name", name}, {"template_name", "plaza"}, {"visibility", visibility}}),
                "space");
  }
  // The id in an answer of 201.
  std::string made(const std::string& answer, const char* field) {
    EXPECT_TRUE(is_status(answer, 201)) << answer;
    return city.body_of(answer)[field].get<std::string>();
  }
  std::string call(const std::string& method, const std::string& path, const std::string& cookie,
                   const Json& body = Json::object()) {
    return city.ask(method, path, cookie, base::dump_json(body));
  }
  static Json square(double from, double to) {
    const auto corner = [](double x, double z) { return Json{{"x", x}, {"z", z}}; };
    return {{"corners", {corner(from, from), corner(to, from), corner(to, to), corner(from, to)}},
            {"bottom_m", 0},
            {"top_m", 10}};
  }
  bool may_build(const std::string& space, const std::string& cookie, double x, double y,
                 double z) {
    const auto number = [](double value) { return std::to_string(value); };
    return city
        .get("/api/spaces/" + space + "/at/why/edit_scene?x=" + number(x) + "&y=" + number(y) +
                 "&z=" + number(z),
             cookie)["allowed"]
        .get<bool>();
  }
  Json exported(const std::string& space) {
    return city.get("/api/spaces/" + space + "/export", lin);
  }
  Json document(const std::string& space) {
    return base::parse_json(exported(space)["document"].get<std::string>()).value();
  }
  std::string import(const Json& document) {
    return city.post("/api/spaces/import", lin, {{"document", base::dump_json(document)}});
  }
  // What the refusal of a changed document says.
  std::string refusal(Json document, const char* pointer, const Json& value) {
    document[Json::json_pointer(pointer)] = value;
    const std::string answer = import(document);
    EXPECT_TRUE(is_status(answer, 400)) << answer;
    return city.body_of(answer)["detail"];
  }
  std::vector<std::string> found(const std::string& question, const std::string& cookie) {
    std::vector<std::string> names;
    const Json answer = city.get("/api/search?" + question, cookie);
    for (const Json& item : answer["items"]) names.push_back(item["name"]);
    return names;
  }
  using Names = std::vector<std::string>;

  CityWorld city;
  std::string lin, mei;
};

// ---- parcels ------------------------------------------------------------------------------------

TEST_F(PlacesTest, AGrantOnAParcelLetsBuildInsideItAndNowhereElse) {
  const std::string garden = make("Garden");
  const std::string path = "/api/spaces/" + garden + "/parcels";
  const std::string parcel = made(city.post(path, lin, square(0, 10)), "parcel");
  EXPECT_FALSE(may_build(garden, mei, 5, 1, 5));
  const std::string grant = made(city.post(path + "/" + parcel + "/grants", lin,
                                           {{"account_name", "meimei"}, {"rights", {"create"}}}),
                                 "grant");
  EXPECT_TRUE(may_build(garden, mei, 5, 1, 5));
  EXPECT_TRUE(may_build(garden, mei, 0, 0, 10)) << "the edge and the bottom belong to it";
  EXPECT_FALSE(may_build(garden, mei, 10.5, 1, 5)) << "outside";
  EXPECT_FALSE(may_build(garden, mei, 5, 10, 5)) << "above";
  EXPECT_FALSE(may_build(garden, mei, 5, -0.5, 5)) << "below";
  EXPECT_TRUE(may_build(garden, lin, 50, 1, 50)) << "the owner everywhere";
  EXPECT_EQ(city.get(path, mei)["parcels"][0]["may_create"], true);
  EXPECT_EQ(city.get(path + "/" + parcel + "/grants", lin)["grants"].size(), 1u);

  EXPECT_TRUE(is_status(call("PUT", path + "/" + parcel, lin, square(20, 30)), 204));
  EXPECT_FALSE(may_build(garden, mei, 5, 1, 5)) << "it has moved";
  EXPECT_TRUE(may_build(garden, mei, 25, 1, 25));
  EXPECT_TRUE(is_status(call("DELETE", "/api/spaces/" + garden + "/grants/" + grant, lin), 204));
  EXPECT_FALSE(may_build(garden, mei, 25, 1, 25));
}

TEST_F(PlacesTest, WhoMayNotVisitASpaceLearnsNothingOfItsParcels) {
  const std::string study = make("Study", "closed");
  made(call("POST", "/api/spaces/" + study + "/parcels", lin, square(0, 10)), "parcel");
  const std::string at = "/api/spaces/" + study + "/at/why/edit_scene?x=5&y=1&z=5";
  EXPECT_TRUE(city.get(at, lin).contains("parcel"));
  for (const std::string& other : {mei, std::string()}) {
    const std::string answer = city.ask("GET", at, other);
    EXPECT_TRUE(is_status(answer, 403)) << answer;
    EXPECT_EQ(answer.find("\"parcel\""), std::string::npos);
  }
}

TEST_F(PlacesTest, AParcelOfAnOrganisationIsItsOfficers) {
  const std::string garden = make("Garden");
  const std::string path = "/api/spaces/" + garden + "/parcels";
  const std::string parcel = made(city.post(path, lin, square(0, 10)), "parcel");
  const std::string guild =
      made(city.post("/api/organisations", mei, {{"name", "Guild"}}), "organisation");
  EXPECT_FALSE(may_build(garden, mei, 5, 1, 5));
  made(city.post(path + "/" + parcel + "/grants", lin,
                 {{"organisation", guild}, {"rights", {"create"}}}),
       "grant");
  EXPECT_TRUE(may_build(garden, mei, 5, 1, 5));
}

TEST_F(PlacesTest, WhoHoldsAParcelCannotMoveIt) {
  const std::string garden = make("Garden");
  const std::string path = "/api/spaces/" + garden + "/parcels";
  const std::string parcel = made(city.post(path, lin, square(0, 10)), "parcel");
  made(city.post(path + "/" + parcel + "/grants", lin,
                 {{"account_name", "meimei"}, {"rights", {"manage"}}, {"delegable", true}}),
       "grant");
  EXPECT_TRUE(is_status(call("PUT", path + "/" + parcel, mei, square(0, 100)), 403));
  EXPECT_TRUE(is_status(call("DELETE", path + "/" + parcel, mei), 403));
  sign_up("third");
  EXPECT_TRUE(is_status(city.post(path + "/" + parcel + "/grants", mei,
                                  {{"account_name", "third"}, {"rights", {"create"}}}),
                        201))
      << "but may pass on what they hold";
  EXPECT_TRUE(is_status(city.post("/api/spaces/" + garden + "/grants", mei,
                                  {{"account_name", "third"}, {"rights", {"create"}}}),
                        403))
      << "there only";
}

TEST_F(PlacesTest, AParcelIsAPolygonOfTheSpaceThatHasIt) {
  const std::string garden = make("Garden");
  const std::string yard = make("Yard");
  const std::string path = "/api/spaces/" + garden + "/parcels";
  Json crossed = square(0, 10);
  std::swap(crossed["corners"][1], crossed["corners"][2]);
  EXPECT_TRUE(is_status(city.post(path, lin, crossed), 400));
  EXPECT_TRUE(is_status(city.post(path, mei, square(0, 10)), 403));
  const std::string parcel = made(city.post(path, lin, square(0, 10)), "parcel");
  EXPECT_EQ(city.get(path, lin)["parcels"][0]["area_m2"], 100.0);
  const std::string other = "/api/spaces/" + yard + "/parcels/" + parcel;
  EXPECT_TRUE(is_status(call("PUT", other, lin, square(0, 5)), 404));
  EXPECT_TRUE(is_status(call("DELETE", other, lin), 404));
  EXPECT_TRUE(is_status(
      city.post(other + "/grants", lin, {{"account_name", "meimei"}, {"rights", {"create"}}}),
      404));
  EXPECT_TRUE(is_status(call("DELETE", path + "/" + parcel, lin), 204));
  EXPECT_EQ(city.get(path, lin)["parcels"].size(), 0u);
}

// ---- files --------------------------------------------------------------------------------------

TEST_F(PlacesTest, ASpaceThatIsExportedAndImportedIsTheSame) {
  const std::string garden = make("Garden", "unlisted");
  const std::string path = "/api/spaces/" + garden;
  call("PATCH", path, lin, {{"capacity", 12}});
  call("PUT", path + "/slow-mode", lin, {{"seconds", 5}});
  call("PUT", path + "/charter", lin, {{"text", "进来的人都是客人"}});
  call("POST", path + "/notices", lin, {{"text", "Tea at four"}});
  call("POST", path + "/parcels", lin, square(0.25, 10.5));
  call("POST", path + "/portals", lin,
       {{"x", 1.25}, {"y", 0}, {"z", -3}, {"radius_m", 1.5}, {"to_place", "plaza"}});
  const Json first = exported(garden);
  const std::string copy =
      made(city.post("/api/spaces/import", lin, {{"document", first["document"]}}), "space");
  EXPECT_NE(copy, garden);
  const Json second = exported(copy);
  EXPECT_EQ(first["model"], second["model"]) << "the same bytes: a blob is named by them";
  Json a = base::parse_json(first["document"].get<std::string>()).value();
  Json b = base::parse_json(second["document"].get<std::string>()).value();
  EXPECT_EQ(a["space"], garden);
  EXPECT_EQ(b["space"], copy);
  EXPECT_EQ(a["parcels"].size() + a["portals"].size() + a["notices"].size(), 3u);
  EXPECT_EQ(a["scene"]["places"][0]["id"], "stage");
  for (Json* document : {&a, &b}) {
    document->erase("space");
    document->erase("exported_ms");
  }
  EXPECT_EQ(base::dump_json(a), base::dump_json(b)) << "all but the id and the hour";
  const Json seen = city.get("/api/spaces/" + copy, lin);
  EXPECT_EQ(seen["slow_mode_s"], 5);
  EXPECT_EQ(seen["capacity"], 12);
  EXPECT_EQ(seen["space"]["visibility"], "unlisted");
}

TEST_F(PlacesTest, AnErrorNamesWhereInTheDocumentItIs) {
  const Json sound = document(make("Garden"));
  EXPECT_NE(refusal(sound, "/name", 5).find("/name: must be a text"), std::string::npos);
  EXPECT_NE(refusal(sound, "/capacity", -1).find("/capacity: "), std::string::npos);
  EXPECT_NE(refusal(sound, "/visibility", "secret").find("/visibility: must be one of"),
            std::string::npos);
  EXPECT_NE(refusal(sound, "/notices", Json{{"x", 1}}).find("/notices: "), std::string::npos);
  EXPECT_NE(refusal(sound, "/parcels", Json::array({square(0, 1)})).find("/parcels/0/corners/0: "),
            std::string::npos);
  EXPECT_NE(refusal(sound, "/format", "yuancheng space 9").find("/format: "), std::string::npos);
  EXPECT_NE(refusal(sound, "/colour", "red").find("/colour: is no field"), std::string::npos);
  EXPECT_NE(refusal(sound, "/manifest", std::string(64, '0')).find("/manifest: this city has no"),
            std::string::npos);
  EXPECT_NE(refusal(sound, "/model/bytes", 7).find("/model: "), std::string::npos);
  EXPECT_NE(refusal(sound, "/scene/places", Json::array()).find("/scene: "), std::string::npos);
  const Json portal = {{"x", 0},        {"y", 0},           {"z", 0},
                       {"radius_m", 1}, {"to_space", "99"}, {"to_place", ""}};
  EXPECT_NE(refusal(sound, "/portals", Json::array({portal})).find("/portals/0/to_space: "),
            std::string::npos);
}

TEST_F(PlacesTest, APortalLeadsOnlyWhereWhoSetsItMayGoAndTellsNoOtherItsName) {
  const std::string study = make("Study", "closed");
  const std::string garden =
      made(city.post("/api/spaces", mei,
                     {{"name", "Garden"}, {"template_name", "plaza"}, {"visibility", "open"}}),
           "space");
  const std::string path = "/api/spaces/" + garden;
  const Json portal{{"x", 0}, {"y", 0}, {"z", 0}, {"radius_m", 1}, {"to_space", study}};
  EXPECT_TRUE(is_status(call("POST", path + "/portals", mei, portal), 404));
  Json document =
      base::parse_json(city.get(path + "/export", mei)["document"].get<std::string>()).value();
  document["portals"] = Json::array({portal});
  document["portals"][0]["to_place"] = "";
  const std::string brought =
      city.post("/api/spaces/import", mei, {{"document", base::dump_json(document)}});
  EXPECT_TRUE(is_status(brought, 400));
  EXPECT_NE(brought.find("/portals/0/to_space: "), std::string::npos);
  EXPECT_EQ(city.get(path + "/portals", mei)["portals"].size(), 0u);
  city.post(path + "/grants", mei, {{"account_name", "@lin"}, {"rights", {"manage"}}});
  EXPECT_TRUE(is_status(call("POST", path + "/portals", lin, portal), 200));
  EXPECT_EQ(city.get(path + "/portals", lin)["portals"][0]["to_name"], "Study");
  EXPECT_EQ(city.get(path + "/portals", mei)["portals"][0]["to_name"], "");
  EXPECT_EQ(city.get(path + "/portals", "")["portals"][0]["to_name"], "");
}

TEST_F(PlacesTest, APortalLeadsToAPlaceOfItsTargetOrASpotAndNoOtherText) {
  const std::string garden = make("Garden");
  const auto set = [&](const std::string& to_place) {
    return call("POST", "/api/spaces/" + garden + "/portals", lin,
                {{"x", 0}, {"y", 0}, {"z", 0}, {"radius_m", 1}, {"to_place", to_place}});
  };
  for (const char* place : {"", "plaza", "1,2,3,0.5"}) EXPECT_TRUE(is_status(set(place), 200));
  EXPECT_TRUE(is_status(set("stage"), 400)) << "of the garden, not of the city";
  EXPECT_TRUE(is_status(set("call me at 555"), 400));
  const Json portal = {{"x", 0},        {"y", 0},          {"z", 0},
                       {"radius_m", 1}, {"to_space", "0"}, {"to_place", "call me at 555"}};
  EXPECT_NE(refusal(document(garden), "/portals", Json::array({portal}))
                .find("/portals/0/to_place: the space has no such place"),
            std::string::npos);
}

TEST_F(PlacesTest, OnlyWhoMayDistributeASpaceExportsIt) {
  const std::string garden = make("Garden");
  EXPECT_TRUE(is_status(call("GET", "/api/spaces/" + garden + "/export", mei), 403));
  EXPECT_TRUE(is_status(city.ask("GET", "/api/spaces/" + garden + "/export"), 401));
}

TEST_F(PlacesTest, ACopyHoldsWhatTheSpaceHoldsAndAnArchivedOneComesBackWhole) {
  const std::string garden = make("Garden");
  const std::string path = "/api/spaces/" + garden;
  call("POST", path + "/parcels", lin, square(0, 10));
  call("PUT", path + "/charter", lin, {{"text", "Quiet"}});
  const std::string copy = made(city.post(path + "/copy", lin, {{"name", "Garden two"}}), "copy");
  EXPECT_EQ(city.get("/api/spaces/" + copy + "/parcels", lin)["parcels"].size(), 1u);
  EXPECT_EQ(city.get("/api/spaces/" + copy, lin)["charter"], "Quiet");
  EXPECT_EQ(city.get("/api/spaces/" + copy, lin)["space"]["visibility"], "closed");
  const Json before = document(garden);
  EXPECT_TRUE(is_status(city.post(path + "/archive", lin, Json::object()), 204));
  EXPECT_TRUE(is_status(city.ask("GET", path), 404)) << "gone for others";
  EXPECT_TRUE(is_status(city.post(path + "/restore", mei, Json::object()), 403));
  EXPECT_TRUE(is_status(city.post(path + "/restore", lin, Json::object()), 204));
  Json after = document(garden);
  after["exported_ms"] = before["exported_ms"];
  EXPECT_EQ(after, before);
}

// ---- finding ------------------------------------------------------------------------------------

TEST_F(PlacesTest, SpacesAreFoundByThoseWhoMaySeeThem) {
  make("江滩茶馆", "open");
  make("江滩小院", "unlisted");
  make("江滩密室", "closed");
  EXPECT_EQ(found("q=%E6%B1%9F%E6%BB%A9&kind=space", mei), Names{"江滩茶馆"});
  EXPECT_EQ(found("q=%E6%B1%9F%E6%BB%A9&kind=space", "").size(), 1u) << "nobody in particular";
  EXPECT_EQ(found("q=%E6%B1%9F%E6%BB%A9&kind=space", lin).size(), 3u) << "their own";
}

TEST_F(PlacesTest, PeopleAreFoundAsTheyChoseAndNotByWhomTheyBlocked) {
  EXPECT_EQ(found("q=LIN", mei), Names{"lin"});
  EXPECT_EQ(found("q=lin", ""), Names{"lin"});
  call(
      "PUT", "/api/privacy", lin,
      {{"reach", "everyone"}, {"presence", "friends"}, {"follow", "friends"}, {"found", "nobody"}});
  EXPECT_EQ(found("q=lin", mei), Names{});
  EXPECT_EQ(found("q=lin", ""), Names{});
  EXPECT_EQ(found("q=lin", lin), Names{"lin"}) << "oneself always";
}

TEST_F(PlacesTest, AGuestIsFoundWhileTheyAreHere) {
  EXPECT_EQ(found("q=Heron", mei), Names{});
  auto heron = city.enter("Heron");
  EXPECT_EQ(found("q=her", mei), Names{"Heron"});
  heron->close();
  city.run(seconds(120));
  EXPECT_EQ(found("q=her", mei), Names{});
}

TEST_F(PlacesTest, TheAnswerComesInPages) {
  for (const char* name : {"Tea one", "Tea two", "Tea three"}) make(name);
  const Json first = city.get("/api/search?q=tea&limit=2", mei);
  EXPECT_EQ(first["items"].size(), 2u);
  EXPECT_EQ(city.get("/api/search?q=tea&limit=2&after=2", mei)["items"].size(), 1u);
  EXPECT_EQ(first["items"][0]["kind"], "space");
  EXPECT_EQ(first["items"][0]["match"], "prefix");
  EXPECT_TRUE(is_status(city.ask("GET", "/api/search?q="), 400));
}

TEST_F(PlacesTest, WhoAsksTooOftenIsToldToWait) {
  int refused = 0;
  std::vector<std::unique_ptr<Client>> asking;
  for (int i = 0; i < 40; ++i) {
    asking.push_back(city.connect());
    asking.back()->send("GET /api/search?q=lin HTTP/1.1\r\nHost: city\r\nConnection: close\r\n" +
                        mei + "\r\n");
  }
  city.run(seconds(1));
  for (const auto& client : asking) refused += client->has("\"reason\":\"rate_limited\"") ? 1 : 0;
  EXPECT_GE(refused, 10) << "twenty at once, and four a second";
  EXPECT_LE(refused, 20);
  EXPECT_EQ(found("q=lin", lin), Names{"lin"}) << "others are not in the way";
}

TEST_F(PlacesTest, AClosedAccountIsFoundByNobody) {
  EXPECT_EQ(found("q=meimei", lin), Names{"meimei"});
  EXPECT_TRUE(is_status(call("DELETE", "/api/account", mei), 204));
  EXPECT_EQ(found("q=meimei", lin), Names{});
}

}  // namespace
}  // namespace yc::gateway
