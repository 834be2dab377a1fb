#include "kernel/import/recipe_book.h"

#include <algorithm>
#include <cmath>

#include "kernel/base/assert.h"
#include "kernel/import/shapes/shapes.h"

namespace yc::import {
namespace {

using scene::Part;
using scene::PartKind;
using scene::Repeat;

std::vector<Affine> copies_of(const Repeat& repeat) {
  const auto& v = repeat.values;
  std::vector<Affine> out;
  switch (repeat.kind) {
    case Repeat::Kind::line:
      for (int i = 0; i < v.integer("count"); ++i) out.push_back(moved(v.vec3("step") * i));
      break;
    case Repeat::Kind::ring: {
      const int count = v.integer("count");
      const double sweep = v.number("sweep");
      const double step = std::abs(sweep) >= 360 ? sweep / count : sweep / std::max(1, count - 1);
      for (int i = 0; i < count; ++i) {
        out.push_back(turned(v.number("from") + step * i) * moved({0, 0, -v.number("radius")}));
      }
      break;
    }
    case Repeat::Kind::levels:
      for (int i = 0; i < v.integer("count"); ++i) {
        const double shrink = std::pow(v.number("shrink"), i);
        out.push_back(moved({0, v.number("step") * i, 0}) * scaled({shrink, 1, shrink}));
      }
      break;
    case Repeat::Kind::mirror: {
      const int axis = v.choice("axis");
      out.push_back({});
      if (axis != 1) out.push_back(scaled({-1, 1, 1}));
      if (axis != 0) out.push_back(scaled({1, 1, -1}));
      if (axis == 2) out.push_back(scaled({-1, 1, -1}));
      break;
    }
  }
  return out;
}

struct Mark {  // how much of a mesh there was
  std::array<std::size_t, kMaterialCount> vertices{}, indices{};
};

Mark mark(const Mesh& mesh) {
  Mark m;
  for (std::size_t i = 0; i < kMaterialCount; ++i) {
    m.vertices[i] = mesh.surfaces[i].vertices.size();
    m.indices[i] = mesh.surfaces[i].indices.size();
  }
  return m;
}

void cut_back(Mesh& mesh, const Mark& m) {
  for (std::size_t i = 0; i < kMaterialCount; ++i) {
    mesh.surfaces[i].vertices.resize(m.vertices[i]);
    mesh.surfaces[i].indices.resize(m.indices[i]);
  }
}

// How much of a part one sees from afar: the geometric mean of its two largest extents.
double significance(const Mesh& mesh, const Mark& since) {
  geometry::Box box;
  for (std::size_t i = 0; i < kMaterialCount; ++i) {
    const auto& vertices = mesh.surfaces[i].vertices;
    for (std::size_t k = since.vertices[i]; k < vertices.size(); ++k) {
      const auto& p = vertices[k].position;
      box.add(Vec3{p[0], p[1], p[2]});
    }
  }
  if (box.empty()) return 0.0;
  const Vec3 s = box.size();
  std::array<double, 3> extents = {s.x, s.y, s.z};
  std::ranges::sort(extents, std::greater<>());
  return std::sqrt(extents[0] * extents[1]);
}

}  // namespace

const Mesh& RecipeBook::mesh(const std::string& name) {
  if (const auto known = meshes_.find(name); known != meshes_.end()) return known->second;
  const auto recipe = recipes_.find(name);
  YC_ASSERT(recipe != recipes_.end());
  Mesh out;
  draw(recipe->second.parts, out, Pen(out, detail_));
  return meshes_.emplace(name, std::move(out)).first->second;
}

void RecipeBook::draw(const std::vector<Part>& parts, Mesh& out, const Pen& pen) {
  for (const Part& part : parts) {
    if (detail_.collision && !part.common.flag("collide")) continue;
    const auto& c = part.common;
    const double scale = c.number("scale");
    std::vector<Affine> places = {moved(c.vec3("at")) *
                                  turned(c.number("yaw"), c.number("pitch"), c.number("roll")) *
                                  scaled({scale, scale, scale})};
    for (const Repeat& repeat : part.repeats) {
      std::vector<Affine> more;
      for (const Affine& copy : copies_of(repeat)) {
        for (const Affine& place : places) more.push_back(copy * place);
      }
      places = std::move(more);
    }
    for (const Affine& place : places) draw_once(part, out, pen.placed(place));
  }
}

void RecipeBook::draw_once(const Part& part, Mesh& out, const Pen& pen) {
  if (part.kind == PartKind::group) {
    draw(part.parts, out, pen);
    return;
  }
  if (part.kind == PartKind::use) {
    append(out, mesh(part.values.text("recipe")), pen.at, 0);
    return;
  }
  Pen own = pen;
  own.paint(part.common.color("color"));
  own.material = static_cast<Material>(part.common.choice("material"));
  const Mark before = mark(out);
  shapes::builder_of(part.kind)(part.values, own);
  const bool kept = !detail_.collision && detail_.level >= part.common.integer("keep");
  if (!kept && significance(out, before) < detail_.smallest_m()) cut_back(out, before);
}

}  // namespace yc::import
