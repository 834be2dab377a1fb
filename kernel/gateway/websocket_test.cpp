// Conformance of the framing: each test names the section of RFC 6455, or the case group of the
// Autobahn test suite whose idea it follows.
#include "kernel/gateway/websocket.h"

#include <gtest/gtest.h>

#include <numeric>

namespace yc::gateway {
namespace {

constexpr std::array<std::uint8_t, 4> kMask{0x37, 0xfa, 0x21, 0x3d};
constexpr std::size_t kMax = 16384;

base::Bytes bytes(std::string_view text) {
  const auto span = std::as_bytes(std::span(text));
  return {span.begin(), span.end()};
}

base::Bytes raw(std::initializer_list<int> values) {
  base::Bytes out;
  for (const int value : values) out.push_back(static_cast<std::byte>(value));
  return out;
}

// A frame of a client with any first byte and, if wanted, a length in a longer form.
base::Bytes frame(int first_byte, std::string_view payload) {
  base::Bytes out;
  append_frame(out, WsOpcode::text, bytes(payload), kMask);
  out[0] = static_cast<std::byte>(first_byte);
  return out;
}

constexpr int kFin = 0x80;
constexpr int kContinuation = 0, kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10;

struct Recorder final : WsSink {
  std::vector<std::string> events;  // "text:...", "ping:..." ...
  void on_message(bool is_text, std::span<const std::byte> m) override {
    add(is_text ? "text:" : "binary:", m);
  }
  void on_ping(std::span<const std::byte> p) override { add("ping:", p); }
  void on_pong(std::span<const std::byte> p) override { add("pong:", p); }
  void on_close(std::uint16_t code, std::string_view reason) override {
    events.push_back("close:" + std::to_string(code) + ":" + std::string(reason));
  }
  void add(std::string name, std::span<const std::byte> p) {
    events.push_back(name + std::string(reinterpret_cast<const char*>(p.data()), p.size()));
  }
};

struct Outcome {
  std::vector<std::string> events;
  int fault = 0;  // close code, or 0
};

Outcome parse(const base::Bytes& input, std::size_t piece = 1 << 20) {
  WsParser parser(WsSide::server, kMax);
  Recorder recorder;
  for (std::size_t at = 0; at < input.size(); at += piece) {
    const auto part = std::span(input).subspan(at, std::min(piece, input.size() - at));
    if (const auto fault = parser.feed(part, recorder)) {
      return {recorder.events, static_cast<int>(fault->code)};
    }
  }
  return {recorder.events, 0};
}

base::Bytes joined(std::initializer_list<base::Bytes> parts) {
  base::Bytes out;
  for (const auto& part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}

using Events = std::vector<std::string>;

TEST(WebSocketFraming, ExamplesOfSection5_7) {
  // "Hello", masked.
  EXPECT_EQ(parse(raw({0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58})).events,
            Events{"text:Hello"});
  // A ping with the same body, masked.
  EXPECT_EQ(parse(raw({0x89, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58})).events,
            Events{"ping:Hello"});
  // Unmasked text of a server, and 256 bytes of binary with a 16-bit length.
  base::Bytes out;
  append_frame(out, WsOpcode::text, bytes("Hello"));
  EXPECT_EQ(out, raw({0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f}));
  out.clear();
  append_frame(out, WsOpcode::binary, base::Bytes(256));
  EXPECT_EQ(base::Bytes(out.begin(), out.begin() + 4), raw({0x82, 0x7e, 0x01, 0x00}));
  out.clear();
  append_frame(out, WsOpcode::binary, base::Bytes(65536));
  EXPECT_EQ(base::Bytes(out.begin(), out.begin() + 10), raw({0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0}));
}

// Autobahn 1: each length at which the form of the length changes, whole and in small pieces.
TEST(WebSocketFraming, PayloadLengths) {
  for (const std::size_t length : {0, 1, 124, 125, 126, 127, 128, 255, 256, 4096, 16383, 16384}) {
    const std::string payload(length, '*');
    for (const std::size_t piece : {std::size_t{1}, std::size_t{997}, std::size_t{1 << 20}}) {
      const Outcome got = parse(frame(kFin | kText, payload), piece);
      EXPECT_EQ(got.events, Events{"text:" + payload}) << length;
    }
  }
}

TEST(WebSocketFraming, Section5_2_LengthMustBeInItsShortestForm) {
  EXPECT_EQ(parse(raw({0x82, 0xfe, 0x00, 0x7d, 0, 0, 0, 0})).fault, 1002);
  EXPECT_EQ(parse(raw({0x82, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0})).fault, 1002);
}

TEST(WebSocketFraming, HugeLengthIsRefusedBeforeItsPayload) {
  EXPECT_EQ(parse(raw({0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0})).fault, 1009);
  EXPECT_EQ(
      parse(raw({0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0})).fault,
      1009);
}

TEST(WebSocketFraming, FragmentsTogetherMayNotExceedTheLimit) {
  const std::string half(kMax / 2, 'x');
  const auto begin = joined({frame(kBinary, half), frame(kContinuation, half)});
  EXPECT_EQ(parse(joined({begin, frame(kFin | kContinuation, "")})).events.size(), 1u);
  EXPECT_EQ(parse(joined({begin, frame(kFin | kContinuation, "y")})).fault, 1009);
}

// Autobahn 2: pings and pongs.
TEST(WebSocketFraming, ControlFrames) {
  EXPECT_EQ(parse(frame(kFin | kPing, "")).events, Events{"ping:"});
  EXPECT_EQ(parse(frame(kFin | kPing, std::string(125, 'p'))).events,
            Events{"ping:" + std::string(125, 'p')});
  EXPECT_EQ(parse(frame(kFin | kPing, std::string(126, 'p'))).fault, 1002);  // section 5.5
  EXPECT_EQ(parse(frame(kPing, "fragment")).fault, 1002);                    // section 5.5
  EXPECT_EQ(parse(frame(kFin | kPong, "unasked")).events, Events{"pong:unasked"});
}

// Autobahn 3: reserved bits (section 5.2), which only extensions may set.
TEST(WebSocketFraming, ReservedBits) {
  for (const int bit : {0x40, 0x20, 0x10, 0x70}) {
    for (const int opcode : {kText, kBinary, kPing, kPong, kClose}) {
      EXPECT_EQ(parse(frame(kFin | bit | opcode, "x")).fault, 1002);
    }
  }
}

// Autobahn 4: reserved opcodes; what came before is delivered.
TEST(WebSocketFraming, ReservedOpcodes) {
  for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
    const Outcome got = parse(joined({frame(kFin | kText, "ok"), frame(kFin | opcode, "")}));
    EXPECT_EQ(got.events, Events{"text:ok"}) << opcode;
    EXPECT_EQ(got.fault, 1002) << opcode;
  }
}

// Autobahn 5: fragments, with control frames between them.
TEST(WebSocketFraming, Fragments) {
  const auto whole = joined({frame(kText, "frag"), frame(kContinuation, "men"),
                             frame(kFin | kPing, "now"), frame(kFin | kContinuation, "ted")});
  for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{1 << 20}}) {
    EXPECT_EQ(parse(whole, piece).events, (Events{"ping:now", "text:fragmented"}));
  }
  EXPECT_EQ(parse(frame(kFin | kContinuation, "x")).fault, 1002);
  EXPECT_EQ(parse(joined({frame(kText, "a"), frame(kFin | kText, "b")})).fault, 1002);
  EXPECT_EQ(parse(joined({frame(kText, ""), frame(kContinuation, ""), frame(kFin, "")})).events,
            Events{"text:"});
}

