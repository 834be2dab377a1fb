#include "kernel/gateway/api_people.h"

#include <algorithm>

namespace yc::gateway {
namespace {

using namespace schema::api;

constexpr std::size_t kTalksMax = 200;

store::Peer peer_of(const auto& request) {
  return {request.person.value_or(base::PrincipalId{}), request.group.value_or(base::GroupId{})};
}

FriendState state_of(store::FriendState state) {
  switch (state) {
    case store::FriendState::asked_by_me:
      return FriendState::asked_by_me;
    case store::FriendState::asked_by_them:
      return FriendState::asked_by_them;
    case store::FriendState::friends:
      break;
  }
  return FriendState::friends;
}

Audience audience_of(store::Audience audience) {
  return by_name<Audience>(name_of(audience), kAudienceNames);
}

store::Audience stored(Audience audience) {
  return store_enum(audience, store::kAudienceNames);
}

Message message_of(const store::Message& row) {
  return {row.id, {row.sender, row.sender_name}, row.sent.unix_ms, row.text, row.erased};
}

Talk talk_of(const store::Talk& row) {
  Talk talk;
  if (row.peer.person) talk.peer.person = row.peer.person;
  if (row.peer.group) talk.peer.group = row.peer.group;
  talk.name = row.name;
  talk.last_unix_ms = row.last_sent.unix_ms;
  talk.last_text = row.last_text;
  talk.last_sender = row.last_sender;
  talk.last = row.last;
  talk.unread = static_cast<std::int64_t>(row.unread);
  return talk;
}

template <typename Answer>
auto answer_state(ApiReply<Answer> reply) {
  return [reply = std::move(reply)](base::Result<store::FriendState> state) mutable {
    state ? reply({state_of(*state)}) : reply.fail(state.error());
  };
}

}  // namespace

void PeopleApi::add_to(Api& api) {
  api.add(*this, &PeopleApi::list_friends);
  api.add(*this, &PeopleApi::ask_friend);
  api.add(*this, &PeopleApi::accept_friend);
  api.add(*this, &PeopleApi::end_friendship);
  api.add(*this, &PeopleApi::list_talks);
  api.add(*this, &PeopleApi::list_messages);
  api.add(*this, &PeopleApi::send_message);
  api.add(*this, &PeopleApi::read_messages);
  api.add(*this, &PeopleApi::erase_message);
  api.add(*this, &PeopleApi::list_groups);
  api.add(*this, &PeopleApi::make_group);
  api.add(*this, &PeopleApi::rename_group);
  api.add(*this, &PeopleApi::list_group_members);
  api.add(*this, &PeopleApi::add_group_member);
  api.add(*this, &PeopleApi::remove_group_member);
  api.add(*this, &PeopleApi::see_privacy);
  api.add(*this, &PeopleApi::set_privacy);
  api.add(*this, &PeopleApi::see_person_here);
  api.add(*this, &PeopleApi::list_blocks);
  api.add(*this, &PeopleApi::block_person);
  api.add(*this, &PeopleApi::unblock_person);
}

// ---- friends ------------------------------------------------------------------------------------

// Only of a friend is said whether they are here, and only when they let friends see it.
Friend PeopleApi::friend_of(const store::Friend& row, const rights::Actor& asker,
                            const std::vector<gateway::PresentPerson>& present) {
  Friend out;
  out.person = row.person;
  out.name = row.name;
  out.look = row.look;
  out.state = state_of(row.state);
  out.since_unix_ms = row.since.unix_ms;
  if (row.state != store::FriendState::friends) return out;
  const auto seen =
      social::may_approach(parts_.store, asker.person, row.person, social::Approach::see);
  if (!seen || !*seen) return out;
  const auto at = std::ranges::find_if(present, [&](const gateway::PresentPerson& person) {
    return person.actor.person == row.person;
  });
  if (at == present.end()) return out;
  out.here = true;
  tell_place(out, asker, *at);
  return out;
}

// Only a space into which who asks may go: the name of another is not theirs to know.
void PeopleApi::tell_place(Friend& out, const rights::Actor& asker,
                           const gateway::PresentPerson& at) {
  const auto space = parts_.sessions.spaces.find(at.space->premises().id);
  if (!space || parts_.sessions.spaces.why_not(asker, *space).closing) return;
  out.handle = at.handle;
  out.space = space->id;
  out.space_name = space->record.name;
}

void PeopleApi::list_friends(const ApiCaller& who, const ListFriendsRequest&,
                             ReplyTo<ListFriendsRequest> reply) {
  const auto rows = views_.friends(who.person, social::Friends::kMax);
  if (!rows) return reply.fail(rows.error());
  const auto present = parts_.sessions.presence.all();
  ListFriendsAnswer answer;
  for (const store::Friend& row : *rows)
    answer.friends.push_back(friend_of(row, who.actor, present));
  reply(answer);
}

// The row asked whether they may at all; whom it is about is in the body.
base::Status PeopleApi::may_reach(const ApiCaller& who, rights::Act act,
                                  base::PrincipalId person) const {
  const auto decision = parts_.rights.decide(who.actor, act, {who.where.space, person});
  if (decision) return {};
  return std::unexpected(base::Error{base::ErrorCode::denied, decision.text, "", decision.reason});
}

// A group is no way around the rules for minors: who writes there reaches each of its members, so
// they hold whether it is the writer whom they bind or only one of those who read.
base::Status PeopleApi::may_write(const ApiCaller& who, const SendMessageRequest& request) {
  const store::Peer peer = peer_of(request);
  if (!peer.group) return may_reach(who, rights::Act::send_direct, peer.person);
  if (!parts_.rights.knows_minors()) return {};
  YC_TRY(const auto members, views_.members(peer.group));
  for (const store::GroupMember& member : members)
    YC_CHECK(may_reach(who, rights::Act::send_direct, member.person));
  return {};
}

// Whether the rules for minors let this person speak with the other, on their own account.
bool PeopleApi::lets_near(base::PrincipalId person, base::PrincipalId other) {
  const auto bound = parts_.rights.minor_day(person);
  if (!bound || bound->limits.contact == store::Audience::everyone) return true;
  if (bound->limits.contact == store::Audience::nobody) return false;
  const auto state = views_.friendship(person, other);
  return state && *state == store::FriendState::friends;
}

// Whoever is in the group reads what the new one writes, and the other way round.
base::Status PeopleApi::may_join(base::GroupId group, base::PrincipalId person) {
  if (!parts_.rights.knows_minors()) return {};
  YC_TRY(const auto members, views_.members(group));
  for (const store::GroupMember& member : members) {
    if (member.person == person) continue;
    if (lets_near(person, member.person) && lets_near(member.person, person)) continue;
    return std::unexpected(base::Error{base::ErrorCode::denied,
                                       "somebody in the group may be reached only by friends",
                                       "make a group of people who are friends", "friends_only"});
  }
  return {};
}

void PeopleApi::ask_friend(const ApiCaller& who, const AskFriendRequest& request,
                           ReplyTo<AskFriendRequest> reply) {
  if (const auto may = may_reach(who, rights::Act::befriend, request.person); !may)
    return reply.fail(may.error());
  friends_.ask(who.person, request.person, parts_.file_executor, answer_state(std::move(reply)));
}

void PeopleApi::accept_friend(const ApiCaller& who, const AcceptFriendRequest& request,
                              ReplyTo<AcceptFriendRequest> reply) {
  friends_.accept(who.person, request.person, parts_.file_executor, answer_state(std::move(reply)));
}

void PeopleApi::end_friendship(const ApiCaller& who, const EndFriendshipRequest& request,
                               ReplyTo<EndFriendshipRequest> reply) {
  friends_.end(who.person, request.person, parts_.file_executor,
               when_durable<store::Appended>(std::move(reply)));
}

// ---- messages -----------------------------------------------------------------------------------

void PeopleApi::list_talks(const ApiCaller& who, const ListTalksRequest&,
                           ReplyTo<ListTalksRequest> reply) {
  const auto rows = views_.talks(who.person, kTalksMax);
  if (!rows) return reply.fail(rows.error());
  ListTalksAnswer answer;
  std::ranges::transform(*rows, std::back_inserter(answer.talks), talk_of);
  reply(answer);
}

void PeopleApi::list_messages(const ApiCaller& who, const ListMessagesRequest& request,
                              ReplyTo<ListMessagesRequest> reply) {
  const auto rows =
      views_.messages(who.person, peer_of(request), request.after.value_or(base::MessageId{}),
                      static_cast<std::size_t>(request.limit) + 1);
  if (!rows) return reply.fail(rows.error());
  reply(page_of<ListMessagesAnswer>(*rows, request.limit, message_of,
                                    [](const Message& last) { return last.id; }));
}

void PeopleApi::send_message(const ApiCaller& who, const SendMessageRequest& request,
                             ReplyTo<SendMessageRequest> reply) {
  if (const auto may = may_write(who, request); !may) return reply.fail(may.error());
  talks_.send(who.person, peer_of(request), request.text, parts_.file_executor,
              [reply = std::move(reply)](base::Result<store::Message> sent) mutable {
                sent ? reply({message_of(*sent)}) : reply.fail(sent.error());
              });
}

void PeopleApi::read_messages(const ApiCaller& who, const ReadMessagesRequest& request,
                              ReplyTo<ReadMessagesRequest> reply) {
  talks_.mark_read(who.person, peer_of(request), request.up_to, parts_.file_executor,
                   when_durable<store::Appended>(std::move(reply)));
}

void PeopleApi::erase_message(const ApiCaller& who, const EraseMessageRequest& request,
                              ReplyTo<EraseMessageRequest> reply) {
  talks_.erase(who.person, request.message, parts_.file_executor,
               when_durable<store::Appended>(std::move(reply)));
}

// ---- groups -------------------------------------------------------------------------------------

void PeopleApi::list_groups(const ApiCaller& who, const ListGroupsRequest&,
                            ReplyTo<ListGroupsRequest> reply) {
  const auto rows = views_.groups(who.person);
  if (!rows) return reply.fail(rows.error());
  ListGroupsAnswer answer;
  for (const store::Group& row : *rows) {
    answer.groups.push_back(
        {row.id, row.name, row.made.unix_ms, static_cast<std::int64_t>(row.members)});
  }
  reply(answer);
}

void PeopleApi::make_group(const ApiCaller& who, const MakeGroupRequest& request,
                           ReplyTo<MakeGroupRequest> reply) {
  talks_.make_group(who.person, request.name, parts_.file_executor,
                    [reply = std::move(reply)](base::Result<base::GroupId> made) mutable {
                      made ? reply({*made}) : reply.fail(made.error());
                    });
}

void PeopleApi::rename_group(const ApiCaller& who, const RenameGroupRequest& request,
                             ReplyTo<RenameGroupRequest> reply) {
  talks_.rename_group(who.person, request.group, request.name, parts_.file_executor,
                      when_durable<store::Appended>(std::move(reply)));
}

void PeopleApi::list_group_members(const ApiCaller& who, const ListGroupMembersRequest& request,
                                   ReplyTo<ListGroupMembersRequest> reply) {
  const auto own = views_.membership(request.group, who.person);
  if (!own) return reply.fail(own.error());  // not_found: who is not in it learns nothing of it
  const auto rows = views_.members(request.group);
  if (!rows) return reply.fail(rows.error());
  ListGroupMembersAnswer answer;
  for (const store::GroupMember& row : *rows) {
    answer.members.push_back(
        {row.person, row.name, by_name<GroupRole>(name_of(row.role), kGroupRoleNames)});
  }
  reply(answer);
}

void PeopleApi::add_group_member(const ApiCaller& who, const AddGroupMemberRequest& request,
                                 ReplyTo<AddGroupMemberRequest> reply) {
  if (const auto may = may_reach(who, rights::Act::make_group, request.person); !may)
    return reply.fail(may.error());
  if (const auto may = may_join(request.group, request.person); !may)
    return reply.fail(may.error());
  talks_.add(who.person, request.group, request.person, parts_.file_executor,
             when_durable<store::Appended>(std::move(reply)));
}

void PeopleApi::remove_group_member(const ApiCaller& who, const RemoveGroupMemberRequest& request,
                                    ReplyTo<RemoveGroupMemberRequest> reply) {
  talks_.remove(who.person, request.group, request.person, parts_.file_executor,
                when_durable<store::Appended>(std::move(reply)));
}

// ---- people here, and blocks
// ---------------------------------------------------------------------

// Where one is oneself, so that nobody asks who is in a place they are not in.
void PeopleApi::see_person_here(const ApiCaller& who, const SeePersonHereRequest& request,
                                ReplyTo<SeePersonHereRequest> reply) {
  const auto present = parts_.sessions.presence.all();
  const auto me = std::ranges::find_if(present, [&](const gateway::PresentPerson& person) {
    return person.actor.person == who.person;
  });
  const auto other = std::ranges::find_if(present, [&](const gateway::PresentPerson& person) {
    return me != present.end() && person.space->premises().id == me->space->premises().id &&
           person.handle == request.handle;
  });
  if (other == present.end()) return reply.refuse(Reason::no_such_person);
  const base::PrincipalId person = other->actor.person;
  const auto blocked = parts_.store.blocked_by(person);
  if (!blocked || std::ranges::binary_search(*blocked, who.person))
    return reply.refuse(Reason::no_such_person);
  SeePersonHereAnswer answer;
  answer.person = named_person(parts_.store, person);
  if (const auto state = views_.friendship(who.person, person)) answer.state = state_of(*state);
  answer.citizen = parts_.store.account(person).has_value();
  reply(answer);
}

void PeopleApi::list_blocks(const ApiCaller& who, const ListBlocksRequest&,
                            ReplyTo<ListBlocksRequest> reply) {
  const auto blocked = parts_.store.blocked_by(who.person);
  if (!blocked) return reply.fail(blocked.error());
  ListBlocksAnswer answer;
  for (const base::PrincipalId person : *blocked) {
    if (answer.people.size() == social::Friends::kMax) break;
    answer.people.push_back(named_person(parts_.store, person));
  }
  reply(answer);
}

void PeopleApi::block_person(const ApiCaller& who, const BlockPersonRequest& request,
                             ReplyTo<BlockPersonRequest> reply) {
  friends_.block(who.person, request.person, true, parts_.file_executor,
                 when_durable<store::Appended>(std::move(reply)));
}

void PeopleApi::unblock_person(const ApiCaller& who, const UnblockPersonRequest& request,
                               ReplyTo<UnblockPersonRequest> reply) {
  friends_.block(who.person, request.person, false, parts_.file_executor,
                 when_durable<store::Appended>(std::move(reply)));
}

// ---- privacy ------------------------------------------------------------------------------------

void PeopleApi::see_privacy(const ApiCaller& who, const SeePrivacyRequest&,
                            ReplyTo<SeePrivacyRequest> reply) {
  const auto chosen = views_.privacy(who.person);
  if (!chosen) return reply.fail(chosen.error());
  reply({audience_of(chosen->reach), audience_of(chosen->presence), audience_of(chosen->follow),
         audience_of(chosen->found)});
}

void PeopleApi::set_privacy(const ApiCaller& who, const SetPrivacyRequest& request,
                            ReplyTo<SetPrivacyRequest> reply) {
  friends_.set_privacy(who.person,
                       {stored(request.reach), stored(request.presence), stored(request.follow),
                        stored(request.found)},
                       parts_.file_executor, when_durable<store::Appended>(std::move(reply)));
}

}  // namespace yc::gateway
