#pragma once
// Order: who is here, and measures; reports are in api_cases.h.

#include "kernel/gateway/api.h"

namespace yc::gateway {

class OrderApi final : public ApiSubject {
 public:
  explicit OrderApi(const SiteParts& parts) : parts_(parts) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;

  void list_present_people(const ApiCaller& who,
                           const schema::api::ListPresentPeopleRequest& request,
                           ReplyTo<schema::api::ListPresentPeopleRequest> reply);
  void list_sanctions(const ApiCaller& who, const schema::api::ListSanctionsRequest& request,
                      ReplyTo<schema::api::ListSanctionsRequest> reply);
  void place_sanction(const ApiCaller& who, const schema::api::PlaceSanctionRequest& request,
                      ReplyTo<schema::api::PlaceSanctionRequest> reply);
  void lift_sanction(const ApiCaller& who, const schema::api::LiftSanctionRequest& request,
                     ReplyTo<schema::api::LiftSanctionRequest> reply);
  void unmute_person(const ApiCaller& who, const schema::api::UnmutePersonRequest& request,
                     ReplyTo<schema::api::UnmutePersonRequest> reply);

  SiteParts parts_;
};

}  // namespace yc::gateway
