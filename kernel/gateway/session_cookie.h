#pragma once
// The cookie that holds a session's token.

#include <string>
#include <string_view>

#include "kernel/base/clock.h"

namespace yc::gateway {

// Of a guest, who has no cookie: where only looking is asked.
inline constexpr std::string_view kGuestTokenField = "x-guest-token";
inline constexpr std::string_view kSessionCookie = "yc_session";

// A Set-Cookie field; an empty value of no lifetime takes the cookie away.
inline std::string session_cookie(std::string_view value, base::Duration lifetime, bool secure) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(lifetime).count();
  return std::string(kSessionCookie) + "=" + std::string(value) +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds) +
         (secure ? "; Secure" : "");
}

}  // namespace yc::gateway
