#pragma once
// One table of every setting of the server (settings_table.cpp). A value comes, in rising order of
// precedence, from its default, a settings file, the environment and a flag.
//
// File: one `name = value` a line; `#` begins a comment; blank lines are ignored. Environment:
// YC_ + the name in capitals with '_' for '-' and '.'. Flag: --name value.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "kernel/base/result.h"

namespace yc::base {

enum class SettingKind { integer, number, text, flag };

struct Setting {
  std::string_view name;  // "limits.connections"; lower case, digits, '-', '.'
  SettingKind kind = SettingKind::text;
  std::string_view unit;           // "s", "bytes"; empty = none
  std::string_view default_value;  // in the form written in a file
  double min = 0, max = 0;         // integer and number: inclusive; text: length in bytes
  std::string_view help;           // one line
  bool live = false;  // changes at once from the operator's page; all others need a restart
};

std::span<const Setting> all_settings();
const Setting* find_setting(std::string_view name);    // nullptr when there is none
std::string environment_name(const Setting& setting);  // "YC_LIMITS_CONNECTIONS"
std::string describe_setting(const Setting& setting);  // help, unit, default and range in a line

enum class SettingOrigin { default_value, file, environment, flag };

inline constexpr std::size_t kSettingsFileMaxBytes = 64 * 1024;
inline constexpr std::string_view kEnvironmentPrefix = "YC_";
inline constexpr std::string_view kSettingsFileVariable = "YC_SETTINGS";

class Settings {
 public:
  Settings();  // every default

  // All or nothing. `file_name` is for the error, which names the line.
  Status apply_file(std::string_view text, std::string_view file_name);
  // variables: NAME=VALUE, as in environ. Of those that begin with YC_ each must be a setting, but
  // for the one that names the settings file.
  Status apply_environment(std::span<const std::string_view> variables);
  // A value of lower precedence than the one held is checked and then ignored.
  Status set(std::string_view name, std::string_view value, SettingOrigin origin);

  // The name must be one of the table's, of that kind.
  std::int64_t integer(std::string_view name) const;
  double number(std::string_view name) const;
  const std::string& text(std::string_view name) const;
  bool flag(std::string_view name) const;
  SettingOrigin origin(std::string_view name) const;

 private:
  struct Value {
    std::string text;
    double number = 0;
    SettingOrigin origin = SettingOrigin::default_value;
  };
  const Value& find(std::string_view name, SettingKind kind) const;
  std::map<std::string_view, Value> values_;
};

}  // namespace yc::base
