#include "kernel/import/manifest.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kernel/base/json.h"
#include "kernel/geometry/collision_mesh.h"
#include "kernel/import/town.h"

namespace yc::import {
namespace {

using base::Json;
using scene::ComponentKind;

constexpr double kRadians = std::numbers::pi / 180.0;
constexpr std::array<const char*, 7> kPlaceKinds = {"tower", "bridge", "building", "square",
                                                    "river", "street", "hill"};

double rounded(double v, double unit) {
  return std::round(v / unit) * unit;
}

Json position(Vec3 p) {
  return {rounded(p.x, 1.0 / 64), rounded(p.y, 1.0 / 64), rounded(p.z, 1.0 / 64)};
}

Json text(const scene::Localized& value) {
  return {{"zh", value.zh}, {"en", value.en}};
}

class ManifestWriter {
 public:
  ManifestWriter(const scene::Scene& scene, const Land& land,
                 std::span<const geometry::Triangle> soup)
      : scene_(scene), land_(land), soup_(soup) {}

  Vec3 standing(const scene::Placement& place) const {
    const Vec3 at = land_.plan(place.at);
    Vec3 p = land_.lift(at.x, at.z, standing_height(land_, place));
    p.y = settle(soup_, p.x, p.z, p.y + 1.6) + 0.02;
    return p;
  }

  Json places() const {
    Json out = Json::array();
    for (const scene::Entity& entity : scene_.entities) {
      const scene::Component* place = entity.find(ComponentKind::place);
      if (place == nullptr) continue;
      const auto& v = place->values;
      const scene::Placement stand{v.geo_point("stand"), v.number("stand_height"), 0,
                                   v.flag("stand_on_ground")};
      out.push_back({{"id", entity.key},
                     {"name", text(entity.title)},
                     {"summary", text(v.localized("summary"))},
                     {"kind", kPlaceKinds[static_cast<std::size_t>(v.choice("kind"))]},
                     {"position", position(standing(stand))},
                     {"yaw", rounded(v.number("stand_yaw") * kRadians, 1e-4)}});
    }
    return out;
  }

  Json lanterns() const {
    Json out = Json::array();
    for (const scene::Entity& entity : scene_.entities) {
      const scene::Component* lantern = entity.find(ComponentKind::lantern);
      if (lantern == nullptr) continue;
      out.push_back({{"id", entity.key},
                     {"position", position(standing(*entity.placement))},
                     {"hint", text(lantern->values.localized("hint"))}});
    }
    return out;
  }

  Json stages() const {
    Json out = Json::array();
    for (const scene::Entity& entity : scene_.entities) {
      const scene::Component* stage = entity.find(ComponentKind::stage);
      if (stage == nullptr) continue;
      out.push_back({{"id", entity.key},
                     {"position", position(standing(*entity.placement))},
                     {"radius", stage->values.number("radius")},
                     {"audience", stage->values.number("audience")}});
    }
    return out;
  }

  Json tour() const {
    Json cues = Json::array();
    for (const scene::TourCue& cue : scene_.city.tour) {
      const Vec3 at = land_.plan(cue.at), look = land_.plan(cue.look_at);
      cues.push_back({{"at_s", cue.at_s},
                      {"position", position(land_.lift(at.x, at.z, cue.height_m))},
                      {"look_at", position(land_.lift(look.x, look.z, cue.look_height_m))},
                      {"caption", text(cue.caption)}});
    }
    return {{"duration_s", scene_.city.tour_duration_s}, {"cues", cues}};
  }

  Json spawn() const {
    const Vec3 p = standing(scene_.city.spawn);
    return {{"x", rounded(p.x, 1.0 / 64)},
            {"y", rounded(p.y, 1.0 / 64)},
            {"z", rounded(p.z, 1.0 / 64)},
            {"yaw", rounded(scene_.city.spawn.yaw_deg * kRadians, 1e-4)}};
  }

