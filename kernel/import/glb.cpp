#include "kernel/import/glb.h"

#include <meshoptimizer.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "kernel/base/json.h"

namespace yc::import {
namespace {

using base::Json;

// Component types and targets of glTF 2.0, sections 3.6.2.2 and 3.6.1.
constexpr int kByte = 5120, kUnsignedByte = 5121, kUnsignedShort = 5123, kUnsignedInt = 5125,
              kFloat = 5126;
constexpr int kArrayBuffer = 34962, kElementArrayBuffer = 34963;
constexpr double kSteps = 65535.0;

// A vertex as it stands in the buffers, one stream per attribute.
struct Packed {
  std::array<std::uint16_t, 4> position;
  std::array<std::int8_t, 4> normal;
  std::array<std::uint8_t, 4> color;
  std::array<float, 2> uv;
  float feature;
};

struct Grid {  // quantization: position = origin + step * unsigned short
  Vec3 origin;
  double step = 1.0;
};

class Writer {
 public:
  explicit Writer(const Grid& grid) : grid_(grid) {}

  bool empty() const { return primitives_.empty(); }
  void add_surface(const Surface& surface, std::size_t material);
  std::vector<std::byte> finish();

 private:
  Packed pack(const Vertex& vertex) const;
  int add_material(std::size_t material);
  // Compresses `bytes` (count elements of stride bytes) and returns the view's index.
  int add_view(std::span<const unsigned char> encoded, std::size_t count, std::size_t stride,
               const char* mode, int target);
  template <typename T>
  int add_stream(std::span<const Packed> vertices, T Packed::*member, int component,
                 const char* type, bool normalized, const Json& range = {});
  int add_indices(std::vector<std::uint32_t> indices, std::size_t vertex_count);

  Grid grid_;
  std::vector<std::byte> binary_;
  std::size_t fallback_bytes_ = 0;
  Json views_ = Json::array(), accessors_ = Json::array(), primitives_ = Json::array(),
       materials_ = Json::array();
};

Packed Writer::pack(const Vertex& vertex) const {
  Packed out{};
  const Vec3 p{vertex.position[0], vertex.position[1], vertex.position[2]};
  const Vec3 q = (p - grid_.origin) * (1.0 / grid_.step);
  const auto whole = [](double v) {
    return static_cast<std::uint16_t>(std::clamp(std::lround(v), 0L, 65535L));
  };
  out.position = {whole(q.x), whole(q.y), whole(q.z), 0};
  for (std::size_t i = 0; i < 3; ++i) {
    out.normal[i] = static_cast<std::int8_t>(std::lround(vertex.normal[i] * 127.0F));
    out.color[i] = static_cast<std::uint8_t>((vertex.color >> (8 * i)) & 0xffU);
  }
  out.color[3] = 255;
  for (std::size_t i = 0; i < 2; ++i) out.uv[i] = std::round(vertex.uv[i] * 32.0F) / 32.0F;
  out.feature = static_cast<float>(vertex.feature);
  return out;
}

int Writer::add_view(std::span<const unsigned char> encoded, std::size_t count, std::size_t stride,
                     const char* mode, int target) {
  const std::size_t offset = binary_.size();
  const auto bytes = std::as_bytes(encoded);
  binary_.insert(binary_.end(), bytes.begin(), bytes.end());
  binary_.resize((binary_.size() + 3) / 4 * 4);
  Json extension = {{"buffer", 0},          {"byteOffset", offset}, {"byteLength", encoded.size()},
                    {"byteStride", stride}, {"count", count},       {"mode", mode}};
  Json view = {{"buffer", 1},
               {"byteOffset", fallback_bytes_},
               {"byteLength", count * stride},
               {"target", target},
               {"extensions", {{"EXT_meshopt_compression", extension}}}};
  if (target == kArrayBuffer) view["byteStride"] = stride;
  fallback_bytes_ += (count * stride + 3) / 4 * 4;
  views_.push_back(view);
  return static_cast<int>(views_.size()) - 1;
}

template <typename T>
int Writer::add_stream(std::span<const Packed> vertices, T Packed::*member, int component,
                       const char* type, bool normalized, const Json& range) {
  std::vector<T> values;
  values.reserve(vertices.size());
  for (const Packed& vertex : vertices) values.push_back(vertex.*member);
  std::vector<unsigned char> encoded(meshopt_encodeVertexBufferBound(values.size(), sizeof(T)));
  encoded.resize(meshopt_encodeVertexBuffer(encoded.data(), encoded.size(), values.data(),
                                            values.size(), sizeof(T)));
  Json accessor = {
      {"bufferView", add_view(encoded, values.size(), sizeof(T), "ATTRIBUTES", kArrayBuffer)},
      {"componentType", component},
      {"count", values.size()},
      {"type", type}};
  if (normalized) accessor["normalized"] = true;
  if (range.is_object()) accessor.update(range);
  accessors_.push_back(accessor);
  return static_cast<int>(accessors_.size()) - 1;
}

int Writer::add_indices(std::vector<std::uint32_t> indices, std::size_t vertex_count) {
  std::vector<unsigned char> encoded(meshopt_encodeIndexBufferBound(indices.size(), vertex_count));
  encoded.resize(
      meshopt_encodeIndexBuffer(encoded.data(), encoded.size(), indices.data(), indices.size()));
  const bool small = vertex_count <= 65535;
  const int view =
      add_view(encoded, indices.size(), small ? 2 : 4, "TRIANGLES", kElementArrayBuffer);
  accessors_.push_back({{"bufferView", view},
                        {"componentType", small ? kUnsignedShort : kUnsignedInt},
                        {"count", indices.size()},
                        {"type", "SCALAR"}});
  return static_cast<int>(accessors_.size()) - 1;
}

int Writer::add_material(std::size_t material) {
  const auto kind = static_cast<Material>(material);
  Json json = {{"name", kMaterialNames[material]},
               {"pbrMetallicRoughness", {{"metallicFactor", 0.0}, {"roughnessFactor", 0.9}}}};
  if (kind == Material::water) {
    json["pbrMetallicRoughness"]["roughnessFactor"] = 0.15;
  }
  if (kind == Material::glow) json["emissiveFactor"] = {0.9, 0.8, 0.6};
  materials_.push_back(json);
  return static_cast<int>(materials_.size()) - 1;
}

// Triangles with two corners in one place, as at the poles of round shapes or where quantization
// joins them.
void drop_flat(std::vector<unsigned>& indices, const std::vector<Packed>& vertices) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i + 2 < indices.size(); i += 3) {
    const auto& a = vertices[indices[i]].position;
    const auto& b = vertices[indices[i + 1]].position;
    const auto& c = vertices[indices[i + 2]].position;
    if (a == b || b == c || c == a) continue;
    for (std::size_t k = 0; k < 3; ++k) indices[kept++] = indices[i + k];
  }
  indices.resize(kept);
}

