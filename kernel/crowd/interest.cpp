#include "kernel/crowd/interest.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "kernel/base/assert.h"
#include "kernel/crowd/scratch.h"

namespace yc::crowd {
namespace {

// Neighbours change slowly: who is near is found anew after so many ticks.
constexpr std::uint32_t kNearTicks = 4;
// Among so few, whoever comes or goes is noticed at once.
constexpr std::size_t kFew = 64;
// Where the nearest are looked for, each twice as far as before; then in all of the view.
constexpr float kFirstReachM = 8.0f;
constexpr float kLastReachM = 64.0f;
// So many fewer or more than wanted are near enough to it.
constexpr std::size_t kNearFewer = 4;
constexpr std::size_t kNearMore = 8;
constexpr std::size_t kMostAttended = 16;
constexpr std::uint32_t kAttendS = 2;

// The rest of the budget is for what is not chosen here: answers, notices, chat.
constexpr double kCrowdShare = 0.99;

// Tokens kept while there is little to say, in seconds of the budget.
constexpr double kTokensKeptS = 0.5;

// The next free bytes of `out`.
std::byte* grow(std::vector<std::byte>& out, std::size_t bytes) {
  out.resize(out.size() + bytes);
  return out.data() + out.size() - bytes;
}

// Where in a list of people a handle is, for lists of up to 254; one at a time on a thread. Found
// by a table of all handles, as looking through the list for each of thousands takes too long.
class Places {
 public:
  template <typename List>
  explicit Places(const List& people) {
    YC_ASSERT(people.size() < 255);
    if (table().empty()) table().resize(1 << 16);
    for (std::size_t i = 0; i < people.size(); ++i) {
      table()[people[i].handle] = static_cast<std::uint8_t>(i + 1);
      handles_.push_back(people[i].handle);
    }
  }
  ~Places() {
    for (const std::uint16_t handle : handles_) table()[handle] = 0;
  }
  Places(const Places&) = delete;
  Places& operator=(const Places&) = delete;

  std::optional<std::size_t> find(std::uint16_t handle) const {
    const std::uint8_t place = table()[handle];
    return place == 0 ? std::nullopt : std::optional<std::size_t>(place - 1u);
  }

 private:
  // By handle: 1 + its place; 0 = not in the list.
  static std::vector<std::uint8_t>& table() {
    thread_local std::vector<std::uint8_t> kept;
    return kept;
  }

