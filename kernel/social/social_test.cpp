#include <gtest/gtest.h>

#include "kernel/social/calendar.h"
#include "kernel/social/friends.h"
#include "kernel/social/talks.h"
#include "kernel/store/maintenance.h"
#include "kernel/store/testing/test_world.h"

namespace yc::social {
namespace {

using base::ErrorCode;
using base::PrincipalId;
using std::chrono::hours;
using std::chrono::minutes;
using store::Audience;
using store::FriendState;
using store::NoticeKind;
using store::testing::TestWorld;

class SocialTest : public ::testing::Test {
 protected:
  SocialTest() {
    world_.open();
    anna_ = world_.admit("Anna");
    ming_ = world_.admit("Ming");
    chen_ = world_.admit("Chen");
  }

  Friends friends() { return Friends(*world_.store); }
  Talks talks() { return Talks(*world_.store); }
  Calendar calendar() { return Calendar(*world_.store, world_.scheduler); }
  store::Social views() { return store::Social(*world_.store); }

  // The outcome of an act once everything it set going is done.
  template <typename T, typename Act>
  base::Result<T> outcome(Act&& act) {
    std::optional<base::Result<T>> result;
    act(store::Done<T>([&](base::Result<T> r) { result = std::move(r); }));
    world_.run();
    return std::move(result).value();
  }

  base::Result<FriendState> ask(PrincipalId person, PrincipalId other) {
    Friends book = friends();
    return outcome<FriendState>([&](store::Done<FriendState> done) {
      book.ask(person, other, *world_.executor, std::move(done));
    });
  }
  void befriend(PrincipalId one, PrincipalId other) {
    ASSERT_TRUE(ask(one, other));
    ASSERT_EQ(ask(other, one).value(), FriendState::friends);
  }
  base::Result<store::Message> send(PrincipalId from, store::Peer to, const std::string& text) {
    Talks book = talks();
    return outcome<store::Message>([&](store::Done<store::Message> done) {
      book.send(from, to, text, *world_.executor, std::move(done));
    });
  }
  base::Result<base::GroupId> make_group(PrincipalId owner) {
    Talks book = talks();
    return outcome<base::GroupId>([&](store::Done<base::GroupId> done) {
      book.make_group(owner, "Lantern makers", *world_.executor, std::move(done));
    });
  }
  bool add(PrincipalId by, base::GroupId group, PrincipalId person) {
    Talks book = talks();
    return outcome<store::Appended>([&](store::WhenAppended done) {
             book.add(by, group, person, *world_.executor, std::move(done));
           })
        .has_value();
  }
  bool remove(PrincipalId by, base::GroupId group, PrincipalId person) {
    Talks book = talks();
    return outcome<store::Appended>([&](store::WhenAppended done) {
             book.remove(by, group, person, *world_.executor, std::move(done));
           })
        .has_value();
  }
  void set_privacy(PrincipalId person, store::Privacy privacy) {
    Friends book = friends();
    ASSERT_TRUE(outcome<store::Appended>([&](store::WhenAppended done) {
      book.set_privacy(person, privacy, *world_.executor, std::move(done));
    }));
  }
  base::WallTime in(std::chrono::minutes span) {
    return {world_.scheduler.wall().unix_ms +
            std::chrono::duration_cast<std::chrono::milliseconds>(span).count()};
  }
  GatheringPlan plan(std::chrono::minutes from_now) {
    return {{1}, "plaza", in(from_now), in(from_now + hours(2)), "Lantern night", "Bring a light"};
  }
  base::GatheringId planned(PrincipalId organiser, GatheringPlan plan) {
    Calendar book = calendar();
    return outcome<base::GatheringId>([&](store::Done<base::GatheringId> done) {
             book.plan(organiser, std::move(plan), *world_.executor, std::move(done));
           })
        .value();
  }
  void join(PrincipalId person, base::GatheringId gathering, std::uint16_t remind) {
    Calendar book = calendar();
    ASSERT_TRUE(outcome<store::Appended>([&](store::WhenAppended done) {
      book.join(person, gathering, remind, *world_.executor, std::move(done));
    }));
  }
  std::size_t remind() { return calendar().remind().value(); }
  std::vector<NoticeKind> notices(PrincipalId person) {
    std::vector<NoticeKind> kinds;
    for (const store::Notice& notice : views().notices(person, 0, 50).value())
      kinds.push_back(notice.kind);
    return kinds;
  }

