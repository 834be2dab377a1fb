#pragma once
// Ages and guardians: what one says of oneself, what guardians set, what a reviewer decides.

#include "kernel/gateway/api.h"
#include "kernel/order/minors.h"

namespace yc::gateway {

class MinorsApi final : public ApiSubject {
 public:
  explicit MinorsApi(const SiteParts& parts)
      : parts_(parts), minors_(parts.store), views_(parts.store) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;

  void see_own_age(const ApiCaller& who, const schema::api::SeeOwnAgeRequest& request,
                   ReplyTo<schema::api::SeeOwnAgeRequest> reply);
  void say_own_age(const ApiCaller& who, const schema::api::SayOwnAgeRequest& request,
                   ReplyTo<schema::api::SayOwnAgeRequest> reply);
  void confirm_guardian(const ApiCaller& who, const schema::api::ConfirmGuardianRequest& request,
                        ReplyTo<schema::api::ConfirmGuardianRequest> reply);
  void decline_guardian(const ApiCaller& who, const schema::api::DeclineGuardianRequest& request,
                        ReplyTo<schema::api::DeclineGuardianRequest> reply);
  void list_wards(const ApiCaller& who, const schema::api::ListWardsRequest& request,
                  ReplyTo<schema::api::ListWardsRequest> reply);
  void ask_ward(const ApiCaller& who, const schema::api::AskWardRequest& request,
                ReplyTo<schema::api::AskWardRequest> reply);
  void limit_ward(const ApiCaller& who, const schema::api::LimitWardRequest& request,
                  ReplyTo<schema::api::LimitWardRequest> reply);
  void say_age_of_ward(const ApiCaller& who, const schema::api::SayAgeOfWardRequest& request,
                       ReplyTo<schema::api::SayAgeOfWardRequest> reply);
  void end_ward(const ApiCaller& who, const schema::api::EndWardRequest& request,
                ReplyTo<schema::api::EndWardRequest> reply);
  void decide_age(const ApiCaller& who, const schema::api::DecideAgeRequest& request,
                  ReplyTo<schema::api::DecideAgeRequest> reply);

  schema::api::AgeBand age_of(base::PrincipalId person);
  schema::api::Ward ward_of(const store::Guardian& row);

  SiteParts parts_;
  order::Minors minors_;
  store::Order views_;
};

}  // namespace yc::gateway
