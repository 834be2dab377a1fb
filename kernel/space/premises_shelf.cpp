#include "kernel/space/premises_shelf.h"

#include <utility>

namespace yc::space {

base::Result<Premises> PremisesShelf::of(const store::MadeSpace& space) {
  YC_TRY(const std::shared_ptr<const Template> found, find(space.manifest));
  Premises premises{space.id, space.name, found->manifest, found->ground, true};
  premises.manifest.space = std::to_string(space.id.value);
  return premises;
}

// The lock is held while the disk is read: who opens a second space of a template waits for the
// first instead of reading the same again.
base::Result<std::shared_ptr<const PremisesShelf::Template>> PremisesShelf::find(
    const base::Digest& manifest) {
  const std::lock_guard lock(mutex_);
  if (const auto known = templates_.find(manifest); known != templates_.end()) return known->second;
  auto made = std::make_shared<Template>();
  YC_TRY(made->manifest, load_manifest(store_, manifest));
  YC_TRY(made->ground, load_ground(store_, made->manifest));
  if (templates_.size() >= kKept) {
    std::erase_if(templates_,
                  [](const auto& kept) { return kept.second->ground.use_count() == 1; });
  }
  return templates_[manifest] = std::move(made);
}

}  // namespace yc::space
