// The end of an account: Accounts' part that closes it and erases what is kept of the person.

#include <algorithm>

#include "kernel/identity/accounts.h"
#include "kernel/identity/credential_rules.h"
#include "kernel/identity/refuse.h"

namespace yc::identity {
namespace {

using base::ErrorCode;
using Roles = std::vector<store::RoleGrant>;

bool administrates(const Roles& roles, base::PrincipalId person) {
  return std::ranges::any_of(roles, [person](const store::RoleGrant& grant) {
    return grant.person == person && grant.role == store::Role::administrator;
  });
}

// Of two administrators who close their accounts at once one stays: each expects another who stays
// an administrator, whose roles are events of their own stream.
base::Status keep_an_administrator(store::Store& store, base::PrincipalId person,
                                   store::Batch& batch) {
  YC_TRY(const Roles roles, store.roles());
  if (!administrates(roles, person)) return {};
  const auto another = std::ranges::find_if(roles, [person](const store::RoleGrant& grant) {
    return grant.person != person && grant.role == store::Role::administrator;
  });
  if (another == roles.end())
    return base::fail(ErrorCode::conflict, "the city would have no administrator",
                      "make somebody else an administrator first");
  const base::StreamId stream = store::person_stream(another->person);
  YC_TRY(const std::uint64_t sequence, store.last_sequence(stream));
  YC_TRY(const Roles now, store.roles());
  if (!administrates(now, another->person)) return changed_meanwhile();
  batch.expected.push_back({stream, sequence});
  return {};
}

// Whose only member closes the account has nobody left to be kept an owner for: it ends with them.
base::Status keep_an_owner(store::Store& store, const store::Membership& membership,
                           store::Batch& batch) {
  const auto& [organisation, person, role] = membership;
  if (role != store::MemberRole::owner) return {};
  const base::StreamId stream = store::account_stream(organisation);
  YC_TRY(const std::uint64_t sequence, store.last_sequence(stream));
  YC_TRY(const auto members, store.members_of(organisation));
  const bool another = std::ranges::any_of(members, [&](const store::Membership& member) {
    return member.person != person && member.role == store::MemberRole::owner;
  });
  if (!another && members.size() > 1) {
    const auto known = store.organisation(organisation);
    return refuse(schema::Reason::last_owner, ErrorCode::conflict,
                  "you are the only owner of " + (known ? known->name : "an organisation"),
                  "make another member its owner first");
  }
  batch.expected.push_back({stream, sequence});
  return {};
}

}  // namespace

base::Result<store::Batch> Accounts::prepare_closing(base::PrincipalId person) {
  const base::StreamId account = store::account_stream(person);
  const base::StreamId self = store::person_stream(person);
  store::Batch batch;
  YC_TRY(const std::uint64_t sequence, sequence_of(person));
  YC_CHECK(parts_.store.person(person));
  YC_TRY(const bool closed, parts_.store.is_closed(person));
  if (closed) return changed_meanwhile();
  batch.expected = {{account, sequence}};
  YC_CHECK(keep_an_administrator(parts_.store, person, batch));
  batch.events.push_back({self, person, store::TokenRevoked{person}});
  YC_TRY(const auto sessions, parts_.sessions.list(person));
  for (const store::Session& session : sessions)
    batch.events.push_back(
        {store::session_stream(session.id), person, store::SessionRevoked{session.id}});
  YC_TRY(const auto keys, api_keys(person));
  for (const store::ApiKey& key : keys)
    batch.events.push_back({account, person, store::ApiKeyRevoked{key.id, person}});
  YC_TRY(const auto roles, parts_.store.roles());
  for (const store::RoleGrant& grant : roles) {
    if (grant.person == person)
      batch.events.push_back({self, person, store::RoleRemoved{person, grant.role}});
  }
  YC_TRY(const auto memberships, parts_.store.memberships_of(person));
  for (const store::Membership& member : memberships) {
    YC_CHECK(keep_an_owner(parts_.store, member, batch));
    batch.events.push_back({store::account_stream(member.organisation), person,
                            store::MemberRemoved{member.organisation, person}});
  }
  batch.events.push_back({self, person, store::TierSet{person, store::Tier::guest, person}});
  batch.events.push_back({account, person, store::AccountClosed{person}});
  return batch;
}

base::Result<std::uint64_t> Accounts::erase_closed(base::PrincipalId person) {
  return parts_.store.erase_person(person, person);
}

void Accounts::close(base::PrincipalId person, base::Executor& reply_on, Done<std::uint64_t> done) {
  commit<store::Appended>(prepare_closing(person), {}, parts_.slow,
                          [this, person, &reply_on,
                           done = std::move(done)](base::Result<store::Appended> shut) mutable {
                            auto erased =
                                shut ? erase_closed(person) : std::unexpected(shut.error());
                            reply<std::uint64_t>(reply_on, std::move(done), std::move(erased));
                          });
}

base::Status Accounts::finish_deletions() {
  YC_TRY(const auto people, parts_.store.closed_with_texts());
  for (const base::PrincipalId person : people) YC_CHECK(erase_closed(person));
  return {};
}

}  // namespace yc::identity
