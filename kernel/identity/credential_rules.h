#pragma once
// What signing in and managing an account share: how much one may hold, how a passkey is written,
// how a recovery code is read.

#include <string>
#include <string_view>

#include "kernel/identity/password_rules.h"
#include "kernel/identity/webauthn.h"
#include "kernel/store/store.h"

namespace yc::identity {

inline constexpr std::size_t kMaxPasskeys = 20;
inline constexpr std::size_t kMaxLabelCharacters = 40;

// WebAuthn's user.id: 8 bytes of the person's id, so that an authenticator keeps one passkey for
// the account, not one more each time. It says nothing about the person.
std::string user_handle(base::PrincipalId person);

base::Status room_for_another(std::size_t passkeys);

// As others of the person's devices show it; "passkey" when nothing is left.
std::string clean_label(std::string_view label);

store::PasskeyAdded passkey_event(std::uint64_t id, base::PrincipalId person,
                                  const NewPasskey& passkey, std::string_view label);

// The hash that is kept. Case, spaces and hyphens do not matter.
base::Digest recovery_hash(std::string_view code);

std::unexpected<base::Error> changed_meanwhile();
std::unexpected<base::Error> passkey_exists();
// Says changed_meanwhile for a batch whose expectation failed.
store::AppendDone unless_raced(store::AppendDone done);

}  // namespace yc::identity
