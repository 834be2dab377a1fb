#include "kernel/crowd/interest.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "kernel/base/assert.h"

namespace yc::crowd {
namespace {

// Ages are divided by 1 + distance / this: at 8 m someone waits twice as long as at 0 m.
constexpr float kHalfUrgencyM = 8.0f;
// Those never sent count as having waited this many ticks.
constexpr float kNewcomerAge = 100.0f;
// Above every age, so that the nearest come first whatever the others have waited.
constexpr float kNearestBonus = 1e6f;

bool is_hidden(const std::shared_ptr<const Handles>& hidden, std::uint16_t handle) {
  return hidden != nullptr && std::binary_search(hidden->begin(), hidden->end(), handle);
}

}  // namespace

Interest::Interest(std::uint16_t own_handle, const InterestSettings& settings)
    : own_handle_(own_handle), settings_(settings), sent_(16) {
  YC_ASSERT(own_handle != 0);
}

bool Interest::encode_crowd(const Snapshot& snapshot, std::size_t records,
                            std::vector<std::byte>& out) {
  const std::uint32_t my_entry = snapshot.find(own_handle_);
  if (my_entry == kNoEntry) return false;
  const SnapshotEntry& me = snapshot.entry(my_entry);
  follow_roster(snapshot.roster());
  follow_hidden(me);
  gather(snapshot, my_entry);
  judge(snapshot);
  choose(std::min(records, settings_.records_per_frame));
  const bool due =
      frame_tick_ == 0 || snapshot.tick() - frame_tick_ >= settings_.empty_repeat_ticks;
  if (chosen_ == 0 && me.own_sequence == told_sequence_ && !due) return false;
  write_frame(snapshot, me, out);
  remember(snapshot);
  return true;
}

// Forgets names of those who left or changed, so that they are told anew.
void Interest::follow_roster(const Roster& roster) {
  const bool complete =
      roster.each_change_after(roster_version_, [&](std::uint16_t handle, Roster::Change change) {
        if (!knows(handle)) return;
        if (change == Roster::Change::updated) {
          named_[handle] = false;
          unnamed_.push_back(handle);
        } else {
          forget(handle);
        }
      });
  if (!complete) {
    for (std::size_t handle = 0; handle < named_.size(); ++handle) {
      forget(static_cast<std::uint16_t>(handle));
    }
  }
  roster_version_ = roster.version();
  if (named_.size() < roster.handle_limit()) named_.resize(roster.handle_limit());
}

void Interest::follow_hidden(const SnapshotEntry& me) {
  if (me.hidden == hidden_) return;
  hidden_ = me.hidden;
  if (hidden_ != nullptr) {
    for (const std::uint16_t handle : *hidden_) forget(handle);
  }
}

void Interest::forget(std::uint16_t handle) {
  if (!knows(handle)) return;
  named_[handle] = false;
  gone_.push_back(handle);
}

void Interest::gather(const Snapshot& snapshot, std::uint32_t my_entry) {
  candidates_.clear();
  if (snapshot.size() <= settings_.max_candidates) {
    for (std::uint32_t i = 0; i < snapshot.size(); ++i) consider(snapshot, my_entry, i);
    return;
  }
  const auto rings = static_cast<std::int32_t>(std::ceil(settings_.view_distance_m / kGridCellM));
  for (std::int32_t ring = 0; ring <= rings; ++ring) {
    gather_ring(snapshot, my_entry, ring);
    if (ring > 0 && candidates_.size() >= settings_.max_candidates) break;
  }
  if (candidates_.size() > settings_.max_candidates) {
    const auto cut = candidates_.begin() + static_cast<std::ptrdiff_t>(settings_.max_candidates);
    std::nth_element(
        candidates_.begin(), cut, candidates_.end(),
        [](const Candidate& a, const Candidate& b) { return a.distance_m < b.distance_m; });
    candidates_.erase(cut, candidates_.end());
  }
}

// The cells whose larger distance from the viewer's cell, in cells, is `ring`.
void Interest::gather_ring(const Snapshot& snapshot, std::uint32_t my_entry, std::int32_t ring) {
  const std::int32_t center_x = Snapshot::grid_cell(snapshot.x(my_entry));
  const std::int32_t center_z = Snapshot::grid_cell(snapshot.z(my_entry));
  for (std::int32_t dz = -ring; dz <= ring; ++dz) {
    const bool edge_row = dz == -ring || dz == ring;
    for (std::int32_t dx = -ring; dx <= ring; dx += edge_row || ring == 0 ? 1 : 2 * ring) {
      for (const std::uint32_t i : snapshot.bucket(center_x + dx, center_z + dz)) {
        if (snapshot.in_cell(i, center_x + dx, center_z + dz)) consider(snapshot, my_entry, i);
      }
    }
  }
}

void Interest::consider(const Snapshot& snapshot, std::uint32_t my_entry, std::uint32_t entry) {
  if (entry == my_entry) return;
  const float dx = snapshot.x(entry) - snapshot.x(my_entry);
  const float dz = snapshot.z(entry) - snapshot.z(my_entry);
  const float distance = std::sqrt(dx * dx + dz * dz);
  if (distance > static_cast<float>(settings_.view_distance_m)) return;
  if (is_hidden(hidden_, snapshot.entry(entry).record.handle)) return;
  candidates_.push_back({entry, distance, 0.0f, 0});
}

void Interest::judge(const Snapshot& snapshot) {
  if (candidates_.size() > settings_.nearest_always) {
    std::nth_element(candidates_.begin(),
                     candidates_.begin() + static_cast<std::ptrdiff_t>(settings_.nearest_always),
                     candidates_.end(), [](const Candidate& a, const Candidate& b) {
                       return a.distance_m < b.distance_m;
                     });
  }
  const std::uint32_t tick = snapshot.tick();
  for (std::size_t i = 0; i < candidates_.size(); ++i) {
    Candidate& candidate = candidates_[i];
    const SnapshotEntry& entry = snapshot.entry(candidate.entry);
    candidate.sent_tick = sent_tick_of(entry.record);
    float age = kNewcomerAge;
    if (candidate.sent_tick != 0) {
      age = static_cast<float>(tick - candidate.sent_tick);
      const bool changed = entry.changed_tick > candidate.sent_tick;
      if (!changed && age < static_cast<float>(settings_.still_repeat_ticks)) continue;
    }
    candidate.urgency = age / (1.0f + candidate.distance_m / kHalfUrgencyM);
    if (i < settings_.nearest_always) candidate.urgency += kNearestBonus;
  }
}

// Brings the most urgent to the front, nearest first.
void Interest::choose(std::size_t records) {
  const auto silent = std::partition(candidates_.begin(), candidates_.end(),
                                     [](const Candidate& c) { return c.urgency > 0.0f; });
  const auto speaking = static_cast<std::size_t>(silent - candidates_.begin());
  chosen_ = std::min(speaking, records);
  const auto end = candidates_.begin() + static_cast<std::ptrdiff_t>(chosen_);
  if (chosen_ < speaking) {
    std::nth_element(candidates_.begin(), end, silent,
                     [](const Candidate& a, const Candidate& b) { return a.urgency > b.urgency; });
  }
  std::sort(candidates_.begin(), end, [](const Candidate& a, const Candidate& b) {
    return a.distance_m != b.distance_m ? a.distance_m < b.distance_m : a.entry < b.entry;
  });
}

void Interest::write_frame(const Snapshot& snapshot, const SnapshotEntry& me,
                           std::vector<std::byte>& out) {
  schema::CrowdFrame frame;
  frame.tick = snapshot.tick();
  frame.own_sequence = me.own_sequence;
  frame.count = static_cast<std::uint16_t>(chosen_);
  out.resize(schema::CrowdFrame::kHeaderSize + chosen_ * schema::CrowdRecord::kSize);
  frame.write(out.data());
  std::byte* at = out.data() + schema::CrowdFrame::kHeaderSize;
  for (std::size_t i = 0; i < chosen_; ++i) {
    const schema::CrowdRecord& record = snapshot.entry(candidates_[i].entry).record;
    record.write(at);
    at += schema::CrowdRecord::kSize;
    candidates_[i].sent_tick = snapshot.tick();
    if (!knows(record.handle)) unnamed_.push_back(record.handle);
  }
  frame_tick_ = snapshot.tick();
  told_sequence_ = me.own_sequence;
}

std::uint32_t Interest::sent_tick_of(const schema::CrowdRecord& record) const {
  const std::size_t mask = sent_.size() - 1;
  for (std::size_t i = record.handle & mask; sent_[i].handle != 0; i = (i + 1) & mask) {
    if (sent_[i].handle != record.handle) continue;
    return sent_[i].generation == record.generation ? sent_[i].tick : 0;
  }
  return 0;
}

// Keeps when each candidate was sent; those who are no candidates any more are forgotten.
void Interest::remember(const Snapshot& snapshot) {
  sent_.assign(std::bit_ceil(candidates_.size() * 2 + 16), Sent{});
  const std::size_t mask = sent_.size() - 1;
  for (const Candidate& candidate : candidates_) {
    if (candidate.sent_tick == 0) continue;
    const schema::CrowdRecord& record = snapshot.entry(candidate.entry).record;
    std::size_t i = record.handle & mask;
    while (sent_[i].handle != 0) i = (i + 1) & mask;
    sent_[i] = {record.handle, record.generation, candidate.sent_tick};
  }
}

bool Interest::encode_hands(const Snapshot& snapshot, std::vector<std::byte>& out) {
  near_.clear();
  for (const Candidate& candidate : candidates_) {
    const bool close = candidate.distance_m <= static_cast<float>(settings_.hands_distance_m);
    if (close && snapshot.entry(candidate.entry).hands != nullptr) near_.push_back(candidate);
  }
  if (near_.empty()) return false;
  std::sort(near_.begin(), near_.end(), [](const Candidate& a, const Candidate& b) {
    return a.distance_m != b.distance_m ? a.distance_m < b.distance_m : a.entry < b.entry;
  });
  near_.resize(std::min(near_.size(), settings_.hands_per_frame));
  schema::HandsFrame frame;
  frame.tick = snapshot.tick();
  frame.count = static_cast<std::uint16_t>(near_.size());
  out.resize(schema::HandsFrame::kHeaderSize + near_.size() * schema::HandsRecord::kSize);
  frame.write(out.data());
  for (std::size_t i = 0; i < near_.size(); ++i) {
    snapshot.entry(near_[i].entry)
        .hands->write(out.data() + schema::HandsFrame::kHeaderSize +
                      i * schema::HandsRecord::kSize);
  }
  return true;
}

std::optional<schema::People> Interest::take_people(const Snapshot& snapshot) {
  constexpr std::size_t kGonePerMessage = 1024;
  const Roster& roster = snapshot.roster();
  schema::People people;
  const std::size_t gone = std::min(gone_.size(), kGonePerMessage);
  people.gone.assign(gone_.begin(), gone_.begin() + static_cast<std::ptrdiff_t>(gone));
  gone_.erase(gone_.begin(), gone_.begin() + static_cast<std::ptrdiff_t>(gone));
  std::size_t taken = 0;
  // A handle in `gone` may be in `seen` of the same message, for whoever has it now; so everything
  // gone must be told by then.
  while (gone_.empty() && taken < unnamed_.size() &&
         people.seen.size() < settings_.names_per_message) {
    const std::uint16_t handle = unnamed_[taken++];
    const PersonCard* card = roster.find(handle);
    if (card == nullptr || knows(handle) || is_hidden(hidden_, handle)) continue;
    named_[handle] = true;
    people.seen.push_back(
        {card->handle, card->generation, card->name, card->look, card->moderator});
  }
  unnamed_.erase(unnamed_.begin(), unnamed_.begin() + static_cast<std::ptrdiff_t>(taken));
  const bool total_due = told_total_ != roster.total() &&
                         snapshot.tick() - told_total_tick_ >= settings_.empty_repeat_ticks;
  if (people.seen.empty() && people.gone.empty() && !total_due) return std::nullopt;
  told_total_ = roster.total();
  told_total_tick_ = snapshot.tick();
  people.total = static_cast<std::int64_t>(told_total_);
  return people;
}

void Interest::note_told(const Snapshot& snapshot, const std::vector<schema::Person>& people) {
  follow_roster(snapshot.roster());
  for (const schema::Person& person : people) {
    named_[static_cast<std::size_t>(person.handle)] = true;
  }
}

}  // namespace yc::crowd
