#pragma once
// Organisations and their members, and who becomes verified.

#include "kernel/gateway/api.h"
#include "kernel/identity/service.h"

namespace yc::gateway {

class OrganisationsApi final : public ApiSubject {
 public:
  explicit OrganisationsApi(const SiteParts& parts) : parts_(parts), identity_(parts.accounts) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;

  void list_organisations(const ApiCaller& who,
                          const schema::api::ListOrganisationsRequest& request,
                          ReplyTo<schema::api::ListOrganisationsRequest> reply);
  void make_organisation(const ApiCaller& who, const schema::api::MakeOrganisationRequest& request,
                         ReplyTo<schema::api::MakeOrganisationRequest> reply);
  void list_organisation_members(const ApiCaller& who,
                                 const schema::api::ListOrganisationMembersRequest& request,
                                 ReplyTo<schema::api::ListOrganisationMembersRequest> reply);
  void add_organisation_member(const ApiCaller& who,
                               const schema::api::AddOrganisationMemberRequest& request,
                               ReplyTo<schema::api::AddOrganisationMemberRequest> reply);
  void set_organisation_member(const ApiCaller& who,
                               const schema::api::SetOrganisationMemberRequest& request,
                               ReplyTo<schema::api::SetOrganisationMemberRequest> reply);
  void remove_organisation_member(const ApiCaller& who,
                                  const schema::api::RemoveOrganisationMemberRequest& request,
                                  ReplyTo<schema::api::RemoveOrganisationMemberRequest> reply);
  void request_verification(const ApiCaller& who,
                            const schema::api::RequestVerificationRequest& request,
                            ReplyTo<schema::api::RequestVerificationRequest> reply);
  void list_own_verifications(const ApiCaller& who,
                              const schema::api::ListOwnVerificationsRequest& request,
                              ReplyTo<schema::api::ListOwnVerificationsRequest> reply);
  void list_verifications(const ApiCaller& who,
                          const schema::api::ListVerificationsRequest& request,
                          ReplyTo<schema::api::ListVerificationsRequest> reply);
  void decide_verification(const ApiCaller& who,
                           const schema::api::DecideVerificationRequest& request,
                           ReplyTo<schema::api::DecideVerificationRequest> reply);

  SiteParts parts_;
  identity::Service& identity_;
};

}  // namespace yc::gateway
