#include "kernel/gateway/idempotency.h"

#include <algorithm>

namespace yc::gateway {
namespace {

std::size_t bytes_of(const HttpResponse& response) {
  std::size_t sum = response.body ? response.body->size() : 0;
  for (const auto& [name, value] : response.headers) sum += name.size() + value.size();
  return sum;
}

}  // namespace

IdempotencyBook::Look IdempotencyBook::look(const std::string& who, const std::string& key,
                                            const base::Digest& digest, base::MonotonicTime now) {
  drop_lapsed(now);
  if (const auto found = by_key_.find({who, key}); found != by_key_.end()) {
    const Entry& entry = *found->second;
    if (entry.digest != digest) return Verdict::other_request;
    if (!entry.done) return Verdict::still_working;
    return entry.answer;
  }
  if (!make_room(who)) return Verdict::full;
  Entry entry{{who, key}, digest, false, {}, {}, who.size() + key.size()};
  bytes_ += entry.bytes;
  ++count_of_[who];
  const auto at = entries_.insert(entries_.end(), std::move(entry));
  by_key_.emplace(at->key, at);
  return Verdict::first;
}

void IdempotencyBook::answered(const std::string& who, const std::string& key,
                               const HttpResponse& answer, base::MonotonicTime now) {
  const auto found = by_key_.find({who, key});
  if (found == by_key_.end()) return;
  const auto entry = found->second;
  entry->done = true;
  entry->answer = answer;
  entry->until = now + kAnswerKept;
  entry->bytes += bytes_of(answer);
  bytes_ += bytes_of(answer);
  entries_.splice(entries_.end(), entries_, entry);  // the answered lapse in the order of answers
  while (bytes_ > limits_.bytes && drop_oldest_answered(nullptr)) {
  }
}

void IdempotencyBook::forget(const std::string& who, const std::string& key) {
  const auto found = by_key_.find({who, key});
  if (found != by_key_.end()) drop(found->second);
}

void IdempotencyBook::drop(Entries::iterator entry) {
  bytes_ -= entry->bytes;
  const auto count = count_of_.find(entry->key.first);
  if (--count->second == 0) count_of_.erase(count);
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

void IdempotencyBook::drop_lapsed(base::MonotonicTime now) {
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const auto next = std::next(entry);
    if (entry->done && entry->until > now) return;
    if (entry->done) drop(entry);
    entry = next;
  }
}

// False when all that could be dropped is still being done.
bool IdempotencyBook::make_room(const std::string& who) {
  const auto count = count_of_.find(who);
  if (count != count_of_.end() && count->second >= limits_.keys_of_one) {
    return drop_oldest_answered(&who);
  }
  return by_key_.size() < limits_.keys || drop_oldest_answered(nullptr);
}

bool IdempotencyBook::drop_oldest_answered(const std::string* who) {
  const auto oldest = std::ranges::find_if(entries_, [&](const Entry& entry) {
    return entry.done && (who == nullptr || entry.key.first == *who);
  });
  if (oldest == entries_.end()) return false;
  drop(oldest);
  return true;
}

}  // namespace yc::gateway
