#include "kernel/gateway/routes.h"

#include <algorithm>
#include <utility>

#include "kernel/base/address.h"
#include "kernel/base/log.h"
#include "kernel/base/sha256.h"
#include "kernel/gateway/api.h"
#include "kernel/gateway/session_cookie.h"
#include "schema/openapi.h"

namespace yc::gateway {
namespace {

constexpr std::size_t kBlobCacheBytes = 256 * 1024 * 1024;
constexpr base::Duration kTickMayStand = std::chrono::seconds(5);

// Scripts and styles come from our own files only. WebAssembly is for the mesh and texture
// decoders, blob: for their workers and for textures inside glTF files.
constexpr std::string_view kContentSecurityPolicy =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; "
    "style-src 'self'; img-src 'self' blob: data:; connect-src 'self' blob: data:; "
    "font-src 'self' data:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'";

constexpr std::string_view kManifests = "/api/manifests/";

enum class Match { exact, prefix };

HttpResponse plain_text(int status, std::string_view type, std::string_view text) {
  HttpResponse out;
  out.status = status;
  out.set("Content-Type", std::string(type));
  out.set("Cache-Control", "no-store");
  const auto bytes = std::as_bytes(std::span(text));
  out.body = std::make_shared<const base::Bytes>(bytes.begin(), bytes.end());
  return out;
}

HttpResponse not_found(const HttpRequest& request) {
  return problem(Reason::not_found, language_of(request));
}

std::string_view host_of(std::string_view origin) {
  const auto scheme = origin.find("://");
  return scheme == std::string_view::npos ? std::string_view{} : origin.substr(scheme + 3);
}

// As a browser writes it: in small letters, without the port that the scheme stands for.
std::string normal_origin(std::string_view text) {
  std::string out;
  for (const char c : text) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const std::string_view port = out.starts_with("https://") ? ":443" : ":80";
  if (out.ends_with(port)) out.resize(out.size() - port.size());
  return out;
}

bool list_contains(std::string_view list, std::string_view item) {
  while (!list.empty()) {
    std::string_view entry = list.substr(0, list.find(','));
    list.remove_prefix(std::min(entry.size() + 1, list.size()));
    while (!entry.empty() && entry.front() == ' ') entry.remove_prefix(1);
    while (!entry.empty() && (entry.back() == ' ' || entry.back() == '/')) entry.remove_suffix(1);
    if (normal_origin(entry) == item) return true;
  }
  return false;
}

// Host, or host and port, without them: "[::1]:8080" is "::1".
std::string_view without_port(std::string_view host) {
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.find(':'));
}

// Numbers and localhost cannot be given to another machine by whoever owns a name.
bool is_this_machine_or_number(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost") ||
         base::is_numeric_address(std::string(host));
}

// The description of the API, as it stands in the program.
WebFilePtr make_open_api() {
  const auto bytes = std::as_bytes(std::span(schema::api::kOpenApi));
  const std::string etag = base::to_hex(base::sha256(bytes)).substr(0, 32);
  return make_web_file({bytes.begin(), bytes.end()}, "openapi.json", etag, false);
}

}  // namespace

struct CitySite::Route {
  std::string_view method;  // GET answers HEAD too
  std::string_view path;
  Match match;
  void (CitySite::*handle)(const RequestContext& context, Reply reply);
};

const CitySite::Route CitySite::kRoutes[] = {
    {"GET", "/", Match::exact, &CitySite::page},
    {"GET", "/@", Match::prefix, &CitySite::page},
    {"GET", "/s/", Match::prefix, &CitySite::page},
    {"GET", "/console", Match::exact, &CitySite::console},
    {"GET", "/healthz", Match::exact, &CitySite::healthz},
    {"GET", "/readyz", Match::exact, &CitySite::readyz},
    {"GET", "/metrics", Match::exact, &CitySite::metrics},
    {"GET", kManifests, Match::prefix, &CitySite::manifest},
    {"GET", "/blob/", Match::prefix, &CitySite::blob},
    {"GET", "/api", Match::exact, &CitySite::api_page},
    {"GET", "/api/openapi.json", Match::exact, &CitySite::open_api},
    {"GET", "/", Match::prefix, &CitySite::file},
};

void add_security_headers(HttpResponse& response) {
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "strict-origin-when-cross-origin");
  response.set("Content-Security-Policy", std::string(kContentSecurityPolicy));
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Permissions-Policy",
               "camera=(), microphone=(self), geolocation=(), payment=(), usb=(), serial=(), "
               "midi=(), fullscreen=(self), xr-spatial-tracking=(self)");
}

bool is_known_host(const HttpRequest& request, const base::Settings& settings) {
  const std::string& listen = settings.text("listen");
  if (settings.text("public-url").empty() && !base::is_loopback(listen)) return true;
  const std::string_view host = request.header("host");
  return is_this_machine_or_number(without_port(host)) ||
         host_of(normal_origin(settings.text("public-url"))) == host;
}

