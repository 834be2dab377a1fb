#include "kernel/base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "kernel/base/json.h"

namespace yc::base {
namespace {

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = spdlog::stderr_logger_mt("yuancheng");
    made->set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l",%v})");
    return made;
  }();
  return *instance;
}

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      break;
  }
  return spdlog::level::err;
}

std::string text_of(const LogField& field) {
  const Json value = std::visit([](const auto& v) { return Json(v); }, field.value);
  return dump_json(Json(std::string(field.key))) + ":" + dump_json(value);
}

}  // namespace

void set_log_level(LogLevel level) {
  logger().set_level(level_of(level));
}

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (!logger().should_log(level_of(level))) return;
  std::string line = "\"event\":" + dump_json(Json(std::string(event)));
  for (const LogField& field : fields) line += "," + text_of(field);
  logger().log(level_of(level), "{}", line);
}

}  // namespace yc::base
