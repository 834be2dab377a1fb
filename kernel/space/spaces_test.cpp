// Many spaces: opened when somebody comes, stopped when nobody is in them, and the ways between.
#include "kernel/space/spaces.h"

#include <gtest/gtest.h>

#include "kernel/space/space_names.h"
#include "kernel/space/space_office.h"
#include "kernel/space/testing/space_world.h"
#include "kernel/space/testing/templates.h"

namespace yc::space {
namespace {

using schema::Reason;
using testing::GuestPtr;
using testing::SpaceWorld;

class SpacesTest : public ::testing::Test {
 protected:
  explicit SpacesTest(SpaceSettings settings = {}) : world(settings) {
    testing::put_template(world, "plaza");
    owner = world.person_of(world.enter("Owner"));
  }

  // The answer to a call of the office.
  template <typename T, typename Call>
  base::Result<T> ask(Call&& call) {
    base::Result<T> answer = base::fail(base::ErrorCode::unavailable, "no answer");
    call([&](base::Result<T> told) { answer = std::move(told); });
    world.run(3);
    return answer;
  }
  base::Result<base::SpaceId> try_make(SpaceRequest request) {
    return ask<base::SpaceId>([&](Done<base::SpaceId> done) {
      office.make(std::move(request), owner, *world.shard, std::move(done));
    });
  }
  base::SpaceId make(const std::string& name,
                     store::Visibility visibility = store::Visibility::open,
                     std::uint32_t capacity = 0) {
    const auto made =
        try_make({store::SpaceKind::personal, owner, name, "plaza", visibility, capacity});
    YC_ASSERT(made.has_value());
    return *made;
  }
  schema::Hello hello(const std::string& name, const std::string& space) {
    schema::Hello message = SpaceWorld::hello(name);
    message.space = space;
    return message;
  }
  GuestPtr enter(const std::string& name, const std::string& space) {
    GuestPtr guest = world.knock(hello(name, space));
    world.run(3);
    return guest;
  }
  void travel(const GuestPtr& guest, const std::string& space, const std::string& place = {}) {
    world.shard->post([this, guest, space, place] {
      world.door->travel(space, place, guest->entry.actor, {guest, world.shard.get()});
    });
    world.run(6);
  }
  std::string key(base::SpaceId id) { return std::to_string(id.value); }
  std::string where(const GuestPtr& guest) {
    return guest->heard("welcome").back()["space"].get<std::string>();
  }
  bool metric(const std::string& line) {
    return world.metrics.prometheus_text().find(line) != std::string::npos;
  }

  SpaceWorld world;
  SpaceOffice office{*world.store_world.store};
  base::PrincipalId owner;
};

TEST_F(SpacesTest, ASpaceIsOpenedWhenSomebodyComesAndStoppedWhenItHasBeenEmptyForLong) {
  const base::SpaceId garden = make("Garden");
  EXPECT_TRUE(metric("yc_space_open 1\n"));
  const GuestPtr mei = enter("Mei", key(garden));
  ASSERT_TRUE(mei->is_in);
  EXPECT_EQ(where(mei), key(garden));
  EXPECT_EQ(mei->heard("welcome").back()["title"], "Garden");
  EXPECT_TRUE(metric("yc_space_open 2\n"));
  world.run(30 * 20);
  world.leave(mei);
  world.run(59 * 20);
  EXPECT_TRUE(metric("yc_space_open 2\n"));
  world.run(3 * 20);
  EXPECT_TRUE(metric("yc_space_open 1\n"));
  EXPECT_TRUE(enter("Mei", key(garden))->is_in) << "and opened again";
  EXPECT_TRUE(metric("yc_space_opened_total 2\n"));
}

TEST_F(SpacesTest, NothingOfAStoppedSpaceIsKept) {
  const base::SpaceId garden = make("Garden");
  const GuestPtr mei = enter("Mei", key(garden));
  std::weak_ptr<const crowd::Snapshot> last = mei->entry.space->latest();
  world.leave(mei);
  mei->entry.space = nullptr;
  world.run(62 * 20);
  EXPECT_TRUE(last.expired());
}

TEST_F(SpacesTest, SpacesOfOneTemplateShareTheirGround) {
  const GuestPtr mei = enter("Mei", key(make("Garden")));
  const GuestPtr ben = enter("Ben", key(make("Yard")));
  EXPECT_EQ(mei->entry.space->premises().ground, ben->entry.space->premises().ground);
  EXPECT_NE(mei->entry.space->premises().id, ben->entry.space->premises().id);
}

TEST_F(SpacesTest, AnOpenSpaceIsFoundByItsNameAndAnUnlistedOneByItsIdAlone) {
  make("Garden");
  const base::SpaceId hidden = make("Hidden", store::Visibility::unlisted);
  EXPECT_TRUE(enter("Mei", "garden")->is_in) << "A to Z without case";
  EXPECT_EQ(enter("Ben", "Hidden")->closed.reason, Reason::no_such_space);
  EXPECT_TRUE(enter("Eve", key(hidden))->is_in);
}

class SpaceNamesTest : public ::testing::Test {
 protected:
  void follow(store::Payload payload) {
    store::Event event;
    event.payload = std::move(payload);
    names.follow(event);
  }
  void made(std::uint64_t id, const std::string& name) {
    store::SpaceMade event;
    event.space = base::SpaceId{id};
    event.name = store::PrivateText(name);
    event.visibility = store::Visibility::open;
    follow(event);
  }
  void renamed(std::uint64_t id, const std::string& name) {
    follow(store::SpaceRenamed{base::SpaceId{id}, {}, store::PrivateText(name)});
  }
  std::vector<base::SpaceId> ids(std::initializer_list<std::uint64_t> numbers) {
    std::vector<base::SpaceId> out;
    for (const std::uint64_t number : numbers) out.push_back(base::SpaceId{number});
    return out;
  }

