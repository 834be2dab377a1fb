#include "kernel/identity/credential_rules.h"

#include <array>

#include "kernel/base/base64url.h"
#include "kernel/identity/name.h"
#include "kernel/identity/refuse.h"

namespace yc::identity {

using base::ErrorCode;
using schema::Reason;

std::string user_handle(base::PrincipalId person) {
  std::array<std::byte, 8> bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::byte>(person.value >> (8 * i));
  return base::to_base64url(bytes);
}

base::Status room_for_another(std::size_t passkeys) {
  if (passkeys < kMaxPasskeys) return {};
  return refuse(Reason::too_many_kept, ErrorCode::denied,
                "the account has " + std::to_string(kMaxPasskeys) + " passkeys already",
                "remove one first");
}

std::string clean_label(std::string_view label) {
  const std::string cleaned = clean_text(label);
  std::string kept(first_characters(cleaned, kMaxLabelCharacters));
  return kept.empty() ? "passkey" : kept;
}

store::PasskeyAdded passkey_event(std::uint64_t id, base::PrincipalId person,
                                  const NewPasskey& passkey, std::string_view label) {
  store::PasskeyAdded added;
  added.credential = id;
  added.person = person;
  added.algorithm = passkey.key.algorithm;
  added.counter = passkey.counter;
  added.credential_id = base::to_base64url(passkey.credential_id);
  added.public_key = base::to_base64url(passkey.key.bytes);
  added.label = clean_label(label);
  return added;
}

base::Digest recovery_hash(std::string_view code) {
  std::string plain;
  for (const char c : code) {
    if (c == ' ' || c == '-') continue;
    plain.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return base::sha256("recovery " + plain);
}

std::unexpected<base::Error> changed_meanwhile() {
  return refuse(Reason::changed_meanwhile, ErrorCode::conflict,
                "something changed while this was decided", "look again and try once more");
}

std::unexpected<base::Error> passkey_exists() {
  return refuse(Reason::passkey_exists, ErrorCode::conflict, "this passkey is in use here already",
                "sign in with it, or make another one");
}

store::AppendDone unless_raced(store::AppendDone done) {
  return [done = std::move(done)](base::Result<store::Appended> appended) mutable {
    const bool raced = !appended && appended.error().code == ErrorCode::conflict;
    done(raced ? changed_meanwhile() : std::move(appended));
  };
}

}  // namespace yc::identity
