#include "kernel/identity/service.h"

namespace yc::identity {

std::vector<std::unique_ptr<base::ThreadExecutor>> make_password_threads(
    const base::Settings& settings, const base::Clock& clock) {
  std::vector<std::unique_ptr<base::ThreadExecutor>> threads;
  for (std::int64_t i = 0; i < settings.integer("password-threads"); ++i)
    threads.push_back(std::make_unique<base::ThreadExecutor>("password-" + std::to_string(i), clock,
                                                             kPasswordNice));
  return threads;
}

void apply_settings(const base::Settings& settings, ServiceParts& parts) {
  parts.password_queue = static_cast<std::size_t>(settings.integer("limits.password-queue"));
  parts.session_lifetime = std::chrono::hours(24) * settings.integer("session-days");
  parts.limits.open_challenges =
      static_cast<std::size_t>(settings.integer("limits.passkey-challenges"));
}

}  // namespace yc::identity
