#include "kernel/store/blobs.h"

#include "kernel/base/assert.h"
#include "kernel/store/data_folder.h"
#include "kernel/store/store_state.h"

namespace yc::store {
namespace {

std::string blob_folder(const std::string& folder, const BlobName& name) {
  return blobs_folder(folder) + "/" + name.text().substr(0, 2);
}

}  // namespace

std::string blob_path(const std::string& folder, const BlobName& name) {
  return blob_folder(folder, name) + "/" + name.text();
}

base::Result<base::Bytes> read_blob_file(base::Disk& disk, const std::string& folder,
                                         const BlobName& name) {
  auto bytes = base::read_file(disk, blob_path(folder, name), kMaxBlobBytes);
  if (!bytes && bytes.error().code == base::ErrorCode::not_found)
    return base::fail(base::ErrorCode::not_found, "blob " + name.text() + " is missing");
  return bytes;
}

base::Result<base::Bytes> read_whole_blob(base::Disk& disk, const std::string& folder,
                                          const BlobName& name) {
  YC_TRY(base::Bytes bytes, read_blob_file(disk, folder, name));
  if (base::sha256(bytes) != name.sha256) {
    return base::fail(base::ErrorCode::corrupt,
                      "blob " + name.text() + " is damaged: its content has another SHA-256",
                      "import the city again, or restore a backup");
  }
  return bytes;
}

base::Status write_blob(base::Disk& disk, const std::string& folder, const BlobName& name,
                        std::span<const std::byte> bytes) {
  const std::string path = blob_path(folder, name);
  // It has that name only after its content was synced; the name itself may not be synced yet.
  // One that is damaged is written anew, so that importing a city again mends it.
  if (disk.exists(path) && read_whole_blob(disk, folder, name)) {
    return disk.sync_folder(blob_folder(folder, name));
  }
  YC_CHECK(disk.make_folders(blob_folder(folder, name)));
  return base::write_file_atomically(disk, path, bytes);
}

base::Result<BlobName> Store::put_blob(std::span<const std::byte> bytes,
                                       std::string_view extension) {
  YC_ASSERT(is_blob_extension(extension));
  if (bytes.size() > kMaxBlobBytes)
    return base::fail(base::ErrorCode::bad_input,
                      "a blob of " + std::to_string(bytes.size()) + " bytes is too large",
                      "split it: at most " + std::to_string(kMaxBlobBytes) + " bytes");
  BlobName name{base::sha256(bytes), std::string(extension)};
  const std::lock_guard lock(state_->blob_mutex);
  YC_CHECK(write_blob(state_->parts.disk, state_->folder, name, bytes));
  return name;
}

base::Result<base::Bytes> Store::read_blob(const BlobName& name) {
  return read_whole_blob(state_->parts.disk, state_->folder, name);
}

}  // namespace yc::store
