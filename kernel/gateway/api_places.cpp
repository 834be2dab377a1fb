#include "kernel/gateway/api_places.h"

#include "kernel/import/join_glb.h"
#include "kernel/space/parcels.h"

namespace yc::gateway {
namespace {

using namespace schema::api;

double metres(std::int64_t cm) {
  return static_cast<double>(cm) / 100.0;
}

space::ParcelRequest parcel_of(const auto& request) {
  space::ParcelRequest parcel;
  parcel.space = request.space;
  for (const Corner& corner : request.corners) parcel.corners.push_back({corner.x, corner.z});
  parcel.bottom_m = request.bottom_m;
  parcel.top_m = request.top_m;
  return parcel;
}

std::unexpected<base::Error> unknown_form(const std::string& pointer) {
  return base::fail(base::ErrorCode::bad_input,
                    pointer + ": this city has no template of this form",
                    "import it into a city that has the template as it was, or make a new space");
}

// What is wrong in a document, by its JSON pointer, in both languages.
ProblemDetail detail_of_document(const base::Error& error) {
  ProblemDetail out = detail_of(error);
  out.zh = "文档的 " + error.cause.substr(0, error.cause.find(": ")) + " 处不合要求。";
  out.remedy_zh = "请重新导出，或按 docs/formats.md 修改文档。";
  return out;
}

}  // namespace

void PlacesApi::add_to(Api& api) {
  api.add(*this, &PlacesApi::list_parcels);
  api.add(*this, &PlacesApi::make_parcel);
  api.add(*this, &PlacesApi::change_parcel);
  api.add(*this, &PlacesApi::remove_parcel);
  api.add(*this, &PlacesApi::export_space);
  api.add(*this, &PlacesApi::import_space);
}

// ---- parcels ------------------------------------------------------------------------------------

void PlacesApi::list_parcels(const ApiCaller& who, const ListParcelsRequest& request,
                             ReplyTo<ListParcelsRequest> reply) {
  const auto rows = parts_.store.parcels(request.space);
  if (!rows) return reply.fail(rows.error());
  ListParcelsAnswer answer;
  for (const store::Parcel& row : *rows) {
    SpaceParcel out;
    out.id = base::ParcelId{row.id};
    for (const store::Corner& corner : row.corners)
      out.corners.push_back({metres(corner.x_cm), metres(corner.z_cm)});
    out.bottom_m = metres(row.bottom_cm);
    out.top_m = metres(row.top_cm);
    out.area_m2 = space::area_m2(row);
    rights::Where where{request.space, {}};
    where.parcel = out.id;
    out.may_create = parts_.rights.decide(who.actor, rights::Act::edit_scene, where).allowed;
    answer.parcels.push_back(std::move(out));
  }
  reply(answer);
}

void PlacesApi::make_parcel(const ApiCaller& who, const MakeParcelRequest& request,
                            ReplyTo<MakeParcelRequest> reply) {
  office_.make_parcel(parcel_of(request), who.by(), parts_.file_executor,
                      [reply = std::move(reply)](base::Result<std::uint64_t> made) mutable {
                        made ? reply({base::ParcelId{*made}}) : reply.fail(made.error());
                      });
}

void PlacesApi::change_parcel(const ApiCaller& who, const ChangeParcelRequest& request,
                              ReplyTo<ChangeParcelRequest> reply) {
  office_.change_parcel(request.parcel, parcel_of(request), who.by(), parts_.file_executor,
                        when_durable<store::Appended>(std::move(reply)));
}

void PlacesApi::remove_parcel(const ApiCaller& who, const RemoveParcelRequest& request,
                              ReplyTo<RemoveParcelRequest> reply) {
  office_.remove_parcel(request.space, request.parcel, who.by(), parts_.file_executor,
                        when_durable<store::Appended>(std::move(reply)));
}

// ---- files --------------------------------------------------------------------------------------

base::Result<base::Json> PlacesApi::json_blob(const base::Digest& sha256) {
  YC_TRY(const base::Bytes bytes, parts_.store.read_blob({sha256, "json"}));
  return base::parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

// Joins the tiles when first asked, and keeps the model as a blob, which any later call makes again
// where it is gone: no event names it, so backups leave it out.
base::Result<const PlacesApi::Form*> PlacesApi::form_of(const base::Digest& manifest) {
  const auto known = forms_.find(manifest);
  if (known != forms_.end()) return &known->second;
  YC_TRY(const base::Json json, json_blob(manifest));
  std::vector<base::Bytes> tiles;
  const auto path = json.find("tileset");
  if (path != json.end() && path->is_string()) {
    const auto& text = path->get_ref<const std::string&>();
    const auto name = store::parse_blob_name(text.substr(text.rfind('/') + 1));
    if (!name) return base::fail(base::ErrorCode::corrupt, "the manifest names no tileset", "");
    YC_TRY(const base::Json tileset, json_blob(name->sha256));
    for (const std::string& uri : import::finest_contents(tileset)) {
      const auto tile = store::parse_blob_name(uri.substr(uri.rfind('/') + 1));
      if (!tile) return base::fail(base::ErrorCode::corrupt, "the tileset names no blob", "");
      YC_TRY(base::Bytes bytes, parts_.store.read_blob(*tile));
      tiles.push_back(std::move(bytes));
    }
  }
  YC_TRY(const auto model, import::join_glb(tiles));
  YC_TRY(const store::BlobName blob, parts_.store.put_blob(model, "glb"));
  Form form{{blob.sha256, model.size()}, space::scene_of(json)};
  return &forms_.emplace(manifest, std::move(form)).first->second;
}

void PlacesApi::export_space(const ApiCaller&, const ExportSpaceRequest& request,
                             ReplyTo<ExportSpaceRequest> reply) {
  const auto row = parts_.store.made_space(request.space);
  if (!row) return reply.fail(row.error());
  const auto form = form_of(row->manifest);
  if (!form) return reply.fail(form.error());
  const auto& [model, scene] = **form;
  const auto document =
      space::write_space_file(parts_.store, *row, scene, model, parts_.clock.wall());
  if (!document) return reply.fail(document.error());
  reply({*document, "/blob/" + store::BlobName{model.sha256, "glb"}.text(),
         static_cast<std::int64_t>(model.bytes)});
}

// The form is one that this city baked itself: no foreign bytes are ever read as a model.
base::Status PlacesApi::check_form(const space::SpaceFile& file) {
  const auto used = parts_.store.template_named(file.template_name);
  const auto origin = parts_.store.made_space(file.exported_from);
  const bool of_template = used && used->manifest == file.manifest;
  // Of a template that was published anew since.
  const bool of_origin =
      origin && origin->manifest == file.manifest && origin->template_name == file.template_name;
  if (!of_template && !of_origin) return unknown_form("/manifest");
  YC_TRY(const Form* form, form_of(file.manifest));
  if (form->model.sha256 != file.model.sha256 || form->model.bytes != file.model.bytes)
    return unknown_form("/model");
  if (form->scene != file.scene) return unknown_form("/scene");
  return {};
}

base::Status PlacesApi::check_portals(const rights::Actor& who, const space::SpaceFile& file) {
  for (std::size_t i = 0; i < file.portals.size(); ++i) {
    const space::PortalRequest& portal = file.portals[i];
    const std::string pointer = "/portals/" + std::to_string(i);
    const auto target = parts_.sessions.spaces.find_for(who, portal.to_space);
    if (!target) {
      return base::fail(base::ErrorCode::bad_input,
                        pointer + "/to_space: is no space that you may visit",
                        "write \"0\" for the city, or take the portal out");
    }
    if (const auto known = parts_.sessions.spaces.check_place(*target, portal.to_place); !known) {
      return base::fail(known.error().code, pointer + "/to_place: " + known.error().cause,
                        known.error().remedy);
    }
  }
  return {};
}

void PlacesApi::import_space(const ApiCaller& who, const ImportSpaceRequest& request,
                             ReplyTo<ImportSpaceRequest> reply) {
  auto file = space::read_space_file(request.document);
  base::Status sound = file ? check_form(*file) : std::unexpected(file.error());
  if (sound) sound = check_portals(who.actor, *file);
  if (!sound && sound.error().code == base::ErrorCode::bad_input)
    return reply.refuse(Reason::bad_input, detail_of_document(sound.error()));
  if (!sound) return reply.fail(sound.error());
  // An organisation's space becomes a personal one: the organisation may be another here.
  if (file->kind == store::SpaceKind::organisation) file->kind = store::SpaceKind::personal;
  office_.import(*std::move(file), who.person, who.person, parts_.file_executor,
                 [reply = std::move(reply)](base::Result<base::SpaceId> made) mutable {
                   made ? reply({*made}) : reply.fail(made.error());
                 });
}

}  // namespace yc::gateway
