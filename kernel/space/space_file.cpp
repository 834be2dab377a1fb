#include "kernel/space/space_file.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "kernel/identity/name.h"

namespace yc::space {
namespace {

using base::Json;

constexpr std::array<std::string_view, 16> kFields = {
    "format",      "exported_ms", "space",    "kind",  "name",  "charter", "visibility", "capacity",
    "slow_mode_s", "template",    "manifest", "model", "scene", "notices", "parcels",    "portals"};

double metres(std::int64_t cm) {
  return static_cast<double>(cm) / 100.0;
}

std::unexpected<base::Error> wrong(const std::string& pointer, const std::string& what) {
  return base::fail(base::ErrorCode::bad_input, pointer + ": " + what,
                    "export the space again, or mend the document (docs/formats.md)");
}

// One value of the document and where it stands.
struct Spot {
  const Json& json;
  std::string pointer;

  base::Result<Spot> at(const char* name) const {
    if (!json.is_object()) return wrong(pointer, "must be an object");
    const auto found = json.find(name);
    if (found == json.end()) return wrong(pointer + "/" + name, "is missing");
    return Spot{*found, pointer + "/" + name};
  }
  base::Result<std::string> text(std::size_t most) const {
    if (!json.is_string()) return wrong(pointer, "must be a text");
    const auto& given = json.get_ref<const std::string&>();
    if (identity::count_characters(given) > most)
      return wrong(pointer, "must have at most " + std::to_string(most) + " characters");
    if (identity::clean_text(given) != given)
      return wrong(pointer, "holds control or direction characters, or spaces at an end");
    return given;
  }
  base::Result<std::uint32_t> whole(std::uint32_t most) const {
    if (!json.is_number_unsigned() || json.get<std::uint64_t>() > most)
      return wrong(pointer, "must be a whole number from 0 to " + std::to_string(most));
    return json.get<std::uint32_t>();
  }
  base::Result<double> number() const {
    if (!json.is_number()) return wrong(pointer, "must be a number");
    return json.get<double>();
  }
  base::Result<std::uint64_t> id() const {
    const std::string digits = json.is_string() ? json.get<std::string>() : std::string();
    std::uint64_t value = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || error != std::errc{} || stop != digits.data() + digits.size())
      return wrong(pointer, "must be an id as decimal text");
    return value;
  }
  base::Result<base::Digest> digest() const {
    const auto digits = json.is_string() ? json.get<std::string>() : std::string();
    const auto name = store::parse_blob_name(digits + ".json");
    if (!name) return wrong(pointer, "must be a SHA-256 in 64 lower-case hexadecimal digits");
    return name->sha256;
  }
  template <typename Each>
  base::Status list(std::size_t most, Each&& each) const {
    if (!json.is_array() || json.size() > most)
      return wrong(pointer, "must be a list of at most " + std::to_string(most));
    for (std::size_t i = 0; i < json.size(); ++i)
      YC_CHECK(each(Spot{json[i], pointer + "/" + std::to_string(i)}));
    return {};
  }
  // Nothing but these: a slip in a name is not silently left out.
  template <std::size_t N>
  base::Status only(const std::array<std::string_view, N>& names) const {
    if (!json.is_object()) return wrong(pointer.empty() ? "/" : pointer, "must be an object");
    for (const auto& [name, value] : json.items()) {
      if (std::ranges::find(names, std::string_view(name)) == names.end())
        return wrong(pointer + "/" + name, "is no field of this format");
    }
    return {};
  }
};

template <typename Enum, std::size_t N>
base::Result<Enum> one_of(const Spot& spot, const std::array<store::Named<Enum>, N>& names) {
  YC_TRY(const std::string given, spot.text(32));
  const auto found = std::ranges::find(names, std::string_view(given), &store::Named<Enum>::second);
  if (found != names.end()) return found->first;
  std::string all;
  for (const auto& [value, name] : names) all += (all.empty() ? "" : ", ") + std::string(name);
  return wrong(spot.pointer, "must be one of " + all);
}

base::Status placed(const base::Status& status, const std::string& pointer) {
  if (status) return status;
  return base::fail(status.error().code, pointer + ": " + status.error().cause,
                    status.error().remedy);
}

base::Status read_parcel(const Spot& spot, SpaceFile& file) {
  constexpr std::array<std::string_view, 3> kNames = {"corners", "bottom_m", "top_m"};
  YC_CHECK(spot.only(kNames));
  ParcelRequest parcel;
  YC_TRY(const Spot corners, spot.at("corners"));
  YC_CHECK(corners.list(64, [&](const Spot& corner) -> base::Status {
    if (!corner.json.is_array() || corner.json.size() != 2 || !corner.json[0].is_number() ||
        !corner.json[1].is_number())
      return wrong(corner.pointer, "must be [x, z]");
    parcel.corners.push_back({corner.json[0].get<double>(), corner.json[1].get<double>()});
    return {};
  }));
  YC_TRY(const Spot bottom, spot.at("bottom_m"));
  YC_TRY(const Spot top, spot.at("top_m"));
  YC_TRY(parcel.bottom_m, bottom.number());
  YC_TRY(parcel.top_m, top.number());
  YC_CHECK(placed(check_parcel(parcel), spot.pointer));
  file.parcels.push_back(std::move(parcel));
  return {};
}

base::Status read_portal(const Spot& spot, SpaceFile& file) {
  constexpr std::array<std::string_view, 6> kNames = {"x",        "y",        "z",
                                                      "radius_m", "to_space", "to_place"};
  YC_CHECK(spot.only(kNames));
  PortalRequest portal;
  const auto read = [&spot](const char* name, double& into) -> base::Status {
    YC_TRY(const Spot field, spot.at(name));
    YC_TRY(into, field.number());
    return {};
  };
  YC_CHECK(read("x", portal.x));
  YC_CHECK(read("y", portal.y));
  YC_CHECK(read("z", portal.z));
  YC_CHECK(read("radius_m", portal.radius_m));
  YC_TRY(const Spot to_space, spot.at("to_space"));
  YC_TRY(const std::uint64_t space, to_space.id());
  portal.to_space = base::SpaceId{space};
  YC_TRY(const Spot to_place, spot.at("to_place"));
  YC_TRY(portal.to_place, to_place.text(64));
  YC_CHECK(placed(check_portal_place(portal), spot.pointer));
  file.portals.push_back(std::move(portal));
  return {};
}

base::Status read_facts(const Spot& root, SpaceFile& file) {
  YC_TRY(const Spot name, root.at("name"));
  YC_TRY(file.name, name.text(kSpaceNameMax));
  YC_TRY(const Spot kind, root.at("kind"));
  YC_TRY(file.kind, one_of(kind, store::kSpaceKindNames));
  YC_TRY(const Spot visibility, root.at("visibility"));
  YC_TRY(file.visibility, one_of(visibility, store::kVisibilityNames));
  YC_TRY(const Spot charter, root.at("charter"));
  YC_TRY(file.charter, charter.text(kCharterMax));
  YC_TRY(const Spot capacity, root.at("capacity"));
  YC_TRY(file.capacity, capacity.whole(60'000));
  YC_TRY(const Spot slow, root.at("slow_mode_s"));
  YC_TRY(file.slow_mode_s, slow.whole(kSlowModeMaxS));
  YC_TRY(const Spot space, root.at("space"));
  YC_TRY(const std::uint64_t id, space.id());
  file.exported_from = base::SpaceId{id};
  return {};
}

base::Status read_form(const Spot& root, SpaceFile& file) {
  YC_TRY(const Spot used, root.at("template"));
  YC_TRY(file.template_name, used.text(32));
  YC_TRY(const Spot manifest, root.at("manifest"));
  YC_TRY(file.manifest, manifest.digest());
  YC_TRY(const Spot model, root.at("model"));
  constexpr std::array<std::string_view, 2> kNames = {"sha256", "bytes"};
  YC_CHECK(model.only(kNames));
  YC_TRY(const Spot sha256, model.at("sha256"));
  YC_TRY(file.model.sha256, sha256.digest());
  YC_TRY(const Spot bytes, model.at("bytes"));
  YC_TRY(file.model.bytes, bytes.whole(256U << 20U));
  YC_TRY(const Spot scene, root.at("scene"));
  file.scene = scene.json;
  return {};
}

base::Status read_lists(const Spot& root, SpaceFile& file) {
  YC_TRY(const Spot notices, root.at("notices"));
  YC_CHECK(notices.list(kNoticesMax, [&](const Spot& spot) -> base::Status {
    YC_TRY(std::string text, spot.text(kNoticeMax));
    if (text.empty()) return wrong(spot.pointer, "is empty");
    file.notices.push_back(std::move(text));
    return {};
  }));
  YC_TRY(const Spot parcels, root.at("parcels"));
  YC_CHECK(parcels.list(kParcelsMax, [&](const Spot& spot) { return read_parcel(spot, file); }));
  YC_TRY(const Spot portals, root.at("portals"));
  return portals.list(kPortalsMax, [&](const Spot& spot) { return read_portal(spot, file); });
}

Json parcel_json(const store::Parcel& parcel) {
  Json corners = Json::array();
  for (const store::Corner& corner : parcel.corners)
    corners.push_back({metres(corner.x_cm), metres(corner.z_cm)});
  return {{"corners", std::move(corners)},
          {"bottom_m", metres(parcel.bottom_cm)},
          {"top_m", metres(parcel.top_cm)}};
}

Json portal_json(const store::Portal& portal) {
  return {{"x", metres(portal.x_cm)},
          {"y", metres(portal.y_cm)},
          {"z", metres(portal.z_cm)},
          {"radius_m", metres(portal.radius_cm)},
          {"to_space", std::to_string(portal.to_space.value)},
          {"to_place", portal.to_place}};
}

}  // namespace

Json scene_of(const Json& manifest) {
  Json scene = manifest;
  for (const char* name : {"tileset", "map", "collision", "space"}) scene.erase(name);
  return scene;
}

base::Result<std::string> write_space_file(store::Store& store, const store::MadeSpace& space,
                                           const Json& scene, const SpaceModel& model,
                                           base::WallTime now) {
  Json notices = Json::array(), parcels = Json::array(), portals = Json::array();
  YC_TRY(const auto pinned, store.notices(space.id));
  for (const store::PinnedNotice& notice : pinned) {
    if (!notice.text.empty()) notices.push_back(notice.text);
  }
  YC_TRY(const auto divided, store.parcels(space.id));
  for (const store::Parcel& parcel : divided) parcels.push_back(parcel_json(parcel));
  YC_TRY(const auto doors, store.portals(space.id));
  for (const store::Portal& portal : doors) portals.push_back(portal_json(portal));
  const Json document = {
      {"format", kSpaceFileFormat},
      {"exported_ms", now.unix_ms},
      {"space", std::to_string(space.id.value)},
      {"kind", store::name_of(space.kind)},
      {"name", space.name},
      {"charter", space.charter},
      {"visibility", store::name_of(space.visibility)},
      {"capacity", space.capacity},
      {"slow_mode_s", space.slow_mode_s},
      {"template", space.template_name},
      {"manifest", base::to_hex(space.manifest)},
      {"model", {{"sha256", base::to_hex(model.sha256)}, {"bytes", model.bytes}}},
      {"scene", scene},
      {"notices", std::move(notices)},
      {"parcels", std::move(parcels)},
      {"portals", std::move(portals)}};
  return base::dump_json(document);
}

base::Result<SpaceFile> read_space_file(std::string_view text) {
  const auto json = base::parse_json(text);
  if (!json || !json->is_object()) return wrong("/", "is no JSON object");
  const Spot root{*json, ""};
  YC_CHECK(root.only(kFields));
  YC_TRY(const Spot format, root.at("format"));
  if (format.json != kSpaceFileFormat)
    return wrong("/format", "must be \"" + std::string(kSpaceFileFormat) + "\"");
  SpaceFile file;
  YC_CHECK(read_facts(root, file));
  YC_CHECK(read_form(root, file));
  YC_CHECK(read_lists(root, file));
  return file;
}

}  // namespace yc::space
