#pragma once
// Who may do what in a space: grants, invitations, and why.

#include "kernel/gateway/api.h"

namespace yc::gateway {

class RightsApi final : public ApiSubject {
 public:
  explicit RightsApi(const SiteParts& parts) : parts_(parts) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;

  void list_grants(const ApiCaller& who, const schema::api::ListGrantsRequest& request,
                   ReplyTo<schema::api::ListGrantsRequest> reply);
  void give_grant(const ApiCaller& who, const schema::api::GiveGrantRequest& request,
                  ReplyTo<schema::api::GiveGrantRequest> reply);
  void revoke_grant(const ApiCaller& who, const schema::api::RevokeGrantRequest& request,
                    ReplyTo<schema::api::RevokeGrantRequest> reply);
  void list_invitations(const ApiCaller& who, const schema::api::ListInvitationsRequest& request,
                        ReplyTo<schema::api::ListInvitationsRequest> reply);
  void make_invitation(const ApiCaller& who, const schema::api::MakeInvitationRequest& request,
                       ReplyTo<schema::api::MakeInvitationRequest> reply);
  void revoke_invitation(const ApiCaller& who, const schema::api::RevokeInvitationRequest& request,
                         ReplyTo<schema::api::RevokeInvitationRequest> reply);
  void redeem_invitation(const ApiCaller& who, const schema::api::RedeemInvitationRequest& request,
                         ReplyTo<schema::api::RedeemInvitationRequest> reply);
  void list_parcel_grants(const ApiCaller& who, const schema::api::ListParcelGrantsRequest& request,
                          ReplyTo<schema::api::ListParcelGrantsRequest> reply);
  void give_parcel_grant(const ApiCaller& who, const schema::api::GiveParcelGrantRequest& request,
                         ReplyTo<schema::api::GiveParcelGrantRequest> reply);
  void explain_point(const ApiCaller& who, const schema::api::ExplainPointRequest& request,
                     ReplyTo<schema::api::ExplainPointRequest> reply);
  void explain_right(const ApiCaller& who, const schema::api::ExplainRightRequest& request,
                     ReplyTo<schema::api::ExplainRightRequest> reply);
  void explain_other(const ApiCaller& who, base::PrincipalId person, rights::Act act,
                     const rights::Where& here, ReplyTo<schema::api::ExplainRightRequest> reply);

  schema::api::SpaceGrant grant_of(const rights::Grant& grant) const;
  template <typename Request>
  base::Result<rights::Subject> subject_of(const Request& request) const;
  template <typename Request, typename Answer>
  void give_on(const rights::Object& object, const ApiCaller& who, const Request& request,
               ApiReply<Answer> reply);
  template <typename Answer>
  Answer explained(const std::vector<rights::Step>& steps) const;
  base::Status check_parcel(base::SpaceId space, base::ParcelId parcel) const;
  bool lies_in(base::SpaceId space, base::GrantId grant) const;

  SiteParts parts_;
};

}  // namespace yc::gateway