  SpaceNames names;
};

TEST_F(SpaceNamesTest, ARenamedSpaceIsKeptOnceUnderItsNewNameOnly) {
  made(7, "Garden");
  for (int i = 0; i < 100; ++i) {
    renamed(7, "Yard");
    renamed(7, "Garden");
  }
  EXPECT_EQ(names.with("garden"), ids({7}));
  EXPECT_TRUE(names.with("Yard").empty());
}

TEST_F(SpaceNamesTest, OnlySpacesThatAreListedAreKept) {
  made(7, "Garden");
  follow(store::SpaceArchived{base::SpaceId{7}});
  EXPECT_TRUE(names.with("Garden").empty());
  follow(store::SpaceRestored{base::SpaceId{7}});
  EXPECT_EQ(names.with("Garden"), ids({7}));
  follow(store::SpaceChanged{base::SpaceId{7}, store::Visibility::closed, 0, 0});
  renamed(7, "Yard");
  EXPECT_TRUE(names.with("Garden").empty());
  EXPECT_TRUE(names.with("Yard").empty());
  follow(store::SpaceChanged{base::SpaceId{7}, store::Visibility::open, 0, 0});
  EXPECT_EQ(names.with("Yard"), ids({7}));
  names.forget("Yard", base::SpaceId{7});
  EXPECT_TRUE(names.with("Yard").empty()) << "its text was erased";
}

TEST_F(SpaceNamesTest, OfManyOfOneNameOneQuestionLooksAtTheOldestOnly) {
  for (std::uint64_t id = 100; id > 0; --id) made(id, "Garden");
  const auto found = names.with("Garden");
  EXPECT_EQ(found.size(), SpaceNames::kFoundMax);
  EXPECT_EQ(found.front(), base::SpaceId{1});
}

TEST_F(SpacesTest, ASpaceIsFoundByItsNewNameOnlyAndAlsoAfterARestart) {
  const base::SpaceId garden = make("Garden");
  ASSERT_TRUE(ask<store::Appended>([&](Done<store::Appended> done) {
    office.change(garden, {"Yard", {}, {}, {}}, owner, *world.shard, std::move(done));
  }));
  EXPECT_TRUE(enter("Mei", "yard")->is_in);
  EXPECT_EQ(enter("Ben", "Garden")->closed.reason, Reason::no_such_space);
  SpaceNames loaded;
  ASSERT_TRUE(loaded.load(*world.store_world.store));
  EXPECT_EQ(loaded.with("Yard"), std::vector{garden});
  EXPECT_TRUE(loaded.with("Garden").empty());
}

TEST_F(SpacesTest, AClosedSpaceLetsItsOwnerInAndNobodyElse) {
  const base::SpaceId home = make("Home", store::Visibility::closed);
  const GuestPtr mei = enter("Mei", key(home));
  EXPECT_FALSE(mei->is_in);
  EXPECT_EQ(mei->closed.reason, Reason::denied);
  const GuestPtr guest = world.enter("Ann");
  travel(guest, key(home));
  EXPECT_EQ(guest->away, std::vector{Reason::denied});
  EXPECT_TRUE(world.is_here(guest)) << "who is not let in stays where they are";
}

TEST_F(SpacesTest, WhoTravelsIsInOnePlaceAtATime) {
  const base::SpaceId garden = make("Garden");
  const GuestPtr mei = world.enter("Mei");
  const auto city_before = world.space->latest()->size();
  const Entered before = mei->entry;
  travel(mei, key(garden), "stage");
  EXPECT_EQ(where(mei), key(garden));
  EXPECT_TRUE(mei->entry.travelled);
  EXPECT_EQ(mei->heard("welcome").back()["token"], "");
  EXPECT_NEAR(mei->position.x, 5.0, 2.1) << "people stand apart by up to 2 m";
  EXPECT_EQ(world.space->latest()->size(), city_before - 1);
  EXPECT_TRUE(world.is_here(mei));
  EXPECT_FALSE(mei->is_closed);
  EXPECT_TRUE(metric("yc_space_people 2\n")) << "the owner and Mei";
  travel(mei, "");
  EXPECT_EQ(where(mei), "flat");
  EXPECT_EQ(before.space->premises().id, mei->entry.space->premises().id);
}

TEST_F(SpacesTest, WhoEntersAnotherSpaceFromAnotherWindowIsReplacedInTheFirst) {
  const base::SpaceId garden = make("Garden");
  const GuestPtr first = world.enter("Mei");
  schema::Hello again = hello("Mei", key(garden));
  again.token = first->token;
  const GuestPtr second = world.knock(again);
  world.run(4);
  EXPECT_TRUE(second->is_in);
  EXPECT_TRUE(first->is_closed);
  EXPECT_EQ(first->closed.reason, Reason::replaced);
}

TEST_F(SpacesTest, ThereIsNoSuchSpace) {
  EXPECT_EQ(enter("Mei", "999999")->closed.reason, Reason::no_such_space);
  EXPECT_EQ(enter("Mei", "Nowhere")->closed.reason, Reason::no_such_space);
  EXPECT_EQ(enter("Mei", "4294967296000000000000000")->closed.reason, Reason::no_such_space);
}

TEST_F(SpacesTest, ABanBindsInEverySpace) {
  const base::SpaceId garden = make("Garden");
  const GuestPtr mei = enter("Mei", key(garden));
  store::SanctionPlaced ban;
  ban.sanction = base::CaseId{991};
  ban.kind = store::SanctionKind::ban;
  ban.person = world.person_of(mei);
  ban.reason = store::PrivateText("spam");
  ASSERT_TRUE(world.store_world.put(store::case_stream(ban.sanction), ban));
  world.run(2);
  EXPECT_EQ(mei->closed.reason, Reason::banned);
}

TEST_F(SpacesTest, ArchivingSendsPeopleToTheCityAndNobodyComesInUntilItIsRestored) {
  const base::SpaceId garden = make("Garden");
  const GuestPtr mei = enter("Mei", key(garden));
  const auto archived = ask<store::Appended>([&](Done<store::Appended> done) {
    office.archive(garden, owner, *world.shard, std::move(done));
  });
  ASSERT_TRUE(archived);
  world.run(3);
  EXPECT_EQ(mei->last_reason(), "space_closed");
  EXPECT_EQ(where(mei), "flat");
  EXPECT_FALSE(mei->is_closed);
  EXPECT_TRUE(metric("yc_space_open 1\n") || world.is_here(mei));
  EXPECT_EQ(enter("Ben", key(garden))->closed.reason, Reason::no_such_space);
  const auto restored = ask<store::Appended>([&](Done<store::Appended> done) {
    office.restore(garden, owner, *world.shard, std::move(done));
  });
  ASSERT_TRUE(restored);
  EXPECT_TRUE(enter("Ben", key(garden))->is_in);
}

TEST_F(SpacesTest, AFullSpaceLetsPeopleInInTheOrderOfItsLine) {
  const base::SpaceId small = make("Small", store::Visibility::open, 1);
  const GuestPtr first = enter("First", key(small));
  const GuestPtr second = enter("Second", key(small));
  const GuestPtr third = enter("Third", key(small));
  EXPECT_FALSE(second->is_in);
  EXPECT_EQ(second->places, std::vector<std::int64_t>{1});
  EXPECT_EQ(third->places, std::vector<std::int64_t>{2});
  world.leave(first);
  world.run(25);
  EXPECT_TRUE(second->is_in);
  EXPECT_FALSE(third->is_in);
  EXPECT_EQ(third->places.back(), 1);
  const GuestPtr fourth = enter("Fourth", key(small));
  third->line->give_up({third, world.shard.get()});
  world.run(25);
  EXPECT_TRUE(third->is_closed);
  EXPECT_EQ(fourth->places.back(), 1);
  world.leave(second);
  world.run(3);
  EXPECT_TRUE(fourth->is_in);
}

TEST_F(SpacesTest, WhoWaitsInLineIsNotLetInOnceTheSpaceIsClosed) {
  const base::SpaceId small = make("Small", store::Visibility::open, 1);
  const auto let_in = [&](const GuestPtr& guest) {
    store::GrantGiven grant;
    grant.grant = 900 + world.person_of(guest).value;
    grant.space = small;
    grant.subject_kind = store::SubjectKind::person;
    grant.subject = world.person_of(guest).value;
    grant.rights = rights::kVisit;
    ASSERT_TRUE(world.store_world.put(store::space_stream(small), grant));
  };
  const GuestPtr first = enter("First", key(small));
  let_in(first);
  const GuestPtr second = enter("Second", key(small));
  ASSERT_EQ(second->places, std::vector<std::int64_t>{1});
  ASSERT_TRUE(ask<store::Appended>([&](Done<store::Appended> done) {
    const SpaceChange closing{{}, store::Visibility::closed, 1, {}};
    office.change(small, closing, owner, *world.shard, std::move(done));
  }));
  world.leave(first);
  world.run(25);
  EXPECT_FALSE(second->is_in);
  EXPECT_EQ(second->closed.reason, Reason::denied);
}

TEST_F(SpacesTest, WhoWaitsInLineStaysWhereTheyAre) {
  const base::SpaceId small = make("Small", store::Visibility::open, 1);
  const GuestPtr first = enter("First", key(small));
  const GuestPtr mei = world.enter("Mei");
  travel(mei, key(small));
  EXPECT_EQ(mei->places, std::vector<std::int64_t>{1});
  EXPECT_EQ(where(mei), "flat");
  world.leave(first);
  world.run(3);
  EXPECT_EQ(where(mei), key(small));
}

TEST_F(SpacesTest, APortalLeadsOnlyThoseWhoStandInIt) {
  const base::SpaceId garden = make("Garden");
  const auto portal = ask<std::uint64_t>([&](Done<std::uint64_t> done) {
    PortalRequest request;
    request.space = world.space->premises().id;
    request.x = 10;
    request.to_space = garden;
    request.to_place = "stage";
    office.set_portal(request, owner, *world.shard, std::move(done));
  });
  ASSERT_TRUE(portal);
  world.run(3);
  const GuestPtr mei = world.enter("Mei");
  const base::Json shown = mei->heard("welcome").back()["portals"];
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_EQ(shown[0]["to"], key(garden));
  EXPECT_EQ(shown[0]["title"], "Garden");
  world.say(mei, schema::Travel{"", "", *portal});
  EXPECT_EQ(mei->last_reason(), "too_far");
  EXPECT_TRUE(mei->led_to.empty());
  world.walk_to(mei, {10, 0, 0});
  world.say(mei, schema::Travel{"", "", *portal});
  ASSERT_EQ(mei->led_to.size(), 1u);
  EXPECT_EQ(mei->led_to[0].first, garden);
  EXPECT_EQ(mei->led_to[0].second, "stage");
  world.say(mei, schema::Travel{"", "", *portal + 1});
  EXPECT_EQ(mei->last_reason(), "no_such_place");
}

TEST_F(SpacesTest, APortalTellsNobodyTheNameOfAClosedSpace) {
  const base::SpaceId study = make("Study", store::Visibility::closed);
  const base::SpaceId garden = make("Garden");
  for (const base::SpaceId to : {study, garden}) {
    ASSERT_TRUE(ask<std::uint64_t>([&](Done<std::uint64_t> done) {
      PortalRequest request;
      request.space = world.space->premises().id;
      request.to_space = to;
      office.set_portal(request, owner, *world.shard, std::move(done));
    }));
  }
  world.run(3);
  const auto titles = [&](const GuestPtr& guest) {
    const base::Json shown = guest->heard("welcome").back()["portals"];
    return std::vector<std::string>{shown.at(0)["title"], shown.at(1)["title"]};
  };
  EXPECT_EQ(titles(world.enter("Mei")), (std::vector<std::string>{"", "Garden"}));
  ASSERT_TRUE(ask<store::Appended>([&](Done<store::Appended> done) {
    const SpaceChange closing{{}, store::Visibility::closed, {}, {}};
    office.change(garden, closing, owner, *world.shard, std::move(done));
  }));
  EXPECT_EQ(titles(world.enter("Ben")), (std::vector<std::string>{"", ""}));
}

TEST_F(SpacesTest, OpenedAndStoppedAgainAndAgainNothingOfItIsKept) {
  const base::SpaceId garden = make("Garden");
  for (int i = 0; i < 5; ++i) {
    const GuestPtr mei = enter("Mei" + std::to_string(i), key(garden));
    ASSERT_TRUE(mei->is_in);
    std::weak_ptr<const crowd::Snapshot> last = mei->entry.space->latest();
    world.leave(mei);
    mei->entry.space = nullptr;
    world.run(62 * 20);
    ASSERT_TRUE(last.expired()) << i;
  }
}

}  // namespace
}  // namespace yc::space
