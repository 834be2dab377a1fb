#pragma once
// Manifests and ground of the templates in use: spaces of one template share them.

#include <map>
#include <memory>
#include <mutex>

#include "kernel/space/manifest.h"

namespace yc::space {

class PremisesShelf {  // thread-safe; reads the disk
 public:
  // Kept while no space uses them; more than these are forgotten first.
  static constexpr std::size_t kKept = 16;

  explicit PremisesShelf(store::Store& store) : store_(store) {}
  base::Result<Premises> of(const store::MadeSpace& space);

 private:
  struct Template {
    Manifest manifest;
    std::shared_ptr<const geometry::CollisionWorld> ground;
  };
  base::Result<std::shared_ptr<const Template>> find(const base::Digest& manifest);

  store::Store& store_;
  std::mutex mutex_;
  std::map<base::Digest, std::shared_ptr<const Template>> templates_;
};

}  // namespace yc::space
