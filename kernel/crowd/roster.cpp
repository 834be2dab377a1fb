#include "kernel/crowd/roster.h"

#include <utility>

#include "kernel/base/assert.h"
#include "schema/frames.h"
#include "schema/messages.h"

namespace yc::crowd {

std::string fold_name(std::string_view name) {
  std::string folded(name);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

void Roster::set(PersonCard card) {
  const std::uint16_t handle = card.handle;
  YC_ASSERT(handle != 0 && handle != schema::kCrowdDetailHandle);
  if (handle >= cards_.size()) cards_.resize(std::size_t{handle} + 1);
  const bool arrived = cards_[handle] == nullptr;
  if (arrived) ++total_;
  card.folded = fold_name(card.name);
  card.json = base::dump_json(
      schema::Person{handle, card.generation, card.name, card.look, card.moderator}.to_json());
  cards_[handle] = std::make_shared<const PersonCard>(std::move(card));
  log_change(handle, arrived ? Change::arrived : Change::updated);
}

void Roster::remove(std::uint16_t handle) {
  YC_ASSERT(find(handle) != nullptr);
  cards_[handle] = nullptr;
  --total_;
  log_change(handle, Change::left);
}

void Roster::jump(std::uint16_t handle) {
  YC_ASSERT(find(handle) != nullptr);
  log_change(handle, Change::jumped);
}

const PersonCard* Roster::find(std::uint16_t handle) const {
  return handle < cards_.size() ? cards_[handle].get() : nullptr;
}

void Roster::log_change(std::uint16_t handle, Change change) {
  if (log_.size() < kLogLength) {
    log_.push_back({handle, change});
  } else {
    log_[version_ % kLogLength] = {handle, change};
  }
  ++version_;
}

}  // namespace yc::crowd
