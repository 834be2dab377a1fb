#include "kernel/identity/webauthn.h"

#include "kernel/base/base64url.h"
#include "kernel/base/json.h"
#include "kernel/identity/assertion.h"
#include "kernel/identity/refuse.h"

namespace yc::identity {
namespace {

using base::ErrorCode;
using schema::Reason;

constexpr std::size_t kChallengeBytes = 32;
constexpr std::string_view kCreate = "webauthn.create";
constexpr std::string_view kGet = "webauthn.get";

std::unexpected<base::Error> unreadable_client_data() {
  return refuse(Reason::passkey_malformed, ErrorCode::bad_input,
                "what the browser sent with the passkey cannot be read", "try another browser");
}

std::unexpected<base::Error> unknown_challenge() {
  return refuse(Reason::challenge_unknown, ErrorCode::denied,
                "the challenge is not one of this server, was used already or has expired",
                "start again");
}

// A member that is a string, or nothing.
const std::string* text_of(const base::Json& json, const char* name) {
  const auto found = json.find(name);
  return found == json.end() ? nullptr : found->get_ptr<const std::string*>();
}

base::Status check_presence(const Challenge& challenge, const AuthenticatorData& data) {
  if (data.rp_id_hash != base::sha256(challenge.site.rp_id))
    return refuse(Reason::passkey_wrong_site, ErrorCode::denied,
                  "the passkey belongs to another site than " + challenge.site.rp_id,
                  "use a passkey that was made here");
  if (!data.user_present)
    return refuse(Reason::passkey_user_absent, ErrorCode::denied,
                  "the authenticator did not see a person", "touch it or unlock it when it asks");
  if (challenge.site.require_verification && !data.user_verified)
    return refuse(Reason::passkey_user_unverified, ErrorCode::denied,
                  "the authenticator did not check who the person is",
                  "use a device with a PIN, fingerprint or face");
  return {};
}

}  // namespace

WebAuthn::WebAuthn(const base::Clock& clock, base::Random& random, std::size_t max_open)
    : clock_(clock), random_(random), max_open_(max_open) {}

void WebAuthn::drop_expired() {
  const base::MonotonicTime now = clock_.monotonic();
  std::erase_if(open_, [now](const auto& entry) { return entry.second.expires <= now; });
}

base::Result<std::string> WebAuthn::make_challenge(Challenge challenge) {
  std::array<std::byte, kChallengeBytes> bytes;
  random_.fill(bytes);
  std::string text = base::to_base64url(bytes);
  const std::lock_guard lock(mutex_);
  if (open_.size() >= max_open_) drop_expired();
  if (open_.size() >= max_open_)
    return refuse(Reason::sign_ins_busy, ErrorCode::full,
                  "too many passkey challenges wait for their answer",
                  "try again in a few minutes, or raise limits.passkey-challenges");
  open_.emplace(text, Open{std::move(challenge), clock_.monotonic() + kChallengeLifetime});
  return text;
}

base::Result<Challenge> WebAuthn::take(const std::string& text) {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(text);
  if (found == open_.end()) return unknown_challenge();
  Open open = std::move(found->second);
  open_.erase(found);
  if (open.expires <= clock_.monotonic()) return unknown_challenge();
  return std::move(open.challenge);
}

// The challenge is taken whatever else is wrong: nobody gets a second try with it.
base::Result<Challenge> WebAuthn::check_client_data(ByteSpan json, std::string_view type) {
  if (json.size() > kMaxClientDataBytes) return unreadable_client_data();
  const auto client = base::parse_json({reinterpret_cast<const char*>(json.data()), json.size()});
  if (!client || !client->is_object()) return unreadable_client_data();
  const std::string* said_type = text_of(*client, "type");
  const std::string* said_challenge = text_of(*client, "challenge");
  const std::string* said_origin = text_of(*client, "origin");
  if (!said_type || !said_challenge || !said_origin) return unreadable_client_data();
  YC_TRY(Challenge challenge, take(*said_challenge));
  if (*said_type != type)
    return refuse(Reason::ceremony_wrong_type, ErrorCode::bad_input,
                  "the passkey answered another kind of request than " + std::string(type),
                  "start again");
  const auto across = client->find("crossOrigin");
  const bool framed = across != client->end() && across->is_boolean() && across->get<bool>();
  if (*said_origin != challenge.site.origin || framed)
    return refuse(Reason::ceremony_wrong_origin, ErrorCode::denied,
                  "the passkey was used on a page of another site than " + challenge.site.origin,
                  "open the city by its own address and try again");
  return challenge;
}

base::Result<NewPasskey> WebAuthn::finish_creation(Purpose purpose,
                                                   const PasskeyCreation& creation) {
  NewPasskey passkey;
  YC_TRY(passkey.challenge, check_client_data(creation.client_data_json, kCreate));
  if (passkey.challenge.purpose != purpose) return unknown_challenge();
  YC_TRY(Attestation attestation, read_attestation(creation.attestation_object));
  YC_CHECK(check_presence(passkey.challenge, attestation.data));
  if (!is_valid_key(attestation.key))
    return refuse(Reason::passkey_algorithm, ErrorCode::bad_input,
                  "the passkey's public key is not a key of its algorithm",
                  "use another device or a password");
  passkey.credential_id = std::move(attestation.credential_id);
  passkey.key = std::move(attestation.key);
  passkey.counter = attestation.data.counter;
  return passkey;
}

base::Result<Challenge> WebAuthn::begin_assertion(const PasskeyAssertion& assertion) {
  YC_TRY(Challenge challenge, check_client_data(assertion.client_data_json, kGet));
  if (challenge.purpose != Purpose::sign_in) return unknown_challenge();
  return challenge;
}

base::Result<std::uint32_t> WebAuthn::check_assertion(const Challenge& challenge,
                                                      const CredentialKey& key,
                                                      std::uint32_t kept_counter,
                                                      const PasskeyAssertion& assertion) {
  YC_TRY(const AuthenticatorData data, read_authenticator_data(assertion.authenticator_data));
  YC_CHECK(check_presence(challenge, data));
  const SignedAssertion proof{challenge.site.rp_id, assertion.authenticator_data,
                              base::sha256(assertion.client_data_json), assertion.signature};
  if (!is_signed_by(key, proof))
    return refuse(Reason::passkey_wrong_key, ErrorCode::denied,
                  "the signature was not made by this passkey",
                  "try again; if it stays so, remove this passkey and make a new one");
  // 0 on both sides: this passkey does not count.
  if ((data.counter != 0 || kept_counter != 0) && data.counter <= kept_counter)
    return refuse(Reason::passkey_counter, ErrorCode::denied,
                  "the passkey's counter did not grow: there may be a copy of it",
                  "sign in another way, remove it and make a new one");
  return data.counter;
}

}  // namespace yc::identity