  TestWorld world_;
  PrincipalId anna_, ming_, chen_;
};

TEST_F(SocialTest, AskingAndAskingBackMakesFriends) {
  EXPECT_EQ(ask(anna_, ming_).value(), FriendState::asked_by_me);
  EXPECT_EQ(views().friendship(ming_, anna_).value(), FriendState::asked_by_them);
  EXPECT_EQ(notices(ming_), std::vector{NoticeKind::friend_asked});
  EXPECT_EQ(ask(ming_, anna_).value(), FriendState::friends);
  EXPECT_EQ(views().friendship(anna_, ming_).value(), FriendState::friends);
  EXPECT_EQ(notices(anna_), std::vector{NoticeKind::friend_accepted});
}

TEST_F(SocialTest, TwoWhoAskEachOtherInTheSameMomentAreFriends) {
  Friends book = friends();
  std::vector<FriendState> answers;
  const auto keep = [&](base::Result<FriendState> r) { answers.push_back(r.value()); };
  book.ask(anna_, ming_, *world_.executor, keep);
  book.ask(ming_, anna_, *world_.executor, keep);  // before the first is written
  world_.run();
  EXPECT_EQ(views().friendship(anna_, ming_).value(), FriendState::friends);
  EXPECT_EQ(views().friendship(ming_, anna_).value(), FriendState::friends);
  EXPECT_EQ(answers.back(), FriendState::friends);
}

TEST_F(SocialTest, NobodyBefriendsThemselvesOrWhoCannotBeReached) {
  EXPECT_EQ(ask(anna_, anna_).error().code, ErrorCode::bad_input);
  EXPECT_EQ(ask(anna_, {987654}).error().code, ErrorCode::not_found);
  ASSERT_TRUE(world_.put(store::person_stream(ming_), store::PersonBlocked{ming_, anna_}));
  const base::Error blocked = ask(anna_, ming_).error();
  set_privacy(chen_, {Audience::nobody, Audience::friends, Audience::friends, Audience::everyone});
  EXPECT_EQ(blocked.code, ErrorCode::denied);
  EXPECT_EQ(ask(anna_, chen_).error().text(), blocked.text()) << "nobody learns of a block";
}

TEST_F(SocialTest, AcceptingWhatNobodyAskedIsRefused) {
  Friends book = friends();
  const auto accepted = outcome<FriendState>([&](store::Done<FriendState> done) {
    book.accept(anna_, ming_, *world_.executor, std::move(done));
  });
  EXPECT_EQ(accepted.error().code, ErrorCode::not_found);
}

TEST_F(SocialTest, AnAcceptanceThatCrossesAWithdrawalMakesNoFriends) {
  ASSERT_TRUE(ask(anna_, ming_));
  ASSERT_TRUE(world_.put(store::person_stream(anna_), store::FriendEnded{anna_, ming_}));
  ASSERT_TRUE(world_.put(store::person_stream(ming_), store::FriendAccepted{ming_, anna_}));
  EXPECT_EQ(views().friendship(anna_, ming_).error().code, ErrorCode::not_found);
}

TEST_F(SocialTest, PrivacyDecidesForEachApproach) {
  set_privacy(ming_, {Audience::friends, Audience::nobody, Audience::everyone, Audience::friends});
  const auto may = [&](PrincipalId who, Approach approach) {
    return may_approach(*world_.store, who, ming_, approach).value();
  };
  EXPECT_FALSE(may(anna_, Approach::write));
  EXPECT_TRUE(may(anna_, Approach::follow));
  EXPECT_FALSE(may(anna_, Approach::find));
  ASSERT_TRUE(world_.put(store::person_stream(ming_), store::FriendAsked{ming_, anna_}));
  ASSERT_TRUE(world_.put(store::person_stream(anna_), store::FriendAccepted{anna_, ming_}));
  EXPECT_TRUE(may(anna_, Approach::write));
  EXPECT_TRUE(may(anna_, Approach::find));
  EXPECT_FALSE(may(anna_, Approach::see));
  EXPECT_TRUE(may(ming_, Approach::see)) << "oneself";
}

TEST_F(SocialTest, AMessageWaitsForItsReader) {
  const store::Message first = send(anna_, {ming_, {}}, "你好").value();
  const store::Message second = send(anna_, {ming_, {}}, "Are you there?").value();
  EXPECT_EQ(first.sender_name, "Anna");
  const store::Talk talk = views().talks(ming_, 10).value().at(0);
  EXPECT_EQ(talk.peer.person, anna_);
  EXPECT_EQ(talk.name, "Anna");
  EXPECT_EQ(talk.last_text, "Are you there?");
  EXPECT_EQ(talk.unread, 2u);
  EXPECT_EQ(views().talks(anna_, 10).value().at(0).unread, 0u) << "one's own words are read";

  const auto page = views().messages(ming_, {anna_, {}}, {}, 1).value();
  ASSERT_EQ(page.size(), 1u);
  EXPECT_EQ(page[0].id, second.id);
  EXPECT_EQ(views().messages(ming_, {anna_, {}}, page[0].id, 10).value().at(0).text, "你好");
  EXPECT_TRUE(views().messages(chen_, {anna_, {}}, {}, 10).value().empty());

  Talks book = talks();
  ASSERT_TRUE(outcome<store::Appended>([&](store::WhenAppended done) {
    book.mark_read(ming_, {anna_, {}}, first.id, *world_.executor, std::move(done));
  }));
  EXPECT_EQ(views().talks(ming_, 10).value().at(0).unread, 1u);
}

// A page that reads what it shows anew after each notice once wrote an event each time, without
// end.
TEST_F(SocialTest, WhatWasReadIsNotWrittenAgain) {
  const store::Message message = send(anna_, {ming_, {}}, "你好").value();
  Talks book = talks();
  const auto read = [&](store::Peer peer) {
    return outcome<store::Appended>([&](store::WhenAppended done) {
      book.mark_read(ming_, peer, message.id, *world_.executor, std::move(done));
    });
  };
  ASSERT_TRUE(read({anna_, {}}));
  const std::uint64_t position = world_.store->last_position();
  EXPECT_TRUE(read({anna_, {}}));
  EXPECT_TRUE(read({chen_, {}})) << "no such talk";
  EXPECT_EQ(world_.store->last_position(), position);

  Friends others = friends();
  const auto look = [&] {
    return outcome<store::Appended>([&](store::WhenAppended done) {
      others.read_notices(ming_, position, *world_.executor, std::move(done));
    });
  };
  ASSERT_TRUE(look());
  EXPECT_EQ(world_.store->last_position(), position + 1);
  EXPECT_TRUE(look());
  EXPECT_EQ(world_.store->last_position(), position + 1);
}

TEST_F(SocialTest, MessagesThatNobodyCouldReadAreRefused) {
  EXPECT_EQ(send(anna_, {ming_, {}}, "  \n ").error().code, ErrorCode::bad_input);
  EXPECT_EQ(send(anna_, {ming_, {}}, std::string(2001, 'a')).error().code, ErrorCode::bad_input);
  EXPECT_TRUE(send(anna_, {ming_, {}}, std::string(2000, 'a')));
  EXPECT_EQ(send(anna_, {}, "to whom?").error().code, ErrorCode::bad_input);
  EXPECT_EQ(send(anna_, {anna_, {}}, "me").error().code, ErrorCode::bad_input);
  ASSERT_TRUE(world_.put(store::person_stream(ming_), store::PersonBlocked{ming_, anna_}));
  EXPECT_EQ(send(anna_, {ming_, {}}, "hello").error().code, ErrorCode::denied);
  EXPECT_EQ(send(ming_, {anna_, {}}, "hello").error().code, ErrorCode::denied)
      << "a block holds both ways";
}

TEST_F(SocialTest, AnErasedMessageIsGoneAndOnlyItsWriterErases) {
  const store::Message message = send(anna_, {ming_, {}}, "by mistake").value();
  Talks book = talks();
  const auto erase = [&](PrincipalId who) {
    return outcome<store::Appended>([&](store::WhenAppended done) {
      book.erase(who, message.id, *world_.executor, std::move(done));
    });
  };
  EXPECT_EQ(erase(ming_).error().code, ErrorCode::denied);
  ASSERT_TRUE(erase(anna_));
  const auto left = views().messages(ming_, {anna_, {}}, {}, 10).value();
  ASSERT_EQ(left.size(), 1u);
  EXPECT_TRUE(left[0].erased);
  EXPECT_EQ(left[0].text, "");
}

TEST_F(SocialTest, AGroupReadsWhatIsWrittenWhileOneIsIn) {
  befriend(anna_, ming_);
  befriend(anna_, chen_);
  const base::GroupId group = make_group(anna_).value();
  EXPECT_EQ(send(ming_, {{}, group}, "let me in").error().code, ErrorCode::denied);
  ASSERT_TRUE(add(anna_, group, ming_));
  ASSERT_TRUE(send(ming_, {{}, group}, "before Chen"));
  ASSERT_TRUE(add(anna_, group, chen_));
  ASSERT_TRUE(send(anna_, {{}, group}, "after Chen"));
  const auto read = views().messages(chen_, {{}, group}, {}, 10).value();
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].text, "after Chen");
  EXPECT_EQ(views().messages(ming_, {{}, group}, {}, 10).value().size(), 2u);
  const store::Talk talk = views().talks(chen_, 10).value().at(0);
  EXPECT_EQ(talk.name, "Lantern makers");
  EXPECT_EQ(talk.unread, 1u);
  ASSERT_TRUE(remove(chen_, group, chen_));
  EXPECT_TRUE(views().messages(chen_, {{}, group}, {}, 10).value().empty());
  EXPECT_TRUE(views().talks(chen_, 10).value().empty());
}

