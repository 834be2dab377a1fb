#include "kernel/gateway/web_files.h"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "kernel/base/assert.h"
#include "kernel/base/sha256.h"

namespace yc::gateway {
namespace {

constexpr std::uint64_t kFileMax = 32 * 1024 * 1024;
constexpr std::uint64_t kPagesMax = 128 * 1024 * 1024;
constexpr int kFolderDepthMax = 8;
constexpr int kGzipLevel = 6;

struct Type {
  std::string_view extension;
  std::string_view type;
  bool compresses;
};
constexpr Type kTypes[] = {
    {"html", "text/html; charset=utf-8", true},
    {"js", "text/javascript; charset=utf-8", true},
    {"mjs", "text/javascript; charset=utf-8", true},
    {"css", "text/css; charset=utf-8", true},
    {"json", "application/json; charset=utf-8", true},
    {"webmanifest", "application/manifest+json", true},
    {"txt", "text/plain; charset=utf-8", true},
    {"svg", "image/svg+xml", true},
    {"wasm", "application/wasm", true},
    {"glb", "model/gltf-binary", true},
    {"ycc", "application/octet-stream", true},
    {"png", "image/png", false},
    {"jpg", "image/jpeg", false},
    {"webp", "image/webp", false},
    {"ico", "image/x-icon", true},
    {"woff2", "font/woff2", false},
    {"ktx2", "image/ktx2", false},
};

const Type* find_type(std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return nullptr;
  const auto found = std::ranges::find(kTypes, name.substr(dot + 1), &Type::extension);
  return found == std::end(kTypes) ? nullptr : found;
}

bool accepts_gzip(std::string_view accept_encoding) {
  const auto at = accept_encoding.find("gzip");
  return at != std::string_view::npos && accept_encoding.substr(at, 8) != "gzip;q=0";
}

}  // namespace

std::string_view content_type(std::string_view name) {
  const Type* type = find_type(name);
  return type == nullptr ? "application/octet-stream" : type->type;
}

base::Bytes gzip(std::span<const std::byte> bytes, int level) {
  constexpr int kGzipWindow = 15 + 16;  // 15 bits, with the gzip wrapper
  constexpr int kMemory = 8;
  z_stream stream{};
  YC_ASSERT(deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) ==
            Z_OK);
  base::Bytes out(deflateBound(&stream, bytes.size()));
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  YC_ASSERT(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  out.shrink_to_fit();
  return out;
}

WebFilePtr make_web_file(base::Bytes content, std::string_view name, std::string_view etag_hex,
                         bool immutable) {
  auto file = std::make_shared<WebFile>();
  file->type = content_type(name);
  file->etag = "W/\"" + std::string(etag_hex) + "\"";  // weak: plain and gzip share it
  file->immutable = immutable;
  const Type* type = find_type(name);
  if (type != nullptr && type->compresses && content.size() > 512) {
    base::Bytes small = gzip(content, kGzipLevel);
    if (small.size() < content.size() * 19 / 20) {
      file->gzip = std::make_shared<const base::Bytes>(std::move(small));
    }
  }
  file->plain = std::make_shared<const base::Bytes>(std::move(content));
  return file;
}

HttpResponse file_response(const WebFile& file, const HttpRequest& request) {
  HttpResponse out;
  out.set("ETag", file.etag);
  out.set("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (file.gzip) out.set("Vary", "Accept-Encoding");
  if (request.header("if-none-match").find(file.etag) != std::string_view::npos) {
    out.status = 304;
    return out;
  }
  out.set("Content-Type", file.type);
  if (file.gzip && accepts_gzip(request.header("accept-encoding"))) {
    out.set("Content-Encoding", "gzip");
    out.body = file.gzip;
  } else {
    out.body = file.plain;
  }
  return out;
}

base::Result<WebPages> WebPages::load(base::Disk& disk, const std::string& folder) {
  WebPages out;
  YC_CHECK(out.load_folder(disk, folder, "/", 0));
  if (!out.find("/index.html")) {
    return base::fail(base::ErrorCode::not_found, "there is no index.html in " + folder,
                      "build the web pages (./dev run does) or name their folder with --web");
  }
  return out;
}

base::Status WebPages::load_folder(base::Disk& disk, const std::string& folder,
                                   const std::string& prefix, int depth) {
  YC_TRY(const auto entries, disk.list(folder));
  for (const base::FolderEntry& entry : entries) {
    const std::string path = folder + "/" + entry.name;
    if (entry.name.starts_with('.') || depth > kFolderDepthMax) continue;
    if (entry.is_folder) {
      YC_CHECK(load_folder(disk, path, prefix + entry.name + "/", depth + 1));
      continue;
    }
    if (entry.name.ends_with(".map")) continue;
    YC_TRY(base::Bytes content, base::read_file(disk, path, kFileMax));
    bytes_ += content.size();
    if (bytes_ > kPagesMax) {
      return base::fail(base::ErrorCode::full, folder + " holds more than 128 MB",
                        "is --web the folder of the built pages?");
    }
    const std::string etag = base::to_hex(base::sha256(content)).substr(0, 32);
    files_[prefix + entry.name] =
        make_web_file(std::move(content), entry.name, etag, prefix.starts_with("/assets/"));
  }
  return {};
}

WebFilePtr WebPages::find(std::string_view path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : found->second;
}

std::size_t FileCache::bytes_of(const WebFile& file) {
  return file.plain->size() + (file.gzip ? file.gzip->size() : 0);
}

WebFilePtr FileCache::find(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) return nullptr;
  by_use_.splice(by_use_.begin(), by_use_, found->second);
  return found->second->file;
}

void FileCache::keep(const std::string& name, WebFilePtr file) {
  const std::lock_guard lock(mutex_);
  if (by_name_.contains(name)) return;
  bytes_ += bytes_of(*file);
  by_use_.push_front({name, std::move(file)});
  by_name_[name] = by_use_.begin();
  while (bytes_ > max_bytes_ && by_use_.size() > 1) {
    bytes_ -= bytes_of(*by_use_.back().file);
    by_name_.erase(by_use_.back().name);
    by_use_.pop_back();
  }
}

}  // namespace yc::gateway
