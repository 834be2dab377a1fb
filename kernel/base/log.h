#pragma once
// Structured log lines on standard error, one JSON object a line: time, level, event, fields.
// Events are short constant names; values that differ are fields. Secrets, chat text and addresses
// of people never go here.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace yc::base {

enum class LogLevel { debug, info, warning, error };

struct LogField {
  std::string_view key;
  std::variant<std::string, std::int64_t, double, bool> value;

  LogField(std::string_view k, std::string v) : key(k), value(std::move(v)) {}
  LogField(std::string_view k, std::string_view v) : key(k), value(std::string(v)) {}
  LogField(std::string_view k, const char* v) : key(k), value(std::string(v)) {}
  LogField(std::string_view k, bool v) : key(k), value(v) {}
  LogField(std::string_view k, double v) : key(k), value(v) {}
  template <typename Integer>
  requires std::is_integral_v<Integer> LogField(std::string_view k, Integer v)
      : key(k), value(static_cast<std::int64_t>(v)) {}
};

// Sets the lowest level written; thread-safe, any time. Default: info.
void set_log_level(LogLevel level);

// Writes one line; thread-safe; never throws, never blocks on anything but standard error.
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

inline void log_info(std::string_view event, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::info, event, fields);
}
inline void log_warning(std::string_view event, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::warning, event, fields);
}
inline void log_error(std::string_view event, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::error, event, fields);
}

}  // namespace yc::base
