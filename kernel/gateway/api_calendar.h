#pragma once
// The calendar, and notices of what concerns oneself.

#include "kernel/gateway/api.h"
#include "kernel/social/calendar.h"
#include "kernel/social/friends.h"
#include "kernel/store/social.h"

namespace yc::gateway {

class CalendarApi final : public ApiSubject {
 public:
  explicit CalendarApi(const SiteParts& parts)
      : parts_(parts),
        calendar_(parts.store, parts.clock),
        friends_(parts.store),
        views_(parts.store) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;

  void list_gatherings(const ApiCaller& who, const schema::api::ListGatheringsRequest& request,
                       ReplyTo<schema::api::ListGatheringsRequest> reply);
  void plan_gathering(const ApiCaller& who, const schema::api::PlanGatheringRequest& request,
                      ReplyTo<schema::api::PlanGatheringRequest> reply);
  void change_gathering(const ApiCaller& who, const schema::api::ChangeGatheringRequest& request,
                        ReplyTo<schema::api::ChangeGatheringRequest> reply);
  void cancel_gathering(const ApiCaller& who, const schema::api::CancelGatheringRequest& request,
                        ReplyTo<schema::api::CancelGatheringRequest> reply);
  void attend_gathering(const ApiCaller& who, const schema::api::AttendGatheringRequest& request,
                        ReplyTo<schema::api::AttendGatheringRequest> reply);
  void skip_gathering(const ApiCaller& who, const schema::api::SkipGatheringRequest& request,
                      ReplyTo<schema::api::SkipGatheringRequest> reply);
  void list_notices(const ApiCaller& who, const schema::api::ListNoticesRequest& request,
                    ReplyTo<schema::api::ListNoticesRequest> reply);
  void clear_notices(const ApiCaller& who, const schema::api::ClearNoticesRequest& request,
                     ReplyTo<schema::api::ClearNoticesRequest> reply);
  void read_notices(const ApiCaller& who, const schema::api::ReadNoticesRequest& request,
                    ReplyTo<schema::api::ReadNoticesRequest> reply);

  base::Result<schema::api::ListGatheringsAnswer> coming(
      const ApiCaller& who, const schema::api::ListGatheringsRequest& request);
  base::Status may_attend(const ApiCaller& who, base::GatheringId gathering);
  // What the audit trail keeps of it, where they may by a role over the city only.
  using Record = std::vector<store::NewEvent>;
  base::Result<Record> may_run(const ApiCaller& who, base::GatheringId gathering);
  base::SpaceId named(base::SpaceId space) const;
  base::Result<Record> may_plan_in(const ApiCaller& who, base::SpaceId space,
                                   const std::string& place);

  SiteParts parts_;
  social::Calendar calendar_;
  social::Friends friends_;
  store::Social views_;
};

}  // namespace yc::gateway