bool is_allowed_origin(const HttpRequest& request, const base::Settings& settings) {
  const std::string_view origin = request.header("origin");
  if (origin.empty()) return true;
  const std::string_view host = host_of(origin);
  const bool same = !host.empty() && host == request.header("host");
  if (same && is_known_host(request, settings)) return true;
  return list_contains(settings.text("public-url"), origin) ||
         list_contains(settings.text("allowed-origins"), origin);
}

base::Error origin_error() {
  return {base::ErrorCode::denied,
          "the page that asks comes from another site, or from a name that is not public-url",
          "set public-url to the address of this city, or add the site to allowed-origins"};
}

CitySite::CitySite(SiteParts parts, BackupDesk& backups)
    : parts_(parts),
      api_(make_api(parts, &backups)),
      open_api_(make_open_api()),
      blobs_(kBlobCacheBytes) {}

CitySite::~CitySite() = default;

void CitySite::answer(const RequestContext& context, Reply reply) {
  const HttpRequest& request = context.request;
  Reply finished = [reply = std::move(reply)](HttpResponse response) mutable {
    add_security_headers(response);
    reply(std::move(response));
  };
  if (request.path.starts_with("/api/") && Api::knows(request)) {
    return api_->answer(context, actor_of(context), std::move(finished));
  }
  const std::string method = request.method == "HEAD" ? "GET" : request.method;
  const Route* known = nullptr;
  for (const Route& route : kRoutes) {
    const bool matches = route.match == Match::exact ? request.path == route.path
                                                     : request.path.starts_with(route.path);
    if (matches && route.method == method)
      return (this->*route.handle)(context, std::move(finished));
    if (matches && route.match == Match::exact) known = &route;
  }
  if (known == nullptr) return finished(not_found(request));
  HttpResponse response;
  response.status = 204;
  if (method != "OPTIONS") response = problem(Reason::method_unknown, language_of(request));
  response.set("Allow", std::string(known->method) + ", HEAD, OPTIONS");
  finished(std::move(response));
}

void CitySite::page(const RequestContext& context, Reply reply) {
  send_page("/index.html", context, std::move(reply));
}

void CitySite::console(const RequestContext& context, Reply reply) {
  send_page("/console.html", context, std::move(reply));
}

// Below /api/ there are calls only, so that a misspelt one is not looked for among the pages.
void CitySite::file(const RequestContext& context, Reply reply) {
  const std::string& path = context.request.path;
  if (path.starts_with("/api/")) return reply(not_found(context.request));
  send_page(path, context, std::move(reply));
}

void CitySite::send_page(std::string_view path, const RequestContext& context, Reply reply) {
  const WebFilePtr found = parts_.pages.find(path);
  reply(found ? file_response(*found, context.request) : not_found(context.request));
}

void CitySite::healthz(const RequestContext&, Reply reply) {
  reply(json_response(200, {{"status", "alive"}}));
}

// Ready: not stopping, the city's clock moves, and what people do can be written.
void CitySite::readyz(const RequestContext& context, Reply reply) {
  const auto age = parts_.clock.monotonic() - parts_.sessions.spaces.city().latest()->at();
  const store::Writing writing = parts_.store.writing();
  parts_.store.try_writing();  // a disk that has room again is known at the next question
  const auto not_ready = [&](Reason reason, std::string cause, std::string remedy) {
    const base::Error error{base::ErrorCode::unavailable, std::move(cause), std::move(remedy)};
    reply(problem(503, reason, language_of(context.request), detail_of(error)));
  };
  if (stopping_) {
    not_ready(Reason::shutting_down, "the server is stopping", "ask again in a moment");
  } else if (writing == store::Writing::stopped) {
    not_ready(Reason::not_durable, "the disk failed: nothing is written any more",
              "repair the disk, then start the server again");
  } else if (writing == store::Writing::disk_full) {
    not_ready(Reason::not_durable, "the disk is full: nobody new can enter",
              "make room on the disk");
  } else if (age >= kTickMayStand) {
    not_ready(Reason::internal, "the city's clock stands still", "start the server again");
  } else {
    reply(json_response(200, {{"status", "ready"}}));
  }
}

void CitySite::metrics(const RequestContext& context, Reply reply) {
  const bool local = context.on_this_machine && parts_.settings.flag("metrics-loopback") &&
                     is_known_host(context.request, parts_.settings);
  if (!local && !parts_.rights.decide(actor_of(context), rights::Act::see_operator_page, {})) {
    const base::Error error{base::ErrorCode::denied,
                            "metrics are for this machine and administrators",
                            "ask from this machine or enter the console first"};
    return reply(problem(Reason::denied, language_of(context.request), detail_of(error)));
  }
  reply(plain_text(200, "text/plain; version=0.0.4", parts_.metrics.prometheus_text()));
}

