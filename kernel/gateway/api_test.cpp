// The frame of the HTTP API: addresses, fields, who may ask, keys, pages, languages.
#include "kernel/gateway/api.h"

#include "kernel/gateway/city_fixture.h"

namespace yc::gateway {
namespace {

constexpr const char* kWhy = R"({"reason":"a test"})";

using schema::api::kOperations;

std::optional<Operation> operation_at(std::string_view method, std::string_view path) {
  const ApiMatch match = match_operation(method, path);
  const auto* found = std::get_if<Operation>(&match);
  return found != nullptr ? std::optional(*found) : std::nullopt;
}

HttpRequest request_to(std::string path, std::string query = "", std::string body = "") {
  HttpRequest out;
  out.path = std::move(path);
  out.query = std::move(query);
  out.body = std::move(body);
  return out;
}

TEST(ApiPath, EachOperationIsFoundByItsOwnAddressOnly) {
  for (std::size_t i = 0; i < kOperations.size(); ++i) {
    std::string path(kOperations[i].path);
    for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
      path.replace(open, path.find('}') - open + 1, "12");
    }
    EXPECT_EQ(operation_at(kOperations[i].method, path), static_cast<Operation>(i)) << path;
    EXPECT_EQ(operation_at(kOperations[i].method, path + "/"), std::nullopt) << path;
  }
  EXPECT_EQ(operation_at("HEAD", "/api/reports"), Operation::list_reports);
  for (const char* path :
       {"", "/", "/api", "/api/", "/api/reports/5/x", "/api/reports//decision"}) {
    EXPECT_TRUE(std::holds_alternative<std::monostate>(match_operation("POST", path))) << path;
  }
}

TEST(ApiPath, AnotherMethodIsToldWhichOnesThereAre) {
  const auto allow = [](std::string_view method, std::string_view path) {
    const ApiMatch match = match_operation(method, path);
    const auto* others = std::get_if<OtherMethods>(&match);
    return others != nullptr ? others->allow : "";
  };
  EXPECT_EQ(allow("DELETE", "/api/sanctions"), "GET, HEAD, OPTIONS, POST");
  EXPECT_EQ(allow("OPTIONS", "/api/session"), "DELETE, OPTIONS");
}

TEST(ApiPath, FieldsComeFromPathQueryAndBodyEachWhereTheyBelong) {
  const auto& decide = row_of(Operation::decide_report);
  const auto fields = read_fields(
      decide, request_to("/api/reports/7/decision", "",
                         R"({"outcome":"warned","reason":"x","report":"8","extra":1})"));
  ASSERT_TRUE(fields);
  const auto request = schema::api::DecideReportRequest::parse(*fields);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->report, base::CaseId{7});
  EXPECT_EQ(request->minutes, 0);
  const auto& people = row_of(Operation::list_present_people);
  const auto asked = schema::api::ListPresentPeopleRequest::parse(
      *read_fields(people, request_to("/", "text=%E6%B1%9F+a&limit=3&unknown=%zz")));
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->text, "江 a");
  EXPECT_EQ(asked->limit, 3);
  EXPECT_FALSE(asked->after);
}

TEST(ApiPath, AnActIsAskedAboutWhatThePathNames) {
  const auto& unmute = row_of(Operation::unmute_person);
  EXPECT_EQ(id_in_path(unmute, "/api/people/7/unmute", "principal"), 7u);
  EXPECT_EQ(id_in_path(unmute, "/api/people/7x/unmute", "principal"), 0u);
  EXPECT_EQ(id_in_path(unmute, "/api/people/7/unmute", "space"), 0u);
}

TEST(ApiPath, MalformedFieldsAreRefusedByName) {
  const auto& people = row_of(Operation::list_present_people);
  EXPECT_EQ(read_fields(people, request_to("/", "text=%zz")).error().cause,
            "list_present_people.text holds a broken %-sequence");
  EXPECT_EQ(read_fields(people, request_to("/", "text=%ff")).error().cause,
            "list_present_people.text is not UTF-8");
  const auto cause = [&](const char* query) {
    const auto parsed =
        schema::api::ListPresentPeopleRequest::parse(*read_fields(people, request_to("/", query)));
    return parsed ? "" : parsed.error().cause;
  };
  EXPECT_EQ(cause("limit=201"), "list_present_people.limit is outside 1 to 200");
  EXPECT_EQ(cause("limit=two"), "list_present_people.limit is not an integer");
  const auto& decide = row_of(Operation::decide_report);
  EXPECT_FALSE(read_fields(decide, request_to("/api/reports/7/decision", "", "[1]")));
  EXPECT_FALSE(read_fields(decide, request_to("/api/reports/7/decision", "", "{")));
  EXPECT_FALSE(read_fields(decide, request_to("/api/reports/\xff/decision", "", "{}")));
}