void Writer::add_surface(const Surface& surface, std::size_t material) {
  std::vector<Packed> packed;
  packed.reserve(surface.vertices.size());
  for (const Vertex& vertex : surface.vertices) packed.push_back(pack(vertex));
  std::vector<unsigned> remap(packed.size());
  const std::size_t unique =
      meshopt_generateVertexRemap(remap.data(), surface.indices.data(), surface.indices.size(),
                                  packed.data(), packed.size(), sizeof(Packed));
  std::vector<Packed> vertices(unique);
  std::vector<unsigned> indices(surface.indices.size());
  meshopt_remapVertexBuffer(vertices.data(), packed.data(), packed.size(), sizeof(Packed),
                            remap.data());
  meshopt_remapIndexBuffer(indices.data(), surface.indices.data(), surface.indices.size(),
                           remap.data());
  drop_flat(indices, vertices);
  if (indices.empty()) return;
  meshopt_optimizeVertexCache(indices.data(), indices.data(), indices.size(), unique);
  const std::size_t used = meshopt_optimizeVertexFetch(
      vertices.data(), indices.data(), indices.size(), vertices.data(), unique, sizeof(Packed));
  vertices.resize(used);

  std::array<int, 3> low = {65535, 65535, 65535}, high = {0, 0, 0};
  for (const Packed& vertex : vertices) {
    for (std::size_t i = 0; i < 3; ++i) {
      low[i] = std::min<int>(low[i], vertex.position[i]);
      high[i] = std::max<int>(high[i], vertex.position[i]);
    }
  }
  Json attributes;
  attributes["POSITION"] = add_stream(std::span<const Packed>(vertices), &Packed::position,
                                      kUnsignedShort, "VEC3", false, {{"min", low}, {"max", high}});
  attributes["NORMAL"] =
      add_stream(std::span<const Packed>(vertices), &Packed::normal, kByte, "VEC3", true);
  attributes["COLOR_0"] =
      add_stream(std::span<const Packed>(vertices), &Packed::color, kUnsignedByte, "VEC4", true);
  attributes["_FEATURE_ID_0"] =
      add_stream(std::span<const Packed>(vertices), &Packed::feature, kFloat, "SCALAR", false);
  if (static_cast<Material>(material) == Material::facade) {
    attributes["TEXCOORD_0"] =
        add_stream(std::span<const Packed>(vertices), &Packed::uv, kFloat, "VEC2", false);
  }
  std::vector<std::uint32_t> features;
  for (const Vertex& vertex : surface.vertices) features.push_back(vertex.feature);
  std::ranges::sort(features);
  const auto ids = std::ranges::unique(features);
  features.erase(ids.begin(), ids.end());
  const Json feature_ids = {
      {"featureIds",
       Json::array({{{"featureCount", features.size()}, {"attribute", 0}, {"label", "entity"}}})}};
  primitives_.push_back({{"attributes", attributes},
                         {"indices", add_indices(indices, used)},
                         {"material", add_material(material)},
                         {"mode", 4},
                         {"extensions", {{"EXT_mesh_features", feature_ids}}}});
}

