#include "kernel/gateway/limits.h"

#include <algorithm>
#include <utility>

#include "kernel/base/address.h"
#include "kernel/base/assert.h"

namespace yc::gateway {
namespace {

constexpr std::size_t kAdmissionsPerSweep = 4096, kTakenPerSweep = 4096;

base::Duration seconds(double value) {
  return std::chrono::duration_cast<base::Duration>(std::chrono::duration<double>(value));
}

std::size_t count(const base::Settings& settings, std::string_view name) {
  return static_cast<std::size_t>(settings.integer(name));
}

}  // namespace

Limits Limits::from(const base::Settings& settings) {
  Limits out;
  out.connections = count(settings, "limits.connections");
  out.connections_per_address = count(settings, "limits.connections-per-address");
  out.new_connections_per_second = settings.number("limits.new-connections-per-second");
  out.new_guests_per_second = settings.number("limits.new-guests-per-second");
  out.http.header_bytes = count(settings, "limits.header-bytes");
  out.http.body_bytes = count(settings, "limits.body-bytes");
  out.requests_per_second = settings.number("limits.requests-per-second");
  out.message_bytes = count(settings, "limits.message-bytes");
  out.messages_per_second = settings.number("limits.messages-per-second");
  out.bytes_per_second = settings.number("limits.bytes-per-second");
  out.handshake = seconds(settings.number("limits.handshake-seconds"));
  out.http_idle = seconds(settings.number("limits.http-idle-seconds"));
  out.answer = seconds(settings.number("limits.answer-seconds"));
  out.greeting = seconds(settings.number("limits.greeting-seconds"));
  out.ping = seconds(settings.number("limits.ping-seconds"));
  out.silent = seconds(settings.number("limits.silent-seconds"));
  out.outgoing_bytes = count(settings, "limits.outgoing-bytes");
  out.relax_loopback = settings.flag("limits.relax-loopback");
  return out;
}

void TokenBucket::refill(base::MonotonicTime now) {
  const double passed = std::chrono::duration<double>(now - at_).count();
  level_ = std::min(level_ + rate_ * std::max(passed, 0.0), rate_ * kBurstS);
  at_ = now;
}

bool TokenBucket::take(double amount, base::MonotonicTime now) {
  refill(now);
  if (level_ < amount) return false;
  level_ -= amount;
  return true;
}

bool TokenBucket::full(base::MonotonicTime now) {
  refill(now);
  return level_ >= rate_ * kBurstS;
}

Admission AddressBook::judge(Entry& entry, bool unlimited, base::MonotonicTime now) {
  if (open_ >= limits_.connections) return Admission::server_full;
  if (unlimited) return Admission::admitted;
  if (entry.open >= limits_.connections_per_address) return Admission::too_many_from_address;
  return entry.arrivals.take(1, now) ? Admission::admitted : Admission::too_fast_from_address;
}

Arrival AddressBook::admit(const std::string& address, bool unlimited, base::MonotonicTime now) {
  const std::lock_guard lock(mutex_);
  if (++admissions_since_sweep_ >= kAdmissionsPerSweep) forget_quiet(now);
  Entry& entry = entries_
                     .try_emplace(base::address_group(address),
                                  Entry{0, 0, TokenBucket(limits_.new_connections_per_second, now)})
                     .first->second;
  const Admission admission = judge(entry, unlimited, now);
  if (admission == Admission::admitted) {
    ++entry.open;
    ++open_;
    return {admission, true};
  }
  if (told_ >= kToldMax || entry.told >= kToldPerAddressMax) return {admission, false};
  ++entry.told;
  ++told_;
  return {admission, true};
}

void AddressBook::release(const std::string& address, Admission admission) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(base::address_group(address));
  YC_ASSERT(found != entries_.end());
  const bool admitted = admission == Admission::admitted;
  std::size_t& of_address = admitted ? found->second.open : found->second.told;
  YC_ASSERT(of_address > 0);
  --of_address;
  --(admitted ? open_ : told_);
}

void AddressBook::forget_quiet(base::MonotonicTime now) {
  admissions_since_sweep_ = 0;
  for (auto at = entries_.begin(); at != entries_.end();) {
    const Entry& entry = at->second;
    const bool quiet = entry.open == 0 && entry.told == 0 && at->second.arrivals.full(now);
    at = quiet ? entries_.erase(at) : std::next(at);
  }
}

AddressPlace::AddressPlace(AddressBook& book, std::string address, base::MonotonicTime now)
    : book_(book), address_(std::move(address)), arrival_(book.admit(address_, false, now)) {}

AddressPlace::~AddressPlace() {
  if (arrival_.stays) book_.release(address_, arrival_.admission);
}

std::size_t AddressBook::open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

std::size_t AddressBook::addresses() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

bool Paces::take(const std::string& whose, base::MonotonicTime now) {
  const std::lock_guard lock(mutex_);
  if (++taken_since_sweep_ >= kTakenPerSweep) {
    taken_since_sweep_ = 0;
    for (auto at = buckets_.begin(); at != buckets_.end();)
      at = at->second.full(now) ? buckets_.erase(at) : std::next(at);
  }
  return buckets_.try_emplace(whose, rate_, now).first->second.take(1, now);
}

bool NewGuests::take(const std::string& address, base::MonotonicTime now) {
  if (relax_loopback_ && base::is_loopback(address)) return true;
  return made_.take(base::address_group(address), now);
}

}  // namespace yc::gateway
