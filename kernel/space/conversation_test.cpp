// Talking, blocking, reporting, moderating, lighting lanterns: durable first.
#include <gtest/gtest.h>

#include "kernel/space/testing/space_world.h"

namespace yc::space {
namespace {

using schema::ModerateAct;
using schema::SayScope;
using testing::GuestPtr;
using testing::SpaceWorld;

schema::Say near(const std::string& text, std::int64_t nonce = 1) {
  return {nonce, SayScope::near, 0, text};
}

TEST(Chat, IsDurableBeforeTheSpeakerHearsSaidAndOthersHearIt) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  const GuestPtr lan = world.enter("Lan");
  world.say(mei, near("hello", 7));
  ASSERT_EQ(mei->heard("said").size(), 1u);
  EXPECT_EQ(mei->heard("said")[0]["nonce"], 7);
  EXPECT_TRUE(mei->heard("heard").empty());
  ASSERT_EQ(lan->heard("heard").size(), 1u);
  EXPECT_EQ(lan->heard("heard")[0]["text"], "hello");
  EXPECT_EQ(lan->heard("heard")[0]["name"], "Mei");
  EXPECT_EQ(lan->heard("heard")[0]["from"], mei->entry.handle);
  const auto lines = world.store_world.store->chat(world.space->premises().id, UINT64_MAX >> 1, 10);
  ASSERT_TRUE(lines);
  ASSERT_EQ(lines->size(), 1u);
  EXPECT_EQ(lines->front().text, "hello");
}

TEST(Chat, OthersHearWhatCanBeReadAndNothingUnreadableIsKept) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  const GuestPtr lan = world.enter("Lan");
  world.say(mei, near("one\ntwo \u202Eeno", 1));
  world.say(mei, near("\u202E\n", 2));
  ASSERT_EQ(lan->heard("heard").size(), 1u);
  EXPECT_EQ(lan->heard("heard")[0]["text"], "one two eno");
  EXPECT_EQ(mei->last_reason(), "bad_message");
  EXPECT_EQ(world.store_world.store->chat(world.space->premises().id, UINT64_MAX, 10)->size(), 1u);
}

TEST(Captions, ReachThoseWithinHearingAndAreNotKept) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  const GuestPtr near_by = world.enter("Near");
  const GuestPtr far = world.enter("Far");
  world.walk_to(far, {40.0, 0.0, 0.0});
  const auto before = world.store_world.store->last_position();
  world.say(mei, schema::Caption{"the words\nof a voice"});
  ASSERT_EQ(near_by->heard("captioned").size(), 1u);
  EXPECT_EQ(near_by->heard("captioned")[0]["text"], "the words of a voice");
  EXPECT_EQ(near_by->heard("captioned")[0]["from"], mei->entry.handle);
  EXPECT_TRUE(far->heard("captioned").empty());
  EXPECT_TRUE(mei->heard("captioned").empty());
  EXPECT_EQ(world.store_world.store->last_position(), before);
}

TEST(Captions, AreNotSeenByThoseApartAndAreLimited) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  const GuestPtr lan = world.enter("Lan");
  const GuestPtr other = world.enter("Other");
  world.say(lan, schema::Block{mei->entry.handle, true});
  for (int i = 0; i < 10; ++i) world.say(mei, schema::Caption{"word"}, 0);
  world.run(3);
  EXPECT_TRUE(lan->heard("captioned").empty());
  EXPECT_EQ(other->heard("captioned").size(), 5u);
  EXPECT_EQ(mei->last_reason(), "rate_limited");
}

TEST(Chat, NearReachesThirtyMetresSpaceEveryoneDirectOne) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  const GuestPtr far = world.enter("Far");
  const GuestPtr third = world.enter("Third");
  world.walk_to(far, {40.0, 0.0, 0.0});
  world.say(mei, near("near"));
  EXPECT_EQ(far->heard("heard").size(), 0u);
  EXPECT_EQ(third->heard("heard").size(), 1u);
  world.say(mei, schema::Say{2, SayScope::space, 0, "all"});
  EXPECT_EQ(far->heard("heard").size(), 1u);
  world.say(mei, schema::Say{3, SayScope::direct, far->entry.handle, "you"});
  EXPECT_EQ(far->heard("heard").size(), 2u);
  EXPECT_EQ(far->heard("heard")[1]["scope"], "direct");
  EXPECT_EQ(third->heard("heard").size(), 2u);
}

