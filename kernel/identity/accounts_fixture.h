#pragma once
// A city on one simulated thread with all of identity in it, and calls that wait for their answer.

#include <gtest/gtest.h>

#include <optional>

#include "kernel/identity/service.h"
#include "kernel/identity/testing/authenticator.h"
#include "kernel/store/testing/test_world.h"

namespace yc::identity {

class AccountsTest : public ::testing::Test {
 protected:
  AccountsTest() { restart(); }

  void restart() {
    service.reset();
    world.open();
    identity.emplace(*world.store, world.scheduler, world.scheduler.random());
    ServiceParts parts{*world.store, world.scheduler, world.scheduler.random(),
                       *identity,    *slow,           {password_thread.get()}};
    parts.password_queue = 8;
    parts.cost = cost;
    service.emplace(std::move(parts));
    sessions = &service->sessions;
    sign_in = &service->sign_in;
    accounts = &service->accounts;
    organisations = &service->organisations;
  }

  // Starts something, runs the city until it is quiet, and gives the answer.
  template <typename T>
  base::Result<T> wait(std::function<void(Done<T>)> start) {
    std::optional<base::Result<T>> outcome;
    start([&outcome](base::Result<T> result) { outcome = std::move(result); });
    world.run();
    return outcome.value();
  }

  base::Result<OpenedSession> sign_up(SignUp request) {
    return wait<OpenedSession>([&](Done<OpenedSession> done) {
      sign_in->sign_up(std::move(request), caller, *world.executor, std::move(done));
    });
  }
  // Somebody new with a password, signed in.
  OpenedSession citizen(const std::string& name, const std::string& password = kPassword) {
    SignUp request;
    request.account_name = name;
    request.display_name = "Shown " + name;
    request.password = password;
    return sign_up(std::move(request)).value();
  }
  SignUp passkey_sign_up(testing::Authenticator& authenticator, const std::string& name,
                         const Newcomer& who = {}) {
    SignUp request;
    request.who = who;
    request.account_name = name;
    request.display_name = "Shown " + name;
    request.passkey = authenticator.create({sign_in->begin_sign_up(who, kSite)->challenge});
    request.passkey_label = "phone";
    return request;
  }
  base::Result<OpenedSession> sign_in_with(testing::Authenticator& authenticator) {
    const PasskeyAssertion assertion =
        authenticator.sign({sign_in->begin_sign_in(kSite)->challenge});
    return wait<OpenedSession>([&](Done<OpenedSession> done) {
      sign_in->sign_in(assertion, caller, *world.executor, std::move(done));
    });
  }
  base::Result<OpenedSession> sign_in_with(const std::string& name, const std::string& password) {
    return wait<OpenedSession>([&](Done<OpenedSession> done) {
      sign_in->sign_in(name, password, caller, *world.executor, std::move(done));
    });
  }
  base::Result<OpenedSession> sign_in_by_code(const std::string& code) {
    return wait<OpenedSession>([&](Done<OpenedSession> done) {
      sign_in->sign_in_by_recovery_code(code, caller, *world.executor, std::move(done));
    });
  }
  base::Result<std::uint64_t> add_passkey(base::PrincipalId person,
                                          testing::Authenticator& authenticator) {
    const PasskeyCreation creation =
        authenticator.create({sign_in->begin_adding(person, kSite)->challenge});
    return wait<std::uint64_t>([&](Done<std::uint64_t> done) {
      accounts->add_passkey(person, creation, "laptop", *world.executor, std::move(done));
    });
  }
  base::Result<store::Appended> remove(base::PrincipalId person, std::uint64_t credential) {
    return wait<store::Appended>([&](Done<store::Appended> done) {
      accounts->remove_credential(person, credential, *world.executor, std::move(done));
    });
  }
  base::Result<std::vector<std::string>> recovery_codes(base::PrincipalId person) {
    using Codes = std::vector<std::string>;
    return wait<Codes>([&](Done<Codes> done) {
      accounts->make_recovery_codes(person, *world.executor, std::move(done));
    });
  }
  base::Result<std::uint64_t> close(base::PrincipalId person) {
    return wait<std::uint64_t>([&](Done<std::uint64_t> done) {
      accounts->close(person, *world.executor, std::move(done));
    });
  }
  base::Result<std::string> export_of(base::PrincipalId person) {
    return wait<std::string>([&](Done<std::string> done) {
      accounts->export_json(person, *world.executor, std::move(done));
    });
  }
  base::Result<Guest> admit(GuestRequest request) {
    return wait<Guest>([&](Done<Guest> done) {
      identity->admit_guest(std::move(request), *world.executor, std::move(done));
    });
  }
  template <typename T>
  static std::string_view reason(const base::Result<T>& result) {
    return result ? "none" : result.error().reason;
  }

  static constexpr const char* kPassword = "three herons by the lake";
  const Site kSite{"https://city.example", "city.example"};
  Caller caller{"203.0.113.7", "Firefox, Linux"};

  // The cheapest that libsodium takes: what is tested does not depend on it.
  base::PasswordCost cost{1, 8};
  store::testing::TestWorld world;
  std::unique_ptr<base::Executor> password_thread = world.scheduler.make_executor();
  std::unique_ptr<base::Executor> slow = world.scheduler.make_executor();
  std::optional<Identity> identity;
  std::optional<Service> service;
  Sessions* sessions = nullptr;
  SignIn* sign_in = nullptr;
  Accounts* accounts = nullptr;
  Organisations* organisations = nullptr;
};

}  // namespace yc::identity
