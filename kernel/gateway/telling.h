#pragma once
// Tells people at once what the log says of them: messages, notices, and how much waits. It follows
// the store, so whoever writes is covered. What is told says what kind of thing waits and whose act
// it is; texts are asked by the API.

#include <atomic>
#include <vector>

#include "kernel/base/metrics.h"
#include "kernel/gateway/connections.h"
#include "kernel/gateway/later.h"
#include "kernel/store/social.h"

namespace yc::gateway {

class Telling {
 public:
  // Events that wait to be told. More are dropped: people find them when they look.
  static constexpr std::size_t kMostWaiting = 10'000;

  Telling(store::Store& store, const Connections& connections, const Later& later,
          base::Metrics& metrics);

  void observe(const std::vector<store::Event>& events);  // on the thread that commits

  // How much waits, where something does. Here and below on the executor of `later`.
  void greet(base::PrincipalId person);

 private:
  struct News {
    std::uint64_t position = 0;
    base::PrincipalId one;    // who wrote, or whose count has changed
    base::PrincipalId other;  // to whom
    base::GroupId group;
    bool is_message = false;
    bool gives_notices = false;
  };
  static bool read(const store::Event& event, News& news);
  void tell(const News& news);
  void tell_message(const News& news);
  void tell_notices(std::uint64_t position);
  void tell_count(base::PrincipalId person);
  void send(base::PrincipalId person, schema::Notice notice);
  bool blocks(base::PrincipalId person, base::PrincipalId other);

  store::Store& store_;
  store::Social social_;
  const Connections& connections_;
  const Later& later_;
  std::atomic<std::size_t> waiting_ = 0;
  base::Counter& told_;
  base::Counter& dropped_;
};

}  // namespace yc::gateway
