#include "kernel/store/view.h"

namespace yc::store {
namespace {

class CredentialsView final : public View {
 public:
  std::string_view schema() const override {
    return R"(
      CREATE TABLE passkey(
        id INTEGER PRIMARY KEY, person INTEGER NOT NULL, algorithm INTEGER NOT NULL,
        counter INTEGER NOT NULL, uses INTEGER NOT NULL, id_entry INTEGER NOT NULL,
        key_entry INTEGER NOT NULL, label_entry INTEGER NOT NULL, added INTEGER NOT NULL,
        used INTEGER NOT NULL) STRICT;
      CREATE INDEX passkey_person ON passkey(person);
      CREATE UNIQUE INDEX passkey_id ON passkey(id_entry);
      CREATE TABLE password(
        person INTEGER PRIMARY KEY, id INTEGER NOT NULL UNIQUE, hash_entry INTEGER NOT NULL,
        added INTEGER NOT NULL, used INTEGER NOT NULL) STRICT;
      CREATE TABLE recovery_code(
        hash BLOB PRIMARY KEY, person INTEGER NOT NULL, code_set INTEGER NOT NULL,
        number INTEGER NOT NULL, made INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX recovery_code_person ON recovery_code(person);
      CREATE TABLE recovery_use(
        code_set INTEGER NOT NULL, number INTEGER NOT NULL, used INTEGER NOT NULL,
        PRIMARY KEY(code_set, number)) STRICT, WITHOUT ROWID;
      CREATE TABLE api_key(
        id INTEGER PRIMARY KEY, person INTEGER NOT NULL, token_hash BLOB NOT NULL UNIQUE,
        scopes INTEGER NOT NULL, label_entry INTEGER NOT NULL, made INTEGER NOT NULL,
        expires INTEGER NOT NULL, revoked INTEGER NOT NULL) STRICT;
      CREATE INDEX api_key_person ON api_key(person);)";
  }

  std::vector<std::string_view> tables() const override {
    return {"passkey", "password", "recovery_code", "recovery_use", "api_key"};
  }

  base::Status apply(Database& database, const Event& event) const override {
    const std::int64_t at = event.at.unix_ms;
    return std::visit(
        Overload{
            [&](const PasskeyAdded& e) {
              return database.run(
                  "INSERT INTO passkey VALUES(?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, 0)",
                  {e.credential, e.person, e.algorithm, e.counter, e.credential_id.entry,
                   e.public_key.entry, e.label.entry, at});
            },
            [&](const PasswordSet& e) {
              // The same credential: its hash was made anew, at a higher cost.
              return database.run(
                  "INSERT INTO password VALUES(?1, ?2, ?3, ?4, 0) ON CONFLICT(person) DO UPDATE "
                  "SET added = iif(id = excluded.id, added, excluded.added), "
                  "used = iif(id = excluded.id, used, 0), id = excluded.id, "
                  "hash_entry = excluded.hash_entry",
                  {e.person, e.credential, e.hash.entry, at});
            },
            [&](const CredentialRenamed& e) {
              return database.run("UPDATE passkey SET label_entry = ?2 WHERE id = ?1",
                                  {e.credential, e.label.entry});
            },
            [&](const CredentialRemoved& e) -> base::Status {
              YC_CHECK(database.run("DELETE FROM passkey WHERE id = ?1", {e.credential}));
              return database.run("DELETE FROM password WHERE id = ?1", {e.credential});
            },
            [&](const CredentialUsed& e) -> base::Status {
              YC_CHECK(
                  database.run("UPDATE passkey SET counter = ?2, used = ?3, uses = ?4 "
                               "WHERE id = ?1",
                               {e.credential, e.counter, at, event.stream_sequence}));
              return database.run("UPDATE password SET used = ?2 WHERE id = ?1",
                                  {e.credential, at});
            },
            [&](const RecoveryCodesSet& e) { return set_codes(database, e, at); },
            [&](const RecoveryCodeUsed& e) {  // a second use breaks the primary key
              return database.run("INSERT INTO recovery_use VALUES(?1, ?2, ?3)",
                                  {e.set, e.number, at});
            },
            [&](const ApiKeyMade& e) {
              return database.run(
                  "INSERT INTO api_key VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)",
                  {e.key, e.person, e.token_hash, e.scopes, e.label.entry, at, e.expires_ms});
            },
            [&](const ApiKeyRevoked& e) {
              return database.run("UPDATE api_key SET revoked = 1 WHERE id = ?1", {e.key});
            },
            [&](const AccountClosed& e) { return close(database, e.person); },
            [](const auto&) { return base::Status(); },
        },
        event.payload);
  }

 private:
  static base::Status set_codes(Database& database, const RecoveryCodesSet& event,
                                std::int64_t at) {
    YC_CHECK(database.run("DELETE FROM recovery_code WHERE person = ?1", {event.person}));
    int number = 0;
    for (const RecoveryHash& code : event.codes)
      YC_CHECK(database.run("INSERT INTO recovery_code VALUES(?1, ?2, ?3, ?4, ?5)",
                            {code.hash, event.person, event.set, number++, at}));
    return {};
  }

  static base::Status close(Database& database, base::PrincipalId person) {
    for (const std::string_view table : {"passkey", "password", "recovery_code", "api_key"})
      YC_CHECK(database.run("DELETE FROM " + std::string(table) + " WHERE person = ?1", {person}));
    return {};
  }
};

}  // namespace

const View& credentials_view() {
  static const CredentialsView kView;
  return kView;
}

}  // namespace yc::store
