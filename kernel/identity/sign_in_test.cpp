#include "kernel/identity/sign_in.h"

#include <gtest/gtest.h>

#include "kernel/identity/accounts_fixture.h"
#include "kernel/identity/name.h"
#include "kernel/store/maintenance.h"

namespace yc::identity {
namespace {

using base::ErrorCode;
using testing::Authenticator;

class SignInTest : public AccountsTest {};

TEST_F(SignInTest, AGuestWhoSignsUpStaysThePersonTheyWere) {
  const Guest guest = admit({"Lotus", 5, ""}).value();
  Authenticator phone;
  const auto session = sign_up(passkey_sign_up(phone, "lotus", {{}, guest.token}));
  ASSERT_TRUE(session) << session.error().text();
  EXPECT_EQ(session->person, guest.id);
  EXPECT_EQ(identity->find_session(session->token)->person, guest.id);
  EXPECT_EQ(world.store->account(guest.id)->name, "lotus");
  EXPECT_TRUE(accounts->is_citizen(guest.id).value());
  EXPECT_FALSE(admit({"Lotus", 5, guest.token})) << "the kept token opens nothing any more";
}

TEST_F(SignInTest, NobodySignsUpAndComesBackWithThePasskey) {
  Authenticator phone;
  const OpenedSession first = sign_up(passkey_sign_up(phone, "heron")).value();
  restart();
  const auto again = sign_in_with(phone);
  ASSERT_TRUE(again) << again.error().text();
  EXPECT_EQ(again->person, first.person);
  EXPECT_NE(again->token, first.token);
  EXPECT_TRUE(sessions->is_live(first.id)) << "the first session lives over a restart";
  const store::Session opened = world.store->session(again->id).value();
  EXPECT_EQ(opened.way, store::SessionWay::passkey);
  EXPECT_EQ(opened.browser, "Firefox, Linux");
  EXPECT_EQ(opened.credential, world.store->passkeys_of(first.person)->at(0).id);
}

TEST_F(SignInTest, NobodySignsUpAndComesBackWithThePassword) {
  const OpenedSession first = citizen("heron_1");
  restart();
  EXPECT_EQ(sign_in_with("Heron_1", kPassword)->person, first.person) << "case is not asked";
  EXPECT_EQ(reason(sign_in_with("heron_1", "another password")), "wrong_credentials");
  EXPECT_EQ(reason(sign_in_with("nobody", kPassword)), "wrong_credentials");
  EXPECT_EQ(reason(sign_in_with("", "")), "wrong_credentials");
}

TEST_F(SignInTest, AnAdministratorByLinkSignsUpAsWhoTheyAre) {
  const MadeLink link = identity->make_administrator_link(std::chrono::hours(1), {}).value();
  const auto entered = wait<OpenedSession>([&](Done<OpenedSession> done) {
    identity->enter_by_link(link.token, "Chief", std::chrono::hours(1), *world.executor,
                            std::move(done));
  });
  EXPECT_FALSE(accounts->is_citizen(entered->person).value());
  Authenticator key;
  const auto session = sign_up(passkey_sign_up(key, "chief", {entered->person, ""}));
  EXPECT_EQ(session->person, entered->person);
  EXPECT_EQ(sign_in_with(key)->person, entered->person);
  EXPECT_EQ(world.store->roles()->size(), 1u);
}

TEST_F(SignInTest, AnAdministratorByLinkMayAddAPasskeyWithoutAnAccountName) {
  const MadeLink link = identity->make_administrator_link(std::chrono::hours(1), {}).value();
  const auto entered = wait<OpenedSession>([&](Done<OpenedSession> done) {
    identity->enter_by_link(link.token, "Chief", std::chrono::hours(1), *world.executor,
                            std::move(done));
  });
  Authenticator key;
  ASSERT_TRUE(add_passkey(entered->person, key));
  EXPECT_EQ(sign_in_with(key)->person, entered->person);
  EXPECT_TRUE(accounts->is_citizen(entered->person).value());
  EXPECT_EQ(world.store->tiers()->at(0).tier, store::Tier::citizen);
  EXPECT_EQ(reason(wait<std::uint64_t>([&](Done<std::uint64_t> done) {
              accounts->set_password(entered->person, kPassword, 0, *world.executor,
                                     std::move(done));
            })),
            "")
      << "a password needs an account name";
}

TEST_F(SignInTest, AnAccountNameIsUniqueByHowItLooks) {
  citizen("Lotus_10");
  SignUp request;
  request.account_name = "l0tus_lo";  // zero for o, small L for one
  request.display_name = "Other";
  request.password = kPassword;
  EXPECT_EQ(reason(sign_up(request)), "account_name_taken");
  for (const char* bad : {"a", "with space", "dot.ted", "@lotus", "\xD0\xB0\xD0\xB1\xD0\xB2", ""}) {
    request.account_name = bad;
    EXPECT_EQ(reason(sign_up(request)), "account_name_invalid") << bad;
  }
  request.account_name = "黄鹤楼";
  EXPECT_TRUE(sign_up(request));
}

TEST_F(SignInTest, OfTwoWhoRaceForANameOneWins) {
  int won = 0;
  std::vector<std::string_view> reasons;
  Authenticator keys[2];
  for (Authenticator& key : keys) {
    sign_in->sign_up(passkey_sign_up(key, "lotus"), caller, *world.executor,
                     [&](base::Result<OpenedSession> session) {
                       session ? void(++won) : reasons.push_back(session.error().reason);
                     });
  }
  world.run();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(reasons, std::vector<std::string_view>{"account_name_taken"});
  EXPECT_EQ(world.store->find_text(store::Find::account_name, name_skeleton("lotus"))->size(), 1u);
}

TEST_F(SignInTest, AGuestWhoSignsUpTwiceAtOnceBecomesOneCitizen) {
  const Guest guest = admit({"Lotus", 5, ""}).value();
  int won = 0;
  Authenticator keys[2];
  const char* names[] = {"lotus", "heron"};
  for (int i = 0; i < 2; ++i) {
    sign_in->sign_up(passkey_sign_up(keys[i], names[i], {{}, guest.token}), caller, *world.executor,
                     [&](base::Result<OpenedSession> session) { won += session ? 1 : 0; });
  }
  world.run();
  EXPECT_EQ(won, 1);
}

TEST_F(SignInTest, APasskeyBelongsToOneAccount) {
  Authenticator phone;
  ASSERT_TRUE(sign_up(passkey_sign_up(phone, "lotus")));
  EXPECT_EQ(reason(sign_up(passkey_sign_up(phone, "heron"))), "passkey_exists");
  Authenticator stranger;
  EXPECT_EQ(reason(sign_in_with(stranger)), "passkey_unknown");
}

TEST_F(SignInTest, OfTwoAnswersWithOneCounterOneWins) {
  Authenticator phone(testing::KeyKind::es256, 5);
  ASSERT_TRUE(sign_up(passkey_sign_up(phone, "lotus")));
  int won = 0;
  for (int i = 0; i < 2; ++i) {
    phone.counter = 5;  // a copy counts from where the first stood
    const PasskeyAssertion assertion = phone.sign({sign_in->begin_sign_in(kSite)->challenge});
    sign_in->sign_in(assertion, caller, *world.executor,
                     [&](base::Result<OpenedSession> session) { won += session ? 1 : 0; });
  }
  world.run();
  EXPECT_EQ(won, 1);
  phone.counter = 5;
  EXPECT_EQ(reason(sign_in_with(phone)), "passkey_counter");
}

TEST_F(SignInTest, APasswordMustBeLongAndNotWhatOthersTry) {
  SignUp request;
  request.account_name = "heron_by_the_lake";
  request.display_name = "Heron";
  const auto said = [&](const std::string& password) {
    request.password = password;
    return reason(sign_up(request));
  };
  EXPECT_EQ(said("ninechars"), "password_too_short");
  EXPECT_EQ(said("鹤鹤楼楼江江湖湖山"), "password_too_short") << "nine characters, 27 bytes";
  EXPECT_EQ(said(std::string(129, 'x') + "y"), "password_too_long");
  EXPECT_EQ(said("Password123"), "password_common");
  EXPECT_EQ(said("abcdefghijklm"), "password_common");
  EXPECT_EQ(said("HERON_by_the_lake"), "password_common") << "the account's own name";
  EXPECT_EQ(said("鹤鹤楼楼江江湖湖山水"), "none");
}

TEST_F(SignInTest, WhoGuessesPasswordsWaits) {
  citizen("lotus");
  for (int i = 0; i < 20; ++i)
    ASSERT_EQ(reason(sign_in_with("lotus", "wrong password")), "wrong_credentials") << i;
  EXPECT_EQ(reason(sign_in_with("lotus", kPassword)), "rate_limited");
  world.scheduler.run_for(std::chrono::seconds(31));
  EXPECT_EQ(reason(sign_in_with("lotus", kPassword)), "none") << "one more every 30 s";
  EXPECT_EQ(reason(sign_in_with("lotus", kPassword)), "none") << "what is right does not count";
}

TEST_F(SignInTest, APasswordOfAnOlderCostIsHashedAnew) {
  const OpenedSession session = citizen("lotus");
  const store::Password before = world.store->password_of(session.person).value();
  cost = {2, 16};
  restart();
  ASSERT_TRUE(sign_in_with("lotus", kPassword));
  const store::Password after = world.store->password_of(session.person).value();
  EXPECT_TRUE(after.hash.contains("m=16,t=2")) << after.hash;
  EXPECT_EQ(after.id, before.id);
  EXPECT_EQ(after.added, before.added);
  EXPECT_FALSE(world.store->read_text(before.hash_entry)->has_value()) << "the old one is erased";
  EXPECT_EQ(reason(sign_in_with("lotus", kPassword)), "none");
}

TEST_F(SignInTest, WaitingPasswordsAreBounded) {
  citizen("lotus");
  int busy = 0;
  for (int i = 0; i < 10; ++i) {
    sign_in->sign_in("lotus", kPassword, caller, *world.executor,
                     [&](base::Result<OpenedSession> session) {
                       if (session) return;
                       ++busy;
                       EXPECT_EQ(session.error().code, ErrorCode::full);
                       EXPECT_EQ(session.error().reason, "sign_ins_busy");
                       EXPECT_TRUE(session.error().remedy.contains("limits.password-queue"));
                     });
  }
  world.run();
  EXPECT_EQ(busy, 2) << "eight may wait";
}

TEST_F(SignInTest, ADeviceLinkOpensOneSessionForTenMinutes) {
  const OpenedSession session = citizen("lotus");
  const auto make = [&] {
    return wait<MadeLink>([&](Done<MadeLink> done) {
             sign_in->make_device_link(session.person, *world.executor, std::move(done));
           })
        .value();
  };
  const auto open = [&](const MadeLink& link) {
    return wait<OpenedSession>([&](Done<OpenedSession> done) {
      sign_in->sign_in_by_device_link(link.token, caller, *world.executor, std::move(done));
    });
  };
  const MadeLink link = make();
  EXPECT_EQ(open(link)->person, session.person);
  EXPECT_EQ(reason(open(link)), "link_unknown") << "used";
  const MadeLink late = make();
  world.scheduler.run_for(std::chrono::minutes(10));
  EXPECT_EQ(reason(open(late)), "link_unknown") << "expired";
  const MadeLink raced = make();
  int won = 0;
  for (int i = 0; i < 2; ++i)
    sign_in->sign_in_by_device_link(raced.token, caller, *world.executor,
                                    [&](const auto& opened) { won += opened ? 1 : 0; });
  world.run();
  EXPECT_EQ(won, 1);
  const MadeLink administrators =
      identity->make_administrator_link(std::chrono::hours(1), {}).value();
  EXPECT_EQ(reason(open(administrators)), "link_unknown") << "is for no device of anybody";
  EXPECT_FALSE(wait<OpenedSession>([&](Done<OpenedSession> done) {
    identity->enter_by_link(make().token, "Chief", std::chrono::hours(1), *world.executor,
                            std::move(done));
  })) << "a device link makes no administrator";
}

TEST_F(SignInTest, ALostDeviceIsReplacedByARecoveryCode) {
  Authenticator lost;
  const OpenedSession session = sign_up(passkey_sign_up(lost, "lotus")).value();
  const auto codes = recovery_codes(session.person).value();
  ASSERT_EQ(codes.size(), 10u);
  const auto entered = sign_in_by_code(" " + codes[3]);
  ASSERT_TRUE(entered) << entered.error().text();
  EXPECT_EQ(reason(sign_in_by_code(codes[3])), "recovery_code_unknown") << "used";
  Authenticator found;
  ASSERT_TRUE(add_passkey(entered->person, found));
  const std::uint64_t lost_id = world.store->passkeys_of(session.person)->at(0).id;
  ASSERT_TRUE(remove(entered->person, lost_id));
  EXPECT_FALSE(identity->find_session(session.token)) << "what the lost one opened is over";
  EXPECT_TRUE(identity->find_session(entered->token));
  EXPECT_EQ(reason(sign_in_with(lost)), "passkey_unknown");
  EXPECT_TRUE(sign_in_with(found));
  EXPECT_EQ(accounts->facts(session.person)->recovery_codes_left, 9u);
}

TEST_F(SignInTest, OfTwoUsesOfARecoveryCodeOneWinsAndANewSetReplacesTheOld) {
  const OpenedSession session = citizen("lotus");
  const auto old = recovery_codes(session.person).value();
  int won = 0;
  for (int i = 0; i < 2; ++i)
    sign_in->sign_in_by_recovery_code(old[0], caller, *world.executor,
                                      [&](const auto& opened) { won += opened ? 1 : 0; });
  world.run();
  EXPECT_EQ(won, 1);
  const auto fresh = recovery_codes(session.person).value();
  EXPECT_EQ(reason(sign_in_by_code(old[1])), "recovery_code_unknown");
  EXPECT_TRUE(sign_in_by_code(fresh[1]));
}

TEST_F(SignInTest, WhatTheStoreHoldsFollowsFromItsLog) {
  Authenticator phone(testing::KeyKind::rs256, 1);
  const OpenedSession session = sign_up(passkey_sign_up(phone, "lotus")).value();
  ASSERT_TRUE(sign_in_with(phone));
  ASSERT_TRUE(recovery_codes(session.person));
  citizen("heron");
  ASSERT_TRUE(sign_in_with("heron", kPassword));
  const auto report = store::verify(world.folder, world.parts());
  ASSERT_TRUE(report);
  EXPECT_EQ(report->faults, std::vector<std::string>());
}

TEST(BrowserFamily, IsTheBrowserAndItsSystem) {
  EXPECT_EQ(browser_family("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, "
                           "like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0"),
            "Edge, Windows");
  EXPECT_EQ(
      browser_family("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
      "Firefox, Linux");
  EXPECT_EQ(browser_family("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) "
                           "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1"),
            "Safari, iPhone");
  EXPECT_EQ(browser_family("curl/8.0"), "");
}

}  // namespace
}  // namespace yc::identity
