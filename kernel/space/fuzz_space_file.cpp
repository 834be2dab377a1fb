// Any text as a space file: refused with a pointer, or read into what the office would take.
#include <cstdint>
#include <string_view>

#include "kernel/base/assert.h"
#include "kernel/space/space_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yc::space;
  const auto file = read_space_file({reinterpret_cast<const char*>(data), size});
  if (!file) {
    YC_ASSERT(file.error().cause.starts_with("/"));
    return 0;
  }
  YC_ASSERT(file->parcels.size() <= kParcelsMax && file->portals.size() <= kPortalsMax);
  for (const ParcelRequest& parcel : file->parcels) YC_ASSERT(check_parcel(parcel).has_value());
  return 0;
}