void put_u32(std::vector<std::byte>& out, std::size_t value) {
  for (int i = 0; i < 4; ++i) out.push_back(static_cast<std::byte>((value >> (8 * i)) & 0xffU));
}

std::vector<std::byte> Writer::finish() {
  const Vec3 t = grid_.origin;
  Json gltf = {
      {"asset", {{"version", "2.0"}, {"generator", "yuancheng"}}},
      {"extensionsUsed", {"EXT_mesh_features", "EXT_meshopt_compression", "KHR_mesh_quantization"}},
      {"extensionsRequired", {"EXT_meshopt_compression", "KHR_mesh_quantization"}},
      {"scene", 0},
      {"scenes", Json::array({{{"nodes", {0}}}})},
      {"nodes", Json::array({{{"mesh", 0},
                              {"translation", {t.x, t.y, t.z}},
                              {"scale", {grid_.step, grid_.step, grid_.step}}}})},
      {"meshes", Json::array({{{"primitives", primitives_}}})},
      {"materials", materials_},
      {"accessors", accessors_},
      {"bufferViews", views_},
      {"buffers",
       Json::array({{{"byteLength", binary_.size()}},
                    {{"byteLength", fallback_bytes_},
                     {"extensions", {{"EXT_meshopt_compression", {{"fallback", true}}}}}}})}};
  std::string text = base::dump_json(gltf);
  text.resize((text.size() + 3) / 4 * 4, ' ');
  // GLB container: glTF 2.0, section 4.4.
  std::vector<std::byte> out;
  put_u32(out, 0x46546c67);
  put_u32(out, 2);
  put_u32(out, 12 + 8 + text.size() + 8 + binary_.size());
  put_u32(out, text.size());
  put_u32(out, 0x4e4f534a);
  const auto json_bytes = std::as_bytes(std::span(text));
  out.insert(out.end(), json_bytes.begin(), json_bytes.end());
  put_u32(out, binary_.size());
  put_u32(out, 0x004e4942);
  out.insert(out.end(), binary_.begin(), binary_.end());
  return out;
}

}  // namespace

std::vector<std::byte> write_glb(const Mesh& mesh) {
  const geometry::Box box = mesh.box();
  if (box.empty()) return {};
  const Vec3 size = box.size();
  // A power of two keeps the node's numbers short and exact.
  const double needed = std::max({size.x, size.y, size.z, 0.01}) / kSteps;
  Grid grid{box.min, std::exp2(std::ceil(std::log2(needed)))};
  grid.origin = {std::floor(box.min.x), std::floor(box.min.y), std::floor(box.min.z)};
  if (std::max({size.x, size.y, size.z}) + 1.0 > grid.step * kSteps) grid.step *= 2.0;
  Writer writer(grid);
  for (std::size_t m = 0; m < kMaterialCount; ++m) {
    if (!mesh.surfaces[m].indices.empty()) writer.add_surface(mesh.surfaces[m], m);
  }
  return writer.empty() ? std::vector<std::byte>{} : writer.finish();
}

}  // namespace yc::import
