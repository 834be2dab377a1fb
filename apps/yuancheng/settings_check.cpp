#include "apps/yuancheng/settings_check.h"

#include <string>
#include <utility>
#include <vector>

#include "kernel/base/address.h"

namespace yc::apps {
namespace {

base::Status bad(std::string cause, std::string remedy) {
  return base::fail(base::ErrorCode::bad_input, std::move(cause), std::move(remedy));
}

// Items between commas, without spaces and empty ones.
std::vector<std::string> split_list(const std::string& list) {
  std::vector<std::string> out;
  std::string item;
  for (const char c : list + ",") {
    if (c == ',') {
      if (!item.empty()) out.push_back(std::exchange(item, {}));
    } else if (c != ' ') {
      item += c;
    }
  }
  return out;
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

base::Status check_settings(const base::Settings& settings) {
  if (const auto proxies = base::AddressSet::parse(settings.text("trusted-proxies")); !proxies)
    return bad("trusted-proxies: " + proxies.error().cause, proxies.error().remedy);
  YC_CHECK(check_origins(settings, "public-url"));
  YC_CHECK(check_origins(settings, "allowed-origins"));
  if (settings.flag("limits.relax-loopback") && !base::is_loopback(settings.text("listen"))) {
    return bad("limits.relax-loopback is for load tests, but the server listens on " +
                   settings.text("listen"),
               "listen on 127.0.0.1, or leave the limits as they are");
  }
  return {};
}

}  // namespace yc::apps
