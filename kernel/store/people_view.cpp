#include "kernel/store/view.h"

namespace yc::store {
namespace {

class PeopleView final : public View {
 public:
  std::string_view schema() const override {
    return R"(
      CREATE TABLE person(
        id INTEGER PRIMARY KEY, name_entry INTEGER NOT NULL, look INTEGER NOT NULL,
        admitted INTEGER NOT NULL, token_hash BLOB NOT NULL UNIQUE,
        token_revoked INTEGER NOT NULL) STRICT;
      CREATE INDEX person_name ON person(name_entry);
      CREATE TABLE person_block(
        person INTEGER NOT NULL, other INTEGER NOT NULL,
        PRIMARY KEY(person, other)) STRICT, WITHOUT ROWID;)";
  }

  std::vector<std::string_view> tables() const override { return {"person", "person_block"}; }

  base::Status apply(Database& database, const Event& event) const override {
    return std::visit(
        Overload{
            [&](const GuestAdmitted& e) {
              return database.run("INSERT INTO person VALUES(?1, ?2, ?3, ?4, ?5, 0)",
                                  {e.person, e.name.entry, e.look, event.at.unix_ms, e.token_hash});
            },
            [&](const PersonRenamed& e) {
              return database.run("UPDATE person SET name_entry = ?2 WHERE id = ?1",
                                  {e.person, e.name.entry});
            },
            [&](const LookChanged& e) {
              return database.run("UPDATE person SET look = ?2 WHERE id = ?1", {e.person, e.look});
            },
            [&](const TokenRevoked& e) {
              return database.run("UPDATE person SET token_revoked = 1 WHERE id = ?1", {e.person});
            },
            [&](const AccountClosed& e) -> base::Status {
              YC_CHECK(database.run("DELETE FROM person_block WHERE person = ?1 OR other = ?1",
                                    {e.person}));
              return database.run("UPDATE person SET token_revoked = 1, look = 0 WHERE id = ?1",
                                  {e.person});
            },
            [&](const PersonBlocked& e) {
              return database.run("INSERT OR IGNORE INTO person_block VALUES(?1, ?2)",
                                  {e.person, e.other});
            },
            [&](const PersonUnblocked& e) {
              return database.run("DELETE FROM person_block WHERE person = ?1 AND other = ?2",
                                  {e.person, e.other});
            },
            [](const auto&) { return base::Status(); },
        },
        event.payload);
  }
};

}  // namespace

const View& people_view() {
  static const PeopleView kView;
  return kView;
}

}  // namespace yc::store
