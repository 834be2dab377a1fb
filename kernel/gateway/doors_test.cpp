// Every door names the acts that it asks rights for, and every act has a door.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "kernel/gateway/session.h"
#include "schema/messages.h"

namespace yc::gateway {
namespace {

using rights::Act;

// Routes that ask: until each operation of the API names its act in one table, which belongs here.
constexpr std::array kRouteActs{Act::see_operator_page,
                                Act::close_report,
                                Act::change_settings,
                                Act::manage_roles,
                                Act::mute,
                                Act::kick,
                                Act::ban,
                                Act::visit_space,
                                Act::make_space,
                                Act::change_space,
                                Act::archive_space,
                                Act::copy_space,
                                Act::invite,
                                Act::grant_rights,
                                Act::revoke_rights,
                                Act::set_portal,
                                Act::pin_notice,
                                Act::set_slow_mode};
// Whoever has come in may do these without a question.
const std::set<std::string_view> kAskNothing = {"ping", "leave"};

std::set<Act> acts_with_doors() {
  std::set<Act> acts(kRouteActs.begin(), kRouteActs.end());
  for (const AskedDoor& door : Session::doors()) acts.insert(door.acts.begin(), door.acts.end());
  return acts;
}

TEST(Doors, EachNamesWhatItAsks) {
  for (const AskedDoor& door : Session::doors())
    EXPECT_EQ(door.acts.empty(), kAskNothing.contains(door.name)) << door.name;
}

TEST(Doors, AnActHasOneUnlessItsRowSaysLater) {
  const std::set<Act> found = acts_with_doors();
  for (const rights::Rule& rule : rights::kRules)
    EXPECT_EQ(found.contains(rule.act), rule.has_door) << rule.name;
}

}  // namespace
}  // namespace yc::gateway
