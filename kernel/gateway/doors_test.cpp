// Every door names the acts that it asks rights for, and every act has a door.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "kernel/gateway/session.h"
#include "schema/api.h"
#include "schema/messages.h"

namespace yc::gateway {
namespace {

using rights::Act;

// Asked by a handler of the API besides the act of its operation's row.
constexpr std::array kAskedInside{
    // place_sanction, lift_sanction and decide_report, by the kind of the measure
    Act::warn, Act::mute, Act::limit, Act::kick, Act::suspend, Act::ban,
    // see_report, take_report and decide_report, by the space of the report
    Act::see_cases, Act::decide_case,
    // plan_gathering and change_gathering, in a space that somebody made
    Act::host_event};
// Whoever has come in may do these without a question.
const std::set<std::string_view> kAskNothing = {"arrived", "stay", "ping", "leave"};

std::set<Act> acts_with_doors() {
  std::set<Act> acts(kAskedInside.begin(), kAskedInside.end());
  for (const schema::api::OperationRow& row : schema::api::kOperations) {
    const auto rule = std::ranges::find(rights::kRules, row.act, &rights::Rule::name);
    if (rule != rights::kRules.end()) acts.insert(rule->act);
  }
  for (const AskedDoor& door : Session::doors()) acts.insert(door.acts.begin(), door.acts.end());
  return acts;
}

TEST(Doors, EachNamesWhatItAsks) {
  for (const AskedDoor& door : Session::doors())
    EXPECT_EQ(door.acts.empty(), kAskNothing.contains(door.name)) << door.name;
}

TEST(Doors, AnOperationNamesAnActOrSaysWhyItIsOpen) {
  for (const schema::api::OperationRow& row : schema::api::kOperations) {
    const bool known =
        std::ranges::find(rights::kRules, row.act, &rights::Rule::name) != rights::kRules.end();
    EXPECT_EQ(known, row.open.empty()) << row.name;
  }
}

// Reading is not kept; whoever does something to others says why, in the operation that does it.
TEST(Doors, AnOperationOfAPrivilegedActTakesAReason) {
  for (const schema::api::OperationRow& row : schema::api::kOperations) {
    if (row.act.empty() || row.method == "GET") continue;
    const auto rule = std::ranges::find(rights::kRules, row.act, &rights::Rule::name);
    if (rule->recorded != rights::Recorded::no) EXPECT_TRUE(row.has_reason) << row.name;
  }
  for (const std::string_view inside : {"place_sanction", "lift_sanction", "decide_report",
                                        "plan_gathering", "change_gathering", "cancel_gathering"}) {
    const auto row =
        std::ranges::find(schema::api::kOperations, inside, &schema::api::OperationRow::name);
    EXPECT_TRUE(row->has_reason) << inside;
  }
}

TEST(Doors, AMessageOfAPrivilegedActTakesAReason) {
  const auto parsed = [](const std::string& reason) {
    return schema::Moderate::parse(
               schema::Moderate{1, 2, schema::ModerateAct::mute, 5, reason}.to_json())
        .has_value();
  };
  EXPECT_TRUE(parsed("too loud"));
  EXPECT_FALSE(parsed(""));
}

TEST(Doors, AnActHasOneUnlessItsRowSaysLater) {
  const std::set<Act> found = acts_with_doors();
  for (const rights::Rule& rule : rights::kRules)
    EXPECT_EQ(found.contains(rule.act), rule.has_door) << rule.name;
}

}  // namespace
}  // namespace yc::gateway
