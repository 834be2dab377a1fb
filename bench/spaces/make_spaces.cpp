// make_spaces DATA COUNT [portal]: so many spaces of all templates in a data folder; prints their
// ids. With "portal", one 6 m before the city's spawn leads to the first.
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "kernel/base/simulation.h"
#include "kernel/space/manifest.h"
#include "kernel/space/space_office.h"
#include "kernel/store/stream.h"

namespace yc {
namespace {

constexpr double kAheadM = 6.0;
constexpr double kRadiusM = 3.5;  // nobody who arrives stands in it: they are 2 m apart at most

base::Status set_portal(store::Store& store, base::SpaceId to, base::PrincipalId by) {
  YC_TRY(const store::PublishedSpace city, store.space_by_name("city"));
  YC_TRY(const space::Manifest manifest, space::load_manifest(store, city.manifest));
  const double x = manifest.spawn.x - std::sin(manifest.spawn_yaw) * kAheadM;
  const double z = manifest.spawn.z - std::cos(manifest.spawn_yaw) * kAheadM;
  YC_TRY(const std::uint64_t portal, store.new_id());
  const auto cm = [](double metres) { return std::llround(metres * 100.0); };
  const store::PortalSet set{
      portal, city.id, cm(x), cm(manifest.spawn.y), cm(z), static_cast<std::uint32_t>(cm(kRadiusM)),
      to,     ""};
  YC_CHECK(store.append_now({{{store::space_stream(city.id), by, set}}, {}}));
  return {};
}

base::Status make(const std::string& folder, int count, bool portal) {
  base::SimulatedScheduler scheduler(1);
  base::RealDisk disk;
  const auto executor = scheduler.make_executor();
  YC_TRY(const auto store, store::Store::open(folder, store::OpenMode::serve,
                                              {disk, scheduler, scheduler.random(), *executor}));
  YC_TRY(const auto templates, store->templates());
  if (templates.empty()) return base::fail(base::ErrorCode::not_found, "there is no template", "");
  YC_TRY(const std::uint64_t owner, store->new_id());
  space::SpaceOffice office(*store, space::owner_founds(*store));
  base::Status outcome;
  base::SpaceId first;
  for (int i = 0; i < count; ++i) {
    const auto& used = templates[static_cast<std::size_t>(i) % templates.size()];
    office.make({store::SpaceKind::community,
                 {owner},
                 "Space number " + std::to_string(i + 1),
                 used.name,
                 store::Visibility::open,
                 0},
                {owner}, *executor, [&](const base::Result<base::SpaceId>& made) {
                  if (made) {
                    if (!first) first = *made;
                    std::printf("%llu\n", static_cast<unsigned long long>(made->value));
                  } else {
                    outcome = std::unexpected(made.error());
                  }
                });
  }
  scheduler.run_for(std::chrono::seconds(1));
  if (outcome && portal) return set_portal(*store, first, {owner});
  return outcome;
}

}  // namespace
}  // namespace yc

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: make_spaces DATA COUNT [portal]\n");
    return 2;
  }
  if (const auto done = yc::make(argv[1], std::atoi(argv[2]), argc > 3); !done) {
    std::fprintf(stderr, "%s\n", done.error().text().c_str());
    return 1;
  }
  return 0;
}
