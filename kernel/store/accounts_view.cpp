#include "kernel/store/view.h"

namespace yc::store {
namespace {

class AccountsView final : public View {
 public:
  std::string_view schema() const override {
    return R"(
      CREATE TABLE account(
        person INTEGER PRIMARY KEY, name_entry INTEGER NOT NULL, skeleton_entry INTEGER NOT NULL,
        enrolled INTEGER NOT NULL) STRICT;
      CREATE INDEX account_name ON account(name_entry);
      CREATE INDEX account_skeleton ON account(skeleton_entry);
      CREATE TABLE profile(
        person INTEGER PRIMARY KEY, languages_entry INTEGER NOT NULL) STRICT;
      CREATE TABLE closed_account(person INTEGER PRIMARY KEY, closed INTEGER NOT NULL) STRICT;
      CREATE TABLE consent(
        person INTEGER NOT NULL, purpose TEXT NOT NULL, text_version INTEGER NOT NULL,
        given INTEGER NOT NULL, at INTEGER NOT NULL,
        PRIMARY KEY(person, purpose)) STRICT, WITHOUT ROWID;
      CREATE TABLE verification(
        id INTEGER PRIMARY KEY, principal INTEGER NOT NULL, kind INTEGER NOT NULL,
        statement_entry INTEGER NOT NULL, filed INTEGER NOT NULL, filed_by INTEGER NOT NULL,
        decided INTEGER NOT NULL, granted INTEGER NOT NULL, note_entry INTEGER NOT NULL,
        decided_by INTEGER NOT NULL) STRICT;
      CREATE INDEX verification_open ON verification(decided, id);
      CREATE INDEX verification_principal ON verification(principal);
      CREATE TABLE organisation(
        id INTEGER PRIMARY KEY, name_entry INTEGER NOT NULL, made INTEGER NOT NULL,
        founder INTEGER NOT NULL) STRICT;)";
  }

  std::vector<std::string_view> tables() const override {
    return {"account", "profile", "closed_account", "consent", "verification", "organisation"};
  }

  base::Status apply(Database& database, const Event& event) const override {
    const std::int64_t at = event.at.unix_ms;
    return std::visit(
        Overload{
            [&](const CitizenEnrolled& e) {
              return database.run("INSERT INTO account VALUES(?1, ?2, ?3, ?4)",
                                  {e.person, e.name.entry, e.skeleton.entry, at});
            },
            [&](const ProfileChanged& e) {
              return database.run("INSERT OR REPLACE INTO profile VALUES(?1, ?2)",
                                  {e.person, e.languages.entry});
            },
            [&](const ConsentChanged& e) {
              return database.run("INSERT OR REPLACE INTO consent VALUES(?1, ?2, ?3, ?4, ?5)",
                                  {e.person, e.purpose, e.text_version, e.given, at});
            },
            [&](const VerificationRequested& e) {
              return database.run(
                  "INSERT INTO verification VALUES(?1, ?2, ?3, ?4, ?5, ?6, 0, 0, 0, 0)",
                  {e.request, e.principal, static_cast<int>(e.kind), e.statement.entry, at,
                   event.actor});
            },
            [&](const VerificationDecided& e) {
              return database.run(
                  "UPDATE verification SET decided = ?2, granted = ?3, note_entry = ?4, "
                  "decided_by = ?5 WHERE id = ?1",
                  {e.request, at, e.granted, e.note.entry, event.actor});
            },
            [&](const OrganisationMade& e) {
              return database.run("INSERT INTO organisation VALUES(?1, ?2, ?3, ?4)",
                                  {e.organisation, e.name.entry, at, e.founder});
            },
            [&](const AccountClosed& e) { return close(database, e.person, at); },
            [](const auto&) { return base::Status(); },
        },
        event.payload);
  }

 private:
  static base::Status close(Database& database, base::PrincipalId person, std::int64_t at) {
    YC_CHECK(database.run("DELETE FROM account WHERE person = ?1", {person}));
    YC_CHECK(database.run("DELETE FROM profile WHERE person = ?1", {person}));
    YC_CHECK(database.run("DELETE FROM consent WHERE person = ?1", {person}));
    return database.run("INSERT INTO closed_account VALUES(?1, ?2)", {person, at});
  }
};

}  // namespace

const View& accounts_view() {
  static const AccountsView kView;
  return kView;
}

}  // namespace yc::store
