// Coming in, walking, being corrected, going away.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "kernel/space/participant.h"
#include "kernel/space/spot.h"
#include "kernel/space/testing/space_world.h"

namespace yc::space {
namespace {

using testing::Guest;
using testing::GuestPtr;
using testing::SpaceWorld;

TEST(Arrival, AGuestIsWelcomedAndInTheNextSnapshot) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  ASSERT_EQ(guest->messages.size(), 1u);
  const base::Json& welcome = guest->messages.front();
  EXPECT_EQ(welcome["type"], "welcome");
  EXPECT_EQ(welcome["you"]["name"], "Mei");
  EXPECT_EQ(welcome["token"].get<std::string>().size(), 64u);
  EXPECT_EQ(welcome["lanterns"].size(), 5u);
  EXPECT_EQ(welcome["people"], 1);
  EXPECT_TRUE(world.is_here(guest));
}

TEST(Arrival, AnotherProtocolVersionIsTurnedAway) {
  SpaceWorld world;
  schema::Hello hello = SpaceWorld::hello("Mei");
  hello.protocol = schema::kProtocolVersion + 1;
  const GuestPtr guest = world.knock(hello);
  EXPECT_EQ(guest->closed.reason, schema::Reason::wrong_version);
}

TEST(Arrival, ABadNameOrAnUnknownTokenIsTurnedAway) {
  SpaceWorld world;
  EXPECT_EQ(world.knock(SpaceWorld::hello("   "))->closed.reason, schema::Reason::name_invalid);
  schema::Hello hello = SpaceWorld::hello("Mei");
  hello.token = std::string(64, 'a');
  EXPECT_EQ(world.knock(hello)->closed.reason, schema::Reason::token_unknown);
}

TEST(Presence, WhoIsSignedInEntersAsThemselvesWhateverTokenTheBrowserKept) {
  SpaceWorld world;
  const GuestPtr before = world.enter("Mei");
  const base::PrincipalId person = world.store_world.admit("Lan");
  schema::Hello hello = SpaceWorld::hello("Lan of the tower");
  hello.token = before->token;
  const GuestPtr guest = world.knock(hello, "10.0.0.1", person);
  ASSERT_TRUE(guest->is_in);
  EXPECT_EQ(world.person_of(guest), person);
  EXPECT_EQ(guest->token, "");
  EXPECT_EQ(world.store_world.store->person(person)->name, "Lan of the tower");
  EXPECT_EQ(world.store_world.store->person(world.person_of(before))->name, "Mei");
}

TEST(Presence, AKeptTokenOpensNobodyWhoHoldsARole) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  const base::PrincipalId person = world.person_of(guest);
  world.leave(guest);
  ASSERT_TRUE(world.store_world.put(store::person_stream(person),
                                    store::RoleGranted{person, store::Role::moderator}));
  EXPECT_EQ(world.come_back(guest)->closed.reason, schema::Reason::token_unknown);
}

TEST(Arrival, AFullSpaceWithAFullLineSaysSo) {
  SpaceSettings settings;
  settings.max_people = 1;
  settings.max_waiting = 0;
  SpaceWorld world(settings);
  world.enter("Mei");
  const GuestPtr second = world.knock(SpaceWorld::hello("Lan"));
  EXPECT_EQ(second->closed.reason, schema::Reason::server_full);
  EXPECT_GT(second->closed.retry_after_s, 0);
}

TEST(Arrival, TheSameGuestInAnotherWindowReplacesTheFirst) {
  SpaceWorld world;
  const GuestPtr first = world.enter("Mei");
  const GuestPtr second = world.come_back(first);
  EXPECT_EQ(first->closed.reason, schema::Reason::replaced);
  EXPECT_TRUE(second->is_in);
  EXPECT_EQ(world.space->latest()->size(), 1u);
}

TEST(Arrival, AHandleIsNotGivenAgainSoonAndThenWithAnotherGeneration) {
  SpaceWorld world;
  std::set<std::pair<std::uint16_t, std::uint8_t>> seen;
  for (std::size_t i = 0; i < Participants::kHandlesAtRest + 10; ++i) {
    const GuestPtr guest = world.enter("Mei");
    EXPECT_TRUE(seen.emplace(guest->entry.handle, guest->entry.generation).second);
    world.leave(guest);
  }
}

TEST(Arrival, ALinkToASpotLeadsExactlyThere) {
  SpaceWorld world;
  schema::Hello hello = SpaceWorld::hello("Mei");
  hello.place = "12.5,0.75,-30.25,1.5";  // in the middle of a jump
  const GuestPtr guest = world.knock(hello);
  ASSERT_TRUE(guest->is_in);
  EXPECT_DOUBLE_EQ(guest->position.x, 12.5);
  EXPECT_NEAR(guest->position.y, 0.0, 0.01);
  EXPECT_DOUBLE_EQ(guest->position.z, -30.25);
}

