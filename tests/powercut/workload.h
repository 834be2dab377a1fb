#pragma once
// Random batches of every kind of event that people cause, from a seed, and what is remembered of
// each to find it again.

#include <string>
#include <vector>

#include "kernel/base/random.h"
#include "kernel/store/store.h"

namespace yc::powercut {

// What an event looks like without what only the store knows (positions, vault entries).
struct Fingerprint {
  base::StreamId stream;
  std::vector<std::byte> payload;
  std::vector<std::string> texts;  // of private fields, in order
  friend bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

Fingerprint fingerprint(base::StreamId stream, const store::Payload& payload);

// The texts of an event from the log; an erased one matches any (verify checks that it may be).
bool matches(store::Store& store, const Fingerprint& remembered, const store::Event& event);

class Workload {
 public:
  explicit Workload(base::Random& random) : random_(random) {}
  // 1-6 events. `id` is fresh; people are those admitted by earlier batches, durable or not.
  store::Batch batch(std::uint64_t id);

 private:
  store::NewEvent event(std::uint64_t id);
  std::string text(std::size_t max_bytes);
  base::PrincipalId someone();

  base::Random& random_;
  std::vector<base::PrincipalId> people_;
};

}  // namespace yc::powercut
