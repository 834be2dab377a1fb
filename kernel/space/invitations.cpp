#include "kernel/space/invitations.h"

#include <algorithm>
#include <utility>

#include "kernel/base/sha256.h"
#include "kernel/identity/refuse.h"
#include "kernel/identity/sessions.h"
#include "kernel/store/stream.h"

namespace yc::space {
namespace {

using base::ErrorCode;
using base::fail;
using rights::Act;
using store::reply;

constexpr int kTries = 5;  // when others redeem the same invitation at the same moment

std::unexpected<base::Error> over() {
  return identity::refuse(schema::Reason::invitation_over, ErrorCode::not_found,
                          "the invitation is unknown, used up, over or taken back",
                          "ask for a new one");
}

base::Status check(const rights::Decision& decision) {
  if (decision) return {};
  return fail(ErrorCode::denied, decision.text, "ask someone who manages this place");
}

base::Status check(const InvitationRequest& request) {
  const bool one_right = request.rights == rights::kVisit || request.rights == rights::kCreate;
  const bool uses = request.uses >= 1 && request.uses <= kInvitationUsesMax;
  const bool lasts =
      request.lasts >= std::chrono::minutes(1) && request.lasts <= std::chrono::hours(24 * 366);
  if (one_right && uses && lasts) return {};
  return fail(ErrorCode::bad_input, "the invitation breaks a limit",
              "let it give visit or create, 1 to 1000 times, for a minute to a year");
}

bool works(const store::Invitation& invitation, base::WallTime now) {
  return !invitation.revoked && invitation.used < invitation.uses && now < invitation.expires;
}

}  // namespace

void Invitations::make(const rights::Actor& who, InvitationRequest request,
                       base::Executor& reply_on, Done<MadeInvitation> done) {
  MadeInvitation made;
  auto batch = make_batch(who, request, made);
  if (!batch)
    return reply<MadeInvitation>(reply_on, std::move(done), std::unexpected(batch.error()));
  store_.append(*std::move(batch), reply_on,
                [done = std::move(done),
                 made = std::move(made)](base::Result<store::Appended> appended) mutable {
                  if (appended) return done(std::move(made));
                  done(std::unexpected(std::move(appended).error()));
                });
}

base::Result<store::Batch> Invitations::make_batch(const rights::Actor& who,
                                                   const InvitationRequest& request,
                                                   MadeInvitation& made) {
  YC_CHECK(check(request));
  for (const Act act : {Act::invite, Act::grant_rights})
    YC_CHECK(check(rights_.decide(who, act, {request.space, {}})));
  const base::WallTime now = clock_.wall();
  YC_TRY(const auto others, store_.invitations(request.space));
  const auto open = std::ranges::count_if(
      others, [&](const store::Invitation& other) { return works(other, now); });
  if (static_cast<std::size_t>(open) >= kInvitationsMax)
    return fail(ErrorCode::bad_input, "the space has too many invitations", "take one back first");
  YC_TRY(made.id, store_.new_id());
  made.token = identity::new_secret(random_);
  made.expires = {now.unix_ms +
                  std::chrono::duration_cast<std::chrono::milliseconds>(request.lasts).count()};
  store::InvitationMade event;
  event.invitation = made.id;
  event.space = request.space;
  event.token_hash = base::sha256(made.token);
  event.rights = static_cast<std::uint8_t>(request.rights);
  event.uses = static_cast<std::uint16_t>(request.uses);
  event.expires_ms = made.expires.unix_ms;
  event.by = who.person;
  store::Batch batch{{{store::link_stream(made.id), who.person, event}},
                     {{store::link_stream(made.id), 0}}};
  YC_TRY(auto kept, rights_.record(who, Act::invite, {request.space, {}}, made.id));
  std::ranges::move(kept, std::back_inserter(batch.events));
  return batch;
}

void Invitations::revoke(base::SpaceId space, std::uint64_t invitation, const store::By& by,
                         base::Executor& reply_on, Done<store::Appended> done) {
  const auto known = store_.invitation(invitation);
  if (!known || known->space != space) {
    return reply<store::Appended>(
        reply_on, std::move(done),
        fail(ErrorCode::not_found, "the space has no such invitation", ""));
  }
  if (known->revoked) return reply<store::Appended>(reply_on, std::move(done), store::Appended{});
  store::Batch batch{
      {{store::link_stream(invitation), by.person, store::InvitationRevoked{invitation}}}, {}};
  store::add_record(batch, by);
  store_.append(std::move(batch), reply_on, std::move(done));
}

void Invitations::redeem(const rights::Actor& who, const std::string& token,
                         base::Executor& reply_on, Done<base::SpaceId> done) {
  try_redeem(who, token, kTries, reply_on, std::move(done));
}

void Invitations::try_redeem(const rights::Actor& who, const std::string& token, int tries,
                             base::Executor& reply_on, Done<base::SpaceId> done) {
  base::SpaceId space;
  auto batch = redeem_batch(who, token, space);
  if (!batch)
    return reply<base::SpaceId>(reply_on, std::move(done), std::unexpected(batch.error()));
  if (batch->events.empty()) return reply<base::SpaceId>(reply_on, std::move(done), space);
  store_.append(*std::move(batch), reply_on,
                [this, who, token, tries, space, &reply_on,
                 done = std::move(done)](base::Result<store::Appended> appended) mutable {
                  if (appended) return done(space);
                  if (appended.error().code == ErrorCode::conflict && tries > 1)
                    return try_redeem(who, token, tries - 1, reply_on, std::move(done));
                  done(std::unexpected(std::move(appended).error()));
                });
}

base::Result<store::Batch> Invitations::redeem_batch(const rights::Actor& who,
                                                     const std::string& token,
                                                     base::SpaceId& space) {
  const auto invitation = store_.invitation_by_token(base::sha256(token));
  if (!invitation) {
    if (invitation.error().code == ErrorCode::not_found) return over();
    return std::unexpected(invitation.error());
  }
  space = invitation->space;
  YC_CHECK(check(rights_.decide(who, Act::enter, {space, {}})));
  if (rights_.holds(who.person, {space}, invitation->rights)) return store::Batch{};
  const store::MadeSpace known = store_.made_space(space).value_or(store::MadeSpace{});
  if (!works(*invitation, clock_.wall()) || !known.id || known.archived.unix_ms != 0) return over();
  const rights::Actor inviter{invitation->by, {}, {}, {}};
  if (!rights_.decide(inviter, Act::invite, {space, {}})) return over();
  rights::GrantRequest request;
  request.object = {space};
  request.subject = {store::SubjectKind::person, who.person.value};
  request.rights = invitation->rights;
  auto grant = rights_.prepare_grant(inviter, request);
  if (!grant) {
    if (grant.error().code == ErrorCode::denied) return over();
    return std::unexpected(grant.error());
  }
  const base::StreamId stream = store::link_stream(invitation->id);
  const base::StreamId grants = grant->event.stream;
  const store::InvitationUsed used{invitation->id, who.person, grant->id.value};
  return store::Batch{{{stream, who.person, used}, std::move(grant->event)},
                      {{stream, invitation->used + 1}, {grants, 0}}};
}

}  // namespace yc::space
