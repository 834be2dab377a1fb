#include "kernel/import/join_glb.h"

#include <meshoptimizer.h>

#include <algorithm>
#include <cstring>
#include <map>

namespace yc::import {
namespace {

using base::Json;

constexpr std::uint32_t kMagic = 0x46546c67, kVersion = 2, kJsonChunk = 0x4e4f534a,
                        kBinaryChunk = 0x004e4942;
constexpr std::size_t kTileBytesMax = 64U << 20U;    // of one tile, decoded
constexpr std::size_t kModelBytesMax = 256U << 20U;  // as a blob may have

std::unexpected<base::Error> bad_tile(std::string what) {
  return base::fail(base::ErrorCode::corrupt, "a tile is no glTF of ours: " + std::move(what),
                    "import the city again");
}

std::uint32_t u32_at(std::span<const std::byte> bytes, std::size_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, 4);
  return value;
}

void put_u32(std::vector<std::byte>& out, std::size_t value) {
  for (int i = 0; i < 4; ++i) out.push_back(static_cast<std::byte>((value >> (8 * i)) & 0xffU));
}

struct Tile {
  Json json;
  std::span<const std::byte> binary;
};

base::Result<Tile> open_tile(std::span<const std::byte> bytes) {
  if (bytes.size() < 28 || u32_at(bytes, 0) != kMagic || u32_at(bytes, 4) != kVersion)
    return bad_tile("no binary glTF 2.0");
  const std::size_t text = u32_at(bytes, 12);
  if (u32_at(bytes, 16) != kJsonChunk || text > bytes.size() - 28) return bad_tile("no JSON");
  YC_TRY(Json json, base::parse_json({reinterpret_cast<const char*>(bytes.data()) + 20, text}));
  const std::size_t binary = u32_at(bytes, 20 + text);
  if (u32_at(bytes, 24 + text) != kBinaryChunk || binary > bytes.size() - 28 - text)
    return bad_tile("no buffer");
  return Tile{std::move(json), bytes.subspan(28 + text, binary)};
}

class Joiner {
 public:
  base::Status add(std::span<const std::byte> bytes) {
    YC_TRY(const Tile tile, open_tile(bytes));
    try {
      return take(tile);
    } catch (const Json::exception& fault) {  // a field is missing, or of another type
      return bad_tile(fault.what());
    }
  }

  std::vector<std::byte> finish() const {
    if (nodes_.empty()) return container({{"asset", {{"version", "2.0"}}}});
    Json roots = Json::array();
    for (std::size_t i = 0; i < nodes_.size(); ++i) roots.push_back(i);
    const Json gltf = {{"asset", {{"version", "2.0"}, {"generator", "yuancheng"}}},
                       {"extensionsUsed", {"EXT_mesh_features", "KHR_mesh_quantization"}},
                       {"extensionsRequired", {"KHR_mesh_quantization"}},
                       {"scene", 0},
                       {"scenes", Json::array({{{"nodes", roots}}})},
                       {"nodes", nodes_},
                       {"meshes", meshes_},
                       {"materials", materials_},
                       {"accessors", accessors_},
                       {"bufferViews", views_},
                       {"buffers", Json::array({{{"byteLength", binary_.size()}}})}};
    return container(gltf);
  }

 private:
  std::vector<std::byte> container(const Json& gltf) const {
    std::string text = base::dump_json(gltf);
    text.resize((text.size() + 3) / 4 * 4, ' ');
    const std::size_t chunks = 8 + text.size() + (binary_.empty() ? 0 : 8 + binary_.size());
    std::vector<std::byte> out;
    out.reserve(12 + chunks);
    put_u32(out, kMagic);
    put_u32(out, kVersion);
    put_u32(out, 12 + chunks);
    put_u32(out, text.size());
    put_u32(out, kJsonChunk);
    const auto json_bytes = std::as_bytes(std::span(text));
    out.insert(out.end(), json_bytes.begin(), json_bytes.end());
    if (binary_.empty()) return out;
    put_u32(out, binary_.size());
    put_u32(out, kBinaryChunk);
    out.insert(out.end(), binary_.begin(), binary_.end());
    return out;
  }

