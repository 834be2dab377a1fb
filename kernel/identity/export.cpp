// The person's account as one JSON document (docs/identity.md): Accounts' part that reads all that
// is kept of them. Of others it holds what the person saw: names, and what was written to them.

#include "kernel/base/json.h"
#include "kernel/identity/accounts.h"
#include "kernel/store/dossier.h"
#include "kernel/store/order.h"
#include "kernel/store/social.h"
#include "schema/api.h"

namespace yc::identity {
namespace {

using base::Json;

constexpr std::size_t kPage = 1000;
constexpr std::size_t kMaxExported = 100'000;  // of each list that is not read by pages

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
                    {"lifted_ms", sanction.lifted.unix_ms},
                    {"lift_reason", sanction.lift_reason},
                    {"space", id_text(sanction.space.value)},
                    {"address", sanction.address},
                    {"device", sanction.device}});
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

std::string organisation_name(store::Store& store, base::PrincipalId id) {
  const auto known = store.organisation(id);
  return known ? known->name : std::string();
}

base::Result<Json> ties_json(store::Store& store, base::PrincipalId person) {
  Json ties = {
      {"blocked", Json::array()}, {"roles", Json::array()}, {"organisations", Json::array()}};
  YC_TRY(const auto memberships, store.memberships_of(person));
  for (const store::Membership& member : memberships)
    ties["organisations"].push_back({{"organisation", id_text(member.organisation.value)},
                                     {"name", organisation_name(store, member.organisation)},
                                     {"role", store::name_of(member.role)}});
  YC_TRY(const auto blocked, store.blocked_by(person));
  for (const base::PrincipalId other : blocked) ties["blocked"].push_back(id_text(other.value));
  YC_TRY(const auto roles, store.roles());
  for (const store::RoleGrant& grant : roles) {
    if (grant.person == person) ties["roles"].push_back(store::name_of(grant.role));
  }
  return ties;
}

// ---- people together ----------------------------------------------------------------------------

std::string_view name_of_state(store::FriendState state) {
  switch (state) {
    case store::FriendState::asked_by_me:
      return "asked_by_me";
    case store::FriendState::asked_by_them:
      return "asked_by_them";
    case store::FriendState::friends:
      break;
  }
  return "friends";
}

// The table is in the order of store::NoticeKind, which begins at 1.
std::string_view name_of_notice(store::NoticeKind kind) {
  return schema::api::kNoticeKindNames.at(static_cast<std::size_t>(kind) - 1);
}

base::Result<Json> friends_json(store::Social& social, base::PrincipalId person) {
  Json list = Json::array();
  YC_TRY(const auto rows, social.friends(person, kMaxExported));
  for (const store::Friend& row : rows)
    list.push_back({{"person", id_text(row.person.value)},
                    {"name", row.name},
                    {"state", name_of_state(row.state)},
                    {"since_ms", row.since.unix_ms}});
  return list;
}

base::Result<Json> groups_json(store::Social& social, base::PrincipalId person) {
  Json list = Json::array();
  YC_TRY(const auto rows, social.groups(person));
  for (const store::Group& row : rows) {
    YC_TRY(const auto role, social.membership(row.id, person));
    list.push_back({{"group", id_text(row.id.value)},
                    {"name", row.name},
                    {"made_ms", row.made.unix_ms},
                    {"role", store::name_of(role)}});
  }
  return list;
}

base::Result<Json> messages_json(store::Social& social, base::PrincipalId person,
                                 store::Peer peer) {
  Json list = Json::array();
  base::MessageId before;
  for (;;) {
    YC_TRY(const auto rows, social.messages(person, peer, before, kPage));
    for (const store::Message& row : rows)
      list.push_back({{"id", id_text(row.id.value)},
                      {"sender", id_text(row.sender.value)},
                      {"sender_name", row.sender_name},
                      {"sent_ms", row.sent.unix_ms},
                      {"text", row.text},
                      {"erased", row.erased}});
    if (rows.size() < kPage) return list;
    before = rows.back().id;
  }
}

base::Result<Json> talks_json(store::Social& social, base::PrincipalId person) {
  Json list = Json::array();
  YC_TRY(const auto talks, social.talks(person, kMaxExported));
  for (const store::Talk& talk : talks) {
    YC_TRY(Json messages, messages_json(social, person, talk.peer));
    list.push_back({{"person", id_text(talk.peer.person.value)},
                    {"group", id_text(talk.peer.group.value)},
                    {"name", talk.name},
                    {"messages", std::move(messages)}});
  }
  return list;
}

