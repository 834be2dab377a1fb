#pragma once
// A space as a JSON document beside its glTF: what a model cannot hold (docs/formats.md, "Space
// files"; schema/space_file.json describes it). The document comes from anywhere: every field is
// checked, and an error begins with the JSON pointer of what is wrong.

#include <string>
#include <string_view>
#include <vector>

#include "kernel/base/json.h"
#include "kernel/space/space_office.h"

namespace yc::space {

inline constexpr std::string_view kSpaceFileFormat = "yuancheng space 1";

// The glTF of a space's form.
struct SpaceModel {
  base::Digest sha256{};
  std::uint64_t bytes = 0;
};

struct SpaceFile {
  base::SpaceId exported_from;
  store::SpaceKind kind = store::SpaceKind::personal;
  std::string name;
  std::string charter;
  store::Visibility visibility = store::Visibility::closed;
  std::uint32_t capacity = 0;
  std::uint32_t slow_mode_s = 0;
  std::string template_name;
  base::Digest manifest{};
  SpaceModel model;
  base::Json scene;  // places, lanterns, stages ... as in the manifest
  std::vector<std::string> notices;
  std::vector<ParcelRequest> parcels;
  std::vector<PortalRequest> portals;
};

// What of a manifest goes into the document: all but the names of blobs.
base::Json scene_of(const base::Json& manifest);

// Deterministic: fields in order of their names. Two exports of one space differ in "exported_ms"
// only; of a space and its import also in "space".
base::Result<std::string> write_space_file(store::Store& store, const store::MadeSpace& space,
                                           const base::Json& scene, const SpaceModel& model,
                                           base::WallTime now);
base::Result<SpaceFile> read_space_file(std::string_view text);

}  // namespace yc::space
