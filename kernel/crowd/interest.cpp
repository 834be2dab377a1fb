#include "kernel/crowd/interest.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kernel/base/assert.h"

namespace yc::crowd {
namespace {

// Neighbours change slowly: who is near is found anew after so many ticks, which cells are in view
// after so many.
constexpr std::uint32_t kNearTicks = 4;
constexpr std::uint32_t kCellsTicks = 16;
// Among so few, whoever comes or goes is noticed at once.
constexpr std::size_t kFew = 64;
// Rings of cells around one's own in which the nearest are looked for first.
constexpr int kNearRings = 1;
// What somebody may come nearer until the nearest are found anew: two runners in twice kNearTicks.
constexpr float kNearSlackM = 5.0f;

// Seconds between two tellings of a cell, by its distance: kIntervalS + distance / kSlow, and
// beyond kFarM more with every kFarSlow.
constexpr float kIntervalS = 0.5f;
constexpr float kSlowM_S = 100.0f;
constexpr float kFarM = 100.0f;
constexpr float kFarSlowM_S = 10.0f;
// Cells behind the viewer's back, unless as near as this, wait longer.
constexpr float kBackM = 24.0f;
constexpr float kBackFactor = 1.5f;
// The viewer forgets people beyond the view; so cells at its edge are told from the start each
// time.
constexpr float kEdgeM = 16.0f;

// A message is at most 16 KiB; a cell adds at most cell_records to this.
constexpr std::size_t kCellsFrameBytes = 12 * 1024;

// Tokens kept while there is little to say, in seconds of the budget.
constexpr double kTokensKeptS = 0.5;

constexpr auto kNearer = [](const auto& a, const auto& b) {
  return a.distance2 != b.distance2 ? a.distance2 < b.distance2 : a.entry < b.entry;
};
constexpr auto kLessUrgent = [](const auto& a, const auto& b) { return a.urgency < b.urgency; };

// From a point to the nearest of a cell, metres.
float distance_to(CellKey key, float x, float z) {
  const auto side = static_cast<float>(schema::kCrowdCellM);
  const float low_x = static_cast<float>(key.x) * side;
  const float low_z = static_cast<float>(key.z) * side;
  const float dx = std::max({low_x - x, x - low_x - side, 0.0f});
  const float dz = std::max({low_z - z, z - low_z - side, 0.0f});
  return std::sqrt(dx * dx + dz * dz);
}

bool is_behind(CellKey key, float x, float z, std::uint8_t yaw) {
  const auto side = static_cast<float>(schema::kCrowdCellM);
  const float turn = static_cast<float>(yaw) * (std::numbers::pi_v<float> / 128.0f);
  const float dx = (static_cast<float>(key.x) + 0.5f) * side - x;
  const float dz = (static_cast<float>(key.z) + 0.5f) * side - z;
  return -std::sin(turn) * dx - std::cos(turn) * dz < 0.0f;
}

// Used by one call at a time: kept for its memory, one a thread and not one a viewer.
template <typename T>
std::vector<T>& scratch() {
  thread_local std::vector<T> kept;
  kept.clear();
  return kept;
}

// The next free bytes of `out`.
std::byte* grow(std::vector<std::byte>& out, std::size_t bytes) {
  out.resize(out.size() + bytes);
  return out.data() + out.size() - bytes;
}

Handles take_front(Handles& from, std::size_t most) {
  const auto end = from.begin() + static_cast<std::ptrdiff_t>(std::min(from.size(), most));
  Handles front(from.begin(), end);
  from.erase(from.begin(), end);
  return front;
}

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
  if (snapshot.size() <= kFew && roster_version_ != snapshot.roster().version()) near_tick_ = 0;
  follow_roster(snapshot.roster());
  follow_hidden(snapshot.entry(my_entry_));
  refill(tick);
  if (near_tick_ == 0 || tick - cells_tick_ >= kCellsTicks) find_cells(snapshot);
  if (near_tick_ == 0 || tick - near_tick_ >= kNearTicks) find_nearest(snapshot);
  return true;
}

void Interest::refill(std::uint32_t tick) {
  if (tokens_tick_ != 0) {
    const double per_s = static_cast<double>(settings_.bytes_per_second);
    const double kept = std::max(tokens_, per_s * kTokensKeptS);
    tokens_ = std::min(kept, tokens_ + per_s * (tick - tokens_tick_) / settings_.tick_hz);
  }
  tokens_tick_ = tick;
}

// ---- names and looks ----------------------------------------------------------------------------

// Forgets those who left, changed or jumped, so that they are told anew.
void Interest::follow_roster(const Roster& roster) {
  const bool complete =
      roster.each_change_after(roster_version_, [&](std::uint16_t handle, Roster::Change change) {
        if (change != Roster::Change::updated) return forget(handle);
        if (is_named(handle)) {
          named_[handle] = false;
          unnamed_.push_back(handle);
        } else if (is_dressed(handle)) {
          undressed_.push_back(handle);
        }
      });
  if (!complete) {
    for (std::size_t handle = 0; handle < dressed_.size(); ++handle) {
      forget(static_cast<std::uint16_t>(handle));
    }
  }
  roster_version_ = roster.version();
  if (named_.size() < roster.handle_limit()) {
    named_.resize(roster.handle_limit());
    dressed_.resize(roster.handle_limit());
  }
}

void Interest::follow_hidden(const SnapshotEntry& me) {
  if (me.hidden == hidden_) return;
  hidden_ = me.hidden;
  near_tick_ = 0;
  for (KnownCell& cell : cells_) cell.have = 0;  // who is hidden no more is told again
  if (hidden_ != nullptr) {
    for (const std::uint16_t handle : *hidden_) forget(handle);
  }
}

void Interest::forget(std::uint16_t handle) {
  if (!is_named(handle) && !is_dressed(handle)) return;
  named_[handle] = false;
  dressed_[handle] = false;
  gone_.push_back(handle);
  for (Near& near : near_) {
    if (near.handle == handle) near.told = false;
  }
}

bool Interest::is_hidden(std::uint16_t handle) const {
  return hidden_ != nullptr && std::binary_search(hidden_->begin(), hidden_->end(), handle);
}

std::optional<schema::People> Interest::take_people() {
  constexpr std::size_t kGonePerMessage = 1024;
  const Snapshot& snapshot = *snapshot_;
  const Roster& roster = snapshot.roster();
  schema::People people;
  const Handles gone = take_front(gone_, kGonePerMessage);
  people.gone.assign(gone.begin(), gone.end());
  // A handle in `gone` may be in `seen` of the same message, for whoever has it now; so everything
  // gone must be told by then.
  if (gone_.empty()) {
    for (const std::uint16_t handle : take_front(unnamed_, settings_.names_per_message)) {
      const PersonCard* card = roster.find(handle);
      if (card == nullptr || is_named(handle) || is_hidden(handle)) continue;
      named_[handle] = dressed_[handle] = true;
      people.seen.push_back(
          {card->handle, card->generation, card->name, card->look, card->moderator});
    }
  }
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
    const auto handle = static_cast<std::size_t>(person.handle);
    named_[handle] = dressed_[handle] = true;
  }
}

