#pragma once
// The one place that includes nlohmann-json. JSON from outside is parsed without exceptions and
// with a depth limit; what it holds is checked by the generated message types or the scene schema.

#include <nlohmann/json.hpp>
#include <string_view>

#include "kernel/base/result.h"

namespace yc::base {

using Json = nlohmann::json;

// Deepest nesting accepted from outside; deeper text could exhaust the stack of a recursive reader.
inline constexpr int kJsonMaxDepth = 64;

// Parses one JSON text (UTF-8). bad_input with the byte offset of the fault.
Result<Json> parse_json(std::string_view text);

// Compact text. Strings that are not UTF-8 are written with replacement characters, never thrown
// on.
std::string dump_json(const Json& value);

}  // namespace yc::base