TEST(WebSocketFraming, Section5_1_MaskingIsRequiredOfClientsAndForbiddenToServers) {
  EXPECT_EQ(parse(raw({0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f})).fault, 1002);
  WsParser client(WsSide::client, kMax);
  Recorder recorder;
  const auto fault = client.feed(frame(kFin | kText, "x"), recorder);
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->code, WsCloseCode::protocol_error);
}

// Autobahn 6: UTF-8, whole, split inside a character, and split over fragments.
TEST(WebSocketFraming, Text) {
  const std::string good = "\xce\xba\xe1\xbd\xb9\xcf\x83 \xe6\xb1\x9f\xe5\x9f\x8e \xf0\x9f\x8f\xae";
  EXPECT_EQ(parse(frame(kFin | kText, good), 1).events, Events{"text:" + good});
  EXPECT_EQ(
      parse(joined({frame(kText, good.substr(0, 4)), frame(kFin | kContinuation, good.substr(4))}))
          .events,
      Events{"text:" + good});
  EXPECT_EQ(parse(frame(kFin | kBinary, "\xff\xfe")).fault, 0);
  for (const std::string_view bad :
       {"\xff", "\xfe", "\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xf0\x80\x80\x80",
        "\xed\xa0\x80", "\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "a\xe6\xb1z"}) {
    EXPECT_EQ(parse(frame(kFin | kText, bad)).fault, 1007);
  }
  EXPECT_EQ(parse(frame(kFin | kText, "\xe6\xb1")).fault, 1007);  // ends inside a character
  for (const std::string_view edge :
       {"\xed\x9f\xbf", "\xee\x80\x80", "\xf4\x8f\xbf\xbf", "\xef\xbf\xbf"}) {
    EXPECT_EQ(parse(frame(kFin | kText, edge)).fault, 0);
  }
}

// Autobahn 6.4: the fault is found in the fragment that holds it, before the message ends.
TEST(WebSocketFraming, BadTextIsRefusedEarly) {
  EXPECT_EQ(parse(frame(kText, "\xce\xba\xff")).fault, 1007);
}

// Autobahn 7: closing.
TEST(WebSocketFraming, Close) {
  const auto close = [](int code, std::string_view reason) {
    std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
    return parse(frame(kFin | kClose, payload + std::string(reason)));
  };
  EXPECT_EQ(parse(frame(kFin | kClose, "")).events, Events{"close:1005:"});
  EXPECT_EQ(parse(frame(kFin | kClose, "\x03")).fault, 1002);
  EXPECT_EQ(close(1000, "bye").events, Events{"close:1000:bye"});
  EXPECT_EQ(close(1000, std::string(123, 'r')).fault, 0);
  EXPECT_EQ(close(1000, std::string(124, 'r')).fault, 1002);
  EXPECT_EQ(close(1000, "\xff").fault, 1007);
  for (const int code :
       {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999}) {
    EXPECT_EQ(close(code, "").fault, 0) << code;
  }
  for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
    EXPECT_EQ(close(code, "").fault, 1002) << code;
  }
}

