// make_spaces DATA COUNT: so many spaces of all templates in a data folder; prints their ids.
#include <cstdio>
#include <cstdlib>

#include "kernel/base/simulation.h"
#include "kernel/space/space_office.h"
#include "kernel/store/stream.h"

namespace yc {
namespace {

base::Status make(const std::string& folder, int count) {
  base::SimulatedScheduler scheduler(1);
  base::RealDisk disk;
  const auto executor = scheduler.make_executor();
  YC_TRY(const auto store, store::Store::open(folder, store::OpenMode::serve,
                                              {disk, scheduler, scheduler.random(), *executor}));
  YC_TRY(const auto templates, store->templates());
  if (templates.empty()) return base::fail(base::ErrorCode::not_found, "there is no template", "");
  YC_TRY(const std::uint64_t owner, store->new_id());
  space::SpaceOffice office(*store);
  base::Status outcome;
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
                    std::printf("%llu\n", static_cast<unsigned long long>(made->value));
                  } else {
                    outcome = std::unexpected(made.error());
                  }
                });
  }
  scheduler.run_for(std::chrono::seconds(1));
  return outcome;
}

}  // namespace
}  // namespace yc

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: make_spaces DATA COUNT\n");
    return 2;
  }
  if (const auto done = yc::make(argv[1], std::atoi(argv[2])); !done) {
    std::fprintf(stderr, "%s\n", done.error().text().c_str());
    return 1;
  }
  return 0;
}
