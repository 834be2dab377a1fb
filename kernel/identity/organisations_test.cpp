#include "kernel/identity/organisations.h"

#include <gtest/gtest.h>

#include "kernel/identity/accounts_fixture.h"
#include "kernel/store/maintenance.h"

namespace yc::identity {
namespace {

using store::MemberRole;

class OrganisationsTest : public AccountsTest {
 protected:
  base::Result<base::PrincipalId> make(base::PrincipalId founder) {
    return wait<base::PrincipalId>([&](Done<base::PrincipalId> done) {
      organisations->make(founder, "Crane Society", *world.executor, std::move(done));
    });
  }
  std::string_view set(base::PrincipalId by, base::PrincipalId person, MemberRole role) {
    return reason(wait<store::Appended>([&](Done<store::Appended> done) {
      organisations->set_member(by, {crane, person, role}, *world.executor, std::move(done));
    }));
  }
  std::string_view take(base::PrincipalId by, base::PrincipalId person) {
    return reason(wait<store::Appended>([&](Done<store::Appended> done) {
      organisations->remove_member(by, crane, person, *world.executor, std::move(done));
    }));
  }
  base::Result<base::CaseId> ask(base::PrincipalId by, base::PrincipalId principal,
                                 store::VerificationKind kind) {
    return wait<base::CaseId>([&](Done<base::CaseId> done) {
      organisations->request_verification(by, principal, kind, "passport seen at the desk",
                                          *world.executor, std::move(done));
    });
  }
  std::string_view decide(base::CaseId request, bool granted) {
    return reason(wait<store::Appended>([&](Done<store::Appended> done) {
      organisations->decide_verification(chief, request, granted, "seen", *world.executor,
                                         std::move(done));
    }));
  }
  store::Tier tier(base::PrincipalId principal) {
    const auto tiers = world.store->tiers().value();
    for (const store::TierOf& known : tiers) {
      if (known.principal == principal) return known.tier;
    }
    return store::Tier::guest;
  }

  const base::PrincipalId chief = citizen("chief").person;
  const base::PrincipalId lotus = citizen("lotus").person;
  const base::PrincipalId heron = citizen("heron").person;
  const base::PrincipalId crane = make(lotus).value();
};

TEST_F(OrganisationsTest, OwnersGiveRolesAndOfficersBringMembersIn) {
  EXPECT_EQ(set(heron, heron, MemberRole::member), "denied") << "nobody joins by themselves";
  EXPECT_EQ(set(lotus, heron, MemberRole::officer), "none");
  EXPECT_EQ(set(heron, chief, MemberRole::officer), "denied");
  EXPECT_EQ(set(heron, chief, MemberRole::member), "none");
  EXPECT_EQ(set(chief, heron, MemberRole::member), "denied");
  EXPECT_EQ(take(chief, heron), "denied");
  EXPECT_EQ(take(heron, chief), "none");
  EXPECT_EQ(take(heron, heron), "none") << "whoever wants leaves";
  EXPECT_EQ(organisations->members(crane)->size(), 1u);
  EXPECT_EQ(organisations->memberships(lotus)->at(0).role, MemberRole::owner);
}

TEST_F(OrganisationsTest, TheLastOwnerStays) {
  EXPECT_EQ(take(lotus, lotus), "last_owner");
  EXPECT_EQ(set(lotus, lotus, MemberRole::member), "last_owner");
  ASSERT_EQ(set(lotus, heron, MemberRole::owner), "none");
  int left = 0;
  for (const base::PrincipalId owner : {lotus, heron})
    organisations->remove_member(owner, crane, owner, *world.executor,
                                 [&](const auto& done) { left += done ? 1 : 0; });
  world.run();
  EXPECT_EQ(left, 1) << "of two who leave at once one stays";
}

TEST_F(OrganisationsTest, AVerificationKeepsTheResultAndNotTheDocument) {
  EXPECT_EQ(tier(heron), store::Tier::citizen);
  const base::CaseId request = ask(heron, heron, store::VerificationKind::person).value();
  EXPECT_EQ(reason(ask(heron, heron, store::VerificationKind::person)), "too_many_kept");
  EXPECT_EQ(organisations->waiting(10)->at(0).statement, "passport seen at the desk");
  EXPECT_EQ(decide(request, true), "none");
  EXPECT_EQ(decide(request, false), "changed_meanwhile");
  EXPECT_EQ(tier(heron), store::Tier::verified_person);
  EXPECT_TRUE(organisations->waiting(10)->empty());
  const auto kept = world.store->verification(request).value();
  EXPECT_TRUE(kept.granted);
  EXPECT_EQ(kept.statement, "");
  EXPECT_EQ(kept.decided_by, chief);
}

TEST_F(OrganisationsTest, AnOrganisationIsVerifiedThroughItsOwner) {
  EXPECT_EQ(reason(ask(heron, crane, store::VerificationKind::organisation)), "denied");
  EXPECT_EQ(reason(ask(heron, lotus, store::VerificationKind::person)), "denied");
  const base::CaseId request = ask(lotus, crane, store::VerificationKind::organisation).value();
  EXPECT_EQ(decide(request, true), "none");
  EXPECT_EQ(tier(crane), store::Tier::verified_organisation);
  EXPECT_EQ(tier(lotus), store::Tier::citizen);
}

TEST_F(OrganisationsTest, TheLastOwnerOfOthersDoesNotCloseTheAccount) {
  ASSERT_EQ(set(lotus, heron, MemberRole::member), "none");
  const auto refused = close(lotus);
  ASSERT_EQ(reason(refused), "last_owner");
  EXPECT_EQ(refused.error().code, base::ErrorCode::conflict);
  EXPECT_EQ(refused.error().cause, "you are the only owner of Crane Society");
  ASSERT_EQ(set(lotus, heron, MemberRole::owner), "none");
  int closed = 0;
  for (const base::PrincipalId owner : {lotus, heron})
    accounts->close(owner, *world.executor, [&](const auto& done) { closed += done ? 1 : 0; });
  world.run();
  EXPECT_EQ(closed, 1) << "of two who close at once one stays";
  ASSERT_EQ(organisations->members(crane)->size(), 1u);
  const base::PrincipalId last = organisations->members(crane)->at(0).person;
  EXPECT_TRUE(close(last)) << "with nobody else in it, it ends with its owner";
  EXPECT_TRUE(organisations->members(crane)->empty());
}

TEST_F(OrganisationsTest, WhoLeavesTheCityLeavesTheOrganisation) {
  ASSERT_EQ(set(lotus, heron, MemberRole::member), "none");
  ASSERT_TRUE(close(heron));
  EXPECT_EQ(organisations->members(crane)->size(), 1u);
  EXPECT_EQ(tier(heron), store::Tier::guest);
  const auto report = store::verify(world.folder, world.parts());
  EXPECT_EQ(report->faults, std::vector<std::string>());
}

}  // namespace
}  // namespace yc::identity
