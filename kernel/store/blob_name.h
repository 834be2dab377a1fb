#pragma once
// A blob is a file named by the SHA-256 of its content: "<64 hex digits>.<extension>" in URLs and
// on disk (blobs/<first two digits>/<name>).

#include <optional>
#include <string>
#include <string_view>

#include "kernel/base/sha256.h"

namespace yc::store {

struct BlobName {
  base::Digest sha256{};
  std::string extension;  // "glb"; 0-8 lower-case letters and digits

  std::string text() const;  // "ab12...ff.glb", or without the dot when there is no extension
  friend auto operator<=>(const BlobName&, const BlobName&) = default;
};

bool is_blob_extension(std::string_view extension);
std::optional<BlobName> parse_blob_name(std::string_view text);  // nothing for any other text

}  // namespace yc::store
