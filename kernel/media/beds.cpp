#include "kernel/media/beds.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "kernel/media/hearing.h"

namespace yc::media {
namespace {

// Whoever was in the mix stays before somebody a little stronger: a decoder that starts in the
// middle of a word clicks.
constexpr float kMixedBonus = 2.25f;  // 3.5 dB
constexpr float kFullGainM = 4.0f;    // nearer than this, a voice in the bed grows no louder
constexpr std::uint32_t kKeptRounds = 50;
constexpr std::size_t kSamplesKept = 3 * kBedSamples;  // of a speaker whose packets came at once

// As loud as it is while quiet, never beyond full scale.
float limited(float sample) {
  return std::tanh(sample);
}

}  // namespace

void Beds::mix(VoiceRound& round) {
  decoded_ = 0;
  shed_ = 0;
  if (round.speakers.size() > kSeats) {
    list_cells(round);
    for (const Listened& listened : listened_) {
      if (round.beds.size() >= settings_.cells) {
        ++shed_;
      } else if (rank_rest(round, listened.cell)) {
        mix_cell(round, listened.cell);
      }
    }
    std::ranges::sort(round.beds, {}, &VoiceRound::Bed::cell);
  }
  forget_unused(round.number);
}

// Cells with listeners, those with most first.
void Beds::list_cells(const VoiceRound& round) {
  listened_.clear();
  std::unordered_map<Cell, std::uint32_t, CellHash> counts;
  for (std::size_t i = 0; i < round.snapshot->size(); ++i) {
    ++counts[Cell::at(round.snapshot->x(i), round.snapshot->z(i), kBedCellM)];
  }
  for (const auto& [cell, count] : counts) listened_.push_back({cell, count});
  std::ranges::sort(listened_, [](const Listened& a, const Listened& b) {
    return a.listeners != b.listeners ? a.listeners > b.listeners : a.cell < b.cell;
  });
}

// Those whom people in the middle of the cell hear, without the eight best: they are heard one by
// one. At the cell's edge somebody may be heard both ways, or neither. False when all have a seat.
bool Beds::rank_rest(const VoiceRound& round, Cell cell) {
  ranked_.clear();
  const auto x = static_cast<float>((cell.x + 0.5) * kBedCellM);
  const auto z = static_cast<float>((cell.z + 0.5) * kBedCellM);
  const auto reach_m2 = static_cast<float>(settings_.hearing_m * settings_.hearing_m);
  for (std::uint32_t i = 0; i < round.speakers.size(); ++i) {
    const Speaker& speaker = round.speakers[i];
    const float away_x = speaker.x - x, away_z = speaker.z - z;
    const float away_m2 = away_x * away_x + away_z * away_z;
    if (speaker.stage != kNoStage || away_m2 > reach_m2) continue;
    const float gain = kFullGainM / std::max(std::sqrt(away_m2), kFullGainM);
    ranked_.push_back({power_at(speaker.strength, away_m2), gain, i});
  }
  if (ranked_.size() <= kSeats) return false;
  const auto better = [](const Ranked& a, const Ranked& b) {
    return a.score != b.score ? a.score > b.score : a.speaker < b.speaker;
  };
  const auto seated = ranked_.begin() + static_cast<std::ptrdiff_t>(kSeats);
  std::nth_element(ranked_.begin(), seated, ranked_.end(), better);
  ranked_.erase(ranked_.begin(), seated);
  for (Ranked& ranked : ranked_) {
    if (ears_.contains(round.speakers[ranked.speaker].handle)) ranked.score *= kMixedBonus;
  }
  if (ranked_.size() > settings_.speakers_per_cell) {
    const auto cut = ranked_.begin() + static_cast<std::ptrdiff_t>(settings_.speakers_per_cell);
    std::nth_element(ranked_.begin(), cut, ranked_.end(), better);
    ranked_.erase(cut, ranked_.end());
  }
  return true;
}

void Beds::mix_cell(VoiceRound& round, Cell cell) {
  std::array<float, kBedSamples> mixed{};
  VoiceRound::Bed bed;
  bed.cell = cell;
  for (const Ranked& ranked : ranked_) {
    const Speaker& speaker = round.speakers[ranked.speaker];
    const Ear* ear = listen_to(round, speaker);
    if (ear == nullptr) {
      ++shed_;
      continue;
    }
    bed.from.push_back(speaker.handle);
    const std::size_t count = std::min(ear->samples.size(), kBedSamples);
    for (std::size_t i = 0; i < count; ++i) mixed[i] += ear->samples[i] * ranked.gain;
  }
  if (bed.from.empty()) return;
  float power = 0;
  for (float& sample : mixed) {
    sample = limited(sample);
    power += sample * sample;
  }
  Mouth& mouth = mouths_[cell];
  mouth.used = round.number;
  std::ranges::sort(bed.from);
  bed.loudness = loudness_of(std::sqrt(power / static_cast<float>(kBedSamples)));
  bed.offset = static_cast<std::uint32_t>(round.bytes.size());
  bed.size = static_cast<std::uint16_t>(mouth.encoder.encode(mixed, round.bytes));
  round.beds.push_back(std::move(bed));
}

// Decodes what this speaker said in the round, once. Null when no more may be decoded.
Beds::Ear* Beds::listen_to(const VoiceRound& round, const Speaker& speaker) {
  const auto known = ears_.find(speaker.handle);
  if (known != ears_.end() && known->second.decoded == round.number) return &known->second;
  if (decoded_ >= settings_.decoded) return nullptr;
  ++decoded_;
  Ear& ear = ears_[speaker.handle];
  const bool goes_on = ear.decoded + 1 == round.number;
  if (goes_on) {
    const std::size_t mixed = std::min(ear.samples.size(), kBedSamples);
    ear.samples.erase(ear.samples.begin(),
                      ear.samples.begin() + static_cast<std::ptrdiff_t>(mixed));
  } else {
    ear.decoder.reset();
    ear.samples.clear();
  }
  ear.decoded = round.number;
  for (std::uint32_t i = speaker.first; i < speaker.first + speaker.count; ++i) {
    if (ear.samples.size() >= kSamplesKept) break;
    ear.decoder.decode(round.bytes_of(round.packets[i]), ear.samples);
  }
  return &ear;
}

void Beds::forget_unused(std::uint32_t number) {
  std::erase_if(ears_, [&](const auto& e) { return number - e.second.decoded > kKeptRounds; });
  std::erase_if(mouths_, [&](const auto& m) { return number - m.second.used > kKeptRounds; });
}

}  // namespace yc::media
