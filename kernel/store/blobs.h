#pragma once
// Files of blobs in a data folder. A name appears only once the content under it is synced.

#include <string>

#include "kernel/base/disk.h"
#include "kernel/store/blob_name.h"

namespace yc::store {

inline constexpr std::uint64_t kMaxBlobBytes = 256u << 20;

std::string blob_path(const std::string& folder, const BlobName& name);
// Durable on return. The caller has made sure that the name is that of the bytes.
base::Status write_blob(base::Disk& disk, const std::string& folder, const BlobName& name,
                        std::span<const std::byte> bytes);
// As it lies there. verify looks at what it is.
base::Result<base::Bytes> read_blob_file(base::Disk& disk, const std::string& folder,
                                         const BlobName& name);
// corrupt: the content is not what the name says.
base::Result<base::Bytes> read_whole_blob(base::Disk& disk, const std::string& folder,
                                          const BlobName& name);

}  // namespace yc::store