TEST_F(SocialTest, OnlyFriendsAreAddedAndOnlyTheOwnerSendsAway) {
  befriend(anna_, ming_);
  const base::GroupId group = make_group(anna_).value();
  EXPECT_FALSE(add(anna_, group, chen_));
  ASSERT_TRUE(add(anna_, group, ming_));
  befriend(ming_, chen_);
  ASSERT_TRUE(add(ming_, group, chen_));
  EXPECT_FALSE(remove(ming_, group, chen_));
  EXPECT_TRUE(remove(anna_, group, chen_));
  ASSERT_TRUE(remove(anna_, group, anna_));
  EXPECT_EQ(views().membership(group, ming_).value(), store::GroupRole::owner)
      << "the longest member inherits";
}

TEST_F(SocialTest, TheHeirOfAGroupKeepsItsHistoryAndIsNotAddedAnew) {
  befriend(anna_, ming_);
  const base::GroupId group = make_group(anna_).value();
  ASSERT_TRUE(add(anna_, group, ming_));
  ASSERT_TRUE(send(anna_, {{}, group}, "before the heir"));
  const auto told = notices(ming_);
  ASSERT_TRUE(remove(anna_, group, anna_));
  EXPECT_EQ(views().membership(group, ming_).value(), store::GroupRole::owner);
  EXPECT_EQ(views().messages(ming_, {{}, group}, {}, 10).value().size(), 1u);
  EXPECT_EQ(notices(ming_), told);
}

