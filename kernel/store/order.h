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
  base::Result<std::vector<AuditLine>> audit(std::uint64_t before, std::size_t limit,
                                             const AuditFilter& filter = {});
  base::Result<std::vector<Report>> reports(const ReportFilter& filter, base::CaseId before,
                                            std::size_t limit);
  base::Result<std::vector<Sanction>> sanctions_for(base::CaseId report, std::size_t limit);
  // Placed on somebody who has not been in the city since, and only recorded: warnings and kicks.
  base::Result<std::vector<Sanction>> untold_sanctions();
  // By a part of the name or account name, without case, or by the id; newest first. Reads them
  // all: for the operator's page only.
  base::Result<std::vector<KnownPerson>> known_people(std::string_view text,
                                                      base::PrincipalId before, std::size_t limit);
  base::Result<std::vector<MadeSpace>> all_spaces(base::SpaceId after, std::size_t limit);

  base::Result<Age> age(base::PrincipalId person);  // not_found: nobody said
  base::Result<std::vector<Age>> minors();          // all who are not adults
  base::Result<std::vector<Guardian>> guardians();
  base::Result<std::vector<Guardian>> guardians_of(base::PrincipalId minor);
  base::Result<std::vector<Guardian>> wards_of(base::PrincipalId guardian);
  base::Result<std::vector<TimeSpent>> time_spent();

 private:
  Store& store_;
};

}  // namespace yc::store
