#pragma once
// What the generated table of operations (schema/api.h) is made of.

#include <cstdint>
#include <span>
#include <string_view>

namespace yc::schema::api {

enum class Asker : std::uint8_t {
  anyone,
  session,         // a signed-in browser
  session_or_key,  // or a program with an API key
};

// A field that travels in the address: its text becomes the JSON value of this kind.
enum class ParameterKind : std::uint8_t { text, integer, number, boolean };

struct Parameter {
  std::string_view name;
  ParameterKind kind = ParameterKind::text;
  bool in_path = false;      // else in the query
  std::string_view of = {};  // kind of an id, as in kernel/base/ids.h: "space", "principal", "case"
};

struct OperationRow {
  std::string_view name;
  std::string_view subject;
  std::string_view method;
  std::string_view path;  // "/api/reports/{report}/decision"
  Asker who = Asker::anyone;
  std::string_view act;   // name of an act of the rights table; empty: none is asked
  std::string_view open;  // why none is asked
  int status = 200;       // of success
  bool has_body = false;
  bool idempotent = false;  // takes Idempotency-Key
  bool has_reason = false;  // its body says why, for the audit trail
  std::span<const Parameter> parameters;
};

}  // namespace yc::schema::api
