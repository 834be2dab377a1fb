#include "kernel/crowd/cells_in_view.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kernel/crowd/scratch.h"

namespace yc::crowd {
namespace {

// Which cells are in view changes slowly: it is found anew after so many ticks, or so many frames.
constexpr double kFindTicks = 16;
constexpr double kFindFrames = 8;

// Seconds between two tellings of a cell, by its distance: kIntervalS + distance / kSlow, and
// beyond kFarM more with every kFarSlow.
constexpr float kIntervalS = 0.85f;
constexpr float kSlowM_S = 800.0f;
constexpr float kFarM = 100.0f;
constexpr float kFarSlowM_S = 4.0f;
// Cells behind the viewer's back, unless as near as this, wait longer.
constexpr float kBackM = 24.0f;
constexpr float kBackFactor = 1.1f;
// The viewer forgets people beyond the view; so cells at its edge are told from the start each
// time.
constexpr float kEdgeM = 16.0f;

// A message is at most 16 KiB; a cell adds at most two records for each of cell_people to this.
constexpr std::size_t kFrameBytes = 12 * 1024;

// Cells wait for a second or more: a frame of them every so many ticks is soon enough.
constexpr std::uint32_t kEncodeTicks = 5;
constexpr std::size_t kManyCells = 64;
// Where bytes are short, cells less urgent by this than the last that was told need not be sorted.
constexpr float kLessUrgentShare = 0.8f;

constexpr auto kLessUrgent = [](const auto& a, const auto& b) { return a.urgency < b.urgency; };

// Where a viewer stands and looks.
struct Stand {
  float x, z;
  float ahead_x, ahead_z;
};

Stand stand_of(const Snapshot& snapshot, std::uint32_t viewer) {
  const float turn =
      static_cast<float>(snapshot.entry(viewer).record.yaw) * (std::numbers::pi_v<float> / 128.0f);
  return {snapshot.x(viewer), snapshot.z(viewer), -std::sin(turn), -std::cos(turn)};
}

constexpr auto kSideM = static_cast<float>(schema::kCrowdCellM);

// To the nearest point of a cell, metres.
float distance_to(CellKey key, const Stand& from) {
  const float low_x = static_cast<float>(key.x) * kSideM;
  const float low_z = static_cast<float>(key.z) * kSideM;
  const float dx = std::max({low_x - from.x, from.x - low_x - kSideM, 0.0f});
  const float dz = std::max({low_z - from.z, from.z - low_z - kSideM, 0.0f});
  return std::sqrt(dx * dx + dz * dz);
}

bool is_behind(CellKey key, const Stand& from) {
  const float dx = (static_cast<float>(key.x) + 0.5f) * kSideM - from.x;
  const float dz = (static_cast<float>(key.z) + 0.5f) * kSideM - from.z;
  return from.ahead_x * dx + from.ahead_z * dz < 0.0f;
}

float interval_s(CellKey key, float distance_m, const Stand& from) {
  float seconds = kIntervalS + std::min(distance_m, kFarM) / kSlowM_S;
  if (distance_m > kFarM) seconds += (distance_m - kFarM) / kFarSlowM_S;
  return distance_m > kBackM && is_behind(key, from) ? seconds * kBackFactor : seconds;
}

void append_heading(const CellBlock& block, const schema::CrowdCellsFrame& frame,
                    std::vector<std::byte>& out) {
  for (const auto& record : block.heading(frame.origin_x, frame.origin_z, frame.tick)) {
    std::byte bytes[schema::CrowdCellsRecord::kSize];
    record.write(bytes);
    out.insert(out.end(), std::begin(bytes), std::end(bytes));
  }
}

void want_look(std::uint16_t handle, const SnapshotEntry& viewer, Introductions& introductions) {
  if (handle != viewer.record.handle) introductions.want_look(handle);
}

}  // namespace

void CellsInView::forget_all() {
  for (Known& known : cells_) known.forget();
}

// What is known of those that were in view before is kept.
void CellsInView::find(const Snapshot& snapshot, std::uint32_t viewer, int tick_hz,
                       double ticks_per_frame) {
  const auto ticks =
      static_cast<std::uint32_t>(std::max(kFindTicks, kFindFrames * ticks_per_frame));
  if (found_tick_ != 0 && snapshot.tick() - found_tick_ < ticks) return;
  auto& before = scratch<Known>();
  before.swap(cells_);
  auto known = before.begin();
  const Stand from = stand_of(snapshot, viewer);
  const auto view = static_cast<float>(schema::kCrowdViewM);
  for (std::uint32_t slot = 0; slot < snapshot.cells().size(); ++slot) {
    const SnapshotCell& cell = snapshot.cells()[slot];
    while (known != before.end() && known->slot < slot) ++known;
    if (cell.first == cell.end) continue;
    const float distance = distance_to(cell.key, from);
    if (distance > view) continue;
    Known kept;
    if (known != before.end() && known->slot == slot && known->key == cell.key) kept = *known;
    if (distance > view - kEdgeM) kept.forget();
    kept.key = cell.key;
    kept.slot = slot;
    kept.interval_ticks = static_cast<std::uint16_t>(interval_s(cell.key, distance, from) *
                                                     static_cast<float>(tick_hz));
    cells_.push_back(kept);
  }
  found_tick_ = snapshot.tick();
}

// The cells that have news and have waited long enough, the most urgent in front of a heap.
void CellsInView::find_due(const Snapshot& snapshot, float interval_factor, int tick_hz,
                           std::vector<Due>& due) {
  const std::uint32_t tick = snapshot.tick();
  // Of many cells, a half in turn.
  const std::size_t parts = cells_.size() > kManyCells ? 2 : 1;
  turn_ = (turn_ + 1) % parts;
  const std::size_t end = cells_.size() * (turn_ + 1) / parts;
  for (std::size_t i = cells_.size() * turn_ / parts; i < end; ++i) {
    const Known& known = cells_[i];
    const SnapshotCell& cell = snapshot.cells()[known.slot];
    if (cell.newest <= known.have || cell.first == cell.end || cell.key != known.key) continue;
    const float interval = static_cast<float>(known.interval_ticks) * interval_factor;
    const float waited = known.told_tick == 0 ? 100.0f * static_cast<float>(tick_hz)
                                              : static_cast<float>(tick - known.told_tick);
    if (waited >= interval * least_urgency_)
      due.push_back({waited / interval, static_cast<std::uint32_t>(i)});
  }
  std::make_heap(due.begin(), due.end(), kLessUrgent);
}

// Of one cell, so that no frame has to look for the people of all.
void CellsInView::want_owed_looks(const Snapshot& snapshot, const SnapshotEntry& viewer,
                                  Introductions& introductions) {
  if (!owes_looks_) return;
  const auto known = std::ranges::find(cells_, true, &Known::owes_looks);
  owes_looks_ = known != cells_.end();
  if (!owes_looks_) return introductions.tell_undressed(false);
  known->owes_looks = false;
  const SnapshotCell& cell = snapshot.cells()[known->slot];
  if (cell.first == cell.end || cell.key != known->key) return;
  for (std::size_t i = 0; i < cell.block->size(); ++i) {
    const std::uint16_t handle = cell.block->handle(i);
    if (!is_among(viewer.hidden, handle)) want_look(handle, viewer, introductions);
  }
}

bool CellsInView::encode(const Snapshot& snapshot, std::uint32_t viewer,
                         const InterestSettings& settings, const Detail& detail, double most_bytes,
                         Introductions& introductions, std::vector<std::byte>& out) {
  const SnapshotEntry& me = snapshot.entry(viewer);
  if (detail.extras) want_owed_looks(snapshot, me, introductions);
  if (!has_more_ && snapshot.tick() - encoded_tick_ < kEncodeTicks) return false;
  encoded_tick_ = snapshot.tick();
  auto& due = scratch<Due>();
  find_due(snapshot, detail.cell_interval, settings.tick_hz, due);
  if (due.empty()) {
    least_urgency_ = 1.0f;
    has_more_ = false;
    return false;
  }
  Telling telling{me,
                  settings.cell_people,
                  introductions,
                  detail.extras,
                  detail.extras && !introductions.knows_all_looks(snapshot.roster()),
                  {},
                  out};
  telling.frame.tick = snapshot.tick();
  const CellKey home = cell_of(snapshot.x(viewer), snapshot.z(viewer));
  constexpr int kOriginCells = static_cast<int>(schema::kCrowdViewM / schema::kCrowdCellM) + 2;
  telling.frame.origin_x = static_cast<std::int16_t>(home.x - kOriginCells);
  telling.frame.origin_z = static_cast<std::int16_t>(home.z - kOriginCells);
  out.resize(schema::CrowdCellsFrame::kHeaderSize);
  const double full = std::min(most_bytes, static_cast<double>(kFrameBytes));
  float urgency = 0;
  while (!due.empty() && static_cast<double>(out.size()) < full) {
    std::pop_heap(due.begin(), due.end(), kLessUrgent);
    Known& known = cells_[due.back().cell];
    urgency = due.back().urgency;
    due.pop_back();
    append_cell(known, *snapshot.cells()[known.slot].block, telling);
  }
  telling.frame.count = static_cast<std::uint16_t>(
      (out.size() - schema::CrowdCellsFrame::kHeaderSize) / schema::CrowdCellsRecord::kSize);
  telling.frame.write(out.data());
  has_more_ = !due.empty() && out.size() >= kFrameBytes;
  least_urgency_ = due.empty() ? 1.0f : std::max(1.0f, urgency * kLessUrgentShare);
  return true;
}

// News of one cell: all of it, or of a very full cell a part, from the newest on. Who is listed
// anew while such a round goes on is told in the next.
void CellsInView::append_cell(Known& known, const CellBlock& block, Telling& telling) {
  append_heading(block, telling.frame, telling.out);
  const bool begins = known.round_tick == 0;
  if (begins) known.round_tick = block.tick();
  const std::size_t news = block.listed_after(known.have);
  const std::size_t first =
      begins ? 0 : std::min(news, block.up_to(known.reached_tick, known.reached_handle));
  const std::size_t end = std::min(news, first + telling.people_of_cell);
  append_people(block, first, end, telling);
  if (!telling.extras) {
    known.owes_looks = owes_looks_ = true;
    telling.introductions.tell_undressed(true);
  }
  if (end >= news) {
    known.have = known.round_tick;
    known.round_tick = 0;
  } else {
    known.reached_tick = block.listed(end - 1);
    known.reached_handle = block.handle(end - 1);
  }
  known.told_tick = telling.frame.tick;
}

void CellsInView::append_people(const CellBlock& block, std::size_t first, std::size_t end,
                                Telling& telling) {
  const auto append = [&](std::size_t from, std::size_t to) {
    const auto bytes = block.bytes(from, to);
    telling.out.insert(telling.out.end(), bytes.begin(), bytes.end());
  };
  const HiddenPtr& hidden = telling.viewer.hidden;
  if (hidden == nullptr) append(first, end);
  if (hidden == nullptr && !telling.wants_looks) return;
  for (std::size_t i = first; i < end; ++i) {
    const std::uint16_t handle = block.handle(i);
    if (is_among(hidden, handle)) continue;
    if (telling.wants_looks) want_look(handle, telling.viewer, telling.introductions);
    if (hidden != nullptr) append(i, i + 1);
  }
}

}  // namespace yc::crowd
