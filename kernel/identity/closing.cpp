// The end of an account, and its export: Accounts' part that reads or erases all that is kept of a
// person.

#include <algorithm>

#include "kernel/base/json.h"
#include "kernel/identity/accounts.h"
#include "kernel/identity/credential_rules.h"

namespace yc::identity {
namespace {

using base::Json;

constexpr std::size_t kPage = 1000;
constexpr std::size_t kMaxExported = 10'000;  // of reports and sanctions

std::string id_text(std::uint64_t id) {
  return std::to_string(id);
}

Json credentials_json(const AccountFacts& facts) {
  Json list = Json::array();
  for (const store::Passkey& passkey : facts.passkeys)
    list.push_back({{"id", id_text(passkey.id)},
                    {"kind", "passkey"},
                    {"label", passkey.label},
                    {"added_ms", passkey.added.unix_ms},
                    {"used_ms", passkey.used.unix_ms}});
  if (facts.password)
    list.push_back({{"id", id_text(facts.password->id)},
                    {"kind", "password"},
                    {"added_ms", facts.password->added.unix_ms},
                    {"used_ms", facts.password->used.unix_ms}});
  return list;
}

Json profile_json(const AccountFacts& facts) {
  return {{"person", id_text(facts.person.id.value)},
          {"display_name", facts.person.name},
          {"account_name", facts.account ? facts.account->name : ""},
          {"enrolled_ms", facts.account ? facts.account->enrolled.unix_ms : 0},
          {"admitted_ms", facts.person.admitted.unix_ms},
          {"look", id_text(facts.person.look)},
          {"languages", facts.profile.languages},
          {"recovery_codes_left", facts.recovery_codes_left}};
}

Json sessions_json(const std::vector<store::Session>& sessions) {
  Json list = Json::array();
  for (const store::Session& session : sessions)
    list.push_back({{"id", id_text(session.id)},
                    {"way", store::name_of(session.way)},
                    {"browser", session.browser},
                    {"opened_ms", session.opened.unix_ms},
                    {"seen_ms", session.seen.unix_ms},
                    {"expires_ms", session.expires.unix_ms}});
  return list;
}

Json keys_json(const std::vector<store::ApiKey>& keys) {
  Json list = Json::array();
  for (const store::ApiKey& key : keys)
    list.push_back({{"id", id_text(key.id)},
                    {"label", key.label},
                    {"scopes", key.scopes},
                    {"made_ms", key.made.unix_ms},
                    {"expires_ms", key.expires.unix_ms}});
  return list;
}

Json consents_json(const std::vector<store::Consent>& consents) {
  Json list = Json::array();
  for (const store::Consent& consent : consents)
    list.push_back({{"purpose", consent.purpose},
                    {"text_version", consent.text_version},
                    {"given", consent.given},
                    {"at_ms", consent.at.unix_ms}});
  return list;
}

base::Result<Json> chat_json(store::Store& store, base::PrincipalId person) {
  Json list = Json::array();
  std::uint64_t before = UINT64_MAX;
  for (;;) {
    YC_TRY(const auto lines, store.chat_by(person, before, kPage));
    for (const store::ChatLine& line : lines)
      list.push_back({{"said_ms", line.said.unix_ms},
                      {"space", id_text(line.space.value)},
                      {"scope", store::name_of(line.scope)},
                      {"to", id_text(line.to.value)},
                      {"text", line.text},
                      {"erased", line.erased}});
    if (lines.size() < kPage) return list;
    before = lines.back().position;
  }
}

Json reports_json(const std::vector<store::Report>& reports) {
  Json list = Json::array();
  for (const store::Report& report : reports)
    list.push_back({{"id", id_text(report.id.value)},
                    {"filed_ms", report.filed.unix_ms},
                    {"subject", id_text(report.subject.value)},
                    {"reason", store::name_of(report.reason)},
                    {"text", report.text},
                    {"open", report.open}});
  return list;
}

Json sanctions_json(const std::vector<store::Sanction>& sanctions) {
  Json list = Json::array();
  for (const store::Sanction& sanction : sanctions)
    list.push_back({{"id", id_text(sanction.id.value)},
                    {"kind", store::name_of(sanction.kind)},
                    {"reason", sanction.reason},
                    {"placed_ms", sanction.placed.unix_ms},
                    {"until_ms", sanction.until.unix_ms},
                    {"lifted_ms", sanction.lifted.unix_ms}});
  return list;
}

Json verifications_json(const std::vector<store::VerificationRequest>& requests) {
  Json list = Json::array();
  for (const store::VerificationRequest& request : requests)
    list.push_back({{"id", id_text(request.id.value)},
                    {"kind", store::name_of(request.kind)},
                    {"statement", request.statement},
                    {"filed_ms", request.filed.unix_ms},
                    {"decided_ms", request.decided.unix_ms},
                    {"granted", request.granted},
                    {"note", request.note}});
  return list;
}

base::Result<Json> ties_json(store::Store& store, base::PrincipalId person) {
  Json ties = {
      {"blocked", Json::array()}, {"roles", Json::array()}, {"organisations", Json::array()}};
  YC_TRY(const auto memberships, store.memberships_of(person));
  for (const store::Membership& member : memberships)
    ties["organisations"].push_back({{"organisation", id_text(member.organisation.value)},
                                     {"role", store::name_of(member.role)}});
  YC_TRY(const auto blocked, store.blocked_by(person));
  for (const base::PrincipalId other : blocked) ties["blocked"].push_back(id_text(other.value));
  YC_TRY(const auto roles, store.roles());
  for (const store::RoleGrant& grant : roles) {
    if (grant.person == person) ties["roles"].push_back(store::name_of(grant.role));
  }
  return ties;
}

}  // namespace

base::Result<std::string> Accounts::export_json(base::PrincipalId person) {
  YC_TRY(const AccountFacts facts, this->facts(person));
  store::Store& store = parts_.store;
  Json out = {{"format", "yuancheng account 1"},
              {"made_ms", parts_.clock.wall().unix_ms},
              {"profile", profile_json(facts)},
              {"credentials", credentials_json(facts)}};
  YC_TRY(const auto sessions, parts_.sessions.list(person));
  out["sessions"] = sessions_json(sessions);
  YC_TRY(const auto keys, api_keys(person));
  out["api_keys"] = keys_json(keys);
  YC_TRY(const auto given, consents(person));
  out["consents"] = consents_json(given);
  YC_TRY(out["chat"], chat_json(store, person));
  YC_TRY(const auto reports, store.reports_by(person, kMaxExported));
  out["reports_written"] = reports_json(reports);
  YC_TRY(const auto sanctions, store.sanctions_of(person, kMaxExported));
  out["sanctions"] = sanctions_json(sanctions);
  YC_TRY(const auto requests, store.verifications_of(person));
  out["verifications"] = verifications_json(requests);
  YC_TRY(out["ties"], ties_json(store, person));
  return base::dump_json(out);
}

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
