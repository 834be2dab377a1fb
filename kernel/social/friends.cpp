#include "kernel/social/friends.h"

#include <algorithm>

namespace yc::social {

using base::ErrorCode;
using base::fail;
using store::FriendState;

base::Result<std::optional<FriendState>> Friends::state(base::PrincipalId person,
                                                        base::PrincipalId other) {
  const auto found = store::Social(store_).friendship(person, other);
  if (found) return *found;
  if (found.error().code == ErrorCode::not_found) return std::nullopt;
  return std::unexpected(found.error());
}

base::Status Friends::check_ask(base::PrincipalId person, base::PrincipalId other) {
  if (person == other)
    return fail(ErrorCode::bad_input, "one cannot befriend oneself", "choose somebody else");
  YC_CHECK(check_approach(store_, person, other, Approach::write));
  YC_TRY(const std::uint64_t count, store::Social(store_).friend_count(person));
  if (count >= kMax)
    return fail(ErrorCode::full, "you have a thousand friends and requests", "end some first");
  return {};
}

void Friends::ask(base::PrincipalId person, base::PrincipalId other, base::Executor& reply_on,
                  store::Done<FriendState> done) {
  const auto known = state(person, other);
  if (!known)
    return store::reply<FriendState>(reply_on, std::move(done), std::unexpected(known.error()));
  if (*known == FriendState::friends || *known == FriendState::asked_by_me)
    return store::reply<FriendState>(reply_on, std::move(done), **known);
  if (*known == FriendState::asked_by_them)
    return write(person, other, store::FriendAccepted{person, other}, reply_on, std::move(done));
  if (auto checked = check_ask(person, other); !checked)
    return store::reply<FriendState>(reply_on, std::move(done), std::unexpected(checked.error()));
  write(person, other, store::FriendAsked{person, other}, reply_on, std::move(done));
}

void Friends::accept(base::PrincipalId person, base::PrincipalId other, base::Executor& reply_on,
                     store::Done<FriendState> done) {
  const auto known = state(person, other);
  if (!known)
    return store::reply<FriendState>(reply_on, std::move(done), std::unexpected(known.error()));
  if (*known == FriendState::friends)
    return store::reply<FriendState>(reply_on, std::move(done), FriendState::friends);
  if (*known != FriendState::asked_by_them) {
    return store::reply<FriendState>(
        reply_on, std::move(done),
        fail(ErrorCode::not_found, "this person has not asked, or asks no more", "ask them"));
  }
  write(person, other, store::FriendAccepted{person, other}, reply_on, std::move(done));
}

// The answer is what the log made of it: two may have asked each other at once.
void Friends::write(base::PrincipalId person, base::PrincipalId other, store::Payload event,
                    base::Executor& reply_on, store::Done<FriendState> done) {
  store::append_one(
      store_, store::person_stream(person), person, std::move(event), reply_on,
      [this, person, other,
       done = std::move(done)](const base::Result<store::Appended>& appended) mutable {
        if (!appended) return done(std::unexpected(appended.error()));
        const auto now = state(person, other);
        if (!now) return done(std::unexpected(now.error()));
        if (*now) return done(**now);
        done(fail(ErrorCode::conflict, "the request was withdrawn meanwhile", "ask again"));
      });
}

void Friends::end(base::PrincipalId person, base::PrincipalId other, base::Executor& reply_on,
                  store::WhenAppended done) {
  const auto known = state(person, other);
  if (!known) return store::refuse(reply_on, std::move(done), known.error());
  if (!*known) return store::reply<store::Appended>(reply_on, std::move(done), store::Appended{});
  store::append_one(store_, store::person_stream(person), person, store::FriendEnded{person, other},
                    reply_on, std::move(done));
}

void Friends::set_privacy(base::PrincipalId person, store::Privacy privacy,
                          base::Executor& reply_on, store::WhenAppended done) {
  store::append_one(
      store_, store::person_stream(person), person,
      store::PrivacySet{person, privacy.reach, privacy.presence, privacy.follow, privacy.found},
      reply_on, std::move(done));
}

void Friends::read_notices(base::PrincipalId person, std::uint64_t up_to, base::Executor& reply_on,
                           store::WhenAppended done) {
  const std::uint64_t to = std::min(up_to, store_.last_position());
  const auto before = store::Social(store_).notices_read_up_to(person);
  if (!before) return store::refuse(reply_on, std::move(done), before.error());
  if (to <= *before) return store::reply<store::Appended>(reply_on, std::move(done), {});
  store::append_one(store_, store::person_stream(person), person, store::NoticesRead{person, to},
                    reply_on, std::move(done));
}

void Friends::clear_notices(base::PrincipalId person, std::uint64_t up_to, base::Executor& reply_on,
                            store::WhenAppended done) {
  store::append_one(store_, store::person_stream(person), person,
                    store::NoticesCleared{person, std::min(up_to, store_.last_position())},
                    reply_on, std::move(done));
}

void Friends::block(base::PrincipalId person, base::PrincipalId other, bool blocked,
                    base::Executor& reply_on, store::WhenAppended done) {
  if (person == other) {
    return store::refuse(reply_on, std::move(done),
                         {ErrorCode::bad_input, "this is yourself", "choose somebody else", {}});
  }
  if (const auto known = store_.person(other); !known)
    return store::refuse(reply_on, std::move(done), known.error());
  const auto now = store_.blocked_by(person);
  if (!now) return store::refuse(reply_on, std::move(done), now.error());
  if (std::ranges::binary_search(*now, other) == blocked)
    return store::reply<store::Appended>(reply_on, std::move(done), store::Appended{});
  if (blocked && now->size() >= kMax) {
    return store::refuse(reply_on, std::move(done),
                         {ErrorCode::full, "you block a thousand people", "unblock some", {}});
  }
  const store::Payload event = blocked ? store::Payload(store::PersonBlocked{person, other})
                                       : store::Payload(store::PersonUnblocked{person, other});
  store::append_one(store_, store::person_stream(person), person, event, reply_on, std::move(done));
}

}  // namespace yc::social
