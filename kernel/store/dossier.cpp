#include "kernel/store/dossier.h"

#include "kernel/store/store_state.h"

namespace yc::store {
namespace {

Gathering gathering_of(const Row& row) {
  Gathering out;
  out.id = row.id<base::GatheringId>(0);
  out.organiser = row.id<base::PrincipalId>(1);
  out.space = row.id<base::SpaceId>(2);
  out.place = row.text(3);
  out.starts = {row.integer(4)};
  out.ends = {row.integer(5)};
  out.title = row.text(6);
  out.text = row.text(7);
  out.cancelled = row.integer(8) != 0;
  out.attended = !row.is_null(9);
  out.remind_minutes = static_cast<std::uint16_t>(row.integer(9));
  return out;
}

Appeal appeal_of(const Row& row) {
  Appeal out;
  out.id = row.id<base::CaseId>(0);
  out.sanction = row.id<base::CaseId>(1);
  out.text = row.text(2);
  out.filed = {row.integer(3)};
  out.open = row.integer(4) == 0;
  if (!out.open) out.outcome = static_cast<AppealOutcome>(row.integer(4));
  out.note = row.text(5);
  out.decided = {row.integer(6)};
  return out;
}

Invitation invitation_of(const Row& row) {
  Invitation out;
  out.id = row.number(0);
  out.space = row.id<base::SpaceId>(1);
  out.rights = static_cast<unsigned>(row.integer(2));
  out.uses = static_cast<std::uint32_t>(row.integer(3));
  out.used = static_cast<std::uint32_t>(row.integer(4));
  out.made = {row.integer(5)};
  out.expires = {row.integer(6)};
  out.revoked = row.integer(7) != 0;
  return out;
}

OwnLantern lantern_of(const Row& row) {
  return {row.id<base::SpaceId>(0), row.text(1), {row.integer(2)}};
}

}  // namespace

base::Result<std::vector<Gathering>> Dossier::gatherings(base::PrincipalId person,
                                                         std::size_t limit) {
  return store_.state_->lists.rows(
      "SELECT g.id, g.organiser, g.space, g.place, g.starts, g.ends, t.text, x.text, g.cancelled, "
      "(SELECT a.remind_minutes FROM attendance a WHERE a.gathering = g.id AND a.person = ?1) "
      "FROM gathering g LEFT JOIN vault t ON t.entry = g.title_entry "
      "LEFT JOIN vault x ON x.entry = g.text_entry WHERE g.organiser = ?1 OR g.id IN "
      "(SELECT gathering FROM attendance WHERE person = ?1) ORDER BY g.id LIMIT ?2",
      {person, limit}, gathering_of);
}

base::Result<std::vector<Appeal>> Dossier::appeals(base::PrincipalId person, std::size_t limit) {
  return store_.state_->lists.rows(
      "SELECT a.id, a.sanction, t.text, a.filed, a.outcome, n.text, a.decided FROM appeal a "
      "LEFT JOIN vault t ON t.entry = a.text_entry LEFT JOIN vault n ON n.entry = a.note_entry "
      "WHERE a.person = ?1 ORDER BY a.id LIMIT ?2",
      {person, limit}, appeal_of);
}

base::Result<std::vector<Invitation>> Dossier::invitations(base::PrincipalId person,
                                                           std::size_t limit) {
  return store_.state_->lists.rows(
      "SELECT id, space, rights, uses, used, made, expires, revoked FROM invitation "
      "WHERE made_by = ?1 ORDER BY id LIMIT ?2",
      {person, limit}, invitation_of);
}

base::Result<std::vector<OwnLantern>> Dossier::lanterns(base::PrincipalId person,
                                                        std::size_t limit) {
  return store_.state_->lists.rows(
      "SELECT space, lantern, lit FROM lantern WHERE person = ?1 ORDER BY lit LIMIT ?2",
      {person, limit}, lantern_of);
}

}  // namespace yc::store
