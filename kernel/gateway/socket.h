#pragma once
// The one place of the product that opens sockets. A shard is a thread that owns connections; each
// TCP connection appears as a base::ByteStream that lives on its shard.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kernel/base/byte_stream.h"
#include "kernel/base/executor.h"
#include "kernel/base/result.h"

namespace yc::gateway {

// An executor with one thread that also serves sockets. Destruction runs what was posted before,
// closes its sockets and joins.
class IoShard final : public base::Executor {
 public:
  explicit IoShard(std::string thread_name);
  ~IoShard() override;
  IoShard(const IoShard&) = delete;
  IoShard& operator=(const IoShard&) = delete;

  void post(base::Task task) override;
  void post_after(base::Duration delay, base::Task task) override;

  struct State;  // for socket.cpp
  State& state() { return *state_; }

 private:
  std::shared_ptr<State> state_;
};

// Listens on one address and hands each connection to the shards in turn.
class Listener {
 public:
  // Called on the shard that will own the stream.
  using OnConnection =
      std::function<void(std::size_t shard, std::unique_ptr<base::ByteStream> stream)>;

  // conflict: the port is taken. denied: it needs a privilege. bad_input: no such address.
  static base::Result<std::unique_ptr<Listener>> open(const std::vector<IoShard*>& shards,
                                                      const std::string& address,
                                                      std::uint16_t port,
                                                      OnConnection on_connection);
  // Whether open() would succeed now: before long work that ends in listening.
  static base::Status probe(const std::string& address, std::uint16_t port);
  ~Listener();  // before its shards; no more calls once it returns

  std::uint16_t port() const;  // the one in use, where 0 was asked for

 private:
  struct State;
  explicit Listener(std::shared_ptr<State> state);
  std::shared_ptr<State> state_;
};

// Connects to address:port (numeric address) and calls back on the shard: for tests.
using OnConnected = std::function<void(base::Result<std::unique_ptr<base::ByteStream>>)>;
void connect(IoShard& shard, const std::string& address, std::uint16_t port,
             OnConnected on_connected);

// Numeric addresses by which others in the local network reach this machine.
std::vector<std::string> local_addresses();

// Raises the limit of open files as far as the system allows; returns it.
std::uint64_t raise_open_files_limit();

}  // namespace yc::gateway
