#pragma once
// The connections of one shard, and what they share. The real listener and a simulation both hand
// their byte streams to a GatewayShard.

#include <memory>
#include <unordered_map>

#include "kernel/gateway/http_protocol.h"

namespace yc::gateway {

class GatewayShard {
 public:
  // All must outlive the shard. tls: null for a plain server.
  GatewayShard(base::Executor& executor, GatewayContext& context, AddressBook& addresses,
               TlsContext* tls);
  ~GatewayShard();  // on the shard's executor, or when that runs no more

  // On the executor from here on.
  void accept(std::unique_ptr<base::ByteStream> stream);
  // Closes what is open within a second; then calls `done`, where the shard may be destroyed.
  void close_all(base::Task done);
  std::size_t open() const { return connections_.size(); }
  base::Executor& executor() { return executor_; }

 private:
  struct Member {
    std::unique_ptr<Connection> connection;
    std::string address;
    Admission admission;
  };
  void sweep();
  void remove(Connection& connection);
  void wait_for_closed(base::MonotonicTime until, base::Task done);

  base::Executor& executor_;
  GatewayContext& context_;
  AddressBook& addresses_;
  TlsContext* tls_;
  std::unordered_map<Connection*, Member> connections_;
  std::shared_ptr<GatewayShard*> alive_;
};

}  // namespace yc::gateway
