#include "tests/simulation/witness.h"

#include <iterator>

namespace yc::simulation {
namespace {

// A minute, less what passes between the order and its acknowledgement.
constexpr base::Duration kSanctionsChecked = std::chrono::seconds(50);

}  // namespace

const Witness::Seat* Witness::seat(std::int64_t handle) const {
  const auto found = seats_.find(handle);
  return found == seats_.end() ? nullptr : &found->second;
}

std::int64_t Witness::some_handle() {
  if (seats_.empty()) return 0;
  return std::next(seats_.begin(), static_cast<std::ptrdiff_t>(random.below(seats_.size())))->first;
}

void Witness::sanctioned(schema::ModerateAct act, const std::string& token) {
  ++sanctions;
  bound_[{act, token}] = clock.monotonic();
}

std::optional<base::MonotonicTime> Witness::bound_at(schema::ModerateAct act,
                                                     const std::string& token) const {
  const auto found = bound_.find({act, token});
  if (found == bound_.end()) return std::nullopt;
  return found->second;
}

bool Witness::bound(schema::ModerateAct act, const std::string& token, base::MonotonicTime at,
                    base::Duration before) const {
  const auto since = bound_at(act, token);
  return since && at >= *since + before && at < *since + kSanctionsChecked;
}

void Witness::check_promises(store::Store& store) {
  check_chat(store);
  check_lanterns(store);
}

void Witness::check_chat(store::Store& store) {
  const auto lines = store.chat(premises.id, static_cast<std::uint64_t>(INT64_MAX), 1'000'000);
  if (!lines) return broke("the chat cannot be read: " + lines.error().text());
  std::set<std::string> kept;
  for (const store::ChatLine& line : *lines) kept.insert(line.text);
  for (const std::string& text : acknowledged_chat) {
    if (!kept.contains(text)) return broke("acknowledged chat is lost: " + text);
  }
}

void Witness::check_lanterns(store::Store& store) {
  std::map<std::string, std::uint64_t> kept;
  std::uint64_t rounds = 0;
  constexpr std::size_t kAtOnce = 1000;
  std::uint64_t after = 0;
  for (std::size_t got = kAtOnce; got == kAtOnce;) {
    const auto events = store.events(after, kAtOnce);
    if (!events) return broke("the log cannot be read: " + events.error().text());
    for (const store::Event& event : *events) {
      if (const auto* one = std::get_if<store::LanternLit>(&event.payload)) ++kept[one->lantern];
      if (std::holds_alternative<store::LanternsDarkened>(event.payload)) ++rounds;
      after = event.position;
    }
    got = events->size();
  }
  for (const auto& [lantern, times] : lit) {
    if (kept[lantern] < times) return broke("a lantern was seen lit that never was: " + lantern);
  }
  if (rounds < darkened) broke("lanterns went dark and the log does not know");
}

}  // namespace yc::simulation
