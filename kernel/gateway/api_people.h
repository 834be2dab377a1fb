#pragma once
// People together: friends, messages, groups, and who may reach whom.

#include "kernel/gateway/api.h"
#include "kernel/social/friends.h"
#include "kernel/social/talks.h"
#include "kernel/store/social.h"

namespace yc::gateway {

class PeopleApi final : public ApiSubject {
 public:
  explicit PeopleApi(const SiteParts& parts)
      : parts_(parts), friends_(parts.store), talks_(parts.store), views_(parts.store) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;

  void list_friends(const ApiCaller& who, const schema::api::ListFriendsRequest& request,
                    ReplyTo<schema::api::ListFriendsRequest> reply);
  void ask_friend(const ApiCaller& who, const schema::api::AskFriendRequest& request,
                  ReplyTo<schema::api::AskFriendRequest> reply);
  void accept_friend(const ApiCaller& who, const schema::api::AcceptFriendRequest& request,
                     ReplyTo<schema::api::AcceptFriendRequest> reply);
  void end_friendship(const ApiCaller& who, const schema::api::EndFriendshipRequest& request,
                      ReplyTo<schema::api::EndFriendshipRequest> reply);

  void list_talks(const ApiCaller& who, const schema::api::ListTalksRequest& request,
                  ReplyTo<schema::api::ListTalksRequest> reply);
  void list_messages(const ApiCaller& who, const schema::api::ListMessagesRequest& request,
                     ReplyTo<schema::api::ListMessagesRequest> reply);
  void send_message(const ApiCaller& who, const schema::api::SendMessageRequest& request,
                    ReplyTo<schema::api::SendMessageRequest> reply);
  void read_messages(const ApiCaller& who, const schema::api::ReadMessagesRequest& request,
                     ReplyTo<schema::api::ReadMessagesRequest> reply);
  void erase_message(const ApiCaller& who, const schema::api::EraseMessageRequest& request,
                     ReplyTo<schema::api::EraseMessageRequest> reply);

  void list_groups(const ApiCaller& who, const schema::api::ListGroupsRequest& request,
                   ReplyTo<schema::api::ListGroupsRequest> reply);
  void make_group(const ApiCaller& who, const schema::api::MakeGroupRequest& request,
                  ReplyTo<schema::api::MakeGroupRequest> reply);
  void rename_group(const ApiCaller& who, const schema::api::RenameGroupRequest& request,
                    ReplyTo<schema::api::RenameGroupRequest> reply);
  void list_group_members(const ApiCaller& who, const schema::api::ListGroupMembersRequest& request,
                          ReplyTo<schema::api::ListGroupMembersRequest> reply);
  void add_group_member(const ApiCaller& who, const schema::api::AddGroupMemberRequest& request,
                        ReplyTo<schema::api::AddGroupMemberRequest> reply);
  void remove_group_member(const ApiCaller& who,
                           const schema::api::RemoveGroupMemberRequest& request,
                           ReplyTo<schema::api::RemoveGroupMemberRequest> reply);

  void see_privacy(const ApiCaller& who, const schema::api::SeePrivacyRequest& request,
                   ReplyTo<schema::api::SeePrivacyRequest> reply);
  void set_privacy(const ApiCaller& who, const schema::api::SetPrivacyRequest& request,
                   ReplyTo<schema::api::SetPrivacyRequest> reply);

  void see_person_here(const ApiCaller& who, const schema::api::SeePersonHereRequest& request,
                       ReplyTo<schema::api::SeePersonHereRequest> reply);
  void list_blocks(const ApiCaller& who, const schema::api::ListBlocksRequest& request,
                   ReplyTo<schema::api::ListBlocksRequest> reply);
  void block_person(const ApiCaller& who, const schema::api::BlockPersonRequest& request,
                    ReplyTo<schema::api::BlockPersonRequest> reply);
  void unblock_person(const ApiCaller& who, const schema::api::UnblockPersonRequest& request,
                      ReplyTo<schema::api::UnblockPersonRequest> reply);

  schema::api::Friend friend_of(const store::Friend& row, const rights::Actor& asker,
                                const std::vector<gateway::PresentPerson>& present);
  void tell_place(schema::api::Friend& out, const rights::Actor& asker,
                  const gateway::PresentPerson& at);

  base::Status may_reach(const ApiCaller& who, rights::Act act, base::PrincipalId person) const;
  base::Status may_write(const ApiCaller& who, const schema::api::SendMessageRequest& request);
  bool lets_near(base::PrincipalId person, base::PrincipalId other);
  base::Status may_join(base::GroupId group, base::PrincipalId person);

  SiteParts parts_;
  social::Friends friends_;
  social::Talks talks_;
  store::Social views_;
};

}  // namespace yc::gateway
