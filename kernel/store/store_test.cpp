#include "kernel/store/store.h"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

#include "kernel/store/blobs.h"
#include "kernel/store/sqlite.h"
#include "kernel/store/testing/test_world.h"

namespace yc::store {
namespace {

using base::ErrorCode;
using testing::TestWorld;

constexpr base::SpaceId kCity{1};

ChatSaid chat(base::PrincipalId speaker, const std::string& text) {
  return {kCity, speaker, ChatScope::near, {}, text};
}

std::vector<Event> events_of(Store& store, base::StreamId stream) {
  std::vector<Event> events = store.events(0, 10'000).value();
  std::erase_if(events, [stream](const Event& event) { return event.stream != stream; });
  return events;
}

TEST(Store, AnEventReadsBackAsWritten) {
  TestWorld world;
  world.open();
  const base::PrincipalId person = world.admit("Lotus");
  const auto events = events_of(*world.store, person_stream(person));
  ASSERT_EQ(events.size(), 1u);
  const Event& event = events.front();
  EXPECT_EQ(event.position, world.store->last_position());
  EXPECT_EQ(event.stream_sequence, 1u);
  EXPECT_EQ(event.actor, person);
  EXPECT_EQ(event.at, world.scheduler.wall());
  const auto& admitted = std::get<GuestAdmitted>(event.payload);
  EXPECT_EQ(admitted.look, 7u);
  EXPECT_EQ(admitted.name.text, "") << "the log never holds the text";
  EXPECT_EQ(world.store->read_text(admitted.name.entry).value(), "Lotus");
}

TEST(Store, CallbacksComeAfterTheSyncOnTheExecutorAskedFor) {
  TestWorld world;
  world.open();
  const base::PrincipalId person = world.admit("Lotus");
  const std::uint64_t before = world.store->last_position();
  bool done = false;
  world.store->append({{{space_stream(kCity), person, chat(person, "hello")}}, {}}, *world.executor,
                      [&](base::Result<Appended> appended) {
                        ASSERT_TRUE(appended);
                        EXPECT_EQ(appended->last_position, before + 1);
                        EXPECT_EQ(world.store->last_position(), before + 1);
                        done = true;
                      });
  EXPECT_FALSE(done);
  EXPECT_EQ(world.store->last_position(), before) << "nothing is committed by append itself";
  world.run();
  EXPECT_TRUE(done);
}

TEST(Store, ABatchWhoseExpectationFailsLeavesNothingAndHarmsNoNeighbour) {
  TestWorld world;
  world.open();
  const base::PrincipalId person = world.admit("Lotus");
  const std::uint64_t before = world.store->last_position();
  std::vector<bool> outcomes;
  const auto note = [&](base::Result<Appended> r) { outcomes.push_back(r.has_value()); };
  const base::StreamId stream = space_stream(kCity);
  world.store->append({{{stream, person, chat(person, "one")}}, {{stream, 0}}}, *world.executor,
                      note);
  world.store->append(
      {{{stream, person, chat(person, "two")}, {city_stream(), person, IdsLeased{9}}},
       {{stream, 0}}},
      *world.executor, note);
  world.store->append({{{stream, person, chat(person, "three")}}, {{stream, 1}}}, *world.executor,
                      note);
  world.run();
  EXPECT_EQ(outcomes, (std::vector<bool>{true, false, true}));
  EXPECT_EQ(world.store->last_position(), before + 2);
  const auto lines = world.store->chat(kCity, UINT64_MAX, 10);
  ASSERT_EQ(lines->size(), 2u);
  EXPECT_EQ(lines->at(0).text, "three");
  EXPECT_EQ(lines->at(1).text, "one");
}

TEST(Store, ABatchThatATableRefusesHarmsNoNeighbour) {
  TestWorld world;
  world.open();
  const base::PrincipalId a{101};
  const base::PrincipalId b{102};
  const base::Digest token = base::sha256("the same");
  std::vector<bool> outcomes;
  const auto note = [&](base::Result<Appended> r) { outcomes.push_back(r.has_value()); };
  world.store->append({{{person_stream(a), a, GuestAdmitted{a, 0, token, "A"}}}, {}},
                      *world.executor, note);
  world.store->append({{{person_stream(b), b, GuestAdmitted{b, 0, token, "B"}}}, {}},
                      *world.executor, note);
  world.store->append({{{city_stream(), a, SettingChanged{"x", "1"}}}, {}}, *world.executor, note);
  world.run();
  EXPECT_EQ(outcomes, (std::vector<bool>{true, false, true}));
  EXPECT_EQ(world.store->person(b).error().code, ErrorCode::not_found);
  EXPECT_EQ(world.store->settings()->at("x"), "1");
}

TEST(Store, EverythingIsThereAfterReopening) {
  TestWorld world;
  world.open();
  const base::PrincipalId person = world.admit("Lotus");
  ASSERT_TRUE(world.put(space_stream(kCity), chat(person, "hello"), person));
  ASSERT_TRUE(world.put(space_stream(kCity), LanternLit{kCity, "crane", person}, person));
  const std::uint64_t last = world.store->last_position();
  world.open();
  EXPECT_EQ(world.store->last_position(), last + 1) << "a start leases ids";
  EXPECT_EQ(world.store->person(person)->name, "Lotus");
  EXPECT_EQ(world.store->chat(kCity, UINT64_MAX, 1)->at(0).text, "hello");
  EXPECT_EQ(world.store->lit_lanterns(kCity)->at(0).lantern, "crane");
}

TEST(Store, IdsAreNeverGivenTwiceNotEvenAfterReopening) {
  TestWorld world;
  world.open();
  const std::uint64_t first = world.store->new_id().value();
  const std::uint64_t second = world.store->new_id().value();
  world.open();
  const std::uint64_t third = world.store->new_id().value();
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
}

TEST(Store, ANewLeaseComesBeforeTheOldIsUsedUp) {
  TestWorld world;
  world.open();
  std::uint64_t last = 0;
  for (int i = 0; i < 200'000; ++i) {
    const std::uint64_t id = world.store->new_id().value();
    ASSERT_GT(id, last);
    last = id;
    if (i % 1000 == 0) world.run();
  }
}

TEST(Store, TakingAnIdNeverWritesByItself) {
  TestWorld world;
  world.open();
  const std::uint64_t last = world.store->last_position();
  base::Result<std::uint64_t> id;
  int taken = 0;
  while ((id = world.store->new_id())) ++taken;  // the disk gets no turn
  EXPECT_EQ(taken, 65536) << "a lease";
  EXPECT_EQ(id.error().code, base::ErrorCode::unavailable);
  EXPECT_EQ(world.store->last_position(), last);
  world.run();
  EXPECT_TRUE(world.store->new_id());
}

TEST(Store, ALeaseUnderWayDoesNotKeepTheFolder) {
  TestWorld world;
  world.open();
  for (int i = 0; i < 40'000; ++i) ASSERT_TRUE(world.store->new_id());  // past half of the lease
  world.open();  // its answer has not been delivered yet
  world.run();
}

TEST(Store, ObserversSeeEventsWithTheirTextsBeforeTheReply) {
  TestWorld world;
  world.open();
  const base::PrincipalId person = world.admit("Lotus");
  std::vector<std::string> order;
  world.store->add_observer([&](const std::vector<Event>& events) {
    for (const Event& event : events) order.push_back(std::get<ChatSaid>(event.payload).text.text);
  });
  world.store->append({{{space_stream(kCity), person, chat(person, "hello")}}, {}}, *world.executor,
                      [&](const auto&) { order.push_back("reply"); });
  world.run();
  EXPECT_EQ(order, (std::vector<std::string>{"hello", "reply"}));
}

TEST(Store, ManyThreadsAppendAndAllIsThereOnce) {
  TestWorld world;
  base::SystemClock clock;
  base::SystemRandom random;
  base::ThreadExecutor disk_thread("disk", clock);
  const auto store =
      Store::open(world.folder, OpenMode::serve, {world.disk, clock, random, disk_thread}).value();
  constexpr int kThreads = 4;
  constexpr int kEach = 200;
  std::atomic<int> acknowledged = 0;
  {
    base::ThreadExecutor reply_thread("reply", clock);
    std::vector<std::jthread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&, t] {
        const base::SpaceId space{static_cast<std::uint64_t>(t) + 1};
        for (int i = 0; i < kEach; ++i) {
          Batch batch{{{space_stream(space), {}, LanternLit{space, std::to_string(i), {}}}}, {}};
          if (i % 10 == 0) {
            acknowledged += store->append_now(std::move(batch)).has_value() ? 1 : 0;
          } else {
            store->append(std::move(batch), reply_thread, [&](const base::Result<Appended>& r) {
              acknowledged += r.has_value() ? 1 : 0;
            });
          }
        }
      });
    }
    threads.clear();
    while (acknowledged < kThreads * kEach) std::this_thread::yield();
  }
  EXPECT_EQ(store->last_position(), static_cast<std::uint64_t>(kThreads * kEach) + 1)
      << "and a lease";
  for (int t = 0; t < kThreads; ++t) {
    const base::SpaceId space{static_cast<std::uint64_t>(t) + 1};
    const auto events = events_of(*store, space_stream(space));
    ASSERT_EQ(events.size(), static_cast<std::size_t>(kEach));
    for (int i = 0; i < kEach; ++i) {
      const auto& lit = std::get<LanternLit>(events[static_cast<std::size_t>(i)].payload);
      EXPECT_EQ(lit.lantern, std::to_string(i)) << "one thread's batches keep their order";
    }
  }
}

TEST(Erasure, TakesTextAndSaltAndLeavesTheEvent) {
  TestWorld world;
  world.open();
  const base::PrincipalId person = world.admit("Lotus");
  ASSERT_TRUE(world.put(space_stream(kCity), chat(person, "unforgettable-words"), person));
  const base::WallTime later{world.scheduler.wall().unix_ms + 1};
  EXPECT_EQ(world.store->erase_chat_before(later).value(), 1u);
  EXPECT_EQ(world.store->erase_chat_before(later).value(), 0u);
  const auto lines = world.store->chat(kCity, UINT64_MAX, 10).value();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(lines[0].erased);
  EXPECT_EQ(world.store->person(person)->name, "Lotus") << "retention is for chat";
  for (const auto& file : std::filesystem::directory_iterator(world.folder)) {
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_EQ(bytes.find("unforgettable-words"), std::string::npos) << file.path();
  }
}

TEST(Erasure, WaitsForAReaderWithoutHoldingUpWriters) {
  TestWorld world;
  world.open();
  const base::PrincipalId person = world.admit("Lotus");
  ASSERT_TRUE(world.put(space_stream(kCity), chat(person, "unforgettable-words"), person));
  const auto wal_bytes = [&] { return std::filesystem::file_size(world.folder + "/city.db-wal"); };
  {
    const auto reader =
        Database::open(world.folder + "/city.db", DatabaseMode::read_only, nullptr).value();
    ASSERT_TRUE(reader->run("BEGIN"));
    ASSERT_TRUE(reader->integer("SELECT count(*) FROM event"));
    EXPECT_EQ(world.store->erase_chat_before({INT64_MAX}).value(), 1u);
    EXPECT_GT(wal_bytes(), 0u);
    reader->roll_back();
  }
  world.scheduler.run_for(std::chrono::seconds(1));
  ASSERT_TRUE(world.put(space_stream(kCity), LanternsDarkened{kCity}));
  EXPECT_EQ(wal_bytes(), 0u) << "the next commit tried again";
}

TEST(Erasure, WhatAKillLeftInTheWalIsGoneAfterTheNextStart) {
  TestWorld world;
  world.open();
  ASSERT_TRUE(world.admit("Lotus"));
  const auto wal_bytes = [&] { return std::filesystem::file_size(world.folder + "/city.db-wal"); };
  // As long as somebody has the database open, closing the store leaves the WAL as a kill does.
  const auto reader =
      Database::open(world.folder + "/city.db", DatabaseMode::read_only, nullptr).value();
  ASSERT_TRUE(reader->integer("SELECT count(*) FROM event"));
  world.store.reset();
  ASSERT_GT(wal_bytes(), 0u);
  world.open();
  EXPECT_EQ(wal_bytes(), 0u);
}

TEST(Erasure, OfAPersonSparesWhatASanctionInForceNeeds) {
  TestWorld world;
  world.open();
  const base::PrincipalId person = world.admit("Lotus");
  const base::PrincipalId other = world.admit("Heron");
  ASSERT_TRUE(world.put(space_stream(kCity), chat(person, "mine"), person));
  ASSERT_TRUE(world.put(space_stream(kCity), chat(other, "theirs"), other));
  const base::CaseId ban{500};
  ASSERT_TRUE(world.put(
      case_stream(ban),
      SanctionPlaced{ban, SanctionKind::ban, person, "203.0.113.9", "hint", "spam", {}, 0}));
  EXPECT_EQ(world.store->erase_person(person, {}).value(), 2u);
  EXPECT_EQ(world.store->person(person)->name, "");
  EXPECT_EQ(world.store->person(other)->name, "Heron");
  EXPECT_EQ(world.store->sanction(ban)->address, "203.0.113.9");
  ASSERT_TRUE(world.put(case_stream(ban), SanctionLifted{ban, "appeal"}));
  EXPECT_EQ(world.store->sanction(ban)->reason, "spam");
  EXPECT_EQ(world.store->erase_person(person, {}).value(), 4u);
  EXPECT_EQ(world.store->sanction(ban)->address, "");
  EXPECT_EQ(world.store->sanction(ban)->reason, "");
}

TEST(VaultKeys, FindALivingTextAndLetNoOtherBeEqual) {
  TestWorld world;
  world.open();
  const base::PrincipalId lotus = world.admit("Lotus");
  const base::PrincipalId heron = world.admit("Heron");
  const auto enrol = [&](base::PrincipalId person) {
    return world.put(account_stream(person), CitizenEnrolled{person, "Lotus", "lotus"}, person);
  };
  ASSERT_TRUE(enrol(lotus));
  EXPECT_EQ(enrol(heron).error().code, ErrorCode::conflict);
  EXPECT_EQ(world.store->account_by_skeleton("lotus")->person, lotus);
  EXPECT_FALSE(world.store->account_by_skeleton("Lotus")) << "the exact text only";
  EXPECT_TRUE(world.store->find_text(Find::passkey, "lotus")->empty()) << "as what it is found";
  world.open();
  EXPECT_EQ(world.store->account_by_skeleton("lotus")->person, lotus) << "the secret is kept";
  ASSERT_TRUE(world.put(account_stream(lotus), AccountClosed{lotus}, lotus));
  ASSERT_TRUE(world.store->erase_person(lotus, lotus));
  EXPECT_TRUE(world.store->find_text(Find::account_name, "lotus")->empty());
  EXPECT_TRUE(enrol(heron)) << "erased, it is free again";
}

// Made by hand as format 1 was: the vault's table had the name of the view.
TEST(Vault, TakesOverAFolderOfFormatOne) {
  TestWorld world;
  world.open();
  const base::PrincipalId lotus = world.admit("Lotus");
  const base::PrincipalId heron = world.admit("Heron");
  world.store.reset();
  {
    const auto database =
        Database::open(world.folder + "/city.db", DatabaseMode::create, nullptr).value();
    ASSERT_TRUE(database->script(
        "DROP VIEW vault; ALTER TABLE vault_text RENAME TO vault; DROP TABLE vault_key; "
        "DROP TABLE vault_secret; PRAGMA user_version = 1;"));
  }
  world.open();
  EXPECT_EQ(world.store->person(lotus)->name, "Lotus");
  ASSERT_TRUE(world.store->erase_person(lotus, lotus));
  EXPECT_EQ(world.store->person(lotus)->name, "");
  EXPECT_EQ(world.store->person(heron)->name, "Heron");
  ASSERT_TRUE(world.put(account_stream(heron), CitizenEnrolled{heron, "Heron", "heron"}, heron));
  EXPECT_EQ(world.store->account_by_skeleton("heron")->person, heron);
}

TEST(Views, ReportsAndSanctionsKeepTheirRecord) {
  TestWorld world;
  world.open();
  const base::PrincipalId reporter = world.admit("Lotus");
  const base::PrincipalId subject = world.admit("Heron");
  const base::PrincipalId moderator = world.admit("Crane");
  const base::CaseId report{700};
  ASSERT_TRUE(world.put(case_stream(report), ReportFiled{report, kCity, reporter, subject,
                                                         ReportReason::spam, "it never stops"}));
  EXPECT_EQ(world.store->reports(true, 10)->size(), 1u);
  EXPECT_EQ(world.store->report(report)->text, "it never stops");
  ASSERT_TRUE(world.put(case_stream(report),
                        ReportClosed{report, CaseOutcome::muted, "ten minutes", 2, 1}, moderator));
  EXPECT_EQ(world.store->reports(true, 10)->size(), 0u);
  const Report closed = world.store->report(report).value();
  EXPECT_EQ(closed.outcome, CaseOutcome::muted);
  EXPECT_EQ(closed.closed_by, moderator);
  EXPECT_EQ(closed.note, "ten minutes");

  const base::CaseId mute{701};
  const std::int64_t until = world.scheduler.wall().unix_ms + 1000;
  ASSERT_TRUE(world.put(
      case_stream(mute),
      SanctionPlaced{mute, SanctionKind::mute, subject, {}, {}, "spam", report, until}, moderator));
  EXPECT_EQ(world.store->sanctions_in_force({until - 1})->size(), 1u);
  EXPECT_EQ(world.store->sanctions_in_force({until})->size(), 0u);
  EXPECT_EQ(world.store->sanction(mute)->by, moderator);
}

TEST(Views, TheFirstWhoLightsALanternCounts) {
  TestWorld world;
  world.open();
  const base::PrincipalId first{1};
  const base::PrincipalId second{2};
  ASSERT_TRUE(world.put(space_stream(kCity), LanternLit{kCity, "crane", first}));
  ASSERT_TRUE(world.put(space_stream(kCity), LanternLit{kCity, "crane", second}));
  EXPECT_EQ(world.store->lit_lanterns(kCity)->at(0).person, first);
  ASSERT_TRUE(world.put(space_stream(kCity), LanternsDarkened{kCity}));
  EXPECT_TRUE(world.store->lit_lanterns(kCity)->empty());
}

// Once a tile with flipped bytes was sent under the name of its old content, to be kept for ever.
TEST(Blobs, ADamagedBlobIsNotReadAndPuttingItAgainMendsIt) {
  TestWorld world;
  world.open();
  const auto bytes = base::Bytes(300, std::byte{7});
  const BlobName name = world.store->put_blob(bytes, "glb").value();
  std::fstream file(blob_path(world.folder, name), std::ios::in | std::ios::out);
  file.seekp(100);
  file << "flipped";
  file.close();
  EXPECT_EQ(world.store->read_blob(name).error().code, base::ErrorCode::corrupt);
  EXPECT_EQ(world.store->put_blob(bytes, "glb").value(), name);
  EXPECT_EQ(world.store->read_blob(name).value(), bytes);
}

TEST(Blobs, AreNamedByTheirContent) {
  TestWorld world;
  world.open();
  const auto bytes = std::as_bytes(std::span("abc", 3));
  const BlobName name = world.store->put_blob(bytes, "txt").value();
  EXPECT_EQ(name.text(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.txt");
  EXPECT_EQ(world.store->put_blob(bytes, "txt").value(), name) << "twice is once";
  EXPECT_EQ(world.store->read_blob(name)->size(), 3u);
  EXPECT_EQ(world.store->read_blob({base::sha256("other"), "txt"}).error().code,
            ErrorCode::not_found);
}

TEST(BlobName, ParsesOnlyWhatItWrites) {
  const BlobName name{base::sha256("abc"), "glb"};
  EXPECT_EQ(parse_blob_name(name.text()), name);
  const std::string hex = base::to_hex(base::sha256("abc"));
  EXPECT_EQ(parse_blob_name(hex), (BlobName{base::sha256("abc"), ""}));
  for (const std::string& bad : {std::string(), hex.substr(1), hex + ".", hex + "glb", hex + ".GLB",
                                 hex + "./x", hex + ".a/b", hex + ".123456789", "../" + hex})
    EXPECT_FALSE(parse_blob_name(bad)) << bad;
}

// One process, two opens: flock holds against another open of the same file.
TEST(Opening, AFolderInUseIsRefusedInWords) {
  TestWorld world;
  world.open();
  const auto second = Store::open(world.folder, OpenMode::serve, world.parts());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_NE(second.error().cause.find("in use by another process"), std::string::npos);
  EXPECT_TRUE(Store::open(world.folder, OpenMode::read_only, world.parts()));
}

TEST(Opening, NothingToReadIsSaid) {
  TestWorld world;
  const auto opened = Store::open(world.folder, OpenMode::read_only, world.parts());
  EXPECT_EQ(opened.error().code, ErrorCode::not_found);
  EXPECT_NE(opened.error().remedy.find("--data"), std::string::npos);
}

TEST(Opening, GarbageInPlaceOfTheDatabaseIsRefused) {
  TestWorld world;
  std::filesystem::create_directories(world.folder);
  std::ofstream(world.folder + "/city.db") << std::string(8192, 'x');
  const auto opened = Store::open(world.folder, OpenMode::serve, world.parts());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
  EXPECT_NE(opened.error().remedy.find("restore"), std::string::npos);
}

TEST(Opening, ANewerFormatIsRefused) {
  TestWorld world;
  world.open();
  world.store.reset();
  std::fstream file(world.folder + "/city.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(60);  // user_version in the SQLite header, big-endian
  file.write("\0\0\0\x63", 4);
  file.close();
  const auto opened = Store::open(world.folder, OpenMode::serve, world.parts());
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().cause.find("newer version (format 99"), std::string::npos);
}

TEST(Opening, BlobsWithoutADatabaseAreNotTakenForANewCity) {
  TestWorld world;
  std::filesystem::create_directories(world.folder + "/blobs");
  const auto opened = Store::open(world.folder, OpenMode::serve, world.parts());
  EXPECT_EQ(opened.error().code, ErrorCode::corrupt);
}

}  // namespace
}  // namespace yc::store
