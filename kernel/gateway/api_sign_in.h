#pragma once
// The ways in: signing up, and signing in with a passkey, a password, a recovery code or a link.

#include "kernel/gateway/api.h"
#include "kernel/identity/service.h"

namespace yc::gateway {

class SignInApi final : public ApiSubject {
 public:
  explicit SignInApi(const SiteParts& parts) : parts_(parts), identity_(parts.accounts) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;

  void begin_sign_up(const ApiCaller& who, const schema::api::BeginSignUpRequest& request,
                     ReplyTo<schema::api::BeginSignUpRequest> reply);
  void sign_up(const ApiCaller& who, const schema::api::SignUpRequest& request,
               ReplyTo<schema::api::SignUpRequest> reply);
  void begin_sign_in(const ApiCaller& who, const schema::api::BeginSignInRequest& request,
                     ReplyTo<schema::api::BeginSignInRequest> reply);
  void sign_in_by_passkey(const ApiCaller& who, const schema::api::SignInByPasskeyRequest& request,
                          ReplyTo<schema::api::SignInByPasskeyRequest> reply);
  void sign_in_by_password(const ApiCaller& who,
                           const schema::api::SignInByPasswordRequest& request,
                           ReplyTo<schema::api::SignInByPasswordRequest> reply);
  void sign_in_by_recovery_code(const ApiCaller& who,
                                const schema::api::SignInByRecoveryCodeRequest& request,
                                ReplyTo<schema::api::SignInByRecoveryCodeRequest> reply);
  void sign_in_by_device_link(const ApiCaller& who,
                              const schema::api::SignInByDeviceLinkRequest& request,
                              ReplyTo<schema::api::SignInByDeviceLinkRequest> reply);

  SiteParts parts_;
  identity::Service& identity_;
};

// Where the page that asks is, for passkeys. bad_input (passkey_needs_name) without a domain name.
base::Result<identity::Site> site_of(const ApiCaller& who);

base::Result<identity::PasskeyCreation> creation_of(const schema::api::NewPasskey& passkey);

}  // namespace yc::gateway
