#pragma once
// Questions about order: who works on a case, appeals, the audit trail, minors and guardians. Any
// thread but the tick's. Lists: newest first, those before `before` (zero: the newest).

#include <vector>

#include "kernel/base/result.h"
#include "kernel/store/order_records.h"
#include "kernel/store/store.h"

namespace yc::store {

class Order {
 public:
  explicit Order(Store& store) : store_(store) {}

  base::Result<base::PrincipalId> working_on(base::CaseId report);  // zero: nobody
  base::Result<std::vector<Appeal>> appeals(bool open_only, base::CaseId before, std::size_t limit);
  base::Result<Appeal> appeal(base::CaseId id);
  base::Result<Appeal> appeal_of(base::CaseId sanction);
  base::Result<std::vector<AuditLine>> audit(std::uint64_t before, std::size_t limit);

  base::Result<Age> age(base::PrincipalId person);  // not_found: nobody said
  base::Result<std::vector<Age>> minors();          // all who are not adults
  base::Result<std::vector<Guardian>> guardians();
  base::Result<std::vector<Guardian>> guardians_of(base::PrincipalId minor);
  base::Result<std::vector<Guardian>> wards_of(base::PrincipalId guardian);

 private:
  Store& store_;
};

}  // namespace yc::store