bool Interest::encode_looks(std::vector<std::byte>& out) {
  if (!detail_.extras || undressed_.empty() || tokens_ <= 0 || !gone_.empty()) return false;
  out.resize(schema::LooksFrame::kHeaderSize);
  schema::LooksFrame frame;
  for (const std::uint16_t handle : take_front(undressed_, settings_.looks_per_frame)) {
    const PersonCard* card = snapshot_->roster().find(handle);
    if (card == nullptr || !is_dressed(handle) || is_named(handle)) continue;
    schema::LooksRecord record;
    record.handle = handle;
    record.generation = card->generation;
    record.look_low = static_cast<std::uint32_t>(card->look);
    record.look_high = static_cast<std::uint16_t>(card->look >> 32);
    record.write(grow(out, schema::LooksRecord::kSize));
    ++frame.count;
  }
  if (frame.count == 0) return false;
  frame.write(out.data());
  spend(out.size());
  return true;
}

// ---- the nearest --------------------------------------------------------------------------------

void Interest::find_nearest(const Snapshot& snapshot) {
  auto& found = scratch<Candidate>();
  const float x = snapshot.x(my_entry_);
  const float z = snapshot.z(my_entry_);
  const auto consider = [&](const SnapshotCell& cell, float reach2) {
    for (std::uint32_t i = cell.first; i < cell.end; ++i) {
      const float dx = snapshot.x(i) - x;
      const float dz = snapshot.z(i) - z;
      const float distance2 = dx * dx + dz * dz;
      if (distance2 > reach2 || i == my_entry_) continue;
      if (hidden_ != nullptr && is_hidden(snapshot.entry(i).record.handle)) continue;
      found.push_back({distance2, i});
    }
  };
  const std::size_t most = std::min(settings_.nearest, detail_.nearest);
  const CellKey home = cell_of(x, z);
  // Everyone within this lies in the cells around, wherever in its own cell the viewer is.
  const auto sure = static_cast<float>(kNearRings * schema::kCrowdCellM);
  const float reach = near_.size() < most ? sure : std::min(sure, near_reach_m_ + kNearSlackM);
  for (int dz = -kNearRings; dz <= kNearRings; ++dz) {
    for (int dx = -kNearRings; dx <= kNearRings; ++dx) {
      const std::uint32_t slot = snapshot.find_cell(
          {static_cast<std::int16_t>(home.x + dx), static_cast<std::int16_t>(home.z + dz)});
      if (slot != kNoSlot) consider(snapshot.cells()[slot], reach * reach);
    }
  }
  const bool thin = found.size() < most;
  if (thin) {  // all in view
    found.clear();
    const auto view = static_cast<float>(schema::kCrowdViewM);
    for (const KnownCell& known : cells_) {
      const SnapshotCell& cell = snapshot.cells()[known.slot];
      if (cell.key == known.key) consider(cell, view * view);
    }
  }
  near_is_everyone_ = thin && found.size() <= most;
  if (found.size() > most) {
    std::nth_element(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(most), found.end(),
                     kNearer);
    found.resize(most);
  }
  std::sort(found.begin(), found.end(), kNearer);
  keep_nearest(snapshot, found);
}

