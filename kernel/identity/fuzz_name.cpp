// A name or text as typed, any bytes: what is accepted of a name is not empty, and cleaning either
// again changes nothing.
#include <cstdint>
#include <string_view>

#include "kernel/base/assert.h"
#include "kernel/identity/name.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view typed(reinterpret_cast<const char*>(data), size);
  const std::string text = yc::identity::clean_text(typed);
  YC_ASSERT(yc::identity::clean_text(text) == text);
  const auto name = yc::identity::clean_name(typed);
  if (!name) return 0;
  YC_ASSERT(!name->empty());
  const auto again = yc::identity::clean_name(*name);
  YC_ASSERT(again && *again == *name);
  static_cast<void>(yc::identity::name_skeleton(*name));
  return 0;
}
