#include "kernel/gateway/http.h"

#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>

#include "kernel/base/assert.h"

namespace yc::gateway {
namespace {

namespace http = boost::beast::http;
using Parser = http::request_parser<http::string_body>;

HttpFault fault(int status, std::string cause, std::string remedy) {
  return {status, {base::ErrorCode::bad_input, std::move(cause), std::move(remedy)}};
}

HttpFault fault_of(boost::beast::error_code error) {
  if (error == http::error::header_limit) {
    return fault(431, "the request header is too large", "send fewer or shorter header fields");
  }
  if (error == http::error::body_limit) {
    return fault(413, "the request body is too large", "send less");
  }
  return fault(400, "the request is not HTTP/1.1: " + error.message(), "speak HTTP/1.1");
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);  // '/'
    const std::string_view segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(segment.size());
  }
  return false;
}

bool is_websocket_upgrade(const http::request<http::string_body>& request) {
  return request.method() == http::verb::get && request.version() == 11 &&
         http::token_list{request[http::field::connection]}.exists("upgrade") &&
         http::token_list{request[http::field::upgrade]}.exists("websocket") &&
         request[http::field::sec_websocket_version] == "13" &&
         request.count(http::field::sec_websocket_key) == 1;
}

// RFC 9112 section 3.2: a server must refuse a 1.1 request without exactly one Host.
bool has_fault_in_host(const http::request<http::string_body>& request) {
  const auto hosts = request.count(http::field::host);
  return hosts > 1 || (request.version() == 11 && hosts == 0);
}

}  // namespace

struct HttpParser::State {
  explicit State(const HttpLimits& limits) {
    parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    parser.body_limit(limits.body_bytes);
  }
  Parser parser;
  bool used_something = false;
};

HttpParser::HttpParser(HttpLimits limits)
    : limits_(limits), state_(std::make_unique<State>(limits)) {}
HttpParser::~HttpParser() = default;

std::expected<std::size_t, HttpFault> HttpParser::feed(std::span<const std::byte> bytes) {
  std::size_t used = 0;
  while (used < bytes.size() && !complete()) {
    boost::beast::error_code error;
    const std::span rest = bytes.subspan(used);
    const std::size_t n =
        state_->parser.put(boost::asio::const_buffer(rest.data(), rest.size()), error);
    used += n;
    state_->used_something |= n > 0;
    if (error == http::error::need_more) {
      if (n == 0) break;
      continue;
    }
    if (error) return std::unexpected(fault_of(error));
    // Not eager, the parser stops behind the header: Beast 1.81 must not see a chunk, since a
    // trailer can trip an assertion in it (corpus http/chunked_trailer). No browser sends one.
    if (state_->parser.is_header_done() && state_->parser.chunked()) {
      return std::unexpected(fault(411, "the request body has no length", "send Content-Length"));
    }
    if (n == 0) break;
  }
  if (!state_->parser.is_header_done() && bytes.size() - used > limits_.header_bytes) {
    return std::unexpected(fault_of(http::error::header_limit));
  }
  return used;
}

bool HttpParser::complete() const {
  return state_->parser.is_done();
}
bool HttpParser::started() const {
  return state_->used_something;
}

std::expected<HttpRequest, HttpFault> HttpParser::take() {
  YC_ASSERT(complete());
  http::request<http::string_body> parsed = state_->parser.release();
  state_ = std::make_unique<State>(limits_);
  if (has_fault_in_host(parsed)) {
    return std::unexpected(fault(400, "there is not exactly one Host field", "send one"));
  }
  HttpRequest out;
  const std::string_view target(parsed.target().data(), parsed.target().size());
  const auto question = target.find('?');
  if (question != std::string_view::npos) out.query = target.substr(question + 1);
  auto path = clean_path(target.substr(0, question));
  if (!path) return std::unexpected(std::move(path).error());
  out.target = target;
  out.path = std::move(*path);
  out.method = std::string(parsed.method_string());
  out.keep_alive = parsed.version() == 11 && parsed.keep_alive();
  out.wants_websocket = is_websocket_upgrade(parsed);
  for (const auto& field : parsed) {
    std::string name(field.name_string());
    std::ranges::transform(name, name.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    out.headers.emplace_back(std::move(name), std::string(field.value()));
  }
  out.body = std::move(parsed.body());
  return out;
}

std::string_view HttpRequest::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

std::string_view HttpRequest::cookie(std::string_view name) const {
  std::string_view rest = header("cookie");
  while (!rest.empty()) {
    std::string_view pair = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return pair.substr(equals + 1);
    }
  }
  return {};
}

std::string response_head(const HttpResponse& response, bool keep_alive) {
  const auto reason = http::obsolete_reason(static_cast<http::status>(response.status));
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " " + std::string(reason);
  for (const auto& [name, value] : response.headers) {
    YC_ASSERT(value.find_first_of("\r\n") == std::string::npos);
    out += "\r\n" + name + ": " + value;
  }
  const bool may_have_body =
      response.status >= 200 && response.status != 204 && response.status != 304;
  if (may_have_body) {
    out += "\r\nContent-Length: " + std::to_string(response.body ? response.body->size() : 0);
  }
  if (response.status != 101 && !keep_alive) out += "\r\nConnection: close";
  return out + "\r\n\r\n";
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

std::expected<std::string, HttpFault> clean_path(std::string_view target) {
  const auto refuse = [](const char* cause) {
    return std::unexpected(fault(400, cause, "ask for a path that the pages name"));
  };
  if (target.empty() || target.front() != '/') return refuse("the path does not begin with /");
  std::optional<std::string> path = percent_decoded(target);
  if (!path) return refuse("the path holds a broken %-sequence");
  const bool is_broken = std::ranges::any_of(
      *path, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\'; });
  if (is_broken) return refuse("the path holds a control character");
  if (has_dot_segment(*path)) return refuse("the path holds . or ..");
  return std::move(*path);
}

}  // namespace yc::gateway
