#include "kernel/base/json.h"

namespace yc::base {
namespace {

// Watches a parse for depth and remembers where it failed.
class Guard : public nlohmann::detail::json_sax_dom_parser<Json> {
 public:
  explicit Guard(Json& out) : json_sax_dom_parser(out, false) {}

  bool start_object(std::size_t n) { return enter() && json_sax_dom_parser::start_object(n); }
  bool start_array(std::size_t n) { return enter() && json_sax_dom_parser::start_array(n); }
  bool end_object() { return leave() && json_sax_dom_parser::end_object(); }
  bool end_array() { return leave() && json_sax_dom_parser::end_array(); }
  bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) {
    fault_offset = at;
    return false;
  }

  bool too_deep = false;
  std::size_t fault_offset = 0;

 private:
  bool enter() {
    too_deep = ++depth_ > kJsonMaxDepth;
    return !too_deep;
  }
  bool leave() {
    --depth_;
    return true;
  }
  int depth_ = 0;
};

}  // namespace

Result<Json> parse_json(std::string_view text) {
  Json value;
  Guard guard(value);
  if (Json::sax_parse(text, &guard)) return value;
  if (guard.too_deep) {
    return fail(ErrorCode::bad_input, "JSON nested deeper than " + std::to_string(kJsonMaxDepth),
                "flatten the document");
  }
  return fail(ErrorCode::bad_input, "not valid JSON at byte " + std::to_string(guard.fault_offset),
              "check the text with a JSON validator");
}

std::string dump_json(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace yc::base
