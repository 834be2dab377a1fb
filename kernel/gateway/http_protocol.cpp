#include "kernel/gateway/http_protocol.h"

#include <utility>

#include "kernel/gateway/problem.h"

namespace yc::gateway {
namespace {

// A refused client that does not ask at once is not told why.
constexpr base::Duration kToldWithin = std::chrono::seconds(2);

base::Bytes bytes_of(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

// Of one that is not admitted.
Reason reason_of(Admission admission) {
  switch (admission) {
    case Admission::too_many_from_address:
      return Reason::too_many_connections;
    case Admission::too_fast_from_address:
      return Reason::rate_limited;
    default:
      return Reason::server_full;
  }
}

base::Error error_of(Admission admission) {
  switch (admission) {
    case Admission::too_many_from_address:
      return {base::ErrorCode::denied, "this address holds too many connections",
              "close some; the operator may raise limits.connections-per-address"};
    case Admission::too_fast_from_address:
      return {base::ErrorCode::denied, "too many new connections from this address",
              "wait a moment; the operator may raise limits.new-connections-per-second"};
    default:
      return {base::ErrorCode::full, "the server holds as many connections as it may",
              "come back later; the operator may raise limits.connections"};
  }
}

schema::Refused refused_message(Admission admission) {
  const base::Error error = error_of(admission);
  schema::Refused out = refusal(reason_of(admission), error.cause, error.remedy);
  out.retry_after_s = 10;
  return out;
}

Reason fault_reason(int status) {
  if (status == 431) return Reason::header_too_large;
  if (status == 413) return Reason::body_too_large;
  return Reason::bad_request;
}

// The address that the nearest trusted proxy saw; empty when it says none.
std::string last_forwarded(std::string_view header) {
  const auto comma = header.rfind(',');
  if (comma != std::string_view::npos) header.remove_prefix(comma + 1);
  while (!header.empty() && header.front() == ' ') header.remove_prefix(1);
  while (!header.empty() && header.back() == ' ') header.remove_suffix(1);
  return base::canonical_address(std::string(header));
}

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 255 &&
         host.find_first_not_of(
             "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
             "-.:[]") == std::string_view::npos;
}

}  // namespace

HttpResponse json_response(int status, const base::Json& json) {
  HttpResponse out;
  out.status = status;
  out.set("Content-Type", "application/json; charset=utf-8");
  out.set("Cache-Control", "no-store");
  out.body = std::make_shared<const base::Bytes>(bytes_of(base::dump_json(json) + "\n"));
  return out;
}

HttpProtocol::HttpProtocol(Connection& connection, base::Executor& shard, GatewayContext& context,
                           Admission admission)
    : connection_(connection),
      shard_(shard),
      context_(context),
      admission_(admission),
      parser_(context.limits.http),
      requests_(context.limits.requests_per_second, context.clock.monotonic()),
      waiting_since_(context.clock.monotonic()),
      alive_(std::make_shared<HttpProtocol*>(this)) {}

HttpProtocol::~HttpProtocol() {
  *alive_ = nullptr;
}

void HttpProtocol::on_bytes(std::span<const std::byte> bytes) {
  if (input_.empty() && !parser_.started() && !first_) waiting_since_ = context_.clock.monotonic();
  input_.insert(input_.end(), bytes.begin(), bytes.end());
  serve();
}

void HttpProtocol::on_sent_all() {
  waiting_since_ = context_.clock.monotonic();
  serve();
}

// Answers the requests in the buffer one after another; the next waits until the last is sent, so a
// client that pipelines without reading fills only its own buffers.
void HttpProtocol::serve() {
  const std::shared_ptr<HttpProtocol*> alive = alive_;
  while (!answering_ && connection_.waiting_bytes() == 0 && !connection_.closing()) {
    const auto used = parser_.feed(input_);
    if (!used) return fault(used.error());
    input_.erase(input_.begin(), input_.begin() + static_cast<std::ptrdiff_t>(*used));
    if (!parser_.complete()) break;
    auto request = parser_.take();
    if (!request) return fault(request.error());
    handle(std::move(*request));
    if (*alive == nullptr) return;  // became a WebSocket
  }
  const std::size_t most = context_.limits.http.header_bytes + context_.limits.http.body_bytes;
  const bool full = input_.size() > most;
  if (full != paused_) {
    paused_ = full;
    full ? connection_.pause_reading() : connection_.resume_reading();
  }
}

RequestContext HttpProtocol::context_of(const HttpRequest& request) const {
  RequestContext out{request, connection_.peer_address(), false,
                     false,   connection_.encrypted(),    shard_};
  const bool through_proxy =
      !request.header("x-forwarded-for").empty() || !request.header("forwarded").empty();
  out.on_this_machine = base::is_loopback(out.address) && !through_proxy;
  if (context_.trusted_proxies.contains(out.address)) {
    const std::string client = last_forwarded(request.header("x-forwarded-for"));
    out.behind_proxy = !client.empty();
    if (out.behind_proxy) out.address = client;
    out.secure = out.secure || request.header("x-forwarded-proto") == "https";
  }
  return out;
}

void HttpProtocol::handle(HttpRequest request) {
  first_ = false;
  answering_ = true;
  request_ = std::move(request);
  context_.metrics.requests.add();
  const RequestContext context = context_of(request_);
  if (request_.wants_websocket) return upgrade(context);
  if (answer_unwanted(context)) return;
  context_.site.answer(context, [alive = alive_, keep_alive = request_.keep_alive,
                                 with_body = request_.method != "HEAD"](HttpResponse response) {
    if (*alive != nullptr) (*alive)->respond(std::move(response), keep_alive, with_body);
  });
}

// Requests that a limit or a rule refuses before any route sees them.
bool HttpProtocol::answer_unwanted(const RequestContext& context) {
  const bool with_body = request_.method != "HEAD";
  if (admission_ != Admission::admitted) {
    HttpResponse response =
        problem(reason_of(admission_), language_of(request_), detail_of(error_of(admission_)));
    response.set("Retry-After", "10");
    respond(std::move(response), false, with_body);
    return true;
  }
  // What a proxy sends comes from many visitors: it is for the proxy to limit.
  if (!context.behind_proxy && !requests_.take(1, context_.clock.monotonic())) {
    context_.metrics.refused("rate_limited");
    const base::Error error{base::ErrorCode::denied, "too many requests on this connection",
                            "send fewer; the operator may raise limits.requests-per-second"};
    HttpResponse response = problem(Reason::rate_limited, language_of(request_), detail_of(error));
    response.set("Retry-After", "5");
    respond(std::move(response), false, with_body);
    return true;
  }
  const std::string_view host = request_.header("host");
  if (!context_.requires_tls || context.secure || context.on_this_machine) return false;
  HttpResponse response;
  if (!is_host(host) || (request_.method != "GET" && request_.method != "HEAD")) {
    response =
        problem(Reason::denied, language_of(request_),
                detail_of({base::ErrorCode::denied, "this server speaks TLS only", "use https"}));
  } else {
    response.status = 308;
    response.set("Location", "https://" + std::string(host) + request_.target);
  }
  respond(std::move(response), false, with_body);
  return true;
}

// The visitor's own place where the connection is a proxy's; null where it is the visitor's.
std::unique_ptr<AddressPlace> HttpProtocol::place_of(const RequestContext& context) {
  if (!context.behind_proxy || admission_ != Admission::admitted) return nullptr;
  auto place = std::make_unique<AddressPlace>(context_.visitors, context.address,
                                              context_.clock.monotonic());
  admission_ = place->admission();
  if (admission_ != Admission::admitted) context_.metrics.refused(name_of(reason_of(admission_)));
  return place;
}

void HttpProtocol::upgrade(const RequestContext& context) {
  const std::string key(request_.header("sec-websocket-key"));
  const auto refuse = [&](Reason reason, const base::Error& error) {
    context_.metrics.refused(name_of(reason));
    respond(problem(reason, language_of(request_), detail_of(error)), false, true);
  };
  if (!is_websocket_key(key)) {
    return refuse(Reason::bad_message,
                  {base::ErrorCode::bad_input, "Sec-WebSocket-Key is not 16 bytes in base64",
                   "send a key as RFC 6455 says"});
  }
  if (context_.requires_tls && !context.secure && !context.on_this_machine) {
    return refuse(Reason::denied,
                  {base::ErrorCode::denied, "this server speaks TLS only", "connect by wss"});
  }
  auto endpoint = context_.site.open_websocket(context);
  if (!endpoint) return respond(std::move(endpoint).error(), false, true);
  auto place = place_of(context);
  if (admission_ != Admission::admitted) {
    endpoint = make_refusing_endpoint(refused_message(admission_));
  }
  const bool is_echo = request_.path == "/ws/echo";
  HttpResponse accepted;
  accepted.status = 101;
  accepted.set("Upgrade", "websocket");
  accepted.set("Connection", "Upgrade");
  accepted.set("Sec-WebSocket-Accept", websocket_accept(key));
  connection_.send(bytes_of(response_head(accepted, true)));
  auto websocket = std::make_unique<WsProtocol>(connection_, std::move(*endpoint), context_.limits,
                                                !(is_echo && context_.echo_without_rates),
                                                context_.clock, context_.metrics, std::move(place));
  WsProtocol& speaking = *websocket;
  const base::Bytes rest = std::move(input_);
  *alive_ = nullptr;
  connection_.become(std::move(websocket));
  speaking.open();
  if (!rest.empty()) speaking.on_bytes(rest);
}

void HttpProtocol::respond(HttpResponse response, bool keep_alive, bool with_body) {
  answering_ = false;
  waiting_since_ = answered_at_ = context_.clock.monotonic();
  connection_.send(bytes_of(response_head(response, keep_alive)));
  if (with_body && response.body) connection_.send(response.body);
  if (!keep_alive) return connection_.close_within(context_.limits.answer);
  // Not inside the handler's call, so that pipelined requests do not nest.
  shard_.post([alive = alive_] {
    if (*alive != nullptr) (*alive)->serve();
  });
}

void HttpProtocol::fault(const HttpFault& fault) {
  const Reason reason = fault_reason(fault.status);
  context_.metrics.refused(name_of(reason));
  respond(problem(fault.status, reason, Language::en, detail_of(fault.error)), false, true);
}

void HttpProtocol::on_sweep(base::MonotonicTime now) {
  const Limits& limits = context_.limits;
  if (connection_.waiting_bytes() > 0) {
    // A client that reads a byte now and then makes progress too, but not for ever.
    const bool standing = now - connection_.progressed() > limits.http_idle;
    if (!standing && now - answered_at_ <= limits.answer) return;
    context_.metrics.refused(name_of(schema::Reason::too_slow));
    return connection_.drop();
  }
  if (answering_) return;  // the answer is being made
  const bool in_request = first_ || parser_.started() || !input_.empty();
  if (!in_request) {
    if (now - waiting_since_ > limits.http_idle) connection_.close();
    return;
  }
  const base::Duration patience = admission_ == Admission::admitted
                                      ? limits.handshake
                                      : std::min(limits.handshake, kToldWithin);
  if (now - waiting_since_ <= patience) return;
  context_.metrics.refused(name_of(Reason::request_timeout));
  if (!parser_.started() && input_.empty()) return connection_.drop();
  respond(problem(Reason::request_timeout, Language::en,
                  detail_of({base::ErrorCode::denied, "the request did not arrive in time",
                             "send it at once; see limits.handshake-seconds"})),
          false, true);
}

}  // namespace yc::gateway
