#pragma once
// A TCP proxy on this machine: whoever connects to its port is connected to the target's, over a
// line of the given profile. One thread; thousands of connections. The handshake is not delayed.

#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <unordered_map>
#include <vector>

#include "bench/lossy_line/lossy_stream.h"
#include "kernel/base/result.h"

namespace yc::bench {

class LossyLine {
 public:
  LossyLine(const LineProfile& profile, const base::Clock& clock, base::Random& random);
  ~LossyLine();
  LossyLine(const LossyLine&) = delete;
  LossyLine& operator=(const LossyLine&) = delete;

  // Both ports are of 127.0.0.1.
  base::Status listen(std::uint16_t port, std::uint16_t target_port);
  [[noreturn]] void run();

 private:
  struct Connection;
  struct Arrival {
    base::MonotonicTime at;
    std::uint64_t end;  // that receives it
    bool operator>(const Arrival& other) const { return at > other.at; }
  };

  void accept_all();
  void on_event(std::uint64_t end, std::uint32_t events);
  bool read(Connection& connection, std::size_t side);
  bool write(Connection& connection, std::size_t side);
  void watch(Connection& connection, std::size_t side);
  void deliver_due();
  int ms_until_next_arrival() const;
  Connection* find(std::uint64_t end) const;

  const LineProfile profile_;
  const base::Clock& clock_;
  base::Random& random_;
  int epoll_ = -1;
  int listener_ = -1;
  std::uint16_t target_port_ = 0;
  std::uint64_t next_id_ = 1;
  std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> connections_;
  std::priority_queue<Arrival, std::vector<Arrival>, std::greater<>> arrivals_;
  std::vector<std::byte> scratch_;
};

}  // namespace yc::bench
