// What reaches a person at once in whatever space they are, and company with consent.
#include <set>

#include "kernel/gateway/city_fixture.h"
#include "kernel/space/testing/templates.h"

namespace yc::gateway {
namespace {

constexpr const char* kPassword = "three herons by the lake";

class TogetherTest : public ::testing::Test {
 protected:
  TogetherTest() { space::testing::put_template(city.world, "plaza"); }

  struct Citizen {
    std::string cookie;
    std::string id;
    std::unique_ptr<Client> line;
  };

  Citizen sign_up(const std::string& name) {
    const std::string answer = city.post("/api/sign-up", "",
                                         {{"account_name", name},
                                          {"display_name", name},
                                          {"look", "7"},
                                          {"guest_token", ""},
                                          {"password", kPassword}});
    const auto start = answer.find("yc_session=");
    EXPECT_NE(start, std::string::npos) << answer;
    Citizen citizen;
    citizen.cookie = "Cookie: " + answer.substr(start, answer.find(';', start) - start) + "\r\n";
    citizen.id = city.get("/api/account", citizen.cookie).at("person").get<std::string>();
    return citizen;
  }
  Citizen come(const std::string& name) {
    Citizen citizen = sign_up(name);
    citizen.line = city.enter(name, citizen.cookie);
    return citizen;
  }
  void befriend(const Citizen& one, const Citizen& other) {
    city.post("/api/friends", one.cookie, {{"person", other.id}});
    city.post("/api/friends/" + one.id + "/accept", other.cookie, base::Json::object());
  }
  void write(const Citizen& from, const Citizen& to, const std::string& text) {
    city.post("/api/messages", from.cookie, {{"person", to.id}, {"text", text}});
  }
  void block(const Citizen& who, const Citizen& whom) {
    EXPECT_TRUE(is_status(city.ask("PUT", "/api/blocks/" + whom.id, who.cookie), 204));
  }

  base::SpaceId make_space(const std::string& name,
                           store::Visibility visibility = store::Visibility::open) {
    base::SpaceId made;
    city.office.make({store::SpaceKind::community, kOwner, name, "plaza", visibility, 0}, kOwner,
                     *city.world.shard, [&](base::Result<base::SpaceId> id) {
                       ASSERT_TRUE(id) << id.error().text();
                       made = *id;
                     });
    city.run(seconds(1));
    return made;
  }
  void travel(const Citizen& who, base::SpaceId to) {
    CityWorld::say(*who.line, schema::Travel{std::to_string(to.value), "", 0}.to_json());
    city.run(seconds(2));
    arrive(who);
  }
  void arrive(const Citizen& who) {
    CityWorld::say(*who.line, schema::Arrived{}.to_json());
    city.run(milliseconds(200));
  }
  base::SpaceId space_of(const Citizen& who) {
    for (const PresentPerson& person : city.presence.all()) {
      if (std::to_string(person.actor.person.value) == who.id) return person.space->premises().id;
    }
    return {};
  }

  using Want = schema::AskCompanyWant;
  void want(const Citizen& who, Want wish, const Citizen& whom) {
    CityWorld::say(*who.line, schema::AskCompany{5, wish, std::stoull(whom.id), 0, 0}.to_json());
    city.run(seconds(1));
  }
  // What the person was asked last, answered.
  void answer(const Citizen& who, Want wish) {
    const base::Json asked = last(who, "company");
    const auto request = std::stoull(asked.at("request").get<std::string>());
    CityWorld::say(*who.line, schema::AskCompany{6, wish, 0, 0, request}.to_json());
    city.run(seconds(2));
  }
  // The newest message of this type, or null.
  static base::Json last(const Citizen& who, const std::string& type) {
    const std::string& got = who.line->got;
    const auto at = got.rfind("\"type\":\"" + type + "\"");
    if (at == std::string::npos) return {};
    const auto start = got.rfind('{', at);
    return base::parse_json(got.substr(start, got.find('}', at) - start + 1))
        .value_or(base::Json());
  }
  // With a sign of life now and then, as a page gives it.
  void wait(base::Duration span, std::initializer_list<const Citizen*> people) {
    for (; span > seconds(0); span -= seconds(20)) {
      for (const Citizen* person : people)
        CityWorld::say(*person->line, schema::Ping{1.0}.to_json());
      city.run(std::min<base::Duration>(span, seconds(20)));
    }
  }