  base::Status take(const Tile& tile) {
    const std::size_t first_view = views_.size();
    for (const Json& view : tile.json.at("bufferViews")) YC_CHECK(decode(view, tile.binary));
    const std::size_t first_accessor = accessors_.size();
    for (Json accessor : tile.json.at("accessors")) {
      accessor["bufferView"] = accessor.at("bufferView").get<std::size_t>() + first_view;
      accessors_.push_back(std::move(accessor));
    }
    Json mesh = tile.json.at("meshes").at(0);
    for (Json& primitive : mesh.at("primitives")) {
      for (auto& [name, accessor] : primitive.at("attributes").items())
        accessor = accessor.get<std::size_t>() + first_accessor;
      primitive["indices"] = primitive.at("indices").get<std::size_t>() + first_accessor;
      primitive["material"] =
          material(tile.json.at("materials").at(primitive.at("material").get<std::size_t>()));
    }
    Json node = tile.json.at("nodes").at(0);
    node["mesh"] = meshes_.size();
    meshes_.push_back(std::move(mesh));
    nodes_.push_back(std::move(node));
    return {};
  }

  // Each material once.
  std::size_t material(const Json& wanted) {
    const auto found = std::find(materials_.begin(), materials_.end(), wanted);
    if (found != materials_.end()) return static_cast<std::size_t>(found - materials_.begin());
    materials_.push_back(wanted);
    return materials_.size() - 1;
  }

  base::Status decode(const Json& view, std::span<const std::byte> binary) {
    const Json& packed = view.at("extensions").at("EXT_meshopt_compression");
    const auto offset = packed.at("byteOffset").get<std::size_t>();
    const auto length = packed.at("byteLength").get<std::size_t>();
    const auto stride = packed.at("byteStride").get<std::size_t>();
    const auto count = packed.at("count").get<std::size_t>();
    if (offset > binary.size() || length > binary.size() - offset || stride == 0 || stride > 256 ||
        count > kTileBytesMax / stride || binary_.size() + count * stride > kModelBytesMax)
      return bad_tile("a view out of bounds");
    const auto* source = reinterpret_cast<const unsigned char*>(binary.data() + offset);
    const std::size_t at = binary_.size();
    binary_.resize(at + (count * stride + 3) / 4 * 4);
    void* target = binary_.data() + at;
    const bool triangles = packed.at("mode") == "TRIANGLES";
    const int fault = triangles ? meshopt_decodeIndexBuffer(target, count, stride, source, length)
                                : meshopt_decodeVertexBuffer(target, count, stride, source, length);
    if (fault != 0) return bad_tile("a view cannot be decoded");
    Json plain = {{"buffer", 0},
                  {"byteOffset", at},
                  {"byteLength", count * stride},
                  {"target", view.at("target")}};
    if (!triangles) plain["byteStride"] = stride;
    views_.push_back(std::move(plain));
    return {};
  }

  std::vector<std::byte> binary_;
  Json views_ = Json::array(), accessors_ = Json::array(), materials_ = Json::array(),
       meshes_ = Json::array(), nodes_ = Json::array();
};

void add_finest(const Json& tile, int depth, std::vector<std::string>& out) {
  if (!tile.is_object() || depth > 32) return;
  const auto children = tile.find("children");
  if (children != tile.end() && children->is_array() && !children->empty()) {
    for (const Json& child : *children) add_finest(child, depth + 1, out);
    return;
  }
  const auto content = tile.find("content");
  if (content != tile.end() && content->is_object() && content->contains("uri"))
    out.push_back((*content)["uri"].get<std::string>());
}

}  // namespace

std::vector<std::string> finest_contents(const Json& tileset) {
  std::vector<std::string> out;
  if (tileset.is_object() && tileset.contains("root")) add_finest(tileset["root"], 0, out);
  return out;
}

base::Result<std::vector<std::byte>> join_glb(const std::vector<std::vector<std::byte>>& tiles) {
  Joiner joiner;
  for (const auto& tile : tiles) YC_CHECK(joiner.add(tile));
  return joiner.finish();
}

}  // namespace yc::import