  Handles& handles_ = scratch<std::uint16_t>();
};

}  // namespace

Interest::Interest(std::uint16_t own_handle, const InterestSettings& settings)
    : own_handle_(own_handle),
      settings_(settings),
      tokens_(static_cast<double>(settings.bytes_on_arrival)) {
  YC_ASSERT(own_handle != 0);
}

bool Interest::look(const Snapshot& snapshot, const Detail& detail) {
  my_entry_ = snapshot.find(own_handle_);
  if (my_entry_ == kNoEntry) return false;
  snapshot_ = &snapshot;
  detail_ = detail;
  const std::uint32_t tick = snapshot.tick();
  if (snapshot.size() <= kFew && introductions_.is_behind(snapshot.roster())) look_anew();
  follow_roster(snapshot.roster());
  follow_hidden(snapshot.entry(my_entry_));
  refill(tick);
  cells_.find(snapshot, my_entry_, settings_.tick_hz, detail_.ticks_per_frame());
  if (near_tick_ == 0 || tick - near_tick_ >= kNearTicks) find_nearest(snapshot);
  return true;
}

void Interest::look_anew() {
  near_tick_ = 0;
  cells_.look_anew();
}

void Interest::refill(std::uint32_t tick) {
  if (tokens_tick_ != 0) {
    const double per_s =
        static_cast<double>(settings_.bytes_per_second) * kCrowdShare * detail_.budget;
    const double kept = std::max(tokens_, per_s * kTokensKeptS);
    tokens_ = std::min(kept, tokens_ + per_s * (tick - tokens_tick_) / settings_.tick_hz);
  }
  tokens_tick_ = tick;
}

void Interest::follow_roster(const Roster& roster) {
  if (!introductions_.is_behind(roster)) return;
  const Places near(near_);
  for (const std::uint16_t handle : introductions_.follow(roster)) {
    if (const auto place = near.find(handle)) near_[*place].told = false;
    if (handle == own_handle_) look_anew();  // the viewer jumped
  }
  if (introductions_.followed_all()) return;
  cells_.forget_all();
  look_anew();
}

void Interest::follow_hidden(const SnapshotEntry& me) {
  if (me.hidden == hidden_) return;
  hidden_ = me.hidden;
  look_anew();
  cells_.forget_all();  // who is hidden no more is told again
  if (hidden_ == nullptr) return;
  for (const std::uint16_t handle : *hidden_) {
    introductions_.forget(handle);
    const auto near = std::ranges::find(near_, handle, &Near::handle);
    if (near != near_.end()) near->told = false;
  }
}

void Interest::note_told(const Snapshot& snapshot, const std::vector<schema::Person>& people) {
  follow_roster(snapshot.roster());
  for (const schema::Person& person : people) {
    introductions_.note_named(static_cast<std::uint16_t>(person.handle));
  }
}

// ---- names, looks and cells ---------------------------------------------------------------------

bool Interest::encode_people(std::string& out) {
  const std::uint32_t tick = snapshot_->tick();
  const bool total_due = tick - told_total_tick_ >= settings_.empty_repeat_ticks;
  if (!introductions_.encode_people(snapshot_->roster(), hidden_, settings_.names_per_message,
                                    total_due, out)) {
    return false;
  }
  told_total_tick_ = tick;
  spend(out.size());
  return true;
}

bool Interest::encode_looks(std::vector<std::byte>& out) {
  if (!detail_.extras || tokens_ <= 0 || introductions_.owes_gone()) return false;
  if (!introductions_.encode_looks(snapshot_->roster(), settings_.looks_per_frame, out)) {
    return false;
  }
  spend(out.size());
  return true;
}

bool Interest::encode_cells(std::vector<std::byte>& out) {
  if (near_is_everyone_ || tokens_ <= 0 || introductions_.owes_gone()) return false;
  if (!cells_.encode(*snapshot_, my_entry_, settings_, detail_, tokens_, introductions_, out)) {
    return false;
  }
  spend(out.size());
  return true;
}

// ---- the nearest --------------------------------------------------------------------------------

void Interest::find_nearest(const Snapshot& snapshot) {
  auto& found = scratch<Candidate>();
  found.reserve(snapshot.size());
  const std::size_t wanted = std::min(settings_.nearest, detail_.nearest);
  if (!gather_as_before(snapshot, wanted, found)) gather_anew(snapshot, wanted, found);
  add_attended(snapshot, found);
  add_friends(snapshot, found);
  keep_nearest(snapshot, found);
}

// As long as about as many as wanted are within the reach of the last time, nobody is compared with
// anybody. False when they are not.
bool Interest::gather_as_before(const Snapshot& snapshot, std::size_t wanted,
                                std::vector<Candidate>& found) const {
  if (near_reach_m_ <= 0.0f) return false;
  gather_around(snapshot, near_reach_m_, found);
  return found.size() + kNearFewer >= wanted && found.size() <= wanted + kNearMore;
}

void Interest::gather_anew(const Snapshot& snapshot, std::size_t wanted,
                           std::vector<Candidate>& found) {
  for (float reach_m = kFirstReachM; found.size() < wanted && reach_m <= kLastReachM;
       reach_m *= 2.0f) {
    found.clear();
    gather_around(snapshot, reach_m, found);
  }
  const bool thin = found.size() < wanted;
  if (thin) {  // all in view
    found.clear();
    for (const SnapshotCell& cell : snapshot.cells()) {
      gather(snapshot, cell, static_cast<float>(schema::kCrowdViewM), found);
    }
  }
  near_is_everyone_ = thin && found.size() <= wanted;
  if (found.size() > wanted) {
    std::nth_element(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(wanted),
                     found.end());
    found.resize(wanted);
  }
  std::sort(found.begin(), found.end());
  near_reach_m_ = thin || found.empty() ? 0.0f : std::sqrt(found.back().distance2());
}

void Interest::attend(std::span<const std::uint16_t> people) {
  attended_.assign(people.begin(), people.begin() + std::min(people.size(), kMostAttended));
  attended_tick_ = tokens_tick_;
}

// However far off in view; the reach of the nearest does not count them.
void Interest::add_attended(const Snapshot& snapshot, std::vector<Candidate>& found) const {
  if (snapshot.tick() - attended_tick_ > kAttendS * settings_.tick_hz) return;
  for (const std::uint16_t handle : attended_) add_in_view(snapshot, handle, found);
}

void Interest::add_friends(const Snapshot& snapshot, std::vector<Candidate>& found) const {
  const auto before = static_cast<std::ptrdiff_t>(found.size());
  for (const std::uint16_t handle : friends_) add_in_view(snapshot, handle, found);
  if (found.size() <= static_cast<std::size_t>(before) + kMostFriends) return;
  const auto most = found.begin() + before + static_cast<std::ptrdiff_t>(kMostFriends);
  std::nth_element(found.begin() + before, most, found.end());
  found.erase(most, found.end());
}

void Interest::add_in_view(const Snapshot& snapshot, std::uint16_t handle,
                           std::vector<Candidate>& found) const {
  const std::uint32_t i = snapshot.find(handle);
  if (i == kNoEntry || i == my_entry_ || is_among(hidden_, handle)) return;
  if (std::ranges::find(found, i, &Candidate::entry) != found.end()) return;
  const float dx = snapshot.x(i) - snapshot.x(my_entry_);
  const float dz = snapshot.z(i) - snapshot.z(my_entry_);
  constexpr auto kView = static_cast<float>(schema::kCrowdViewM);
  if (dx * dx + dz * dz <= kView * kView) found.emplace_back(dx * dx + dz * dz, i);
}

void Interest::gather_around(const Snapshot& snapshot, float reach_m,
                             std::vector<Candidate>& found) const {
  const float x = snapshot.x(my_entry_);
  const float z = snapshot.z(my_entry_);
  const CellKey low = cell_of(x - reach_m, z - reach_m);
  const CellKey high = cell_of(x + reach_m, z + reach_m);
  for (int cell_z = low.z; cell_z <= high.z; ++cell_z) {
    for (int cell_x = low.x; cell_x <= high.x; ++cell_x) {
      const std::uint32_t slot = snapshot.find_cell(
          {static_cast<std::int16_t>(cell_x), static_cast<std::int16_t>(cell_z)});
      if (slot != kNoSlot) gather(snapshot, snapshot.cells()[slot], reach_m, found);
    }
  }
}

// Whoever of the cell is within reach, without a branch for each: there are hundreds.
void Interest::gather(const Snapshot& snapshot, const SnapshotCell& cell, float reach_m,
                      std::vector<Candidate>& found) const {
  const float x = snapshot.x(my_entry_);
  const float z = snapshot.z(my_entry_);
  std::size_t count = found.size();
  found.resize(count + cell.end - cell.first);
  for (std::uint32_t i = cell.first; i < cell.end; ++i) {
    const float dx = snapshot.x(i) - x;
    const float dz = snapshot.z(i) - z;
    const float distance2 = dx * dx + dz * dz;
    found[count] = Candidate(distance2, i);
    count += static_cast<std::size_t>((distance2 <= reach_m * reach_m) & (i != my_entry_));
  }
  found.resize(count);
  if (hidden_ == nullptr) return;
  std::erase_if(found, [&](const Candidate& candidate) {
    return is_among(hidden_, snapshot.sign(candidate.entry()).handle);
  });
}

// The new nearest, with what the viewer knows of those who were among them before.
void Interest::keep_nearest(const Snapshot& snapshot, const std::vector<Candidate>& found) {
  auto& before = scratch<Near>();
  before.swap(near_);
  const Places known(before);
  near_.reserve(found.size());
  for (const Candidate& candidate : found) {
    const Snapshot::Sign& sign = snapshot.sign(candidate.entry());
    Near near{sign.handle, sign.generation, false, 0, std::sqrt(candidate.distance2())};
    const auto place = known.find(sign.handle);
    if (place && before[*place].generation == sign.generation) {
      near.told = before[*place].told;
      near.told_tick = before[*place].told_tick;
    }
    near_.push_back(near);
  }
  near_tick_ = snapshot.tick();
}

bool Interest::encode_crowd(std::vector<std::byte>& out) {
  const Snapshot& snapshot = *snapshot_;
  const SnapshotEntry& me = snapshot.entry(my_entry_);
  schema::CrowdFrame frame;
  frame.tick = snapshot.tick();
  frame.own_sequence = me.own_sequence;
  out.resize(schema::CrowdFrame::kHeaderSize);
  for (Near& near : near_) {
    if (introductions_.owes_gone()) break;
    const std::uint32_t i = snapshot.find(near.handle);
    if (i == kNoEntry) continue;
    const Snapshot::Sign& sign = snapshot.sign(i);
    if (sign.generation != near.generation) continue;  // somebody else by now
    if (near.told && sign.changed_tick <= near.told_tick) continue;
    const SnapshotEntry& entry = snapshot.entry(i);
    schema::CrowdRecord record = entry.record;
    record.age_ticks =
        static_cast<std::uint8_t>(std::min<std::uint32_t>(frame.tick - entry.motion_tick, 255));
    record.write(grow(out, schema::CrowdRecord::kSize));
    ++frame.count;
    near.told = true;
    near.told_tick = frame.tick;
    introductions_.want_name(near.handle);
  }
  const bool due = frame_tick_ == 0 || frame.tick - frame_tick_ >= settings_.empty_repeat_ticks;
  if (frame.count == 0 && me.own_sequence == told_sequence_ && !due) return false;
  frame.write(out.data());
  frame_tick_ = frame.tick;
  told_sequence_ = me.own_sequence;
  spend(out.size());
  return true;
}

// ---- hands --------------------------------------------------------------------------------------

bool Interest::encode_hands(std::vector<std::byte>& out) {
  if (!detail_.extras) return false;
  auto& found = scratch<Candidate>();
  for (const Near& near : near_) {
    if (near.distance_m > static_cast<float>(settings_.hands_distance_m)) continue;
    const std::uint32_t i = snapshot_->find(near.handle);
    if (i == kNoEntry || snapshot_->sign(i).generation != near.generation) continue;
    if (snapshot_->entry(i).hands != nullptr) found.emplace_back(near.distance_m, i);
  }
  if (found.empty()) return false;
  std::sort(found.begin(), found.end());  // those nearest, if not all
  found.resize(std::min(found.size(), settings_.hands_per_frame));
  schema::HandsFrame frame;
  frame.tick = snapshot_->tick();
  frame.count = static_cast<std::uint16_t>(found.size());
  out.resize(schema::HandsFrame::kHeaderSize);
  for (const Candidate& candidate : found) {
    snapshot_->entry(candidate.entry()).hands->write(grow(out, schema::HandsRecord::kSize));
  }
  frame.write(out.data());
  spend(out.size());
  return true;
}

}  // namespace yc::crowd
