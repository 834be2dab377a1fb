#include "kernel/space/space_names.h"

#include <algorithm>

#include "kernel/crowd/roster.h"

namespace yc::space {
namespace {

constexpr std::size_t kRowsAtOnce = 1000;

std::size_t hash_of(std::string_view name) {
  return std::hash<std::string>{}(crowd::fold_name(name));
}

}  // namespace

base::Status SpaceNames::load(store::Store& store) {
  base::SpaceId after;
  for (;;) {
    YC_TRY(const std::vector<store::SpaceName> rows, store.space_names(after, kRowsAtOnce));
    for (const store::SpaceName& row : rows) add(row.name, row.space);
    if (rows.size() < kRowsAtOnce) return {};
    after = rows.back().space;
  }
}

void SpaceNames::follow(const store::Event& event) {
  if (const auto* made = std::get_if<store::SpaceMade>(&event.payload)) {
    add(made->name.text, made->space);
  } else if (const auto* renamed = std::get_if<store::SpaceRenamed>(&event.payload)) {
    add(renamed->name.text, renamed->space);
  }
}

std::vector<base::SpaceId> SpaceNames::with(std::string_view name) const {
  std::vector<base::SpaceId> found;
  const std::lock_guard lock(mutex_);
  const auto [first, last] = by_hash_.equal_range(hash_of(name));
  for (auto at = first; at != last; ++at) found.push_back(at->second);
  std::ranges::sort(found);
  return found;
}

void SpaceNames::add(std::string_view name, base::SpaceId space) {
  const std::lock_guard lock(mutex_);
  by_hash_.emplace(hash_of(name), space);
}

}  // namespace yc::space
