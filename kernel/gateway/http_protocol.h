#pragma once
// A connection while it speaks HTTP: requests in order, one at a time, until it closes or becomes a
// WebSocket. What is answered comes from a Site (routes.h).

#include <expected>
#include <functional>
#include <memory>
#include <string>

#include "kernel/base/address.h"
#include "kernel/base/executor.h"
#include "kernel/gateway/connection.h"
#include "kernel/gateway/gateway_metrics.h"
#include "kernel/gateway/http.h"
#include "kernel/gateway/limits.h"
#include "kernel/gateway/ws_protocol.h"

namespace yc::gateway {

// A request and what the connection knows of who asks.
struct RequestContext {
  const HttpRequest& request;
  std::string address;   // of the visitor, also behind a trusted proxy
  bool behind_proxy;     // a trusted proxy forwards the visitor
  bool on_this_machine;  // from a loopback address and through no proxy
  bool secure;           // by TLS, here or at a trusted proxy
  base::Executor& shard;
};

// Once, on the shard, during handle() or later. Ignored if the connection has gone.
using Reply = std::move_only_function<void(HttpResponse)>;

class Site {
 public:
  virtual ~Site() = default;
  virtual void answer(const RequestContext& context, Reply reply) = 0;
  // The endpoint of a WebSocket path, or the answer that refuses it.
  virtual std::expected<std::shared_ptr<WsEndpoint>, HttpResponse> open_websocket(
      const RequestContext& context) = 0;
};

// What all connections share.
struct GatewayContext {
  const base::Clock& clock;
  Limits limits;
  Site& site;
  GatewayMetrics& metrics;
  // Who holds WebSockets through trusted proxies: the connections themselves are the proxies'.
  AddressBook& visitors;
  base::AddressSet trusted_proxies;
  bool requires_tls = false;  // plain requests from elsewhere than this machine are sent to https
  bool echo_without_rates = false;
};

HttpResponse json_response(int status, const base::Json& json);

class HttpProtocol final : public Protocol {
 public:
  // admission: other than admitted, the first request is answered with the reason, then goodbye.
  HttpProtocol(Connection& connection, base::Executor& shard, GatewayContext& context,
               Admission admission);
  ~HttpProtocol() override;

  void on_bytes(std::span<const std::byte> bytes) override;
  void on_sent_all() override;
  void on_sweep(base::MonotonicTime now) override;
  void on_closed() override {}

 private:
  void serve();
  void handle(HttpRequest request);
  void upgrade(const RequestContext& context);
  bool answer_unwanted(const RequestContext& context);
  std::unique_ptr<AddressPlace> place_of(const RequestContext& context);
  void fault(const HttpFault& fault);
  void respond(HttpResponse response, bool keep_alive, bool with_body);
  RequestContext context_of(const HttpRequest& request) const;

  Connection& connection_;
  base::Executor& shard_;
  GatewayContext& context_;
  Admission admission_;
  HttpParser parser_;
  base::Bytes input_;
  HttpRequest request_;  // the last one; what a handler reads while it answers
  bool answering_ = false;
  TokenBucket requests_;
  base::MonotonicTime waiting_since_;  // for a whole request, or its first byte
  base::MonotonicTime answered_at_;    // the answer that is being sent
  bool first_ = true;
  bool paused_ = false;
  std::shared_ptr<HttpProtocol*> alive_;
};

}  // namespace yc::gateway