TEST(Problem, SpeaksTheLanguageThatIsWantedMost) {
  EXPECT_EQ(language_of(""), Language::en);
  EXPECT_EQ(language_of("zh-CN,zh;q=0.9,en;q=0.8"), Language::zh);
  EXPECT_EQ(language_of("fr, en;q=0.5, ZH;q=0.7"), Language::zh);
  EXPECT_EQ(language_of("de"), Language::en);
  EXPECT_EQ(language_of("zh;q=0, en;q=0.1"), Language::en);
  EXPECT_EQ(language_of("zh;q=9e99, ;,;q="), Language::en);
}

TEST(CityApi, ARefusalIsAProblemInTwoLanguages) {
  CityWorld city;
  const std::string answer = city.ask("GET", "/api/reports", "Accept-Language: zh\r\n");
  EXPECT_TRUE(is_status(answer, 401));
  EXPECT_NE(answer.find("Content-Type: application/problem+json"), std::string::npos);
  EXPECT_NE(answer.find("Content-Language: zh-CN"), std::string::npos);
  const base::Json chinese = CityWorld::body_of(answer);
  EXPECT_EQ(chinese["reason"], "sign_in_needed");
  EXPECT_EQ(chinese["type"], "/api#sign_in_needed");
  EXPECT_EQ(chinese["status"], 401);
  EXPECT_EQ(chinese["title"], text_of(Reason::sign_in_needed, Language::zh).title);
  const base::Json english = city.get("/api/reports", "");
  EXPECT_EQ(english["title"], text_of(Reason::sign_in_needed, Language::en).title);
  EXPECT_EQ(english["remedy"], text_of(Reason::sign_in_needed, Language::en).remedy);
}

TEST(CityApi, NamesTheFieldThatIsWrong) {
  CityWorld city;
  const base::Json problem =
      CityWorld::body_of(city.post("/api/session/by-link", "", base::Json::object()));
  EXPECT_EQ(problem["reason"], "bad_input");
  EXPECT_EQ(problem["field"], "token");
  EXPECT_EQ(problem["detail"], "enter_by_link.token is missing");
}

TEST(CityApi, AnswersUnknownAddressesAndMethodsAsHttpAsks) {
  CityWorld city;
  EXPECT_TRUE(is_status(city.ask("GET", "/api/moon"), 404));
  const std::string wrong = city.ask("DELETE", "/api/sanctions");
  EXPECT_TRUE(is_status(wrong, 405));
  EXPECT_NE(wrong.find("Allow: GET, HEAD, OPTIONS, POST\r\n"), std::string::npos);
  EXPECT_TRUE(is_status(city.ask("OPTIONS", "/api/sanctions"), 204));
  EXPECT_TRUE(is_status(city.ask("PUT", "/healthz"), 405));
  const std::string cookie = city.administrate();
  const std::string head = city.ask("HEAD", "/api/reports", cookie);
  EXPECT_TRUE(is_status(head, 200));
  EXPECT_TRUE(head.ends_with("\r\n\r\n"));
}

TEST(CityApi, ServesItsOwnDescription) {
  CityWorld city;
  const base::Json document = CityWorld::body_of(city.ask("GET", "/api/openapi.json"));
  EXPECT_EQ(document["openapi"], "3.1.0");
  for (const auto& row : kOperations) {
    std::string method(row.method);
    for (char& c : method) c = static_cast<char>(c + 32);
    EXPECT_EQ(document["paths"][std::string(row.path)][method]["operationId"], row.name);
  }
}

