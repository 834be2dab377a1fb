#pragma once
// People together while they are connected: told at once what concerns them, with their friends
// shown first, and in company from space to space. Thread-safe; what it does runs on an executor of
// its own, because it asks the store.

#include "kernel/gateway/company.h"
#include "kernel/gateway/friends_here.h"
#include "kernel/gateway/telling.h"

namespace yc::gateway {

// All must outlive it and the executor's tasks.
struct TogetherParts {
  store::Store& store;
  rights::Rights& rights;
  const space::Spaces& spaces;
  const base::Clock& clock;
  base::Executor& executor;
  base::Metrics& metrics;
};

class Together {
 public:
  // Follows the store's log from here on.
  static std::shared_ptr<Together> make(const TogetherParts& parts);
  explicit Together(const TogetherParts& parts);  // by make()

  void entered(Connected at);  // a space, again after each travel
  void turned_away(base::PrincipalId person);
  void left(base::PrincipalId person, const std::weak_ptr<PersonLine>& line);
  void take(base::PrincipalId person, const schema::AskCompany& message);

 private:
  void observe(const std::vector<store::Event>& events);  // on the thread that commits
  void follow_friends(base::PrincipalId one, base::PrincipalId other);

  Later later_;
  Connections connections_;
  store::Social social_;
  Telling telling_;
  FriendsHere friends_;
  Company company_;
};

}  // namespace yc::gateway
