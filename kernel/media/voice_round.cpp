#include "kernel/media/voice_round.h"

#include <algorithm>
#include <cmath>

namespace yc::media {
namespace {

constexpr float kStepDb = 0.5f;

template <typename List>
auto find_cell(const List& list, Cell cell) -> decltype(list.data()) {
  const auto at = std::ranges::lower_bound(list, cell, {}, &List::value_type::cell);
  return at != list.end() && at->cell == cell ? &*at : nullptr;
}

}  // namespace

Cell Cell::at(double metres_x, double metres_z, double size_m) {
  return {static_cast<std::int32_t>(std::floor(metres_x / size_m)),
          static_cast<std::int32_t>(std::floor(metres_z / size_m))};
}

std::span<const std::uint32_t> VoiceRound::candidates_at(double x, double z) const {
  const Candidates* found = find_cell(cells, Cell::at(x, z, kListenCellM));
  if (found == nullptr) return {};
  return std::span(candidates).subspan(found->first, found->count);
}

const VoiceRound::Bed* VoiceRound::bed_at(double x, double z) const {
  return find_cell(beds, Cell::at(x, z, kBedCellM));
}

float amplitude_of(std::uint8_t loudness) {
  return std::pow(10.0f, static_cast<float>(loudness - 255) * kStepDb / 20.0f);
}

std::uint8_t loudness_of(float amplitude) {
  if (amplitude <= 0.0f) return 0;
  const float steps = 255.0f + 20.0f * std::log10(amplitude) / kStepDb;
  return static_cast<std::uint8_t>(std::clamp(std::lround(steps), 0L, 255L));
}

}  // namespace yc::media
