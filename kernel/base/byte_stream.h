#pragma once
// Where the network enters: one connection as an ordered stream of bytes. The gateway makes them
// from TCP or TLS sockets; a simulation makes joined pairs (simulation.h).

#include <cstddef>
#include <functional>
#include <span>
#include <string>

namespace yc::base {

// All calls, and all calls to the handler, happen on the executor that owns the stream.
class ByteStream {
 public:
  class Handler {
   public:
    virtual ~Handler() = default;
    virtual void on_bytes(std::span<const std::byte> bytes) = 0;
    virtual void on_writable() = 0;  // after a short write(), once there is room again
    virtual void on_closed() = 0;    // once; by the peer, by an error, or after close()
  };

  virtual ~ByteStream() = default;

  // Starts reading. The handler outlives the stream or is told on_closed() first.
  virtual void start(Handler& handler) = 0;

  // Takes as many bytes as fit now and returns how many; never blocks. Fewer than given means that
  // on_writable() will follow.
  virtual std::size_t write(std::span<const std::byte> bytes) = 0;

  // Bytes taken by write() that the network has not accepted yet.
  virtual std::size_t pending_bytes() const = 0;

  // Stops calling on_bytes until resume(), so that a flooding peer waits in its own buffers.
  virtual void pause_reading() = 0;
  virtual void resume_reading() = 0;

  // Sends what was written, then closes. on_closed() follows.
  virtual void close() = 0;

  // Address without port, as text ("127.0.0.1", "::1"), for limits and bans.
  virtual std::string peer_address() const = 0;
};

}  // namespace yc::base
