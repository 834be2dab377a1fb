#include "kernel/gateway/api_sign_in.h"

#include "kernel/base/address.h"
#include "kernel/base/base64url.h"
#include "kernel/gateway/session_cookie.h"

namespace yc::gateway {
namespace {

using namespace schema::api;

identity::Caller caller_of(const ApiCaller& who) {
  return {who.actor.address, identity::browser_family(who.user_agent)};
}

// Hands the browser its session.
template <typename Answer>
auto enter(const SiteParts& parts, bool secure, ApiReply<Answer> reply) {
  return [&clock = parts.clock, secure,
          reply = std::move(reply)](base::Result<identity::OpenedSession> opened) mutable {
    if (!opened) return reply.fail(opened.error());
    const std::chrono::milliseconds left(opened->expires.unix_ms - clock.wall().unix_ms);
    reply.set("Set-Cookie", session_cookie(opened->token, left, secure));
    reply({opened->person, opened->expires.unix_ms});
  };
}

}  // namespace

void SignInApi::add_to(Api& api) {
  api.add(*this, &SignInApi::begin_sign_up);
  api.add(*this, &SignInApi::sign_up);
  api.add(*this, &SignInApi::begin_sign_in);
  api.add(*this, &SignInApi::sign_in_by_passkey);
  api.add(*this, &SignInApi::sign_in_by_password);
  api.add(*this, &SignInApi::sign_in_by_recovery_code);
  api.add(*this, &SignInApi::sign_in_by_device_link);
}

base::Result<identity::Site> site_of(const ApiCaller& who) {
  const auto scheme = who.origin.find("://");
  std::string host = scheme == std::string::npos ? "" : who.origin.substr(scheme + 3);
  if (!host.starts_with('[')) host = host.substr(0, host.find(':'));
  if (host.empty() || host.starts_with('[') || base::is_numeric_address(host)) {
    base::Error error{base::ErrorCode::bad_input, "passkeys work at a name, not at a number",
                      "open the city by its name, or use a password", "passkey_needs_name"};
    return std::unexpected(std::move(error));
  }
  return identity::Site{who.origin, host};
}

base::Result<std::vector<std::byte>> passkey_bytes(std::string_view base64url) {
  auto bytes = base::from_base64url(base64url);
  if (bytes) return *std::move(bytes);
  base::Error error{base::ErrorCode::bad_input, "this is not base64url without padding",
                    "send what the browser gave", "passkey_malformed"};
  return std::unexpected(std::move(error));
}

base::Result<identity::PasskeyCreation> creation_of(const NewPasskey& passkey) {
  identity::PasskeyCreation out;
  YC_TRY(out.client_data_json, passkey_bytes(passkey.client_data_json));
  YC_TRY(out.attestation_object, passkey_bytes(passkey.attestation_object));
  return out;
}

void SignInApi::begin_sign_up(const ApiCaller& who, const BeginSignUpRequest& request,
                              ReplyTo<BeginSignUpRequest> reply) {
  const auto site = site_of(who);
  if (!site) return reply.fail(site.error());
  const auto begun = identity_.sign_in.begin_sign_up({who.person, request.guest_token}, *site);
  if (!begun) return reply.fail(begun.error());
  reply({begun->challenge, begun->user_handle, site->rp_id});
}

void SignInApi::sign_up(const ApiCaller& who, const SignUpRequest& request,
                        ReplyTo<SignUpRequest> reply) {
  identity::SignUp sign_up;
  sign_up.who = {who.person, request.guest_token};
  sign_up.account_name = request.account_name;
  sign_up.display_name = request.display_name;
  sign_up.look = request.look;
  sign_up.languages = request.languages;
  sign_up.passkey_label = request.passkey_label;
  sign_up.password = request.password;
  if (request.passkey) {
    auto creation = creation_of(*request.passkey);
    if (!creation) return reply.fail(creation.error());
    sign_up.passkey = *std::move(creation);
  }
  identity_.sign_in.sign_up(std::move(sign_up), caller_of(who), parts_.file_executor,
                            enter(parts_, who.secure, std::move(reply)));
}

void SignInApi::begin_sign_in(const ApiCaller& who, const BeginSignInRequest&,
                              ReplyTo<BeginSignInRequest> reply) {
  const auto site = site_of(who);
  if (!site) return reply.fail(site.error());
  const auto begun = identity_.sign_in.begin_sign_in(*site);
  if (!begun) return reply.fail(begun.error());
  reply({begun->challenge, site->rp_id});
}

void SignInApi::sign_in_by_passkey(const ApiCaller& who, const SignInByPasskeyRequest& request,
                                   ReplyTo<SignInByPasskeyRequest> reply) {
  identity::PasskeyAssertion assertion;
  assertion.credential_id = request.credential_id;
  const auto decoded = [&]() -> base::Status {
    YC_TRY(assertion.client_data_json, passkey_bytes(request.client_data_json));
    YC_TRY(assertion.authenticator_data, passkey_bytes(request.authenticator_data));
    YC_TRY(assertion.signature, passkey_bytes(request.signature));
    return {};
  }();
  if (!decoded) return reply.fail(decoded.error());
  identity_.sign_in.sign_in(assertion, caller_of(who), parts_.file_executor,
                            enter(parts_, who.secure, std::move(reply)));
}

void SignInApi::sign_in_by_password(const ApiCaller& who, const SignInByPasswordRequest& request,
                                    ReplyTo<SignInByPasswordRequest> reply) {
  identity_.sign_in.sign_in(request.account_name, request.password, caller_of(who),
                            parts_.file_executor, enter(parts_, who.secure, std::move(reply)));
}

void SignInApi::sign_in_by_recovery_code(const ApiCaller& who,
                                         const SignInByRecoveryCodeRequest& request,
                                         ReplyTo<SignInByRecoveryCodeRequest> reply) {
  identity_.sign_in.sign_in_by_recovery_code(request.code, caller_of(who), parts_.file_executor,
                                             enter(parts_, who.secure, std::move(reply)));
}

void SignInApi::sign_in_by_device_link(const ApiCaller& who,
                                       const SignInByDeviceLinkRequest& request,
                                       ReplyTo<SignInByDeviceLinkRequest> reply) {
  identity_.sign_in.sign_in_by_device_link(request.token, caller_of(who), parts_.file_executor,
                                           enter(parts_, who.secure, std::move(reply)));
}

}  // namespace yc::gateway
