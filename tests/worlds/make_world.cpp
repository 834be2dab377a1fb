// make_world FOLDER: writes a small city of this version into FOLDER/city, and FOLDER/city.backup.
// Run once for each release; what it wrote stays in git for every later version to open.
#include <cstdio>

#include "kernel/base/simulation.h"
#include "kernel/store/maintenance.h"

namespace yc {
namespace {

using namespace store;

constexpr base::SpaceId kCity{1};
constexpr base::PrincipalId kLotus{101};
constexpr base::PrincipalId kChief{102};
constexpr base::CaseId kReport{201};
constexpr base::CaseId kMute{202};
constexpr base::CaseId kBan{203};

std::vector<NewEvent> people_events() {
  const base::Digest link = base::sha256("link");
  return {
      {person_stream(kLotus), kLotus, GuestAdmitted{kLotus, 77, base::sha256("lotus"), "Lotus"}},
      {person_stream(kLotus), kLotus, PersonRenamed{kLotus, "莲花"}},
      {person_stream(kLotus), kLotus, LookChanged{kLotus, 78}},
      {link_stream(301), {}, LinkMade{301, link, 1'790'000'600'000}},
      {link_stream(301), kChief, LinkUsed{301, kChief}},
      {person_stream(kChief), kChief, GuestAdmitted{kChief, 0, base::sha256("chief"), "Chief"}},
      {person_stream(kChief), kChief, RoleGranted{kChief, Role::administrator}},
      {person_stream(kLotus), kChief, RoleGranted{kLotus, Role::moderator}},
      {person_stream(kLotus), kChief, RoleRemoved{kLotus, Role::moderator}},
      {session_stream(302), kChief,
       SessionOpened{302, kChief, base::sha256("session"), 1'790'000'900'000}},
      {session_stream(302), kChief, SessionRevoked{302}},
      {person_stream(kLotus), kLotus, PersonBlocked{kLotus, kChief}},
      {person_stream(kLotus), kLotus, PersonUnblocked{kLotus, kChief}},
      {person_stream(kChief), kChief, TokenRevoked{kChief}},
  };
}

std::vector<NewEvent> space_events() {
  return {
      {space_stream(kCity), kLotus, ChatSaid{kCity, kLotus, ChatScope::near, {}, "to be erased"}},
      {space_stream(kCity), kLotus, ChatSaid{kCity, kLotus, ChatScope::space, {}, "你好，武汉"}},
      {case_stream(kReport), kLotus,
       ReportFiled{kReport, kCity, kLotus, kChief, ReportReason::spam, "too many notices"}},
      {case_stream(kReport), kChief,
       ReportClosed{kReport, CaseOutcome::no_action, "only three", 2, 1}},
      {case_stream(kMute), kChief,
       SanctionPlaced{kMute, SanctionKind::mute, kLotus, {}, {}, "a test", kReport, 0}},
      {case_stream(kMute), kChief, SanctionLifted{kMute, "the test is over"}},
      {case_stream(kBan), kChief,
       SanctionPlaced{kBan, SanctionKind::ban, {}, "203.0.113.9", "device", "spam", {}, 0}},
      {space_stream(kCity), {}, LanternsDarkened{kCity}},
      {space_stream(kCity), kLotus, LanternLit{kCity, "crane", kLotus}},
      {city_stream(), kChief, SettingChanged{"chat_retention_days", "30"}},
  };
}

base::Status make(const std::string& folder) {
  base::SimulatedScheduler scheduler(1);
  base::RealDisk disk;
  const auto executor = scheduler.make_executor();
  const StoreParts parts{disk, scheduler, scheduler.random(), *executor};
  {
    YC_TRY(const auto store, Store::open(folder + "/city", OpenMode::serve, parts));
    YC_CHECK(store->new_id());
    YC_CHECK(store->append_now({people_events(), {}}));
    YC_CHECK(store->append_now({space_events(), {}}));
    const std::string manifest = R"({"space":"city"})";
    YC_TRY(const BlobName blob, store->put_blob(std::as_bytes(std::span(manifest)), "json"));
    YC_CHECK(store->append_now(
        {{{city_stream(), kChief, BlobsStored{{{blob.sha256, "json", manifest.size()}}}},
          {space_stream(kCity), kChief, SpacePublished{kCity, "city", blob.sha256}}},
         {}}));
    YC_CHECK(store->erase_chat_before({INT64_MAX}, 1));
  }
  YC_CHECK(backup(folder + "/city", folder + "/city.backup", parts));
  // The time of the backup and the lock say nothing about formats.
  YC_CHECK(disk.remove(folder + "/city/last-backup"));
  return disk.remove(folder + "/city/lock");
}

}  // namespace
}  // namespace yc

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: make_world FOLDER\n");
    return 2;
  }
  const auto made = yc::make(argv[1]);
  if (!made) std::fprintf(stderr, "%s\n", made.error().text().c_str());
  return made ? 0 : 1;
}
