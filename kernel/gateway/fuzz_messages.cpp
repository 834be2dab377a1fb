// Any text as a message of a client, through every generated parser: a value in its range that
// survives being written and read again, or an error with a cause.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "schema/frames.h"
#include "schema/messages.h"

namespace {

using namespace yc;

template <typename... Messages>
void try_each(const base::Json& json) {
  const auto try_one = [&]<typename Message>() {
    const auto parsed = Message::parse(json);
    if (!parsed) {
      if (parsed.error().cause.empty()) std::abort();
      return;
    }
    const std::string text = base::dump_json(parsed->to_json());
    const auto json_again = base::parse_json(text);
    if (!json_again) std::abort();
    const auto again = Message::parse(*json_again);
    if (!again || base::dump_json(again->to_json()) != text) std::abort();
  };
  (try_one.template operator()<Messages>(), ...);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto json = base::parse_json({reinterpret_cast<const char*>(data), size});
  if (!json) return json.error().cause.empty() ? std::abort(), 0 : 0;
  try_each<schema::Hello, schema::Say, schema::Emote, schema::ChangeLook, schema::Teleport,
           schema::LightLantern, schema::Block, schema::Report, schema::Moderate, schema::Ping,
           schema::Leave, schema::Welcome, schema::Refused, schema::People, schema::Heard,
           schema::LanternLit, schema::Caption, schema::Captioned, schema::Moved,
           schema::Sanctioned, schema::Pong>(*json);
  return 0;
}
