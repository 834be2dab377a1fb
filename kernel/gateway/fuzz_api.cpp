// Any address, query and body to the HTTP API: no operation, or fields that its parser takes or
// refuses with a cause. The first line is "METHOD PATH?QUERY", the rest is the body.
#include <cstdint>
#include <cstdlib>

#include "kernel/gateway/api_path.h"
#include "kernel/gateway/problem.h"

namespace {

using namespace yc;

template <typename Request>
void try_one(const base::Json& fields) {
  const auto parsed = Request::parse(fields);
  if (!parsed) return parsed.error().cause.empty() ? std::abort() : void();
  const std::string text = base::dump_json(parsed->to_json());
  const auto again = Request::parse(*base::parse_json(text));
  if (!again || base::dump_json(again->to_json()) != text) std::abort();
}

template <typename... Requests>
struct Each {
  static void run(gateway::Operation operation, const base::Json& fields) {
    ((Requests::kOperation == operation ? try_one<Requests>(fields) : void()), ...);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view line = text.substr(0, text.find('\n'));
  gateway::language_of(line);
  const auto space = std::min(line.find(' '), line.size());
  const std::string_view target = line.substr(std::min(space + 1, line.size()));
  const auto path = gateway::clean_path(target.substr(0, target.find('?')));
  if (!path) return 0;
  const auto match = gateway::match_operation(line.substr(0, space), *path);
  const auto* operation = std::get_if<gateway::Operation>(&match);
  if (operation == nullptr) return 0;
  gateway::HttpRequest request;
  request.path = *path;
  const auto question = target.find('?');
  if (question != std::string_view::npos) request.query = target.substr(question + 1);
  request.body = text.substr(std::min(line.size() + 1, text.size()));
  const auto fields = gateway::read_fields(row_of(*operation), request);
  if (!fields) return fields.error().cause.empty() ? std::abort(), 0 : 0;
  schema::api::AllRequests<Each>::run(*operation, *fields);
  return 0;
}
