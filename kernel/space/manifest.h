#pragma once
// What a space is made of: the manifest that `yuancheng import` publishes as a blob (docs/formats
// and the bake in kernel/import say how), and the collision world that it names.

#include <memory>
#include <string>
#include <vector>

#include "kernel/base/ids.h"
#include "kernel/base/json.h"
#include "kernel/base/result.h"
#include "kernel/geometry/box.h"
#include "kernel/geometry/collision_world.h"
#include "kernel/media/stage.h"
#include "kernel/store/store.h"

namespace yc::space {

struct Place {
  std::string id;
  geometry::Vec3 position;  // a safe standing point
  double yaw = 0;
};

struct LanternSpot {
  std::string id;
  geometry::Vec3 position;
};

struct Manifest {
  std::string space;  // its name, "city"
  geometry::Vec3 spawn;
  double spawn_yaw = 0;
  geometry::Box bounds;
  std::vector<Place> places;
  std::vector<LanternSpot> lanterns;  // at most 64
  std::vector<media::Stage> stages;
  std::vector<store::BlobName> collision_cells;

  const Place* find_place(std::string_view id) const;
};

base::Result<Manifest> read_manifest(const base::Json& json);

// A space as it is published: its id, manifest and the ground that people walk on.
struct Premises {
  base::SpaceId id;
  std::string title;  // as people know it; empty for the city
  Manifest manifest;
  std::shared_ptr<const geometry::CollisionWorld> ground;
  bool made_by_people = false;  // not the city: whoever comes in needs the right to visit it
};

// not_found when no space of this name has been published.
base::Result<Premises> load_premises(store::Store& store, std::string_view name);

base::Result<Manifest> load_manifest(store::Store& store, const base::Digest& blob);
base::Result<std::shared_ptr<const geometry::CollisionWorld>> load_ground(store::Store& store,
                                                                          const Manifest& manifest);

// A flat square of side_m around the origin at height 0 with one place ("plaza") and five lanterns:
// what is served before a city is imported, and the world of tests and load runs.
Premises flat_premises(double side_m = 400.0);

}  // namespace yc::space
