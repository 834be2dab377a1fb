#pragma once
// An appeal against a measure: once, by whom it binds, decided by somebody else than who placed it.
// Thread-safe, but asks the store: not for the tick thread. `done` is posted to reply_on when the
// outcome is durable.

#include <string>

#include "kernel/store/append_one.h"
#include "kernel/store/by.h"
#include "kernel/store/order.h"

namespace yc::order {

class Appeals {
 public:
  static constexpr std::size_t kTextMaxCharacters = 1000;

  explicit Appeals(store::Store& store) : store_(store) {}

  // not_found: no such measure against this person. conflict: appealed or lifted already.
  void file(base::PrincipalId person, base::CaseId sanction, std::string_view text,
            base::Executor& reply_on, store::Done<base::CaseId> done);
  // lifted: the measure ends in the same moment. denied: by who placed it, or whom it binds.
  // conflict: decided already, or the measure was lifted meanwhile.
  void decide(const store::By& by, base::CaseId appeal, store::AppealOutcome outcome,
              std::string_view note, base::Executor& reply_on, store::WhenAppended done);

 private:
  struct Filing {
    base::CaseId appeal;
    base::PrincipalId person;
    base::CaseId sanction;
    std::string text;
  };
  base::Result<store::Batch> filing(const Filing& filing);
  void try_filing(Filing filing, int tries, base::Executor& reply_on,
                  store::Done<base::CaseId> done);
  base::Result<store::Batch> decision(const store::By& by, base::CaseId appeal,
                                      store::AppealOutcome outcome, std::string_view note);
  store::Store& store_;
};

}  // namespace yc::order