void CitySite::manifest(const RequestContext& context, Reply reply) {
  const std::string_view name = std::string_view(context.request.path).substr(kManifests.size());
  const auto space = parts_.sessions.spaces.find(name);
  if (!space) return reply(not_found(context.request));
  if (const schema::Refused why = parts_.sessions.spaces.why_not(visitor_of(context), *space);
      why.closing) {
    return reply(problem(403, reason_named(name_of(why.reason), Reason::denied),
                         language_of(context.request),
                         detail_of({base::ErrorCode::denied, why.cause, why.remedy, {}})));
  }
  send_blob({space->manifest, "json"}, context, true, std::move(reply));
}

void CitySite::blob(const RequestContext& context, Reply reply) {
  const auto name = store::parse_blob_name(
      std::string_view(context.request.path).substr(std::string_view("/blob/").size()));
  if (!name) return reply(not_found(context.request));
  send_blob(*name, context, false, std::move(reply));
}

// From the cache, or read and compressed on the file executor.
void CitySite::send_blob(const store::BlobName& name, const RequestContext& context,
                         bool as_manifest, Reply reply) {
  // A manifest is named by the space, so it changes; the blob itself never does.
  const std::string key = (as_manifest ? "manifest " : "") + name.text();
  if (const WebFilePtr found = blobs_.find(key)) {
    return reply(file_response(*found, context.request));
  }
  parts_.file_executor.post([this, name, key, as_manifest, request = context.request,
                             shard = &context.shard, reply = std::move(reply)]() mutable {
    const WebFilePtr made = make_blob(name, key, !as_manifest);
    shard->post([made, request = std::move(request), reply = std::move(reply)]() mutable {
      reply(made ? file_response(*made, request) : not_found(request));
    });
  });
}

// On the file executor, which does one after another: of many first requests for a blob, the first
// compresses it and the others find it in the cache.
WebFilePtr CitySite::make_blob(const store::BlobName& name, const std::string& key,
                               bool immutable) {
  if (WebFilePtr found = blobs_.find(key)) return found;
  auto bytes = parts_.store.read_blob(name);
  if (!bytes) {
    if (bytes.error().code != base::ErrorCode::not_found) {
      base::log_error("blob_unreadable", {{"blob", name.text()}, {"cause", bytes.error().cause}});
    }
    return nullptr;
  }
  parts_.sessions.metrics.blobs_prepared.add();
  const std::string etag = base::to_hex(name.sha256).substr(0, 32);
  WebFilePtr made = make_web_file(std::move(*bytes), name.text(), etag, immutable);
  blobs_.keep(key, made);
  return made;
}

rights::Actor CitySite::actor_of(const RequestContext& context) const {
  rights::Actor actor;
  actor.address = context.address;
  const std::string_view token = context.request.cookie(kSessionCookie);
  if (token.empty()) return actor;
  if (const auto session = parts_.identity.find_session(token)) actor.person = session->person;
  return actor;
}

// Somebody who may be a guest that was let into a closed space.
rights::Actor CitySite::visitor_of(const RequestContext& context) const {
  rights::Actor actor = actor_of(context);
  const std::string_view token = context.request.header(kGuestTokenField);
  if (actor.person || token.empty()) return actor;
  if (const auto guest = parts_.identity.guest_of(token)) actor.person = guest->id;
  return actor;
}

void CitySite::api_page(const RequestContext& context, Reply reply) {
  send_page("/api.html", context, std::move(reply));
}

void CitySite::open_api(const RequestContext& context, Reply reply) {
  reply(file_response(*open_api_, context.request));
}

std::expected<std::shared_ptr<WsEndpoint>, HttpResponse> CitySite::open_websocket(
    const RequestContext& context) {
  if (!is_allowed_origin(context.request, parts_.settings)) {
    parts_.sessions.metrics.refused("origin_refused");
    return std::unexpected(
        problem(Reason::origin_refused, language_of(context.request), detail_of(origin_error())));
  }
  if (context.request.path == "/ws/echo" && parts_.settings.flag("echo-route")) {
    return make_echo_endpoint();
  }
  if (context.request.path != "/ws") return std::unexpected(not_found(context.request));
  if (stopping_) {
    return make_refusing_endpoint(
        refusal(schema::Reason::shutting_down, "the server is stopping", "come back in a moment"));
  }
  const auto hub = std::ranges::find(hubs_, &context.shard, &decltype(hubs_)::value_type::first);
  space::Door::Caller caller{context.address, {}, 0};
  if (const auto session = parts_.identity.find_session(context.request.cookie(kSessionCookie))) {
    caller.person = session->person;
    caller.session = session->id;
    parts_.accounts.sessions.note_seen(*session);
  }
  return std::make_shared<Session>(parts_.sessions, *hub->second, context.shard, std::move(caller));
}

void CitySite::add_hub(base::Executor& shard, FrameHub& hub) {
  hubs_.emplace_back(&shard, &hub);
}

}  // namespace yc::gateway
