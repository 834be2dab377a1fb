#include <gtest/gtest.h>

#include "kernel/order/appeals.h"
#include "kernel/order/minors.h"
#include "kernel/store/maintenance.h"
#include "kernel/store/testing/test_world.h"

namespace yc::order {
namespace {

using base::CaseId;
using base::ErrorCode;
using base::PrincipalId;
using store::AgeBand;
using store::AgeEvidence;
using store::AppealOutcome;
using store::testing::TestWorld;

class OrderTest : public ::testing::Test {
 protected:
  OrderTest() {
    world_.open();
    loud_ = world_.admit("Loud");
    judge_ = world_.admit("Judge");
    other_judge_ = world_.admit("Another judge");
  }

  template <typename T, typename Act>
  base::Result<T> outcome(Act&& act) {
    std::optional<base::Result<T>> result;
    act(store::Done<T>([&](base::Result<T> r) { result = std::move(r); }));
    world_.run();
    return std::move(result).value();
  }
  template <typename T>
  static std::optional<ErrorCode> code(const base::Result<T>& result) {
    return result ? std::nullopt : std::optional(result.error().code);
  }

  CaseId mute() { return place(store::SanctionKind::mute); }
  CaseId place(store::SanctionKind kind) {
    const CaseId id{world_.store->new_id().value()};
    store::SanctionPlaced placed;
    placed.sanction = id;
    placed.kind = kind;
    placed.person = loud_;
    placed.reason = store::PrivateText("too loud");
    YC_ASSERT(world_.put(store::case_stream(id), placed, judge_));
    return id;
  }
  base::Result<CaseId> file(PrincipalId person, CaseId sanction) {
    Appeals appeals(*world_.store);
    return outcome<CaseId>([&](store::Done<CaseId> done) {
      appeals.file(person, sanction, "I only sang", *world_.executor, std::move(done));
    });
  }
  std::optional<ErrorCode> decide(PrincipalId by, CaseId appeal, AppealOutcome decision) {
    Appeals appeals(*world_.store);
    return code(outcome<store::Appended>([&](store::WhenAppended done) {
      appeals.decide(by, appeal, decision, "heard", *world_.executor, std::move(done));
    }));
  }
  std::optional<ErrorCode> minors(auto&& act) {
    Minors minors(*world_.store);
    return code(
        outcome<store::Appended>([&](store::WhenAppended done) { act(minors, std::move(done)); }));
  }
  std::optional<ErrorCode> set_age(PrincipalId by, PrincipalId person, AgeBand band,
                                   AgeEvidence evidence) {
    return minors([&](Minors& m, store::WhenAppended done) {
      m.set_age(by, person, band, evidence, *world_.executor, std::move(done));
    });
  }
  std::optional<ErrorCode> ask(PrincipalId guardian, PrincipalId minor) {
    return minors([&](Minors& m, store::WhenAppended done) {
      m.ask(guardian, minor, *world_.executor, std::move(done));
    });
  }
  std::optional<ErrorCode> confirm(PrincipalId minor, PrincipalId guardian) {
    return minors([&](Minors& m, store::WhenAppended done) {
      m.confirm(minor, guardian, *world_.executor, std::move(done));
    });
  }
  std::optional<ErrorCode> end(PrincipalId by, PrincipalId guardian, PrincipalId minor) {
    return minors([&](Minors& m, store::WhenAppended done) {
      m.end(by, guardian, minor, *world_.executor, std::move(done));
    });
  }
  std::optional<ErrorCode> limit(PrincipalId guardian, PrincipalId minor, store::Hours hours) {
    return minors([&](Minors& m, store::WhenAppended done) {
      m.set_limits(guardian, minor, hours, store::Audience::nobody, 45, *world_.executor,
                   std::move(done));
    });
  }

