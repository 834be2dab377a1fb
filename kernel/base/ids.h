#pragma once
// Ids are types: the compiler refuses a space where a person belongs. Zero is "nobody" or
// "nothing".

#include <compare>
#include <cstdint>
#include <functional>

namespace yc::base {

template <typename Tag>
struct Id {
  std::uint64_t value = 0;

  explicit operator bool() const { return value != 0; }
  friend auto operator<=>(const Id&, const Id&) = default;
};

using SpaceId = Id<struct SpaceTag>;
using EntityId = Id<struct EntityTag>;        // unique within a space, never reused
using PrincipalId = Id<struct PrincipalTag>;  // person, organisation, device or digital human
using StreamId = Id<struct StreamTag>;        // an event stream of the store
using ParcelId = Id<struct ParcelTag>;        // a piece of a space
using WorkId = Id<struct WorkTag>;            // something made that is passed on
using GrantId = Id<struct GrantTag>;          // of rights
using CaseId = Id<struct CaseTag>;            // a report or sanction under moderation
using MessageId = Id<struct MessageTag>;      // its position in the log
using GroupId = Id<struct GroupTag>;          // of friends who write to each other
using GatheringId = Id<struct GatheringTag>;  // an event of the calendar

}  // namespace yc::base

template <typename Tag>
struct std::hash<yc::base::Id<Tag>> {
  std::size_t operator()(const yc::base::Id<Tag>& id) const noexcept {
    return std::hash<std::uint64_t>{}(id.value);
  }
};
