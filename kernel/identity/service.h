#pragma once
// All of identity, made from the settings, in the order in which its parts need one another.

#include <memory>
#include <vector>

#include "kernel/base/settings.h"
#include "kernel/identity/accounts.h"
#include "kernel/identity/identity.h"
#include "kernel/identity/organisations.h"
#include "kernel/identity/password_worker.h"
#include "kernel/identity/sessions.h"
#include "kernel/identity/sign_in.h"

namespace yc::identity {

struct ServiceParts {
  store::Store& store;
  const base::Clock& clock;
  base::Random& random;
  Identity& identity;
  base::Executor& slow;                           // as in AccountsParts
  std::vector<base::Executor*> password_threads;  // as in PasswordWorker
  std::size_t password_queue = 200;
  base::Duration session_lifetime = std::chrono::hours(24 * 30);
  base::PasswordCost cost = kPasswordCost;
  SignInLimits limits = {};
};

struct Service {
  explicit Service(ServiceParts parts)
      : sessions(parts.store, parts.clock, parts.random, parts.session_lifetime),
        passwords(std::move(parts.password_threads), parts.cost, parts.password_queue),
        sign_in({parts.store, parts.clock, parts.random, parts.identity, sessions, passwords,
                 parts.limits}),
        accounts(
            {parts.store, parts.clock, parts.random, sessions, sign_in, passwords, parts.slow}),
        organisations(parts.store, review) {}
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  Sessions sessions;
  PasswordWorker passwords;
  SignIn sign_in;
  Accounts accounts;
  ManualReview review;
  Organisations organisations;
};

inline constexpr int kPasswordNice = 19;

// Threads for ServiceParts::password_threads (setting password-threads).
std::vector<std::unique_ptr<base::ThreadExecutor>> make_password_threads(
    const base::Settings& settings, const base::Clock& clock);
// Fills in what the settings say: queue, lifetime, challenges.
void apply_settings(const base::Settings& settings, ServiceParts& parts);

}  // namespace yc::identity