TEST(Arrival, ASpotInTheSkyUnderTheGroundOrOutsideLeadsToTheSpawn) {
  for (const char* spot : {"12,50,-30,0", "12,-20,-30,0", "90000,0,0,0"}) {
    SpaceWorld world;
    schema::Hello hello = SpaceWorld::hello("Mei");
    hello.place = spot;
    const GuestPtr guest = world.knock(hello);
    ASSERT_TRUE(guest->is_in) << spot;
    const geometry::Vec3 spawn = flat_premises().manifest.spawn;
    EXPECT_LT(std::hypot(guest->position.x - spawn.x, guest->position.z - spawn.z), 2.1) << spot;
  }
}

TEST(Arrival, OnlyFourFiniteNumbersAreASpot) {
  EXPECT_TRUE(parse_spot("1,2,3,4"));
  for (const char* text : {"", "plaza", "1,2,3", "1,2,3,4,5", "1,2,3,", "1,2,3,4 ", ",,,",
                           "1,2,nan,4", "1,2,inf,4", "1, 2,3,4"}) {
    EXPECT_FALSE(parse_spot(text)) << text;
  }
}

TEST(Arrival, StoppingSendsEveryoneAwayWithAReason) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  world.close_space();
  EXPECT_EQ(guest->closed.reason, schema::Reason::shutting_down);
}

TEST(Walking, AnHonestWalkIsAcceptedAndAcknowledged) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  world.walk_to(guest, {20.0, 0.0, 30.0});
  world.run(1);
  EXPECT_TRUE(guest->corrections.empty());
  const geometry::Vec3 seen = world.seen_at(guest);
  // A last step too small to see is not told to others.
  EXPECT_NEAR(std::hypot(seen.x - 20.0, seen.z - 30.0), 0.0, 0.06 + 1.0 / 1024.0);
  const auto snapshot = world.space->latest();
  EXPECT_EQ(snapshot->entry(snapshot->find(guest->entry.handle)).own_sequence, guest->sequence);
}

TEST(Walking, ALeapIsAnsweredByACorrectionAndNobodySeesIt) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  world.walk_to(guest, {5.0, 0.0, 5.0});
  world.step(guest, {50.0, 0.0, 0.0});
  world.run(1);
  ASSERT_EQ(guest->corrections.size(), 1u);
  EXPECT_EQ(guest->corrections[0].sequence, guest->sequence);
  EXPECT_EQ(guest->corrections[0].cause, 1);  // speed
  EXPECT_LT(world.seen_at(guest).x, 8.0);
}

TEST(Walking, PosesOnTheirWayBeforeACorrectionAreNotHeldAgainstAnyone) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  world.walk_to(guest, {5.0, 0.0, 5.0});
  const geometry::Vec3 honest = guest->position;
  world.step(guest, {50.0, 0.0, 0.0});
  for (int i = 0; i < 5; ++i) world.step(guest, {0.1, 0.0, 0.0});  // not heard of it yet
  EXPECT_EQ(guest->corrections.size(), 1u);
  const geometry::Vec3 told = crowd::from_wire(crowd::position_of(guest->corrections.at(0)));
  EXPECT_NEAR(told.z, honest.z, 0.6);
  guest->position = told;  // now it has
  world.walk_to(guest, told + geometry::Vec3{3.0, 0.0, 0.0});
  world.run(1);
  EXPECT_EQ(guest->corrections.size(), 1u);
  EXPECT_NEAR(world.seen_at(guest).x, told.x + 3.0, 0.01);
}

TEST(Walking, SomeoneWhoLiesAgainAndAgainIsSentAway) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  for (int i = 0; i < 40 && !guest->is_closed; ++i) {
    world.step(guest, {30.0 * (i % 2 == 0 ? 1.0 : -1.0), 0.0, 0.0}, 1100);
  }
  ASSERT_TRUE(guest->is_closed);
  EXPECT_EQ(guest->closed.reason, schema::Reason::impossible_pose);
  EXPECT_FALSE(world.is_here(guest));
}

