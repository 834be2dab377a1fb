// The questions of Store about accounts: who may come in, with what, and what is kept of them.

#include "kernel/store/log.h"
#include "kernel/store/store_state.h"

namespace yc::store {
namespace {

std::string sql(std::string_view columns, std::string_view rest) {
  return std::string(columns) + std::string(rest);
}

base::PrincipalId principal_of(const Row& row) {
  return row.id<base::PrincipalId>(0);
}

std::uint64_t number_of(const Row& row) {
  return row.number(0);
}

constexpr std::string_view kSessionColumns =
    "SELECT s.id, s.person, s.expires, s.revoked, s.opened, s.seen, s.way, s.credential, v.text "
    "FROM session s LEFT JOIN vault v ON v.entry = s.browser_entry ";

Session session_of(const Row& row) {
  Session session;
  session.id = row.number(0);
  session.person = row.id<base::PrincipalId>(1);
  session.expires = {row.integer(2)};
  session.revoked = row.integer(3) != 0;
  session.opened = {row.integer(4)};
  session.seen = {row.integer(5)};
  session.way = static_cast<SessionWay>(row.integer(6));
  session.credential = row.number(7);
  session.browser = row.text(8);
  return session;
}

constexpr std::string_view kAccountColumns =
    "SELECT a.person, n.text, a.enrolled FROM account a "
    "LEFT JOIN vault n ON n.entry = a.name_entry ";

Account account_of(const Row& row) {
  return {row.id<base::PrincipalId>(0), row.text(1), {row.integer(2)}};
}

Profile profile_of(const Row& row) {
  return {row.text(0)};
}

constexpr std::string_view kPasskeyColumns =
    "SELECT p.id, p.person, p.algorithm, p.counter, p.uses, i.text, k.text, l.text, p.added, "
    "p.used FROM passkey p "
    "LEFT JOIN vault i ON i.entry = p.id_entry "
    "LEFT JOIN vault k ON k.entry = p.key_entry "
    "LEFT JOIN vault l ON l.entry = p.label_entry ";

Passkey passkey_of(const Row& row) {
  Passkey passkey;
  passkey.id = row.number(0);
  passkey.person = row.id<base::PrincipalId>(1);
  passkey.algorithm = row.integer(2);
  passkey.counter = static_cast<std::uint32_t>(row.integer(3));
  passkey.uses = row.number(4);
  passkey.credential_id = row.text(5);
  passkey.public_key = row.text(6);
  passkey.label = row.text(7);
  passkey.added = {row.integer(8)};
  passkey.used = {row.integer(9)};
  return passkey;
}

Password password_of_row(const Row& row) {
  return {row.number(0),    row.id<base::PrincipalId>(1),
          row.text(2),      row.number(3),
          {row.integer(4)}, {row.integer(5)}};
}

constexpr std::string_view kRecoveryColumns =
    "SELECT c.person, c.code_set, c.number, c.made, u.number IS NOT NULL FROM recovery_code c "
    "LEFT JOIN recovery_use u ON u.code_set = c.code_set AND u.number = c.number ";

RecoveryCode recovery_of(const Row& row) {
  return {row.id<base::PrincipalId>(0),
          row.number(1),
          static_cast<std::uint8_t>(row.integer(2)),
          {row.integer(3)},
          row.integer(4) != 0};
}

constexpr std::string_view kApiKeyColumns =
    "SELECT k.id, k.person, k.scopes, v.text, k.made, k.expires, k.revoked FROM api_key k "
    "LEFT JOIN vault v ON v.entry = k.label_entry ";

ApiKey api_key_of(const Row& row) {
  ApiKey key;
  key.id = row.number(0);
  key.person = row.id<base::PrincipalId>(1);
  key.scopes = static_cast<std::uint32_t>(row.integer(2));
  key.label = row.text(3);
  key.made = {row.integer(4)};
  key.expires = {row.integer(5)};
  key.revoked = row.integer(6) != 0;
  return key;
}

constexpr std::string_view kVerificationColumns =
    "SELECT v.id, v.principal, v.kind, s.text, v.statement_entry, v.filed, v.filed_by, v.decided, "
    "v.granted, n.text, v.decided_by FROM verification v "
    "LEFT JOIN vault s ON s.entry = v.statement_entry "
    "LEFT JOIN vault n ON n.entry = v.note_entry ";

VerificationRequest verification_of(const Row& row) {
  VerificationRequest request;
  request.id = row.id<base::CaseId>(0);
  request.principal = row.id<base::PrincipalId>(1);
  request.kind = static_cast<VerificationKind>(row.integer(2));
  request.statement = row.text(3);
  request.statement_entry = row.number(4);
  request.filed = {row.integer(5)};
  request.filed_by = row.id<base::PrincipalId>(6);
  request.decided = {row.integer(7)};
  request.granted = row.integer(8) != 0;
  request.note = row.text(9);
  request.decided_by = row.id<base::PrincipalId>(10);
  return request;
}

Consent consent_of(const Row& row) {
  return {row.text(0),
          static_cast<std::uint32_t>(row.integer(1)),
          row.integer(2) != 0,
          {row.integer(3)}};
}

Organisation organisation_of(const Row& row) {
  return {
      row.id<base::PrincipalId>(0), row.text(1), {row.integer(2)}, row.id<base::PrincipalId>(3)};
}

Membership membership_row(const Row& row) {
  return {row.id<base::PrincipalId>(0), row.id<base::PrincipalId>(1),
          static_cast<MemberRole>(row.integer(2))};
}

OwnText own_text_of(const Row& row) {
  return {static_cast<std::uint8_t>(row.integer(0)), {row.integer(1)}, row.text(2)};
}

}  // namespace

base::Result<std::uint64_t> Store::last_sequence(base::StreamId stream) {
  const std::lock_guard lock(state_->doors.mutex);
  return last_stream_sequence(*state_->doors.database, stream);
}

base::Result<std::vector<std::uint64_t>> Store::find_text(Find find, std::string_view text) {
  if (!state_->vault_secret) return std::vector<std::uint64_t>();
  const VaultKey key = vault_key(*state_->vault_secret, find, text);
  return state_->doors.rows("SELECT entry FROM vault_key WHERE find = ?1 AND key = ?2",
                            {static_cast<int>(find), std::span<const std::byte>(key)}, number_of);
}

base::Result<Session> Store::session_by_token(const base::Digest& token_hash) {
  return state_->doors.one(sql(kSessionColumns, "WHERE s.token_hash = ?1"), {token_hash},
                           session_of, "session");
}

base::Result<Session> Store::session(std::uint64_t id) {
  return state_->doors.one(sql(kSessionColumns, "WHERE s.id = ?1"), {id}, session_of, "session");
}

base::Result<std::vector<Session>> Store::sessions_of(base::PrincipalId person,
                                                      base::WallTime now) {
  return state_->doors.rows(
      sql(kSessionColumns,
          "WHERE s.person = ?1 AND s.revoked = 0 AND s.expires > ?2 ORDER BY s.id"),
      {person, now.unix_ms}, session_of);
}

base::Result<Account> Store::account(base::PrincipalId person) {
  return state_->doors.one(sql(kAccountColumns, "WHERE a.person = ?1"), {person}, account_of,
                           "account");
}

base::Result<Account> Store::account_by_skeleton(std::string_view skeleton) {
  YC_TRY(const auto entries, find_text(Find::account_name, skeleton));
  const std::uint64_t entry = entries.empty() ? 0 : entries.front();
  return state_->doors.one(sql(kAccountColumns, "WHERE a.skeleton_entry = ?1"), {entry}, account_of,
                           "account");
}

base::Result<Profile> Store::profile(base::PrincipalId person) {
  return state_->doors.one(
      "SELECT v.text FROM profile p LEFT JOIN vault v ON v.entry = p.languages_entry "
      "WHERE p.person = ?1",
      {person}, profile_of, "profile");
}

base::Result<bool> Store::is_closed(base::PrincipalId person) {
  YC_TRY(const std::int64_t closed,
         state_->doors.integer("SELECT count(*) FROM closed_account WHERE person = ?1", {person}));
  return closed != 0;
}

base::Result<std::vector<base::PrincipalId>> Store::closed_with_texts() {
  return state_->lists.rows(
      "SELECT DISTINCT c.person FROM closed_account c JOIN personal_text t ON t.person = c.person",
      {}, principal_of);
}

base::Result<std::vector<Passkey>> Store::passkeys_of(base::PrincipalId person) {
  return state_->doors.rows(sql(kPasskeyColumns, "WHERE p.person = ?1 ORDER BY p.id"), {person},
                            passkey_of);
}

base::Result<Passkey> Store::passkey(std::uint64_t id) {
  return state_->doors.one(sql(kPasskeyColumns, "WHERE p.id = ?1"), {id}, passkey_of, "passkey");
}

base::Result<Passkey> Store::passkey_by_credential_id(std::string_view base64url) {
  YC_TRY(const auto entries, find_text(Find::passkey, base64url));
  const std::uint64_t entry = entries.empty() ? 0 : entries.front();
  return state_->doors.one(sql(kPasskeyColumns, "WHERE p.id_entry = ?1"), {entry}, passkey_of,
                           "passkey");
}

base::Result<Password> Store::password_of(base::PrincipalId person) {
  return state_->doors.one(
      "SELECT p.id, p.person, v.text, p.hash_entry, p.added, p.used FROM password p "
      "LEFT JOIN vault v ON v.entry = p.hash_entry WHERE p.person = ?1",
      {person}, password_of_row, "password");
}

base::Result<RecoveryCode> Store::recovery_code(const base::Digest& hash) {
  return state_->doors.one(sql(kRecoveryColumns, "WHERE c.hash = ?1"), {hash}, recovery_of,
                           "recovery code");
}

base::Result<std::vector<RecoveryCode>> Store::recovery_codes_of(base::PrincipalId person) {
  return state_->doors.rows(sql(kRecoveryColumns, "WHERE c.person = ?1 ORDER BY c.number"),
                            {person}, recovery_of);
}

base::Result<ApiKey> Store::api_key_by_token(const base::Digest& token_hash) {
  return state_->doors.one(sql(kApiKeyColumns, "WHERE k.token_hash = ?1"), {token_hash}, api_key_of,
                           "API key");
}

base::Result<std::vector<ApiKey>> Store::api_keys_of(base::PrincipalId person) {
  return state_->doors.rows(
      sql(kApiKeyColumns, "WHERE k.person = ?1 AND k.revoked = 0 ORDER BY k.id"), {person},
      api_key_of);
}

base::Result<std::vector<std::uint64_t>> Store::texts_of(TextPurpose purpose,
                                                         base::PrincipalId person,
                                                         std::uint64_t owner) {
  return state_->doors.rows(
      "SELECT entry FROM personal_text WHERE person = ?1 AND purpose = ?2 AND owner = ?3",
      {person, static_cast<int>(purpose), owner}, number_of);
}

base::Result<std::vector<OwnText>> Store::own_texts(base::PrincipalId person, std::size_t limit) {
  return state_->lists.rows(
      "SELECT t.purpose, t.written, v.text FROM personal_text t JOIN vault v ON v.entry = t.entry "
      "WHERE t.person = ?1 ORDER BY t.entry LIMIT ?2",
      {person, limit}, own_text_of);
}

base::Result<std::vector<Consent>> Store::consents_of(base::PrincipalId person) {
  return state_->doors.rows(
      "SELECT purpose, text_version, given, at FROM consent WHERE person = ?1 ORDER BY purpose",
      {person}, consent_of);
}

base::Result<VerificationRequest> Store::verification(base::CaseId id) {
  return state_->doors.one(sql(kVerificationColumns, "WHERE v.id = ?1"), {id}, verification_of,
                           "request");
}

base::Result<std::vector<VerificationRequest>> Store::verifications_waiting(std::size_t limit) {
  return state_->lists.rows(sql(kVerificationColumns, "WHERE v.decided = 0 ORDER BY v.id LIMIT ?1"),
                            {limit}, verification_of);
}

base::Result<std::vector<VerificationRequest>> Store::verifications_of(
    base::PrincipalId principal) {
  return state_->lists.rows(sql(kVerificationColumns, "WHERE v.principal = ?1 ORDER BY v.id"),
                            {principal}, verification_of);
}

base::Result<Organisation> Store::organisation(base::PrincipalId id) {
  return state_->doors.one(
      "SELECT o.id, v.text, o.made, o.founder FROM organisation o "
      "LEFT JOIN vault v ON v.entry = o.name_entry WHERE o.id = ?1",
      {id}, organisation_of, "organisation");
}

base::Result<std::vector<Membership>> Store::members_of(base::PrincipalId organisation) {
  return state_->doors.rows(
      "SELECT organisation, person, role FROM membership WHERE organisation = ?1 ORDER BY person",
      {organisation}, membership_row);
}

base::Result<std::vector<Membership>> Store::memberships_of(base::PrincipalId person) {
  return state_->doors.rows(
      "SELECT organisation, person, role FROM membership WHERE person = ?1 ORDER BY organisation",
      {person}, membership_row);
}

}  // namespace yc::store