TEST(WebSocketFraming, NothingIsReadAfterClose) {
  EXPECT_EQ(parse(joined({frame(kFin | kClose, ""), frame(kFin | kText, "late")})).events,
            Events{"close:1005:"});
}

TEST(WebSocketFraming, AnyCutOfAConversationParsesTheSame) {
  const auto talk =
      joined({frame(kText, "ab"), frame(kFin | kPing, "p"),
              frame(kFin | kContinuation, std::string(300, 'c')),
              frame(kFin | kBinary, std::string(127, '\0')), frame(kFin | kClose, "")});
  const Events whole = parse(talk).events;
  ASSERT_EQ(whole.size(), 4u);
  for (std::size_t piece = 1; piece < 40; ++piece) EXPECT_EQ(parse(talk, piece).events, whole);
}

TEST(WebSocketHandshake, AcceptKeyOfSection1_3) {
  EXPECT_EQ(websocket_accept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_TRUE(is_websocket_key("dGhlIHNhbXBsZSBub25jZQ=="));
  EXPECT_FALSE(is_websocket_key("dGhlIHNhbXBsZSBub25jZQ"));
  EXPECT_FALSE(is_websocket_key("dGhlIHNhbXBsZSBub25jZQ=\n"));
}

}  // namespace
}  // namespace yc::gateway
