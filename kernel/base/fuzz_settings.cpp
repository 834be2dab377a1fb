// A settings file of any bytes is accepted or refused with a cause; the values stay in range.
#include <cstdint>
#include <cstdlib>

#include "kernel/base/settings.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  yc::base::Settings settings;
  const auto done =
      settings.apply_file(std::string_view(reinterpret_cast<const char*>(data), size), "fuzz.conf");
  if (!done && done.error().cause.empty()) std::abort();
  const auto port = settings.integer("port");
  if (port < 0 || port > 65535) std::abort();
  return 0;
}
