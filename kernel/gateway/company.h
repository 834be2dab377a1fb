#pragma once
// Asking somebody to come (summon), or to be let along with them from space to space (follow).
// Nobody is moved without having said yes. All of it is in memory: it ends with the connection.
// Used on one executor, of `later`.

#include <map>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/gateway/connections.h"
#include "kernel/gateway/later.h"
#include "kernel/space/spaces.h"
#include "kernel/store/store.h"

namespace yc::gateway {

struct CompanyParts {
  store::Store& store;
  rights::Rights& rights;
  const space::Spaces& spaces;
  const base::Clock& clock;
  const Connections& connections;
  const Later& later;
};

class Company {
 public:
  static constexpr base::Duration kLapses = std::chrono::seconds(60);
  // Who was refused asks the same person again after this long.
  static constexpr base::Duration kPause = std::chrono::minutes(5);
  static constexpr std::size_t kMostAsking = 3;      // open requests of one person
  static constexpr std::size_t kMostAsked = 8;       // open requests to one person
  static constexpr std::size_t kMostFollowers = 20;  // of one person
  static constexpr std::size_t kMostRequests = 4096;

  explicit Company(CompanyParts parts) : parts_(parts) {}

  // Answered to the person: said or refused with the nonce, and company.
  void take(base::PrincipalId person, const schema::AskCompany& message);

  void entered(base::PrincipalId person);  // a space, and those who follow come along
  void turned_away(base::PrincipalId person);
  void left(base::PrincipalId person);  // the city
  // What is between the two ends: one has blocked the other.
  void part(base::PrincipalId one, base::PrincipalId other);

 private:
  struct Request {
    base::PrincipalId asker;
    base::PrincipalId target;
    schema::CompanyWant want = schema::CompanyWant::follow;
    base::MonotonicTime until;
  };
  struct Link {
    base::PrincipalId leader;
    base::SpaceId brought_to;
    bool under_way = false;
  };
  using Requests = std::map<std::uint64_t, Request>;
  using Pair = std::pair<base::PrincipalId, base::PrincipalId>;

  schema::Refused ask(base::PrincipalId person, const schema::AskCompany& message);
  schema::Refused why_not(const Connected& asker, base::PrincipalId target,
                          schema::CompanyWant want);
  schema::Refused too_many(const Request& wanted);
  schema::Refused answer(base::PrincipalId person, const schema::AskCompany& message);
  schema::Refused agree(const Request& request, std::uint64_t id);
  schema::Refused end(base::PrincipalId person, base::PrincipalId other);
  bool is_led_by(base::PrincipalId person, base::PrincipalId leader) const;
  void bring(base::PrincipalId person, base::PrincipalId beside);
  void bring_along(base::PrincipalId leader, base::PrincipalId follower);
  void lapse(std::uint64_t id);
  Requests::iterator drop(Requests::iterator request, schema::CompanyState state);
  void unlink(base::PrincipalId follower);
  void tell(base::PrincipalId whom, schema::CompanyState state, schema::CompanyWant want,
            std::uint64_t request, base::PrincipalId about);

  CompanyParts parts_;
  std::uint64_t last_request_ = 0;
  Requests requests_;
  std::map<base::PrincipalId, Link> links_;      // by follower
  std::map<Pair, base::MonotonicTime> refused_;  // asker and target, until when
};

}  // namespace yc::gateway