// The new nearest, with what the viewer knows of those who were among them before.
void Interest::keep_nearest(const Snapshot& snapshot, const std::vector<Candidate>& found) {
  auto& before = scratch<Near>();
  before.swap(near_);
  std::sort(before.begin(), before.end(),
            [](const Near& a, const Near& b) { return a.handle < b.handle; });
  near_.reserve(found.size());
  for (const Candidate& candidate : found) {
    const schema::CrowdRecord& record = snapshot.entry(candidate.entry).record;
    Near near{record.handle, record.generation, false, 0, std::sqrt(candidate.distance2)};
    const auto known = std::ranges::lower_bound(before, record.handle, {}, &Near::handle);
    if (known != before.end() && known->handle == record.handle &&
        known->generation == record.generation) {
      near.told = known->told;
      near.told_tick = known->told_tick;
    }
    near_.push_back(near);
  }
  near_reach_m_ = near_.empty() ? 0.0f : near_.back().distance_m;
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
    const std::uint32_t i = snapshot.find(near.handle);
    if (i == kNoEntry) continue;
    const SnapshotEntry& entry = snapshot.entry(i);
    if (entry.record.generation != near.generation) continue;  // somebody else by now
    if (near.told && entry.changed_tick <= near.told_tick) continue;
    schema::CrowdRecord record = entry.record;
    record.age_ticks =
        static_cast<std::uint8_t>(std::min<std::uint32_t>(frame.tick - entry.motion_tick, 255));
    record.write(grow(out, schema::CrowdRecord::kSize));
    ++frame.count;
    near.told = true;
    near.told_tick = frame.tick;
    if (!is_named(near.handle)) {
      unnamed_.push_back(near.handle);
      dressed_[near.handle] = true;  // the look comes with the name
    }
  }
  const bool due = frame_tick_ == 0 || frame.tick - frame_tick_ >= settings_.empty_repeat_ticks;
  if (frame.count == 0 && me.own_sequence == told_sequence_ && !due) return false;
  frame.write(out.data());
  frame_tick_ = frame.tick;
  told_sequence_ = me.own_sequence;
  spend(out.size());
  return true;
}

