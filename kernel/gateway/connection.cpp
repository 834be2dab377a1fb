#include "kernel/gateway/connection.h"

#include <utility>

#include "kernel/base/assert.h"

namespace yc::gateway {
namespace {

constexpr base::Duration kStandstill = std::chrono::seconds(10);  // while closing

}  // namespace

Connection::Connection(std::unique_ptr<base::ByteStream> stream, const TlsStream* tls,
                       const base::Clock& clock, std::function<void(Connection&)> on_gone)
    : stream_(std::move(stream)),
      tls_(tls),
      clock_(clock),
      on_gone_(std::move(on_gone)),
      peer_address_(stream_->peer_address()),
      progressed_(clock.monotonic()) {}

Connection::~Connection() {
  // A protocol learns of the end in every case, also when the whole shard goes.
  if (!std::exchange(gone_, true) && protocol_) protocol_->on_closed();
}

void Connection::start(std::unique_ptr<Protocol> protocol) {
  protocol_ = std::move(protocol);
  stream_->start(*this);
}

void Connection::become(std::unique_ptr<Protocol> protocol) {
  YC_ASSERT(!former_);
  former_ = std::exchange(protocol_, std::move(protocol));
}

void Connection::send(std::span<const std::byte> bytes) {
  if (closing() || bytes.empty()) return;
  if (pieces_.empty()) {
    progressed_ = clock_.monotonic();
    bytes = bytes.subspan(stream_->write(bytes));
  }
  if (!bytes.empty()) keep(std::make_shared<const base::Bytes>(bytes.begin(), bytes.end()));
}

void Connection::send(SharedBytes bytes) {
  if (closing() || bytes->empty()) return;
  const bool first = pieces_.empty();
  if (first) progressed_ = clock_.monotonic();
  keep(std::move(bytes));
  if (first) flush();
}

void Connection::keep(SharedBytes bytes) {
  waiting_bytes_ += bytes->size();
  pieces_.push_back({std::move(bytes), 0});
}

void Connection::flush() {
  std::size_t done = 0;
  for (; done < pieces_.size(); ++done) {
    Piece& piece = pieces_[done];
    const std::size_t taken = stream_->write(std::span(*piece.bytes).subspan(piece.sent));
    if (taken > 0) progressed_ = clock_.monotonic();
    piece.sent += taken;
    waiting_bytes_ -= taken;
    if (piece.sent < piece.bytes->size()) break;
  }
  pieces_.erase(pieces_.begin(), pieces_.begin() + static_cast<std::ptrdiff_t>(done));
  if (pieces_.empty() && closing_ && !std::exchange(stream_closing_, true)) stream_->close();
}

void Connection::close() {
  if (closing()) return;
  closing_ = true;
  closing_since_ = clock_.monotonic();
  flush();
}

void Connection::close_within(base::Duration time) {
  close_by_ = clock_.monotonic() + time;
  close();
}

void Connection::drop() {
  end();
}

void Connection::end() {
  if (std::exchange(gone_, true)) return;
  protocol_->on_closed();
  on_gone_(*this);
}

void Connection::sweep(base::MonotonicTime now) {
  if (gone_) return;
  former_.reset();
  if (!closing_) return protocol_->on_sweep(now);
  const bool stuck = now - std::max(closing_since_, progressed_) > kStandstill;
  const bool late = close_by_ != base::MonotonicTime{} && now > close_by_;
  if (stuck || late) end();
}

void Connection::on_bytes(std::span<const std::byte> bytes) {
  if (!closing()) protocol_->on_bytes(bytes);
}

void Connection::on_writable() {
  if (gone_) return;
  flush();
  if (pieces_.empty() && !closing_) protocol_->on_sent_all();
}

void Connection::on_closed() {
  end();
}

}  // namespace yc::gateway
