#include "kernel/identity/accounts.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "kernel/base/base64url.h"
#include "kernel/base/json.h"
#include "kernel/identity/accounts_fixture.h"
#include "kernel/store/maintenance.h"

namespace yc::identity {
namespace {

using testing::Authenticator;

TEST_F(AccountsTest, TheLastWayInStaysAndRecoveryCodesAreNone) {
  Authenticator phone;
  const OpenedSession session = sign_up(passkey_sign_up(phone, "lotus")).value();
  ASSERT_TRUE(recovery_codes(session.person));
  const std::uint64_t passkey = accounts->facts(session.person)->passkeys.at(0).id;
  EXPECT_EQ(reason(remove(session.person, passkey)), "last_way_in");
  const auto password = wait<std::uint64_t>([&](Done<std::uint64_t> done) {
    accounts->set_password(session.person, kPassword, session.id, *world.executor, std::move(done));
  });
  EXPECT_TRUE(remove(session.person, passkey));
  EXPECT_EQ(reason(remove(session.person, *password)), "last_way_in");
  EXPECT_TRUE(sign_in_with("lotus", kPassword));
}

TEST_F(AccountsTest, OfTwoWhoTakeAwayTheLastTwoOneIsRefused) {
  Authenticator phone;
  Authenticator laptop;
  const OpenedSession session = sign_up(passkey_sign_up(phone, "lotus")).value();
  ASSERT_TRUE(add_passkey(session.person, laptop));
  int removed = 0;
  const AccountFacts facts = accounts->facts(session.person).value();
  for (const store::Passkey& passkey : facts.passkeys)
    accounts->remove_credential(session.person, passkey.id, *world.executor,
                                [&](const auto& done) { removed += done ? 1 : 0; });
  world.run();
  EXPECT_EQ(removed, 1);
}

TEST_F(AccountsTest, ANewPasswordEndsWhatTheOldOneOpened) {
  const OpenedSession here = citizen("lotus");
  const OpenedSession there = sign_in_with("lotus", kPassword).value();
  const std::string fresh = "seven boats on the river";
  ASSERT_TRUE(wait<std::uint64_t>([&](Done<std::uint64_t> done) {
    accounts->set_password(here.person, fresh, here.id, *world.executor, std::move(done));
  }));
  EXPECT_TRUE(identity->find_session(here.token));
  EXPECT_FALSE(identity->find_session(there.token));
  EXPECT_EQ(reason(sign_in_with("lotus", kPassword)), "wrong_credentials");
  EXPECT_TRUE(sign_in_with("lotus", fresh));
}

TEST_F(AccountsTest, APasskeyIsRenamedByItsOwnerOnly) {
  Authenticator phone;
  const OpenedSession session = sign_up(passkey_sign_up(phone, "lotus")).value();
  const OpenedSession other = citizen("heron");
  const std::uint64_t passkey = accounts->facts(session.person)->passkeys.at(0).id;
  const auto rename = [&](base::PrincipalId by) {
    return wait<store::Appended>([&](Done<store::Appended> done) {
      accounts->rename_passkey(by, passkey, " blue\nkey ", *world.executor, std::move(done));
    });
  };
  EXPECT_FALSE(rename(other.person));
  EXPECT_FALSE(remove(other.person, passkey));
  EXPECT_TRUE(rename(session.person));
  EXPECT_EQ(accounts->facts(session.person)->passkeys.at(0).label, "blue key");
}

TEST_F(AccountsTest, SessionsAreListedRevokedAndWatched) {
  std::vector<std::uint64_t> ended;
  sessions->watch([&](const Ended& end) { ended.push_back(end.session); });
  const OpenedSession here = citizen("lotus");
  const OpenedSession a = sign_in_with("lotus", kPassword).value();
  const OpenedSession b = sign_in_with("lotus", kPassword).value();
  EXPECT_EQ(sessions->list(here.person)->size(), 3u);
  const auto revoke = [&](std::uint64_t session, base::PrincipalId by) {
    return wait<store::Appended>([&](Done<store::Appended> done) {
      sessions->revoke(session, by, *world.executor, std::move(done));
    });
  };
  EXPECT_FALSE(revoke(a.id, citizen("heron").person)) << "another's";
  EXPECT_TRUE(revoke(a.id, here.person));
  EXPECT_FALSE(sessions->is_live(a.id));
  EXPECT_EQ(wait<std::size_t>([&](Done<std::size_t> done) {
              sessions->revoke_others(here.person, here.id, *world.executor, std::move(done));
            }).value(),
            1u);
  EXPECT_EQ(ended, (std::vector<std::uint64_t>{a.id, b.id}));
  EXPECT_TRUE(sessions->is_live(here.id));
}

TEST_F(AccountsTest, ASessionIsNotedAsSeenOnceAnHour) {
  const OpenedSession opened = citizen("lotus");
  const auto note = [&] {
    sessions->note_seen(world.store->session(opened.id).value());
    world.run();
    return world.store->last_position();
  };
  const std::uint64_t before = world.store->last_position();
  EXPECT_EQ(note(), before);
  world.scheduler.run_for(std::chrono::hours(1));
  EXPECT_EQ(note(), before + 1);
  EXPECT_EQ(note(), before + 1);
  EXPECT_EQ(world.store->session(opened.id)->seen, world.scheduler.wall());
}

TEST_F(AccountsTest, ApiKeysAreScopedExpireAndCanBeRevoked) {
  const OpenedSession session = citizen("lotus");
  const auto make = [&](std::uint32_t scopes, base::Duration lifetime) {
    return wait<MadeApiKey>([&](Done<MadeApiKey> done) {
      accounts->make_api_key(session.person, {"my script", scopes, lifetime}, *world.executor,
                             std::move(done));
    });
  };
  EXPECT_FALSE(make(0, {}));
  EXPECT_FALSE(make(32, {}));
  const MadeApiKey key = make(3, std::chrono::hours(1)).value();
  EXPECT_TRUE(key.token.starts_with("yck_"));
  EXPECT_EQ(accounts->find_by_key(key.token)->scopes, 3u);
  EXPECT_EQ(accounts->find_by_key(key.token)->person, session.person);
  EXPECT_FALSE(accounts->find_by_key(key.token + "x"));
  world.scheduler.run_for(std::chrono::hours(1));
  EXPECT_FALSE(accounts->find_by_key(key.token));
  const MadeApiKey lasting = make(1, {}).value();
  ASSERT_TRUE(wait<store::Appended>([&](Done<store::Appended> done) {
    accounts->revoke_api_key(session.person, lasting.id, *world.executor, std::move(done));
  }));
  EXPECT_FALSE(accounts->find_by_key(lasting.token));
}

TEST_F(AccountsTest, AConsentIsKeptByPurposeAndVersion) {
  const OpenedSession session = citizen("lotus");
  const auto change = [&](const std::string& purpose, std::uint32_t version, bool given) {
    return wait<store::Appended>([&](Done<store::Appended> done) {
      accounts->change_consent(session.person, purpose, version, given, *world.executor,
                               std::move(done));
    });
  };
  EXPECT_FALSE(change("Not a name", 1, true));
  ASSERT_TRUE(change("voice", 1, true));
  ASSERT_TRUE(change("voice", 2, false));
  const auto consents = accounts->consents(session.person).value();
  ASSERT_EQ(consents.size(), 1u);
  EXPECT_EQ(consents[0].text_version, 2u);
  EXPECT_FALSE(consents[0].given);
}

// --- Export and deletion ---------------------------------------------------------------------

class ClosingTest : public AccountsTest {
 protected:
  void say(base::PrincipalId speaker, const std::string& text) {
    ASSERT_TRUE(world.put(store::space_stream({1}),
                          store::ChatSaid{{1}, speaker, store::ChatScope::near, {}, text},
                          speaker));
  }
};

TEST_F(ClosingTest, AnExportHoldsWhatThePersonWroteAndNoSecret) {
  Authenticator phone;
  const OpenedSession session = sign_up(passkey_sign_up(phone, "lotus")).value();
  say(session.person, "the lotus is in flower");
  const std::string text = export_of(session.person).value();
  const auto json = base::parse_json(text).value();
  EXPECT_EQ(json["profile"]["account_name"], "lotus");
  EXPECT_EQ(json["chat"][0]["text"], "the lotus is in flower");
  EXPECT_EQ(json["sessions"][0]["browser"], "Firefox, Linux");
  EXPECT_EQ(json["credentials"][0]["label"], "phone");
  EXPECT_FALSE(text.contains(session.token));
}

TEST_F(ClosingTest, AnExportNamesEveryKindOfNotice) {
  const base::PrincipalId lotus = citizen("lotus").person;
  const base::PrincipalId heron = citizen("heron").person;
  const base::StreamId stream = store::person_stream(lotus);
  ASSERT_TRUE(world.put(stream, store::FriendAsked{heron, lotus}, heron));
  ASSERT_TRUE(world.put(stream, store::GuardianAsked{heron, lotus}, heron));
  store::SanctionPlaced placed;
  placed.sanction = {77};
  placed.kind = store::SanctionKind::mute;
  placed.person = lotus;
  placed.reason = store::PrivateText("too loud");
  ASSERT_TRUE(world.put(store::case_stream({77}), placed, heron));
  ASSERT_TRUE(world.put(store::case_stream({77}),
                        store::SanctionLifted{{77}, store::PrivateText("calm")}, heron));
  const auto json = base::parse_json(export_of(lotus).value()).value();
  std::vector<std::string> kinds;
  for (const auto& notice : json["notices"]) kinds.push_back(notice["kind"]);
  EXPECT_EQ(kinds, (std::vector<std::string>{"measure_lifted", "measure_taken", "guardian_asked",
                                             "friend_asked"}));
}

// All bytes of all files below a folder.
std::string all_bytes(const std::string& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    all.append(std::istreambuf_iterator<char>(file), {});
  }
  return all;
}

std::string as_text(ByteSpan bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Bytes of the deleted person that must be nowhere, as they lie in the folder before.
std::vector<std::string> traces_of(store::Store& store, base::PrincipalId person,
                                   const Authenticator& key) {
  std::vector<std::string> traces = {"WillowGone", "Shown Gone",    "phone of gone",
                                     "gone text",  "gone report",   "Browser of gone",
                                     "gone label", "gone statement"};
  traces.push_back(key.credential_id());
  traces.push_back(as_text(key.raw_credential_id()));
  traces.push_back(base::to_base64url(key.raw_public_key()).substr(0, 42));
  traces.push_back(as_text(key.raw_public_key()));
  traces.push_back(store.password_of(person)->hash);
  return traces;
}

TEST_F(ClosingTest, AfterADeletionNoByteOfThePersonIsLeft) {
  Authenticator key;
  caller.browser = "Browser of gone";
  SignUp request = passkey_sign_up(key, "WillowGone");
  request.display_name = "Shown Gone";
  request.passkey_label = "phone of gone";
  const OpenedSession session = sign_up(request).value();
  const base::PrincipalId gone = session.person;
  caller.browser = "Browser of stayed";
  const OpenedSession stays = citizen("StayedHere");
  ASSERT_TRUE(wait<std::uint64_t>([&](Done<std::uint64_t> done) {
    accounts->set_password(gone, kPassword, session.id, *world.executor, std::move(done));
  }));
  const auto api_key = wait<MadeApiKey>([&](Done<MadeApiKey> done) {
    accounts->make_api_key(gone, {"gone label", 1, {}}, *world.executor, std::move(done));
  });
  const auto codes = recovery_codes(gone).value();
  // Enough for pages of the tables to split and merge, with the other's texts in between.
  for (int i = 0; i < 1500; ++i) {
    say(gone,
        "gone text " + std::to_string(i) + std::string(static_cast<std::size_t>(i % 90), '.'));
    say(stays.person, "kept text " + std::to_string(i));
  }
  ASSERT_TRUE(world.put(store::case_stream({77}),
                        store::ReportFiled{{77},
                                           {1},
                                           gone,
                                           stays.person,
                                           store::ReportReason::spam,
                                           "gone report" + std::string(9000, '!')},  // 3 pages
                        gone));
  ASSERT_TRUE(world.put(
      store::case_stream({78}),
      store::VerificationRequested{{78}, gone, store::VerificationKind::person, "gone statement"},
      gone));
  const auto traces = traces_of(*world.store, gone, key);
  const std::string before = all_bytes(world.folder);
  for (const std::string& trace : {traces[0], traces[3], traces[8], traces.back()})
    EXPECT_TRUE(before.contains(trace)) << "the search finds what is there: " << trace;

  std::vector<Ended> ended;
  sessions->watch([&](const Ended& end) { ended.push_back(end); });
  const auto erased = close(gone);
  ASSERT_TRUE(erased) << erased.error().text();
  EXPECT_GT(*erased, 1500u);
  EXPECT_EQ(ended.back().person, gone);

  const std::string backup = world.temporary.path() + "/backup";
  ASSERT_TRUE(store::backup(world.folder, backup, world.parts()));
  const std::string after = all_bytes(world.temporary.path());
  for (const std::string& trace : traces) EXPECT_FALSE(after.contains(trace)) << trace;
  EXPECT_TRUE(after.contains("kept text 1499"));
  const auto report = store::verify(world.folder, world.parts());
  EXPECT_EQ(report->faults, std::vector<std::string>());

  EXPECT_FALSE(identity->find_session(session.token));
  EXPECT_FALSE(accounts->find_by_key(api_key->token));
  EXPECT_EQ(reason(sign_in_with(key)), "passkey_unknown");
  EXPECT_EQ(reason(sign_in_with("WillowGone", kPassword)), "wrong_credentials");
  EXPECT_EQ(reason(sign_in_by_code(codes[0])), "recovery_code_unknown");
  EXPECT_FALSE(close(gone)) << "once";
  EXPECT_TRUE(sign_in_with("StayedHere", kPassword));
}

TEST_F(ClosingTest, WhatACrashLeavesOfADeletionIsErasedAtTheNextStart) {
  const OpenedSession session = citizen("lotus");
  say(session.person, "left behind");
  ASSERT_TRUE(world.put(store::account_stream(session.person), store::AccountClosed{session.person},
                        session.person));
  restart();
  EXPECT_TRUE(all_bytes(world.folder).contains("left behind"));
  ASSERT_TRUE(accounts->finish_deletions());
  EXPECT_FALSE(all_bytes(world.folder).contains("left behind"));
}

TEST_F(ClosingTest, OneAdministratorStays) {
  const auto administrator = [&](const std::string& name) {
    const base::PrincipalId person = citizen(name).person;
    EXPECT_TRUE(world.put(store::person_stream(person),
                          store::RoleGranted{person, store::Role::administrator}, person));
    return person;
  };
  const base::PrincipalId lotus = administrator("lotus");
  const auto refused = close(lotus);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::conflict);
  EXPECT_EQ(refused.error().remedy, "make somebody else an administrator first");
  EXPECT_TRUE(sign_in_with("lotus", kPassword)) << "nothing was closed";
  const base::PrincipalId heron = administrator("heron");
  int closed = 0;
  for (const base::PrincipalId person : {lotus, heron})
    accounts->close(person, *world.executor, [&](const auto& done) { closed += done ? 1 : 0; });
  world.run();
  EXPECT_EQ(closed, 1) << "of two who close at once one stays";
  EXPECT_EQ(world.store->roles()->size(), 1u);
}

TEST_F(ClosingTest, ASignInUnderWayDoesNotOutliveTheDeletion) {
  const OpenedSession session = citizen("lotus");
  std::optional<base::Result<OpenedSession>> late;
  sign_in->sign_in("lotus", kPassword, caller, *world.executor,
                   [&](base::Result<OpenedSession> opened) { late = std::move(opened); });
  ASSERT_TRUE(world.put(store::account_stream(session.person), store::AccountClosed{session.person},
                        session.person));
  world.run();
  EXPECT_EQ(reason(late.value()), "changed_meanwhile");
}

}  // namespace
}  // namespace yc::identity
