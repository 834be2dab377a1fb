#include "kernel/gateway/gateway.h"

#include "kernel/base/address.h"

namespace yc::gateway {
namespace {

constexpr base::Duration kSweepEvery = std::chrono::milliseconds(250);
constexpr base::Duration kPollEvery = std::chrono::milliseconds(10);
constexpr base::Duration kGoodbyeTime = std::chrono::seconds(1);

}  // namespace

GatewayShard::GatewayShard(base::Executor& executor, GatewayContext& context,
                           AddressBook& addresses, TlsContext* tls)
    : executor_(executor),
      context_(context),
      addresses_(addresses),
      tls_(tls),
      alive_(std::make_shared<GatewayShard*>(this)) {
  executor_.post([alive = alive_] {
    if (*alive != nullptr) (*alive)->sweep();
  });
}

GatewayShard::~GatewayShard() {
  *alive_ = nullptr;
  for (auto& [key, member] : connections_) addresses_.release(member.address, member.admission);
}

void GatewayShard::accept(std::unique_ptr<base::ByteStream> stream) {
  const std::string address = stream->peer_address();
  context_.metrics.connections.add();
  const bool unlimited = context_.trusted_proxies.contains(address) ||
                         (context_.limits.relax_loopback && base::is_loopback(address));
  const auto [admission, stays] = addresses_.admit(address, unlimited, context_.clock.monotonic());
  if (admission != Admission::admitted) {
    const bool full = admission == Admission::server_full;
    const bool many = admission == Admission::too_many_from_address;
    context_.metrics.refused(full ? "server_full" : many ? "too_many_connections" : "rate_limited");
    if (!stays) return;
  }
  const TlsStream* encrypted = nullptr;
  if (tls_ != nullptr) {
    auto wrapped = make_tls_stream(std::move(stream), *tls_);
    encrypted = wrapped.get();
    stream = std::move(wrapped);
  }
  auto connection = std::make_unique<Connection>(std::move(stream), encrypted, context_.clock,
                                                 [this](Connection& gone) { remove(gone); });
  Connection& started = *connection;
  connections_.emplace(&started, Member{std::move(connection), address, admission});
  context_.metrics.connections_open.set(static_cast<double>(addresses_.open()));
  started.start(std::make_unique<HttpProtocol>(started, executor_, context_, admission));
}

// Destroys the connection after its own call has returned.
void GatewayShard::remove(Connection& connection) {
  executor_.post([alive = alive_, gone = &connection] {
    if (*alive == nullptr) return;
    GatewayShard& self = **alive;
    const auto found = self.connections_.find(gone);
    if (found == self.connections_.end()) return;
    const Member member = std::move(found->second);
    self.connections_.erase(found);
    self.addresses_.release(member.address, member.admission);
    self.context_.metrics.connections_open.set(static_cast<double>(self.addresses_.open()));
  });
}

void GatewayShard::sweep() {
  const base::MonotonicTime now = context_.clock.monotonic();
  for (auto& [key, member] : connections_) member.connection->sweep(now);
  executor_.post_after(kSweepEvery, [alive = alive_] {
    if (*alive != nullptr) (*alive)->sweep();
  });
}

void GatewayShard::close_all(base::Task done) {
  for (auto& [key, member] : connections_) member.connection->close_within(kSweepEvery);
  wait_for_closed(context_.clock.monotonic() + kGoodbyeTime, std::move(done));
}

void GatewayShard::wait_for_closed(base::MonotonicTime until, base::Task done) {
  if (connections_.empty() || context_.clock.monotonic() >= until) return done();
  executor_.post_after(kPollEvery, [alive = alive_, until, done = std::move(done)]() mutable {
    if (*alive != nullptr) (*alive)->wait_for_closed(until, std::move(done));
  });
}

}  // namespace yc::gateway