// ---- the cells ----------------------------------------------------------------------------------

float Interest::interval_s(const Snapshot& snapshot, CellKey key, float distance_m) const {
  float seconds = kIntervalS + std::min(distance_m, kFarM) / kSlowM_S;
  if (distance_m > kFarM) seconds += (distance_m - kFarM) / kFarSlowM_S;
  const std::uint8_t yaw = snapshot.entry(my_entry_).record.yaw;
  const bool back =
      distance_m > kBackM && is_behind(key, snapshot.x(my_entry_), snapshot.z(my_entry_), yaw);
  return back ? seconds * kBackFactor : seconds;
}

// Which cells are in view; what is known of those that were in view before is kept.
void Interest::find_cells(const Snapshot& snapshot) {
  auto& before = scratch<KnownCell>();
  before.swap(cells_);
  auto known = before.begin();
  const float x = snapshot.x(my_entry_);
  const float z = snapshot.z(my_entry_);
  const auto view = static_cast<float>(schema::kCrowdViewM);
  for (std::uint32_t slot = 0; slot < snapshot.cells().size(); ++slot) {
    const SnapshotCell& cell = snapshot.cells()[slot];
    while (known != before.end() && known->slot < slot) ++known;
    if (cell.first == cell.end) continue;
    const float distance = distance_to(cell.key, x, z);
    if (distance > view) continue;
    KnownCell kept;
    if (known != before.end() && known->slot == slot && known->key == cell.key) kept = *known;
    if (distance > view - kEdgeM) kept.have = 0;
    kept.key = cell.key;
    kept.slot = slot;
    kept.distance_m = distance;
    const float ticks =
        interval_s(snapshot, cell.key, distance) * static_cast<float>(settings_.tick_hz);
    kept.interval_ticks = static_cast<std::uint16_t>(ticks);
    cells_.push_back(kept);
  }
  cells_tick_ = snapshot.tick();
}

// The cells that have news and have waited long enough, the most urgent in front of a heap.
void Interest::find_due(const Snapshot& snapshot, std::vector<Due>& due) const {
  const std::uint32_t tick = snapshot.tick();
  for (std::uint32_t i = 0; i < cells_.size(); ++i) {
    const KnownCell& known = cells_[i];
    const SnapshotCell& cell = snapshot.cells()[known.slot];
    if (cell.first == cell.end || cell.key != known.key) continue;
    if (cell.block->newest() <= known.have) continue;
    const float interval = static_cast<float>(known.interval_ticks) * detail_.cell_interval;
    const float waited = known.told_tick == 0 ? 100.0f * static_cast<float>(settings_.tick_hz)
                                              : static_cast<float>(tick - known.told_tick);
    if (waited >= interval) due.push_back({waited / interval, i});
  }
  std::make_heap(due.begin(), due.end(), kLessUrgent);
}

