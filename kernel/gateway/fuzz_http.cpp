// Any bytes on a new connection, in pieces with what was left over: requests or a fault with a
// status, whatever the cuts; paths stay inside the folder.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "kernel/gateway/http.h"

namespace {

using namespace yc::gateway;

void check(const HttpRequest& request) {
  if (!request.path.starts_with('/')) std::abort();
  if ((request.path + "/").find("/../") != std::string::npos) std::abort();
  if (request.body.size() > 2000) std::abort();
}

// What a connection makes of the bytes: paths, and the status of the fault that ended it.
std::string outcome(std::span<const std::byte> bytes, std::size_t piece) {
  HttpParser parser({1024, 2000});
  yc::base::Bytes waiting;
  std::string seen;
  while (!bytes.empty()) {
    const auto part = bytes.first(std::min(piece, bytes.size()));
    bytes = bytes.subspan(part.size());
    waiting.insert(waiting.end(), part.begin(), part.end());
    for (bool more = true; more;) {
      const auto used = parser.feed(waiting);
      if (!used) return seen + std::to_string(used.error().status);
      waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(*used));
      more = parser.complete();
      if (!more) break;
      const auto request = parser.take();
      if (!request) return seen + std::to_string(request.error().status);
      check(*request);
      seen += request->method + request->path + request->body + "\n";
      response_head({}, request->keep_alive);
    }
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto bytes = std::as_bytes(std::span(data, size)).subspan(1);
  outcome(bytes, bytes.size() + 1);
  outcome(bytes, data[0] + 1u);
  outcome(bytes, 1);
  return 0;
}
