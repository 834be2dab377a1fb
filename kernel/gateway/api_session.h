#pragma once
// Signing in and out: one-time links and the session cookie.

#include "kernel/gateway/api.h"

namespace yc::gateway {

class SessionApi final : public ApiSubject {
 public:
  explicit SessionApi(const SiteParts& parts) : parts_(parts) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;

  void enter_by_link(const ApiCaller& who, const schema::api::EnterByLinkRequest& request,
                     ReplyTo<schema::api::EnterByLinkRequest> reply);
  void leave_session(const ApiCaller& who, const schema::api::LeaveSessionRequest& request,
                     ReplyTo<schema::api::LeaveSessionRequest> reply);

  SiteParts parts_;
};

}  // namespace yc::gateway
