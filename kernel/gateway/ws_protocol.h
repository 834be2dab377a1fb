#pragma once
// A WebSocket connection after its handshake: framing, limits, pings, closing. What is said goes to
// an endpoint: a session in the city, or the echo of a conformance test.

#include <memory>
#include <string>

#include "kernel/gateway/connection.h"
#include "kernel/gateway/gateway_metrics.h"
#include "kernel/gateway/limits.h"
#include "kernel/gateway/websocket.h"
#include "schema/messages.h"

namespace yc::gateway {

// What an endpoint may do with its connection, on the shard.
class WsChannel {
 public:
  virtual ~WsChannel() = default;
  virtual void send_text(std::string_view message) = 0;
  virtual void send_binary(std::span<const std::byte> message) = 0;
  virtual void send(const WsBatch& messages) = 0;  // in one write
  virtual bool idle() const = 0;  // nothing waits: a frame sent now goes out at once
  // Sends `why` as a refused message with closing set, then closes with a code that fits it.
  virtual void refuse(schema::Refused why) = 0;
  virtual void close(WsCloseCode code, std::string_view reason) = 0;
};

class WsEndpoint {
 public:
  virtual ~WsEndpoint() = default;
  virtual void opened(WsChannel& channel) = 0;  // first
  virtual void on_text(std::string_view message) = 0;
  virtual void on_binary(std::span<const std::byte> message) = 0;
  virtual void on_sweep(base::MonotonicTime now) = 0;
  virtual void closed() = 0;  // last, perhaps inside a call to the channel; then do not use that
};

// Sends back what it gets, for conformance suites (setting echo-route).
std::shared_ptr<WsEndpoint> make_echo_endpoint();
// Says why nobody is let in, and closes.
std::shared_ptr<WsEndpoint> make_refusing_endpoint(schema::Refused why);

schema::Refused refusal(schema::Reason reason, std::string cause, std::string remedy);
WsCloseCode close_code_for(schema::Reason reason);

class WsProtocol final : public Protocol, private WsSink, private WsChannel {
 public:
  // place: held as long as the connection; null where the connection itself is counted.
  WsProtocol(Connection& connection, std::shared_ptr<WsEndpoint> endpoint, const Limits& limits,
             bool limit_rates, const base::Clock& clock, GatewayMetrics& metrics,
             std::unique_ptr<AddressPlace> place);

  void open() { endpoint_->opened(*this); }  // once it is the connection's protocol

  void on_bytes(std::span<const std::byte> bytes) override;
  void on_sent_all() override {}
  void on_sweep(base::MonotonicTime now) override;
  void on_closed() override;

 private:
  void on_message(bool is_text, std::span<const std::byte> message) override;
  void on_ping(std::span<const std::byte> payload) override;
  void on_pong(std::span<const std::byte> payload) override;
  void on_close(std::uint16_t code, std::string_view reason) override;

  void send_text(std::string_view message) override;
  void send_binary(std::span<const std::byte> message) override;
  void send(const WsBatch& messages) override;
  bool idle() const override { return connection_.idle(); }
  void refuse(schema::Refused why) override;
  void close(WsCloseCode code, std::string_view reason) override;

  bool within_rate(bool allowed);
  void tell_end();
  void send_frame(WsOpcode opcode, std::span<const std::byte> payload);
  void send_bytes(std::span<const std::byte> frames, std::size_t messages);

  Connection& connection_;
  std::shared_ptr<WsEndpoint> endpoint_;
  const Limits& limits_;
  bool limit_rates_;
  const base::Clock& clock_;
  GatewayMetrics& metrics_;
  std::unique_ptr<AddressPlace> place_;
  base::Bytes frame_;  // the last one sent: its memory is used again
  WsParser parser_;
  TokenBucket messages_;
  TokenBucket bytes_;
  base::MonotonicTime heard_;
  base::MonotonicTime pinged_;
  bool closed_ = false;    // a close frame has been sent
  bool told_end_ = false;  // the endpoint has been told
};

}  // namespace yc::gateway
