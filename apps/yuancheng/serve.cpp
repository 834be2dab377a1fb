#include <signal.h>

#include <algorithm>
#include <cstdio>

#include "apps/yuancheng/city_server.h"
#include "apps/yuancheng/commands.h"
#include "kernel/base/log.h"
#include "kernel/gateway/socket.h"

namespace yc::apps {
namespace {

base::Status set_log_level(const std::string& name) {
  static constexpr std::string_view kNames[] = {"debug", "info", "warning", "error"};
  const auto found = std::ranges::find(kNames, name);
  if (found == std::end(kNames)) {
    return base::fail(base::ErrorCode::bad_input, "log-level \"" + name + "\" is not known",
                      "give debug, info, warning or error");
  }
  base::set_log_level(static_cast<base::LogLevel>(found - std::begin(kNames)));
  return {};
}

// Blocked in every thread, so that only wait_for_stop sees them. A peer that hangs up is an error
// of a write, never a signal.
sigset_t block_signals() {
  ::signal(SIGPIPE, SIG_IGN);
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGINT);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);
  return stop;
}

void say(const std::string& line) {
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

}  // namespace

int serve(const base::Settings& settings) {
  if (auto done = set_log_level(settings.text("log-level")); !done) {
    return report_error(done.error(), kBadUsage);
  }
  if (settings.text("data").empty()) {
    return report_error({base::ErrorCode::bad_input, "no data folder is given",
                         "name one with --data; it is made when absent"},
                        kBadUsage);
  }
  const sigset_t stop = block_signals();
  const std::uint64_t files = gateway::raise_open_files_limit();
  const auto wanted = static_cast<std::uint64_t>(settings.integer("limits.connections"));
  if (files < wanted + 100) {
    base::log_warning("few_open_files", {{"allowed", files}, {"limits.connections", wanted}});
  }
  Machine machine;
  auto server = CityServer::open(machine, settings, settings.text("data"));
  if (!server) return report_error(server.error().error, server.error().exit_code);
  say("the city is open at " + (*server)->url());
  const auto link = (*server)->first_administrator_link();
  if (!link) return report_error(link.error(), kFailed);
  if (!link->empty()) {
    say("become its administrator, once, within 24 hours: " + *link);
  }
  int signal = 0;
  sigwait(&stop, &signal);
  base::log_info("stopping", {{"signal", signal}});
  // A second signal ends the program at once.
  pthread_sigmask(SIG_UNBLOCK, &stop, nullptr);
  server->reset();
  say("the city is closed");
  return kDone;
}

}  // namespace yc::apps