TEST_F(SocialTest, WhoLeavesInTheSameMomentAsTheOwnerInheritsNothing) {
  befriend(anna_, ming_);
  befriend(anna_, chen_);
  const base::GroupId group = make_group(anna_).value();
  ASSERT_TRUE(add(anna_, group, ming_));
  ASSERT_TRUE(add(anna_, group, chen_));
  Talks book = talks();
  int left = 0;
  for (const PrincipalId person : {ming_, anna_}) {
    book.remove(person, group, person, *world_.executor,
                [&](base::Result<store::Appended> r) { left += r.has_value() ? 1 : 0; });
  }
  world_.run();
  EXPECT_EQ(left, 2);
  const auto members = views().members(group).value();
  ASSERT_EQ(members.size(), 1u);
  EXPECT_EQ(members[0].person, chen_);
  EXPECT_EQ(members[0].role, store::GroupRole::owner);
}

TEST_F(SocialTest, RemindersComeOnceAndAlsoAfterARestart) {
  const base::GatheringId night = planned(anna_, plan(hours(3)));
  join(ming_, night, 30);
  join(chen_, night, 60);
  world_.scheduler.run_for(minutes(125));
  EXPECT_EQ(remind(), 1u) << "an hour before: Chen";
  EXPECT_EQ(remind(), 0u);
  world_.open();
  world_.scheduler.run_for(minutes(30));
  EXPECT_EQ(remind(), 1u) << "half an hour before: Ming";
  EXPECT_EQ(notices(ming_), std::vector{NoticeKind::gathering_soon});
}