  static constexpr base::PrincipalId kOwner{77'001};
  CityWorld city;
};

TEST_F(TogetherTest, ANoticeArrivesInWhateverSpaceOnesIs) {
  const base::SpaceId garden = make_space("Garden");
  Citizen anna = come("anna");
  Citizen ming = come("ming");
  travel(ming, garden);
  write(anna, ming, "come to the plaza");
  const base::Json told = last(ming, "notice");
  EXPECT_EQ(told.at("kind"), "message");
  EXPECT_EQ(told.at("person"), anna.id);
  EXPECT_EQ(told.at("name"), "anna");
  EXPECT_EQ(told.at("unread"), 1);
  EXPECT_FALSE(ming.line->has("come to the plaza")) << "texts are asked by the API";
}

TEST_F(TogetherTest, WhatConcernsOneComesOnceForEachKind) {
  Citizen anna = come("anna");
  Citizen ming = come("ming");
  city.post("/api/friends", anna.cookie, {{"person", ming.id}});
  EXPECT_EQ(last(ming, "notice").at("kind"), "friend_asked");
  city.post("/api/friends/" + anna.id + "/accept", ming.cookie, base::Json::object());
  EXPECT_EQ(last(anna, "notice").at("kind"), "friend_accepted");
  const std::string chief = city.administrate();
  city.post("/api/sanctions", chief,
            {{"kind", "warn"}, {"person", ming.id}, {"reason", "too loud at night"}});
  EXPECT_EQ(last(ming, "notice").at("kind"), "measure_taken");
  EXPECT_EQ(last(ming, "notice").at("person"), "0") << "the city's act, not one person's";
  EXPECT_EQ(last(ming, "notice").at("unread"), 2);
  const std::string position = last(ming, "notice").at("id").get<std::string>();
  city.post("/api/notices/read", ming.cookie, {{"up_to", std::stoll(position)}});
  EXPECT_EQ(last(ming, "notice").at("kind"), "count");
  EXPECT_EQ(last(ming, "notice").at("unread"), 0);
}

TEST_F(TogetherTest, WhoComesBackIsToldThatSomethingWaits) {
  Citizen anna = come("anna");
  Citizen ming = sign_up("ming");
  write(anna, ming, "for later");
  ming.line = city.enter("ming", ming.cookie);
  EXPECT_EQ(last(ming, "notice").at("kind"), "count");
  EXPECT_EQ(last(ming, "notice").at("unread"), 1);
  EXPECT_TRUE(last(anna, "notice").is_null()) << "nothing waits for the writer";
}

TEST_F(TogetherTest, ABlockedPersonsWordsDoNotArriveAlsoNotInAGroup) {
  Citizen anna = come("anna");
  Citizen ming = come("ming");
  befriend(anna, ming);
  const std::string made = city.post("/api/groups", anna.cookie, {{"name", "Lantern makers"}});
  const std::string group = CityWorld::body_of(made).at("group").get<std::string>();
  city.post("/api/groups/" + group + "/members", anna.cookie, {{"person", ming.id}});
  EXPECT_EQ(last(ming, "notice").at("kind"), "group_joined");
  block(ming, anna);
  ming.line->got.clear();
  write(anna, ming, "hello?");
  city.post("/api/messages", anna.cookie, {{"group", group}, {"text", "hello all"}});
  EXPECT_TRUE(last(ming, "notice").is_null());
  EXPECT_EQ(city.get("/api/blocks", ming.cookie).at("people").at(0).at("name"), "anna");
}

TEST_F(TogetherTest, ABlockByTheApiHoldsAtOnceWhereTheTwoAre) {
  Citizen anna = come("anna");
  Citizen ming = come("ming");
  block(ming, anna);
  city.run(seconds(1));
  ming.line->got.clear();
  CityWorld::say(*anna.line, schema::Say{7, schema::SayScope::space, 0, "anybody?"}.to_json());
  city.run(seconds(1));
  EXPECT_FALSE(ming.line->has("anybody?"));
}

TEST_F(TogetherTest, SummonedAcrossSpacesOneComesOnlyAfterSayingYes) {
  const base::SpaceId garden = make_space("Garden");
  Citizen anna = come("anna");
  Citizen ming = come("ming");
  befriend(anna, ming);
  travel(anna, garden);
  const base::SpaceId before = space_of(ming);
  want(anna, Want::summon, ming);
  EXPECT_EQ(last(ming, "company").at("state"), "asked");
  EXPECT_EQ(last(ming, "company").at("name"), "anna");
  EXPECT_EQ(space_of(ming), before);
  answer(ming, Want::accept);
  EXPECT_EQ(space_of(ming), garden);
  EXPECT_EQ(last(anna, "company").at("state"), "accepted");
  const auto snapshot = city.presence.all().front().space->latest();
  ASSERT_EQ(snapshot->size(), 2u);
  EXPECT_NEAR(std::hypot(snapshot->x(0) - snapshot->x(1), snapshot->z(0) - snapshot->z(1)), 1.2,
              0.3)
      << "a step beside whom one came to";
}

TEST_F(TogetherTest, WhoRefusesStaysAndIsNotAskedAgainForAWhile) {
  const base::SpaceId garden = make_space("Garden");
  Citizen anna = come("anna");
  Citizen ming = come("ming");
  befriend(anna, ming);
  travel(anna, garden);
  want(anna, Want::summon, ming);
  answer(ming, Want::refuse);
  EXPECT_NE(space_of(ming), garden);
  EXPECT_EQ(last(anna, "company").at("state"), "refused");
  ming.line->got.clear();
  want(anna, Want::summon, ming);
  EXPECT_TRUE(anna.line->has("rate_limited"));
  EXPECT_TRUE(last(ming, "company").is_null());
  wait(std::chrono::minutes(5), {&anna, &ming});
  want(anna, Want::summon, ming);
  EXPECT_EQ(last(ming, "company").at("state"), "asked");
}

TEST_F(TogetherTest, ARequestLapsesAfterAMinute) {
  const base::SpaceId garden = make_space("Garden");
  Citizen anna = come("anna");
  Citizen ming = come("ming");
  befriend(anna, ming);
  travel(anna, garden);
  want(anna, Want::summon, ming);
  const base::Json asked = last(ming, "company");
  wait(seconds(60), {&anna, &ming});
  EXPECT_EQ(last(ming, "company").at("state"), "lapsed");
  EXPECT_EQ(last(anna, "company").at("state"), "lapsed");
  answer(ming, Want::accept);
  EXPECT_TRUE(ming.line->has("this request is over"));
  EXPECT_NE(space_of(ming), garden);
}

TEST_F(TogetherTest, StrangersAndBlockedPeopleCannotAsk) {
  Citizen anna = come("anna");
  Citizen ming = come("ming");
  want(anna, Want::follow, ming);
  EXPECT_TRUE(anna.line->has("\"reason\":\"denied\""));
  EXPECT_TRUE(last(ming, "company").is_null());
  befriend(anna, ming);
  block(ming, anna);
  anna.line->got.clear();
  want(anna, Want::summon, ming);
  EXPECT_TRUE(anna.line->has("\"reason\":\"denied\""));
  EXPECT_TRUE(last(ming, "company").is_null());
}

TEST_F(TogetherTest, NobodyIsCalledIntoASpaceThatTheyMayNotEnter) {
  const base::SpaceId closed = make_space("Study", store::Visibility::closed);
  Citizen anna = come("anna");
  Citizen ming = come("ming");
  befriend(anna, ming);
  store::GrantGiven grant;
  grant.grant = 900;
  grant.space = closed;
  grant.subject_kind = store::SubjectKind::person;
  grant.subject = std::stoull(anna.id);
  grant.rights = rights::kVisit;
  ASSERT_TRUE(city.world.store_world.put(store::space_stream(closed), grant));
  travel(anna, closed);
  ASSERT_EQ(space_of(anna), closed);
  want(anna, Want::summon, ming);
  EXPECT_TRUE(anna.line->has("they may not come into this space"));
  EXPECT_TRUE(last(ming, "company").is_null());
  const base::Json listed = city.get("/api/friends", ming.cookie).at("friends").at(0);
  EXPECT_EQ(listed.at("here"), true);
  EXPECT_EQ(listed.at("space"), "0") << "the space is not theirs to know of";
}

TEST_F(TogetherTest, WhoFollowsComesAlongUntilEitherEndsIt) {
  const base::SpaceId garden = make_space("Garden");
  const base::SpaceId hall = make_space("Hall");
  Citizen anna = come("anna");
  Citizen ming = come("ming");
  befriend(anna, ming);
  want(ming, Want::follow, anna);
  EXPECT_EQ(last(anna, "company").at("state"), "asked");
  answer(anna, Want::accept);
  EXPECT_EQ(last(ming, "company").at("state"), "following");
  EXPECT_EQ(last(anna, "company").at("state"), "followed");
  travel(anna, garden);
  city.run(seconds(2));
  EXPECT_EQ(space_of(ming), garden);
  arrive(ming);
  want(anna, Want::end, ming);
  EXPECT_EQ(last(ming, "company").at("state"), "ended");
  travel(anna, hall);
  city.run(seconds(2));
  EXPECT_EQ(space_of(ming), garden);
}

TEST_F(TogetherTest, WhoGoesAnotherWayFollowsNoMore) {
  const base::SpaceId garden = make_space("Garden");
  Citizen anna = come("anna");
  Citizen ming = come("ming");
  befriend(anna, ming);
  want(ming, Want::follow, anna);
  answer(anna, Want::accept);
  travel(ming, garden);
  EXPECT_EQ(last(anna, "company").at("state"), "ended");
}

TEST_F(TogetherTest, TwoDoNotFollowEachOther) {
  Citizen anna = come("anna");
  Citizen ming = come("ming");
  befriend(anna, ming);
  want(ming, Want::follow, anna);
  answer(anna, Want::accept);
  want(anna, Want::follow, ming);
  EXPECT_TRUE(anna.line->has("they follow you already"));
}

TEST_F(TogetherTest, ABlockEndsCompany) {
  Citizen anna = come("anna");
  Citizen ming = come("ming");
  befriend(anna, ming);
  want(ming, Want::follow, anna);
  answer(anna, Want::accept);
  block(anna, ming);
  city.run(seconds(1));
  EXPECT_EQ(last(ming, "company").at("state"), "ended");
}

TEST_F(TogetherTest, AGuestMayFollowWhoLetsEverybody) {
  Citizen anna = come("anna");
  EXPECT_TRUE(is_status(city.ask("PUT", "/api/privacy", anna.cookie,
                                 R"({"reach":"everyone","presence":"friends",)"
                                 R"("follow":"everyone","found":"everyone"})"),
                        204));
  Citizen guest;
  guest.line = city.enter("Guest");
  want(guest, Want::follow, anna);
  EXPECT_EQ(last(anna, "company").at("state"), "asked");
  guest.line->got.clear();
  want(guest, Want::summon, anna);
  EXPECT_TRUE(guest.line->has("\"type\":\"refused\"")) << "to call somebody needs an account";
}

TEST_F(TogetherTest, SomebodyHereIsKnownByTheirHandleOnlyInTheSameSpace) {
  const base::SpaceId garden = make_space("Garden");
  Citizen anna = come("anna");
  Citizen ming = come("ming");
  std::uint16_t handle = 0;
  for (const PresentPerson& person : city.presence.all()) {
    if (std::to_string(person.actor.person.value) == ming.id) handle = person.handle;
  }
  const std::string path = "/api/here/" + std::to_string(handle);
  const base::Json seen = city.get(path, anna.cookie);
  EXPECT_EQ(seen.at("person").at("person"), ming.id);
  EXPECT_EQ(seen.at("citizen"), true);
  EXPECT_FALSE(seen.contains("state"));
  travel(anna, garden);
  EXPECT_TRUE(is_status(city.ask("GET", path, anna.cookie), 404));
}

TEST_F(TogetherTest, WhoIsMutedOrLimitedStillReadsAndLeaves) {
  const std::string chief = city.administrate();
  for (const char* measure : {"mute", "limit"}) {
    Citizen anna = sign_up(std::string("anna") + measure);
    Citizen ming = sign_up(std::string("ming") + measure);
    befriend(anna, ming);
    const std::string made = city.post("/api/groups", anna.cookie, {{"name", "Lantern makers"}});
    const std::string group = CityWorld::body_of(made).at("group").get<std::string>();
    const std::string members = "/api/groups/" + group + "/members";
    city.post(members, anna.cookie, {{"person", ming.id}});
    write(anna, ming, "for you");
    EXPECT_TRUE(is_status(
        city.post("/api/sanctions", chief,
                  {{"kind", measure}, {"person", ming.id}, {"minutes", 60}, {"reason", "loud"}}),
        201));
    const base::Json talks = city.get("/api/talks", ming.cookie).at("talks");
    ASSERT_EQ(talks.size(), 2u);
    const base::Json read = city.get("/api/messages?person=" + anna.id, ming.cookie).at("items");
    ASSERT_EQ(read.size(), 1u);
    EXPECT_TRUE(is_status(city.post("/api/messages/read", ming.cookie,
                                    {{"person", anna.id}, {"up_to", read.at(0).at("id")}}),
                          204));
    EXPECT_EQ(city.get("/api/groups", ming.cookie).at("groups").size(), 1u);
    EXPECT_EQ(city.get(members, ming.cookie).at("members").size(), 2u);
    EXPECT_EQ(city.get("/api/friends", ming.cookie).at("friends").size(), 1u);
    EXPECT_TRUE(is_status(
        city.post("/api/messages", ming.cookie, {{"person", anna.id}, {"text", "no"}}), 403));
    EXPECT_TRUE(is_status(city.ask("DELETE", members + "/" + ming.id, ming.cookie), 204));
    EXPECT_TRUE(is_status(city.ask("DELETE", "/api/friends/" + anna.id, ming.cookie), 204));
  }
}

// Notes which handles its person was told of as friends'.
class NotingLine final : public PersonLine {
 public:
  void notify(space::SharedText) override {}
  void bring(const std::string&, const std::string&) override {}
  void come_beside(std::uint16_t) override {}
  void note_friend(base::SpaceId, std::uint16_t handle, bool here) override {
    here ? (void)friends.insert(handle) : (void)friends.erase(handle);
  }
  std::set<std::uint16_t> friends;
};

TEST_F(TogetherTest, WhoIsBackOnANewLineIsKnownToFriendsByTheNewHandleOnly) {
  Citizen anna = sign_up("anna");
  Citizen ming = sign_up("ming");
  befriend(anna, ming);
  const auto guest = city.enter("Guest");
  const auto here = city.presence.all().front().space;
  std::vector<std::shared_ptr<NotingLine>> lines;
  const auto enter = [&](const Citizen& who, std::uint16_t handle) {
    lines.push_back(std::make_shared<NotingLine>());
    rights::Actor actor;
    actor.person = base::PrincipalId{std::stoull(who.id)};
    city.together->entered({actor, here, handle, lines.back(), city.world.shard.get()});
    return lines.back();
  };
  const auto of_anna = enter(anna, 11);
  const auto first = enter(ming, 12);
  city.run(seconds(1));
  EXPECT_EQ(of_anna->friends, std::set<std::uint16_t>{12});
  city.together->left(base::PrincipalId{std::stoull(ming.id)}, first);
  enter(ming, 13);
  city.run(seconds(1));
  EXPECT_EQ(of_anna->friends, std::set<std::uint16_t>{13});
}

TEST_F(TogetherTest, ClearedNoticesAreGone) {
  Citizen anna = sign_up("anna");
  Citizen ming = sign_up("ming");
  city.post("/api/friends", anna.cookie, {{"person", ming.id}});
  const base::Json listed = city.get("/api/notices", ming.cookie).at("items");
  ASSERT_EQ(listed.size(), 1u);
  city.post("/api/notices/clear", ming.cookie, {{"up_to", listed.at(0).at("position")}});
  EXPECT_TRUE(city.get("/api/notices", ming.cookie).at("items").empty());
}

}  // namespace
}  // namespace yc::gateway
