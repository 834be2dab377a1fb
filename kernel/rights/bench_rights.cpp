// What one decision costs with 50,000 grants and 10,000 sanctions in force; the target is 2 us.
#include <benchmark/benchmark.h>

#include "kernel/base/assert.h"
#include "kernel/base/random.h"
#include "kernel/rights/rights.h"
#include "kernel/store/testing/test_world.h"

namespace yc::rights {
namespace {

constexpr std::uint64_t kGrants = 50'000;
constexpr std::uint64_t kSanctions = 10'000;
constexpr std::uint64_t kSpaces = 2'000;
constexpr std::uint64_t kPeople = 20'000;
constexpr std::uint64_t kBatch = 1'000;
constexpr base::PrincipalId kBuilder{kPeople + 1};  // by an organisation, on a space
constexpr base::PrincipalId kClub{kPeople + 2};

struct BusyCity {
  BusyCity() {
    world.open();
    rights = Rights::open(*world.store, world.scheduler).value();
    for (std::uint64_t i = 0; i < kGrants; ++i) add(grant(i));
    for (std::uint64_t i = 0; i < kSanctions; ++i) add(sanction(i));
    add({store::person_stream(kBuilder), {}, store::TierSet{kBuilder, store::Tier::citizen, {}}});
    add({store::person_stream(kClub),
         {},
         store::MemberAdded{kClub, kBuilder, store::MemberRole::officer}});
    add(Rights::founding_grant({kGrants + 1}, {{1}, {}, {}, {}},
                               {store::SubjectKind::organisation, kClub.value}));
    commit();
  }

  // Most for persons on spaces, every tenth for everyone, some passed on from the one before.
  store::NewEvent grant(std::uint64_t i) {
    store::GrantGiven given;
    given.grant = i + 1;
    given.space = {1 + random.below(kSpaces)};
    given.subject_kind = i % 10 == 0 ? store::SubjectKind::everyone : store::SubjectKind::person;
    given.subject = i % 10 == 0 ? 0 : 1 + random.below(kPeople);
    given.rights = i % 10 == 0 ? kVisit : kCreate;
    given.delegable = true;
    if (i % 5 == 4) given.parent = i;
    return {store::grant_stream({i + 1}), {}, given};
  }
  store::NewEvent sanction(std::uint64_t i) {
    store::SanctionPlaced placed;
    placed.sanction = {kGrants + kPeople + i};
    placed.kind = store::SanctionKind::mute;
    placed.person = {1 + random.below(kPeople)};
    placed.address =
        store::PrivateText("10." + std::to_string(i / 65536) + "." + std::to_string(i / 256 % 256) +
                           "." + std::to_string(i % 256));
    placed.device = store::PrivateText(std::to_string(i));
    placed.reason = store::PrivateText("a bench");
    return {store::case_stream(placed.sanction), {}, std::move(placed)};
  }
  void add(store::NewEvent event) {
    batch.events.push_back(std::move(event));
    if (batch.events.size() == kBatch) commit();
  }
  void commit() { YC_ASSERT(world.store->append_now(std::exchange(batch, {})).has_value()); }

  store::testing::TestWorld world;
  base::SeededRandom random{1};
  store::Batch batch;
  std::unique_ptr<Rights> rights;
};

BusyCity& city() {
  static BusyCity city;
  return city;
}

void decide(benchmark::State& state, const Actor& who, Act act, const Where& where, bool allowed) {
  const Rights& rights = *city().rights;
  YC_ASSERT(rights.decide(who, act, where).allowed == allowed);
  for (auto _ : state) benchmark::DoNotOptimize(rights.decide(who, act, where));
}

const Actor kGuest{{kPeople + 3}, "192.0.2.7", std::string(64, 'a'), {}};
const Actor kOfficer{kBuilder, "192.0.2.7", std::string(64, 'a'), {}};
const Where kThing{{1}, {}, {3}, {4}, {}};

void speak_of_a_guest(benchmark::State& state) {
  decide(state, kGuest, Act::speak_near, {{1}, {}}, true);
}
BENCHMARK(speak_of_a_guest);

void build_by_an_organisation(benchmark::State& state) {
  decide(state, kOfficer, Act::edit_scene, kThing, true);
}
BENCHMARK(build_by_an_organisation);

void manage_without_a_grant(benchmark::State& state) {
  const Actor stranger{{kBuilder.value}, "192.0.2.7", std::string(64, 'a'), {}};
  decide(state, stranger, Act::change_space, {{kSpaces + 1}, {}}, false);
}
BENCHMARK(manage_without_a_grant);

void speak_from_a_muted_device(benchmark::State& state) {
  const Actor muted{{kPeople + 3}, "192.0.2.7", "77", {}};
  decide(state, muted, Act::speak_near, {{1}, {}}, false);
}
BENCHMARK(speak_from_a_muted_device);

void mute_somebody(benchmark::State& state) {
  decide(state, kOfficer, Act::mute, {{1}, kGuest.person}, true);
}
BENCHMARK(mute_somebody);

}  // namespace
}  // namespace yc::rights