TEST(Walking, AFastClockGainsNothing) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  world.step(guest, {0.0, 0.0, 0.0});
  const double begin = world.seen_at(guest).x;
  // Claims 100 ms for each 50 ms of the server's, at an honest 5 m/s of its own time, and obeys.
  constexpr double kSeconds = 15.0;
  std::size_t obeyed = 0;
  for (int i = 0; i < kSeconds * 20 && !guest->is_closed; ++i) {
    world.report(guest, guest->position + geometry::Vec3{0.5, 0.0, 0.0}, 100);
    world.run(1);
    if (guest->corrections.size() == obeyed) continue;
    obeyed = guest->corrections.size();
    guest->position = crowd::from_wire(crowd::position_of(guest->corrections.back()));
  }
  ASSERT_GT(obeyed, 3u);
  if (!world.is_here(guest)) return;  // sent away: gained nothing at all
  // The 2 s of the bank, its 1 %, the slack, and as much again with each correction.
  const double most_s = kSeconds * 1.01 + 2.0 + 0.25 * static_cast<double>(obeyed + 1);
  EXPECT_LT(world.seen_at(guest).x - begin, 5.0 * most_s);
}

TEST(Walking, AStallOfThreeSecondsIsForgiven) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  for (int i = 0; i < 100; ++i) world.step(guest, {0.1, 0.0, 0.0});
  world.scheduler().run_for(std::chrono::seconds(3));
  for (int i = 0; i < 3; ++i) world.report(guest, guest->position + geometry::Vec3{2, 0, 0}, 1000);
  for (int i = 0; i < 100; ++i) world.step(guest, {0.1, 0.0, 0.0});
  EXPECT_TRUE(guest->corrections.empty());
}

TEST(Walking, APoseThatWaitsForTheTickIsShownWhereItsSenderHasCome) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  schema::PoseFrame pose;
  pose.sequence = ++guest->sequence;
  pose.time_ms = 1000;
  pose.gait = 1;
  pose.velocity_x = 32;  // 2 m/s
  crowd::set_position(pose, crowd::to_wire(guest->position));
  world.scheduler().run_for(std::chrono::milliseconds(30));
  ASSERT_TRUE(world.space->submit(guest->entry.id, pose));
  world.scheduler().run_for(std::chrono::milliseconds(20));
  EXPECT_NEAR(world.seen_at(guest).x, guest->position.x + 2.0 * 0.02, 0.001);
}

TEST(Walking, WhoIsSlowToHearOfACorrectionIsRemindedAndNotSentAway) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  world.walk_to(guest, {5.0, 0.0, 5.0});
  world.step(guest, {50.0, 0.0, 0.0});
  const geometry::Vec3 before = world.seen_at(guest);
  for (int i = 0; i < 20 * 30; ++i) world.step(guest, {0.05, 0.0, 0.0});  // 30 s
  EXPECT_FALSE(guest->is_closed);
  EXPECT_GE(guest->corrections.size(), 10u);
  EXPECT_LE(guest->corrections.size(), 16u);  // every 2 s
  EXPECT_NEAR(world.seen_at(guest).x, before.x, 0.01);
}

TEST(Walking, OutOfBoundsIsCorrected) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  world.walk_to(guest, {198.0, 0.0, 0.0});
  for (int i = 0; i < 12; ++i) world.step(guest, {0.25, 0.0, 0.0});
  ASSERT_FALSE(guest->corrections.empty());
  EXPECT_LE(world.seen_at(guest).x, 200.0);
}

TEST(Walking, HeldUpPosesThatArriveTogetherAreAccepted) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  world.walk_to(guest, {5.0, 0.0, 5.0});
  world.scheduler().run_for(std::chrono::milliseconds(800));  // the network stalls ...
  for (int i = 0; i < 16; ++i) {                              // ... and lets go
    world.report(guest, guest->position + geometry::Vec3{0.25, 0.0, 0.0}, 50);
  }
  world.run(2);
  EXPECT_TRUE(guest->corrections.empty());
  EXPECT_NEAR(world.seen_at(guest).x, 9.0, 0.01);
}

TEST(Walking, AnUnknownGaitIsABadMessage) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  schema::PoseFrame pose;
  pose.sequence = 1;
  pose.gait = 9;
  world.say(guest, pose);
  EXPECT_EQ(guest->closed.reason, schema::Reason::bad_message);
}

TEST(Teleport, LeadsToAPlaceAndToAPerson) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  const GuestPtr lan = world.enter("Lan");
  world.walk_to(mei, {60.0, 0.0, 0.0});
  world.say(lan, schema::Teleport{"", mei->entry.handle});
  ASSERT_EQ(lan->heard("moved").size(), 1u);
  EXPECT_NEAR(world.seen_at(lan).x, 60.0, 2.01);
  world.walk_to(lan, {70.0, 0.0, 0.0});
  world.say(lan, schema::Teleport{"plaza", 0});
  EXPECT_NEAR(world.seen_at(lan).x, 0.0, 2.01);
  world.walk_to(lan, {4.0, 0.0, 0.0});
  EXPECT_TRUE(lan->corrections.empty());
  world.say(lan, schema::Teleport{"nowhere", 0});
  EXPECT_EQ(lan->last_reason(), "no_such_place");
}

