#include "kernel/gateway/ws_protocol.h"

#include <utility>

namespace yc::gateway {
namespace {

constexpr base::Duration kClosingTime = std::chrono::seconds(5);
constexpr std::size_t kFrameKeptBytes = 512;  // answers to pings; crowds go out in batches

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text));
}

class EchoEndpoint final : public WsEndpoint {
 public:
  void opened(WsChannel& channel) override { channel_ = &channel; }
  void on_text(std::string_view message) override { channel_->send_text(message); }
  void on_binary(std::span<const std::byte> message) override { channel_->send_binary(message); }
  void on_sweep(base::MonotonicTime) override {}
  void closed() override { channel_ = nullptr; }

 private:
  WsChannel* channel_ = nullptr;
};

class RefusingEndpoint final : public WsEndpoint {
 public:
  explicit RefusingEndpoint(schema::Refused why) : why_(std::move(why)) {}
  void opened(WsChannel& channel) override { channel.refuse(std::move(why_)); }
  void on_text(std::string_view) override {}
  void on_binary(std::span<const std::byte>) override {}
  void on_sweep(base::MonotonicTime) override {}
  void closed() override {}

 private:
  schema::Refused why_;
};

}  // namespace

std::shared_ptr<WsEndpoint> make_echo_endpoint() {
  return std::make_shared<EchoEndpoint>();
}

std::shared_ptr<WsEndpoint> make_refusing_endpoint(schema::Refused why) {
  return std::make_shared<RefusingEndpoint>(std::move(why));
}

schema::Refused refusal(schema::Reason reason, std::string cause, std::string remedy) {
  schema::Refused out;
  out.reason = reason;
  out.cause = std::move(cause);
  out.remedy = std::move(remedy);
  return out;
}

WsCloseCode close_code_for(schema::Reason reason) {
  using schema::Reason;
  switch (reason) {
    case Reason::shutting_down:
      return WsCloseCode::going_away;
    case Reason::message_too_large:
      return WsCloseCode::too_big;
    case Reason::server_full:
    case Reason::too_many_connections:
    case Reason::not_durable:
    case Reason::rate_limited:
    case Reason::too_slow:
    case Reason::silent:
      return WsCloseCode::try_again_later;
    case Reason::internal:
      return WsCloseCode::internal;
    default:
      return WsCloseCode::policy;
  }
}

WsProtocol::WsProtocol(Connection& connection, std::shared_ptr<WsEndpoint> endpoint,
                       const Limits& limits, bool limit_rates, const base::Clock& clock,
                       GatewayMetrics& metrics, std::unique_ptr<AddressPlace> place)
    : connection_(connection),
      endpoint_(std::move(endpoint)),
      limits_(limits),
      limit_rates_(limit_rates),
      clock_(clock),
      metrics_(metrics),
      place_(std::move(place)),
      parser_(WsSide::server, limits.message_bytes),
      messages_(limits.messages_per_second, clock.monotonic()),
      bytes_(limits.bytes_per_second, clock.monotonic()),
      heard_(clock.monotonic()),
      pinged_(heard_) {}

void WsProtocol::on_bytes(std::span<const std::byte> bytes) {
  if (closed_) return;
  heard_ = clock_.monotonic();
  metrics_.websocket_bytes_in.add(static_cast<double>(bytes.size()));
  if (!within_rate(bytes_.take(static_cast<double>(bytes.size()), heard_))) return;
  const auto fault = parser_.feed(bytes, *this);
  if (!fault || closed_) return;
  if (fault->code == WsCloseCode::too_big) {
    return refuse(refusal(schema::Reason::message_too_large,
                          "a message is larger than limits.message-bytes",
                          "send at most " + std::to_string(limits_.message_bytes) + " bytes"));
  }
  metrics_.refused("bad_message");
  close(fault->code, fault->cause);
}

