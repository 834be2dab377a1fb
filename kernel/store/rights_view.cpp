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
      CREATE INDEX membership_person ON membership(person);)";
  }

  std::vector<std::string_view> tables() const override { return {"tier_of", "membership"}; }

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
