#include "kernel/gateway/together.h"

#include <utility>

#include "kernel/store/view.h"

namespace yc::gateway {

std::shared_ptr<Together> Together::make(const TogetherParts& parts) {
  auto made = std::make_shared<Together>(parts);
  made->later_.belong_to(made);
  parts.store.add_observer([weak = std::weak_ptr(made)](const std::vector<store::Event>& events) {
    if (const auto alive = weak.lock()) alive->observe(events);
  });
  return made;
}

Together::Together(const TogetherParts& parts)
    : later_(parts.executor),
      social_(parts.store),
      telling_(parts.store, connections_, later_, parts.metrics),
      friends_(parts.store, connections_),
      company_({parts.store, parts.rights, parts.spaces, parts.clock, connections_, later_}) {}

void Together::entered(Connected at) {
  const base::PrincipalId person = at.actor.person;
  auto before = connections_.put(std::move(at));
  later_.post([this, person, before = std::move(before)] {
    if (before) friends_.left(*before, false);
    friends_.entered(person);
    company_.entered(person);
    if (!before) telling_.greet(person);
  });
}

void Together::turned_away(base::PrincipalId person) {
  later_.post([this, person] { company_.turned_away(person); });
}

void Together::left(base::PrincipalId person, const std::weak_ptr<PersonLine>& line) {
  auto before = connections_.remove(person, line);
  if (!before) return;
  later_.post([this, person, before = std::move(before)] {
    // Perhaps they are back already, on a new line: friends still know them by the old handle.
    const auto now = connections_.find(person);
    const bool same_place =
        now && now->space_id() == before->space_id() && now->handle == before->handle;
    if (!same_place) friends_.left(*before, !now);
    if (!now) company_.left(person);
  });
}

void Together::take(base::PrincipalId person, const schema::AskCompany& message) {
  later_.post([this, person, message] { company_.take(person, message); });
}

void Together::observe(const std::vector<store::Event>& events) {
  telling_.observe(events);
  for (const store::Event& event : events) {
    std::visit(
        store::Overload{[&](const store::FriendAsked& e) { follow_friends(e.person, e.other); },
                        [&](const store::FriendAccepted& e) { follow_friends(e.person, e.other); },
                        [&](const store::FriendEnded& e) { follow_friends(e.person, e.other); },
                        [&](const store::PersonBlocked& e) {
                          later_.post([this, e] { company_.part(e.person, e.other); });
                        },
                        [](const auto&) {}},
        event.payload);
  }
}

// Who asks back is a friend too: the view says what it came to.
void Together::follow_friends(base::PrincipalId one, base::PrincipalId other) {
  later_.post([this, one, other] {
    const auto state = social_.friendship(one, other);
    friends_.changed(one, other, state && *state == store::FriendState::friends);
  });
}

}  // namespace yc::gateway