TEST(Chat, TooMuchOfItIsRefusedWithATimeToWait) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  for (int i = 1; i <= 12; ++i) world.say(mei, near("again", i), 0);
  world.run(3);
  EXPECT_EQ(mei->heard("said").size(), 6u);  // the burst
  ASSERT_EQ(mei->heard("refused").size(), 6u);
  EXPECT_EQ(mei->last_reason(), "rate_limited");
  EXPECT_EQ(mei->heard("refused")[0]["nonce"], 7);
  EXPECT_GE(mei->heard("refused")[0]["retry_after_s"], 1);
}

TEST(Chat, LinesToEveryoneAreFewerThanThoseToTheNear) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  for (int i = 1; i <= 6; ++i) world.say(mei, schema::Say{i, SayScope::space, 0, "all"}, 0);
  world.say(mei, near("near"));
  EXPECT_EQ(mei->heard("said").size(), 5u);  // the burst of four, and the near one
  ASSERT_EQ(mei->heard("refused").size(), 2u);
  EXPECT_EQ(mei->last_reason(), "rate_limited");
}

TEST(Block, SilencesAndHidesAndHoldsAcrossReconnects) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  const GuestPtr rude = world.enter("Rude");
  world.say(mei, schema::Block{rude->entry.handle, true});
  world.say(rude, near("grr"));
  EXPECT_TRUE(mei->heard("heard").empty());
  EXPECT_EQ(rude->heard("said").size(), 1u);  // and is not told of the block

  world.leave(mei);
  const GuestPtr again = world.come_back(mei);
  const auto snapshot = world.space->latest();
  const auto& hidden = snapshot->entry(snapshot->find(again->entry.handle)).hidden;
  ASSERT_NE(hidden, nullptr);
  EXPECT_EQ(*hidden, crowd::Handles{rude->entry.handle});
  const GuestPtr rude_again = world.come_back(rude);  // with another handle
  world.run(1);
  const auto later = world.space->latest();
  EXPECT_EQ(*later->entry(later->find(again->entry.handle)).hidden,
            crowd::Handles{rude_again->entry.handle});

  world.say(again, schema::Block{rude_again->entry.handle, false});
  world.say(rude_again, near("sorry"));
  EXPECT_EQ(again->heard("heard").size(), 1u);
}

// Whom one has blocked neither sees nor hears one, nor comes to stand beside one.
TEST(Block, HoldsForBoth) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  const GuestPtr rude = world.enter("Rude");
  world.say(mei, schema::Block{rude->entry.handle, true});
  const auto hidden_from = [&](const GuestPtr& guest) {
    const auto snapshot = world.space->latest();
    const auto& hidden = snapshot->entry(snapshot->find(guest->entry.handle)).hidden;
    return hidden ? *hidden : crowd::Handles{};
  };
  EXPECT_EQ(hidden_from(rude), crowd::Handles{mei->entry.handle});

  world.say(mei, near("not for everybody"));
  EXPECT_TRUE(rude->heard("heard").empty());

  schema::Teleport after_mei;
  after_mei.handle = mei->entry.handle;
  world.say(rude, after_mei);
  EXPECT_EQ(rude->last_reason(), "no_such_person");

  world.leave(mei);
  world.run(1);
  EXPECT_EQ(hidden_from(rude), crowd::Handles{});
  const GuestPtr again = world.come_back(mei);
  world.run(1);
  EXPECT_EQ(hidden_from(rude), crowd::Handles{again->entry.handle});

  world.say(again, schema::Block{rude->entry.handle, false});
  world.run(1);
  EXPECT_EQ(hidden_from(rude), crowd::Handles{});
}

TEST(ChangeLook, IsKeptAndInTheRoster) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  world.say(mei, schema::ChangeLook{"Mei Mei", 5});
  const crowd::PersonCard* card = world.space->latest()->roster().find(mei->entry.handle);
  ASSERT_NE(card, nullptr);
  EXPECT_EQ(card->name, "Mei Mei");
  EXPECT_EQ(card->look, 5u);
  EXPECT_EQ(world.store_world.store->person(world.person_of(mei))->name, "Mei Mei");
  world.say(mei, schema::ChangeLook{"  ", 5});
  EXPECT_EQ(mei->last_reason(), "name_invalid");
}

