// The end of an account: Accounts' part that closes it and erases what is kept of the person.

#include "kernel/identity/accounts.h"
#include "kernel/identity/credential_rules.h"

namespace yc::identity {

base::Result<store::Batch> Accounts::prepare_closing(base::PrincipalId person) {
  const base::StreamId account = store::account_stream(person);
  const base::StreamId self = store::person_stream(person);
  store::Batch batch;
  YC_TRY(const std::uint64_t sequence, sequence_of(person));
  YC_CHECK(parts_.store.person(person));
  YC_TRY(const bool closed, parts_.store.is_closed(person));
  if (closed) return changed_meanwhile();
  batch.expected = {{account, sequence}};
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
  for (const store::Membership& member : memberships)
    batch.events.push_back({store::account_stream(member.organisation), person,
                            store::MemberRemoved{member.organisation, person}});
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