TEST(CityApi, AnUnknownKeyOpensNothingNotEvenWithACookie) {
  CityWorld city;
  const std::string cookie = city.administrate();
  const std::string answer =
      city.ask("GET", "/api/reports", cookie + "Authorization: Bearer abc\r\n");
  EXPECT_TRUE(is_status(answer, 401));
  EXPECT_EQ(CityWorld::body_of(answer)["reason"], "key_unknown");
}

TEST(CityApi, ACookieDoesNotActForAPageOfAnotherSite) {
  CityWorld city;
  const std::string fields = city.administrate() + "Origin: https://evil.example\r\n";
  for (const char* path : {"/api/backups", "/api/administrator-links"}) {
    EXPECT_TRUE(is_status(city.ask("POST", path, fields), 403)) << path;
  }
  EXPECT_TRUE(is_status(city.ask("DELETE", "/api/session", fields), 403));
  EXPECT_EQ(city.backups.made, 0);
}

TEST(CityApi, AnActWithAKeyIsDoneOnce) {
  CityWorld city;
  const std::string cookie = city.administrate();
  const std::string key = cookie + "Idempotency-Key: a-1\r\n";
  const std::string first = city.ask("POST", "/api/backups", key, kWhy);
  EXPECT_TRUE(is_status(first, 201));
  EXPECT_EQ(city.ask("POST", "/api/backups", key, kWhy), first);
  EXPECT_EQ(city.backups.made, 1);
  EXPECT_TRUE(
      is_status(city.ask("POST", "/api/backups", cookie + "Idempotency-Key: a-2\r\n", kWhy), 201));
  EXPECT_EQ(city.backups.made, 2);
  const std::string other = city.ask("POST", "/api/people/5/unmute", key, R"({"reason":"x"})");
  EXPECT_TRUE(is_status(other, 422));
  EXPECT_EQ(CityWorld::body_of(other)["reason"], "idempotency_key_reused");
  EXPECT_TRUE(
      is_status(city.ask("POST", "/api/backups", cookie + "Idempotency-Key: a b\r\n", kWhy), 400));
}

TEST(CityApi, TheSameKeyTwiceAtOnceIsDoneOnce) {
  CityWorld city;
  const std::string cookie = city.administrate();
  auto troll = city.enter("Troll");
  const std::string person = city.get("/api/operator/people", cookie)["items"][0]["person"];
  const std::string body =
      base::dump_json({{"kind", "mute"}, {"person", person}, {"reason", "spam"}});
  city.file_executor.busy = true;
  const std::array both{city.connect(), city.connect()};
  for (const auto& client : both) {
    client->send("POST /api/sanctions HTTP/1.1\r\nHost: city\r\nIdempotency-Key: k\r\n" + cookie +
                 "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  }
  city.run(seconds(1));
  city.file_executor.go_on();
  city.run(seconds(1));
  EXPECT_NE(both[0]->has("HTTP/1.1 201"), both[1]->has("HTTP/1.1 201"));
  EXPECT_NE(both[0]->has("\"still_working\""), both[1]->has("\"still_working\""));
  EXPECT_EQ(city.get("/api/sanctions", cookie)["items"].size(), 1u);
}

TEST(CityApi, ListsComeInPagesThatMeetWithoutGapOrOverlap) {
  CityWorld city;
  const std::string cookie = city.administrate();
  for (int i = 1; i <= 5; ++i) {
    const base::Json body{{"kind", "mute"}, {"person", std::to_string(1000 + i)}, {"reason", "x"}};
    EXPECT_TRUE(is_status(city.post("/api/sanctions", cookie, body), 201));
  }
  std::vector<std::string> people;
  std::string after;
  std::vector<std::size_t> sizes;
  for (bool more = true; more;) {
    const base::Json page = city.get("/api/sanctions?limit=2" + after, cookie);
    sizes.push_back(page["items"].size());
    for (const base::Json& item : page["items"]) people.push_back(item["person"]["person"]);
    more = page.contains("next");
    if (more) after = "&after=" + page["next"].get<std::string>();
  }
  EXPECT_EQ(sizes, (std::vector<std::size_t>{2, 2, 1}));
  EXPECT_EQ(people, (std::vector<std::string>{"1005", "1004", "1003", "1002", "1001"}));
}

}  // namespace
}  // namespace yc::gateway
