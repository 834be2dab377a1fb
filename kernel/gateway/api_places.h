#pragma once
// Parcels of spaces; a space as files and back.

#include <map>

#include "kernel/gateway/api.h"
#include "kernel/space/space_file.h"

namespace yc::gateway {

class PlacesApi final : public ApiSubject {
 public:
  explicit PlacesApi(const SiteParts& parts) : parts_(parts), office_(parts.office) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;

  void list_parcels(const ApiCaller& who, const schema::api::ListParcelsRequest& request,
                    ReplyTo<schema::api::ListParcelsRequest> reply);
  void make_parcel(const ApiCaller& who, const schema::api::MakeParcelRequest& request,
                   ReplyTo<schema::api::MakeParcelRequest> reply);
  void change_parcel(const ApiCaller& who, const schema::api::ChangeParcelRequest& request,
                     ReplyTo<schema::api::ChangeParcelRequest> reply);
  void remove_parcel(const ApiCaller& who, const schema::api::RemoveParcelRequest& request,
                     ReplyTo<schema::api::RemoveParcelRequest> reply);
  void export_space(const ApiCaller& who, const schema::api::ExportSpaceRequest& request,
                    ReplyTo<schema::api::ExportSpaceRequest> reply);
  void import_space(const ApiCaller& who, const schema::api::ImportSpaceRequest& request,
                    ReplyTo<schema::api::ImportSpaceRequest> reply);

  // What a manifest's form is as files.
  struct Form {
    space::SpaceModel model;
    base::Json scene;
  };
  base::Result<base::Json> json_blob(const base::Digest& sha256);
  base::Result<const Form*> form_of(const base::Digest& manifest);
  base::Status check_form(const space::SpaceFile& file);
  base::Status check_portals(const rights::Actor& who, const space::SpaceFile& file);

  SiteParts parts_;
  space::SpaceOffice& office_;
  std::map<base::Digest, Form> forms_;  // on the file executor; one a manifest
};

}  // namespace yc::gateway
