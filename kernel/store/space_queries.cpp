// The questions of Store about spaces that people made.

#include <algorithm>

#include "kernel/store/store_state.h"

namespace yc::store {
namespace {

constexpr std::string_view kSpaceColumns =
    "SELECT s.id, s.kind, s.owner, n.text, s.template, s.manifest, s.visibility, s.capacity, "
    "s.slow_mode_s, s.copied_from, c.text, s.made, s.archived FROM made_space s "
    "LEFT JOIN vault n ON n.entry = s.name_entry "
    "LEFT JOIN vault c ON c.entry = s.charter_entry ";

MadeSpace space_of(const Row& row) {
  MadeSpace space;
  space.id = row.id<base::SpaceId>(0);
  space.kind = static_cast<SpaceKind>(row.integer(1));
  space.owner = row.id<base::PrincipalId>(2);
  space.name = row.text(3);
  space.template_name = row.text(4);
  space.manifest = row.digest(5);
  space.visibility = static_cast<Visibility>(row.integer(6));
  space.capacity = static_cast<std::uint32_t>(row.integer(7));
  space.slow_mode_s = static_cast<std::uint32_t>(row.integer(8));
  space.copied_from = row.id<base::SpaceId>(9);
  space.charter = row.text(10);
  space.made = {row.integer(11)};
  space.archived = {row.integer(12)};
  return space;
}

SpaceName name_of_row(const Row& row) {
  return {row.id<base::SpaceId>(0), row.text(1), static_cast<Visibility>(row.integer(2)),
          row.integer(3) != 0};
}

Template template_of(const Row& row) {
  return {row.text(0), row.digest(1), {row.integer(2)}};
}

Parcel parcel_of(const Row& row) {
  Parcel parcel;
  parcel.id = row.number(0);
  parcel.space = row.id<base::SpaceId>(1);
  PayloadReader reader(row.blob(2));
  reader.list(parcel.corners, 64);
  parcel.bottom_cm = row.integer(3);
  parcel.top_cm = row.integer(4);
  return parcel;
}

Portal portal_of(const Row& row) {
  return {row.number(0),
          row.id<base::SpaceId>(1),
          row.integer(2),
          row.integer(3),
          row.integer(4),
          static_cast<std::uint32_t>(row.integer(5)),
          row.id<base::SpaceId>(6),
          row.text(7),
          row.text(8)};
}

std::pair<base::SpaceId, Visibility> visibility_of(const Row& row) {
  return {row.id<base::SpaceId>(0), static_cast<Visibility>(row.integer(1))};
}

PinnedNotice notice_of(const Row& row) {
  return {row.number(0),
          row.id<base::SpaceId>(1),
          row.id<base::PrincipalId>(2),
          {row.integer(3)},
          row.text(4)};
}

constexpr std::string_view kInvitationColumns =
    "SELECT id, space, rights, uses, used, made_by, made, expires, revoked FROM invitation ";

Invitation invitation_of(const Row& row) {
  Invitation invitation;
  invitation.id = row.number(0);
  invitation.space = row.id<base::SpaceId>(1);
  invitation.rights = static_cast<unsigned>(row.integer(2));
  invitation.uses = static_cast<std::uint32_t>(row.integer(3));
  invitation.used = static_cast<std::uint32_t>(row.integer(4));
  invitation.by = row.id<base::PrincipalId>(5);
  invitation.made = {row.integer(6)};
  invitation.expires = {row.integer(7)};
  invitation.revoked = row.integer(8) != 0;
  return invitation;
}

std::string sql(std::string_view columns, std::string_view rest) {
  return std::string(columns) + std::string(rest);
}

}  // namespace

base::Result<std::vector<std::pair<base::SpaceId, Visibility>>> Store::visibilities() {
  return state_->lists.rows("SELECT id, visibility FROM made_space", {}, visibility_of);
}

base::Result<MadeSpace> Store::made_space(base::SpaceId id) {
  return state_->doors.one(sql(kSpaceColumns, "WHERE s.id = ?1"), {id}, space_of, "space");
}

base::Result<std::vector<MadeSpace>> Store::spaces_of(base::PrincipalId owner, base::SpaceId after,
                                                      std::size_t limit) {
  return state_->lists.rows(
      sql(kSpaceColumns, "WHERE s.owner = ?1 AND s.id > ?2 ORDER BY s.id LIMIT ?3"),
      {owner, after, limit}, space_of);
}

base::Result<std::vector<MadeSpace>> Store::open_spaces(base::SpaceId after, std::size_t limit) {
  return state_->lists.rows(
      sql(kSpaceColumns,
          "WHERE s.visibility = 1 AND s.archived = 0 AND s.id > ?1 ORDER BY s.id LIMIT ?2"),
      {after, limit}, space_of);
}

base::Result<std::vector<SpaceName>> Store::space_names(base::SpaceId after, std::size_t limit) {
  return state_->lists.rows(
      "SELECT s.id, v.text, s.visibility, s.archived FROM made_space s "
      "JOIN vault v ON v.entry = s.name_entry "
      "WHERE s.id > ?1 ORDER BY s.id LIMIT ?2",
      {after, limit}, name_of_row);
}

base::Result<Template> Store::template_named(std::string_view name) {
  return state_->doors.one("SELECT name, manifest, published FROM template WHERE name = ?1", {name},
                           template_of, "template");
}

base::Result<std::vector<Template>> Store::templates() {
  return state_->lists.rows("SELECT name, manifest, published FROM template ORDER BY name", {},
                            template_of);
}

base::Result<std::vector<Parcel>> Store::parcels(base::SpaceId space) {
  return state_->lists.rows(
      "SELECT id, space, corners, bottom_cm, top_cm FROM parcel WHERE space = ?1 ORDER BY id",
      {space}, parcel_of);
}

base::Result<std::vector<Portal>> Store::portals(base::SpaceId space) {
  return state_->lists.rows(
      "SELECT p.id, p.space, p.x_cm, p.y_cm, p.z_cm, p.radius_cm, p.to_space, p.to_place, n.text "
      "FROM portal p LEFT JOIN made_space s ON s.id = p.to_space AND s.archived = 0 "
      "LEFT JOIN vault n ON n.entry = s.name_entry WHERE p.space = ?1 ORDER BY p.id",
      {space}, portal_of);
}

base::Result<std::vector<PinnedNotice>> Store::notices(base::SpaceId space) {
  return state_->lists.rows(
      "SELECT n.id, n.space, n.pinned_by, n.pinned, v.text FROM pinned_notice n "
      "LEFT JOIN vault v ON v.entry = n.text_entry WHERE n.space = ?1 ORDER BY n.id",
      {space}, notice_of);
}

base::Result<Invitation> Store::invitation(std::uint64_t id) {
  return state_->doors.one(sql(kInvitationColumns, "WHERE id = ?1"), {id}, invitation_of,
                           "invitation");
}

base::Result<Invitation> Store::invitation_by_token(const base::Digest& token_hash) {
  return state_->doors.one(sql(kInvitationColumns, "WHERE token_hash = ?1"), {token_hash},
                           invitation_of, "invitation");
}

base::Result<std::vector<Invitation>> Store::invitations(base::SpaceId space) {
  return state_->lists.rows(sql(kInvitationColumns, "WHERE space = ?1 ORDER BY id DESC LIMIT 200"),
                            {space}, invitation_of);
}

}  // namespace yc::store
