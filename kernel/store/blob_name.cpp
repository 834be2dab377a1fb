#include "kernel/store/blob_name.h"

#include <algorithm>

namespace yc::store {
namespace {

constexpr std::size_t kHexDigits = 64;
constexpr std::size_t kMaxExtension = 8;

}  // namespace

std::string BlobName::text() const {
  const std::string hex = base::to_hex(sha256);
  return extension.empty() ? hex : hex + "." + extension;
}

bool is_blob_extension(std::string_view extension) {
  return extension.size() <= kMaxExtension && std::ranges::all_of(extension, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
         });
}

std::optional<BlobName> parse_blob_name(std::string_view text) {
  const auto digest = base::digest_from_hex(text.substr(0, kHexDigits));
  if (!digest) return std::nullopt;
  if (text.size() == kHexDigits) return BlobName{*digest, ""};
  const std::string_view extension = text.substr(kHexDigits + 1);
  if (text[kHexDigits] != '.' || extension.empty() || !is_blob_extension(extension))
    return std::nullopt;
  return BlobName{*digest, std::string(extension)};
}

}  // namespace yc::store
