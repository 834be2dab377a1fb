#include "kernel/store/view.h"

namespace yc::store {
namespace {

class SessionsView final : public View {
 public:
  std::string_view schema() const override {
    return R"(
      CREATE TABLE role_grant(
        person INTEGER NOT NULL, role INTEGER NOT NULL,
        PRIMARY KEY(person, role)) STRICT, WITHOUT ROWID;
      CREATE TABLE administrator_link(
        id INTEGER PRIMARY KEY, token_hash BLOB NOT NULL UNIQUE, expires INTEGER NOT NULL,
        person INTEGER NOT NULL, used INTEGER NOT NULL) STRICT;
      CREATE TABLE session(
        id INTEGER PRIMARY KEY, person INTEGER NOT NULL, token_hash BLOB NOT NULL UNIQUE,
        expires INTEGER NOT NULL, revoked INTEGER NOT NULL, opened INTEGER NOT NULL,
        seen INTEGER NOT NULL, way INTEGER NOT NULL, credential INTEGER NOT NULL,
        browser_entry INTEGER NOT NULL) STRICT;
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
              return database.run("INSERT INTO administrator_link VALUES(?1, ?2, ?3, ?4, 0)",
                                  {e.link, e.token_hash, e.expires_ms, e.person});
            },
            [&](const LinkUsed& e) {
              return database.run("UPDATE administrator_link SET used = 1 WHERE id = ?1", {e.link});
            },
            [&](const SessionOpened& e) {
              return database.run(
                  "INSERT INTO session VALUES(?1, ?2, ?3, ?4, 0, ?5, ?5, ?6, ?7, ?8)",
                  {e.session, e.person, e.token_hash, e.expires_ms, event.at.unix_ms,
                   static_cast<int>(e.way), e.credential, e.browser.entry});
            },
            [&](const SessionSeen& e) {
              return database.run("UPDATE session SET seen = ?2 WHERE id = ?1",
                                  {e.session, event.at.unix_ms});
            },
            [&](const SessionRevoked& e) {
              return database.run("UPDATE session SET revoked = 1 WHERE id = ?1", {e.session});
            },
            [&](const AccountClosed& e) -> base::Status {
              YC_CHECK(database.run("DELETE FROM role_grant WHERE person = ?1", {e.person}));
              YC_CHECK(
                  database.run("DELETE FROM administrator_link WHERE person = ?1", {e.person}));
              return database.run("DELETE FROM session WHERE person = ?1", {e.person});
            },
            [](const auto&) { return base::Status(); },
        },
        event.payload);
  }
};

}  // namespace

const View& sessions_view() {
  static const SessionsView kView;
  return kView;
}

}  // namespace yc::store
