#include "apps/yuancheng/settings_check.h"

#include <utility>

#include "kernel/gateway/limits.h"
#include "kernel/gateway/socket.h"

namespace yc::apps {
namespace {

base::Status bad(std::string cause, std::string remedy) {
  return base::fail(base::ErrorCode::bad_input, std::move(cause), std::move(remedy));
}

// Scheme and host, nothing behind: it is compared with the origin that a browser sends.
bool is_origin(std::string_view text) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    const std::string_view host = text.substr(scheme.size());
    return !host.empty() && host.find_first_of("/?# ") == std::string_view::npos;
  }
  return false;
}

base::Status check_origins(const base::Settings& settings, const std::string& name) {
  for (const std::string& item : split_list(settings.text(name))) {
    if (is_origin(item)) continue;
    return bad(name + ": \"" + item + "\" is not the origin of a page",
               "give scheme and host, such as https://city.example");
  }
  return {};
}

}  // namespace

std::set<std::string> split_list(const std::string& list) {
  std::set<std::string> out;
  std::string item;
  for (const char c : list + ",") {
    if (c == ',') {
      if (!item.empty()) out.insert(std::exchange(item, {}));
    } else if (c != ' ') {
      item += c;
    }
  }
  return out;
}

base::Status check_settings(const base::Settings& settings) {
  for (const std::string& proxy : split_list(settings.text("trusted-proxies"))) {
    if (gateway::is_numeric_address(proxy)) continue;
    return bad("trusted-proxies: \"" + proxy + "\" is not a numeric address",
               "list single addresses, such as 127.0.0.1,10.0.0.2; networks are not understood");
  }
  YC_CHECK(check_origins(settings, "public-url"));
  YC_CHECK(check_origins(settings, "allowed-origins"));
  if (settings.flag("limits.relax-loopback") && !gateway::is_loopback(settings.text("listen"))) {
    return bad("limits.relax-loopback is for load tests, but the server listens on " +
                   settings.text("listen"),
               "listen on 127.0.0.1, or leave the limits as they are");
  }
  return {};
}

}  // namespace yc::apps