bool Interest::encode_cells(std::vector<std::byte>& out) {
  if (near_is_everyone_ || tokens_ <= 0 || !gone_.empty()) return false;
  const Snapshot& snapshot = *snapshot_;
  auto& due = scratch<Due>();
  find_due(snapshot, due);
  if (due.empty()) return false;
  schema::CrowdCellsFrame frame;
  frame.tick = snapshot.tick();
  const CellKey home = cell_of(snapshot.x(my_entry_), snapshot.z(my_entry_));
  constexpr int kOriginCells = static_cast<int>(schema::kCrowdViewM / schema::kCrowdCellM) + 2;
  frame.origin_x = static_cast<std::int16_t>(home.x - kOriginCells);
  frame.origin_z = static_cast<std::int16_t>(home.z - kOriginCells);
  out.resize(schema::CrowdCellsFrame::kHeaderSize);
  double left = tokens_ - static_cast<double>(out.size());
  while (!due.empty() && left > 0 && out.size() < kCellsFrameBytes) {
    std::pop_heap(due.begin(), due.end(), kLessUrgent);
    KnownCell& cell = cells_[due.back().cell];
    due.pop_back();
    const std::size_t before = out.size();
    append_cell(cell, *snapshot.cells()[cell.slot].block, frame, out);
    left -= static_cast<double>(out.size() - before);
  }
  frame.count = static_cast<std::uint16_t>((out.size() - schema::CrowdCellsFrame::kHeaderSize) /
                                           schema::CrowdCellsRecord::kSize);
  frame.write(out.data());
  spend(out.size());
  return true;
}

// News of one cell: all of it, or of a very full cell the part whose turn it is.
void Interest::append_cell(KnownCell& cell, const CellBlock& block,
                           const schema::CrowdCellsFrame& frame, std::vector<std::byte>& out) {
  block.heading(frame.origin_x, frame.origin_z, frame.tick)
      .write(grow(out, schema::CrowdCellsRecord::kSize));
  const std::size_t news = block.listed_after(cell.have);
  const std::size_t parts = (news + settings_.cell_records - 1) / settings_.cell_records;
  if (parts <= 1) {
    append_records(block, 0, news, out);
    cell.have = block.tick();
    cell.turn = 0;
  } else {
    if (cell.turn == 0) cell.round_tick = block.tick();
    const std::size_t part = cell.turn % parts;
    append_records(block, news * part / parts, news * (part + 1) / parts, out);
    if (part + 1 == parts) {
      cell.have = cell.round_tick;
      cell.turn = 0;
    } else {
      cell.turn = static_cast<std::uint16_t>(part + 1);
    }
  }
  cell.told_tick = frame.tick;
}

void Interest::append_records(const CellBlock& block, std::size_t first, std::size_t end,
                              std::vector<std::byte>& out) {
  constexpr std::size_t kSize = schema::CrowdCellsRecord::kSize;
  for (std::size_t i = first; i < end; ++i) {
    const std::uint16_t handle = block.handle(i);
    if (hidden_ != nullptr && is_hidden(handle)) continue;
    if (!is_dressed(handle) && handle != own_handle_) {
      dressed_[handle] = true;
      undressed_.push_back(handle);
    }
    std::copy_n(block.bytes().data() + i * kSize, kSize, grow(out, kSize));
  }
}

// ---- hands --------------------------------------------------------------------------------------

bool Interest::encode_hands(std::vector<std::byte>& out) {
  if (!detail_.extras) return false;
  schema::HandsFrame frame;
  frame.tick = snapshot_->tick();
  out.resize(schema::HandsFrame::kHeaderSize);
  for (const Near& near : near_) {
    if (near.distance_m > static_cast<float>(settings_.hands_distance_m)) break;
    if (frame.count >= settings_.hands_per_frame) break;
    const std::uint32_t i = snapshot_->find(near.handle);
    if (i == kNoEntry || snapshot_->entry(i).hands == nullptr) continue;
    snapshot_->entry(i).hands->write(grow(out, schema::HandsRecord::kSize));
    ++frame.count;
  }
  if (frame.count == 0) return false;
  frame.write(out.data());
  spend(out.size());
  return true;
}

}  // namespace yc::crowd