TEST(Report, IsFiledForThoseWhoManageTheCity) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  const GuestPtr rude = world.enter("Rude");
  schema::Report report;
  report.nonce = 9;
  report.handle = rude->entry.handle;
  report.reason = schema::ReportReason::spam;
  report.text = "sells things";
  world.say(mei, report);
  EXPECT_EQ(mei->heard("said").size(), 1u);
  const auto open = world.store_world.store->reports(true, 10);
  ASSERT_TRUE(open);
  ASSERT_EQ(open->size(), 1u);
  EXPECT_EQ(open->front().subject, world.person_of(rude));
  EXPECT_EQ(open->front().text, "sells things");
  EXPECT_EQ(open->front().reason, store::ReportReason::spam);
}

TEST(Moderation, AVisitorMayNot) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  const GuestPtr lan = world.enter("Lan");
  world.say(mei, schema::Moderate{1, lan->entry.handle, ModerateAct::kick, 0, "because"});
  EXPECT_EQ(mei->last_reason(), "denied");
  EXPECT_FALSE(lan->is_closed);
}

TEST(Moderation, AReasonThatNobodyCanReadIsRefusedAsSuch) {
  SpaceWorld world;
  const GuestPtr moderator = world.enter_moderator("Lan");
  const GuestPtr mei = world.enter("Mei");
  world.say(moderator, schema::Moderate{1, mei->entry.handle, ModerateAct::mute, 5, "\u202E"});
  EXPECT_EQ(moderator->last_reason(), "bad_message");
}

TEST(Moderation, AMuteBindsAtOnceAcrossReconnectsAndUntilLifted) {
  SpaceWorld world;
  const GuestPtr guard = world.enter_moderator("Guard");
  GuestPtr rude = world.enter("Rude");
  world.say(guard, schema::Moderate{1, rude->entry.handle, ModerateAct::mute, 60, "calm down"});
  ASSERT_EQ(rude->heard("sanctioned").size(), 1u);
  EXPECT_EQ(rude->heard("sanctioned")[0]["act"], "mute");
  EXPECT_EQ(rude->heard("sanctioned")[0]["reason"], "calm down");
  world.leave(rude);
  rude = world.come_back(rude);
  world.say(rude, near("grr"));
  EXPECT_EQ(rude->last_reason(), "muted");
  EXPECT_TRUE(guard->heard("heard").empty());
  world.say(guard, schema::Moderate{2, rude->entry.handle, ModerateAct::unmute, 0, "fine"});
  world.say(rude, near("sorry"));
  EXPECT_EQ(guard->heard("heard").size(), 1u);
}

TEST(Moderation, AKickSendsAwayAndABanKeepsAway) {
  SpaceWorld world;
  const GuestPtr guard = world.enter_moderator("Guard");
  const GuestPtr rude = world.enter("Rude");
  world.say(guard, schema::Moderate{1, rude->entry.handle, ModerateAct::kick, 0, "out"});
  EXPECT_EQ(rude->closed.reason, schema::Reason::kicked);
  EXPECT_EQ(rude->closed.cause, "out");
  const GuestPtr again = world.come_back(rude);
  ASSERT_TRUE(again->is_in);
  world.say(guard, schema::Moderate{2, again->entry.handle, ModerateAct::ban, 0, "really"});
  EXPECT_EQ(again->closed.reason, schema::Reason::banned);
  EXPECT_EQ(world.come_back(rude)->closed.reason, schema::Reason::banned);
}

TEST(Moderation, ABanByAddressTakesTheOthersOfThatAddressToo) {
  SpaceWorld world;
  const GuestPtr guard = world.enter_moderator("Guard");
  const GuestPtr rude = world.knock(SpaceWorld::hello("Rude"), "203.0.113.9");
  const GuestPtr friend_of = world.knock(SpaceWorld::hello("Friend"), "203.0.113.9");
  const GuestPtr other = world.knock(SpaceWorld::hello("Other"), "203.0.113.10");
  world.say(guard, schema::Moderate{1, rude->entry.handle, ModerateAct::ban, 5, "out"});
  EXPECT_EQ(rude->closed.reason, schema::Reason::banned);
  EXPECT_EQ(friend_of->closed.reason, schema::Reason::banned);
  EXPECT_FALSE(other->is_closed);
  EXPECT_GT(rude->closed.retry_after_s, 0);
}