// Cuts off who sends too much. False: nothing more may be done with what was sent.
bool WsProtocol::within_rate(bool allowed) {
  if (allowed || !limit_rates_) return true;
  refuse(refusal(schema::Reason::rate_limited, "too many messages or bytes in a short time",
                 "send less; see limits.messages-per-second and limits.bytes-per-second"));
  return false;
}

void WsProtocol::on_message(bool is_text, std::span<const std::byte> message) {
  metrics_.messages_in.add();
  if (closed_ || !within_rate(messages_.take(1, heard_))) return;
  if (is_text) {
    endpoint_->on_text({reinterpret_cast<const char*>(message.data()), message.size()});
  } else {
    endpoint_->on_binary(message);
  }
}

void WsProtocol::on_ping(std::span<const std::byte> payload) {
  if (closed_ || !within_rate(messages_.take(1, heard_))) return;
  send_frame(WsOpcode::pong, payload);
}

void WsProtocol::on_pong(std::span<const std::byte>) {
  if (!closed_) within_rate(messages_.take(1, heard_));
}

void WsProtocol::on_close(std::uint16_t code, std::string_view) {
  if (closed_) return;
  const bool without_code = code == static_cast<std::uint16_t>(WsCloseCode::no_status);
  close(without_code ? WsCloseCode::normal : static_cast<WsCloseCode>(code), {});
}

void WsProtocol::on_sweep(base::MonotonicTime now) {
  if (connection_.waiting_bytes() > 0 && now - connection_.progressed() > limits_.silent) {
    metrics_.refused(name_of(schema::Reason::too_slow));
    return connection_.drop();
  }
  if (now - heard_ > limits_.silent) {
    return refuse(refusal(schema::Reason::silent, "nothing heard for too long",
                          "answer pings; see limits.silent-seconds"));
  }
  if (now - std::max(heard_, pinged_) > limits_.ping) {
    pinged_ = now;
    send_frame(WsOpcode::ping, {});
  }
  if (!closed_) endpoint_->on_sweep(now);
}

void WsProtocol::on_closed() {
  closed_ = true;
  parser_.stop();
  tell_end();
}

void WsProtocol::tell_end() {
  if (!std::exchange(told_end_, true)) endpoint_->closed();
}

void WsProtocol::send_text(std::string_view message) {
  send_frame(WsOpcode::text, bytes_of(message));
}

void WsProtocol::send_binary(std::span<const std::byte> message) {
  send_frame(WsOpcode::binary, message);
}

void WsProtocol::send(const WsBatch& messages) {
  send_bytes(messages.bytes(), messages.messages());
}

void WsProtocol::send_frame(WsOpcode opcode, std::span<const std::byte> payload) {
  frame_.clear();
  append_frame(frame_, opcode, payload);
  send_bytes(frame_, 1);
  if (frame_.capacity() > kFrameKeptBytes) frame_ = {};
}

void WsProtocol::send_bytes(std::span<const std::byte> frames, std::size_t messages) {
  if (closed_) return;
  if (connection_.waiting_bytes() + frames.size() > limits_.outgoing_bytes) {
    return refuse(refusal(schema::Reason::too_slow, "messages pile up for this client",
                          "use a faster connection; see limits.outgoing-bytes"));
  }
  metrics_.messages_out.add(static_cast<double>(messages));
  metrics_.websocket_bytes_out.add(static_cast<double>(frames.size()));
  connection_.send(frames);
}

void WsProtocol::refuse(schema::Refused why) {
  if (closed_) return;
  why.closing = true;
  const std::string_view reason = name_of(why.reason);
  metrics_.refused(reason);
  base::Bytes frame;
  append_frame(frame, WsOpcode::text, bytes_of(base::dump_json(why.to_json())));
  connection_.send(frame);
  close(close_code_for(why.reason), reason);
}

void WsProtocol::close(WsCloseCode code, std::string_view reason) {
  if (std::exchange(closed_, true)) return;
  parser_.stop();
  base::Bytes frame;
  append_close_frame(frame, code, reason);
  connection_.send(frame);
  connection_.close_within(kClosingTime);
  tell_end();
}

}  // namespace yc::gateway
