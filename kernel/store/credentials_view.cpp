#include "kernel/store/view.h"

namespace yc::store {
namespace {

class CredentialsView final : public View {
 public:
  std::string_view schema() const override {
    return R"(
      CREATE TABLE role_grant(
        person INTEGER NOT NULL, role INTEGER NOT NULL,
        PRIMARY KEY(person, role)) STRICT, WITHOUT ROWID;
      CREATE TABLE administrator_link(
        id INTEGER PRIMARY KEY, token_hash BLOB NOT NULL UNIQUE, expires INTEGER NOT NULL,
        used INTEGER NOT NULL) STRICT;
      CREATE TABLE session(
        id INTEGER PRIMARY KEY, person INTEGER NOT NULL, token_hash BLOB NOT NULL UNIQUE,
        expires INTEGER NOT NULL, revoked INTEGER NOT NULL) STRICT;
      CREATE INDEX session_person ON session(person);)";
  }

  std::vector<std::string_view> tables() const override {
    return {"role_grant", "administrator_link", "session"};
  }

  base::Status apply(Database& database, const Event& event) const override {
    return std::visit(
        Overload{
            [&](const RoleGranted& e) {
              return database.run("INSERT OR IGNORE INTO role_grant VALUES(?1, ?2)",
                                  {e.person, static_cast<int>(e.role)});
            },
            [&](const RoleRemoved& e) {
              return database.run("DELETE FROM role_grant WHERE person = ?1 AND role = ?2",
                                  {e.person, static_cast<int>(e.role)});
            },
            [&](const LinkMade& e) {
              return database.run("INSERT INTO administrator_link VALUES(?1, ?2, ?3, 0)",
                                  {e.link, e.token_hash, e.expires_ms});
            },
            [&](const LinkUsed& e) {
              return database.run("UPDATE administrator_link SET used = 1 WHERE id = ?1", {e.link});
            },
            [&](const SessionOpened& e) {
              return database.run("INSERT INTO session VALUES(?1, ?2, ?3, ?4, 0)",
                                  {e.session, e.person, e.token_hash, e.expires_ms});
            },
            [&](const SessionRevoked& e) {
              return database.run("UPDATE session SET revoked = 1 WHERE id = ?1", {e.session});
            },
            [](const auto&) { return base::Status(); },
        },
        event.payload);
  }
};

}  // namespace

const View& credentials_view() {
  static const CredentialsView kView;
  return kView;
}

}  // namespace yc::store
