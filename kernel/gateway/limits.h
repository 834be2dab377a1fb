#pragma once
// What one client may use, and the count of who uses how much. docs/operating.md has a paragraph on
// each limit.

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "kernel/base/clock.h"
#include "kernel/base/settings.h"
#include "kernel/gateway/http.h"

namespace yc::gateway {

struct Limits {
  std::size_t connections = 12000;
  std::size_t connections_per_address = 64;
  double new_connections_per_second = 20;
  double new_guests_per_second = 2;
  HttpLimits http;
  double requests_per_second = 200;
  std::size_t message_bytes = 16384;
  double messages_per_second = 90;
  double bytes_per_second = 32768;
  base::Duration handshake = std::chrono::seconds(10);
  base::Duration http_idle = std::chrono::seconds(30);
  base::Duration answer = std::chrono::seconds(600);
  base::Duration greeting = std::chrono::seconds(10);
  base::Duration ping = std::chrono::seconds(20);
  base::Duration silent = std::chrono::seconds(45);
  std::size_t outgoing_bytes = 262144;
  bool relax_loopback = false;

  static Limits from(const base::Settings& settings);
};

// Lets `rate` through a second, and five seconds' worth at once after silence.
class TokenBucket {
 public:
  TokenBucket(double rate, base::MonotonicTime now)
      : rate_(rate), level_(rate * kBurstS), at_(now) {}
  bool take(double amount, base::MonotonicTime now);  // false: not now
  bool full(base::MonotonicTime now);

 private:
  static constexpr double kBurstS = 5;
  void refill(base::MonotonicTime now);
  double rate_;
  double level_;
  base::MonotonicTime at_;
};

enum class Admission { admitted, too_many_from_address, too_fast_from_address, server_full };

struct Arrival {
  Admission admission = Admission::admitted;
  bool stays =
      true;  // admitted, or held for a moment to be told why not; otherwise close it unheard
};

// Counts open connections. Those that are refused take no place of those that are admitted: a few
// may stay to be told why. Thread-safe.
class AddressBook {
 public:
  // Refused connections that are told why, at one time.
  static constexpr std::size_t kToldMax = 256, kToldPerAddressMax = 4;

  explicit AddressBook(const Limits& limits) : limits_(limits) {}

  Arrival admit(const std::string& address, bool unlimited, base::MonotonicTime now);
  // Of a connection that stayed, with the answer that it got.
  void release(const std::string& address, Admission admission);
  std::size_t open() const;  // admitted
  std::size_t addresses() const;

 private:
  struct Entry {
    std::size_t open = 0;
    std::size_t told = 0;
    TokenBucket arrivals;
  };
  Admission judge(Entry& entry, bool unlimited, base::MonotonicTime now);
  void forget_quiet(base::MonotonicTime now);

  const Limits limits_;
  mutable std::mutex mutex_;
  std::map<std::string, Entry> entries_;
  std::size_t open_ = 0;
  std::size_t told_ = 0;
  std::size_t admissions_since_sweep_ = 0;
};

// What one party holds in a book, from admission until this goes.
class AddressPlace {
 public:
  AddressPlace(AddressBook& book, std::string address, base::MonotonicTime now);
  ~AddressPlace();
  AddressPlace(const AddressPlace&) = delete;
  AddressPlace& operator=(const AddressPlace&) = delete;
  Admission admission() const { return arrival_.admission; }

 private:
  AddressBook& book_;
  const std::string address_;
  const Arrival arrival_;
};

// A bucket of the same rate for each of many; those that are full again are forgotten. Thread-safe.
class Paces {
 public:
  explicit Paces(double rate) : rate_(rate) {}
  bool take(const std::string& whose, base::MonotonicTime now);  // false: not now

 private:
  const double rate_;
  std::mutex mutex_;
  std::map<std::string, TokenBucket> buckets_;
  std::size_t taken_since_sweep_ = 0;
};

// Each new guest is written for good, so an address may not make them without end. Thread-safe.
class NewGuests {
 public:
  explicit NewGuests(const Limits& limits)
      : relax_loopback_(limits.relax_loopback), made_(limits.new_guests_per_second) {}
  bool take(const std::string& address, base::MonotonicTime now);  // false: not now

 private:
  const bool relax_loopback_;
  Paces made_;
};

}  // namespace yc::gateway
