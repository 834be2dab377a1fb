#pragma once
// Makes and changes spaces of their own: what lasts of them. It asks no rights: whoever calls it
// has asked rights::decide. Spaces that are open follow what is written here.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kernel/base/ids.h"
#include "kernel/store/by.h"
#include "kernel/store/reply.h"

namespace yc::space {

inline constexpr std::size_t kSpaceNameMax = 40;  // characters
inline constexpr std::size_t kNoticeMax = 500;    // characters
inline constexpr std::size_t kCharterMax = 4000;  // characters
inline constexpr std::size_t kPortalsMax = 64;    // of one space
inline constexpr std::size_t kParcelsMax = 256;   // of one space
inline constexpr std::size_t kNoticesMax = 20;    // pinned in one space
inline constexpr std::uint32_t kSlowModeMaxS = 3600;

struct SpaceRequest {
  store::SpaceKind kind = store::SpaceKind::personal;
  base::PrincipalId owner;
  std::string name;           // as typed
  std::string template_name;  // "plaza"
  store::Visibility visibility = store::Visibility::closed;
  std::uint32_t capacity = 0;  // 0 = as many as the server allows
};

// What is given is changed, the rest stays.
struct SpaceChange {
  std::optional<std::string> name;  // as typed
  std::optional<store::Visibility> visibility;
  std::optional<std::uint32_t> capacity;
  std::optional<std::uint32_t> slow_mode_s;
};

struct PortalRequest {
  std::uint64_t portal = 0;  // 0 = a new one
  base::SpaceId space;
  double x = 0, y = 0, z = 0;  // metres
  double radius_m = 1.5;       // 0.5 to 10
  base::SpaceId to_space;      // zero = the city
  std::string to_place;
};

struct ParcelRequest {
  base::SpaceId space;
  struct Corner {
    double x = 0, z = 0;  // metres
  };
  std::vector<Corner> corners;  // 3 to 64, of a simple polygon
  double bottom_m = 0, top_m = 0;
};

struct SpaceFile;

using store::Done;

// Thread-safe. Asks the store (disk cache): not for the tick executor. `done` is posted to
// `reply_on` when the outcome is durable. bad_input: a field breaks a limit. not_found: no such
// space, template, portal ... conflict: somebody else changed it meanwhile, or the owner has as
// many spaces as one may.
class SpaceOffice {
 public:
  // Adds to the batch that makes a space what else founds it: the owner's grant.
  using Founding =
      std::function<base::Status(store::Batch&, base::SpaceId, base::PrincipalId owner)>;

  // spaces_max: of one owner; the setting limits.spaces-per-owner.
  explicit SpaceOffice(store::Store& store, Founding founding = {}, std::size_t spaces_max = 100);

  void make(SpaceRequest request, base::PrincipalId by, base::Executor& reply_on,
            Done<base::SpaceId> done);
  // A new space like this one: template, capacity, parcels, portals, charter; closed, and of
  // `owner`.
  void copy(base::SpaceId space, std::string name, base::PrincipalId owner, base::PrincipalId by,
            base::Executor& reply_on, Done<base::SpaceId> done);
  // A new space from a file of space_file.h; of `owner`, with the file's visibility.
  void import(SpaceFile file, base::PrincipalId owner, base::PrincipalId by,
              base::Executor& reply_on, Done<base::SpaceId> done);
  // All of it, or nothing.
  void change(base::SpaceId space, SpaceChange change, const store::By& by,
              base::Executor& reply_on, Done<store::Appended> done);
  // People inside are sent to the city. Fine when it is archived (restored) already.
  void archive(base::SpaceId space, const store::By& by, base::Executor& reply_on,
               Done<store::Appended> done);
  void restore(base::SpaceId space, const store::By& by, base::Executor& reply_on,
               Done<store::Appended> done);

  // In the city, too (its id). Answers the portal's id.
  void set_portal(PortalRequest request, const store::By& by, base::Executor& reply_on,
                  Done<std::uint64_t> done);
  void remove_portal(base::SpaceId space, std::uint64_t portal, const store::By& by,
                     base::Executor& reply_on, Done<store::Appended> done);
  void make_parcel(ParcelRequest request, const store::By& by, base::Executor& reply_on,
                   Done<std::uint64_t> done);
  // Another outline for the same parcel; rights on it stay.
  void change_parcel(std::uint64_t parcel, ParcelRequest request, const store::By& by,
                     base::Executor& reply_on, Done<store::Appended> done);
  void remove_parcel(base::SpaceId space, std::uint64_t parcel, const store::By& by,
                     base::Executor& reply_on, Done<store::Appended> done);
  void pin_notice(base::SpaceId space, std::string text, const store::By& by,
                  base::Executor& reply_on, Done<std::uint64_t> done);
  void remove_notice(base::SpaceId space, std::uint64_t notice, const store::By& by,
                     base::Executor& reply_on, Done<store::Appended> done);
  void set_charter(base::SpaceId space, std::string text, const store::By& by,
                   base::Executor& reply_on, Done<store::Appended> done);

 private:
  base::Result<store::Batch> make_batch(const SpaceRequest& request, base::PrincipalId by,
                                        base::SpaceId id) const;
  base::Result<store::Batch> copy_batch(const store::MadeSpace& from, std::string name,
                                        base::PrincipalId owner, base::PrincipalId by,
                                        base::SpaceId id) const;
  base::Result<store::Batch> import_batch(const SpaceFile& file, base::PrincipalId owner,
                                          base::PrincipalId by, base::SpaceId id) const;
  base::Status found(store::Batch& batch, base::SpaceId id, base::PrincipalId owner) const;
  base::Result<store::Batch> change_batch(base::SpaceId space, const SpaceChange& change,
                                          const store::By& by) const;
  base::Result<std::string> clean_name(std::string_view text) const;
  base::Status check_portal(const PortalRequest& request) const;

  store::Store& store_;
  Founding founding_;
  const std::size_t spaces_max_;
};

// bad_input, with what is wrong: no polygon, no height, too far away.
base::Status check_parcel(const ParcelRequest& request);
base::Status check_portal_place(const PortalRequest& request);

// Everything on the space is its owner's, a person's or an organisation's.
SpaceOffice::Founding owner_founds(store::Store& store);

}  // namespace yc::space
