#pragma once
// Ages and guardians: who counts as a minor on whose word, and what a guardian has set. What
// follows from it is decided in kernel/rights. Threads and `done` as in appeals.h.

#include "kernel/store/append_one.h"
#include "kernel/store/by.h"
#include "kernel/store/order.h"

namespace yc::order {

class Minors {
 public:
  static constexpr std::size_t kGuardiansMax = 4;  // confirmed, of one minor
  static constexpr std::size_t kWardsMax = 20;     // of one guardian, also those not confirmed yet
  static constexpr std::size_t kOpenAsksMax = 5;   // of those, not confirmed

  explicit Minors(store::Store& store) : store_(store) {}

  // One's own word makes one younger, never older, and never weighs more than a guardian's or
  // reviewer's (denied). That `by` may review is the caller's question to rights.
  void set_age(const store::By& by, base::PrincipalId person, store::AgeBand band,
               store::AgeEvidence evidence, base::Executor& reply_on, store::WhenAppended done);

  // The guardian asks, the minor confirms; both hold accounts. Fine when asked already. denied: as
  // a request for friendship is, by a block or by whom the minor lets come near.
  void ask(base::PrincipalId guardian, base::PrincipalId minor, base::Executor& reply_on,
           store::WhenAppended done);
  // not_found: nobody asked. full: has enough guardians. Whoever confirms a guardian counts as a
  // minor from then on.
  void confirm(base::PrincipalId minor, base::PrincipalId guardian, base::Executor& reply_on,
               store::WhenAppended done);
  // By the guardian; by the minor only while it is not confirmed.
  void end(base::PrincipalId by, base::PrincipalId guardian, base::PrincipalId minor,
           base::Executor& reply_on, store::WhenAppended done);
  void set_limits(base::PrincipalId guardian, base::PrincipalId minor, store::Hours hours,
                  store::Audience contact, std::uint16_t daily_minutes, base::Executor& reply_on,
                  store::WhenAppended done);

 private:
  base::Result<store::Age> age_of(base::PrincipalId person);
  base::Result<store::Guardian> link(base::PrincipalId guardian, base::PrincipalId minor);
  base::Status check_age(base::PrincipalId by, base::PrincipalId person, store::AgeBand band,
                         store::AgeEvidence evidence);
  base::Status check_ask(base::PrincipalId guardian, base::PrincipalId minor);
  store::Store& store_;
};

}  // namespace yc::order
