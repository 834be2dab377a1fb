#pragma once
// Running the city: load, disk, settings, further administrators.

#include "kernel/gateway/api.h"

namespace yc::gateway {

class OperatorApi final : public ApiSubject {
 public:
  explicit OperatorApi(const SiteParts& parts);
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;

  void see_operator_state(const ApiCaller& who, const schema::api::SeeOperatorStateRequest& request,
                          ReplyTo<schema::api::SeeOperatorStateRequest> reply);
  void list_settings(const ApiCaller& who, const schema::api::ListSettingsRequest& request,
                     ReplyTo<schema::api::ListSettingsRequest> reply);
  void change_setting(const ApiCaller& who, const schema::api::ChangeSettingRequest& request,
                      ReplyTo<schema::api::ChangeSettingRequest> reply);
  void make_administrator_link(const ApiCaller& who,
                               const schema::api::MakeAdministratorLinkRequest& request,
                               ReplyTo<schema::api::MakeAdministratorLinkRequest> reply);

  schema::api::CityLoad load() const;
  base::Result<schema::api::CityDisk> disk() const;
  std::string value_of(const base::Setting& setting) const;

  SiteParts parts_;
  base::MonotonicTime started_;
};

}  // namespace yc::gateway
