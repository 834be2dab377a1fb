#include "kernel/space/space_names.h"

#include "kernel/crowd/roster.h"
#include "kernel/store/view.h"

namespace yc::space {
namespace {

constexpr std::size_t kRowsAtOnce = 1000;

std::size_t hash_of(std::string_view name) {
  return std::hash<std::string>{}(crowd::fold_name(name));
}

}  // namespace

template <typename Change>
void SpaceNames::note(base::SpaceId space, Change change) {
  Known& known = known_[space];
  const Known before = known;
  change(known);
  if (before.listed() == known.listed() && before.hash == known.hash) return;
  if (before.listed()) listed_.erase({before.hash, space});
  if (known.listed()) listed_.insert({known.hash, space});
}

base::Status SpaceNames::load(store::Store& store) {
  base::SpaceId after;
  for (;;) {
    YC_TRY(const std::vector<store::SpaceName> rows, store.space_names(after, kRowsAtOnce));
    const std::lock_guard lock(mutex_);
    for (const store::SpaceName& row : rows) {
      note(row.space, [&](Known& known) {
        known = {hash_of(row.name), row.visibility == store::Visibility::open, row.archived};
      });
    }
    if (rows.size() < kRowsAtOnce) return {};
    after = rows.back().space;
  }
}

void SpaceNames::follow(const store::Event& event) {
  const std::lock_guard lock(mutex_);
  std::visit(store::Overload{
                 [&](const store::SpaceMade& e) {
                   note(e.space, [&](Known& known) {
                     known = {hash_of(e.name.text), e.visibility == store::Visibility::open, false};
                   });
                 },
                 [&](const store::SpaceRenamed& e) {
                   note(e.space, [&](Known& known) { known.hash = hash_of(e.name.text); });
                 },
                 [&](const store::SpaceChanged& e) {
                   note(e.space, [&](Known& known) {
                     known.open = e.visibility == store::Visibility::open;
                   });
                 },
                 [&](const store::SpaceArchived& e) {
                   note(e.space, [](Known& known) { known.archived = true; });
                 },
                 [&](const store::SpaceRestored& e) {
                   note(e.space, [](Known& known) { known.archived = false; });
                 },
                 [](const auto&) {}},
             event.payload);
}

std::vector<base::SpaceId> SpaceNames::with(std::string_view name) const {
  std::vector<base::SpaceId> found;
  const std::lock_guard lock(mutex_);
  const std::size_t hash = hash_of(name);
  for (auto at = listed_.lower_bound({hash, {}}); at != listed_.end() && at->first == hash; ++at) {
    if (found.size() == kFoundMax) break;
    found.push_back(at->second);
  }
  return found;
}

void SpaceNames::forget(std::string_view name, base::SpaceId space) {
  const std::lock_guard lock(mutex_);
  listed_.erase({hash_of(name), space});
}

}  // namespace yc::space