base::Result<Json> gatherings_json(store::Dossier& dossier, base::PrincipalId person) {
  Json list = Json::array();
  YC_TRY(const auto rows, dossier.gatherings(person, kMaxExported));
  for (const store::Gathering& row : rows)
    list.push_back({{"event", id_text(row.id.value)},
                    {"organised", row.organiser == person},
                    {"attended", row.attended},
                    {"remind_minutes", row.remind_minutes},
                    {"space", id_text(row.space.value)},
                    {"place", row.place},
                    {"starts_ms", row.starts.unix_ms},
                    {"ends_ms", row.ends.unix_ms},
                    {"title", row.title},
                    {"text", row.text},
                    {"cancelled", row.cancelled}});
  return list;
}

base::Result<Json> notices_json(store::Social& social, base::PrincipalId person) {
  Json list = Json::array();
  std::uint64_t before = 0;
  for (;;) {
    YC_TRY(const auto rows, social.notices(person, before, kPage));
    for (const store::Notice& row : rows)
      list.push_back({{"kind", name_of_notice(row.kind)},
                      {"other", id_text(row.other.value)},
                      {"other_name", row.other_name},
                      {"subject", id_text(row.subject)},
                      {"at_ms", row.at.unix_ms},
                      {"read", row.read}});
    if (rows.size() < kPage) return list;
    before = rows.back().position;
  }
}

base::Result<Json> privacy_json(store::Social& social, base::PrincipalId person) {
  YC_TRY(const store::Privacy chosen, social.privacy(person));
  return Json{{"reach", store::name_of(chosen.reach)},
              {"presence", store::name_of(chosen.presence)},
              {"follow", store::name_of(chosen.follow)},
              {"found", store::name_of(chosen.found)}};
}

// ---- order --------------------------------------------------------------------------------------

base::Result<Json> appeals_json(store::Dossier& dossier, base::PrincipalId person) {
  Json list = Json::array();
  YC_TRY(const auto rows, dossier.appeals(person, kMaxExported));
  for (const store::Appeal& row : rows)
    list.push_back({{"appeal", id_text(row.id.value)},
                    {"sanction", id_text(row.sanction.value)},
                    {"text", row.text},
                    {"filed_ms", row.filed.unix_ms},
                    {"outcome", row.open ? "open" : store::name_of(row.outcome)},
                    {"note", row.note},
                    {"decided_ms", row.decided.unix_ms}});
  return list;
}

base::Result<Json> guardians_json(store::Order& order, base::PrincipalId person) {
  Json out = {{"age_band", ""}, {"guardians", Json::array()}, {"wards", Json::array()}};
  if (const auto age = order.age(person)) out["age_band"] = store::name_of(age->band);
  YC_TRY(const auto guardians, order.guardians_of(person));
  for (const store::Guardian& row : guardians)
    out["guardians"].push_back(
        {{"person", id_text(row.guardian.value)}, {"confirmed", row.confirmed}});
  YC_TRY(const auto wards, order.wards_of(person));
  for (const store::Guardian& row : wards)
    out["wards"].push_back({{"person", id_text(row.minor.value)}, {"confirmed", row.confirmed}});
  return out;
}

// ---- spaces and rights --------------------------------------------------------------------------

base::Result<Json> spaces_json(store::Store& store, base::PrincipalId person) {
  Json list = Json::array();
  base::SpaceId after;
  for (;;) {
    YC_TRY(const auto rows, store.spaces_of(person, after, kPage));
    for (const store::MadeSpace& row : rows) {
      Json notices = Json::array();
      YC_TRY(const auto pinned, store.notices(row.id));
      for (const store::PinnedNotice& notice : pinned)
        notices.push_back({{"pinned_ms", notice.pinned.unix_ms}, {"text", notice.text}});
      list.push_back({{"space", id_text(row.id.value)},
                      {"name", row.name},
                      {"kind", store::name_of(row.kind)},
                      {"template", row.template_name},
                      {"visibility", store::name_of(row.visibility)},
                      {"charter", row.charter},
                      {"notices", std::move(notices)},
                      {"made_ms", row.made.unix_ms},
                      {"archived_ms", row.archived.unix_ms}});
    }
    if (rows.size() < kPage) return list;
    after = rows.back().id;
  }
}

base::Result<Json> grants_json(store::Store& store, base::PrincipalId person, base::WallTime now) {
  Json list = Json::array();
  YC_TRY(const auto rows, store.grants(now));
  for (const store::GrantGiven& row : rows) {
    const bool own = row.subject_kind == store::SubjectKind::person && row.subject == person.value;
    if (!own && row.by != person) continue;
    list.push_back({{"grant", id_text(row.grant)},
                    {"held", own},
                    {"given", row.by == person},
                    {"space", id_text(row.space.value)},
                    {"parcel", id_text(row.parcel)},
                    {"subject_kind", store::name_of(row.subject_kind)},
                    {"subject", id_text(row.subject)},
                    {"rights", row.rights},
                    {"delegable", row.delegable},
                    {"from_ms", row.from_ms},
                    {"until_ms", row.until_ms}});
  }
  return list;
}