TEST(Moderation, ABanOnTheLoopbackAddressDoesNotBanEveryoneBehindALocalProxy) {
  SpaceWorld world;
  const GuestPtr guard = world.enter_moderator("Guard");
  const GuestPtr rude = world.knock(SpaceWorld::hello("Rude"), "127.0.0.1");
  const GuestPtr other = world.knock(SpaceWorld::hello("Other"), "127.0.0.1");
  world.say(guard, schema::Moderate{1, rude->entry.handle, ModerateAct::ban, 0, "out"});
  EXPECT_EQ(rude->closed.reason, schema::Reason::banned);
  EXPECT_FALSE(other->is_closed);
}

void light_all(SpaceWorld& world, const GuestPtr& guest) {
  for (const LanternSpot& lantern : world.space->premises().manifest.lanterns) {
    world.walk_to(guest, {lantern.position.x, 0.0, lantern.position.z});
    world.say(guest, schema::LightLantern{lantern.id});
  }
}

TEST(LanternRound, OnlyWithinReach) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  world.say(mei, schema::LightLantern{"lantern-1"});
  EXPECT_EQ(mei->last_reason(), "too_far");
  world.say(mei, schema::LightLantern{"lantern-99"});
  EXPECT_EQ(mei->last_reason(), "no_such_place");
}

// Found by the simulation: who came second, while the light of the first was being written down,
// was told that a dark lantern had been lit by nobody.
TEST(LanternRound, WhoComesSecondHearsOfTheLightOfTheFirst) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  const GuestPtr lan = world.enter("Lan");
  const LanternSpot spot = world.space->premises().manifest.lanterns.front();
  world.walk_to(mei, {spot.position.x, 0.0, spot.position.z});
  world.walk_to(lan, {spot.position.x, 0.0, spot.position.z});
  world.say(mei, schema::LightLantern{spot.id}, 0);
  world.say(lan, schema::LightLantern{spot.id}, 20);
  ASSERT_EQ(lan->heard("lantern_lit").size(), 1u);
  EXPECT_EQ(lan->heard("lantern_lit")[0]["lantern"]["lit"], true);
  EXPECT_EQ(lan->heard("lantern_lit")[0]["lantern"]["found_by"], "Mei");
}

TEST(LanternRound, TheLastOneIsCelebratedAndLaterAllGoDark) {
  SpaceWorld world;
  const GuestPtr mei = world.enter("Mei");
  const GuestPtr lan = world.enter("Lan");
  light_all(world, mei);
  const auto lit = lan->heard("lantern_lit");
  ASSERT_EQ(lit.size(), 5u);
  EXPECT_EQ(lit[3]["all"], false);
  EXPECT_EQ(lit[4]["all"], true);
  EXPECT_EQ(lit[4]["lantern"]["found_by"], "Mei");
  world.scheduler().run_for(std::chrono::seconds(599));
  EXPECT_TRUE(lan->heard("lanterns_dark").empty());
  world.scheduler().run_for(std::chrono::seconds(2));
  EXPECT_EQ(lan->heard("lanterns_dark").size(), 1u);
  world.say(mei, schema::LightLantern{"lantern-5"});
  EXPECT_EQ(lan->heard("lantern_lit").size(), 6u);
}

TEST(LanternRound, LitLanternsSurviveARestartAndTheRoundStillEnds) {
  SpaceWorld world;
  light_all(world, world.enter("Mei"));
  world.close_space();
  world.open_space();
  const GuestPtr lan = world.enter("Lan");
  for (const base::Json& lantern : lan->messages.front()["lanterns"]) {
    EXPECT_EQ(lantern["lit"], true);
    EXPECT_EQ(lantern["found_by"], "Mei");
  }
  world.scheduler().run_for(std::chrono::seconds(601));
  EXPECT_EQ(lan->heard("lanterns_dark").size(), 1u);
}

}  // namespace
}  // namespace yc::space
