#include "kernel/gateway/api_account.h"

#include "kernel/gateway/api_sign_in.h"
#include "kernel/gateway/session_cookie.h"

namespace yc::gateway {
namespace {

using namespace schema::api;

// Bits of identity::Scope by the names on the wire.
constexpr std::array<std::pair<std::string_view, identity::Scope>, 5> kScopes = {{
    {"look", identity::Scope::look},
    {"speak", identity::Scope::speak},
    {"create", identity::Scope::create},
    {"manage", identity::Scope::manage},
    {"account", identity::Scope::account},
}};

std::vector<std::string> names_of(std::uint32_t scopes) {
  std::vector<std::string> names;
  for (const auto& [name, scope] : kScopes) {
    if (scopes & static_cast<std::uint32_t>(scope)) names.emplace_back(name);
  }
  return names;
}

std::optional<std::uint32_t> scopes_named(const std::vector<std::string>& names) {
  std::uint32_t scopes = 0;
  for (const std::string& name : names) {
    const auto found = std::ranges::find(kScopes, std::string_view(name),
                                         [](const auto& row) { return row.first; });
    if (found == kScopes.end()) return std::nullopt;
    scopes |= static_cast<std::uint32_t>(found->second);
  }
  return scopes == 0 ? std::nullopt : std::optional(scopes);
}

AccountSession session_row(const store::Session& row, std::uint64_t current) {
  return {row.id,
          row.browser,
          by_name<SessionWay>(name_of(row.way), kSessionWayNames),
          row.opened.unix_ms,
          row.seen.unix_ms,
          row.expires.unix_ms,
          row.id == current};
}

template <typename Answer>
auto answer_id(ApiReply<Answer> reply) {
  return [reply = std::move(reply)](base::Result<std::uint64_t> id) mutable {
    id ? reply({*id}) : reply.fail(id.error());
  };
}

}  // namespace

void AccountApi::add_to(Api& api) {
  api.add(*this, &AccountApi::see_account);
  api.add(*this, &AccountApi::change_languages);
  api.add(*this, &AccountApi::begin_passkey);
  api.add(*this, &AccountApi::add_passkey);
  api.add(*this, &AccountApi::rename_passkey);
  api.add(*this, &AccountApi::remove_credential);
  api.add(*this, &AccountApi::set_password);
  api.add(*this, &AccountApi::make_recovery_codes);
  api.add(*this, &AccountApi::make_device_link);
  api.add(*this, &AccountApi::list_sessions);
  api.add(*this, &AccountApi::end_session);
  api.add(*this, &AccountApi::end_other_sessions);
  api.add(*this, &AccountApi::list_api_keys);
  api.add(*this, &AccountApi::make_api_key);
  api.add(*this, &AccountApi::revoke_api_key);
  api.add(*this, &AccountApi::list_consents);
  api.add(*this, &AccountApi::change_consent);
  api.add(*this, &AccountApi::export_account);
  api.add(*this, &AccountApi::close_account);
}

// Zero for a key.
std::uint64_t AccountApi::session_of(const ApiCaller& who) {
  const auto session = parts_.identity.find_session(who.session_token);
  return session ? session->id : 0;
}

void AccountApi::see_account(const ApiCaller& who, const SeeAccountRequest&,
                             ReplyTo<SeeAccountRequest> reply) {
  const auto facts = identity_.accounts.facts(who.person);
  if (!facts) return reply.fail(facts.error());
  SeeAccountAnswer answer;
  answer.person = who.person;
  if (facts->account) answer.account_name = facts->account->name;
  answer.display_name = facts->person.name;
  answer.tier = by_name<Tier>(name_of(parts_.rights.tier(who.person)), kTierNames);
  answer.look = facts->person.look;
  answer.languages = facts->profile.languages;
  answer.has_password = facts->password.has_value();
  if (facts->password) answer.password_id = facts->password->id;
  for (const store::Passkey& passkey : facts->passkeys) {
    answer.passkeys.push_back(
        {passkey.id, passkey.label, passkey.added.unix_ms, passkey.used.unix_ms});
  }
  answer.recovery_codes_left = static_cast<std::int64_t>(facts->recovery_codes_left);
  reply(answer);
}

void AccountApi::change_languages(const ApiCaller& who, const ChangeLanguagesRequest& request,
                                  ReplyTo<ChangeLanguagesRequest> reply) {
  identity_.accounts.change_languages(who.person, request.languages, parts_.file_executor,
                                      when_durable<store::Appended>(std::move(reply)));
}

// ---- credentials --------------------------------------------------------------------------------

void AccountApi::begin_passkey(const ApiCaller& who, const BeginPasskeyRequest&,
                               ReplyTo<BeginPasskeyRequest> reply) {
  const auto site = site_of(who);
  if (!site) return reply.fail(site.error());
  const auto begun = identity_.sign_in.begin_adding(who.person, *site);
  if (!begun) return reply.fail(begun.error());
  reply({begun->challenge, begun->user_handle, site->rp_id, begun->exclude});
}

void AccountApi::add_passkey(const ApiCaller& who, const AddPasskeyRequest& request,
                             ReplyTo<AddPasskeyRequest> reply) {
  const auto creation = creation_of(request.passkey);
  if (!creation) return reply.fail(creation.error());
  identity_.accounts.add_passkey(who.person, *creation, request.label, parts_.file_executor,
                                 answer_id(std::move(reply)));
}

void AccountApi::rename_passkey(const ApiCaller& who, const RenamePasskeyRequest& request,
                                ReplyTo<RenamePasskeyRequest> reply) {
  identity_.accounts.rename_passkey(who.person, request.credential, request.label,
                                    parts_.file_executor,
                                    when_durable<store::Appended>(std::move(reply)));
}

void AccountApi::remove_credential(const ApiCaller& who, const RemoveCredentialRequest& request,
                                   ReplyTo<RemoveCredentialRequest> reply) {
  identity_.accounts.remove_credential(who.person, request.credential, parts_.file_executor,
                                       when_durable<store::Appended>(std::move(reply)));
}

void AccountApi::set_password(const ApiCaller& who, const SetPasswordRequest& request,
                              ReplyTo<SetPasswordRequest> reply) {
  identity_.accounts.set_password(who.person, request.password, session_of(who),
                                  parts_.file_executor,
                                  when_durable<std::uint64_t>(std::move(reply)));
}

void AccountApi::make_recovery_codes(const ApiCaller& who, const MakeRecoveryCodesRequest&,
                                     ReplyTo<MakeRecoveryCodesRequest> reply) {
  identity_.accounts.make_recovery_codes(
      who.person, parts_.file_executor,
      [reply = std::move(reply)](base::Result<std::vector<std::string>> codes) mutable {
        codes ? reply({*codes}) : reply.fail(codes.error());
      });
}

void AccountApi::make_device_link(const ApiCaller& who, const MakeDeviceLinkRequest&,
                                  ReplyTo<MakeDeviceLinkRequest> reply) {
  identity_.sign_in.make_device_link(
      who.person, parts_.file_executor,
      [reply = std::move(reply)](base::Result<identity::MadeLink> link) mutable {
        if (!link) return reply.fail(link.error());
        reply({"/#device=" + link->token, link->expires.unix_ms});
      });
}

// ---- sessions -----------------------------------------------------------------------------------

void AccountApi::list_sessions(const ApiCaller& who, const ListSessionsRequest&,
                               ReplyTo<ListSessionsRequest> reply) {
  const auto rows = identity_.sessions.list(who.person);
  if (!rows) return reply.fail(rows.error());
  const std::uint64_t current = session_of(who);
  ListSessionsAnswer answer;
  for (const store::Session& row : *rows) answer.sessions.push_back(session_row(row, current));
  reply(answer);
}

void AccountApi::end_session(const ApiCaller& who, const EndSessionRequest& request,
                             ReplyTo<EndSessionRequest> reply) {
  identity_.sessions.revoke(request.session, who.person, parts_.file_executor,
                            when_durable<store::Appended>(std::move(reply)));
}

void AccountApi::end_other_sessions(const ApiCaller& who, const EndOtherSessionsRequest&,
                                    ReplyTo<EndOtherSessionsRequest> reply) {
  identity_.sessions.revoke_others(
      who.person, session_of(who), parts_.file_executor,
      [reply = std::move(reply)](base::Result<std::size_t> ended) mutable {
        ended ? reply({static_cast<std::int64_t>(*ended)}) : reply.fail(ended.error());
      });
}

// ---- keys ---------------------------------------------------------------------------------------

void AccountApi::list_api_keys(const ApiCaller& who, const ListApiKeysRequest&,
                               ReplyTo<ListApiKeysRequest> reply) {
  const auto rows = identity_.accounts.api_keys(who.person);
  if (!rows) return reply.fail(rows.error());
  ListApiKeysAnswer answer;
  for (const store::ApiKey& row : *rows) {
    answer.keys.push_back(
        {row.id, row.label, names_of(row.scopes), row.made.unix_ms, row.expires.unix_ms});
  }
  reply(answer);
}

void AccountApi::make_api_key(const ApiCaller& who, const MakeApiKeyRequest& request,
                              ReplyTo<MakeApiKeyRequest> reply) {
  const auto scopes = scopes_named(request.scopes);
  if (!scopes) {
    return reply.refuse(
        Reason::bad_input,
        bad_field("scopes", "name at least one of look, speak, create, manage, account",
                  "请至少列出 look、speak、create、manage、account 之一。"));
  }
  identity_.accounts.make_api_key(
      who.person, {request.label, *scopes, std::chrono::hours(24 * request.days)},
      parts_.file_executor,
      [reply = std::move(reply)](base::Result<identity::MadeApiKey> made) mutable {
        made ? reply({made->id, made->token, made->expires.unix_ms}) : reply.fail(made.error());
      });
}

void AccountApi::revoke_api_key(const ApiCaller& who, const RevokeApiKeyRequest& request,
                                ReplyTo<RevokeApiKeyRequest> reply) {
  identity_.accounts.revoke_api_key(who.person, request.key, parts_.file_executor,
                                    when_durable<store::Appended>(std::move(reply)));
}

// ---- consents, and the end ----------------------------------------------------------------------

void AccountApi::list_consents(const ApiCaller& who, const ListConsentsRequest&,
                               ReplyTo<ListConsentsRequest> reply) {
  const auto rows = identity_.accounts.consents(who.person);
  if (!rows) return reply.fail(rows.error());
  ListConsentsAnswer answer;
  for (const store::Consent& row : *rows)
    answer.consents.push_back({row.purpose, row.text_version, row.given, row.at.unix_ms});
  reply(answer);
}

void AccountApi::change_consent(const ApiCaller& who, const ChangeConsentRequest& request,
                                ReplyTo<ChangeConsentRequest> reply) {
  identity_.accounts.change_consent(
      who.person, request.purpose, static_cast<std::uint32_t>(request.text_version), request.given,
      parts_.file_executor, when_durable<store::Appended>(std::move(reply)));
}

void AccountApi::export_account(const ApiCaller& who, const ExportAccountRequest&,
                                ReplyTo<ExportAccountRequest> reply) {
  if (!exported_.take(who.counted_as(), parts_.clock.monotonic()))
    return reply.refuse(Reason::rate_limited);
  identity_.accounts.export_json(
      who.person, parts_.file_executor,
      [reply = std::move(reply)](base::Result<std::string> made) mutable {
        made ? reply({*std::move(made)}) : reply.fail(made.error());
      });
}

void AccountApi::close_account(const ApiCaller& who, const CloseAccountRequest&,
                               ReplyTo<CloseAccountRequest> reply) {
  reply.set("Set-Cookie", session_cookie("", base::Duration{0}, who.secure));
  identity_.accounts.close(who.person, parts_.file_executor,
                           when_durable<std::uint64_t>(std::move(reply)));
}

}  // namespace yc::gateway
