#include "kernel/store/view.h"

namespace yc::store {
namespace {

class RightsView final : public View {
 public:
  std::string_view schema() const override {
    return R"(
      CREATE TABLE tier_of(principal INTEGER PRIMARY KEY, tier INTEGER NOT NULL) STRICT;
      CREATE TABLE membership(
        organisation INTEGER NOT NULL, person INTEGER NOT NULL, role INTEGER NOT NULL,
        PRIMARY KEY(organisation, person)) STRICT, WITHOUT ROWID;
      CREATE INDEX membership_person ON membership(person);
      CREATE TABLE access_grant(
        id INTEGER PRIMARY KEY, position INTEGER NOT NULL, space INTEGER NOT NULL,
        parcel INTEGER NOT NULL, entity INTEGER NOT NULL, work INTEGER NOT NULL,
        subject_kind INTEGER NOT NULL, subject INTEGER NOT NULL, rights INTEGER NOT NULL,
        delegable INTEGER NOT NULL, from_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL,
        by INTEGER NOT NULL, parent INTEGER NOT NULL, revoked INTEGER NOT NULL) STRICT;
      CREATE INDEX access_grant_order ON access_grant(revoked, position);)";
  }

  std::vector<std::string_view> tables() const override {
    return {"tier_of", "membership", "access_grant"};
  }

  base::Status apply(Database& database, const Event& event) const override {
    return std::visit(
        Overload{
            [&](const TierSet& e) {
              return database.run("INSERT OR REPLACE INTO tier_of VALUES(?1, ?2)",
                                  {e.principal, static_cast<int>(e.tier)});
            },
            [&](const MemberAdded& e) {
              return database.run("INSERT OR REPLACE INTO membership VALUES(?1, ?2, ?3)",
                                  {e.organisation, e.person, static_cast<int>(e.role)});
            },
            [&](const MemberRemoved& e) {
              return database.run("DELETE FROM membership WHERE organisation = ?1 AND person = ?2",
                                  {e.organisation, e.person});
            },
            [&](const GrantGiven& e) {
              return database.run(
                  "INSERT INTO access_grant VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
                  "?12, ?13, ?14, 0)",
                  {e.grant, event.position, e.space, e.parcel, e.entity, e.work,
                   static_cast<int>(e.subject_kind), e.subject, static_cast<int>(e.rights),
                   e.delegable ? 1 : 0, e.from_ms, e.until_ms, e.by, e.parent});
            },
            [&](const GrantRevoked& e) {
              return database.run("UPDATE access_grant SET revoked = 1 WHERE id = ?1", {e.grant});
            },
            [](const auto&) { return base::Status(); },
        },
        event.payload);
  }
};

}  // namespace

const View& rights_view() {
  static const RightsView kView;
  return kView;
}

}  // namespace yc::store
