#include "kernel/store/view.h"

namespace yc::store {
namespace {

base::Status store_blobs(Database& database, const BlobsStored& event) {
  for (const BlobEntry& blob : event.blobs) {
    YC_CHECK(database.run("INSERT OR IGNORE INTO blob VALUES(?1, ?2, ?3)",
                          {blob.sha256, blob.extension, blob.bytes}));
  }
  return {};
}

class CityView final : public View {
 public:
  std::string_view schema() const override {
    return R"(
      CREATE TABLE lantern(
        space INTEGER NOT NULL, lantern TEXT NOT NULL, person INTEGER NOT NULL,
        lit INTEGER NOT NULL, PRIMARY KEY(space, lantern)) STRICT, WITHOUT ROWID;
      CREATE TABLE space(
        id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, manifest BLOB NOT NULL,
        published INTEGER NOT NULL) STRICT;
      CREATE TABLE setting(
        name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE blob(
        sha256 BLOB NOT NULL, extension TEXT NOT NULL, bytes INTEGER NOT NULL,
        PRIMARY KEY(sha256, extension)) STRICT, WITHOUT ROWID;
      CREATE TABLE id_lease(
        only INTEGER PRIMARY KEY CHECK(only = 1), until INTEGER NOT NULL) STRICT;
      INSERT INTO id_lease VALUES(1, 1);)";
  }

  std::vector<std::string_view> tables() const override {
    return {"lantern", "space", "setting", "blob", "id_lease"};
  }

  base::Status apply(Database& database, const Event& event) const override {
    return std::visit(
        Overload{
            [&](const LanternLit& e) {  // the first who lit it counts
              return database.run("INSERT OR IGNORE INTO lantern VALUES(?1, ?2, ?3, ?4)",
                                  {e.space, e.lantern, e.person, event.at.unix_ms});
            },
            [&](const LanternsDarkened& e) {
              return database.run("DELETE FROM lantern WHERE space = ?1", {e.space});
            },
            [&](const SpacePublished& e) {
              return database.run(
                  "INSERT INTO space VALUES(?1, ?2, ?3, ?4) ON CONFLICT(id) DO UPDATE SET "
                  "name = excluded.name, manifest = excluded.manifest, "
                  "published = excluded.published",
                  {e.space, e.name, e.manifest, event.at.unix_ms});
            },
            [&](const SettingChanged& e) {
              if (e.value.empty())
                return database.run("DELETE FROM setting WHERE name = ?1", {e.name});
              return database.run("INSERT OR REPLACE INTO setting VALUES(?1, ?2)",
                                  {e.name, e.value});
            },
            [&](const BlobsStored& e) { return store_blobs(database, e); },
            [&](const IdsLeased& e) {
              return database.run("UPDATE id_lease SET until = max(until, ?1)", {e.until});
            },
            [](const auto&) { return base::Status(); },
        },
        event.payload);
  }
};

}  // namespace

const View& city_view() {
  static const CityView kView;
  return kView;
}

}  // namespace yc::store
