#pragma once
// HTTP/1.1 as bytes in and bytes out; no sockets. The parser is Beast's (http.cpp is the one file
// that includes it), fed from a buffer.

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/base/disk.h"
#include "kernel/base/result.h"

namespace yc::gateway {

struct HttpRequest {
  std::string method;  // "GET"
  std::string target;  // as sent, with the query
  std::string path;    // percent-decoded, begins with '/', no "." or ".." segment, no control bytes
  std::string query;   // raw, without '?'
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case, in order
  std::string body;
  bool keep_alive = true;
  bool wants_websocket = false;  // a complete RFC 6455 upgrade of version 13

  std::string_view header(std::string_view lower_case_name) const;  // first of that name, or empty
  std::string_view cookie(std::string_view name) const;             // or empty
};

struct HttpResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<const base::Bytes> body;  // may be null: empty

  void set(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
  }
};

struct HttpLimits {
  std::size_t header_bytes = 16384;
  std::size_t body_bytes = 65536;
};

// What is wrong with the bytes of a request, and the status that says so.
struct HttpFault {
  int status = 400;
  base::Error error;
};

// One request at a time: feed() until complete(), then take(), which makes it ready for the next.
class HttpParser {
 public:
  explicit HttpParser(HttpLimits limits);
  ~HttpParser();

  // Looks at bytes that follow those used before and says how many it has used; offer the rest
  // again with more behind it. After a fault, close.
  std::expected<std::size_t, HttpFault> feed(std::span<const std::byte> bytes);
  bool complete() const;
  bool started() const;  // something of the current request has been used
  std::expected<HttpRequest, HttpFault> take();

 private:
  struct State;
  HttpLimits limits_;
  std::unique_ptr<State> state_;
};

// Status line and header fields with the blank line; Content-Length comes from the body.
std::string response_head(const HttpResponse& response, bool keep_alive);

// Nothing when a %-sequence is broken.
std::optional<std::string> percent_decoded(std::string_view text);

// Percent-decodes a path; nothing if it is malformed or leaves the folder.
std::expected<std::string, HttpFault> clean_path(std::string_view target);

}  // namespace yc::gateway