 private:
  const scene::Scene& scene_;
  const Land& land_;
  std::span<const geometry::Triangle> soup_;
};

Json plan_points(const std::vector<Vec3>& line) {
  Json out = Json::array();
  for (const Vec3& p : line) out.push_back({rounded(p.x, 0.1), rounded(p.z, 0.1)});
  return out;
}

}  // namespace

double settle(std::span<const geometry::Triangle> soup, double x, double z, double from) {
  double best = -1e9;
  for (const geometry::Triangle& t : soup) {
    const double area = (t.b.x - t.a.x) * (t.c.z - t.a.z) - (t.c.x - t.a.x) * (t.b.z - t.a.z);
    if (std::abs(area) < 1e-9) continue;
    const double v = ((x - t.a.x) * (t.c.z - t.a.z) - (t.c.x - t.a.x) * (z - t.a.z)) / area;
    const double w = ((t.b.x - t.a.x) * (z - t.a.z) - (x - t.a.x) * (t.b.z - t.a.z)) / area;
    if (v < 0 || w < 0 || v + w > 1) continue;
    const double y = t.a.y + v * (t.b.y - t.a.y) + w * (t.c.y - t.a.y);
    if (y <= from) best = std::max(best, y);
  }
  return best > -1e8 ? best : from;
}

std::string manifest_json(const scene::Scene& scene, const Land& land,
                          std::span<const geometry::Triangle> soup, const ManifestInput& input) {
  const ManifestWriter writer(scene, land, soup);
  const auto& anchor = scene.city.anchor;
  Json cells = Json::array();
  for (const auto& cell : input.cells)
    cells.push_back({{"x", cell.x}, {"z", cell.z}, {"blob", "/blob/" + cell.blob}});
  return base::dump_json(
      {{"space", "city"},
       {"name", text(scene.city.name)},
       {"anchor", {{"lon", anchor.lon_deg}, {"lat", anchor.lat_deg}, {"height", anchor.height_m}}},
       {"tileset", "/blob/" + input.tileset},
       {"collision", {{"cell_size_m", geometry::kCollisionCellM}, {"cells", cells}}},
       {"map", "/blob/" + input.map},
       {"spawn", writer.spawn()},
       {"bounds", {{"min", position(input.bounds.min)}, {"max", position(input.bounds.max)}}},
       {"places", writer.places()},
       {"lanterns", writer.lanterns()},
       {"stages", writer.stages()},
       {"tour", writer.tour()}});
}

std::string map_json(const scene::Scene& scene, const Land& land) {
  Json areas = Json::array(), lines = Json::array(), labels = Json::array();
  for (const scene::Entity& entity : scene.entities) {
    for (const scene::Component& component : entity.components) {
      const auto& v = component.values;
      const auto area = [&](const char* kind) {
        areas.push_back(
            {{"kind", kind}, {"points", plan_points(land.plan(v.geo_line("outline")))}});
      };
      const auto line = [&](const char* kind, const char* field, double width) {
        lines.push_back({{"kind", kind},
                         {"width", width},
                         {"points", plan_points(land.plan(v.geo_line(field)))}});
      };
      if (component.kind == ComponentKind::fabric) area("blocks");
      if (component.kind == ComponentKind::park) area("park");
      if (component.kind == ComponentKind::ground) area("square");
      if (component.kind == ComponentKind::shore) line("shore", "waterline", 0);
      if (component.kind == ComponentKind::hill) line("hill", "ridge", v.number("width"));
      if (component.kind == ComponentKind::road) line("road", "line", v.number("width"));
      if (component.kind == ComponentKind::river) line("river", "centreline", v.number("width"));
      if (component.kind == ComponentKind::place) {
        const Vec3 at = land.plan(v.geo_point("stand"));
        labels.push_back({{"id", entity.key},
                          {"name", text(entity.title)},
                          {"at", {rounded(at.x, 0.1), rounded(at.z, 0.1)}}});
      }
    }
  }
  const double half = land.half_window();
  return base::dump_json({{"crs", "ENU metres at the anchor (WGS84); x east, z south"},
                          {"bounds", {-half, -half, half, half}},
                          {"areas", areas},
                          {"lines", lines},
                          {"labels", labels}});
}

}  // namespace yc::import
