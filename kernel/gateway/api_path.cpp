#include "kernel/gateway/api_path.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <vector>

#include "kernel/gateway/websocket.h"

namespace yc::gateway {
namespace {

using schema::api::OperationRow;
using schema::api::Parameter;
using schema::api::ParameterKind;

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty()) {
    path.remove_prefix(1);  // '/'
    const auto slash = std::min(path.find('/'), path.size());
    out.push_back(path.substr(0, slash));
    path.remove_prefix(slash);
  }
  return out;
}

bool is_utf8(std::string_view text) {
  Utf8Checker checker;
  return checker.feed(std::as_bytes(std::span(text))) && checker.complete();
}

bool is_id(std::string_view segment) {
  return segment.starts_with('{');
}

std::string_view name_in(std::string_view braces) {
  return braces.substr(1, braces.size() - 2);
}

// How many segments are alike as fixed text; nothing when the path is not of this template.
std::optional<int> likeness(const std::vector<std::string_view>& path, std::string_view pattern) {
  const auto wanted = segments_of(pattern);
  if (wanted.size() != path.size()) return std::nullopt;
  int alike = 0;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i].empty() || (!is_id(wanted[i]) && wanted[i] != path[i])) return std::nullopt;
    alike += is_id(wanted[i]) ? 0 : 1;
  }
  return alike;
}

// Numbers and truths as JSON; what is none stays text, which parse() then refuses by name.
base::Json value_of(ParameterKind kind, const std::string& text) {
  const char* end = text.data() + text.size();
  if (kind == ParameterKind::boolean && text == "true") return true;
  if (kind == ParameterKind::boolean && text == "false") return false;
  if (kind == ParameterKind::integer) {
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error == std::errc{} && stop == end) return value;
  }
  if (kind == ParameterKind::number) {
    double value = 0;
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error == std::errc{} && stop == end) return value;
  }
  return text;
}

const Parameter* parameter_of(const OperationRow& row, std::string_view name, bool in_path) {
  const auto found = std::ranges::find_if(row.parameters, [&](const Parameter& parameter) {
    return parameter.name == name && parameter.in_path == in_path;
  });
  return found == row.parameters.end() ? nullptr : &*found;
}

base::Status refuse(const OperationRow& row, const Parameter& parameter, std::string_view what) {
  return base::fail(
      base::ErrorCode::bad_input,
      std::string(row.name) + "." + std::string(parameter.name) + " " + std::string(what),
      "write it as UTF-8, percent-encoded");
}

base::Status read_path(const OperationRow& row, std::string_view path, base::Json& out) {
  const auto wanted = segments_of(row.path);
  const auto given = segments_of(path);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!is_id(wanted[i])) continue;
    const std::string_view name = name_in(wanted[i]);
    const Parameter* parameter = parameter_of(row, name, true);
    if (!is_utf8(given[i])) return refuse(row, *parameter, "is not UTF-8");
    out[std::string(name)] = value_of(parameter->kind, std::string(given[i]));
  }
  return {};
}

base::Status read_query(const OperationRow& row, std::string_view query, base::Json& out) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    const Parameter* parameter = parameter_of(row, pair.substr(0, equals), false);
    if (parameter == nullptr) continue;
    std::string value(pair.substr(std::min(equals + 1, pair.size())));
    std::ranges::replace(value, '+', ' ');
    const auto decoded = percent_decoded(value);
    if (!decoded) return refuse(row, *parameter, "holds a broken %-sequence");
    if (!is_utf8(*decoded)) return refuse(row, *parameter, "is not UTF-8");
    out[std::string(parameter->name)] = value_of(parameter->kind, *decoded);
  }
  return {};
}

}  // namespace

ApiMatch match_operation(std::string_view method, std::string_view path) {
  if (method == "HEAD") method = "GET";
  const auto segments = segments_of(path);
  int best = -1;
  std::string_view pattern;
  for (const OperationRow& row : schema::api::kOperations) {
    const auto alike = likeness(segments, row.path);
    if (!alike || *alike <= best) continue;
    best = *alike;
    pattern = row.path;
  }
  if (best < 0) return {};
  std::set<std::string> methods{"OPTIONS"};
  for (std::size_t i = 0; i < schema::api::kOperationCount; ++i) {
    const OperationRow& row = schema::api::kOperations[i];
    if (row.path != pattern) continue;
    if (row.method == method) return static_cast<Operation>(i);
    methods.emplace(row.method);
    if (row.method == "GET") methods.emplace("HEAD");
  }
  OtherMethods out;
  for (const std::string& each : methods) out.allow += (out.allow.empty() ? "" : ", ") + each;
  return out;
}

std::uint64_t id_in_path(const OperationRow& row, std::string_view path, std::string_view kind) {
  const auto wanted = segments_of(row.path);
  const auto given = segments_of(path);
  for (std::size_t i = 0; i < std::min(wanted.size(), given.size()); ++i) {
    if (!is_id(wanted[i])) continue;
    const auto* parameter = parameter_of(row, name_in(wanted[i]), true);
    if (parameter->of != kind) continue;
    std::uint64_t id = 0;
    const char* end = given[i].data() + given[i].size();
    const auto [stop, error] = std::from_chars(given[i].data(), end, id);
    return error == std::errc{} && stop == end ? id : 0;
  }
  return 0;
}

base::Result<base::Json> read_fields(const OperationRow& row, const HttpRequest& request) {
  base::Json out = base::Json::object();
  if (row.has_body) {
    auto parsed = base::parse_json(request.body.empty() ? "{}" : request.body);
    if (!parsed || !parsed->is_object()) {
      return base::fail(base::ErrorCode::bad_input, "the body is not a JSON object",
                        "send one as UTF-8");
    }
    out = std::move(*parsed);
  }
  for (const Parameter& parameter : row.parameters) out.erase(std::string(parameter.name));
  YC_CHECK(read_path(row, request.path, out));
  YC_CHECK(read_query(row, request.query, out));
  return out;
}

}  // namespace yc::gateway
