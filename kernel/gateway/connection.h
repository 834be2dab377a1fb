#pragma once
// One connection on its shard: the byte stream, what waits to be sent, and the protocol that is
// spoken. Life cycle: made by the shard; ends when the stream is closed or drop() is called; the
// shard destroys it later, never inside one of its own calls.

#include <memory>
#include <string>
#include <vector>

#include "kernel/base/byte_stream.h"
#include "kernel/base/clock.h"
#include "kernel/base/disk.h"
#include "kernel/gateway/tls.h"

namespace yc::gateway {

using SharedBytes = std::shared_ptr<const base::Bytes>;

class Connection;

// HTTP first, then perhaps WebSocket.
class Protocol {
 public:
  virtual ~Protocol() = default;
  virtual void on_bytes(std::span<const std::byte> bytes) = 0;
  virtual void on_sent_all() = 0;                      // nothing waits to be sent any more
  virtual void on_sweep(base::MonotonicTime now) = 0;  // a few times a second: look at deadlines
  virtual void on_closed() = 0;                        // the last call
};

class Connection final : private base::ByteStream::Handler {
 public:
  // tls: the stream itself where it may be encrypted, else null. on_gone is called once, when the
  // connection may be destroyed after the current call.
  Connection(std::unique_ptr<base::ByteStream> stream, const TlsStream* tls,
             const base::Clock& clock, std::function<void(Connection&)> on_gone);
  ~Connection() override;

  void start(std::unique_ptr<Protocol> protocol);
  // The protocol changes; the old one lives until the connection's owner has control again.
  void become(std::unique_ptr<Protocol> protocol);

  // What the stream takes at once is not copied, so a frame for an idle connection costs no memory.
  void send(std::span<const std::byte> bytes);
  void send(SharedBytes bytes);
  std::size_t waiting_bytes() const { return waiting_bytes_; }  // given to send(), not yet taken
  bool idle() const { return waiting_bytes_ == 0 && stream_->pending_bytes() == 0; }
  base::MonotonicTime progressed() const { return progressed_; }  // last time anything was taken

  void close();  // once everything is sent, as long as the peer goes on reading
  void close_within(base::Duration time);  // the same, but no longer than this
  void drop();                             // now
  bool closing() const { return closing_ || gone_; }

  void pause_reading() { stream_->pause_reading(); }
  void resume_reading() { stream_->resume_reading(); }

  void sweep(base::MonotonicTime now);
  const std::string& peer_address() const { return peer_address_; }
  bool encrypted() const { return tls_ != nullptr && tls_->encrypted(); }

 private:
  struct Piece {
    SharedBytes bytes;
    std::size_t sent = 0;
  };

  void on_bytes(std::span<const std::byte> bytes) override;
  void on_writable() override;
  void on_closed() override;
  void keep(SharedBytes bytes);
  void flush();
  void end();

  std::unique_ptr<base::ByteStream> stream_;
  const TlsStream* tls_;
  const base::Clock& clock_;
  std::function<void(Connection&)> on_gone_;
  std::string peer_address_;
  std::unique_ptr<Protocol> protocol_;
  std::unique_ptr<Protocol> former_;
  std::vector<Piece> pieces_;
  std::size_t waiting_bytes_ = 0;
  base::MonotonicTime progressed_;
  base::MonotonicTime close_by_;  // zero: while there is progress
  base::MonotonicTime closing_since_;
  bool closing_ = false;
  bool stream_closing_ = false;
  bool gone_ = false;
};

}  // namespace yc::gateway