TEST_F(SocialTest, WhoComesLearnsOfAChangeAndIsRemindedOfTheNewHour) {
  const base::GatheringId night = planned(anna_, plan(hours(3)));
  join(ming_, night, 30);
  world_.scheduler.run_for(minutes(155));
  ASSERT_EQ(remind(), 1u);
  Calendar book = calendar();
  ASSERT_TRUE(outcome<store::Appended>([&](store::WhenAppended done) {
    book.change(anna_, night, plan(hours(5)), *world_.executor, std::move(done));
  }));
  EXPECT_EQ(notices(ming_),
            (std::vector{NoticeKind::gathering_changed, NoticeKind::gathering_soon}));
  EXPECT_EQ(remind(), 0u);
  world_.scheduler.run_for(minutes(275));
  EXPECT_EQ(remind(), 1u);
}

TEST_F(SocialTest, ACancelledEventIsNotComingAndTakesNobody) {
  const base::GatheringId night = planned(anna_, plan(hours(3)));
  const base::GatheringId later = planned(anna_, plan(hours(6)));
  join(ming_, night, 30);
  Calendar book = calendar();
  ASSERT_TRUE(outcome<store::Appended>([&](store::WhenAppended done) {
    book.cancel(anna_, night, *world_.executor, std::move(done));
  }));
  const auto coming = views().coming(ming_, world_.scheduler.wall(), {}, 10).value();
  ASSERT_EQ(coming.size(), 1u);
  EXPECT_EQ(coming[0].id, later);
  EXPECT_EQ(notices(ming_), std::vector{NoticeKind::gathering_cancelled});
  const auto joined = outcome<store::Appended>([&](store::WhenAppended done) {
    book.join(chen_, night, 10, *world_.executor, std::move(done));
  });
  EXPECT_EQ(joined.error().code, ErrorCode::conflict);
  world_.scheduler.run_for(hours(3));
  EXPECT_EQ(remind(), 0u);
}

TEST_F(SocialTest, ImpossiblePlansAreRefused) {
  const auto code = [&](GatheringPlan bad) {
    Calendar book = calendar();
    return outcome<base::GatheringId>([&](store::Done<base::GatheringId> done) {
             book.plan(anna_, std::move(bad), *world_.executor, std::move(done));
           })
        .error()
        .code;
  };
  GatheringPlan backwards = plan(hours(1));
  std::swap(backwards.starts, backwards.ends);
  EXPECT_EQ(code(backwards), ErrorCode::bad_input);
  GatheringPlan nameless = plan(hours(1));
  nameless.title = " ";
  EXPECT_EQ(code(nameless), ErrorCode::bad_input);
  EXPECT_EQ(code(plan(-hours(3))), ErrorCode::bad_input) << "over already";
  EXPECT_EQ(code(plan(hours(24 * 400))), ErrorCode::bad_input) << "in more than a year";
}

TEST_F(SocialTest, ErasingAPersonLeavesNoWordOfTheirs) {
  ASSERT_TRUE(send(anna_, {ming_, {}}, "remember me"));
  ASSERT_TRUE(make_group(anna_));
  planned(anna_, plan(hours(3)));
  ASSERT_TRUE(world_.store->erase_person(anna_, anna_));
  EXPECT_TRUE(views().messages(ming_, {anna_, {}}, {}, 10).value().at(0).erased);
  EXPECT_EQ(views().groups(anna_).value().at(0).name, "");
  EXPECT_EQ(views().coming(ming_, world_.scheduler.wall(), {}, 10).value().at(0).title, "");
}

TEST_F(SocialTest, AReplayOfTheLogMakesTheSameViews) {
  befriend(anna_, ming_);
  ASSERT_TRUE(send(ming_, {anna_, {}}, "come to the plaza"));
  const base::GroupId group = make_group(anna_).value();
  ASSERT_TRUE(add(anna_, group, ming_));
  ASSERT_TRUE(send(ming_, {{}, group}, "here we are"));
  const base::GatheringId night = planned(anna_, plan(minutes(90)));
  join(ming_, night, 90);
  ASSERT_EQ(remind(), 1u);
  ASSERT_TRUE(remove(anna_, group, anna_));
  const auto report = store::verify(world_.folder, world_.parts());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->faults, std::vector<std::string>{});
}

}  // namespace
}  // namespace yc::social
