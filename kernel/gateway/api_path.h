#pragma once
// Which operation of schema/api.json an address means, and the fields that it carries.

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "kernel/base/json.h"
#include "kernel/base/result.h"
#include "kernel/gateway/http.h"
#include "schema/api.h"

namespace yc::gateway {

using schema::api::Operation;

// A path that is known, but not with this method: what Allow says.
struct OtherMethods {
  std::string allow;
};
// monostate: no operation has this path. A fixed segment beats an {id}. GET answers HEAD too.
using ApiMatch = std::variant<std::monostate, OtherMethods, Operation>;
ApiMatch match_operation(std::string_view method, std::string_view path);

// The id of this kind ("space", "principal") in the path; zero when there is none or it is no
// number.
std::uint64_t id_in_path(const schema::api::OperationRow& row, std::string_view path,
                         std::string_view kind);

// The fields of path, query and body as one JSON object for the request's parse(). bad_input: the
// body is no JSON object, or the query is malformed. Unknown fields of the query are left out.
base::Result<base::Json> read_fields(const schema::api::OperationRow& row,
                                     const HttpRequest& request);

}  // namespace yc::gateway
