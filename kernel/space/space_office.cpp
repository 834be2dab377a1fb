#include "kernel/space/space_office.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "kernel/identity/name.h"
#include "kernel/rights/rights.h"
#include "kernel/space/space_file.h"
#include "kernel/store/stream.h"

namespace yc::space {
namespace {

using base::ErrorCode;
using base::fail;
using base::PrincipalId;
using base::SpaceId;
using store::reply;

constexpr double kReachM = 10'000.0;  // of anything from the middle of a space
constexpr std::size_t kCornersMax = 64;
constexpr std::uint32_t kCapacityMax = 60'000;

// Hands over `value` once the batch is durable.
template <typename T>
void append(store::Store& store, base::Result<store::Batch> batch, T value,
            base::Executor& reply_on, Done<T> done) {
  if (!batch) return reply<T>(reply_on, std::move(done), std::unexpected(batch.error()));
  store.append(*std::move(batch), reply_on, store::then_give(std::move(done), value));
}

void append(store::Store& store, base::Result<store::Batch> batch, base::Executor& reply_on,
            Done<store::Appended> done) {
  if (!batch)
    return reply<store::Appended>(reply_on, std::move(done), std::unexpected(batch.error()));
  store.append(*std::move(batch), reply_on, std::move(done));
}

store::Batch one(SpaceId space, const store::By& by, store::Payload payload) {
  store::Batch batch{{{store::space_stream(space), by.person, std::move(payload)}}, {}};
  store::add_record(batch, by);
  return batch;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

base::Result<std::string> clean(std::string_view typed, std::size_t least, std::size_t most,
                                std::string what) {
  std::string text = identity::clean_text(typed);
  const std::size_t length = characters(text);
  if (length >= least && length <= most) return text;
  return fail(ErrorCode::bad_input, what + " has " + std::to_string(length) + " characters",
              "write " + std::to_string(least) + " to " + std::to_string(most));
}

std::int64_t to_cm(double metres) {
  return std::llround(metres * 100.0);
}

bool is_near(double metres) {
  return std::isfinite(metres) && std::abs(metres) <= kReachM;
}

double turn(const ParcelRequest::Corner& a, const ParcelRequest::Corner& b,
            const ParcelRequest::Corner& c) {
  return (b.x - a.x) * (c.z - a.z) - (b.z - a.z) * (c.x - a.x);
}

bool cross(const ParcelRequest::Corner& a, const ParcelRequest::Corner& b,
           const ParcelRequest::Corner& c, const ParcelRequest::Corner& d) {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

bool crosses_itself(const std::vector<ParcelRequest::Corner>& corners) {
  const std::size_t n = corners.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i + 2; j < n; ++j) {
      if (cross(corners[i], corners[i + 1], corners[j], corners[(j + 1) % n])) return true;
    }
  }
  return false;
}

base::Status check_change(const SpaceChange& change) {
  if (change.capacity.value_or(0) > kCapacityMax ||
      change.slow_mode_s.value_or(0) > kSlowModeMaxS) {
    return fail(ErrorCode::bad_input, "the capacity or the slow mode is too large",
                "give at most 60000 people and 3600 seconds");
  }
  return {};
}

template <typename Record>
base::Status check_count(const std::vector<Record>& records, std::size_t most, std::string what) {
  if (records.size() < most) return {};
  return fail(ErrorCode::bad_input,
              "the space has " + std::to_string(most) + " " + what + " already",
              "remove one first");
}

// The id of a new thing, or why there can be none.
base::Result<std::uint64_t> new_id(store::Store& store, base::Status allowed) {
  if (!allowed) return std::unexpected(allowed.error());
  return store.new_id();
}

template <typename Record>
base::Status check_known(const base::Result<std::vector<Record>>& records, std::uint64_t id,
                         std::string what) {
  if (!records) return std::unexpected(records.error());
  if (std::ranges::find(*records, id, &Record::id) != records->end()) return {};
  return fail(ErrorCode::not_found, "the space has no such " + what, "");
}

store::ParcelMade parcel_made(std::uint64_t id, SpaceId space, const ParcelRequest& request) {
  store::ParcelMade made{id, space, {}, to_cm(request.bottom_m), to_cm(request.top_m)};
  for (const auto& corner : request.corners)
    made.corners.push_back({to_cm(corner.x), to_cm(corner.z)});
  return made;
}

store::PortalSet portal_set(std::uint64_t id, SpaceId space, const PortalRequest& request) {
  return {id,
          space,
          to_cm(request.x),
          to_cm(request.y),
          to_cm(request.z),
          static_cast<std::uint32_t>(to_cm(request.radius_m)),
          request.to_space,
          request.to_place};
}

}  // namespace

base::Status check_parcel(const ParcelRequest& request) {
  const auto& corners = request.corners;
  const bool near = std::ranges::all_of(
      corners, [](const auto& corner) { return is_near(corner.x) && is_near(corner.z); });
  if (corners.size() < 3 || corners.size() > kCornersMax || !near || crosses_itself(corners)) {
    return fail(ErrorCode::bad_input, "the outline of the parcel is no polygon",
                "give 3 to 64 corners in order, none further than 10 km away");
  }
  if (!is_near(request.bottom_m) || !is_near(request.top_m) || request.bottom_m >= request.top_m) {
    return fail(ErrorCode::bad_input, "the parcel has no height", "give bottom below top");
  }
  return {};
}

base::Status check_portal_place(const PortalRequest& request) {
  const bool near = is_near(request.x) && is_near(request.y) && is_near(request.z);
  if (near && request.radius_m >= 0.5 && request.radius_m <= 10.0 && request.to_place.size() <= 64)
    return {};
  return fail(ErrorCode::bad_input, "the portal has no place or size",
              "give x, y, z within 10 km and a radius of 0.5 to 10 m");
}

SpaceOffice::SpaceOffice(store::Store& store, Founding founding, std::size_t spaces_max)
    : store_(store), founding_(std::move(founding)), spaces_max_(spaces_max) {}

// Two asked for in one moment may both be made: the limit is there against thousands.
base::Status SpaceOffice::found(store::Batch& batch, SpaceId id, PrincipalId owner) const {
  if (!owner) return fail(ErrorCode::bad_input, "a space needs an owner", "");
  YC_TRY(const auto owned, store_.spaces_of(owner, {}, spaces_max_));
  if (owned.size() >= spaces_max_) {
    return fail(ErrorCode::conflict, "the owner has as many spaces as one may",
                "restore an archived one; the operator may raise limits.spaces-per-owner");
  }
  return founding_ ? founding_(batch, id, owner) : base::Status{};
}

// A name of digits only would stand for an id, and that of a published space for that.
base::Result<std::string> SpaceOffice::clean_name(std::string_view typed) const {
  YC_TRY(std::string name, clean(typed, 1, kSpaceNameMax, "the name"));
  const bool digits = std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
  if (digits || name.find('/') != name.npos || store_.space_by_name(name)) {
    return fail(ErrorCode::bad_input, "a space cannot be called that", "choose another name");
  }
  return name;
}

// ---- spaces -------------------------------------------------------------------------------------

void SpaceOffice::make(SpaceRequest request, PrincipalId by, base::Executor& reply_on,
                       Done<SpaceId> done) {
  const auto id = store_.new_id();
  if (!id) return reply<SpaceId>(reply_on, std::move(done), std::unexpected(id.error()));
  append(store_, make_batch(request, by, SpaceId{*id}), SpaceId{*id}, reply_on, std::move(done));
}

base::Result<store::Batch> SpaceOffice::make_batch(const SpaceRequest& request, PrincipalId by,
                                                   SpaceId id) const {
  YC_CHECK(check_change({{}, {}, request.capacity, {}}));
  YC_TRY(std::string name, clean_name(request.name));
  YC_TRY(const store::Template used, store_.template_named(request.template_name));
  store::SpaceMade made{id,        request.kind,  request.owner,      std::move(name),
                        used.name, used.manifest, request.visibility, request.capacity,
                        SpaceId{}};
  store::Batch batch = one(id, by, std::move(made));
  batch.expected = {{store::space_stream(id), 0}};
  YC_CHECK(found(batch, id, request.owner));
  return batch;
}

void SpaceOffice::copy(SpaceId space, std::string name, PrincipalId owner, PrincipalId by,
                       base::Executor& reply_on, Done<SpaceId> done) {
  const auto from = store_.made_space(space);
  if (!from) return reply<SpaceId>(reply_on, std::move(done), std::unexpected(from.error()));
  const auto id = store_.new_id();
  if (!id) return reply<SpaceId>(reply_on, std::move(done), std::unexpected(id.error()));
  append(store_, copy_batch(*from, std::move(name), owner, by, SpaceId{*id}), SpaceId{*id},
         reply_on, std::move(done));
}

base::Result<store::Batch> SpaceOffice::copy_batch(const store::MadeSpace& from, std::string typed,
                                                   PrincipalId owner, PrincipalId by,
                                                   SpaceId id) const {
  YC_TRY(std::string name, clean_name(typed));
  store::Batch batch =
      one(id, by,
          store::SpaceMade{id, from.kind, owner, std::move(name), from.template_name, from.manifest,
                           store::Visibility::closed, from.capacity, from.id});
  batch.expected = {{store::space_stream(id), 0}};
  const auto add = [&](store::Payload payload) {
    batch.events.push_back({store::space_stream(id), by, std::move(payload)});
  };
  if (!from.charter.empty()) add(store::CharterSet{id, owner, from.charter});
  YC_TRY(const auto parcels, store_.parcels(from.id));
  for (const store::Parcel& parcel : parcels) {
    YC_TRY(const std::uint64_t new_parcel, store_.new_id());
    add(store::ParcelMade{new_parcel, id, parcel.corners, parcel.bottom_cm, parcel.top_cm});
  }
  YC_TRY(const auto portals, store_.portals(from.id));
  for (const store::Portal& portal : portals) {
    YC_TRY(const std::uint64_t new_portal, store_.new_id());
    add(store::PortalSet{new_portal, id, portal.x_cm, portal.y_cm, portal.z_cm, portal.radius_cm,
                         portal.to_space, portal.to_place});
  }
  YC_CHECK(found(batch, id, owner));
  return batch;
}

void SpaceOffice::import(SpaceFile file, PrincipalId owner, PrincipalId by,
                         base::Executor& reply_on, Done<SpaceId> done) {
  const auto id = store_.new_id();
  if (!id) return reply<SpaceId>(reply_on, std::move(done), std::unexpected(id.error()));
  append(store_, import_batch(file, owner, by, SpaceId{*id}), SpaceId{*id}, reply_on,
         std::move(done));
}

base::Result<store::Batch> SpaceOffice::import_batch(const SpaceFile& file, PrincipalId owner,
                                                     PrincipalId by, SpaceId id) const {
  YC_CHECK(check_change({{}, file.visibility, file.capacity, file.slow_mode_s}));
  YC_TRY(std::string name, clean_name(file.name));
  store::Batch batch =
      one(id, by,
          store::SpaceMade{id, file.kind, owner, std::move(name), file.template_name, file.manifest,
                           file.visibility, file.capacity, SpaceId{}});
  batch.expected = {{store::space_stream(id), 0}};
  const auto add = [&](store::Payload payload) {
    batch.events.push_back({store::space_stream(id), by, std::move(payload)});
  };
  if (file.slow_mode_s != 0)
    add(store::SpaceChanged{id, file.visibility, file.capacity, file.slow_mode_s});
  if (!file.charter.empty()) add(store::CharterSet{id, owner, file.charter});
  for (const std::string& notice : file.notices) {
    YC_TRY(const std::uint64_t number, store_.new_id());
    add(store::NoticePinned{number, id, owner, notice});
  }
  for (const ParcelRequest& parcel : file.parcels) {
    YC_TRY(const std::uint64_t number, store_.new_id());
    add(parcel_made(number, id, parcel));
  }
  for (const PortalRequest& portal : file.portals) {
    YC_TRY(const std::uint64_t number, store_.new_id());
    add(portal_set(number, id, portal));
  }
  YC_CHECK(found(batch, id, owner));
  return batch;
}

base::Result<store::Batch> SpaceOffice::change_batch(SpaceId space, const SpaceChange& change,
                                                     const store::By& by) const {
  YC_CHECK(check_change(change));
  YC_TRY(const std::uint64_t sequence, store_.last_sequence(store::space_stream(space)));
  YC_TRY(const store::MadeSpace known, store_.made_space(space));
  store::Batch batch;
  const auto add = [&](store::Payload payload) {
    batch.events.push_back({store::space_stream(space), by.person, std::move(payload)});
  };
  if (change.name) {
    YC_TRY(std::string name, clean_name(*change.name));
    add(store::SpaceRenamed{space, known.owner, std::move(name)});
  }
  if (change.visibility || change.capacity || change.slow_mode_s) {
    add(store::SpaceChanged{space, change.visibility.value_or(known.visibility),
                            change.capacity.value_or(known.capacity),
                            change.slow_mode_s.value_or(known.slow_mode_s)});
  }
  batch.expected = {{store::space_stream(space), sequence}};
  store::add_record(batch, by);
  return batch;
}

void SpaceOffice::change(SpaceId space, SpaceChange change, const store::By& by,
                         base::Executor& reply_on, Done<store::Appended> done) {
  append(store_, change_batch(space, change, by), reply_on, std::move(done));
}

void SpaceOffice::archive(SpaceId space, const store::By& by, base::Executor& reply_on,
                          Done<store::Appended> done) {
  const auto known = store_.made_space(space);
  if (!known)
    return reply<store::Appended>(reply_on, std::move(done), std::unexpected(known.error()));
  if (known->archived.unix_ms != 0)
    return reply<store::Appended>(reply_on, std::move(done), store::Appended{});
  append(store_, one(space, by, store::SpaceArchived{space}), reply_on, std::move(done));
}

void SpaceOffice::restore(SpaceId space, const store::By& by, base::Executor& reply_on,
                          Done<store::Appended> done) {
  const auto known = store_.made_space(space);
  if (!known)
    return reply<store::Appended>(reply_on, std::move(done), std::unexpected(known.error()));
  if (known->archived.unix_ms == 0)
    return reply<store::Appended>(reply_on, std::move(done), store::Appended{});
  append(store_, one(space, by, store::SpaceRestored{space}), reply_on, std::move(done));
}

// ---- what lies in them --------------------------------------------------------------------------

base::Status SpaceOffice::check_portal(const PortalRequest& request) const {
  YC_CHECK(check_portal_place(request));
  if (request.to_space) YC_CHECK(store_.made_space(request.to_space));
  YC_TRY(const auto portals, store_.portals(request.space));
  if (request.portal != 0) return check_known<store::Portal>(portals, request.portal, "portal");
  return check_count(portals, kPortalsMax, "portals");
}

void SpaceOffice::set_portal(PortalRequest request, const store::By& by, base::Executor& reply_on,
                             Done<std::uint64_t> done) {
  const base::Status sound = check_portal(request);
  const auto id = request.portal != 0 && sound ? base::Result<std::uint64_t>(request.portal)
                                               : new_id(store_, sound);
  if (!id) return reply<std::uint64_t>(reply_on, std::move(done), std::unexpected(id.error()));
  append(store_, one(request.space, by, portal_set(*id, request.space, request)), *id, reply_on,
         std::move(done));
}

void SpaceOffice::remove_portal(SpaceId space, std::uint64_t portal, const store::By& by,
                                base::Executor& reply_on, Done<store::Appended> done) {
  const auto batch = [&]() -> base::Result<store::Batch> {
    YC_CHECK(check_known(store_.portals(space), portal, "portal"));
    return one(space, by, store::PortalRemoved{portal, space});
  };
  append(store_, batch(), reply_on, std::move(done));
}

void SpaceOffice::make_parcel(ParcelRequest request, const store::By& by, base::Executor& reply_on,
                              Done<std::uint64_t> done) {
  base::Status sound = check_parcel(request);
  if (sound) {
    const auto parcels = store_.parcels(request.space);
    sound = parcels ? check_count(*parcels, kParcelsMax, "parcels")
                    : base::Status(std::unexpected(parcels.error()));
  }
  const auto id = new_id(store_, sound);
  if (!id) return reply<std::uint64_t>(reply_on, std::move(done), std::unexpected(id.error()));
  append(store_, one(request.space, by, parcel_made(*id, request.space, request)), *id, reply_on,
         std::move(done));
}

void SpaceOffice::change_parcel(std::uint64_t parcel, ParcelRequest request, const store::By& by,
                                base::Executor& reply_on, Done<store::Appended> done) {
  const auto batch = [&]() -> base::Result<store::Batch> {
    YC_CHECK(check_parcel(request));
    YC_CHECK(check_known(store_.parcels(request.space), parcel, "parcel"));
    return one(request.space, by, parcel_made(parcel, request.space, request));
  };
  append(store_, batch(), reply_on, std::move(done));
}

void SpaceOffice::remove_parcel(SpaceId space, std::uint64_t parcel, const store::By& by,
                                base::Executor& reply_on, Done<store::Appended> done) {
  const auto batch = [&]() -> base::Result<store::Batch> {
    YC_CHECK(check_known(store_.parcels(space), parcel, "parcel"));
    return one(space, by, store::ParcelRemoved{parcel, space});
  };
  append(store_, batch(), reply_on, std::move(done));
}

void SpaceOffice::pin_notice(SpaceId space, std::string typed, const store::By& by,
                             base::Executor& reply_on, Done<std::uint64_t> done) {
  const auto id = store_.new_id();
  if (!id) return reply<std::uint64_t>(reply_on, std::move(done), std::unexpected(id.error()));
  const auto batch = [&]() -> base::Result<store::Batch> {
    YC_TRY(const store::MadeSpace known, store_.made_space(space));
    YC_TRY(std::string text, clean(typed, 1, kNoticeMax, "the notice"));
    YC_TRY(const auto notices, store_.notices(space));
    YC_CHECK(check_count(notices, kNoticesMax, "notices"));
    return one(space, by, store::NoticePinned{*id, space, known.owner, std::move(text)});
  };
  append(store_, batch(), *id, reply_on, std::move(done));
}

void SpaceOffice::remove_notice(SpaceId space, std::uint64_t notice, const store::By& by,
                                base::Executor& reply_on, Done<store::Appended> done) {
  const auto batch = [&]() -> base::Result<store::Batch> {
    YC_CHECK(check_known(store_.notices(space), notice, "notice"));
    return one(space, by, store::NoticeRemoved{notice, space});
  };
  append(store_, batch(), reply_on, std::move(done));
}

void SpaceOffice::set_charter(SpaceId space, std::string typed, const store::By& by,
                              base::Executor& reply_on, Done<store::Appended> done) {
  const auto batch = [&]() -> base::Result<store::Batch> {
    YC_TRY(const store::MadeSpace known, store_.made_space(space));
    YC_TRY(std::string text, clean(typed, 0, kCharterMax, "the charter"));
    return one(space, by, store::CharterSet{space, known.owner, std::move(text)});
  };
  append(store_, batch(), reply_on, std::move(done));
}

SpaceOffice::Founding owner_founds(store::Store& store) {
  return [&store](store::Batch& batch, SpaceId space, PrincipalId owner) -> base::Status {
    YC_TRY(const std::uint64_t grant, store.new_id());
    const bool organisation = store.organisation(owner).has_value();
    const auto kind = organisation ? store::SubjectKind::organisation : store::SubjectKind::person;
    batch.events.push_back(rights::Rights::founding_grant({grant}, {space}, {kind, owner.value}));
    return {};
  };
}

}  // namespace yc::space
