#pragma once
// Names of event streams: a kind in the highest 8 bits, the id of the thing in the lower 56.

#include "kernel/base/assert.h"
#include "kernel/base/ids.h"

namespace yc::store {

enum class StreamKind : std::uint8_t {
  city = 1,
  person,
  space,
  moderation,
  link,
  session,
  grant = 16,
  group = 20,
  gathering,
  account = 24,  // what a person can enter with: changes are decided one after another
  credential,    // uses of one passkey or password
};

constexpr int kStreamIdBits = 56;

inline base::StreamId stream_id(StreamKind kind, std::uint64_t id) {
  YC_ASSERT(id < (std::uint64_t{1} << kStreamIdBits));
  return {static_cast<std::uint64_t>(kind) << kStreamIdBits | id};
}

inline base::StreamId city_stream() {
  return stream_id(StreamKind::city, 0);
}
inline base::StreamId person_stream(base::PrincipalId id) {
  return stream_id(StreamKind::person, id.value);
}
inline base::StreamId space_stream(base::SpaceId id) {
  return stream_id(StreamKind::space, id.value);
}
inline base::StreamId case_stream(base::CaseId id) {
  return stream_id(StreamKind::moderation, id.value);
}
inline base::StreamId link_stream(std::uint64_t link) {
  return stream_id(StreamKind::link, link);
}
inline base::StreamId grant_stream(base::GrantId id) {
  return stream_id(StreamKind::grant, id.value);
}
inline base::StreamId session_stream(std::uint64_t session) {
  return stream_id(StreamKind::session, session);
}
inline base::StreamId account_stream(base::PrincipalId id) {
  return stream_id(StreamKind::account, id.value);
}
inline base::StreamId credential_stream(std::uint64_t credential) {
  return stream_id(StreamKind::credential, credential);
}
inline base::StreamId group_stream(base::GroupId id) {
  return stream_id(StreamKind::group, id.value);
}
inline base::StreamId gathering_stream(base::GatheringId id) {
  return stream_id(StreamKind::gathering, id.value);
}

}  // namespace yc::store
