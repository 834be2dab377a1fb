#pragma once
// What those who run the city look up: people whom it knows, and the audit trail.

#include "kernel/gateway/api.h"
#include "kernel/store/order.h"

namespace yc::gateway {

class OversightApi final : public ApiSubject {
 public:
  explicit OversightApi(const SiteParts& parts) : parts_(parts), views_(parts.store) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;

  void find_known_people(const ApiCaller& who, const schema::api::FindKnownPeopleRequest& request,
                         ReplyTo<schema::api::FindKnownPeopleRequest> reply);
  void see_known_person(const ApiCaller& who, const schema::api::SeeKnownPersonRequest& request,
                        ReplyTo<schema::api::SeeKnownPersonRequest> reply);
  void list_audit(const ApiCaller& who, const schema::api::ListAuditRequest& request,
                  ReplyTo<schema::api::ListAuditRequest> reply);

  schema::api::KnownPerson known_person_of(const store::KnownPerson& row,
                                           const std::vector<store::RoleGrant>& roles) const;
  base::Status add_cases(base::PrincipalId person, schema::api::SeeKnownPersonAnswer& answer);

  SiteParts parts_;
  store::Order views_;
};

}  // namespace yc::gateway
