#include "kernel/gateway/http.h"

#include <gtest/gtest.h>

namespace yc::gateway {
namespace {

using Parsed = std::expected<HttpRequest, HttpFault>;

// Feeds the text in pieces, as a connection does: what was not used is offered again.
Parsed parse(std::string_view text, std::size_t piece = 1 << 20, HttpLimits limits = {}) {
  HttpParser parser(limits);
  base::Bytes waiting;
  while (!text.empty() && !parser.complete()) {
    const auto part = std::as_bytes(std::span(text.substr(0, piece)));
    text.remove_prefix(std::min(piece, text.size()));
    waiting.insert(waiting.end(), part.begin(), part.end());
    const auto used = parser.feed(waiting);
    if (!used) return std::unexpected(used.error());
    waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(*used));
  }
  if (!parser.complete()) return std::unexpected(HttpFault{0, {}});
  return parser.take();
}

int status_of(std::string_view text, HttpLimits limits = {}) {
  const Parsed got = parse(text, 1 << 20, limits);
  return got ? 200 : got.error().status;
}

TEST(HttpParser, ReadsARequestCutAnywhere) {
  const std::string_view text =
      "POST /api/x?a=1&b HTTP/1.1\r\nHost: city:8080\r\nX-Two: b\r\nCookie: a=1; yc_session=abc; "
      "c=2\r\n"
      "Content-Length: 5\r\n\r\nhello";
  for (std::size_t piece = 1; piece < text.size(); ++piece) {
    const Parsed got = parse(text, piece);
    ASSERT_TRUE(got) << piece;
    EXPECT_EQ(got->method, "POST");
    EXPECT_EQ(got->path, "/api/x");
    EXPECT_EQ(got->query, "a=1&b");
    EXPECT_EQ(got->header("x-two"), "b");
    EXPECT_EQ(got->cookie("yc_session"), "abc");
    EXPECT_EQ(got->cookie("session"), "");
    EXPECT_EQ(got->body, "hello");
    EXPECT_TRUE(got->keep_alive);
    EXPECT_FALSE(got->wants_websocket);
  }
}

TEST(HttpParser, TakesPipelinedRequestsOneByOne) {
  HttpParser parser({});
  const std::string_view text =
      "GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n";
  auto rest = std::as_bytes(std::span(text));
  for (const char* path : {"/a", "/b"}) {
    const auto used = parser.feed(rest);
    ASSERT_TRUE(used);
    ASSERT_TRUE(parser.complete());
    EXPECT_EQ(parser.take()->path, path);
    rest = rest.subspan(*used);
  }
  EXPECT_TRUE(rest.empty());
}

TEST(HttpParser, RefusesWhatIsNotHttp) {
  EXPECT_EQ(status_of("\x16\x03\x01\x02 TLS here\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/3.0\r\nHost: x\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET  / HTTP/1.1\r\nHost: x\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost : x\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 6\r\n\r\nhello!"), 400);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"), 400);
}

// RFC 9112 section 3.2 and 6.1.
TEST(HttpParser, RefusesWhatCouldSmuggleARequest) {
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            400);
}

// Found by fuzzing: this trailer trips an assertion in Beast 1.81.
TEST(HttpParser, AsksForALengthBeforeAChunkIsRead) {
  EXPECT_EQ(status_of(std::string_view("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked"
                                       "\r\n\r\n0\r\nA:\0\0\1\x90 b\r\n\r\n",
                                       71)),
            411);
}

TEST(HttpParser, HoldsHeaderAndBodyToTheirLimits) {
  HttpLimits limits{1024, 10};
  const std::string big(1100, 'a');
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: x\r\nA: " + big + "\r\n\r\n", limits), 431);
  EXPECT_EQ(status_of("GET /" + big + " HTTP/1.1\r\nHost: x\r\n\r\n", limits), 431);
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: x\r\nA: " + big, limits), 431);
  EXPECT_EQ(
      status_of("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n12345678901", limits),
      413);
  EXPECT_EQ(status_of("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n1234567890", limits),
            200);
}

TEST(HttpParser, KnowsAWebSocketUpgrade) {
  const std::string head = "GET /ws HTTP/1.1\r\nHost: x\r\n";
  const std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  const std::string version = "Sec-WebSocket-Version: 13\r\n";
  const auto wants = [&](const std::string& fields) {
    const Parsed got = parse(head + fields + "\r\n");
    return got && got->wants_websocket;
  };
  EXPECT_TRUE(wants("Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n" + key + version));
  EXPECT_TRUE(wants("upgrade: WebSocket\r\nconnection: upgrade\r\n" + key + version));
  EXPECT_FALSE(wants("Upgrade: websocket\r\nConnection: Upgrade\r\n" + key));
  EXPECT_FALSE(wants("Upgrade: websocket\r\nConnection: Upgrade\r\n" + key +
                     "Sec-WebSocket-Version: 8\r\n"));
  EXPECT_FALSE(wants("Upgrade: websocket\r\nConnection: close\r\n" + key + version));
  EXPECT_FALSE(wants("Upgrade: h2c\r\nConnection: Upgrade\r\n" + key + version));
}

TEST(HttpPath, IsDecodedAndStaysInside) {
  EXPECT_EQ(clean_path("/@%E9%BB%84").value(), "/@\xe9\xbb\x84");
  EXPECT_EQ(clean_path("/a/..b/.c").value(), "/a/..b/.c");
  for (const char* bad : {"", "a", "*", "/..", "/a/../b", "/a/.", "/%2e%2e/x", "/a%2f..%2fb", "/%",
                          "/%4", "/%zz", "/a%00", "/a%0ab", "/a\\b", "/%5c"}) {
    EXPECT_FALSE(clean_path(bad)) << bad;
  }
}

TEST(HttpResponse, SaysLengthAndWhetherItCloses) {
  HttpResponse response;
  response.set("ETag", "\"1\"");
  response.body = std::make_shared<const base::Bytes>(3);
  EXPECT_EQ(response_head(response, true),
            "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nContent-Length: 3\r\n\r\n");
  response.status = 304;
  EXPECT_EQ(response_head(response, false),
            "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\nConnection: close\r\n\r\n");
}

}  // namespace
}  // namespace yc::gateway
