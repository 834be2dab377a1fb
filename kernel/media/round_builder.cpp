#include "kernel/media/round_builder.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "kernel/crowd/wire_position.h"

namespace yc::media {
namespace {

// A client says how loud it is; what it says counts within these bounds only, so that a shout does
// not drown everybody else and a lie gains little.
constexpr std::uint8_t kQuietest = 255 - 2 * 48;
constexpr std::uint8_t kLoudest = 255 - 2 * 18;
// A speaker fades by this a round, so that the end of a word is not the end of a turn: 20 dB/s.
constexpr float kFade = 0.91f;
// Above every other score: a stage comes first.
constexpr float kStageBonus = 1e6f;

float square(double value) {
  return static_cast<float>(value * value);
}

// The square of how far a point is from a cell of kListenCellM, 0 within.
float square_to_cell(float x, float z, Cell cell) {
  constexpr auto kSize = static_cast<float>(kListenCellM);
  const auto outside = [](float value, std::int32_t index) {
    const float low = static_cast<float>(index) * kSize;
    return std::max(std::max(low - value, value - (low + kSize)), 0.0f);
  };
  const float out_x = outside(x, cell.x), out_z = outside(z, cell.z);
  return out_x * out_x + out_z * out_z;
}

}  // namespace

RoundBuilder::RoundBuilder(const RoundSettings& settings, std::vector<Stage> stages)
    : settings_(settings), stages_(std::make_shared<const std::vector<Stage>>(std::move(stages))) {}

std::shared_ptr<VoiceRound> RoundBuilder::build(std::uint32_t number, const PacketBatch& batch,
                                                crowd::SnapshotPtr snapshot) {
  auto round = std::make_shared<VoiceRound>();
  round->number = number;
  round->snapshot = std::move(snapshot);
  round->stages = stages_;
  take_packets(batch, *round);
  place_speakers(*round);
  list_cells(*round);
  return round;
}

// Packets of one speaker together, in the order in which they came; of a burst the newest.
void RoundBuilder::take_packets(const PacketBatch& batch, VoiceRound& round) {
  dropped_ = 0;
  order_.resize(batch.packets.size());
  std::iota(order_.begin(), order_.end(), 0u);
  const auto speaker_of = [&](std::uint32_t i) { return batch.packets[i].speaker; };
  std::ranges::stable_sort(order_, {}, speaker_of);
  round.bytes = batch.bytes;
  round.packets.reserve(order_.size());
  for (auto from = order_.begin(); from != order_.end();) {
    const std::uint16_t handle = speaker_of(*from);
    const auto to =
        std::find_if(from, order_.end(), [&](std::uint32_t i) { return speaker_of(i) != handle; });
    const auto all = static_cast<std::size_t>(to - from);
    const bool is_here = round.snapshot->find(handle) != crowd::kNoEntry;
    const std::size_t kept = is_here ? std::min(all, settings_.packets_per_speaker) : 0;
    dropped_ += all - kept;
    if (kept > 0) take_speaker(batch, {to - static_cast<std::ptrdiff_t>(kept), to}, round);
    from = to;
  }
}

void RoundBuilder::take_speaker(const PacketBatch& batch, std::span<const std::uint32_t> packets,
                                VoiceRound& round) {
  Speaker& speaker = round.speakers.emplace_back();
  speaker.handle = batch.packets[packets.front()].speaker;
  speaker.loudness = batch.packets[packets.back()].loudness;
  speaker.first = static_cast<std::uint32_t>(round.packets.size());
  speaker.count = static_cast<std::uint32_t>(packets.size());
  for (const std::uint32_t i : packets) {
    const PacketBatch::Packet& packet = batch.packets[i];
    round.packets.push_back({packet.sequence, packet.loudness, packet.size, packet.offset});
  }
}

void RoundBuilder::place_speakers(VoiceRound& round) {
  placed_.clear();
  on_stage_.clear();
  const auto rounds = static_cast<float>(round.number - faded_);
  faded_ = round.number;
  const float fade = std::pow(kFade, rounds);
  for (float& strength : strength_) strength *= fade;
  strength_.resize(std::max(strength_.size(), round.snapshot->roster().handle_limit()));
  for (std::uint32_t i = 0; i < round.speakers.size(); ++i) {
    Speaker& speaker = round.speakers[i];
    const std::uint32_t entry = round.snapshot->find(speaker.handle);
    const geometry::Vec3 feet =
        crowd::from_wire(crowd::position_of(round.snapshot->entry(entry).record));
    speaker.x = static_cast<float>(feet.x);
    speaker.z = static_cast<float>(feet.z);
    speaker.stage = stage_under(*stages_, feet);
    float& strength = strength_[speaker.handle];
    strength = std::max(strength, amplitude_of(std::clamp(speaker.loudness, kQuietest, kLoudest)));
    speaker.strength = strength;
    placed_.push_back({Cell::at(speaker.x, speaker.z, kBedCellM), i});
    if (speaker.stage != kNoStage) on_stage_.push_back(i);
  }
  std::ranges::sort(placed_, [](const Placed& a, const Placed& b) {
    return a.cell != b.cell ? a.cell < b.cell : a.speaker < b.speaker;
  });
}

// Where somebody listens: the cells that hold a person.
void RoundBuilder::list_cells(VoiceRound& round) {
  if (round.speakers.empty()) return;
  listening_.clear();
  for (std::size_t i = 0; i < round.snapshot->size(); ++i) {
    listening_.push_back(Cell::at(round.snapshot->x(i), round.snapshot->z(i), kListenCellM));
  }
  std::ranges::sort(listening_);
  const auto rest = std::ranges::unique(listening_);
  listening_.erase(rest.begin(), rest.end());
  for (const Cell cell : listening_) list_candidates(round, cell);
}

void RoundBuilder::list_candidates(VoiceRound& round, Cell cell) {
  ranked_.clear();
  rank_near(round, cell);
  rank_stages(round, cell);
  if (ranked_.empty()) return;
  const auto better = [](const Ranked& a, const Ranked& b) {
    return a.score != b.score ? a.score > b.score : a.speaker < b.speaker;
  };
  if (ranked_.size() > settings_.candidates) {
    const auto cut = ranked_.begin() + static_cast<std::ptrdiff_t>(settings_.candidates);
    std::nth_element(ranked_.begin(), cut, ranked_.end(), better);
    ranked_.erase(cut, ranked_.end());
  }
  round.cells.push_back({cell, static_cast<std::uint32_t>(round.candidates.size()),
                         static_cast<std::uint32_t>(ranked_.size())});
  for (const Ranked& ranked : ranked_) round.candidates.push_back(ranked.speaker);
}

// Of a distance only the part outside the cell counts: it is the same list for all within.
void RoundBuilder::rank_near(const VoiceRound& round, Cell cell) {
  const double low_x = cell.x * kListenCellM, low_z = cell.z * kListenCellM;
  const Cell from = Cell::at(low_x - settings_.hearing_m, low_z - settings_.hearing_m, kBedCellM);
  const Cell to = Cell::at(low_x + kListenCellM + settings_.hearing_m,
                           low_z + kListenCellM + settings_.hearing_m, kBedCellM);
  for (std::int32_t x = from.x; x <= to.x; ++x) {
    auto at = std::ranges::lower_bound(placed_, Cell{x, from.z}, {}, &Placed::cell);
    for (; at != placed_.end() && at->cell <= Cell{x, to.z}; ++at) {
      const Speaker& speaker = round.speakers[at->speaker];
      if (speaker.stage != kNoStage) continue;
      const float away_m2 = square_to_cell(speaker.x, speaker.z, cell);
      if (away_m2 > square(settings_.hearing_m)) continue;
      ranked_.push_back({power_at(speaker.strength, away_m2), at->speaker});
    }
  }
}

void RoundBuilder::rank_stages(const VoiceRound& round, Cell cell) {
  for (const std::uint32_t i : on_stage_) {
    const Speaker& speaker = round.speakers[i];
    const Stage& stage = (*stages_)[static_cast<std::size_t>(speaker.stage)];
    const float away_m2 = square_to_cell(static_cast<float>(stage.position.x),
                                         static_cast<float>(stage.position.z), cell);
    if (away_m2 <= square(stage.audience_m)) {
      ranked_.push_back({kStageBonus + speaker.strength, i});
    }
  }
}

}  // namespace yc::media
