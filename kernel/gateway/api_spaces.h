#pragma once
// Spaces that people make: which there are, making and changing them, and what lies in them.

#include "kernel/gateway/api.h"

namespace yc::gateway {

class SpacesApi final : public ApiSubject {
 public:
  explicit SpacesApi(const SiteParts& parts) : parts_(parts), office_(parts.office) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;
  // How many people are in which space now.
  using Crowds = std::map<base::SpaceId, std::int64_t>;

  void list_space_templates(const ApiCaller& who,
                            const schema::api::ListSpaceTemplatesRequest& request,
                            ReplyTo<schema::api::ListSpaceTemplatesRequest> reply);
  void list_public_spaces(const ApiCaller& who, const schema::api::ListPublicSpacesRequest& request,
                          ReplyTo<schema::api::ListPublicSpacesRequest> reply);
  void list_all_spaces(const ApiCaller& who, const schema::api::ListAllSpacesRequest& request,
                       ReplyTo<schema::api::ListAllSpacesRequest> reply);
  void list_my_spaces(const ApiCaller& who, const schema::api::ListMySpacesRequest& request,
                      ReplyTo<schema::api::ListMySpacesRequest> reply);
  void make_space(const ApiCaller& who, const schema::api::MakeSpaceRequest& request,
                  ReplyTo<schema::api::MakeSpaceRequest> reply);
  void see_space(const ApiCaller& who, const schema::api::SeeSpaceRequest& request,
                 ReplyTo<schema::api::SeeSpaceRequest> reply);
  void change_space(const ApiCaller& who, const schema::api::ChangeSpaceRequest& request,
                    ReplyTo<schema::api::ChangeSpaceRequest> reply);
  void set_slow_mode(const ApiCaller& who, const schema::api::SetSlowModeRequest& request,
                     ReplyTo<schema::api::SetSlowModeRequest> reply);
  void set_charter(const ApiCaller& who, const schema::api::SetCharterRequest& request,
                   ReplyTo<schema::api::SetCharterRequest> reply);
  void archive_space(const ApiCaller& who, const schema::api::ArchiveSpaceRequest& request,
                     ReplyTo<schema::api::ArchiveSpaceRequest> reply);
  void restore_space(const ApiCaller& who, const schema::api::RestoreSpaceRequest& request,
                     ReplyTo<schema::api::RestoreSpaceRequest> reply);
  void copy_space(const ApiCaller& who, const schema::api::CopySpaceRequest& request,
                  ReplyTo<schema::api::CopySpaceRequest> reply);
  void list_portals(const ApiCaller& who, const schema::api::ListPortalsRequest& request,
                    ReplyTo<schema::api::ListPortalsRequest> reply);
  void set_portal(const ApiCaller& who, const schema::api::SetPortalRequest& request,
                  ReplyTo<schema::api::SetPortalRequest> reply);
  void remove_portal(const ApiCaller& who, const schema::api::RemovePortalRequest& request,
                     ReplyTo<schema::api::RemovePortalRequest> reply);
  void pin_notice(const ApiCaller& who, const schema::api::PinNoticeRequest& request,
                  ReplyTo<schema::api::PinNoticeRequest> reply);
  void remove_notice(const ApiCaller& who, const schema::api::RemoveNoticeRequest& request,
                     ReplyTo<schema::api::RemoveNoticeRequest> reply);

  Crowds crowds() const;
  schema::api::Space space_of(const store::MadeSpace& row, const Crowds& crowds) const;
  base::Status may_own_for(base::PrincipalId person, base::PrincipalId organisation) const;

  SiteParts parts_;
  space::SpaceOffice& office_;
};

}  // namespace yc::gateway
