#pragma once
// Reports on their way: queue, taken, decided with a rule and a reason. Of one space for those who
// keep order there, of all for those of the city.

#include "kernel/gateway/api.h"
#include "kernel/store/order.h"

namespace yc::gateway {

class CasesApi final : public ApiSubject {
 public:
  explicit CasesApi(const SiteParts& parts) : parts_(parts), views_(parts.store) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;

  void list_reports(const ApiCaller& who, const schema::api::ListReportsRequest& request,
                    ReplyTo<schema::api::ListReportsRequest> reply);
  void list_space_reports(const ApiCaller& who, const schema::api::ListSpaceReportsRequest& request,
                          ReplyTo<schema::api::ListSpaceReportsRequest> reply);
  void see_report(const ApiCaller& who, const schema::api::SeeReportRequest& request,
                  ReplyTo<schema::api::SeeReportRequest> reply);
  void take_report(const ApiCaller& who, const schema::api::TakeReportRequest& request,
                   ReplyTo<schema::api::TakeReportRequest> reply);
  void decide_report(const ApiCaller& who, const schema::api::DecideReportRequest& request,
                     ReplyTo<schema::api::DecideReportRequest> reply);

  // not_found, denied: about themselves, or not theirs to see or decide.
  base::Result<store::Report> report_for(const ApiCaller& who, base::CaseId id,
                                         rights::Act act) const;
  base::Result<std::vector<schema::api::SaidLine>> said_before(const store::Report& report,
                                                               bool whole_city) const;
  base::Result<store::Batch> decision(const ApiCaller& who, const store::Report& report,
                                      const schema::api::DecideReportRequest& request) const;

  SiteParts parts_;
  mutable store::Order views_;
};

}  // namespace yc::gateway
