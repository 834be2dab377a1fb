#include "kernel/store/view.h"

namespace yc::store {
namespace {

std::vector<std::byte> bytes_of(const std::vector<Corner>& corners) {
  PayloadWriter writer;
  writer.list(corners, 64);
  return writer.take();
}

base::Status make_space(Database& database, const Event& event, const SpaceMade& e) {
  return database.run(
      "INSERT INTO made_space VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, ?9, 0, ?10, 0)",
      {e.space, static_cast<int>(e.kind), e.owner, e.name.entry, e.template_name, e.manifest,
       static_cast<int>(e.visibility), e.capacity, e.copied_from, event.at.unix_ms});
}

base::Status change_space(Database& database, const SpaceChanged& e) {
  return database.run(
      "UPDATE made_space SET visibility = ?2, capacity = ?3, slow_mode_s = ?4 WHERE id = ?1",
      {e.space, static_cast<int>(e.visibility), e.capacity, e.slow_mode_s});
}

base::Status set_portal(Database& database, const PortalSet& e) {
  return database.run(
      "INSERT OR REPLACE INTO portal VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      {e.portal, e.space, e.x_cm, e.y_cm, e.z_cm, e.radius_cm, e.to_space, e.to_place});
}

base::Status make_invitation(Database& database, const Event& event, const InvitationMade& e) {
  return database.run("INSERT INTO invitation VALUES(?1, ?2, ?3, ?4, ?5, 0, ?6, ?7, ?8, 0)",
                      {e.invitation, e.space, e.token_hash, e.rights, e.uses, e.by,
                       event.at.unix_ms, e.expires_ms});
}

class SpacesView final : public View {
 public:
  std::string_view schema() const override {
    return R"(
      CREATE TABLE template(
        name TEXT PRIMARY KEY, manifest BLOB NOT NULL, published INTEGER NOT NULL)
        STRICT, WITHOUT ROWID;
      CREATE TABLE made_space(
        id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, owner INTEGER NOT NULL,
        name_entry INTEGER NOT NULL, template TEXT NOT NULL, manifest BLOB NOT NULL,
        visibility INTEGER NOT NULL, capacity INTEGER NOT NULL, slow_mode_s INTEGER NOT NULL,
        copied_from INTEGER NOT NULL, charter_entry INTEGER NOT NULL, made INTEGER NOT NULL,
        archived INTEGER NOT NULL) STRICT;
      CREATE INDEX made_space_name ON made_space(name_entry);
      CREATE INDEX made_space_owner ON made_space(owner, id);
      CREATE INDEX made_space_open ON made_space(visibility, archived, id);
      CREATE TABLE parcel(
        id INTEGER PRIMARY KEY, space INTEGER NOT NULL, corners BLOB NOT NULL,
        bottom_cm INTEGER NOT NULL, top_cm INTEGER NOT NULL) STRICT;
      CREATE INDEX parcel_space ON parcel(space, id);
      CREATE TABLE portal(
        id INTEGER PRIMARY KEY, space INTEGER NOT NULL, x_cm INTEGER NOT NULL,
        y_cm INTEGER NOT NULL, z_cm INTEGER NOT NULL, radius_cm INTEGER NOT NULL,
        to_space INTEGER NOT NULL, to_place TEXT NOT NULL) STRICT;
      CREATE INDEX portal_space ON portal(space, id);
      CREATE TABLE pinned_notice(
        id INTEGER PRIMARY KEY, space INTEGER NOT NULL, pinned_by INTEGER NOT NULL,
        text_entry INTEGER NOT NULL, pinned INTEGER NOT NULL) STRICT;
      CREATE INDEX pinned_notice_space ON pinned_notice(space, id);
      CREATE TABLE invitation(
        id INTEGER PRIMARY KEY, space INTEGER NOT NULL, token_hash BLOB NOT NULL UNIQUE,
        rights INTEGER NOT NULL, uses INTEGER NOT NULL, used INTEGER NOT NULL,
        made_by INTEGER NOT NULL, made INTEGER NOT NULL, expires INTEGER NOT NULL,
        revoked INTEGER NOT NULL) STRICT;
      CREATE INDEX invitation_space ON invitation(space, id);)";
  }

  std::vector<std::string_view> tables() const override {
    return {"template", "made_space", "parcel", "portal", "pinned_notice", "invitation"};
  }

  base::Status apply(Database& database, const Event& event) const override {
    return std::visit(
        Overload{
            [&](const TemplatePublished& e) {
              return database.run("INSERT OR REPLACE INTO template VALUES(?1, ?2, ?3)",
                                  {e.name, e.manifest, event.at.unix_ms});
            },
            [&](const SpaceMade& e) { return make_space(database, event, e); },
            [&](const SpaceRenamed& e) {
              return database.run("UPDATE made_space SET name_entry = ?2 WHERE id = ?1",
                                  {e.space, e.name.entry});
            },
            [&](const SpaceChanged& e) { return change_space(database, e); },
            [&](const SpaceArchived& e) {
              return database.run("UPDATE made_space SET archived = ?2 WHERE id = ?1",
                                  {e.space, event.at.unix_ms});
            },
            [&](const SpaceRestored& e) {
              return database.run("UPDATE made_space SET archived = 0 WHERE id = ?1", {e.space});
            },
            [&](const ParcelMade& e) {
              return database.run("INSERT OR REPLACE INTO parcel VALUES(?1, ?2, ?3, ?4, ?5)",
                                  {e.parcel, e.space, bytes_of(e.corners), e.bottom_cm, e.top_cm});
            },
            [&](const ParcelRemoved& e) {
              return database.run("DELETE FROM parcel WHERE id = ?1 AND space = ?2",
                                  {e.parcel, e.space});
            },
            [&](const PortalSet& e) { return set_portal(database, e); },
            [&](const PortalRemoved& e) {
              return database.run("DELETE FROM portal WHERE id = ?1 AND space = ?2",
                                  {e.portal, e.space});
            },
            [&](const NoticePinned& e) {
              return database.run("INSERT INTO pinned_notice VALUES(?1, ?2, ?3, ?4, ?5)",
                                  {e.notice, e.space, event.actor, e.text.entry, event.at.unix_ms});
            },
            [&](const NoticeRemoved& e) {
              return database.run("DELETE FROM pinned_notice WHERE id = ?1 AND space = ?2",
                                  {e.notice, e.space});
            },
            [&](const CharterSet& e) {
              return database.run("UPDATE made_space SET charter_entry = ?2 WHERE id = ?1",
                                  {e.space, e.text.entry});
            },
            [&](const InvitationMade& e) { return make_invitation(database, event, e); },
            [&](const InvitationUsed& e) {
              return database.run("UPDATE invitation SET used = used + 1 WHERE id = ?1",
                                  {e.invitation});
            },
            [&](const InvitationRevoked& e) {
              return database.run("UPDATE invitation SET revoked = 1 WHERE id = ?1",
                                  {e.invitation});
            },
            [](const auto&) { return base::Status(); },
        },
        event.payload);
  }
};

}  // namespace

const View& spaces_view() {
  static const SpacesView kView;
  return kView;
}

}  // namespace yc::store