base::Result<Json> invitations_json(store::Dossier& dossier, base::PrincipalId person) {
  Json list = Json::array();
  YC_TRY(const auto rows, dossier.invitations(person, kMaxExported));
  for (const store::Invitation& row : rows)
    list.push_back({{"invitation", id_text(row.id)},
                    {"space", id_text(row.space.value)},
                    {"rights", row.rights},
                    {"uses", row.uses},
                    {"used", row.used},
                    {"made_ms", row.made.unix_ms},
                    {"expires_ms", row.expires.unix_ms},
                    {"revoked", row.revoked}});
  return list;
}

base::Result<Json> lanterns_json(store::Dossier& dossier, base::PrincipalId person) {
  Json list = Json::array();
  YC_TRY(const auto rows, dossier.lanterns(person, kMaxExported));
  for (const store::OwnLantern& row : rows)
    list.push_back({{"space", id_text(row.space.value)},
                    {"lantern", row.lantern},
                    {"lit_ms", row.lit.unix_ms}});
  return list;
}

// Whatever else is kept in words, so that nothing is left out: no secrets of ways in.
base::Result<Json> texts_json(store::Store& store, base::PrincipalId person) {
  Json list = Json::array();
  YC_TRY(const auto rows, store.own_texts(person, kMaxExported));
  for (const store::OwnText& row : rows) {
    if (row.purpose == static_cast<std::uint8_t>(store::TextPurpose::credential)) continue;
    list.push_back(
        {{"purpose", row.purpose}, {"written_ms", row.written.unix_ms}, {"text", row.text}});
  }
  return list;
}

base::Status add_people(Json& out, store::Store& store, base::PrincipalId person) {
  store::Social social(store);
  store::Dossier dossier(store);
  YC_TRY(out["friends"], friends_json(social, person));
  YC_TRY(out["groups"], groups_json(social, person));
  YC_TRY(out["talks"], talks_json(social, person));
  YC_TRY(out["events"], gatherings_json(dossier, person));
  YC_TRY(out["notices"], notices_json(social, person));
  YC_TRY(out["privacy"], privacy_json(social, person));
  return {};
}

base::Status add_order(Json& out, store::Store& store, base::PrincipalId person) {
  store::Order order(store);
  store::Dossier dossier(store);
  YC_TRY(const auto reports, store.reports_by(person, kMaxExported));
  out["reports_written"] = reports_json(reports);
  YC_TRY(const auto sanctions, store.sanctions_of(person, kMaxExported));
  out["sanctions"] = sanctions_json(sanctions);
  YC_TRY(out["appeals"], appeals_json(dossier, person));
  YC_TRY(out["minors"], guardians_json(order, person));
  return {};
}

base::Status add_places(Json& out, store::Store& store, base::PrincipalId person,
                        base::WallTime now) {
  store::Dossier dossier(store);
  YC_TRY(out["spaces"], spaces_json(store, person));
  YC_TRY(out["grants"], grants_json(store, person, now));
  YC_TRY(out["invitations"], invitations_json(dossier, person));
  YC_TRY(out["lanterns"], lanterns_json(dossier, person));
  return {};
}

}  // namespace

void Accounts::export_json(base::PrincipalId person, base::Executor& reply_on,
                           Done<std::string> done) {
  parts_.slow.post([this, person, &reply_on, done = std::move(done)]() mutable {
    reply<std::string>(reply_on, std::move(done), make_export(person));
  });
}

base::Result<std::string> Accounts::make_export(base::PrincipalId person) {
  YC_TRY(const AccountFacts facts, this->facts(person));
  store::Store& store = parts_.store;
  const base::WallTime now = parts_.clock.wall();
  Json out = {{"format", "yuancheng account 2"},
              {"made_ms", now.unix_ms},
              {"profile", profile_json(facts)},
              {"credentials", credentials_json(facts)}};
  YC_TRY(const auto sessions, parts_.sessions.list(person));
  out["sessions"] = sessions_json(sessions);
  YC_TRY(const auto keys, api_keys(person));
  out["api_keys"] = keys_json(keys);
  YC_TRY(const auto given, consents(person));
  out["consents"] = consents_json(given);
  YC_TRY(const auto requests, store.verifications_of(person));
  out["verifications"] = verifications_json(requests);
  YC_TRY(out["ties"], ties_json(store, person));
  YC_TRY(out["chat"], chat_json(store, person));
  YC_CHECK(add_people(out, store, person));
  YC_CHECK(add_order(out, store, person));
  YC_CHECK(add_places(out, store, person, now));
  YC_TRY(out["texts"], texts_json(store, person));
  return base::dump_json(out);
}

}  // namespace yc::identity
