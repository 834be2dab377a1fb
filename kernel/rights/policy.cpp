#include "kernel/rights/policy.h"

#include <arpa/inet.h>

#include <cstring>

namespace yc::rights {
namespace {

using enum Standing;

constexpr std::array<Rule, kActCount> kPolicy = {{
    {Act::enter, "enter", visitor, false, false},
    {Act::speak_near, "speak_near", visitor, true, false},
    {Act::speak_space, "speak_space", visitor, true, false},
    {Act::speak_direct, "speak_direct", visitor, true, false},
    {Act::emote, "emote", visitor, false, false},
    {Act::teleport, "teleport", visitor, false, false},
    {Act::change_look, "change_look", visitor, true, false},  // a name can speak too
    {Act::light_lantern, "light_lantern", visitor, false, false},
    {Act::block, "block", visitor, false, false},
    {Act::report, "report", visitor, false, false},
    {Act::see_people, "see_people", visitor, false, false},
    {Act::mute, "mute", moderator, false, true},
    {Act::kick, "kick", moderator, false, true},
    {Act::ban, "ban", moderator, false, true},
    {Act::close_report, "close_report", moderator, false, false},
    {Act::see_operator_page, "see_operator_page", moderator, false, false},
    {Act::change_settings, "change_settings", administrator, false, false},
    {Act::manage_roles, "manage_roles", administrator, false, false},
    {Act::publish_space, "publish_space", administrator, false, false},
    {Act::erase_texts, "erase_texts", administrator, false, false},
}};

constexpr bool in_order() {
  for (int i = 0; i < kActCount; ++i) {
    if (static_cast<int>(kPolicy[static_cast<std::size_t>(i)].act) != i) return false;
  }
  return true;
}
static_assert(in_order());

std::string text_of(int family, const void* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(family, address, text.data(), text.size());
  return text.data();
}

}  // namespace

std::span<const Rule, kActCount> policy() {
  return kPolicy;
}

std::string address_key(const std::string& address) {
  in6_addr six{};
  if (inet_pton(AF_INET6, address.c_str(), &six) != 1) return address;
  if (IN6_IS_ADDR_V4MAPPED(&six)) return text_of(AF_INET, &six.s6_addr[12]);
  std::memset(&six.s6_addr[8], 0, 8);
  return text_of(AF_INET6, &six) + "/64";
}

bool is_this_machine(std::string_view address) {
  return address == "::1" || address.starts_with("127.") || address.starts_with("::ffff:127.");
}

}  // namespace yc::rights