TEST(Emotes, AWaveEndsByItselfAndADanceByWalking) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  const auto emote = [&] {
    const auto snapshot = world.space->latest();
    return snapshot->entry(snapshot->find(guest->entry.handle)).record.state >> 4;
  };
  world.say(guest, schema::Emote{schema::EmoteEmote::wave});
  EXPECT_EQ(emote(), 1);
  world.run(60);  // 3 s
  EXPECT_EQ(emote(), 0);
  world.say(guest, schema::Emote{schema::EmoteEmote::dance});
  world.run(200);
  EXPECT_EQ(emote(), 4);
  world.step(guest, {0.1, 0.0, 0.0});
  world.run(1);
  EXPECT_EQ(emote(), 0);
}

TEST(Headset, WhatNoBodyCouldReachIsNotShown) {
  SpaceWorld world;
  const GuestPtr guest = world.enter("Mei");
  const auto shown = [&](std::int16_t left_x, std::uint8_t present) {
    schema::HandsPoseFrame pose;
    pose.head_y = 1700;  // 1.66 m
    pose.left_x = left_x;
    pose.right_y = 3 * 1024;  // just within reach
    pose.present = present;
    world.say(guest, pose, 1);
    const auto snapshot = world.space->latest();
    return snapshot->entry(snapshot->find(guest->entry.handle)).hands->present;
  };
  EXPECT_EQ(shown(700, 0b111), 0b111);
  EXPECT_EQ(shown(32'000, 0b111), 0b101) << "31 m aside";
  EXPECT_EQ(shown(-32'768, 0b010), 0);
  EXPECT_EQ(shown(0, 0xff), 0b111) << "bits that mean nothing";
}

TEST(Inbox, WhenFullItNamesTheSetting) {
  SpaceSettings settings;
  settings.inbox_capacity = 2;
  SpaceWorld world(settings);
  const GuestPtr guest = world.enter("Mei");
  const schema::Emote emote{};
  EXPECT_TRUE(world.space->submit(guest->entry.id, emote));
  EXPECT_TRUE(world.space->submit(guest->entry.id, emote));
  const base::Status third = world.space->submit(guest->entry.id, emote);
  ASSERT_FALSE(third);
  EXPECT_NE(third.error().remedy.find("space.inbox-commands"), std::string::npos);
}

TEST(Pong, TellsTheTickAndHowMuchOfItIsOver) {
  SpaceWorld world;
  const auto before = world.space->answer({1234.0});
  world.scheduler().run_for(std::chrono::milliseconds(20));
  const auto after = world.space->answer({1234.0});
  EXPECT_EQ(after.sent_ms, 1234.0);
  const double passed =
      static_cast<double>(after.tick - before.tick) + after.tick_fraction - before.tick_fraction;
  EXPECT_NEAR(passed, 0.4, 1e-6);  // 20 of 50 ms
}

TEST(Pong, TheClockOfASpaceThatIsLateGoesOn) {
  SpaceWorld world;
  const auto before = world.space->answer({0.0});
  world.space->stop([] {});  // no tick from now on
  world.scheduler().run_for(std::chrono::milliseconds(120));
  const auto after = world.space->answer({0.0});
  const double passed =
      static_cast<double>(after.tick - before.tick) + after.tick_fraction - before.tick_fraction;
  EXPECT_NEAR(passed, 2.4, 1e-6);  // 120 of 50 ms
}

TEST(Tick, TheTimeFromOneToTheNextIsCounted) {
  SpaceWorld world;
  world.run(20 - static_cast<int>(world.space->latest()->tick()));
  ASSERT_EQ(world.space->latest()->tick(), 20u);
  const std::string counted = world.metrics.prometheus_text();
  EXPECT_NE(counted.find("yc_space_tick_gap_seconds_bucket{le=\"0.04\"} 0\n"), counted.npos);
  EXPECT_NE(counted.find("yc_space_tick_gap_seconds_bucket{le=\"0.05\"} 19\n"), counted.npos);
}

TEST(CityClock, TheHourIsThatOfThePlace) {
  // 1,000,000,000 s after the epoch is 2001-09-09T01:46:40Z, 09:46:40 in Wuhan.
  EXPECT_NEAR(CityClock{}.hour({1'000'000'000'000}), 9.0 + 46.0 / 60.0 + 40.0 / 3600.0, 1e-9);
  // A day of 20 minutes: 5 minutes into one is six o'clock.
  EXPECT_NEAR(CityClock{1200.0}.hour({1200'000 * 7 + 300'000}), 6.0, 1e-9);
}

}  // namespace
}  // namespace yc::space
