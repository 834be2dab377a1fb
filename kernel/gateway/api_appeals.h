#pragma once
// Measures seen from the other side: one's own cases, appeals and their decisions; and roles.

#include "kernel/gateway/api.h"
#include "kernel/order/appeals.h"

namespace yc::gateway {

class AppealsApi final : public ApiSubject {
 public:
  explicit AppealsApi(const SiteParts& parts)
      : parts_(parts), appeals_(parts.store), views_(parts.store) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;

  void list_own_cases(const ApiCaller& who, const schema::api::ListOwnCasesRequest& request,
                      ReplyTo<schema::api::ListOwnCasesRequest> reply);
  void file_appeal(const ApiCaller& who, const schema::api::FileAppealRequest& request,
                   ReplyTo<schema::api::FileAppealRequest> reply);
  void list_appeals(const ApiCaller& who, const schema::api::ListAppealsRequest& request,
                    ReplyTo<schema::api::ListAppealsRequest> reply);
  void decide_appeal(const ApiCaller& who, const schema::api::DecideAppealRequest& request,
                     ReplyTo<schema::api::DecideAppealRequest> reply);
  void list_roles(const ApiCaller& who, const schema::api::ListRolesRequest& request,
                  ReplyTo<schema::api::ListRolesRequest> reply);
  void give_role(const ApiCaller& who, const schema::api::GiveRoleRequest& request,
                 ReplyTo<schema::api::GiveRoleRequest> reply);
  void remove_role(const ApiCaller& who, const schema::api::RemoveRoleRequest& request,
                   ReplyTo<schema::api::RemoveRoleRequest> reply);

  schema::api::OwnCase own_case_of(const store::Sanction& row);

  SiteParts parts_;
  order::Appeals appeals_;
  store::Order views_;
};

}  // namespace yc::gateway
