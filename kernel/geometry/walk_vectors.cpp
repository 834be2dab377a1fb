#include "kernel/geometry/walk_vectors.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "kernel/base/assert.h"
#include "kernel/base/json.h"
#include "kernel/base/random.h"

namespace yc::geometry {
namespace {

using base::Json;

Vec3 point(const Json& p) {
  return {p.at(0).get<double>(), p.at(1).get<double>(), p.at(2).get<double>()};
}

void add_quad(std::vector<Triangle>& out, const std::array<Vec3, 4>& q) {
  out.push_back({q[0], q[1], q[2]});
  out.push_back({q[0], q[2], q[3]});
}

void add_box(std::vector<Triangle>& out, Vec3 low, Vec3 high) {
  const auto corner = [&](int x, int y, int z) {
    return Vec3{x ? high.x : low.x, y ? high.y : low.y, z ? high.z : low.z};
  };
  add_quad(out, {corner(0, 1, 0), corner(0, 1, 1), corner(1, 1, 1), corner(1, 1, 0)});  // top
  add_quad(out, {corner(0, 0, 0), corner(1, 0, 0), corner(1, 0, 1), corner(0, 0, 1)});  // bottom
  add_quad(out, {corner(0, 0, 0), corner(0, 0, 1), corner(0, 1, 1), corner(0, 1, 0)});  // west
  add_quad(out, {corner(1, 0, 0), corner(1, 1, 0), corner(1, 1, 1), corner(1, 0, 1)});  // east
  add_quad(out, {corner(0, 0, 0), corner(0, 1, 0), corner(1, 1, 0), corner(1, 0, 0)});  // north
  add_quad(out, {corner(0, 0, 1), corner(1, 0, 1), corner(1, 1, 1), corner(0, 1, 1)});  // south
}

void add_soup(std::vector<Triangle>& out, const Json& soup) {
  base::SeededRandom random(soup.at("seed").get<std::uint64_t>());
  const Vec3 low = point(soup.at("min"));
  const Vec3 size = point(soup.at("max")) - low;
  const double spread = soup.at("size").get<double>();
  const auto near = [&](Vec3 center) {
    const double x = (random.unit() - 0.5) * spread;
    const double y = (random.unit() - 0.5) * spread;
    const double z = (random.unit() - 0.5) * spread;
    return center + Vec3{x, y, z};
  };
  for (int i = 0; i < soup.at("count").get<int>(); ++i) {
    const double x = random.unit() * size.x;
    const double y = random.unit() * size.y;
    const double z = random.unit() * size.z;
    const Vec3 center = low + Vec3{x, y, z};
    const Vec3 a = near(center);
    const Vec3 b = near(center);
    out.push_back({a, b, near(center)});
  }
}

std::vector<Triangle> read_triangles(const Json& scene) {
  std::vector<Triangle> out;
  for (const Json& q : scene.value("quads", Json::array())) {
    add_quad(out, {point(q.at(0)), point(q.at(1)), point(q.at(2)), point(q.at(3))});
  }
  for (const Json& b : scene.value("boxes", Json::array()))
    add_box(out, point(b.at(0)), point(b.at(1)));
  if (scene.contains("soup")) add_soup(out, scene.at("soup"));
  return out;
}

WalkPhase read_phase(const Json& phase) {
  return {.steps = phase.at("steps").get<int>(),
          .dt_s = phase.at("dt_s").get<double>(),
          .input = {.x_m_s = phase.at("x_m_s").get<double>(),
                    .z_m_s = phase.at("z_m_s").get<double>(),
                    .jump = phase.at("jump").get<bool>()}};
}

WalkFact read_fact(const Json& fact) {
  WalkFact out{.why = fact.at("why").get<std::string>(),
               .phase = fact.at("phase").get<std::size_t>(),
               .always = fact.at("when").get<std::string>() == "always",
               .range = {},
               .grounded = {}};
  const std::array<const char*, 3> axes = {"x", "y", "z"};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (fact.contains(axes[axis]))
      out.range[axis] = fact.at(axes[axis]).get<std::array<double, 2>>();
  }
  if (fact.contains("grounded")) out.grounded = fact.at("grounded").get<bool>();
  return out;
}

WalkVector read_vector(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  const base::Result<Json> scene = base::parse_json(text.str());
  YC_ASSERT(scene);
  const Json& start = scene->at("start");
  WalkVector out{.name = path.stem().string(),
                 .triangles = read_triangles(*scene),
                 .start = {.feet = point(start.at("feet")),
                           .vertical_m_s = start.at("vertical_m_s").get<double>(),
                           .grounded = start.at("grounded").get<bool>()},
                 .phases = {},
                 .facts = {}};
  for (const Json& phase : scene->at("phases")) out.phases.push_back(read_phase(phase));
  for (const Json& fact : scene->at("facts")) out.facts.push_back(read_fact(fact));
  return out;
}

}  // namespace

std::vector<WalkVector> load_walk_vectors(const std::string& folder) {
  std::vector<WalkVector> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") out.push_back(read_vector(entry.path()));
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return out;
}

CollisionWorld make_world(const std::vector<Triangle>& triangles) {
  base::Result<std::vector<CollisionCell>> cells = cut_into_cells(triangles);
  YC_ASSERT(cells);
  CollisionWorld world;
  for (CollisionCell& cell : *cells) world.add(std::move(cell));
  return world;
}

std::vector<std::vector<WalkState>> walk_through(const CollisionWorld& world,
                                                 const WalkVector& vector) {
  std::vector<std::vector<WalkState>> states;
  WalkState state = vector.start;
  for (const WalkPhase& phase : vector.phases) {
    std::vector<WalkState>& of_phase = states.emplace_back();
    for (int i = 0; i < phase.steps; ++i) {
      state = step(world, state, phase.input, phase.dt_s);
      of_phase.push_back(state);
    }
  }
  return states;
}

}  // namespace yc::geometry
