#include "kernel/rights/policy.h"

namespace yc::rights {
namespace {

using enum Standing;

constexpr std::array<Rule, kActCount> kPolicy = {{
    {Act::enter, "enter", visitor, false, false},
    {Act::speak_near, "speak_near", visitor, true, false},
    {Act::speak_space, "speak_space", visitor, true, false},
    {Act::speak_direct, "speak_direct", visitor, true, false},
    {Act::speak_aloud, "speak_aloud", visitor, true, false},
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

}  // namespace

std::span<const Rule, kActCount> policy() {
  return kPolicy;
}

}  // namespace yc::rights
