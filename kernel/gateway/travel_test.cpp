// People who go from space to space over one connection.
#include "kernel/gateway/city_fixture.h"
#include "kernel/media/media_fixture.h"
#include "kernel/space/space_office.h"
#include "kernel/space/testing/templates.h"

namespace yc::gateway {
namespace {

class TravelTest : public ::testing::Test {
 protected:
  TravelTest() { space::testing::put_template(city.world, "plaza"); }

  base::SpaceId make(const std::string& name, std::uint32_t capacity = 0) {
    base::SpaceId made;
    office.make(
        {store::SpaceKind::community, kOwner, name, "plaza", store::Visibility::open, capacity},
        kOwner, *city.world.shard, [&](base::Result<base::SpaceId> id) {
          ASSERT_TRUE(id) << id.error().text();
          made = *id;
        });
    city.run(seconds(1));
    return made;
  }
  std::string key(base::SpaceId id) { return std::to_string(id.value); }
  void travel(Client& client, const std::string& to) {
    CityWorld::say(client, schema::Travel{to, "", 0}.to_json());
    city.run(seconds(1));
  }
  void arrive(Client& client) {
    CityWorld::say(client, schema::Arrived{}.to_json());
    city.run(milliseconds(200));
  }
  void say(Client& client, const std::string& text) {
    CityWorld::say(client, schema::Say{7, schema::SayScope::space, 0, text}.to_json());
    city.run(seconds(1));
  }

  static constexpr base::PrincipalId kOwner{77'001};
  CityWorld city;
  space::SpaceOffice office{*city.world.store_world.store};
};

TEST_F(TravelTest, ANewWelcomeComesOverTheSameConnection) {
  const base::SpaceId garden = make("Garden");
  auto mei = city.enter("Mei");
  travel(*mei, key(garden));
  EXPECT_TRUE(mei->has("\"title\":\"Garden\""));
  EXPECT_FALSE(mei->closed);
  const auto people = city.presence.all();
  ASSERT_EQ(people.size(), 1u);
  EXPECT_EQ(people.front().space->premises().id, garden);
  EXPECT_EQ(city.world.space->latest()->size(), 0u);
}

TEST_F(TravelTest, PeopleOfOneSpaceSeeAndHearEachOtherAndNobodyElse) {
  const base::SpaceId garden = make("Garden");
  auto ann = city.enter("Ann");
  auto ben = city.enter("Ben");
  auto mei = city.enter("Mei");
  for (Client* client : {ann.get(), ben.get()}) {
    travel(*client, key(garden));
    arrive(*client);
  }
  mei->got.clear();
  ben->got.clear();
  say(*ann, "over here");
  EXPECT_TRUE(ben->has("over here"));
  EXPECT_FALSE(mei->has("over here"));
  EXPECT_FALSE(mei->has("\"name\":\"Ann\""));
}

TEST_F(TravelTest, WhatIsSentBeforeArrivingIsNotSaidInTheNewSpace) {
  const base::SpaceId garden = make("Garden");
  auto ann = city.enter("Ann");
  auto ben = city.enter("Ben");
  travel(*ann, key(garden));
  arrive(*ann);
  travel(*ben, key(garden));
  say(*ben, "meant for the city");
  EXPECT_FALSE(ann->has("meant for the city"));
  EXPECT_TRUE(ben->has("\"reason\":\"moved_on\""));
  arrive(*ben);
  say(*ben, "meant for the garden");
  EXPECT_TRUE(ann->has("meant for the garden"));
}

TEST_F(TravelTest, WhoIsNotLetInStaysAndIsTold) {
  auto ann = city.enter("Ann");
  travel(*ann, "Nowhere");
  EXPECT_TRUE(ann->has("\"reason\":\"no_such_space\""));
  EXPECT_FALSE(ann->closed);
  EXPECT_EQ(city.world.space->latest()->size(), 1u);
  say(*ann, "still here");
  EXPECT_TRUE(ann->has("\"type\":\"said\""));
}

TEST_F(TravelTest, ALostLineLeavesTheLineOfAFullSpace) {
  const base::SpaceId small = make("Small", 1);
  auto first = city.enter("First");
  travel(*first, key(small));
  auto second = city.enter("Second");
  travel(*second, key(small));
  EXPECT_TRUE(second->has("\"type\":\"queued\""));
  auto third = city.enter("Third");
  travel(*third, key(small));
  second->close();
  city.run(seconds(3));
  EXPECT_TRUE(third->has("\"place\":1"));
  CityWorld::say(*first, schema::Leave{}.to_json());
  city.run(seconds(1));
  EXPECT_TRUE(third->has("\"title\":\"Small\""));
  EXPECT_EQ(city.presence.size(), 1u);
}

TEST_F(TravelTest, WhoseAccountIsClosedWhileTheyWaitInLineIsNotLeftInside) {
  const base::SpaceId small = make("Small", 1);
  auto first = city.enter("First");
  travel(*first, key(small));
  auto second = city.enter("Second");
  const base::PrincipalId person =
      city.presence.all().front().actor.person;  // the city comes first
  const auto start = second->got.find("\"token\":\"") + 9;
  schema::Hello again = space::testing::SpaceWorld::hello("Second");
  again.token = second->got.substr(start, second->got.find('"', start) - start);
  again.space = key(small);
  second->close();
  city.run(seconds(2));
  auto waiting = city.open_websocket();
  CityWorld::say(*waiting, again.to_json());
  city.run(seconds(1));
  EXPECT_TRUE(waiting->has("\"type\":\"queued\""));
  city.ended->note({0, 0, person});
  city.run(seconds(1));  // looked at, but nobody is known yet to have come in
  CityWorld::say(*first, schema::Leave{}.to_json());
  city.run(seconds(2));
  EXPECT_TRUE(waiting->has("\"reason\":\"signed_out\""));
  EXPECT_EQ(city.presence.size(), 0u);
}

TEST_F(TravelTest, WhoLeavesTheLineStaysAndMayGoElsewhere) {
  const base::SpaceId small = make("Small", 1);
  const base::SpaceId garden = make("Garden");
  auto first = city.enter("First");
  travel(*first, key(small));
  auto second = city.enter("Second");
  travel(*second, key(small));
  travel(*second, key(garden));
  EXPECT_TRUE(second->has("\"title\":\"Garden\""));
  travel(*second, key(small));
  CityWorld::say(*second, schema::Stay{}.to_json());
  city.run(seconds(1));
  CityWorld::say(*first, schema::Leave{}.to_json());
  city.run(seconds(1));
  EXPECT_FALSE(second->has("\"title\":\"Small\""));
}

TEST_F(TravelTest, TheManifestOfASpaceIsAnsweredByIdAndByName) {
  const base::SpaceId garden = make("Garden");
  EXPECT_TRUE(is_status(city.ask("GET", "/api/manifests/" + key(garden)), 200));
  EXPECT_TRUE(is_status(city.ask("GET", "/api/manifests/Garden"), 200));
  EXPECT_TRUE(is_status(city.ask("GET", "/api/manifests/999999"), 404));
  EXPECT_TRUE(is_status(city.ask("GET", "/s/" + key(garden)), 200));
  EXPECT_TRUE(is_status(city.ask("GET", "/s/Garden/@stage"), 200));
}

}  // namespace
}  // namespace yc::gateway