  TestWorld world_;
  PrincipalId loud_, judge_, other_judge_;
};

TEST_F(OrderTest, AnAppealIsDecidedBySomebodyElseThanWhoTookTheMeasure) {
  const CaseId sanction = mute();
  const CaseId appeal = file(loud_, sanction).value();
  EXPECT_EQ(decide(judge_, appeal, AppealOutcome::upheld), ErrorCode::denied);
  EXPECT_EQ(decide(loud_, appeal, AppealOutcome::lifted), ErrorCode::denied);
  EXPECT_EQ(decide(other_judge_, appeal, AppealOutcome::lifted), std::nullopt);
  EXPECT_NE(world_.store->sanction(sanction)->lifted.unix_ms, 0) << "it ends with the decision";
  const store::Appeal decided = store::Order(*world_.store).appeal_of(sanction).value();
  EXPECT_FALSE(decided.open);
  EXPECT_EQ(decided.decided_by, other_judge_);
  EXPECT_EQ(decide(other_judge_, appeal, AppealOutcome::upheld), ErrorCode::conflict);
}

TEST_F(OrderTest, AnUpheldMeasureStaysAndIsNotAppealedAgain) {
  const CaseId sanction = mute();
  const CaseId appeal = file(loud_, sanction).value();
  EXPECT_EQ(decide(other_judge_, appeal, AppealOutcome::upheld), std::nullopt);
  EXPECT_EQ(world_.store->sanction(sanction)->lifted.unix_ms, 0);
  EXPECT_EQ(code(file(loud_, sanction)), ErrorCode::conflict);
}

TEST_F(OrderTest, OnlyWhomAMeasureBindsAppealsAndOnce) {
  const CaseId sanction = mute();
  EXPECT_EQ(code(file(other_judge_, sanction)), ErrorCode::not_found);
  EXPECT_EQ(code(file(loud_, CaseId{987654})), ErrorCode::not_found);
  ASSERT_TRUE(file(loud_, sanction));
  EXPECT_EQ(code(file(loud_, sanction)), ErrorCode::conflict);
}

TEST_F(OrderTest, TwoAppealsInTheSameMomentAreOne) {
  const CaseId sanction = mute();
  Appeals appeals(*world_.store);
  int filed = 0, refused = 0;
  const auto count = [&](const base::Result<CaseId>& r) { r ? ++filed : ++refused; };
  appeals.file(loud_, sanction, "one", *world_.executor, count);
  appeals.file(loud_, sanction, "two", *world_.executor, count);
  world_.run();
  EXPECT_EQ(filed, 1);
  EXPECT_EQ(refused, 1);
}

TEST_F(OrderTest, WhoWasToldOfAMeasureMayStillAppealOnceAndIsHeard) {
  for (const auto kind : {store::SanctionKind::warn, store::SanctionKind::kick}) {
    const CaseId sanction = place(kind);
    ASSERT_TRUE(
        world_.put(store::case_stream(sanction), store::SanctionTold{sanction, loud_}, loud_));
    const auto appeal = file(loud_, sanction);
    ASSERT_TRUE(appeal) << appeal.error().text();
    EXPECT_EQ(code(file(loud_, sanction)), ErrorCode::conflict);
    EXPECT_EQ(decide(other_judge_, *appeal, AppealOutcome::lifted), std::nullopt);
    EXPECT_EQ(decide(other_judge_, *appeal, AppealOutcome::upheld), ErrorCode::conflict);
  }
}

TEST_F(OrderTest, BeingToldInTheSameMomentAsAppealingRefusesNothing) {
  const CaseId sanction = place(store::SanctionKind::warn);
  store::Batch told;
  told.events.push_back({store::case_stream(sanction), {}, store::SanctionTold{sanction, loud_}});
  world_.store->append_unanswered(std::move(told));  // not durable yet when the appeal is filed
  EXPECT_TRUE(file(loud_, sanction));
}

TEST_F(OrderTest, AMeasureLiftedMeanwhileNeedsNoDecision) {
  const CaseId sanction = mute();
  const CaseId appeal = file(loud_, sanction).value();
  ASSERT_TRUE(world_.put(store::case_stream(sanction),
                         store::SanctionLifted{sanction, store::PrivateText("calm again")},
                         other_judge_));
  EXPECT_EQ(decide(other_judge_, appeal, AppealOutcome::lifted), ErrorCode::conflict);
  store::Order order(*world_.store);
  EXPECT_TRUE(order.appeals(true, {}, 10)->empty()) << "the queue";
  const store::Appeal closed = order.appeal(appeal).value();
  EXPECT_FALSE(closed.open);
  EXPECT_EQ(closed.outcome, AppealOutcome::lifted);
  EXPECT_EQ(closed.note, "calm again");
  EXPECT_EQ(closed.decided_by, other_judge_);
}

TEST_F(OrderTest, OnesOwnWordMakesYoungerButNeverOlder) {
  EXPECT_EQ(set_age(loud_, loud_, AgeBand::under_14, AgeEvidence::own_word), std::nullopt);
  EXPECT_EQ(set_age(loud_, loud_, AgeBand::adult, AgeEvidence::own_word), ErrorCode::denied);
  EXPECT_EQ(set_age(judge_, loud_, AgeBand::adult, AgeEvidence::guardian), ErrorCode::not_found)
      << "no guardian";
  EXPECT_EQ(set_age(judge_, loud_, AgeBand::adult, AgeEvidence::reviewer), std::nullopt);
  EXPECT_EQ(set_age(loud_, loud_, AgeBand::under_14, AgeEvidence::own_word), ErrorCode::denied)
      << "a reviewer's word weighs more";
}

TEST_F(OrderTest, AConfirmedGuardianMakesAMinorAndOnlyTheGuardianEndsIt) {
  EXPECT_EQ(confirm(loud_, judge_), ErrorCode::not_found);
  EXPECT_EQ(ask(judge_, judge_), ErrorCode::bad_input);
  EXPECT_EQ(ask(judge_, loud_), std::nullopt);
  EXPECT_EQ(limit(judge_, loud_, {0x60, 600, 1200}), ErrorCode::denied) << "not confirmed yet";
  EXPECT_EQ(confirm(loud_, judge_), std::nullopt);
  EXPECT_EQ(store::Order(*world_.store).age(loud_)->band, AgeBand::under_18);
  EXPECT_EQ(ask(loud_, other_judge_), ErrorCode::denied) << "a minor is nobody's guardian";
  EXPECT_EQ(limit(judge_, loud_, {0x60, 1200, 600}), ErrorCode::bad_input);
  EXPECT_EQ(limit(judge_, loud_, {0x60, 600, 1200}), std::nullopt);
  const auto guardians = store::Order(*world_.store).guardians_of(loud_).value();
  ASSERT_EQ(guardians.size(), 1u);
  EXPECT_EQ(guardians[0].hours, (store::Hours{0x60, 600, 1200}));
  EXPECT_EQ(end(loud_, judge_, loud_), ErrorCode::denied);
  EXPECT_EQ(end(judge_, judge_, loud_), std::nullopt);
  EXPECT_EQ(store::Order(*world_.store).age(loud_)->band, AgeBand::under_18)
      << "the age stays when the guardian goes";
}

TEST_F(OrderTest, AMinorWhoDidNotConfirmSendsTheAskerAway) {
  ASSERT_EQ(ask(judge_, loud_), std::nullopt);
  EXPECT_EQ(end(loud_, judge_, loud_), std::nullopt);
  EXPECT_EQ(confirm(loud_, judge_), ErrorCode::not_found);
}

TEST_F(OrderTest, NobodyAsksToBeGuardianOfWhoBlocksThemOrLetsNobodyComeNear) {
  ASSERT_TRUE(world_.put(store::person_stream(loud_), store::PersonBlocked{loud_, judge_}, loud_));
  EXPECT_EQ(ask(judge_, loud_), ErrorCode::denied);
  EXPECT_EQ(ask(other_judge_, loud_), std::nullopt);
  const auto nobody = store::Audience::nobody;
  ASSERT_TRUE(world_.put(store::person_stream(judge_),
                         store::PrivacySet{judge_, nobody, nobody, nobody, nobody}, judge_));
  EXPECT_EQ(ask(other_judge_, judge_), ErrorCode::denied);
}

TEST_F(OrderTest, AskingAgainToBeGuardianWritesNothing) {
  ASSERT_EQ(ask(judge_, loud_), std::nullopt);
  const std::uint64_t before = world_.store->last_position();
  EXPECT_EQ(ask(judge_, loud_), std::nullopt);
  ASSERT_TRUE(world_.put(store::person_stream(loud_), store::PersonBlocked{loud_, judge_}, loud_));
  EXPECT_EQ(ask(judge_, loud_), std::nullopt) << "says nothing of the block";
  EXPECT_EQ(world_.store->last_position(), before + 1) << "the block";
}

TEST_F(OrderTest, WhoOnlyAsksTakesNoPlaceFromAGuardian) {
  for (std::size_t i = 0; i < Minors::kGuardiansMax; ++i)
    ASSERT_EQ(ask(world_.admit("Stranger"), loud_), std::nullopt);
  std::vector<PrincipalId> parents;
  for (std::size_t i = 0; i <= Minors::kGuardiansMax; ++i) {
    parents.push_back(world_.admit("Parent"));
    ASSERT_EQ(ask(parents.back(), loud_), std::nullopt);
  }
  for (std::size_t i = 0; i < Minors::kGuardiansMax; ++i)
    EXPECT_EQ(confirm(loud_, parents[i]), std::nullopt);
  EXPECT_EQ(confirm(loud_, parents.back()), ErrorCode::full);
  EXPECT_EQ(ask(judge_, loud_), ErrorCode::denied) << "a minor with guardians: friends only";
  ASSERT_TRUE(world_.put(store::person_stream(loud_), store::FriendAsked{loud_, judge_}, loud_));
  ASSERT_TRUE(
      world_.put(store::person_stream(judge_), store::FriendAccepted{judge_, loud_}, judge_));
  EXPECT_EQ(ask(judge_, loud_), ErrorCode::full);
}

TEST_F(OrderTest, AFewPeopleAtATimeAreAskedWithoutAnAnswer) {
  std::vector<PrincipalId> asked;
  for (int i = 0; i < 5; ++i) {
    asked.push_back(world_.admit("Child"));
    ASSERT_EQ(ask(judge_, asked.back()), std::nullopt);
  }
  EXPECT_EQ(ask(judge_, loud_), ErrorCode::full);
  ASSERT_EQ(confirm(asked[0], judge_), std::nullopt);
  EXPECT_EQ(ask(judge_, loud_), std::nullopt);
}

TEST_F(OrderTest, AReplayOfTheLogMakesTheSameViews) {
  const CaseId appeal = file(loud_, mute()).value();
  ASSERT_EQ(decide(other_judge_, appeal, AppealOutcome::lifted), std::nullopt);
  ASSERT_EQ(ask(judge_, loud_), std::nullopt);
  ASSERT_EQ(confirm(loud_, judge_), std::nullopt);
  ASSERT_EQ(limit(judge_, loud_, {0x1f, 960, 1200}), std::nullopt);
  ASSERT_TRUE(
      world_.put(store::city_stream(),
                 store::ActRecorded{
                     "change_settings", {}, {}, 0, store::PrivateText("less noise at night"), {}},
                 judge_));
  EXPECT_EQ(store::Order(*world_.store).audit(0, 10).value().at(0).reason, "less noise at night");
  const auto report = store::verify(world_.folder, world_.parts());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->faults, std::vector<std::string>{});
}

}  // namespace
}  // namespace yc::order
