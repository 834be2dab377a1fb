#pragma once
// One's own account: how one gets in, where one is signed in, keys, consents, and its end.

#include "kernel/gateway/api.h"
#include "kernel/identity/service.h"

namespace yc::gateway {

class AccountApi final : public ApiSubject {
 public:
  explicit AccountApi(const SiteParts& parts) : parts_(parts), identity_(parts.accounts) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;

  void see_account(const ApiCaller& who, const schema::api::SeeAccountRequest& request,
                   ReplyTo<schema::api::SeeAccountRequest> reply);
  void change_languages(const ApiCaller& who, const schema::api::ChangeLanguagesRequest& request,
                        ReplyTo<schema::api::ChangeLanguagesRequest> reply);
  void begin_passkey(const ApiCaller& who, const schema::api::BeginPasskeyRequest& request,
                     ReplyTo<schema::api::BeginPasskeyRequest> reply);
  void add_passkey(const ApiCaller& who, const schema::api::AddPasskeyRequest& request,
                   ReplyTo<schema::api::AddPasskeyRequest> reply);
  void rename_passkey(const ApiCaller& who, const schema::api::RenamePasskeyRequest& request,
                      ReplyTo<schema::api::RenamePasskeyRequest> reply);
  void remove_credential(const ApiCaller& who, const schema::api::RemoveCredentialRequest& request,
                         ReplyTo<schema::api::RemoveCredentialRequest> reply);
  void set_password(const ApiCaller& who, const schema::api::SetPasswordRequest& request,
                    ReplyTo<schema::api::SetPasswordRequest> reply);
  void make_recovery_codes(const ApiCaller& who,
                           const schema::api::MakeRecoveryCodesRequest& request,
                           ReplyTo<schema::api::MakeRecoveryCodesRequest> reply);
  void make_device_link(const ApiCaller& who, const schema::api::MakeDeviceLinkRequest& request,
                        ReplyTo<schema::api::MakeDeviceLinkRequest> reply);
  void list_sessions(const ApiCaller& who, const schema::api::ListSessionsRequest& request,
                     ReplyTo<schema::api::ListSessionsRequest> reply);
  void end_session(const ApiCaller& who, const schema::api::EndSessionRequest& request,
                   ReplyTo<schema::api::EndSessionRequest> reply);
  void end_other_sessions(const ApiCaller& who, const schema::api::EndOtherSessionsRequest& request,
                          ReplyTo<schema::api::EndOtherSessionsRequest> reply);
  void list_api_keys(const ApiCaller& who, const schema::api::ListApiKeysRequest& request,
                     ReplyTo<schema::api::ListApiKeysRequest> reply);
  void make_api_key(const ApiCaller& who, const schema::api::MakeApiKeyRequest& request,
                    ReplyTo<schema::api::MakeApiKeyRequest> reply);
  void revoke_api_key(const ApiCaller& who, const schema::api::RevokeApiKeyRequest& request,
                      ReplyTo<schema::api::RevokeApiKeyRequest> reply);
  void list_consents(const ApiCaller& who, const schema::api::ListConsentsRequest& request,
                     ReplyTo<schema::api::ListConsentsRequest> reply);
  void change_consent(const ApiCaller& who, const schema::api::ChangeConsentRequest& request,
                      ReplyTo<schema::api::ChangeConsentRequest> reply);
  void export_account(const ApiCaller& who, const schema::api::ExportAccountRequest& request,
                      ReplyTo<schema::api::ExportAccountRequest> reply);
  void close_account(const ApiCaller& who, const schema::api::CloseAccountRequest& request,
                     ReplyTo<schema::api::CloseAccountRequest> reply);

  std::uint64_t session_of(const ApiCaller& who);

  SiteParts parts_;
  identity::Service& identity_;
  Paces exported_{0.2};  // each reads all that the person ever wrote
};

}  // namespace yc::gateway
