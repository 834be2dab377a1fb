#include "kernel/identity/organisations.h"

#include <algorithm>
#include <optional>

#include "kernel/identity/credential_rules.h"
#include "kernel/identity/name.h"
#include "kernel/identity/refuse.h"

namespace yc::identity {
namespace {

using base::ErrorCode;
using base::fail;
using schema::Reason;
using store::MemberRole;

using Members = std::vector<store::Membership>;

std::optional<MemberRole> role_in(const Members& members, base::PrincipalId person) {
  const auto found = std::ranges::find(members, person, &store::Membership::person);
  if (found == members.end()) return std::nullopt;
  return found->role;
}

bool is_only_owner(const Members& members, base::PrincipalId person) {
  return role_in(members, person) == MemberRole::owner &&
         std::ranges::count(members, MemberRole::owner, &store::Membership::role) == 1;
}

std::unexpected<base::Error> not_for_you() {
  return refuse(Reason::denied, ErrorCode::denied,
                "only those who manage the organisation may do this", "ask one of its owners");
}

std::unexpected<base::Error> last_owner() {
  return refuse(Reason::last_owner, ErrorCode::denied, "an organisation keeps at least one owner",
                "make somebody else an owner first");
}

std::unexpected<base::Error> decided_already() {
  return refuse(Reason::changed_meanwhile, ErrorCode::conflict, "the request is decided already",
                "look at the queue again");
}

}  // namespace

Organisations::Organisations(store::Store& store, Verifier& verifier)
    : store_(store), verifier_(verifier) {}

void Organisations::commit(base::Result<store::Batch> batch, base::Executor& reply_on,
                           Done<store::Appended> done) {
  if (!batch)
    return reply<store::Appended>(reply_on, std::move(done), std::unexpected(batch.error()));
  store_.append(*std::move(batch), reply_on, unless_raced(std::move(done)));
}

base::Result<Members> Organisations::members(base::PrincipalId organisation) {
  return store_.members_of(organisation);
}

base::Result<Members> Organisations::memberships(base::PrincipalId person) {
  return store_.memberships_of(person);
}

void Organisations::make(base::PrincipalId founder, const std::string& name,
                         base::Executor& reply_on, Done<base::PrincipalId> done) {
  using Made = base::PrincipalId;
  const auto refuse_with = [&](const base::Error& error) {
    reply<Made>(reply_on, std::move(done), std::unexpected(error));
  };
  const auto cleaned = clean_name(name);
  if (!cleaned) return refuse_with(cleaned.error());
  const auto held = memberships(founder);
  if (!held) return refuse_with(held.error());
  const auto owned = std::ranges::count(*held, MemberRole::owner, &store::Membership::role);
  if (static_cast<std::size_t>(owned) >= kMaxOwnedOrganisations)
    return refuse_with(refuse(Reason::too_many_kept, ErrorCode::denied,
                              "you own " + std::to_string(owned) + " organisations already",
                              "leave one first")
                           .error());
  const auto id = store_.new_id();
  if (!id) return refuse_with(id.error());
  const Made organisation{*id};
  const base::StreamId stream = store::account_stream(organisation);
  store::Batch batch;
  batch.expected = {{stream, 0}};
  batch.events = {
      {stream, founder, store::OrganisationMade{organisation, founder, *cleaned}},
      {stream, founder, store::MemberAdded{organisation, founder, MemberRole::owner}},
  };
  store_.append(std::move(batch), reply_on, unless_raced(then_give(std::move(done), organisation)));
}

// Owners are counted on what the stream's sequence stands for: of two who leave at once one stays.
base::Result<store::Batch> Organisations::prepare_member(base::PrincipalId by,
                                                         const store::Membership& membership) {
  const auto& [organisation, person, role] = membership;
  const base::StreamId stream = store::account_stream(organisation);
  YC_TRY(const std::uint64_t sequence, store_.last_sequence(stream));
  YC_TRY(const Members held, members(organisation));
  YC_CHECK(store_.person(person));
  const auto giver = role_in(held, by);
  const auto former = role_in(held, person);
  const bool may = giver == MemberRole::owner ||
                   (giver == MemberRole::officer && role == MemberRole::member && !former);
  if (!may) return not_for_you();
  if (role != MemberRole::owner && is_only_owner(held, person)) return last_owner();
  return store::Batch{{{stream, by, store::MemberAdded{organisation, person, role}}},
                      {{stream, sequence}}};
}

void Organisations::set_member(base::PrincipalId by, const store::Membership& membership,
                               base::Executor& reply_on, Done<store::Appended> done) {
  commit(prepare_member(by, membership), reply_on, std::move(done));
}

base::Result<store::Batch> Organisations::prepare_leaving(base::PrincipalId by,
                                                          base::PrincipalId organisation,
                                                          base::PrincipalId person) {
  const base::StreamId stream = store::account_stream(organisation);
  YC_TRY(const std::uint64_t sequence, store_.last_sequence(stream));
  YC_TRY(const Members held, members(organisation));
  const auto remover = role_in(held, by);
  const auto removed = role_in(held, person);
  if (!removed) return fail(ErrorCode::not_found, "that person is no member", "");
  const bool may = by == person || remover == MemberRole::owner ||
                   (remover == MemberRole::officer && removed == MemberRole::member);
  if (!may) return not_for_you();
  if (is_only_owner(held, person)) return last_owner();
  return store::Batch{{{stream, by, store::MemberRemoved{organisation, person}}},
                      {{stream, sequence}}};
}

void Organisations::remove_member(base::PrincipalId by, base::PrincipalId organisation,
                                  base::PrincipalId person, base::Executor& reply_on,
                                  Done<store::Appended> done) {
  commit(prepare_leaving(by, organisation, person), reply_on, std::move(done));
}

// --- Verification ----------------------------------------------------------------------------

base::Result<store::Batch> Organisations::prepare_request(base::PrincipalId by,
                                                          base::PrincipalId principal,
                                                          store::VerificationKind kind,
                                                          const std::string& statement,
                                                          base::CaseId id) {
  const base::StreamId stream = store::account_stream(principal);
  YC_TRY(const std::uint64_t sequence, store_.last_sequence(stream));
  if (kind == store::VerificationKind::person) {
    if (by != principal) return not_for_you();
  } else {
    YC_CHECK(store_.organisation(principal));
    YC_TRY(const Members held, members(principal));
    if (role_in(held, by) != MemberRole::owner) return not_for_you();
  }
  YC_TRY(const auto earlier, store_.verifications_of(principal));
  const bool waits = std::ranges::any_of(
      earlier, [](const auto& request) { return request.decided.unix_ms == 0; });
  if (waits)
    return refuse(Reason::too_many_kept, ErrorCode::conflict, "a request waits already",
                  "wait until it is decided");
  const std::string said(first_characters(clean_text(statement), kMaxStatementCharacters));
  return store::Batch{{{stream, by, store::VerificationRequested{id, principal, kind, said}}},
                      {{stream, sequence}}};
}

void Organisations::request_verification(base::PrincipalId by, base::PrincipalId principal,
                                         store::VerificationKind kind, const std::string& statement,
                                         base::Executor& reply_on, Done<base::CaseId> done) {
  const auto id = store_.new_id();
  if (!id) return reply<base::CaseId>(reply_on, std::move(done), std::unexpected(id.error()));
  const base::CaseId request{*id};
  commit(prepare_request(by, principal, kind, statement, request), reply_on,
         [this, request, done = std::move(done)](base::Result<store::Appended> filed) mutable {
           if (!filed) return done(std::unexpected(filed.error()));
           if (const auto kept = store_.verification(request)) verifier_.consider(*kept);
           done(request);
         });
}

base::Result<std::vector<store::VerificationRequest>> Organisations::waiting(std::size_t limit) {
  return store_.verifications_waiting(limit);
}

base::Result<store::Batch> Organisations::prepare_decision(const store::By& by,
                                                           base::CaseId request, bool granted,
                                                           const std::string& note) {
  YC_TRY(const store::VerificationRequest asked, store_.verification(request));
  if (asked.decided.unix_ms != 0) return decided_already();
  YC_TRY(const bool closed, store_.is_closed(asked.principal));
  if (closed) return decided_already();
  const base::StreamId stream = store::case_stream(request);
  store::Batch batch;
  batch.expected = {{stream, 0}};
  batch.events.push_back(
      {stream, by.person,
       store::VerificationDecided{request, asked.principal, granted, clean_text(note)}});
  if (granted) {
    const bool person = asked.kind == store::VerificationKind::person;
    const store::Tier tier =
        person ? store::Tier::verified_person : store::Tier::verified_organisation;
    batch.events.push_back({store::person_stream(asked.principal), by.person,
                            store::TierSet{asked.principal, tier, by.person}});
  }
  if (asked.statement_entry != 0)
    batch.events.push_back(
        {store::city_stream(), by.person,
         store::TextsErased{store::ErasureReason::retention, {{asked.statement_entry}}}});
  store::add_record(batch, by);
  return batch;
}

void Organisations::decide_verification(const store::By& by, base::CaseId request, bool granted,
                                        const std::string& note, base::Executor& reply_on,
                                        Done<store::Appended> done) {
  commit(prepare_decision(by, request, granted, note), reply_on, std::move(done));
}

}  // namespace yc::identity
