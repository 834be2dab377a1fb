#include "kernel/space/participant.h"

#include <algorithm>
#include <utility>

#include "kernel/base/assert.h"
#include "schema/frames.h"

namespace yc::space {

bool are_apart(const Participant& one, const Participant& other) {
  const auto blocks = [](const Participant& who, const Participant& whom) {
    return std::find(who.blocked.begin(), who.blocked.end(), whom.actor.person) !=
           who.blocked.end();
  };
  return blocks(one, other) || blocks(other, one);
}
namespace {

constexpr int kHandleBits = 16;
constexpr std::uint64_t kHandleMask = (1u << kHandleBits) - 1;
constexpr std::size_t kHandleLimit = schema::kCrowdDetailHandle;  // all are below

}  // namespace

Participant& Participants::add(rights::Actor actor, Motion motion) {
  std::uint16_t handle = 0;
  if (resting_.size() > kHandlesAtRest || slots_.size() >= kHandleLimit) {
    YC_ASSERT(!resting_.empty());
    handle = resting_.front();
    resting_.pop_front();
  } else {
    handle = static_cast<std::uint16_t>(slots_.size());
    slots_.emplace_back();
  }
  const ParticipantId id{next_serial_++ << kHandleBits | handle};
  Slot& slot = slots_[handle];
  slot.present = std::make_unique<Participant>(id, motion);
  slot.present->handle = handle;
  slot.present->generation = slot.next_generation++;
  slot.present->actor = std::move(actor);
  const bool fresh = handles_.emplace(slot.present->actor.person, handle).second;
  YC_ASSERT(fresh);
  ++size_;
  return *slot.present;
}

void Participants::remove(ParticipantId id) {
  Participant* participant = find(id);
  YC_ASSERT(participant != nullptr);
  const std::uint16_t handle = participant->handle;
  handles_.erase(participant->actor.person);
  slots_[handle].present = nullptr;
  resting_.push_back(handle);
  --size_;
}

Participant* Participants::find(ParticipantId id) {
  Participant* participant = find_handle(static_cast<std::int64_t>(id.value & kHandleMask));
  return participant != nullptr && participant->id == id ? participant : nullptr;
}

Participant* Participants::find_handle(std::int64_t handle) {
  if (handle < 0 || static_cast<std::size_t>(handle) >= slots_.size()) return nullptr;
  return slots_[static_cast<std::size_t>(handle)].present.get();
}

Participant* Participants::find_person(base::PrincipalId person) {
  const auto found = handles_.find(person);
  return found == handles_.end() ? nullptr : slots_[found->second].present.get();
}

}  // namespace yc::space
