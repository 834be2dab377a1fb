#include "kernel/base/settings.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace yc::base {
namespace {

TEST(Settings, FlagBeatsEnvironmentBeatsFileBeatsDefault) {
  Settings settings;
  EXPECT_EQ(settings.integer("port"), 8080);
  ASSERT_TRUE(settings.set("port", "4", SettingOrigin::flag));
  const std::array<std::string_view, 4> variables{"PATH=/bin", "YC_SETTINGS=file", "YC_PORT=3",
                                                  "YC_LIMITS_CONNECTIONS= 30 "};
  ASSERT_TRUE(settings.apply_environment(variables));
  ASSERT_TRUE(settings.apply_file("port = 2\nlimits.connections = 20\nlisten = ::1\n", "f"));
  EXPECT_EQ(settings.integer("port"), 4);
  EXPECT_EQ(settings.integer("limits.connections"), 30);
  EXPECT_EQ(settings.text("listen"), "::1");
  EXPECT_EQ(settings.origin("listen"), SettingOrigin::file);
  EXPECT_EQ(settings.origin("web"), SettingOrigin::default_value);
}

TEST(Settings, FileAllowsCommentsBlankLinesAndCarriageReturns) {
  Settings settings;
  ASSERT_TRUE(settings.apply_file("# a city\r\n\r\n  port=81 # web\r\necho-route = on", "f"));
  EXPECT_EQ(settings.integer("port"), 81);
  EXPECT_TRUE(settings.flag("echo-route"));
}

TEST(Settings, ErrorNamesFileLineCauseAndRemedy) {
  const struct {
    const char* text;
    const char* cause;
    const char* remedy;
  } cases[] = {
      {"\nport 80", "my.conf, line 2: there is no '='", "name = value"},
      {"port = many", "my.conf, line 1: port must be a whole number", "0 to 65535"},
      {"port = 1.5", "line 1: port must be a whole number", "0 to 65535"},
      {"port = 65536", "line 1: port is out of range", "0 to 65535"},
      {"limits.conections = 5", "line 1: there is no setting \"limits.conections\"",
       "did you mean limits.connections"},
      {"echo-route = maybe", "line 1: echo-route must be on or off", "on or off"},
      {"port = 1\nport = 2", "line 2: port was already set in line 1", "remove one"},
      {"web = a\x01", "web must be printable", "correct"},
      {"limits.ping-seconds = nan", "limits.ping-seconds must be a number", "0.1 to 3600"},
  };
  for (const auto& c : cases) {
    Settings settings;
    const auto done = settings.apply_file(c.text, "my.conf");
    ASSERT_FALSE(done) << c.text;
    EXPECT_NE(done.error().cause.find(c.cause), std::string::npos) << done.error().cause;
    EXPECT_NE(done.error().remedy.find(c.remedy), std::string::npos) << done.error().remedy;
  }
}

TEST(Settings, AFaultyFileChangesNothing) {
  Settings settings;
  EXPECT_FALSE(settings.apply_file("port = 1\nnonsense", "f"));
  EXPECT_EQ(settings.integer("port"), 8080);
}

TEST(Settings, EveryRowHasAUniqueNameHelpAndALegalDefault) {
  for (const Setting& setting : all_settings()) {
    EXPECT_EQ(find_setting(setting.name), &setting) << setting.name;
    EXPECT_FALSE(setting.help.empty()) << setting.name;
    EXPECT_NE(describe_setting(setting).find("default"), std::string::npos);
    EXPECT_EQ(describe_setting(setting).ends_with(", live)"), setting.live) << setting.name;
  }
}

TEST(Settings, EnvironmentErrorNamesTheVariable) {
  Settings settings;
  const std::array<std::string_view, 1> variables{"YC_PORT=x"};
  const auto done = settings.apply_environment(variables);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().cause.find("YC_PORT"), std::string::npos);
}

TEST(Settings, RefusesAVariableThatIsNoSetting) {
  Settings settings;
  const std::array<std::string_view, 1> variables{"YC_LIMITS_CONECTIONS=5"};
  const auto done = settings.apply_environment(variables);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().text().find("YC_LIMITS_CONECTIONS"), std::string::npos);
  EXPECT_NE(done.error().text().find("did you mean YC_LIMITS_CONNECTIONS?"), std::string::npos);
}

}  // namespace
}  // namespace yc::base
